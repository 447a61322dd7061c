"""Charts on a slide: last year and the target beside one series, and axes that do not mislead."""

import pytest

from app.domain.blocks import Block, ChartSeries
from app.domain.entity import Entity
from app.domain.metrics import Metric, Observation
from app.domain.plan import Board, Indicator, Meeting, Node, Placement, Target
from app.domain.report_item import build_item_report
from app.layout.builder import PageBuilder
from app.layout.page import ChartSpec, Rect
from app.layout.slides.chart_part import ChartPart
from tests.domain.scenes import scene_with

YEAR = [f"2022-{month:02}" for month in range(4, 13)] + ["2023-01", "2023-02", "2023-03"]


def chart_of(kind: str, this: list[str], last: list[str], *more: Entity, **metric: object) -> ChartSpec:
    """Return the chart of one metric over fiscal 2022 as it is laid out on a slide."""
    figures = [
        Observation(metric="m", period=f"{int(period[:4]) - back}{period[4:]}", value=value)
        for back, values in ((0, this), (1, last))
        for period, value in zip(YEAR, values, strict=False)
    ]
    scene = scene_with(
        Board(uid="b", title="計画"),
        Meeting(uid="g", name="第1回", position=1, fiscal_year="FY2022", as_of="2023-03-31"),
        Node(uid="n", kind="initiative", title="取組"),
        Placement(uid="p", child="n", position=1),
        Metric(uid="m", name="利用率", **metric),
        Block(
            uid="c", node="n", position=1, kind="chart", chart_kind=kind, start="2022-04", end="2023-03", heading="図"
        ),
        ChartSeries(uid="s", block="c", position=1, metric="m"),
        *figures,
        *more,
    )
    view = build_item_report(scene, "n").blocks[0].chart
    assert view is not None
    builder = PageBuilder("題", "題")
    ChartPart(scene, "c", view).place(builder, Rect(0, 0, 600, 300))
    return builder.build().charts[0]


TARGET = (
    Indicator(uid="i", node="n", metric="m", title="利用率", position=1),
    Target(uid="t", indicator="i", period="FY2022", value="0.6"),
)


@pytest.mark.parametrize("kind", ["line", "column"])
def test_last_year_and_the_target_stand_beside_a_single_series_told_apart_without_colour(kind: str) -> None:
    chart = chart_of(kind, ["0.25", "0.5"], ["0.125"], *TARGET, scale="percent", aggregation="last", digits=1)
    own, before, target = chart.series
    assert [float(value or 0) for value in own.values[:2]] == [0.25, 0.5]
    assert float(before.values[0] or 0) == 0.125 and before.values[1] is None
    assert {float(value or 0) for value in target.values} == {0.6} and len(target.values) == 12
    assert (before.name, target.name) == ("前年同月", "目標値 60.0%")
    marks = [chart.mark_of(one) for one in chart.series]
    assert marks == (["line"] * 3 if kind == "line" else ["bar", "bar", "line"])
    looks = {(one.marker, one.dash) if kind == "line" else (one.pattern, chart.mark_of(one)) for one in chart.series}
    assert len(looks) == 3


def test_a_target_of_a_year_is_no_line_across_months_that_add_up_to_it() -> None:
    chart = chart_of("column", ["10"], [], *TARGET, aggregation="sum")
    assert len(chart.series) == 1


def test_a_chart_without_last_year_and_target_has_its_own_series_only() -> None:
    assert len(chart_of("line", ["10"], []).series) == 1


def test_bars_stand_on_zero_and_shares_fill_the_axis_unless_they_pass_it() -> None:
    assert chart_of("column", ["990", "1000"], []).left.minimum == 0
    assert chart_of("column", ["-5", "1000"], []).left.minimum is None
    assert chart_of("line", ["990", "1000"], []).left.minimum is None
    shares = chart_of("line", ["0.9"], [], scale="percent").left
    assert (shares.minimum, shares.maximum) == (0, 1)
    assert chart_of("line", ["1.2"], [], scale="percent").left.maximum is None
