"""A chart of a ChartView with its legend; the plotting library is loaded when the first chart is shown."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QBrush,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from app.domain import figures
from app.domain.report import ChartView, SeriesView
from app.ui import ink
from app.ui.theme import colour

if TYPE_CHECKING:
    from app.domain.screen_chart import ScreenChart
    from app.ui.chart_plot import ChartPlot

UNTITLED = "推移のグラフ"
NOTHING = "グラフにする値がまだありません。"
_SAMPLE, _GAP = 26, 14
_COLOURS = ("accent", "blue_mid", "line_strong", "blue_pale")
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_SYMBOLS = ("o", "s", "t", "d")
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.FDiagPattern,
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a series is drawn; dash, marker and hatch tell series apart in grey print."""

    label: str
    mark: str
    colour: str
    dash: Qt.PenStyle
    symbol: str
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern


def styles_of(view: ChartView) -> tuple[Style, ...]:
    """Return a style for each series, then last year's and the target's where the chart has them."""
    found = []
    for place, series in enumerate(view.series):
        turn = place % len(_COLOURS)
        axis = "（右軸）" if series.axis == "right" else ""
        pattern = _PATTERNS[place % len(_PATTERNS)] if view.kind == "stacked" else Qt.BrushStyle.SolidPattern
        found.append(Style(series.label + axis, series.mark, _COLOURS[turn], _DASHES[turn], _SYMBOLS[turn], pattern))
    if view.last_year:
        found.append(Style(view.last_year_label, "line", "edge", Qt.PenStyle.DotLine, "x"))
    if view.target is not None:
        found.append(Style(view.target_label, "target", "red", Qt.PenStyle.DashLine, ""))
    return tuple(found)


def more_styles(chart: "ScreenChart | None") -> tuple[Style, ...]:
    """Return the styles of what only the screen draws: the estimate, and the targets in force over time."""
    found = []
    if chart is not None and chart.estimate_label:
        found.append(Style(chart.estimate_label, "line", "accent", Qt.PenStyle.DotLine, "hollow"))
    if chart is not None and any(value is not None for value in chart.targets):
        found.append(Style(chart.target_label, "target", "red", Qt.PenStyle.DashLine, ""))
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
    """Shows one ChartView: gaps stay open, last year in grey, the target as a dashed line, values on hover.

    The arrows tell the values of one category after another, Ctrl+C copies the chart as a picture. Signal:
    `told(str)` with what was done.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: ChartView | None = None
        self.chart: ScreenChart | None = None
        self._plot: ChartPlot | None = None
        self._empty = QLabel(NOTHING)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("muted", True)
        self._legend = Legend(self)
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.addWidget(self._legend, 1)
        layout.addLayout(self.head)
        layout.addLayout(self._stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(UNTITLED)
        self.setAccessibleDescription(NOTHING)
        self._stack.addWidget(self._empty)  # only now: a stack without a widget of its own shows it as a window

    def show_chart(self, view: ChartView | None, chart: "ScreenChart | None" = None) -> None:
        """Show a chart, `chart` with what only the screen draws over it; curves that are there take the new values."""
        self.view, self.chart = view, chart
        self.setAccessibleName((view.title or UNTITLED) if view else NOTHING)
        shown = view if has_values(view) else None
        self.setAccessibleDescription(spoken(shown) if shown else NOTHING)
        styles = (*styles_of(shown), *more_styles(chart)) if shown else ()
        self._legend.show_styles(styles, _units(shown) if shown else "")
        if shown is None:
            self._stack.setCurrentWidget(self._empty)
            return
        plot = self._ready_plot()
        plot.show_view(shown, styles_of(shown), chart)
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
            self.show_chart(self.view, self.chart)

    # by keyboard, and as a picture

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell the values of the next category, or copy the chart."""
        count = len(self.view.categories) if self.view is not None and self._plot is not None else 0
        now = self._plot.place if self._plot is not None else None
        places = {
            Qt.Key.Key_Right: 0 if now is None else min(count - 1, now + 1),
            Qt.Key.Key_Left: count - 1 if now is None else max(0, now - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
            Qt.Key.Key_Escape: None,
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_picture()
        elif count and event.key() in places:
            self.tell(places[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def tell(self, place: int | None) -> None:
        """Say the values of a category, on the screen and to a screen reader; None takes the words away."""
        words = self._plot.tell(place) if self._plot is not None else ""
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words.replace("\n", "、")))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the words of the keys away."""
        super().focusOutEvent(event)
        self.tell(None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame while the keys are here."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the chart as a picture."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(event.globalPos())

    def fill_menu(self, menu: QMenu) -> None:
        """Put what can be done with the chart into a menu."""
        for text, does in (("画像としてコピー\tCtrl+C", self.copy_picture), ("画像（PNG）で保存…", self.save_picture)):
            menu.addAction(text, does).setEnabled(has_values(self.view))

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as it would print; an estimate is left out."""
        if has_values(self.view):
            from app.ui.chart_picture import copied

            self.told.emit(copied(self))

    def save_picture(self) -> None:
        """Save the chart as it would print to a PNG file that a person names."""
        if has_values(self.view):
            from app.ui.chart_picture import ask_and_save

            ask_and_save(self)

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
        painter.setPen(QPen(shade, 1))
        painter.setBrush(QBrush(shade, style.pattern))
        painter.drawRect(QRectF(middle.x() - 6, middle.y() - 5, 12, 10))
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
    elif style.symbol == "hollow":
        painter.setBrush(colour("surface"))
        ends = (QPointF(middle.x(), spot.top() - 1), QPointF(spot.right() + 1, middle.y()))
        painter.drawPolygon(
            QPolygonF([*ends, QPointF(middle.x(), spot.bottom() + 1), QPointF(spot.left() - 1, middle.y())])
        )
    elif style.symbol:
        painter.drawPolygon(QPolygonF([QPointF(middle.x(), spot.top()), spot.bottomRight(), spot.bottomLeft()]))
