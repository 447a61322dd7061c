"""A chart of the screen as a picture of its own, drawn as on paper: light, and readable in grey.

Estimates are left out: they belong to the screen, and a picture may end up in a paper.
"""

from fractions import Fraction

from app.domain.figures import format_figure
from app.domain.report import ChartView, SeriesView
from app.layout.chart_looks import BARS, DASHES, LINE_COLOURS, MARKERS
from app.layout.page import AxisSpec, ChartSpec, MarkerShape, Rect, SeriesSpec
from app.layout.styles import NumberFormat

WIDTH, HEIGHT = 760, 400  # px at 100 %


def chart_picture(view: ChartView, targets: tuple[Fraction | None, ...] = ()) -> ChartSpec:
    """Return the drawing of a chart; `targets` are those in force at each category, a line for each of them."""
    bars = view.kind in ("column", "stacked", "combo")
    series = [_series(view, place, item) for place, item in enumerate(view.series)]
    if view.last_year:
        series.append(
            SeriesSpec(
                name=view.last_year_label,
                values=view.last_year,
                mark="line",
                colour="grey",
                marker="square",
                dash="dash",
            )
        )
    series += _target_lines(view, targets)
    lined = any(one.mark == "line" for one in series)
    kind = "combo" if bars and lined and view.kind != "stacked" else view.kind
    return ChartSpec(
        uid="picture",
        kind=kind if kind in ("column", "line", "stacked", "combo") else "line",  # type: ignore[arg-type]
        rect=Rect(0, 0, WIDTH, HEIGHT),
        categories=view.categories,
        series=tuple(series),
        alt_text=view.alt_text or view.title or "グラフ",
        title=view.title or None,
        left=_axis(view, series, "left"),
        right=_axis(view, series, "right"),
    )


def _target_lines(view: ChartView, targets: tuple[Fraction | None, ...]) -> list[SeriesSpec]:
    """Return a line for each target; one that was revised ends where the next begins, with no slope between."""
    if view.target is not None:
        return [_target(view.target_label, (view.target,) * len(view.categories), 0)]
    unit = view.series[0].unit if view.series else ""
    percent = bool(view.series) and view.series[0].percent
    found = []
    for place, value in enumerate(dict.fromkeys(value for value in targets if value is not None)):
        name = f"目標値 {format_figure(value, unit='%' if percent else unit, scale_percent=percent)}"
        found.append(_target(name, tuple(one if one == value else None for one in targets), place))
    return found


def _target(name: str, values: tuple[Fraction | None, ...], place: int) -> SeriesSpec:
    marker: MarkerShape = "none" if all(value is not None for value in values) else MARKERS[(place + 3) % 4]
    return SeriesSpec(name=name, values=values, mark="line", colour="status_behind", marker=marker, dash="dot")


def _series(view: ChartView, place: int, item: SeriesView) -> SeriesSpec:
    line = view.kind == "line" or (view.kind == "combo" and item.mark == "line")
    colour, pattern = BARS[place % len(BARS)]
    return SeriesSpec(
        name=item.label,
        values=item.values,
        mark="line" if line else "bar",
        axis="right" if item.axis == "right" else "left",
        colour=LINE_COLOURS[(place + 1) % len(LINE_COLOURS)] if line else colour,
        marker=MARKERS[place % 4],
        dash=DASHES[place % 4] if line else "solid",
        pattern=pattern,
    )


def _axis(view: ChartView, series: list[SeriesSpec], side: str) -> AxisSpec:
    shown = [item for item in view.series if item.axis == side]
    values = [value for one in series if one.axis == side for value in one.values if value is not None]
    if shown and all(item.percent for item in shown):
        whole = min(values, default=0) >= 0 and max(values, default=0) <= 1
        form = NumberFormat(percent=True)
        return (
            AxisSpec(number_format=form, minimum=0, maximum=1, step=Fraction(1, 5))
            if whole
            else AxisSpec(number_format=form)
        )
    unit = next((item.unit for item in shown if item.unit), "")
    return AxisSpec(title=f"（{unit}）" if unit else None, minimum=0 if min(values, default=0) >= 0 else None)
