"""Paints the series of a chart: bars with patterns, lines with dashes and markers, figures beside them, gaps."""

from fractions import Fraction
from itertools import pairwise
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from app.layout.page import AxisSide, ChartSpec, FillPattern, LineDash, MarkerShape, Number, SeriesMark, SeriesSpec
from app.layout.styles import FIGURE_FONT, Font, NumberFormat
from app.paint.canvas import ASCENT, Canvas
from app.paint.scale import Scale

_DASHES: dict[LineDash, tuple[float, ...]] = {
    "solid": (),
    "dash": (4, 3),
    "dot": (1, 1),
    "dash_dot": (4, 3, 1, 3),
}
_LINE = 3.0  # px: 2.25 pt
_RADIUS = 4.7  # px: half of a marker of 7 pt
_HAIR = 0.67  # px: 0.5 pt
_STRIPE, _DOT = 6, 4  # px from one stripe or dot to the next
_LABEL_SIZE = 9.0  # pt
_GAP = 3  # px between a label and its point


class SeriesPainter:
    """Paints series into a plot with the scales of its axes."""

    def __init__(self, canvas: Canvas, chart: ChartSpec, plot: QRectF, scales: dict[AxisSide, Scale]) -> None:
        self._canvas = canvas
        self._chart = chart
        self._plot = plot
        self._scales = scales
        self._share = plot.width() / len(chart.categories)
        self._taken: list[QRectF] = []  # where labels stand

    def paint(self, order: list[SeriesSpec]) -> None:
        """Paint series in order, the figures beside them last."""
        for one in order:
            if self._chart.mark_of(one) == "line":
                self._paint_line(one)
            else:
                self._paint_bars(one)
        for one in order:
            if one.labels:
                self._paint_labels(one, one.labels)

    def _paint_bars(self, one: SeriesSpec) -> None:
        for place in range(len(one.values)):
            bar = self._bar(one, place)
            if bar is not None:
                paint_bar(self._canvas, bar, one.colour, one.pattern)

    def _bar(self, one: SeriesSpec, place: int) -> QRectF | None:
        """Return the rectangle of a bar, or None where there is no value."""
        value = one.values[place]
        if value is None:
            return None
        mates = [mate for mate in self._chart.series if mate.axis == one.axis and self._chart.mark_of(mate) == "bar"]
        stacked = self._chart.kind == "stacked"
        width = self._share / ((1 if stacked else len(mates)) + self._chart.gap_width / 100)
        left = self._middle(place) - width * (0.5 if stacked else len(mates) / 2 - mates.index(one))
        foot = _below(mates[: mates.index(one)], place, value) if stacked else Fraction(0)
        y, base = self._y(one, foot + Fraction(value)), self._y(one, foot)
        return QRectF(left, min(y, base), width, abs(base - y))

    def _paint_line(self, one: SeriesSpec) -> None:
        points = [self._point(one, place) for place in range(len(one.values))]
        for start, end in pairwise([-1, *(place for place, point in enumerate(points) if point is None), len(points)]):
            stretch = [point for point in points[start + 1 : end] if point is not None]
            if len(stretch) > 1:
                self._canvas.stroke(stretch, one.colour, _LINE, _DASHES[one.dash])
        for point in points:
            if point is not None:
                paint_marker(self._canvas, point, one.marker, one.colour)

    def _point(self, one: SeriesSpec, place: int) -> QPointF | None:
        value = one.values[place]
        return None if value is None else QPointF(self._middle(place), self._y(one, value))

    def _paint_labels(self, one: SeriesSpec, labels: NumberFormat) -> None:
        line = self._chart.mark_of(one) == "line"
        font = Font(FIGURE_FONT, _LABEL_SIZE, colour=one.colour if line else "ink")
        for place, value in enumerate(one.values):
            if value is not None:
                text, bar = labels.display(value), None if line else self._bar(one, place)
                if bar is not None and self._chart.kind == "stacked":
                    self._label_on_ground(text, bar.center(), font)
                else:
                    self._label_beside(text, bar or self._spot(one, place, value), font, below=not line and value < 0)

    def _spot(self, one: SeriesSpec, place: int, value: Number) -> QRectF:
        """Return the square that a line's marker takes."""
        side = 2 * _RADIUS
        return QRectF(self._middle(place) - _RADIUS, self._y(one, value) - _RADIUS, side, side)

    def _label_beside(self, text: str, mark: QRectF, font: Font, below: bool) -> None:
        """Write a label over its mark or under it; where both places are taken it is left out, as unreadable."""
        width = self._canvas.width(text, font)
        over = QRectF(mark.center().x() - width / 2, mark.top() - _GAP - font.em, width, font.em)
        under = over.translated(0, mark.bottom() + _GAP - over.top())
        for place in (under, over) if below else (over, under):
            if not any(place.intersects(other) for other in self._taken):
                self._taken.append(place)
                self._canvas.write(text, place.left(), place.top() + ASCENT * font.em, font)
                return

    def _label_on_ground(self, text: str, centre: QPointF, font: Font) -> None:
        """Write a label on white of its own: it is read on any fill."""
        width = self._canvas.width(text, font)
        ground = QRectF(centre.x() - width / 2 - 1, centre.y() - font.em / 2 - 1, width + 2, font.em + 2)
        self._canvas.ground(ground, "white")
        self._canvas.write(text, centre.x() - width / 2, centre.y() + (ASCENT - 0.5) * font.em, font)

    def _middle(self, place: int) -> float:
        return self._plot.left() + self._share * (place + 0.5)

    def _y(self, one: SeriesSpec, value: Number) -> float:
        share = min(max(self._scales[one.axis].share(value), 0), 1)
        return self._plot.bottom() - self._plot.height() * share


def paint_key(canvas: Canvas, one: SeriesSpec, mark: SeriesMark, rect: QRectF) -> None:
    """Paint what stands before a series' name in the legend."""
    if mark == "bar":
        paint_bar(canvas, rect.adjusted(3, 0, -3, 0), one.colour, one.pattern)
        return
    middle = rect.center()
    canvas.stroke(
        [QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y())], one.colour, _LINE, _DASHES[one.dash]
    )
    paint_marker(canvas, middle, one.marker, one.colour)


def paint_bar(canvas: Canvas, rect: QRectF, colour: str, pattern: FillPattern) -> None:
    """Fill a bar; stripes and dots stand on white within an outline."""
    if pattern == "solid":
        canvas.ground(rect, colour)
        return
    canvas.ground(rect, "white")
    with canvas.clipped(rect):
        _paint_stripes(canvas, rect, colour) if pattern == "stripes" else _paint_dots(canvas, rect, colour)
    corners = [rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft(), rect.topLeft()]
    canvas.stroke(corners, colour, 1)


def _paint_stripes(canvas: Canvas, rect: QRectF, colour: str) -> None:
    for step in range(ceil((rect.width() + rect.height()) / _STRIPE) + 1):
        x = rect.left() + step * _STRIPE
        far = rect.height() + _STRIPE
        canvas.stroke([QPointF(x, rect.top()), QPointF(x - far, rect.top() + far)], colour, 2)


def _paint_dots(canvas: Canvas, rect: QRectF, colour: str) -> None:
    canvas.pen(colour, 0, colour)
    for row in range(ceil(rect.height() / _DOT)):
        for col in range(ceil(rect.width() / _DOT)):
            x = rect.left() + (col + (0.75 if row % 2 else 0.25)) * _DOT
            canvas.painter.drawEllipse(QPointF(x, rect.bottom() - (row + 0.5) * _DOT), 0.7, 0.7)


def paint_marker(canvas: Canvas, centre: QPointF, shape: MarkerShape, colour: str) -> None:
    """Paint a marker with a thin white outline."""
    if shape == "none":
        return
    canvas.pen("white", _HAIR, colour)
    if shape == "circle":
        canvas.painter.drawEllipse(centre, _RADIUS, _RADIUS)
    else:
        corners = [centre + QPointF(x, y) * _RADIUS for x, y in _CORNERS[shape]]
        canvas.painter.drawPolygon(QPolygonF(corners))


_CORNERS: dict[MarkerShape, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1), (1, 0.9), (-1, 0.9)),
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
}


def _below(mates: list[SeriesSpec], place: int, value: Number) -> Fraction:
    """Return the sum of the stacked values under a value: those of its own sign."""
    lower = (mate.values[place] for mate in mates)
    return sum((Fraction(one) for one in lower if one is not None and (one < 0) == (value < 0)), Fraction(0))
