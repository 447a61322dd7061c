"""Figures that disagree with themselves: in two places, over time, and against a fixed version."""

from dataclasses import replace

import pytest

from app.domain.blocks import Block
from app.domain.edits import change
from app.domain.metrics import Metric, Observation
from app.domain.plan import FixedFigure
from app.domain.proof.texts import text_findings
from app.domain.report_goal import Scene
from tests.domain.papers import after, paper_of
from tests.domain.proof.written import found, item_of, written


def test_the_paper_does_not_disagree_with_itself() -> None:
    assert not found(paper_of(), "B")


def both(one: str, other: str) -> Scene:
    """Return the council's board with two texts of one item written anew."""
    scene = written(one, "standard-now")
    march = scene.index.get(Block, "standard-march")
    return after(scene, [change(march, replace(march, body=other))])


def test_the_same_words_with_two_values_are_told() -> None:
    (one,) = found(both("市民講座受講者は240人です。", "市民講座受講者は204人です。"), "B1")
    assert (one.printed, one.computed, one.sure) == ("204人", "240人", "likely")
    assert [spot.key for spot in one.also] == [("standard-now",)]


SAME = [
    "市民講座受講者は240人です。",
    "昨年度の市民講座受講者は204人です。",
    "市民講座受講者は204回です。",
    "市民講座受講者は約200人です。",
]


@pytest.mark.parametrize("other", SAME)
def test_other_years_units_and_digits_are_no_contradiction(other: str) -> None:
    assert not found(both("市民講座受講者は240人です。", other), "B1")


def test_a_period_that_the_file_has_under_two_codes_has_one_value() -> None:
    metric = Metric(uid="k", node="n", name="利用", unit="件")
    first = Observation(metric="k", period="FY2022", value="5")
    assert not found(item_of(metric, first, Observation(metric="k", period="2022-04/2023-03", value="5.0")), "B1")
    (one,) = found(item_of(metric, first, Observation(metric="k", period="2022-04/2023-03", value="6")), "B1")
    assert {one.printed, one.computed} == {"5件", "6件"}


FALLS = [
    ("交付数", "cumulative", "件", True),
    ("交付数（累計）", "last", "件", True),
    ("延べ来訪者数", "last", "人", True),
    ("延べ来訪者数", "gross", "人", False),
    ("交付数", "sum", "件", False),
    ("累計交付率", "last", "%", False),
]


@pytest.mark.parametrize(("name", "way", "unit", "told"), FALLS)
def test_a_running_total_does_not_fall(name: str, way: str, unit: str, told: bool) -> None:
    metric = Metric(uid="k", node="n", name=name, unit=unit, aggregation=way)
    values = [Observation(metric="k", period=f"2022-{month:02}", value=str(value)) for month, value in ((4, 9), (5, 7))]
    findings = found(item_of(metric, *values), "B2")
    assert [one.message for one in findings] == (
        [f"累計の「{name}」が9{unit}から7{unit}に減っています。"] if told else []
    )


def test_a_total_that_starts_again_each_year_may_fall_in_april() -> None:
    metric = Metric(uid="k", node="n", name="年度累計", unit="件", aggregation="cumulative")
    values = [("2022-03", "90"), ("2022-04", "5"), ("2022-05", "4"), ("FY2021", "90"), ("FY2022", "80")]
    rows = [Observation(metric="k", period=period, value=value) for period, value in values]
    assert [one.period_label for one in found(item_of(metric, *rows), "B2")] == ["令和4年5月"]


FIXED = [
    ("22,218件", False),
    ("22,218", False),
    ("２２，２１８件", False),
    ("22,219件", True),
    ("約22,218件", True),
    ("（未集計）", True),
]


@pytest.mark.parametrize(("printed", "told"), FIXED)
def test_a_figure_that_changed_since_the_paper_was_fixed_is_told(printed: str, told: bool) -> None:
    fixed = FixedFigure(
        uid="f", version="v", position=1, place="17頁", metric="chatbot-all", period="2022-04/2023-02", printed=printed
    )
    findings = [one for one in text_findings(paper_of(), frozen=[fixed]) if one and one.code == "B3"]
    assert [(one.printed, one.computed) for one in findings] == ([(printed, "22,218件")] if told else [])
