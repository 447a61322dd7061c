"""The chart: what it draws, what it says, and what it keeps when only values change."""

import math
from collections.abc import Iterator
from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.domain.report import ChartView, SeriesView
from app.services.document import Document
from app.ui.chart_plot import ChartPlot
from app.ui.trend_chart import NOTHING, TrendChart, styles_of
from tests.ui.working import block_of, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def chart(qapp: QApplication) -> Iterator[TrendChart]:
    made = TrendChart()
    show(made, 420, 220)
    yield made
    made.close()
    made.deleteLater()


def series(*values: int | None, percent: bool = False, axis: str = "left", mark: str = "line") -> SeriesView:
    exact = tuple(None if value is None else Fraction(value) for value in values)
    return SeriesView("m", "件数", mark, axis, exact, percent, "件")


def view(
    *all_series: SeriesView, kind: str = "line", target: int | None = None, last: tuple[int, ...] = ()
) -> ChartView:
    return ChartView(
        kind, "試験", ("4月", "5月", "6月"), ("2022-04", "2022-05", "2022-06"), all_series,
        Fraction(target) if target is not None else None, "目標値 9件" if target is not None else "",
        tuple(Fraction(value) for value in last), "R3" if last else "",
    )  # fmt: skip


def plot_of(chart: TrendChart) -> ChartPlot:
    return next(iter(chart.findChildren(ChartPlot)))


def curve(chart: TrendChart, place: int) -> tuple[list[float], list[float]]:
    item = plot_of(chart)._items[place][0]
    return list(item.xData), list(item.yData)


def test_the_plotting_library_waits_for_the_first_value(chart: TrendChart) -> None:
    chart.show_chart(view(series(None, None, None)))
    assert chart.findChildren(ChartPlot) == [] and chart._empty.isVisible() and chart._empty.text() == NOTHING
    chart.show_chart(view(series(1, 2, 3)))
    assert plot_of(chart).isVisible()


def test_gaps_stay_open(chart: TrendChart) -> None:
    chart.show_chart(view(series(1, None, 3)))
    _, values = curve(chart, 0)
    assert values[0] == 1 and math.isnan(values[1]) and values[2] == 3


def test_new_values_go_into_the_same_curves(chart: TrendChart) -> None:
    chart.show_chart(view(series(1, 2, 3), target=9, last=(3, 2, 1)))
    before = [item for item, _ in plot_of(chart)._items]
    chart.show_chart(view(series(1, 2, 4), target=9, last=(3, 2, 1)))
    assert [item for item, _ in plot_of(chart)._items] == before
    assert curve(chart, 0)[1] == [1, 2, 4] and curve(chart, 1)[1] == [3, 2, 1]
    assert before[2].value() == 9


def test_the_axis_begins_at_zero_and_holds_the_target(chart: TrendChart) -> None:
    chart.show_chart(view(series(1, 2, 3), target=9))
    low, high = plot_of(chart).getViewBox().viewRange()[1]
    assert low == 0 and high > 9


def test_shares_are_drawn_as_per_cent_on_their_own_axis(document: Document, chart: TrendChart) -> None:
    block = next(
        block for block in document.item_report("dx-chatbot").blocks if block.chart and block.chart.kind == "combo"
    )
    chart.show_chart(block.chart)
    plot = plot_of(chart)
    assert plot._right.isVisible() and plot._right.percent and not plot._left.percent
    assert [style.mark for style in styles_of(block.chart)] == ["bar", "bar", "line"]  # type: ignore[arg-type]
    assert max(value for value in curve(chart, 2)[1] if not math.isnan(value)) == pytest.approx(92.7, abs=0.1)
    chart.show_chart(view(series(1, 2, 3)))
    assert not plot._right.isVisible()


def test_series_are_told_apart_without_colour() -> None:
    styles = styles_of(view(series(1, 2, 3), series(3, 2, 1), last=(1, 1, 1), target=9))
    assert len({(style.dash, style.symbol, style.mark) for style in styles}) == 4


def test_bars_are_stacked_on_each_other(chart: TrendChart) -> None:
    chart.show_chart(view(series(1, 2, 3), series(4, None, 6), kind="stacked"))
    lower, upper = (item.opts for item, _ in plot_of(chart)._items[:2])
    assert lower["y0"] == [0, 0, 0] and upper["y0"] == [1, 3] and upper["height"] == [4, 6]


def test_the_mouse_asks_for_values(chart: TrendChart) -> None:
    chart.show_chart(view(series(1168, None, 3), last=(5, 6, 7)))
    plot = plot_of(chart)
    assert plot.words_at(0) == "4月\n件数　1,168件\nR3　5件"
    assert plot.words_at(1) == "5月\n件数　値なし\nR3　6件"
    # Sent to the widget itself: QTest moves the pointer of the whole screen, where another window may lie on top.
    spot, none = QPointF(plot.width() // 2, plot.height() // 2), Qt.KeyboardModifier.NoModifier
    place = plot.viewport().mapToGlobal(spot)
    moved = QMouseEvent(QEvent.Type.MouseMove, spot, place, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, none)
    QApplication.sendEvent(plot.viewport(), moved)
    until(plot._hover.isVisible)
    assert plot._hover.text().startswith("5月")


def test_a_screen_reader_hears_every_value(chart: TrendChart) -> None:
    chart.show_chart(view(series(1, None, 3), target=9))
    assert chart.accessibleName() == "試験"
    assert chart.accessibleDescription() == "件数: 4月 1件、5月 値なし、6月 3件。目標値 9件"


def test_no_axis_word_is_cut(document: Document, chart: TrendChart) -> None:
    chart.show_chart(document.trend("chatbot-all").months)
    until(lambda: plot_of(chart)._left.width() > 20)
    metrics = plot_of(chart).fontMetrics()
    assert plot_of(chart)._left.width() >= metrics.horizontalAdvance("3,000") * 0.7
    names = [name for _, name in plot_of(chart).getAxis("bottom")._tickLevels[0]]
    assert names[0] in ("4月", "4") and len(names) == 12


def test_the_marked_month_follows_the_chosen_cell(document: Document, chart: TrendChart) -> None:
    table = block_of(document, "dx-chatbot", "chatbot-table").table
    assert table is not None
    chart.show_chart(document.trend("chatbot-all").months)
    chart.mark(3)
    assert plot_of(chart)._mark.isVisible() and plot_of(chart)._mark.value() == 3
    chart.mark(None)
    assert not plot_of(chart)._mark.isVisible()
    assert plot_of(chart).focusPolicy() == Qt.FocusPolicy.NoFocus
