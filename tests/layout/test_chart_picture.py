"""The chart that is copied out of the window: what it draws, and how its series are told apart in grey."""

from fractions import Fraction

from app.domain.report import ChartView, SeriesView
from app.layout.chart_picture import chart_picture

YEARS = ("R1", "R2", "R3")


def view(kind: str, *values: int, count: int = 1, percent: bool = False, target: int | None = None) -> ChartView:
    exact = tuple(Fraction(value) for value in values)
    series = tuple(SeriesView(f"m{n}", f"系列{n}", "bar", "left", exact, percent, "件") for n in range(count))
    goal = Fraction(target) if target is not None else None
    return ChartView(kind, "題", YEARS, YEARS, series, goal, "目標値 5件" if goal else "")


def test_a_revised_target_is_two_lines_without_a_slope() -> None:
    spec = chart_picture(view("column", 1, 2, 3), (Fraction(10), Fraction(10), Fraction(15)))
    first, second = spec.series[1:]
    assert (first.name, first.values) == ("目標値 10件", (10, 10, None))
    assert (second.name, second.values) == ("目標値 15件", (None, None, 15))
    assert spec.kind == "combo" and first.marker != second.marker


def test_one_target_is_one_line_over_all_categories() -> None:
    spec = chart_picture(view("line", 1, 2, 3, target=5))
    assert (spec.series[1].name, spec.series[1].values) == ("目標値 5件", (5, 5, 5))


def test_parts_differ_by_colour_with_pattern_and_shares_have_the_whole_axis() -> None:
    spec = chart_picture(view("stacked", 0, 0, 1, count=5, percent=True))
    assert spec.kind == "stacked" and len({(one.colour, one.pattern) for one in spec.series}) == 5
    assert (spec.left.minimum, spec.left.maximum) == (0, 1) and spec.left.number_format.percent


def test_an_axis_begins_at_zero_unless_figures_fall_below() -> None:
    assert chart_picture(view("line", 1, 2, 3)).left.minimum == 0
    assert chart_picture(view("line", -1, 2, 3)).left.minimum is None
