"""What is still being typed when a person saves, goes to another tab or closes: taken, or the person stays with it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from app.services.places import Place
from app.ui.grid import Grid
from app.ui.group_tab import GroupTab
from app.ui.leaving import UNREADABLE
from app.ui.main_window import MainWindow
from app.ui.text_body import TextBody
from tests.ui.test_main_window import window
from tests.ui.working import CONTROL, bubble_text, focused, press, type_keys, until

__all__ = ["window"]  # a fixture

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
ALL, APRIL = 0, 1


@pytest.fixture
def tab(window: MainWindow) -> Iterator[GroupTab]:
    """Return the tab of the items at the chatbot's."""
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is window)
    window.lead_to(Place("dx", "dx-chatbot", "block", ("chatbot-now",)))
    page = window.page()
    assert isinstance(page, GroupTab)
    until(lambda: "chatbot-now" in page.blocks.frames)
    yield page


@pytest.fixture
def grid(tab: GroupTab) -> Grid:
    """Return the chatbot's table with the keys, at April of all questions."""
    found = next(one for one in tab.findChildren(Grid) if one.accessibleName().startswith("チャットボット"))
    found.setFocus()
    found.go_to(ALL, APRIL)
    return found


def test_ctrl_s_takes_what_is_typed_and_the_person_goes_on(grid: Grid, window: MainWindow) -> None:
    type_keys("77")
    press(Qt.Key.Key_S, CONTROL)
    assert grid.grid_model.index(ALL, APRIL).data() == "77" and grid.hasFocus()
    type_keys("78")
    press(Qt.Key.Key_Return)
    assert grid.grid_model.index(ALL, APRIL).data() == "78"


def test_ctrl_s_in_a_text_leaves_the_cursor_where_it_is(tab: GroupTab, window: MainWindow) -> None:
    body = tab.blocks.frames["chatbot-now"].body
    assert isinstance(body, TextBody)
    body.editor.setFocus()
    press(Qt.Key.Key_Home, CONTROL)
    type_keys("ab")
    press(Qt.Key.Key_S, CONTROL)
    assert str(window.document.field("block", "chatbot-now", "body")).startswith("ab")
    assert focused() is body.editor and body.editor.textCursor().position() == 2


def test_an_unreadable_input_keeps_its_tab_its_window_and_says_so(grid: Grid, window: MainWindow) -> None:
    here = window.tab_bar.currentIndex()
    type_keys("x1")
    press(Qt.Key.Key_1, CONTROL)
    editor = grid.delegate.open_editor()
    assert window.tab_bar.currentIndex() == here and editor is not None and editor.text() == "x1"
    assert window.page() is window.stack.currentWidget() and "読み取れません" in bubble_text(window)
    assert window.statusBar().currentMessage() == UNREADABLE
    assert not window.close() and window.isVisible() and grid.delegate.open_editor() is editor
    press(Qt.Key.Key_S, CONTROL)
    assert window.statusBar().currentMessage() == UNREADABLE and not window.document.can_undo
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_1, CONTROL)
    assert window.tab_bar.currentIndex() == 0


def test_a_value_is_taken_on_the_way_to_the_next_tab_and_the_table_has_the_keys_again(
    grid: Grid, window: MainWindow
) -> None:
    here = window.tab_bar.currentIndex()
    type_keys("77")
    press(Qt.Key.Key_PageUp, CONTROL)
    assert window.tab_bar.currentIndex() == here - 1 and window.document.can_undo
    press(Qt.Key.Key_PageDown, CONTROL)
    assert window.tab_bar.currentIndex() == here and grid.hasFocus()
    press(Qt.Key.Key_PageDown, CONTROL)
    assert window.tab_bar.currentIndex() == 0, "the last one leads to the first"


def test_the_menu_key_opens_the_menu_under_the_cell(grid: Grid) -> None:
    grid.scrollTo(grid.currentIndex())
    middle = grid.viewport().rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, grid.viewport().mapToGlobal(middle))
    QApplication.sendEvent(grid.viewport(), asked)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.x() == grid.viewport().mapToGlobal(grid.visualRect(grid.currentIndex()).bottomLeft()).x()
    menu.close()
