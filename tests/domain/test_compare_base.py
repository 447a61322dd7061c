"""Two versions of one file that parted: who changed what since, from the common ancestor or from both histories."""

import json

from app.domain.board_text import BoardRows
from app.domain.compare import Comparison, compare
from app.domain.compare_base import base_of_histories, base_of_rows
from app.domain.entity import Row
from tests.domain.boards_apart import copied, with_cells, without
from tests.sample_board import sample_board


def by_what(comparison: Comparison) -> dict[str, str]:
    return {one.what: one.by for one in comparison.differences}


def line(number: int, side: str, table: str, before: Row | None, after: Row | None) -> Row:
    """Return a line of history as the file has it: images without what is empty."""
    key = [str((before or after or {})["uid"])]
    images = [row and {name: cell for name, cell in row.items() if cell is not None} for row in (before, after)]
    edit = {"table": table, "key": key, "before": images[0], "after": images[1]}
    return {"uid": f"{side}{number}", "sequence": number, "label": "x", "edits": json.dumps([edit])}


def test_each_side_is_told_by_the_common_board() -> None:
    base = sample_board()
    uid = str(base["indicator"][0]["uid"])
    mine = with_cells(base, "indicator", uid, title="手元の名", note="両方1")
    theirs = with_cells(base, "indicator", uid, remark="共有の備考", note="両方2")
    slots = {("indicator", (uid,))}
    found = by_what(compare(mine, theirs, base_of_rows(base, slots)))
    assert found == {"指標名": "mine", "備考": "theirs", "内部のメモ": "both"}
    assert set(by_what(compare(mine, theirs)).values()) == {""}


def test_histories_give_the_common_rows_back() -> None:
    base = sample_board()
    row = base["indicator"][0]
    shared = line(1, "s", "indicator", {**row, "title": "もっと前"}, row)
    mine = {**row, "title": "手元の名"}
    theirs = {**row, "title": "共有の名", "remark": "共有の備考"}
    boards = [with_row(base, one) for one in (mine, theirs)]
    known = base_of_histories(
        [shared, line(2, "m", "indicator", row, mine)], [shared, line(2, "t", "indicator", row, theirs)]
    )
    comparison = compare(boards[0], boards[1], known)
    assert by_what(comparison) == {"指標名": "both", "備考": "theirs"}
    assert {one.what for one in comparison.differences if one.conflict} == {"指標名"}


def with_row(board: BoardRows, row: Row) -> BoardRows:
    return with_cells(
        board, "indicator", str(row["uid"]), **{name: cell for name, cell in row.items() if name != "uid"}
    )


def test_row_that_one_side_took_away_and_the_other_changed_is_a_conflict() -> None:
    base = sample_board()
    uid = str(base["assessment"][0]["uid"])
    mine = without(base, "assessment", lambda row: row["uid"] == uid)
    theirs = with_cells(base, "assessment", uid, note="その後のメモ")
    slots = {("assessment", (uid,))}
    assert [one.by for one in compare(mine, base, base_of_rows(base, slots)).differences] == ["mine"]
    assert [one.by for one in compare(mine, theirs, base_of_rows(base, slots)).differences] == ["both"]
    assert [one.by for one in compare(theirs, mine, base_of_rows(base, slots)).differences] == ["both"]


def test_new_rows_belong_to_the_side_that_has_them() -> None:
    base = sample_board()
    new = {**base["department"][0], "uid": "new", "name": "新しい課"}
    theirs = copied(base)
    theirs["department"].append(new)
    slots = {("department", ("new",))}
    assert [one.by for one in compare(base, theirs, base_of_rows(base, slots)).differences] == ["theirs"]
    assert [one.by for one in compare(theirs, base, base_of_rows(base, slots)).differences] == ["mine"]
