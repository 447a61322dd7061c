"""What only the screen draws over a chart: estimates, targets over time, breaks; and bars told apart in grey."""

import math
from fractions import Fraction
from itertools import groupby
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from app.domain.report import ChartView
from app.domain.screen_chart import ScreenChart, Values
from app.ui.theme import colour, text_font

_WORDS_PX = 10
_OVER = 1.12  # of the highest value: room for the words of breaks
_ESTIMATE_SYMBOL = "d"


class PatternBars(pg.BarGraphItem):
    """Bars with a pattern of the screen's pixels, which the stretched axes would pull out of shape, and an edge."""

    def __init__(self, shade: str, pattern: Qt.BrushStyle) -> None:
        super().__init__(x=[], height=[], width=1, brush=colour(shade), pen=pg.mkPen(None))
        self._shade, self._pattern = shade, pattern

    def paint(self, painter: QPainter, *rest: object) -> None:
        """Draw each bar in device pixels."""
        to_device = painter.transform()
        wide = self.opts["width"]
        low = self.opts["y0"] if self.opts.get("y0") is not None else [0] * len(self.opts["x"])
        painter.save()
        painter.resetTransform()
        painter.setPen(QPen(colour(self._shade), 1))
        for x, foot, height in zip(self.opts["x"], low, self.opts["height"], strict=True):
            box = to_device.mapRect(QRectF(x - wide / 2, foot, wide, height))
            painter.setBrush(colour("surface"))
            painter.drawRect(box)
            painter.setBrush(QBrush(colour(self._shade), self._pattern))
            painter.drawRect(box)
        painter.restore()


class More:
    """Keeps the items of one ScreenChart in a view box; `levels` are the highest values among them."""

    def __init__(self, box: Any) -> None:
        self._box = box
        self._items: list[Any] = []
        self.levels: list[float] = []

    def show(self, chart: ScreenChart | None, view: ChartView) -> None:
        """Draw what belongs to a chart in place of what was there; None draws nothing."""
        for item in self._items:
            self._box.removeItem(item)
        self._items, self.levels = [], []
        if chart is None:
            return
        percent = bool(view.series) and view.series[0].percent
        if any(value is not None for value in chart.estimate):
            self._add_estimate(chart, view, _floats(chart.estimate, percent))
        if any(value is not None for value in chart.targets):
            self._add_targets(_floats(chart.targets, percent))
        for place, run in groupby(chart.breaks, lambda one: one.place):
            self._add_break(place, "・".join(dict.fromkeys(_short(one.words) for one in run)))
        if chart.breaks:  # their words stand above all lines
            drawn = [value for series in view.series for value in _floats(series.values, series.percent)]
            self.levels.append(_OVER * max((value for value in [*drawn, *self.levels] if value == value), default=0))

    def _add(self, item: Any) -> None:
        self._box.addItem(item, ignoreBounds=True)
        self._items.append(item)

    def _add_estimate(self, chart: ScreenChart, view: ChartView, values: list[float]) -> None:
        """Draw a dashed line with hollow marks, joined to the last figure where that is a line too."""
        self.levels += values
        first = next(place for place, value in enumerate(values) if not math.isnan(value))
        known = view.series[0].values[first - 1] if first and chart.form != "years" else None
        if known is not None:
            values[first - 1] = float(known)
        sizes = [0 if known is not None and place == first - 1 else 7 for place in range(len(values))]
        shade = colour("accent")
        self._add(
            pg.PlotDataItem(
                list(range(len(values))),
                values,
                pen=pg.mkPen(shade, width=1.6, style=Qt.PenStyle.DotLine),
                symbol=_ESTIMATE_SYMBOL,
                symbolSize=sizes,
                symbolBrush=colour("surface"),
                symbolPen=pg.mkPen(shade, width=1.4),
                connect="finite",
                antialias=True,
            )
        )

    def _add_targets(self, values: list[float]) -> None:
        """Draw the target of each category across it; where it changes the line is broken."""
        self.levels += values
        xs: list[float] = []
        ys: list[float] = []
        for place, value in enumerate(values):
            if place and value != values[place - 1]:
                xs.append(place - 0.5)
                ys.append(math.nan)
            xs += [place - 0.5, place + 0.5]
            ys += [value, value]
        pen = pg.mkPen(colour("red"), width=1.6, style=Qt.PenStyle.DashLine)
        self._add(pg.PlotDataItem(xs, ys, pen=pen, connect="finite", antialias=True))

    def _add_break(self, place: int, text: str) -> None:
        """Draw a line before a category with its words, one line for all that changed there."""
        shade = colour("muted")
        line = pg.InfiniteLine(
            pos=place - 0.5, angle=90, pen=pg.mkPen(shade, width=1, style=Qt.PenStyle.DashDotLine), movable=False
        )
        self._add(line)
        # On a ground of its own: a target's line may run behind it.
        ground = pg.mkBrush(colour("surface"))
        words = pg.InfLineLabel(line, f"◇{text}", position=0.97, color=shade, fill=ground, anchors=[(0.5, 0), (0.5, 0)])
        words.textItem.setFont(text_font(_WORDS_PX))
        self._items.append(words)


def words_of(chart: ScreenChart | None, place: int, written: Any) -> list[str]:
    """Return the lines that the mouse is told of a category: estimate, target and break; `written` writes a value."""
    if chart is None:
        return []
    lines = []
    if place < len(chart.estimate) and chart.estimate[place] is not None:
        lines.append(f"見込　約{written(Fraction(round(chart.estimate[place])))}")  # type: ignore[arg-type]
    if place < len(chart.targets) and chart.targets[place] is not None:
        lines.append(f"目標値　{written(chart.targets[place])}")
    return [*lines, *(one.words for one in chart.breaks if one.place == place)]


def _short(words: str) -> str:
    return words.partition(" ")[0].removeprefix("目標値の").removeprefix("指標の")


def _floats(values: Values, percent: bool) -> list[float]:
    return [math.nan if value is None else float(value * (100 if percent else 1)) for value in values]
