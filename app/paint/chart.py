"""Paints a chart as the workbook's native one looks: title, legend, two value axes, then its series."""

from PySide6.QtCore import QPointF, QRectF

from app.layout.chart_names import likely_room, name_size
from app.layout.page import AxisSide, AxisSpec, ChartSpec, SeriesSpec
from app.layout.styles import FIGURE_FONT, TEXT_FONT, Font
from app.layout.text_fit import LINE_PITCH
from app.paint.canvas import ASCENT, Canvas
from app.paint.scale import Scale, axis_values, scale_of
from app.paint.series import SeriesPainter, paint_key

_TITLE = Font(TEXT_FONT, 10.5, True, "navy")
_AXIS_TITLE = Font(TEXT_FONT, 9, True, "navy")
_LEGEND = Font(TEXT_FONT, 9.75)
_FIGURES = Font(FIGURE_FONT, 9)
# The size of the categories' names is chosen as for the workbook: pt, and px that a value axis and a name's gap take.

_EDGE = 6  # px: what a chart keeps free at its edges and between its parts
_LABEL_ROOM = 18  # px above the plot for the figures over the highest points
_KEY, _KEY_GAP, _ENTRY_GAP = 30, 5, 18  # px of the legend


def paint_chart(canvas: Canvas, chart: ChartSpec) -> None:
    """Paint a chart in its rectangle."""
    rect = QRectF(chart.rect.x, chart.rect.y, chart.rect.width, chart.rect.height)
    with canvas.clipped(rect):
        _ChartPainter(canvas, chart, rect).paint()


def smallest_chart_text(chart: ChartSpec) -> float:
    """Return the size in pt of the smallest text of a chart."""
    return min(_FIGURES.size, _category_font(chart, likely_room(chart))[0].size)


class _ChartPainter:
    """Takes strips off the chart's rectangle, one for each part, until the plot is left."""

    def __init__(self, canvas: Canvas, chart: ChartSpec, rect: QRectF) -> None:
        self._canvas = canvas
        self._chart = chart
        self._rect = rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        groups = [(axis, mark) for axis in ("left", "right") for mark in ("bar", "line")]
        self._order = [one for group in groups for one in chart.series if (one.axis, chart.mark_of(one)) == group]

    def paint(self) -> None:
        """Paint all parts."""
        self._paint_title()
        self._paint_legend()
        if self._chart.category_title:
            self._centred(self._chart.category_title, self._cut_bottom(_line(_AXIS_TITLE)), _AXIS_TITLE)
        scales = self._value_axes()
        self._paint_categories()
        self._paint_grid(scales)
        SeriesPainter(self._canvas, self._chart, self._rect, scales).paint(self._order)

    def _paint_title(self) -> None:
        if self._chart.title:
            self._centred(self._chart.title, self._cut_top(_line(_TITLE)), _TITLE)

    def _paint_legend(self) -> None:
        place = self._chart.legend
        if place == "none" or not self._order:
            return
        rows = self._legend_rows(across=place != "right")
        height = len(rows) * _line(_LEGEND)
        if place == "right":
            width = max(self._entry_width(row[0]) for row in rows)
            strip = QRectF(self._rect.right() - width, self._rect.center().y() - height / 2, width, height)
            self._rect.setRight(strip.left() - _ENTRY_GAP)
        else:
            strip = self._cut_top(height) if place == "top" else self._cut_bottom(height)
        for number, row in enumerate(rows):
            self._paint_entries(row, strip, strip.top() + number * _line(_LEGEND), centred=place != "right")

    def _legend_rows(self, across: bool) -> list[list[SeriesSpec]]:
        rows: list[list[SeriesSpec]] = []
        used = 0.0
        for one in self._order:
            width = self._entry_width(one) + _ENTRY_GAP
            if not rows or not across or used + width > self._rect.width() + _ENTRY_GAP:
                rows.append([])
                used = 0
            rows[-1].append(one)
            used += width
        return rows

    def _entry_width(self, one: SeriesSpec) -> float:
        return _KEY + _KEY_GAP + min(self._canvas.width(one.name, _LEGEND), self._rect.width() / 2)

    def _paint_entries(self, row: list[SeriesSpec], strip: QRectF, top: float, centred: bool) -> None:
        whole = sum(self._entry_width(one) for one in row) + _ENTRY_GAP * (len(row) - 1)
        x = strip.center().x() - whole / 2 if centred else strip.left()
        for one in row:
            middle = top + _line(_LEGEND) / 2
            paint_key(self._canvas, one, self._chart.mark_of(one), QRectF(x, middle - 5, _KEY, 10))
            room = self._entry_width(one) - _KEY - _KEY_GAP
            self._canvas.write_within(one.name, x + _KEY + _KEY_GAP, _baseline(middle, _LEGEND), _LEGEND, room)
            x += self._entry_width(one) + _ENTRY_GAP

    def _value_axes(self) -> dict[AxisSide, Scale]:
        """Take room for the axes' titles and figures, write them, and return the scales by side."""
        chart, rect = self._chart, self._rect
        top = rect.top() + (_LABEL_ROOM if any(one.labels for one in chart.series) else _FIGURES.em / 2)
        bottom = rect.bottom() - _line(_FIGURES) - _EDGE
        rect.setTop(top)
        scales: dict[AxisSide, Scale] = {}
        sides: tuple[tuple[AxisSide, AxisSpec], ...] = (("left", chart.left), ("right", chart.right))
        for side, axis in sides:
            if any(one.axis == side for one in chart.series):
                scales[side] = scale_of(axis, axis_values(chart, side), bottom - top)
                self._paint_axis(side, axis, scales[side], top, bottom)
        rect.setBottom(bottom)
        return scales

    def _paint_axis(self, side: AxisSide, axis: AxisSpec, scale: Scale, top: float, bottom: float) -> None:
        if axis.title:
            self._turned(axis.title, self._cut_side(side, _line(_AXIS_TITLE)), (top + bottom) / 2)
        texts = [axis.number_format.display(tick) for tick in scale.ticks()]
        room = max(self._canvas.width(text, _FIGURES) for text in texts)
        strip = self._cut_side(side, room)
        for tick, text in zip(scale.ticks(), texts, strict=True):
            y = bottom - (bottom - top) * scale.share(tick)
            x = strip.left() if side == "right" else strip.right() - self._canvas.width(text, _FIGURES)
            self._canvas.write(text, x, _baseline(y, _FIGURES), _FIGURES)

    def _paint_categories(self) -> None:
        names, rect = self._chart.categories, self._rect
        font, step = _category_font(self._chart, min(rect.width(), likely_room(self._chart)))
        for place in range(0, len(names), step):
            middle = rect.left() + rect.width() / len(names) * (place + 0.5)
            x = middle - self._canvas.width(names[place], font) / 2
            self._canvas.write(names[place], x, _baseline(rect.bottom() + _EDGE + _line(font) / 2, font), font)

    def _paint_grid(self, scales: dict[AxisSide, Scale]) -> None:
        rect = self._rect
        ruled = scales.get("left") or scales.get("right")
        if ruled is None:
            return
        for tick in ruled.ticks():
            y = rect.bottom() - rect.height() * ruled.share(tick)
            self._canvas.rule(QRectF(rect.left(), y, rect.width(), 0.67), "grid")
        zero = rect.bottom() - rect.height() * min(max(ruled.share(0), 0), 1)
        self._canvas.rule(QRectF(rect.left(), zero, rect.width(), 1), "line_strong")

    def _centred(self, text: str, strip: QRectF, font: Font) -> None:
        used = min(self._canvas.width(text, font), strip.width())
        baseline = _baseline(strip.center().y(), font)
        self._canvas.write_within(text, strip.center().x() - used / 2, baseline, font, strip.width())

    def _turned(self, text: str, strip: QRectF, middle: float) -> None:
        with self._canvas.kept():
            self._canvas.painter.translate(QPointF(strip.center().x(), middle))
            self._canvas.painter.rotate(-90)
            half = self._canvas.width(text, _AXIS_TITLE) / 2
            self._canvas.write(text, -half, _baseline(0, _AXIS_TITLE), _AXIS_TITLE)

    def _cut_top(self, height: float) -> QRectF:
        strip = QRectF(self._rect.left(), self._rect.top(), self._rect.width(), height)
        self._rect.setTop(strip.bottom() + _EDGE)
        return strip

    def _cut_bottom(self, height: float) -> QRectF:
        strip = QRectF(self._rect.left(), self._rect.bottom() - height, self._rect.width(), height)
        self._rect.setBottom(strip.top() - _EDGE / 2)
        return strip

    def _cut_side(self, side: AxisSide, width: float) -> QRectF:
        rect = self._rect
        strip = QRectF(rect.left() if side == "left" else rect.right() - width, rect.top(), width, rect.height())
        if side == "left":
            rect.setLeft(strip.right() + _EDGE)
        else:
            rect.setRight(strip.left() - _EDGE)
        return strip


def _category_font(chart: ChartSpec, room: float) -> tuple[Font, int]:
    size, step = name_size(chart, room)
    return Font(TEXT_FONT, size), step


def _line(font: Font) -> float:
    return LINE_PITCH * font.em


def _baseline(middle: float, font: Font) -> float:
    return middle + (ASCENT - 0.5) * font.em
