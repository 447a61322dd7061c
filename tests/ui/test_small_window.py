"""A screen of 1366x768 at 200 %: what folds, and that nothing is out of reach."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import Preferences
from app.services.document import Document, Place
from app.ui.goal_tab import GoalTab
from app.ui.history_window import WHERE
from app.ui.main_window import MainWindow
from app.ui.room import room_around
from tests.ui.working import press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

SMALL = (683, 313)
HEADS = ["指標", "単位", "目標値", "R4"]


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    measure = document.add_node("goal-1", "measure", "情報の発信")
    document.paste_indicators(measure, [HEADS, ["登録者数", "人", "900", "850"]])
    opened = MainWindow(document, Preferences())
    opened.setMinimumSize(0, 0)
    show(opened, *SMALL)
    yield opened
    opened.close()


def goal(window: MainWindow, node: str) -> GoalTab:
    window.show_tab(node)
    page = window.page()
    assert isinstance(page, GoalTab)
    until(page.isVisible)
    QApplication.processEvents()
    return page


def inside(part: QWidget, whole: QWidget) -> bool:
    """Say whether all of a widget can be seen in another."""
    return whole.rect().contains(QRect(part.mapTo(whole, QPoint()), part.size()))


def test_one_pane_is_shown_and_f6_swaps_it(window: MainWindow) -> None:
    page = goal(window, "goal-1")
    assert page.grid.isVisible() and not page.detail.isVisible() and page.pane_bar.isVisible()
    press(Qt.Key.Key_F6)
    assert page.detail.isVisible() and not page.grid.isVisible()
    press(Qt.Key.Key_F6)
    assert page.grid.isVisible() and page.grid.hasFocus()


def test_strips_and_chart_fold_unless_a_filter_is_on(window: MainWindow) -> None:
    page = goal(window, "goal-1")
    assert not page.footer.isVisible() and not page.filters.isVisible()
    press(Qt.Key.Key_F6)
    assert not page.detail.chart.isVisible()
    page.show_filter("late")
    press(Qt.Key.Key_F6)
    assert page.filters.isVisible()
    window.resize(1366, 700)
    until(lambda: page.footer.isVisible() and page.detail.chart.isVisible())


def test_an_empty_goal_s_invitation_can_be_reached(window: MainWindow) -> None:
    page = goal(window, "goal-2")
    assert inside(page.empty, page.grid)


def test_the_search_s_results_stay_on_the_screen(window: MainWindow) -> None:
    window.find_desk.enter()
    box = window.header.find_box
    box.insert("3月")
    box.textEdited.emit("3月")
    until(lambda: box.finder.whole)
    assert box.list.isVisible()
    assert room_around(window).contains(box.list.frameGeometry())


def test_the_history_s_columns_fit_its_width(window: MainWindow) -> None:
    window.document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
    window.history_desk.open()
    shown = window.history_desk.window
    assert shown is not None
    shown.resize(560, 320)
    until(lambda: shown.list.header().length() <= shown.list.viewport().width() and shown.list.columnWidth(WHERE) > 80)


def test_a_group_s_three_panes_take_turns(window: MainWindow) -> None:
    window.lead_to(Place("dx", "dx-chatbot", None, None))
    page = window.page()
    shown = []
    for _ in range(3):
        shown.append([pane.isVisible() for pane in page.panes])  # type: ignore[union-attr]
        press(Qt.Key.Key_F6)
    assert sorted(shown) == [[False, False, True], [False, True, False], [True, False, False]]
