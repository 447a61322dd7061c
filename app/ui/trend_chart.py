"""A chart of a ChartView with its legend; the plotting library is loaded when the first chart is shown."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from app.domain import figures
from app.domain.report import ChartView, SeriesView
from app.ui import ink
from app.ui.theme import colour

if TYPE_CHECKING:
    from app.ui.chart_plot import ChartPlot

NOTHING = "グラフにする値がまだありません。"
_SAMPLE, _GAP = 26, 14
_COLOURS = ("accent", "blue_mid", "line_strong", "blue_pale")
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_SYMBOLS = ("o", "s", "t", "d")


@dataclass(frozen=True, slots=True)
class Style:
    """How a series is drawn; dash, marker and hatch tell series apart in grey print."""

    label: str
    mark: str
    colour: str
    dash: Qt.PenStyle
    symbol: str


def styles_of(view: ChartView) -> tuple[Style, ...]:
    """Return a style for each series, then last year's and the target's where the chart has them."""
    found = []
    for place, series in enumerate(view.series):
        turn = place % len(_COLOURS)
        axis = "（右軸）" if series.axis == "right" else ""
        found.append(Style(series.label + axis, series.mark, _COLOURS[turn], _DASHES[turn], _SYMBOLS[turn]))
    if view.last_year:
        found.append(Style(view.last_year_label, "line", "edge", Qt.PenStyle.DotLine, "x"))
    if view.target is not None:
        found.append(Style(view.target_label, "target", "red", Qt.PenStyle.DashLine, ""))
    return tuple(found)


def value_text(series: SeriesView, value: Fraction | None) -> str:
    """Return a point's value as its label says it."""
    if value is None:
        return "値なし"
    if series.percent:
        return figures.format_figure(value, digits=1, scale_percent=True)
    return figures.format_figure(value, unit=series.unit)


def has_values(view: ChartView | None) -> bool:
    """Say whether there is anything to draw."""
    return view is not None and any(value is not None for series in view.series for value in series.values)


def spoken(view: ChartView) -> str:
    """Return the chart in words for a screen reader."""
    parts = []
    for series in view.series:
        points = zip(view.categories, series.values, strict=False)
        told = "、".join(f"{name} {value_text(series, value)}" for name, value in points)
        parts.append(f"{series.label}: {told}")
    if view.target is not None:
        parts.append(view.target_label)
    return "。".join(parts)


class TrendChart(QWidget):
    """Shows one ChartView: gaps stay open, last year in grey, the target as a dashed line, values on hover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: ChartView | None = None
        self._plot: ChartPlot | None = None
        self._empty = QLabel(NOTHING)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("muted", True)
        self._legend = Legend(self)
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._legend)
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self._empty)  # only now: a stack without a widget of its own shows it as a window

    def show_chart(self, view: ChartView | None) -> None:
        """Show a chart; curves that are there take the new values."""
        self.view = view
        self.setAccessibleName(view.title if view else NOTHING)
        shown = view if has_values(view) else None
        self.setAccessibleDescription(spoken(shown) if shown else NOTHING)
        self._legend.show_styles(styles_of(shown) if shown else (), _units(shown) if shown else "")
        if shown is None:
            self._stack.setCurrentWidget(self._empty)
            return
        plot = self._ready_plot()
        plot.show_view(shown, styles_of(shown))
        self._stack.setCurrentWidget(plot)

    def mark(self, category: int | None) -> None:
        """Mark one category, such as the month of the chosen cell; None takes the mark away."""
        if self._plot is not None:
            self._plot.mark(category)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in the colours of the system's other scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._plot is not None:
            self._plot.forget_curves()
            self.show_chart(self.view)

    def _ready_plot(self) -> "ChartPlot":
        if self._plot is None:
            from app.ui.chart_plot import ChartPlot

            self._plot = ChartPlot(self)
            self._stack.addWidget(self._plot)
        return self._plot


def _units(view: ChartView) -> str:
    """Return 「件」, or 「左 件・右 %」 where the chart has two axes."""
    left = next((_unit(series) for series in view.series if series.axis == "left"), "")
    right = next((_unit(series) for series in view.series if series.axis == "right"), "")
    return f"左 {left}・右 {right}" if right else f"単位: {left}" if left else ""


def _unit(series: SeriesView) -> str:
    return "%" if series.percent else series.unit or "数"


class Legend(QWidget):
    """The samples and names of a chart's series, in as many lines as they need, and the unit at the end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._styles: tuple[Style, ...] = ()
        self._units = ""

    def show_styles(self, styles: tuple[Style, ...], units: str) -> None:
        """Show the legend of a chart."""
        self._styles, self._units = tuple(style for style in styles if style.label), units
        self.setVisible(bool(styles))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow legend is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that a width makes."""
        return (max((line for _, line, _ in self._places(width)), default=0) + 1) * self._line()

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def _line(self) -> int:
        return self.fontMetrics().height() + 6

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Return left edge, line and text width of each entry, the unit's last."""
        found, left, line = [], 6, 0
        measure = QFontMetrics(ink.scaled(self.font(), 0.92))
        for text in (*(style.label for style in self._styles), self._units):
            wide = measure.horizontalAdvance(text)
            sample = 0 if text == self._units else _SAMPLE
            if left > 6 and left + sample + wide > width - 6:
                left, line = 6, line + 1
            found.append((left, line, wide))
            left += sample + wide + _GAP
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ink.scaled(self.font(), 0.92))
        places = self._places(self.width())
        for style, (left, line, wide) in zip(self._styles, places, strict=False):
            top = line * self._line()
            draw_sample(painter, style, QRectF(left, top, _SAMPLE - 6, self._line()))
            painter.setPen(self.palette().text().color())
            box = QRectF(left + _SAMPLE, top, wide + 4, self._line())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, style.label)
        left, line, wide = places[-1]
        painter.setPen(colour("muted"))
        box = QRectF(left, line * self._line(), wide + 4, self._line())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._units)


def draw_sample(painter: QPainter, style: Style, box: QRectF) -> None:
    """Draw what a series looks like: a bar, or a line with its dash and marker."""
    shade: QColor = colour(style.colour)
    middle = box.center()
    if style.mark == "bar":
        painter.fillRect(QRectF(middle.x() - 6, middle.y() - 5, 12, 10), shade)
        return
    painter.setPen(QPen(shade, 2, style.dash))
    painter.drawLine(QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y()))
    painter.setPen(QPen(shade, 1.4))
    painter.setBrush(shade)
    spot = QRectF(middle.x() - 3, middle.y() - 3, 6, 6)
    if style.symbol == "o":
        painter.drawEllipse(spot)
    elif style.symbol == "s":
        painter.drawRect(spot)
    elif style.symbol == "x":
        painter.drawLine(spot.topLeft(), spot.bottomRight())
        painter.drawLine(spot.bottomLeft(), spot.topRight())
    elif style.symbol:
        painter.drawPolygon(QPolygonF([QPointF(middle.x(), spot.top()), spot.bottomRight(), spot.bottomLeft()]))
