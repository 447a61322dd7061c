"""Charts: bars as high as their figures, gaps where there is none, series that grey print keeps apart."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.layout.page import AxisSpec, ChartSpec, FillPattern, LineDash, MarkerShape, Number, Rect, SeriesSpec
from app.layout.styles import NumberFormat
from app.paint.canvas import Canvas
from app.paint.chart import smallest_chart_text
from app.paint.scale import Scale, axis_values, scale_of
from app.paint.series import paint_bar, paint_marker
from app.palette import COLOURS, hex_of
from tests.paint.ink import chart_page, colour_at, coloured, count_of, inked, painted

RECT = Rect(100, 100, 600, 300)
PERCENT = AxisSpec(number_format=NumberFormat(percent=True), minimum=0, maximum=1, step=Fraction(1, 5))


def series(name: str, *values: Number | None, **options: object) -> SeriesSpec:
    return SeriesSpec(name=name, values=values, **options)  # type: ignore[arg-type]


def chart(*lines: SeriesSpec, **options: object) -> ChartSpec:
    months = tuple(f"{month}月" for month in range(4, 4 + len(lines[0].values)))
    defaults: dict[str, object] = {
        "uid": "c",
        "kind": "column",
        "rect": RECT,
        "categories": months,
        "series": lines,
        "alt_text": "図",
        "legend": "none",
    }
    return ChartSpec(**(defaults | options))  # type: ignore[arg-type]


def picture(*lines: SeriesSpec, **options: object) -> QImage:
    return painted(chart_page(chart(*lines, **options)))


def share_of(place: int, count: int) -> Rect:
    """Return the part of a chart in which a category lies, leaving out what may belong to its neighbours."""
    plot = Rect(RECT.x + 30, RECT.y, RECT.width - 40, RECT.height)
    width = plot.width // count
    return Rect(plot.x + width * place + 15, plot.y, width - 30, plot.height)


def test_bars_are_as_high_as_their_figures() -> None:
    image = picture(series("件数", 10, 20, 40))
    heights = []
    for place in range(3):
        bar = coloured(image, share_of(place, 3), "navy")
        assert bar is not None
        heights.append(bar.height)
    assert heights[1] == pytest.approx(2 * heights[0], abs=2)
    assert heights[2] == pytest.approx(4 * heights[0], abs=4)


def test_a_missing_month_has_no_bar() -> None:
    image = picture(series("件数", 10, None, 40))
    assert coloured(image, share_of(1, 3), "navy") is None
    assert coloured(image, share_of(2, 3), "navy") is not None


def test_zero_is_not_missing_on_a_line_and_none_is_a_gap() -> None:
    whole = picture(series("件数", 10, 0, 40, marker="none"), kind="line")
    gap = picture(series("件数", 10, None, 40, marker="none"), kind="line")
    assert coloured(whole, share_of(1, 3), "navy") is not None
    assert coloured(gap, share_of(1, 3), "navy") is None


def test_a_point_between_two_gaps_is_still_marked() -> None:
    image = picture(series("件数", None, 30, None), kind="line")
    spot = coloured(image, share_of(1, 3), "navy")
    assert spot is not None and 6 <= spot.width <= 10


def test_negative_bars_hang_below_zero() -> None:
    image = picture(series("増減", 10, -10))
    up, down = coloured(image, share_of(0, 2), "navy"), coloured(image, share_of(1, 2), "navy")
    assert up is not None and down is not None
    assert up.bottom <= down.y + 2 and up.height == pytest.approx(down.height, abs=2)


def test_stacked_bars_stand_on_each_other() -> None:
    image = picture(series("窓口", Decimal(10)), series("電子", Fraction(20), colour="red"), kind="stacked")
    lower, upper = coloured(image, RECT, "navy"), coloured(image, RECT, "red")
    assert lower is not None and upper is not None
    assert abs(upper.bottom - lower.y) <= 1 and upper.height == pytest.approx(2 * lower.height, abs=2)
    assert (upper.x, upper.width) == (lower.x, lower.width)


def test_stacked_bars_of_either_sign_begin_at_zero() -> None:
    image = picture(series("減", -10), series("増", 20, colour="red"), kind="stacked")
    down, up = coloured(image, RECT, "navy"), coloured(image, RECT, "red")
    assert down is not None and up is not None
    assert up.bottom <= down.y + 2 and up.height == pytest.approx(2 * down.height, abs=3)


def test_columns_side_by_side_do_not_overlap() -> None:
    image = picture(series("応答", 10), series("正答", 10, colour="red"))
    first, second = coloured(image, RECT, "navy"), coloured(image, RECT, "red")
    assert first is not None and second is not None and first.right <= second.x + 1


def test_the_right_axis_has_its_own_scale() -> None:
    rate = series("正答率", 1, 1, mark="line", axis="right", colour="red", marker="none")
    options = {"kind": "combo", "left": AxisSpec(minimum=0, maximum=100), "right": PERCENT}
    image = picture(series("件数", 50, 100), rate, **options)
    line, bar = coloured(image, RECT, "red"), coloured(image, RECT, "navy")
    assert line is not None and bar is not None
    assert abs(line.y + 1.5 - bar.y) <= 3  # 100 % stands where 100 stands


def test_a_value_beyond_a_fixed_axis_ends_with_the_plot() -> None:
    options = {"left": AxisSpec(minimum=0, maximum=100)}
    inside, beyond = picture(series("件数", 100), **options), picture(series("件数", 500), **options)
    assert coloured(inside, RECT, "navy") == coloured(beyond, RECT, "navy")


def test_a_figure_stands_over_its_point() -> None:
    bare, labelled = series("率", Fraction(1, 2)), series("率", Fraction(1, 2), labels=NumberFormat(1, percent=True))
    bar = coloured(picture(labelled, left=PERCENT), RECT, "navy")
    assert bar is not None
    over = Rect(bar.x, bar.y - 15, bar.width, 12)
    assert coloured(picture(labelled, left=PERCENT), over, "ink") is not None
    assert coloured(picture(bare, left=PERCENT), over, "ink") is None


def test_two_figures_never_stand_on_each_other() -> None:
    percent = NumberFormat(1, percent=True)
    first, second = (series(name, Fraction(1, 2), colour=name, labels=percent) for name in ("red", "navy"))
    image = picture(first, second, kind="line", left=PERCENT)
    marker = coloured(picture(first, replace(second, labels=None), kind="line", left=PERCENT), RECT, "navy")
    assert marker is not None
    x = marker.x + marker.width // 2 - 20
    over, under = Rect(x, marker.y - 16, 40, 14), Rect(x, marker.bottom + 2, 40, 15)
    assert [count_of(image, over, name) > 0 for name in ("red", "navy")] == [True, False]
    assert [count_of(image, under, name) > 0 for name in ("red", "navy")] == [False, True]


def test_the_figures_of_stacked_bars_have_white_behind_them() -> None:
    image = picture(series("窓口", 10, labels=NumberFormat()), kind="stacked")
    bar = coloured(image, RECT, "navy")
    assert bar is not None
    x, y = bar.x + bar.width // 2, bar.y + bar.height // 2
    assert count_of(image, Rect(x - 8, y - 7, 16, 14), "white") > 40


def test_title_legend_and_axis_titles_take_their_room() -> None:
    plain = picture(series("件数", 10), left=AxisSpec(minimum=0, maximum=10))
    options = {
        "title": "題",
        "legend": "top",
        "category_title": "月",
        "left": AxisSpec(title="件", minimum=0, maximum=10),
    }
    full = picture(series("件数", 10), **options)
    before, after = coloured(plain, RECT, "navy"), coloured(full, Rect(160, 150, 500, 250), "navy")
    assert before is not None and after is not None
    assert after.y > before.y + 30 and after.x > before.x and after.height < before.height
    assert coloured(full, Rect(380, 100, 40, 26), "navy") is not None  # the title


@pytest.mark.parametrize("place", ["top", "bottom", "right"])
def test_the_legend_names_every_series_in_its_place(place: str) -> None:
    lines = [series("応答", None), series("正答", None, colour="red"), series("率", None, colour="status_good")]
    image = picture(*lines, legend=place)
    keys = [coloured(image, RECT, name) for name in ("navy", "red", "status_good")]
    assert None not in keys
    spots = [(key.x, key.y) for key in keys if key]
    if place == "right":
        assert spots == sorted(spots, key=lambda spot: spot[1]) and min(spots)[0] > RECT.right - 120
    else:
        assert spots == sorted(spots) and (spots[0][1] < RECT.y + 40) == (place == "top")


def shape(marker: MarkerShape) -> bytes:
    image = QImage(20, 20, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_marker(Canvas(painter, COLOURS), QPointF(10, 10), marker, "navy")
    painter.end()
    return bytes(image.constBits())


def test_every_marker_has_a_shape_of_its_own_in_grey() -> None:
    markers = get_args(MarkerShape)
    assert len({shape(marker) for marker in markers}) == len(markers)


def dark_share(pattern: FillPattern) -> float:
    image = QImage(100, 100, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_bar(Canvas(painter, COLOURS), QRectF(10, 10, 80, 80), "navy", pattern)
    painter.end()
    return sum(image.pixelColor(x, y).lightness() < 128 for x in range(15, 85) for y in range(15, 85)) / 70**2


def test_every_pattern_is_told_apart_in_grey() -> None:
    assert dark_share("solid") == 1
    assert 0.3 < dark_share("stripes") < 0.6
    assert 0.1 < dark_share("dots") < 0.3


def runs(dash: LineDash) -> list[int]:
    """Return the lengths of the coloured runs along a level line."""
    image = picture(series("件数", 5, 5, marker="none", dash=dash), kind="line", left=AxisSpec(minimum=0, maximum=10))
    line = coloured(image, RECT, "navy")
    assert line is not None
    y = line.y + line.height // 2
    row = [colour_at(image, x, y) == hex_of("navy") for x in range(line.x, line.right)]
    found, length = [], 0
    for dark in [*row, False]:
        if not dark and length:
            found.append(length)
        length = length + 1 if dark else 0
    return found


def test_every_dash_is_told_apart_in_grey() -> None:
    assert len(runs("solid")) == 1
    dash, dot, both = (set(runs(kind)[2:-2]) for kind in ("dash", "dot", "dash_dot"))
    assert min(dash) > 8 and max(dot) < 5 and min(both) < 5 and max(both) > 8


def test_a_chart_without_any_value_has_its_axes() -> None:
    image = picture(series("件数", None, None))
    assert coloured(image, RECT, "line_strong") is not None


def test_a_crowded_chart_leaves_out_names_and_stays_in_its_place() -> None:
    many = series("とても長い名前の系列" * 9, *range(60))
    names = tuple(f"令和{place}年度の調査結果" for place in range(60))
    image = picture(many, categories=names, legend="top", title="とても長い題" * 30)
    found = inked(image, Rect(0, 0, 1044, 700))
    assert found is not None
    assert found.x >= RECT.x and found.y >= RECT.y and found.right <= RECT.right and found.bottom <= RECT.bottom


def test_the_names_of_twelve_months_shrink_before_any_is_left_out() -> None:
    months = series("件数", *range(12))
    wide, narrow = chart(months), chart(months, rect=Rect(0, 0, 300, 300))
    assert smallest_chart_text(wide) == 9
    assert 6 <= smallest_chart_text(narrow) < 9


def ends(*values: int | str, axis: AxisSpec | None = None, height: float = 200) -> tuple[Fraction, Fraction, Fraction]:
    scale = scale_of(axis or AxisSpec(), [Fraction(value) for value in values], height)
    return scale.minimum, scale.maximum, scale.step


def test_an_axis_begins_at_zero_and_ends_above_its_highest_value() -> None:
    assert ends(3, 2528) == (0, 3000, 500)
    assert ends(0, 9) == (0, 10, 1)


def test_values_near_one_another_begin_their_axis_above_zero() -> None:
    assert ends(1000, 1030) == (985, 1035, 5)


def test_negative_values_bring_their_axis_below_zero() -> None:
    low, high, _ = ends(-40, 60)
    assert low <= -40 and high >= 60
    assert ends(-40, -10)[1] == 0


def test_two_steps_of_an_axis_never_show_the_same_figure() -> None:
    assert ends(0, 2)[2] == 1
    assert ends(0, "1/50", axis=AxisSpec(number_format=NumberFormat(percent=True)))[2] == Fraction(1, 100)


def test_a_fixed_axis_stays() -> None:
    assert ends(5000, axis=PERCENT) == (0, 1, Fraction(1, 5))


def test_equal_values_and_none_have_an_axis_too() -> None:
    assert ends(7, 7)[0] == 0 and ends(7, 7)[1] > 7
    assert ends() == (0, 1, 1)


def test_a_scale_tells_how_far_up_a_value_stands() -> None:
    scale = Scale(Fraction(-10), Fraction(10), Fraction(5))
    assert [scale.share(value) for value in (-10, 0, 10)] == [0, 0.5, 1]
    assert scale.ticks() == [-10, -5, 0, 5, 10]


def test_the_axis_of_stacked_columns_holds_their_sums() -> None:
    spec = chart(series("a", 10, None, -5), series("b", Decimal(20), 5, -5), kind="stacked")
    assert max(axis_values(spec, "left")) == 30 and min(axis_values(spec, "left")) == -10
