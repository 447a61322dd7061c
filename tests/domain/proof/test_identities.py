"""Sums between rows are found from their numbers, and the cell that breaks one is named."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.board_text import BoardRows
from app.domain.metrics import Metric, Observation, Table, TableRow
from app.domain.plan import Node, Placement
from app.domain.proof.finding import Finding
from app.domain.proof.identities import find_identities, identity_findings
from app.domain.proof.search import FEWEST, Span, Sum, find_sums
from app.domain.proof.stored import stored_table
from app.domain.report_goal import Scene
from tests.data import council_facts as facts
from tests.domain.scenes import BOARDS, rows_of, scene_of_rows, scene_with

THREE = {
    ("chatbot-all", ("chatbot-excluded", "chatbot-responses")),
    ("chatbot-answers", ("chatbot-relearn", "chatbot-correct")),
    ("chatbot-responses", ("chatbot-untitled", "chatbot-unanswered", "chatbot-answers")),
}


def sums_of(scene: Scene, table: Table) -> set[tuple[str, tuple[str, ...]]]:
    return {(found.whole, found.parts) for found in find_identities(scene, stored_table(scene, table)) if found}


def changed(cells: dict[tuple[str, str], str], formulas: bool = True) -> Scene:
    """Return the council's board with other figures in some cells, and no formulas where not wanted."""
    rows: BoardRows = dict(rows_of("council"))
    rows["observation"] = [
        {**row, "value": cells.get((str(row["metric"]), str(row["period"])), row["value"])}
        for row in rows["observation"]
    ]
    if not formulas:
        rows["metric"] = [{**row, "formula": None} for row in rows["metric"]]
    return scene_of_rows(rows)


def findings(scene: Scene, node: str = "dx-chatbot") -> list[Finding]:
    metrics = scene.index.where(Metric, "node", node)
    return [found for found in identity_findings(scene, metrics, scene.index.where(Table, "node", node)) if found]


@pytest.mark.parametrize("board", BOARDS)
def test_the_three_sums_of_the_chatbot_are_found_and_no_others_on_any_board(board: str) -> None:
    scene = scene_of_rows(rows_of(board))
    found = {table.uid: sums_of(scene, table) for table in scene.index.all(Table)}
    assert found.pop("chatbot-table", THREE) == THREE
    assert not any(found.values())


def test_a_sum_that_a_formula_says_holds_and_one_that_none_says_is_proposed() -> None:
    assert {found.code for found in findings(changed({}))} == {"I3"}
    proposed = findings(changed({}, formulas=False))
    assert {(found.code, found.computed) for found in proposed} == {
        ("I1", "全質問＝除外＋応答"),
        ("I1", "回答＝再学習要＋正答"),
        ("I1", "応答＝表題なし＋回答未入力＋回答"),
    }
    assert all("12列すべて" in found.message for found in proposed)
    (edit,) = proposed[0].mends[0].edits
    assert edit.after is not None and edit.after["formula"] == "[chatbot-excluded]+[chatbot-responses]"


CELLS = [
    ("chatbot-all", "2022-05", "2089", "2,098"),
    ("chatbot-relearn", "2022-08", "123", "132"),
    ("chatbot-excluded", "2022-07", "201", "210"),
    ("chatbot-untitled", "2022-10", "819", "189"),
]


@pytest.mark.parametrize(("metric", "period", "wrong", "right"), CELLS)
def test_a_wrong_input_is_named_through_the_formulas_and_totals_that_it_breaks(
    metric: str, period: str, wrong: str, right: str
) -> None:
    (found,) = [one for one in findings(changed({(metric, period): wrong})) if one.code == "I2"]
    assert (found.spot.table, found.spot.key[:2], found.computed) == ("observation", (metric, period), right)
    assert found.sure == "likely"
    (edit,) = found.mends[0].edits
    assert edit.after is not None and edit.after["value"] == right.replace(",", "")


@pytest.mark.parametrize(
    ("metric", "period", "wrong", "right"), [*CELLS, ("chatbot-responses", "2022-06", "1419", "1,492")]
)
def test_a_wrong_cell_is_named_without_any_formula(metric: str, period: str, wrong: str, right: str) -> None:
    found = findings(changed({(metric, period): wrong}, formulas=False))
    (broken,) = [one for one in found if one.code == "I2"]
    assert (broken.spot.key[:2], broken.computed) == ((metric, period), right)


def test_two_wrong_cells_are_both_named() -> None:
    scene = changed({(metric, period): wrong for metric, period, wrong, _ in CELLS[:2]}, formulas=False)
    broken = {found.spot.key[:2] for found in findings(scene) if found.code == "I2"}
    assert broken == {("chatbot-all", "2022-05"), ("chatbot-relearn", "2022-08")}


def test_a_printed_figure_that_its_formula_contradicts_is_left_to_its_own_verdict() -> None:
    assert not [found for found in findings(changed({("chatbot-responses", "2022-06"): "1429"})) if found.code == "I2"]


def test_a_cell_that_was_reconstructed_is_no_proof_and_never_suspected() -> None:
    scene = changed({("qr-aupay", "2022-10"): "31"})
    (broken,) = [found for found in findings(scene, "dx-cashless") if found.code == "I2"]
    assert (broken.spot.key[:2], broken.computed) == (("qr-aupay", "2022-10"), "30")


def columns(figures: list[int]) -> dict[str, Fraction]:
    return {f"2022-{place:02}": Fraction(value) for place, value in enumerate(figures, 1)}


def test_a_run_of_many_rows_below_their_total_is_found() -> None:
    rows = [[int(cell) for cell in text.split()[:-1]] for name, text in facts.CARD_ROWS.items() if name != "総計"]
    total = [sum(column) for column in zip(*rows, strict=True)]
    (found,) = [one for one in find_sums([columns(row) for row in [*rows, total]]) if one]
    assert (found.whole, found.parts, found.broken) == (7, tuple(range(7)), ())
    rows[2][4] += 9
    (found,) = [one for one in find_sums([columns(row) for row in [total, *rows]]) if one]
    assert (found.whole, found.broken) == (0, ("2022-05",))


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 2, 3, 2, 1, 3, 2], [1, 1, 2, 1, 0, 2, 1], [0, 1, 1, 1, 1, 1, 1]],  # small counts
        [[30] * 8, [20] * 8, [10] * 8],  # one column, eight times
        [[50, 60, 70, 80, 90, 40, 30], [50, 60, 70, 80, 90, 40, 30], [0] * 7],  # a row beside itself
        [[50, 60, 70, 80, 90], [20, 25, 30, 35, 40], [30, 35, 40, 45, 50]],  # too few columns
    ],
)
def test_what_may_be_chance_is_not_proposed(rows: list[list[int]]) -> None:
    assert not any(find_sums([columns(row) for row in rows]))


@given(st.integers(0, 2**32 - 1), st.integers(3, 6), st.booleans())
def test_sums_are_those_of_trying_all_parts(seed: int, height: int, with_sum: bool) -> None:
    state = seed

    def number() -> int:
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return 10 + (state >> 33) % 90

    rows = [[number() for _ in range(8)] for _ in range(height)]
    if with_sum:
        rows.append([one + two for one, two in zip(rows[0], rows[-1], strict=True)])
    tried = {
        (whole, parts)
        for size in (2, 3)
        for parts in combinations(range(len(rows)), size)
        for whole in set(range(len(rows))) - set(parts)
        if sum(sum(rows[part][at] for part in parts) == rows[whole][at] for at in range(8)) >= 7
    }
    found = {(one.whole, one.parts) for one in find_sums([columns(row) for row in rows]) if one}
    assert found == tried
    assert not with_sum or (len(rows) - 1, (0, len(rows) - 2)) in found


def test_relations_that_follow_from_others_are_known() -> None:
    span = Span()
    assert span.add({"a": 1, "b": -1, "c": -1}) and span.add({"c": 1, "d": -1, "e": -1})
    assert span.holds({"a": 1, "b": -1, "d": -1, "e": -1})
    assert not span.add({"a": 2, "b": -2, "c": -2})
    assert not span.holds({"a": 1, "b": -1, "d": -1})


def test_nothing_is_found_twice_and_columns_are_counted() -> None:
    rows = [columns([11 * n for n in range(1, FEWEST + 1)]), columns([7 * n for n in range(1, FEWEST + 1)])]
    total = {name: rows[0][name] + rows[1][name] for name in rows[0]}
    assert [one for one in find_sums([*rows, total]) if one] == [Sum(2, (0, 1), tuple(total))]


def test_a_broken_sum_with_several_suspects_says_so() -> None:
    metrics = [Metric(uid=uid, node="n", name=uid, unit="件") for uid in "abc"]
    table = Table(uid="t", node="n", title="表", axis="months", start="2022-04", end="2022-11")
    rows = [TableRow(uid=f"r-{uid}", table="t", position=place, metric=uid) for place, uid in enumerate("abc")]
    values = {"a": [31, 42, 53, 64, 75, 86, 97, 58], "b": [12, 25, 38, 41, 54, 67, 70, 13]}
    values["c"] = [one + two for one, two in zip(values["a"], values["b"], strict=True)]
    values["b"][3] += 17
    given = [
        Observation(metric=uid, period=f"2022-{4 + place:02}", value=str(value))
        for uid, figures in values.items()
        for place, value in enumerate(figures)
    ]
    node = (Node(uid="n", kind="initiative", title="取組"), Placement(uid="p", child="n", position=1))
    (found,) = findings(scene_with(*node, *metrics, table, *rows, *given), "n")
    assert (found.code, found.sure) == ("I2", "possible")
    assert "誤りかもしれません" in found.message and "7月" in found.message
