"""Missing cells of real and made tables: what totals prove, what they leave open, and what a person may take."""

from fractions import Fraction

import pytest

from app.domain.board_text import BoardRows
from app.domain.entity import from_row
from app.domain.metrics import LooseLine, Metric, Observation, Table, TableRow
from app.domain.plan import Node, Placement
from app.domain.proof.finding import Finding
from app.domain.proof.recovery import Recovery, recover, recovery_findings
from app.domain.report_goal import Scene
from tests.data import council_facts as facts
from tests.domain.scenes import BOARDS, rows_of, scene_of_rows, scene_with
from tests.seed.council import metric_named

NODE = (Node(uid="n", kind="initiative", title="取組"), Placement(uid="p", child="n", position=1))


def recovered(scene: Scene, table: str) -> Recovery:
    """Return the only recovery of a table."""
    (found,) = [one for one in recover(scene, scene.index.get(Table, table)) if one]
    return found


def findings(scene: Scene, table: str) -> list[Finding]:
    return [found for found in recovery_findings(scene, scene.index.get(Table, table)) if found]


def council(**lost: tuple[str, ...]) -> Scene:
    """Return the council's board, with some months of metrics made unknown."""
    rows: BoardRows = dict(rows_of("council"))
    gone = {(metric.replace("_", "-"), month) for metric, months in lost.items() for month in months}
    rows["observation"] = [
        {**row, "value": None, "missing": "unknown", "quality": None}
        if (str(row["metric"]), str(row["period"])) in gone
        else row
        for row in rows["observation"]
    ]
    return scene_of_rows(rows)


QR = {
    "WeChat Pay": "0 0 0 1 1 0 0 0 1 0 0 0",
    "メルペイ": "0 0 2 2 0 4 8 7 7 9 3 10",
}


def test_the_qr_table_is_recovered_in_one_way() -> None:
    found = recovered(council(), "cashless-qr")
    assert (found.ways, found.open, found.impossible) == (1, (), ())
    expected = {
        (metric_named(name), month): Fraction(value)
        for name, line in QR.items()
        for month, value in zip(facts.CASHLESS_MONTHS, line.split(), strict=True)
    }
    assert found.certain == expected


def test_the_card_table_has_seventeen_ways_and_certain_months() -> None:
    found = recovered(council(), "cashless-card")
    assert found.ways == 17
    lost = [metric_named(name) for name in facts.CARD_LOOSE_ROWS]
    empty = [facts.CASHLESS_MONTHS[place] for place in (0, 2, 3, 4, 6, 9, 11)]
    assert set(found.certain) == {(uid, month) for uid in lost for month in empty} | {("cc-diners", "2022-04")}
    assert set(found.certain.values()) == {Fraction(0)}
    (open_,) = [one for one in findings(council(), "cashless-card") if one.code == "R2"]
    assert open_.computed == "17通り" and "確かなのは 「Diners Club」の4月＝0 だけです" in open_.message


def test_the_courses_have_nine_ways_and_five_certain_cells() -> None:
    found = recovered(council(), "course-table")
    assert found.ways == 9
    assert found.certain == {
        ("course-smartphone", "2022-09"): 2,
        ("course-smartphone", "2022-12"): 3,
        ("course-coach", "2022-12"): 1,
        ("course-use", "2022-12"): 2,
        ("course-use", "2023-01"): 4,
    }


def test_reconstructed_values_of_the_paper_are_what_the_totals_prove() -> None:
    codes = {found.code for table in ("cashless-qr", "cashless-card") for found in findings(council(), table)}
    assert codes == {"R2", "R4"}


@pytest.mark.parametrize("board", BOARDS)
def test_no_other_table_asks_for_anything(board: str) -> None:
    scene = scene_of_rows(rows_of(board))
    tables = [
        table for table in scene.index.all(Table) if table.uid not in ("cashless-qr", "cashless-card", "course-table")
    ]
    assert not any(findings(scene, table.uid) for table in tables)


def test_a_month_that_row_or_column_prove_is_offered_and_taken_with_its_mark() -> None:
    scene = council(chatbot_all=("2022-05",), qr_wechat=("2022-06",))
    (month,) = findings(scene, "chatbot-table")
    assert (month.code, month.spot.key[:2], month.computed) == ("R1", ("chatbot-all", "2022-05"), "5月＝2,098")
    (taken,) = [found for found in findings(scene, "cashless-qr") if found.code == "R1"]
    assert (taken.computed, taken.subject) == ("6月＝1", "WeChat Pay")
    (edit,) = taken.mends[0].edits
    assert edit.after is not None
    after = from_row(Observation, edit.after)
    assert (after.value, after.quality, after.missing) == ("1", "reconstructed", None)


def test_a_reconstructed_value_that_the_totals_contradict_is_shown() -> None:
    rows: BoardRows = dict(rows_of("council"))
    wrong = {("qr-wechat", "2022-06"): "0", ("cc-diners", "2022-08"): "2"}
    rows["observation"] = [
        {**row, "value": wrong[row["metric"], row["period"]], "missing": None, "quality": "reconstructed"}  # type: ignore[index]
        if (row["metric"], row["period"]) in wrong
        else row
        for row in rows["observation"]
    ]
    scene = scene_of_rows(rows)
    (qr,) = [found for found in findings(scene, "cashless-qr") if found.code == "R5"]
    assert "6月＝1" in qr.message and qr.mends
    (card,) = [found for found in findings(scene, "cashless-card") if found.code == "R5"]
    assert "8月の値は計からは決まりません" in card.message and not card.mends


def made(
    values: dict[str, list[str | None]], totals: dict[str, str], columns: list[str | None] | None, *loose: LooseLine
) -> Scene:
    """Return a table of months from April; '?' is unknown, None blank. `columns` are the month totals."""
    rows = {**values, **({"total": columns} if columns else {})}
    width = len(next(iter(rows.values())))
    table = Table(uid="t", node="n", title="表", axis="months", start="2022-04", end=f"2022-{3 + width:02}")
    metrics = [Metric(uid=uid, node="n", name=uid, unit="件", aggregation="sum") for uid in rows]
    lines = [
        TableRow(uid=f"r-{uid}", table="t", position=at, metric=uid, role="total" if uid == "total" else "value")
        for at, uid in enumerate(rows)
    ]
    cells = [
        Observation(
            metric=uid, period=f"2022-{4 + at:02}", **({"missing": "unknown"} if cell == "?" else {"value": cell})
        )
        for uid, line in rows.items()
        for at, cell in enumerate(line)
        if cell is not None
    ]
    span = f"2022-04/2022-{3 + width:02}"
    wholes = [Observation(metric=uid, period=span, value=value) for uid, value in totals.items()]
    return scene_with(*NODE, *metrics, table, *lines, *cells, *wholes, *loose)


def test_totals_both_ways_prove_what_one_way_leaves_open() -> None:
    values: dict[str, list[str | None]] = {"a": ["3", "?", "?"], "b": ["4", "?", "8"], "c": ["1", "6", "2"]}
    totals = {"a": "10", "b": "17"}
    both = recovered(made(values, totals, ["8", "13", "15"]), "t")
    assert both.certain == {("a", "2022-05"): 2, ("a", "2022-06"): 5, ("b", "2022-05"): 5}
    rows = recovered(made(values, totals, None), "t")
    assert (rows.ways, rows.certain) == (8, {("b", "2022-05"): 5})


def test_totals_that_nothing_can_fill_are_a_contradiction() -> None:
    scene = made({"a": ["3", "?"], "b": ["?", "8"]}, {"a": "2", "b": "9"}, ["4", "9"])
    assert {(found.code, found.spot.table) for found in findings(scene, "t")} == {
        ("R3", "table_view"),
        ("R1", "observation"),
    }
    (found,) = findings(made({"a": ["3", "?"], "b": ["4", "5"]}, {"a": "3"}, ["7", "9"]), "t")
    assert found.code == "R3"  # the row leaves 0 for the cell, its column 4


def test_decimals_are_solved_exactly() -> None:
    scene = made({"a": ["1.5", "?"], "b": ["?", "0.25"]}, {"a": "2", "b": "1.75"}, ["3", "0.75"])
    assert recovered(scene, "t").certain == {("a", "2022-05"): Fraction(1, 2), ("b", "2022-04"): Fraction(3, 2)}


def test_a_blank_month_is_offered_only_where_later_figures_show_that_it_was_forgotten() -> None:
    forgotten = made({"a": ["3", None, "5"]}, {"a": "12"}, None)
    (found,) = findings(forgotten, "t")
    assert (found.code, found.sure, found.computed) == ("R1", "likely", "5月＝4")
    assert found.spot.key == ("a", "2022-05", "result", "")
    assert findings(made({"a": ["3", "5", None]}, {"a": "12"}, None), "t") == []
    assert findings(made({"a": ["3", None, None, "5"]}, {"a": "12"}, None), "t") == []


def test_a_month_not_counted_stays_out() -> None:
    scene = made({"a": ["3", "?", "5"]}, {"a": "12"}, None)
    scene.book.put([Observation(metric="a", period="2022-05", missing="not_counted")])
    assert findings(scene, "t") == []


def test_loose_figures_of_a_column_find_their_rows() -> None:
    lost = LooseLine(uid="l", table="t", period="2022-04", figures="4 9")
    scene = made({"a": ["?", "1"], "b": ["?", "2"], "c": ["?", "3"]}, {"a": "5", "c": "12"}, None, lost)
    found = recovered(scene, "t")
    assert (found.ways, found.certain) == (1, {("a", "2022-04"): 4, ("b", "2022-04"): 0, ("c", "2022-04"): 9})


def test_loose_figures_that_do_not_add_up_to_the_total_are_a_contradiction() -> None:
    lost = LooseLine(uid="l", table="t", metric="a", figures="4 9")
    (found,) = findings(made({"a": ["?", "?", "?"]}, {"a": "14"}, None, lost), "t")
    assert found.code == "R3"


def test_a_large_table_is_too_many_to_count() -> None:
    values: dict[str, list[str | None]] = {f"m{at}": ["?"] * 9 for at in range(30)}
    scene = made(values, {uid: "900" for uid in values}, ["3000"] * 9)
    found = recovered(scene, "t")
    assert found.ways is None
    (finding,) = findings(scene, "t")
    assert finding.code == "R2" and "多すぎて" in finding.message
