"""Charts of months with their series, readable in grey by marker, dash and pattern."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import get_args

from app.domain.fiscal import add_months, format_period
from app.domain.metrics import Metric
from app.domain.report import ChartView, SeriesView
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder
from app.layout.chart_looks import BARS, DASHES, LINE_COLOURS, MARKERS
from app.layout.page import (
    AxisSpec,
    ChartKind,
    ChartSpec,
    Number,
    Rect,
    SeriesMark,
    SeriesSpec,
)
from app.layout.slides.figure_cell import key_of, sheet_value
from app.layout.slides.part import Part
from app.layout.styles import NumberFormat

LEAST_HEIGHT, FULL = 190, 12
_SHARES = NumberFormat(percent=True)
MOST_SERIES, MANY_POINTS = 8, 24


@dataclass(frozen=True, slots=True)
class ChartPart:
    """One native chart; it takes what height there is, at least LEAST_HEIGHT px."""

    scene: Scene
    uid: str
    view: ChartView
    share: int = 6
    grows: bool = True

    def height(self, width: int) -> int:
        """Return the least height in px."""
        return LEAST_HEIGHT

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place the chart."""
        kind: ChartKind = self.view.kind if self.view.kind in get_args(ChartKind) else "line"  # type: ignore[assignment]
        if kind == "column" and self.view.target is not None:
            kind = "combo"  # the target is a line among columns
        builder.add_chart(
            ChartSpec(
                uid=self.uid,
                kind=kind,
                rect=rect,
                categories=self._categories(),
                series=self._all_series(),
                alt_text=self.view.alt_text or self.view.title or "グラフ",
                title=self.view.title or None,
                left=self._axis("left"),
                right=self._axis("right"),
            )
        )

    def pieces(self) -> "list[ChartPart]":
        """Return the chart, or several with at most MOST_SERIES series each: more cannot be told apart in grey.

        A chart of many points has the page's whole width.
        """
        share = FULL if len(self.view.categories) > MANY_POINTS else self.share
        count = -(-len(self.view.series) // MOST_SERIES)
        return [replace(self._piece(place, count), share=share) for place in range(count)]

    def _piece(self, place: int, count: int) -> "ChartPart":
        if count == 1:
            return self
        size = -(-len(self.view.series) // count)
        view = replace(
            self.view,
            series=self.view.series[place * size : (place + 1) * size],
            title=f"{self.view.title}（{place + 1}／{count}）",
        )
        return replace(self, uid=f"{self.uid}-{place + 1}", view=view)

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Never cut."""
        return None

    def _categories(self) -> tuple[str, ...]:
        """Return the months' heads, with their years where there are more than twelve."""
        if len(self.view.categories) <= 12:
            return self.view.categories
        return tuple(format_period(period, "era_short") for period in self.view.periods)

    def _all_series(self) -> tuple[SeriesSpec, ...]:
        own = tuple(self._series(place, item) for place, item in enumerate(self.view.series))
        return (*own, *self._compared())

    def _compared(self) -> list[SeriesSpec]:
        """Return last year's figures and the target line beside a single series, told apart without colour."""
        view, found = self.view, []
        if view.last_year:
            metric = self.scene.index.get(Metric, view.series[0].metric)
            figures = [self.scene.figure(metric, add_months(period, -12)) for period in view.periods]
            found.append(_last_year(view, tuple(sheet_value(figure) for figure in figures)))
        if view.target is not None:
            found.append(_target(view))
        return found

    def _series(self, place: int, item: SeriesView) -> SeriesSpec:
        line = self.view.kind == "line" or (self.view.kind == "combo" and item.mark == "line")
        metric = self.scene.index.get(Metric, item.metric)
        # Rounded as printed: a label at 88.3 % above a cell of 88.2 % would be two figures for one.
        values = tuple(sheet_value(self.scene.figure(metric, period)) for period in self.view.periods)
        keys = tuple(
            key_of(item.metric, period) if value is not None else None
            for period, value in zip(self.view.periods, values, strict=True)
        )
        order = place % 4
        colour, pattern = BARS[place % MOST_SERIES]
        many = len(self.view.categories) > MANY_POINTS
        return SeriesSpec(
            name=item.label,
            values=values,
            keys=keys,
            mark="line" if line else "bar",
            axis="right" if item.axis == "right" else "left",
            colour=LINE_COLOURS[place % 5] if self.view.kind == "line" else colour,
            marker="none" if many else MARKERS[order],
            # The second four lines have other dashes with the markers of the first.
            dash=DASHES[(place + place // 4) % 4] if self.view.kind == "line" else "solid",
            pattern=pattern,
            labels=NumberFormat(digits=1, percent=True) if line and item.percent else None,
        )

    def _axis(self, side: str) -> AxisSpec:
        """Return an axis: shares within 0 and 100 % on the whole of it, bars always from 0, else as the values fall."""
        series = [spec for spec in self._all_series() if spec.axis == side]
        values = [value for spec in series for value in spec.values if value is not None]
        lowest, highest = min(values, default=0), max(values, default=0)
        shown = [item for item in self.view.series if item.axis == side]
        if shown and all(item.percent for item in shown):
            if lowest >= 0 and highest <= 1:
                return AxisSpec(number_format=_SHARES, minimum=0, maximum=1, step=Fraction(1, 5))
            return AxisSpec(number_format=_SHARES)
        bars = any(spec.mark == "bar" for spec in series)
        return AxisSpec(minimum=0 if bars and lowest >= 0 else None)


def _last_year(view: ChartView, values: tuple[Number | None, ...]) -> SeriesSpec:
    mark: SeriesMark = "line" if view.kind == "line" else "bar"
    return SeriesSpec(
        name=view.last_year_label,
        values=values,
        mark=mark,
        colour="grey",
        marker="square",
        dash="dash",
        pattern="dots",
    )


def _target(view: ChartView) -> SeriesSpec:
    values = (view.target,) * len(view.periods)
    return SeriesSpec(
        name=view.target_label, values=values, mark="line", colour="status_behind", marker="none", dash="dot"
    )
