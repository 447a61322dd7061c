"""Find and replace within a table, and every function of a table in the menus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app.paths import Preferences
from app.services.document import Document
from app.ui.grid import Grid
from app.ui.grid_entries import entries_of, fill, grid_in_hand
from app.ui.main_window import MainWindow
from app.ui.replace_window import ReplaceWindow
from tests.ui.working import CONTROL, bubble_text, focused, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("offscreen")

ALL, EXCLUDED, RESPONSES = 0, 1, 2


def opened(grid: Grid) -> ReplaceWindow:
    press(Qt.Key.Key_H, CONTROL)
    found = grid.window().findChild(ReplaceWindow)
    assert isinstance(found, ReplaceWindow) and found.isVisible()
    until(lambda: QApplication.focusWidget() is found.wanted)
    return found


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(grid: Grid, row: int, *columns: int) -> list[str]:
    return [str(grid.grid_model.index(row, column).data()) for column in columns]


def test_words_are_replaced_in_any_form_as_one_undo_step(grid: Grid, document: Document) -> None:
    model = grid.grid_model
    model.enter(ALL, 0, "全しつもん")
    model.enter(EXCLUDED, 0, "シツモン（除く）")
    window = opened(grid)
    type_keys("しつもん")
    window.new.setFocus()
    type_keys("質問")
    click(window.all)
    assert [shown(grid, row, 0) for row in (ALL, EXCLUDED)] == [["全質問"], ["質問（除く）"]]
    assert window.words.text() == "2か所を置き換えました。Ctrl+Zで戻せます。"
    document.undo()
    assert [shown(grid, row, 0) for row in (ALL, EXCLUDED)] == [["全しつもん"], ["シツモン（除く）"]]
    window.close()


def test_a_figure_is_found_with_its_separators_and_computed_ones_are_told(grid: Grid, document: Document) -> None:
    document.set_figure(("chatbot-all", "2022-04", "result", ""), "12345")
    document.set_figure(("chatbot-excluded", "2022-04", "result", ""), "0")
    assert shown(grid, RESPONSES, 1) == ["12,345"]
    window = opened(grid)
    type_keys("12,345")
    window.new.setText("１２３４６")
    click(window.all)
    assert shown(grid, ALL, 1) == ["12,346"] == shown(grid, RESPONSES, 1)
    assert window.words.text().startswith("1か所を置き換えました。")
    window.close()


def test_what_cannot_be_read_changes_nothing_and_says_why(grid: Grid, document: Document) -> None:
    window = opened(grid)
    type_keys("3202")
    window.new.setText("abc")
    click(window.all)
    assert "まだ何も入れていません" in window.words.text() and not document.can_undo
    window.close()


def test_enter_goes_from_cell_to_cell_and_one_is_replaced_at_a_time(grid: Grid) -> None:
    for column in (1, 3):
        grid.grid_model.enter(ALL, column, "7777")
    grid.go_to(ALL, 0)
    window = opened(grid)
    type_keys("7777")
    press(Qt.Key.Key_Return)
    assert grid.currentIndex().column() == 1 and "個の欄のうち1個目" in window.words.text()
    window.new.setText("8888")
    click(window.one)
    assert shown(grid, ALL, 1, 3) == ["8,888", "7,777"] and grid.currentIndex().column() == 3
    window.wanted.setFocus()
    type_keys("0")
    click(window.next)
    assert "見つかりません" in window.words.text()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_only_the_selection_is_searched_where_there_is_one(grid: Grid) -> None:
    for column in (1, 3):
        grid.grid_model.enter(ALL, column, "7777")
    grid.select_cells(ALL, 2, EXCLUDED, 4)
    window = opened(grid)
    assert window.within.isChecked()
    type_keys("7777")
    window.new.setText("1")
    click(window.all)
    assert shown(grid, ALL, 1, 3) == ["7,777", "1"]
    window.close()


def test_the_menu_of_the_window_works_on_the_table_in_hand(document: Document) -> None:
    window = MainWindow(document, Preferences())
    show(window)
    menu = next(found for found in window.findChildren(QMenu) if found.title() == "表の欄")
    menu.aboutToShow.emit()
    assert not any(action.isEnabled() for action in menu.actions() if not action.isSeparator())
    window.lead_to(document.first_waiting_figure())  # type: ignore[arg-type]
    grid = grid_in_hand(window)
    assert grid is not None
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert "下へ写す\tCtrl+D" in words and "並べ替えと絞り込み…\tCtrl+Shift+L" in words
    type_keys("12")
    next(action for action in menu.actions() if action.text().startswith("クリア")).trigger()
    assert grid.delegate.open_editor() is None and document.can_undo
    window.close()


def test_every_entry_can_be_chosen_without_harm(grid: Grid) -> None:
    menu = QMenu(grid)
    grid.go_to(ALL, 1)
    fill(menu, grid)
    names = [entry.words for group in entries_of(grid) for entry in group]
    assert len(names) == len(set(names)) == sum(not action.isSeparator() for action in menu.actions())
    next(action for action in menu.actions() if action.text().startswith("すべて選ぶ")).trigger()
    assert len(grid.selectedIndexes()) == grid.grid_model.rowCount() * grid.grid_model.columnCount()
    next(action for action in menu.actions() if action.text().startswith("欄を直す")).trigger()
    assert grid.delegate.open_editor() is not None and bubble_text(grid) == ""
    assert focused() is grid.delegate.open_editor()
