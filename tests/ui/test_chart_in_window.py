"""The chart in the real window: reached, read, drawn in another form and copied with keys alone; and by the mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.paths import Preferences
from app.services.document import Document
from app.ui.chart_plot import ChartPlot
from app.ui.group_tab import GroupTab
from app.ui.main_window import MainWindow
from app.ui.metric_chart import MetricChart
from tests.ui.working import CONTROL, focused, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def chart(document: Document) -> Iterator[MetricChart]:
    window = MainWindow(document, Preferences())
    show(window, 1366, 740)
    window.show_tab("dx")
    page = window.page()
    assert isinstance(page, GroupTab)
    page.list.choose("dx-chatbot")
    found = page.detail.chart
    until(lambda: found.isVisible() and found.findChildren(ChartPlot))
    yield found
    window.close()


def walk_to(wanted: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Press Tab, or Shift+Tab, until a widget has the keys."""
    for _ in range(40):
        if focused() is wanted:
            return
        press(key)
    raise AssertionError("Tab does not lead there")


def third_entry() -> None:
    """Choose the third entry of the open menu with the keys."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    while menu.activeAction() is not menu.actions()[2]:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_everything_of_a_chart_is_done_with_keys(chart: MetricChart) -> None:
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F6)
    walk_to(chart.form_button)
    QTimer.singleShot(0, chart, third_entry)  # the button waits until its menu is closed
    press(Qt.Key.Key_Space)
    assert chart.form == "cumulative"
    chart.window().activateWindow()
    until(lambda: QApplication.focusWidget() is not None)
    walk_to(chart.estimate_button)
    press(Qt.Key.Key_Space)
    assert chart.chart is not None and chart.chart.estimate == ()
    walk_to(chart, Qt.Key.Key_Backtab)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Left)
    assert chart.findChildren(ChartPlot)[0]._hover.text() == "2月\nR4　22,218件"
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().image().width() == 1520


def test_the_mouse_is_told_the_values_under_it(chart: MetricChart) -> None:
    plot = chart.findChildren(ChartPlot)[0]
    box = plot.getViewBox().sceneBoundingRect()
    place = plot.mapFromScene(box.center())
    QTest.mouseMove(plot.viewport(), QPoint(place.x(), place.y()))
    until(plot._hover.isVisible)
    assert "件" in plot._hover.text() and plot._hover.geometry().right() <= plot.width()
