"""The plot inside a TrendChart: everything that needs pyqtgraph, imported when the first chart is shown."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.domain import figures
from app.domain.report import ChartView, SeriesView
from app.domain.screen_chart import ScreenChart
from app.ui import ink
from app.ui.chart_more import More, PatternBars, words_of
from app.ui.theme import colour, figure_font, text_font
from app.ui.trend_chart import Style, value_text

_TICK_PX = 11
_HEADROOM = 1.1
_LEAST_CATEGORIES = 4
_BARS = 0.62  # share of a category that its bars fill


class ValueAxis(pg.AxisItem):
    """A vertical axis with thousands separators, or with per cent."""

    percent = False
    whole = False  # counts have no halves

    def boundingRect(self) -> QRectF:
        """Leave room for the half of a figure that stands over the ends of the axis; 0 would be dropped."""
        return super().boundingRect().adjusted(0, -_TICK_PX, 0, _TICK_PX)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the words at the ticks."""
        digits = 0 if spacing >= 1 or self.whole else max(1, math.ceil(-math.log10(spacing)))
        sign = "%" if self.percent else ""
        return [
            ""
            if self.whole and value % 1
            else figures.format_figure(Fraction(repr(float(value))), digits=digits) + sign
            for value in values
        ]


class ChartPlot(pg.PlotWidget):
    """Draws ChartViews; the wheel goes on to the page, the mouse only asks for values."""

    def __init__(self, parent: QWidget) -> None:
        self._left, self._right = ValueAxis("left"), ValueAxis("right")
        super().__init__(parent, axisItems={"left": self._left, "right": self._right})
        self._view: ChartView | None = None
        self._shape: tuple[Any, ...] = ()
        self._items: list[Any] = []
        self._second: Any = None
        self._mark = pg.InfiniteLine(angle=90, movable=False)
        self._chart: ScreenChart | None = None
        self._more = More(self.getViewBox())
        self.place: int | None = None  # the category whose values are told
        self._hover = QLabel(self)
        self._hover.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hover.hide()
        self._set_up()

    def _set_up(self) -> None:
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the chart around it has one
        self.getPlotItem().getViewBox().setDefaultPadding(0)
        self.getPlotItem().setContentsMargins(4, 6, 10, 2)
        self.plotItem.layout.setSpacing(0)
        self._dress()

    def _dress(self) -> None:
        self.setBackground(colour("surface"))
        for axis in (self._left, self._right, self.getAxis("bottom")):
            axis.setPen(pg.mkPen(colour("line")))
            axis.setTextPen(pg.mkPen(colour("ink")))
            axis.setStyle(
                tickFont=text_font(_TICK_PX) if axis is self.getAxis("bottom") else figure_font(_TICK_PX),
                tickLength=-3,
                tickTextOffset=4,
            )
            axis.setZValue(-10)  # the grid's lines belong behind the bars
        self.showGrid(x=False, y=True, alpha=0.16)
        self._hover.setStyleSheet(
            f"background: {colour('surface').name()}; color: {colour('ink').name()};"
            f"border: 1px solid {colour('edge').name()}; border-radius: 3px; padding: 3px 6px;"
        )

    def show_view(self, view: ChartView, styles: tuple[Style, ...], chart: ScreenChart | None = None) -> None:
        """Draw a chart, `chart` with what only the screen shows of it; curves that are there take the new values."""
        self._view, self._chart = view, chart
        shape = (styles, view.kind, tuple(series.axis for series in view.series), view.categories)
        if shape != self._shape:
            self.forget_curves()
            self._dress()
            self._make(view, styles)
            self._shape = shape
        self._fill(view)
        self._more.show(chart, view)
        self._set_ranges(view)

    def forget_curves(self) -> None:
        """Take every curve out, for a chart of another shape."""
        for item, box in self._items:
            box.removeItem(item)
        self._items, self._shape = [], ()
        if self._second is not None:
            self._second.clear()
        self._hover.hide()

    def _make(self, view: ChartView, styles: tuple[Style, ...]) -> None:
        left = self.getViewBox()
        self._use_right_axis(any(series.axis == "right" for series in view.series))
        for series, style in zip(view.series, styles, strict=False):
            box = self._second if series.axis == "right" else left
            self._add(self._bars(style) if self._is_bar(view, series) else self._curve(style), box)
        rest = styles[len(view.series) :]
        for style in rest:
            target = pg.InfiniteLine(angle=0, pen=pg.mkPen(colour(style.colour), width=1.6, style=style.dash))
            self._add(target if style.mark == "target" else self._curve(style), left)
        self._mark.setPen(pg.mkPen(ink.mixed(colour("surface"), colour("accent"), 0.4), width=1))
        self._mark.hide()
        self._add(self._mark, left)
        self._left.percent = any(series.percent for series in view.series if series.axis == "left")
        self._right.percent = any(series.percent for series in view.series if series.axis == "right")
        self._name_categories(view)

    def _name_categories(self, view: ChartView) -> None:
        """Write the categories' names; without 月 where they would run into each other."""
        metrics = QFontMetrics(text_font(_TICK_PX))
        room = self.getViewBox().width() / max(1, len(view.categories))
        longest = max((metrics.horizontalAdvance(name) for name in view.categories), default=0)
        short = room < longest + 4
        names = [name.removesuffix("月") if short else name for name in view.categories]
        self.getAxis("bottom").setTicks([list(enumerate(names))])
        self.getAxis("bottom").setToolTip("月" if short else "")

    def _add(self, item: Any, box: Any) -> None:
        box.addItem(item, ignoreBounds=True)
        self._items.append((item, box))

    @staticmethod
    def _is_bar(view: ChartView, series: SeriesView) -> bool:
        return series.mark == "bar" or (view.kind in ("column", "stacked") and series.axis == "left")

    @staticmethod
    def _bars(style: Style) -> Any:
        if style.pattern != Qt.BrushStyle.SolidPattern:
            return PatternBars(style.colour, style.pattern)
        return pg.BarGraphItem(x=[], height=[], width=_BARS, brush=colour(style.colour), pen=pg.mkPen(None))

    @staticmethod
    def _curve(style: Style) -> Any:
        shade = colour(style.colour)
        return pg.PlotDataItem(
            pen=pg.mkPen(shade, width=2, style=style.dash),
            symbol=style.symbol,
            symbolSize=6,
            symbolBrush=shade,
            symbolPen=pg.mkPen(shade),
            connect="finite",
            antialias=True,
        )

    def _use_right_axis(self, wanted: bool) -> None:
        plot = self.getPlotItem()
        if wanted and self._second is None:
            self._second = pg.ViewBox(defaultPadding=0, enableMouse=False, enableMenu=False)
            plot.scene().addItem(self._second)
            self._right.linkToView(self._second)
            self._second.setXLink(plot.getViewBox())
            plot.getViewBox().sigResized.connect(self._follow_box)
        plot.showAxis("right", wanted)
        if wanted:
            self._follow_box()

    def _follow_box(self) -> None:
        self._second.setGeometry(self.getPlotItem().getViewBox().sceneBoundingRect())

    def _fill(self, view: ChartView) -> None:
        bars = [series for series in view.series if self._is_bar(view, series)]
        base = [0.0] * len(view.categories)
        for series, (item, _) in zip(view.series, self._items, strict=False):
            values = _floats(series.values, series.percent)
            if series in bars:
                place, count = (0, 1) if view.kind == "stacked" else (bars.index(series), len(bars))
                self._fill_bars(item, values, base, place, count)
                if view.kind == "stacked":
                    base = [low + (0 if math.isnan(value) else value) for low, value in zip(base, values, strict=True)]
            else:
                known = any(not math.isnan(value) for value in values)  # a curve of gaps only makes pyqtgraph warn
                item.setData(list(range(len(values))) if known else [], values if known else [])
        rest = [item for item, _ in self._items[len(view.series) :] if item is not self._mark]
        if view.last_year:
            rest.pop(0).setData(list(range(len(view.last_year))), _floats(view.last_year, view.series[0].percent))
        if view.target is not None:
            rest[0].setValue(_floats([view.target], view.series[0].percent)[0])

    @staticmethod
    def _fill_bars(item: Any, values: list[float], base: list[float], place: int, count: int) -> None:
        width = _BARS / count
        shift = (place - (count - 1) / 2) * width
        known = [spot for spot, value in enumerate(values) if not math.isnan(value)]
        item.setOpts(
            x=[spot + shift for spot in known],
            y0=[base[spot] for spot in known],
            height=[values[spot] for spot in known],
            width=width * 0.94,
        )

    def _set_ranges(self, view: ChartView) -> None:
        room = max(0, _LEAST_CATEGORIES - len(view.categories)) / 2  # a single year is no wall of ink
        self.setXRange(-0.5 - room, len(view.categories) - 0.5 + room, padding=0)
        left = [series for series in view.series if series.axis == "left"]
        levels = [value for series in left for value in _floats(series.values, series.percent)]
        if view.kind == "stacked":
            levels = [sum(_zeros(column)) for column in zip(*(_floats(s.values, s.percent) for s in left), strict=True)]
        levels += _floats(view.last_year, bool(left) and left[0].percent)
        self._left.whole = all(math.isnan(level) or level % 1 == 0 for level in levels)
        levels += self._more.levels
        if view.target is not None:
            levels += _floats([view.target], bool(left) and left[0].percent)
        self.setYRange(*_range(levels), padding=0)
        right = [series for series in view.series if series.axis == "right"]
        if right and self._second is not None:
            shown = [value for series in right for value in _floats(series.values, series.percent)]
            self._second.setYRange(*_range(shown), padding=0)

    def mark(self, category: int | None) -> None:
        """Mark a category with a thin line."""
        self._mark.setVisible(category is not None)
        if category is not None:
            self._mark.setValue(category)

    # the mouse asks for values

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the values of the category under the mouse."""
        spot = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
        self.tell(round(spot.x()))

    def tell(self, place: int | None) -> str:
        """Say the values of a category beside it and return the words; None or one that is not there: nothing."""
        if self._view is None or place is None or not 0 <= place < len(self._view.categories):
            self.place = None
            self._hover.hide()
            return ""
        self.place = place
        self._hover.setText(self.words_at(place))
        self._hover.adjustSize()
        anchor = self.mapFromScene(self.getViewBox().mapViewToScene(QPointF(place, 0)))
        left = anchor.x() + 8
        if left + self._hover.width() > self.width() - 4:
            left = anchor.x() - self._hover.width() - 8
        self._hover.move(max(2, left), 6)
        self._hover.show()
        self._hover.raise_()
        return self._hover.text()

    def words_at(self, place: int) -> str:
        """Return the values of a category, a series a line."""
        assert self._view is not None
        view = self._view
        lines = [view.categories[place]]
        lines += [f"{series.label}　{value_text(series, series.values[place])}" for series in view.series]
        if view.last_year:
            lines.append(f"{view.last_year_label}　{value_text(view.series[0], view.last_year[place])}")
        lines += words_of(self._chart, place, lambda value: value_text(view.series[0], value))
        return "\n".join(lines)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the words away."""
        self.tell(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep both axes over each other."""
        super().resizeEvent(event)
        if getattr(self, "_second", None) is not None:
            self._follow_box()
        view: ChartView | None = getattr(self, "_view", None)
        if view is not None:
            self._name_categories(view)


def _floats(values: Sequence[Fraction | None], percent: bool) -> list[float]:
    """Return values as drawn; a gap is not a number."""
    return [math.nan if value is None else float(value * (100 if percent else 1)) for value in values]


def _zeros(values: Sequence[float]) -> list[float]:
    return [0.0 if math.isnan(value) else value for value in values]


def _range(levels: Sequence[float]) -> tuple[float, float]:
    """Return the axis from zero to a little over the highest level."""
    known = [level for level in levels if not math.isnan(level)]
    low, high = min([0.0, *known]), max([0.0, *known])
    return low * _HEADROOM, high * _HEADROOM or 1.0
