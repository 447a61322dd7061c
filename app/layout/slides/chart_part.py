"""Charts of months with their series, readable in grey by marker, dash and pattern."""

from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from app.domain.metrics import Metric
from app.domain.report import ChartView, SeriesView
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder
from app.layout.page import AxisSpec, ChartKind, ChartSpec, FillPattern, LineDash, MarkerShape, Rect, SeriesSpec
from app.layout.slides.figure_cell import key_of, sheet_value
from app.layout.slides.part import Part
from app.layout.styles import NumberFormat

LEAST_HEIGHT = 190
_COLOURS = ("blue_pale", "navy", "red", "grey", "status_review")
_LINE_COLOURS = ("red", "navy", "grey", "status_review", "status_good")
_MARKERS: tuple[MarkerShape, ...] = ("circle", "square", "triangle", "diamond")
_DASHES: tuple[LineDash, ...] = ("solid", "dash", "dot", "dash_dot")
_PATTERNS: tuple[FillPattern, ...] = ("solid", "solid", "stripes", "dots")


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
        builder.add_chart(
            ChartSpec(
                uid=self.uid,
                kind=kind,
                rect=rect,
                categories=self.view.categories,
                series=tuple(self._series(place, item) for place, item in enumerate(self.view.series)),
                alt_text=self.view.alt_text or self.view.title or "グラフ",
                title=self.view.title or None,
                left=self._axis("left"),
                right=self._axis("right"),
            )
        )

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Never cut."""
        return None

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
        return SeriesSpec(
            name=item.label,
            values=values,
            keys=keys,
            mark="line" if line else "bar",
            axis="right" if item.axis == "right" else "left",
            colour=(_LINE_COLOURS if self.view.kind == "line" else _COLOURS)[place % 5],
            marker=_MARKERS[order],
            dash=_DASHES[order] if self.view.kind == "line" else "solid",
            pattern=_PATTERNS[order],
            labels=NumberFormat(digits=1, percent=True) if line and item.percent else None,
        )

    def _axis(self, side: str) -> AxisSpec:
        series = [item for item in self.view.series if item.axis == side]
        if series and all(item.percent for item in series):
            return AxisSpec(number_format=NumberFormat(percent=True), minimum=0, maximum=1, step=Fraction(1, 5))
        return AxisSpec()
