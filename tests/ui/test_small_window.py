"""A screen of 1366x768 at 200 %: what folds, and that nothing is out of reach."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from app.paths import Preferences
from app.services.document import Document, Place
from app.ui.goal_tab import GoalTab
from app.ui.header import ARROW
from app.ui.history_window import WHERE
from app.ui.main_window import MainWindow
from app.ui.room import FRAME, room_around
from tests.ui.every_window import WINDOWS
from tests.ui.test_accessible import reached
from tests.ui.working import press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

SMALL = (683, 313)
SCREEN = QSize(683, 384)
LINE = 24  # px: the least of what scrolls by itself
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


def crushed(shown: QWidget) -> list[str]:
    """Return what cannot be seen whole, though nothing scrolls to it."""
    found = []
    for part in reached(shown):
        around = part.parentWidget()
        while around is not shown and not isinstance(around, QAbstractScrollArea):
            around = around.parentWidget()
        least = LINE if isinstance(part, QAbstractScrollArea) else part.minimumSizeHint().height()
        if not isinstance(around, QAbstractScrollArea) and not (inside(part, shown) and part.height() >= least):
            found.append(f"{type(part).__name__} {part.accessibleName()} {part.height()} of {least} px")
    return found


@pytest.mark.parametrize("name", [name for name in WINDOWS if name != "main"])
def test_every_window_fits_the_screen_and_shows_all_that_it_has(window: MainWindow, name: str) -> None:
    shown = WINDOWS[name][1](window)
    until(shown.isVisible)
    if shown.windowType() in (Qt.WindowType.Window, Qt.WindowType.Dialog):  # panels are measured by their screen
        shown.resize((SCREEN - FRAME).boundedTo(shown.size()))
        assert shown.size().boundedTo(SCREEN - FRAME) == shown.size()
    QApplication.processEvents()
    cut = crushed(shown)
    shown.close()
    assert cut == []


def test_a_formula_and_what_is_wrong_with_it_are_in_sight(window: MainWindow) -> None:
    page = goal(window, "goal-1")
    page.grid.go_to(1, 1)
    until(lambda: page.detail.row is not None)
    window.writing_desk.write_formula()
    line = page.detail.formula
    until(line.edit.hasFocus)
    type_keys("[x] +")
    until(lambda: bool(line.result.text()) and inside(line.result, window) and inside(line.edit, window))
    area = page.detail.pages.currentWidget()
    until(lambda: inside(line.result, area.viewport()) and inside(line.edit, area.viewport()))
    press(Qt.Key.Key_Escape)
    until(line.begin.hasFocus)


def test_the_meeting_s_name_is_whole(window: MainWindow) -> None:
    box = window.header.meeting
    assert box.width() >= box.fontMetrics().horizontalAdvance(box.currentText()) + ARROW
    assert inside(window.header.export_button, window) and inside(window.header.proof_button, window)
