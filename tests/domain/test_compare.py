"""Two boards compared cell by cell: what is found, what it is called, and what chosen differences do to a board."""

import random
from typing import Any

import pytest

from app.domain.board_text import BoardRows, check_references
from app.domain.compare import Comparison, Difference, compare
from app.domain.compare_choice import edits_for, needed_with
from app.domain.compare_families import BELONGS, SIBLINGS, owner_of
from app.domain.compare_names import TABLE_WORDS
from app.domain.compare_words import FIGURE, field_word
from app.domain.entity import fields_of
from app.domain.tables import ENTITIES
from tests.domain.boards_apart import applied, copied, council, same_board, with_cells, without
from tests.sample_board import sample_board
from tests.storage.boards import sample_rows


@pytest.fixture(scope="module")
def board() -> BoardRows:
    """Return the shipped board."""
    return council()


def only(comparison: Comparison) -> Difference:
    """Return the one difference that there is."""
    assert len(comparison.differences) == 1, [one.uid for one in comparison.differences]
    return comparison.differences[0]


def observation(rows: BoardRows, metric: str, period: str) -> Any:
    return next(row for row in rows["observation"] if row["metric"] == metric and row["period"] == period)


def first_figure(rows: BoardRows) -> Any:
    return next(
        row for row in rows["observation"] if row["value"] and row["kind"] == "result" and "-" in str(row["period"])
    )


def test_equal_boards_have_no_difference(board: BoardRows) -> None:
    comparison = compare(board, copied(board))
    assert comparison.differences == () and comparison.quiet == ()


def test_figure_is_one_cell_with_its_place_and_words(board: BoardRows) -> None:
    other = copied(board)
    was = first_figure(board)
    row = observation(other, str(was["metric"]), str(was["period"]))
    row.update(value=None, missing="not_counted")
    found = only(compare(board, other))
    assert (found.kind, found.after) == ("changed", "未集計")
    assert found.before.startswith(f"{int(str(was['value'])):,}")
    assert found.what.endswith(" の実績") and len(found.place) >= 2
    assert applied_all(board, other) == []


def applied_all(board: BoardRows, other: BoardRows) -> list[str]:
    """Return what is left to differ after everything has been taken in."""
    comparison = compare(board, other)
    after = applied(board, edits_for(comparison, [one.uid for one in comparison.differences]))
    return [one.uid for one in compare(after, other).differences]


def test_figures_that_round_alike_do_not_look_alike(board: BoardRows) -> None:
    metric = next(row for row in board["metric"] if row["scale"] == "percent")
    first, second = copied(board), copied(board)
    for rows, value in ((first, "0.861"), (second, "0.8614")):
        rows["observation"].append(
            {**first_figure(board), "metric": metric["uid"], "period": "2030-01", "value": value}
        )
    found = only(compare(first, second))
    assert (found.before, found.after) == ("86.1%", "86.14%")


def test_fields_of_one_row_are_chosen_apart_and_written_as_one_edit() -> None:
    board = sample_board()
    indicator = board["indicator"][0]
    other = with_cells(board, "indicator", str(indicator["uid"]), title="新しい名", remark="備考")
    comparison = compare(board, other)
    assert {one.what for one in comparison.differences} == {"指標名", "備考"}
    name = next(one for one in comparison.differences if one.what == "指標名")
    alone = edits_for(comparison, [name.uid])
    assert [dict(edit.after or {}) for edit in alone] == [{**indicator, "title": "新しい名"}]
    both = edits_for(comparison, [one.uid for one in comparison.differences])
    assert len(both) == 1 and same_board(applied(board, both), other)


def test_added_indicator_comes_with_all_that_belongs_to_it() -> None:
    board = sample_board()
    indicator = board["indicator"][0]
    less = without_indicator(board, indicator)
    found = only(compare(less, board))
    assert (found.kind, found.what) == ("added", f"指標「{indicator['title']}」")
    assert "数値" in found.more and found.before == ""
    assert same_board(applied(less, edits_for(compare(less, board), [found.uid])), board)
    gone = only(compare(board, less))
    assert gone.kind == "removed" and same_board(applied(board, edits_for(compare(board, less), [gone.uid])), less)


def without_indicator(board: BoardRows, indicator: Any) -> BoardRows:
    made = without(board, "indicator", lambda row: row["uid"] == indicator["uid"])
    for table in ("target", "assessment", "responsibility"):
        made[table] = [row for row in made[table] if row["indicator"] != indicator["uid"]]
    made["metric"] = [row for row in made["metric"] if row["uid"] != indicator["metric"]]
    made["observation"] = [row for row in made["observation"] if row["metric"] != indicator["metric"]]
    check_references(made)
    return made


def test_what_comes_in_brings_what_it_refers_to() -> None:
    board = sample_board()
    department = {**board["department"][0], "uid": "new-department", "name": "新しい課"}
    other = copied(board)
    other["department"].append(department)
    other["responsibility"][0].update(department="new-department")  # type: ignore[attr-defined]
    comparison = compare(board, other)
    change = next(one for one in comparison.differences if one.table == "responsibility")
    assert [one.what for one in needed_with(comparison, [change.uid])] == ["担当課「新しい課」"]
    after = applied(board, edits_for(comparison, [change.uid]))
    check_references(after)
    assert same_board(after, other)


def test_what_goes_takes_along_what_refers_to_it() -> None:
    board = sample_board()
    uid = str(board["responsibility"][0]["department"])
    other = without(board, "department", lambda row: row["uid"] == uid)
    keeps = str(other["department"][0]["uid"])
    for row in other["responsibility"]:
        if row["department"] == uid:
            row["department"] = keeps  # type: ignore[index]
    comparison = compare(board, other)
    gone = next(one for one in comparison.differences if one.table == "department")
    after = applied(board, edits_for(comparison, [gone.uid]))
    check_references(after)
    assert same_board(after, other)


def test_renumbered_siblings_in_the_same_order_do_not_differ() -> None:
    board = sample_board()
    other = copied(board)
    for row in other["indicator"]:
        row["position"] = int(str(row["position"])) * 1000  # type: ignore[index]
    assert compare(board, other).differences == ()


def test_row_that_comes_in_stands_where_it_stood_on_the_other_board() -> None:
    board = sample_board()
    second = sorted((row for row in board["indicator"]), key=lambda row: int(str(row["position"])))[1]
    node = second["node"]
    less = without_indicator(board, second)
    for row in less["indicator"]:
        row["position"] = int(str(row["position"])) * 1000  # type: ignore[index]
    comparison = compare(less, board)
    after = applied(less, edits_for(comparison, [only(comparison).uid]))
    order = [
        row["uid"]
        for row in sorted(after["indicator"], key=lambda row: int(str(row["position"])))
        if row["node"] == node
    ]
    assert order == [row["uid"] for row in board["indicator"] if row["node"] == node]


def test_another_order_is_one_difference(board: BoardRows) -> None:
    node = next(row["parent"] for row in board["placement"] if row["parent"])
    places = [row for row in board["placement"] if row["parent"] == node]
    assert len(places) > 1
    other = copied(board)
    numbers = [row["position"] for row in places]
    for row in other["placement"]:
        for place, number in zip(places, reversed(numbers), strict=True):
            if row["uid"] == place["uid"]:
                row["position"] = number  # type: ignore[index]
    found = only(compare(board, other))
    assert found.what == "取組などの並び順"
    assert found.before.split("、") == found.after.split("、")[::-1]
    assert applied_all(board, other) == []


def test_board_of_another_origin_keeps_its_own_row(board: BoardRows) -> None:
    other = copied(board)
    other["board"][0].update(uid="another", title="別の題名")  # type: ignore[attr-defined]
    found = only(compare(board, other))
    assert found.what == "計画ファイルの題名"
    after = applied(board, edits_for(compare(board, other), [found.uid]))
    assert [row["uid"] for row in after["board"]] == [row["uid"] for row in board["board"]]


def test_picture_comes_and_goes_with_its_block(board: BoardRows) -> None:
    node = board["node"][0]["uid"]
    picture = {"uid": "a" * 64, "mime": "image/png", "width": 1, "height": 1, "data": b"x"}
    block = {**board["block"][0], "uid": "b-new", "node": node, "kind": "image", "image": picture["uid"], "table": None}
    other = copied(board)
    other.setdefault("image", []).append(picture)
    other["block"].append(block)
    added = compare(board, other)
    assert same_board(applied(board, edits_for(added, [only(added).uid])), other)
    gone = compare(other, board)
    assert same_board(applied(other, edits_for(gone, [only(gone).uid])), board)
    assert edits_for(gone, []) == ()


def damaged_at_random(board: BoardRows, chance: random.Random) -> BoardRows:
    """Return a board whose references hold, with cells changed, rows gone and rows added all over it."""
    made = copied(board)
    for item in chance.sample(made["observation"], 30):
        item["value"], item["missing"] = str(chance.randrange(1000)), None  # type: ignore[index]
    for item in chance.sample(made["node"], 5):
        item["title"] = f"題名{chance.randrange(1000)}"  # type: ignore[index]
    lost = {str(row["uid"]) for row in chance.sample(made["block"], 5)}
    for table, name in (("block", "uid"), ("list_item", "block"), ("phase", "block"), ("chart_series", "block")):
        made[table] = [row for row in made.get(table, []) if str(row[name]) not in lost]
    made["observation"] = [row for row in made["observation"] if chance.random() > 0.01]
    check_references(made)
    return made


@pytest.mark.parametrize("seed", range(6))
def test_any_choice_leaves_a_board_that_holds_together(board: BoardRows, seed: int) -> None:
    chance = random.Random(seed)
    mine, theirs = damaged_at_random(board, chance), damaged_at_random(board, chance)
    comparison = compare(mine, theirs)
    uids = [one.uid for one in comparison.differences]
    assert len(set(uids)) == len(uids)
    after = applied(mine, edits_for(comparison, uids))
    assert same_board(after, theirs)
    chosen = chance.sample(uids, len(uids) // 3)
    part = applied(mine, edits_for(comparison, chosen))
    check_references(part)
    left = {one.uid for one in compare(part, theirs).differences}
    assert left.isdisjoint(chosen)
    taken = {*chosen, *(one.uid for one in needed_with(comparison, chosen))}
    assert left == set(uids) - taken


def order_of(board: BoardRows, table: str) -> dict[tuple[str, ...], list[str]]:
    """Return the uids of a table's rows in their order, by what they have their order among."""
    found: dict[tuple[str, ...], list[str]] = {}
    for row in sorted(board[table], key=lambda row: (int(str(row["position"])), str(row["uid"]))):
        found.setdefault(owner_of(table, row), []).append(str(row["uid"]))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_boards_that_share_nothing_but_their_keys_become_equal_and_hold_together_on_the_way(seed: int) -> None:
    chance = random.Random(seed)
    mine, theirs = sample_rows(seed, each=4), sample_rows(seed + 1000, each=3 + seed % 3)
    for board in (mine, theirs):
        board["history"] = []
        for picture in board["image"]:  # a picture is what its key says
            picture.update(mine["image"][0], uid=picture["uid"])  # type: ignore[attr-defined]
    comparison = compare(mine, theirs)
    uids = [one.uid for one in comparison.differences]
    after = applied(mine, edits_for(comparison, uids))
    assert compare(after, theirs).differences == ()
    assert {table: order_of(after, table) for table in SIBLINGS} == {
        table: order_of(theirs, table) for table in SIBLINGS
    }
    for _ in range(5):
        check_references(applied(mine, edits_for(comparison, chance.sample(uids, chance.randrange(1, len(uids))))))


def test_row_that_moves_elsewhere_takes_its_number_along() -> None:
    board = sample_board()
    first = board["indicator"][0]
    node = next(row["uid"] for row in board["node"] if row["uid"] != first["node"] and row["kind"] == "initiative")
    other = with_cells(board, "indicator", str(first["uid"]), node=node, position=77)
    found = only(compare(board, other))
    assert found.what == "取組など"
    assert same_board(applied(board, edits_for(compare(board, other), [found.uid])), other)


def test_empty_text_and_none_read_the_same_and_are_no_difference(board: BoardRows) -> None:
    uid = str(board["node"][0]["uid"])
    assert compare(with_cells(board, "node", uid, note=""), with_cells(board, "node", uid, note=None)).differences == ()


def test_from_nothing_to_everything_and_back(board: BoardRows) -> None:
    nothing = {"board": board["board"]}
    for mine, theirs in ((nothing, board), (board, nothing)):
        comparison = compare(mine, theirs)
        after = applied(mine, edits_for(comparison, [one.uid for one in comparison.differences]))
        assert same_board(after, theirs)


def test_every_table_and_column_has_a_word_and_every_order_a_family() -> None:
    for entity in ENTITIES:
        assert TABLE_WORDS[entity.TABLE]
        names = {spec.name for spec in fields_of(entity)}
        if entity.TABLE not in ("history", "settlement"):
            cells = names - {*FIGURE} if entity.TABLE in ("observation", "target") else names
            assert all(field_word(entity.TABLE, name) for name in cells)
        assert ("position" in names) == (entity.TABLE in SIBLINGS)
        columns = {*SIBLINGS.get(entity.TABLE, ()), *(name for name, _ in BELONGS.get(entity.TABLE, ()))}
        assert columns <= names


def test_a_live_figure_is_told_by_name_in_texts_and_in_what_a_line_is_called(board: BoardRows) -> None:
    line = next(row for row in board["list_item"] if row["block"] == "chatbot-points")
    mark = "{{[chatbot-all]|2022-04/2023-02|約,down,-3,bare}}"
    found = only(compare(board, with_cells(board, "list_item", str(line["uid"]), text=f"計{mark}")))
    told = "計〔全質問 R4.4〜R5.2・約・切捨て・1,000の位まで・単位なし〕"
    assert found.after == told and "{{" not in found.what
    marked = with_cells(board, "list_item", str(line["uid"]), text=f"計{mark}")
    removed = compare(marked, without(marked, "list_item", lambda row: row["uid"] == line["uid"]))
    assert not [one for one in removed.differences if "{{" in one.what + one.before + one.after]
