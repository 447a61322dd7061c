"""Periods and eras that mislead: exactly those of the council's paper, and each kind where it is made on purpose."""

from dataclasses import replace

import pytest

from app.domain.blocks import Block, Phase
from app.domain.edits import change, deletion
from app.domain.metrics import Metric, Observation, Table, TableColumn, TableRow
from app.domain.plan import Meeting
from app.domain.proof.finding import Finding
from app.domain.report_goal import Scene
from tests.domain.papers import after, paper_of
from tests.domain.proof.written import found, item_of, marked, with_rows, written

COUNCIL = [
    ("E1", "table_view", "cashless-card"),
    ("E2", "block", "telework-march"),
    ("E3", "table_view", "cashless-card"),
    ("E3", "table_view", "cashless-qr"),
    ("E5", "table_view", "chatbot-table"),
    ("E6", "block", "cashless-march"),
]


def places(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """Return code, table and key of findings."""
    return sorted((one.code, one.spot.table, one.spot.key[0]) for one in findings)


def test_the_paper_has_exactly_the_known_warnings() -> None:
    assert places(found(paper_of(), "E")) == COUNCIL


def test_the_cashless_tables_years_are_told_from_the_fiscal_ones() -> None:
    (one,) = found(paper_of(), "E1")
    assert "「R4」「R5」はここでは暦年" in one.message and "会計年度" in one.message
    assert [spot.field for spot in one.also] == ["paper_note"]


def test_teleworks_period_ends_after_the_paper() -> None:
    scene = paper_of()
    (one,) = found(scene, "E2")
    assert marked(scene, one) == "4/1〜3/31"
    assert "令和5年3月31日" in one.message and "令和5年3月20日" in one.message
    assert {spot.key[0] for spot in one.also} == {"telework-march", "telework-figures-02"}


def test_a_period_said_to_be_a_forecast_is_no_finding() -> None:
    block = paper_of().index.get(Block, "telework-march")
    body = "".join(line.replace("です", "の見込みです") for line in (block.body or "").split("\n")[:1])
    (one,) = found(written(body, "telework-march"), "E2")
    assert one.spot.table == "list_item"  # the figure in the list still does not say so


def test_a_typed_figure_over_such_a_period_is_told_too() -> None:
    scene = written("全期間（4/1-3/31）の占有率は18.6％となっています。", "documents-now")
    (one,) = found(scene, "E2")
    assert marked(scene, one) == "4/1-3/31"
    for body in (
        "全期間（4/1〜3/31）の占有率は18.6％の見込みです。",
        "4/1〜2/28の占有率は18.6％です。",
        "受付は4/1〜3/31です。",
    ):
        assert [spot.table for spot in [found(written(body, "documents-now"), "E2")[0].spot]] == ["block"]
        assert found(written(body, "documents-now"), "E2")[0].spot.key == ("telework-march",)


def test_after_the_end_of_the_year_the_period_is_over() -> None:
    scene = paper_of()
    assert scene.meeting
    later = replace(scene.meeting, held_on="2023-05-20")
    assert not found(replace(after(scene, [change(scene.meeting, later)]), meeting=later), "E2")


def test_a_table_of_one_fiscal_year_is_no_finding() -> None:
    scene = paper_of()
    table = scene.index.get(Table, "cashless-qr")
    moved = after(scene, [change(table, replace(table, start="2022-04"))])
    assert [one.spot.key[0] for one in found(moved, "E3")] == ["cashless-card"]
    (one,) = found(moved, "E3")
    assert "令和3年度の1か月と令和4年度の11か月" in one.message


COLUMNS = [("2022-03", "R4", True), ("CY2022", "R4", True), ("FY2022", "R4", False), ("2022-05", "R4", False)]


@pytest.mark.parametrize(("period", "label", "calendar"), COLUMNS)
def test_a_columns_era_is_held_against_its_period(period: str, label: str, calendar: bool) -> None:
    scene = with_rows(paper_of(), TableColumn(uid="c", table="cashless-qr", position=1, period=period, label=label))
    assert (("E1", "table_column", "c") in places(found(scene, "E1"))) == calendar


def test_a_paper_without_fiscal_eras_may_call_calendar_years_so() -> None:
    table = Table(uid="t", node="n", title="表", axis="months", start="2022-01", end="2022-03", remark="R4は暦年です。")
    assert not found(item_of(table), "E1")


def short_year(**labels: str) -> Scene:
    """Return a table of a year of which eleven months are counted."""
    months = [*(f"2022-{month:02}" for month in range(4, 13)), "2023-01", "2023-02"]
    return item_of(
        Meeting(uid="m", name="会議", position=1, fiscal_year="FY2022", held_on="2023-03-20", as_of="2023-02-28"),
        Metric(uid="k", node="n", name="利用", unit="件", aggregation="sum"),
        Table(uid="t", node="n", title="表", axis="months", start="2022-04", end="2023-03", **labels),
        TableRow(uid="r", table="t", position=1, metric="k"),
        Block(uid="b", node="n", position=1, kind="text", body="年合計は{{[k]|FY2022}}、年平均は{{[k]|FY2022}}です。"),
        *(Observation(metric="k", period=month, value="5") for month in months),
    )


def test_eleven_months_are_no_years_total_and_no_years_mean() -> None:
    of_table = {"年合計": ["E5"], "年平均": ["E4"], "計": []}
    for words, codes in of_table.items():
        findings = places(found(short_year(total_label=words), "E"))
        assert [code for code, table, _ in findings if table == "table_view"] == codes
        assert [code for code, table, _ in findings if table == "block"] == ["E4", "E5"]


def test_a_whole_year_may_be_called_one() -> None:
    scene = short_year(total_label="年合計")
    scene.book.put([Observation(metric="k", period="2023-03", value="5")])
    assert not found(scene, "E")


MONTHS = [
    ("次の版は令和8年度1月に動きます。", "令和8年度1月", "令和9年1月（2027年1月）"),
    ("次の版はＲ８年度の３月に動きます。", "Ｒ８年度の３月", "令和9年3月（2027年3月）"),
    ("2026年度2月に動きます。", "2026年度2月", "令和9年2月（2027年2月）"),
]


@pytest.mark.parametrize(("body", "words", "explained"), MONTHS)
def test_a_month_named_by_its_fiscal_year_is_explained(body: str, words: str, explained: str) -> None:
    scene = written(body)
    (one,) = [one for one in found(scene, "E6") if one.spot.key == ("chatbot-now",)]
    assert marked(scene, one) == words
    assert explained in one.message


@pytest.mark.parametrize(
    "body", ["令和8年度4月に動きます。", "令和9年1月に動きます。", "令和8年度1月〜3月の予定です。"]
)
def test_months_that_cannot_be_misread_are_not_explained(body: str) -> None:
    assert not [one for one in found(written(body), "E6") if one.spot.key == ("chatbot-now",)]


def test_a_phase_drawn_in_another_month_than_it_says_is_told() -> None:
    scene = paper_of()
    (one,) = found(scene, "E6")
    assert [spot.key for spot in one.also] == [("cashless-phase-3",)] and "読み違え" in one.message
    phase = scene.index.get(Phase, "cashless-phase-3")
    (one,) = found(after(scene, [change(phase, replace(phase, start="2026-01", end="2026-01"))]), "E6")
    assert "行程の期間がこの月と合いません" in one.message


def test_without_its_remark_the_table_says_no_era_and_is_not_called_wrong() -> None:
    scene = paper_of()
    table = scene.index.get(Table, "cashless-card")
    rows = [deletion(row) for row in scene.index.where(TableColumn, "table", table.uid)]
    assert not found(after(scene, [change(table, replace(table, remark=None)), *rows]), "E1")
