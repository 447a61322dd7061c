"""Typing into a cell: input methods, and what was understood beside the editor."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.document import Document
from app.ui.grid import Grid
from app.ui.text_editor import TextEditor
from tests.ui.working import bubble_text, focused, press, show, type_keys

pytestmark = pytest.mark.usefixtures("offscreen")

FEBRUARY, MARCH = 11, 12
ALL, EXCLUDED, RESPONSES = 0, 1, 2


def compose(preedit: str) -> None:
    QApplication.sendEvent(focused(), QInputMethodEvent(preedit, []))


def commit(text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(focused(), event)


def text_at(grid: Grid, row: int, column: int) -> str:
    return str(grid.grid_model.index(row, column).data())


def test_a_composition_goes_into_the_cell_from_its_first_key_on(grid: Grid) -> None:
    grid.go_to(ALL, 0)
    for preedit in ("し", "しつ", "しつもん"):
        compose(preedit)
        editor = grid.delegate.open_editor()
        assert editor is not None and editor.composing
    QTest.keyClick(focused(), Qt.Key.Key_Return)  # some input methods hand their own keys on
    assert grid.delegate.open_editor() is editor and editor.composing
    commit("質問")
    assert editor.text() == "質問" and not editor.composing and grid.currentIndex().row() == ALL
    compose("すう")
    assert focused() is editor and editor.composing
    press(Qt.Key.Key_Return)
    assert grid.delegate.open_editor() is editor and grid.currentIndex().row() == ALL
    commit("数")
    press(Qt.Key.Key_Return)
    assert text_at(grid, ALL, 0) == "質問数" and grid.currentIndex().row() == EXCLUDED


def test_escape_in_a_composition_leaves_the_cell_open(grid: Grid) -> None:
    grid.go_to(ALL, 0)
    press(Qt.Key.Key_F2)
    editor = grid.delegate.open_editor()
    assert editor is not None
    compose("か")
    press(Qt.Key.Key_Escape)
    assert grid.delegate.open_editor() is editor
    compose("")
    press(Qt.Key.Key_Escape)
    assert grid.delegate.open_editor() is None


def test_a_composition_replaces_what_the_cell_held(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, FEBRUARY)
    compose("１２")
    commit("１２万")
    assert bubble_text(grid) == "120,000件 と読みました"
    press(Qt.Key.Key_Return)
    assert text_at(grid, ALL, FEBRUARY) == "120,000"
    document.undo()
    assert text_at(grid, ALL, FEBRUARY) == "1,916"


def test_a_composition_on_a_computed_cell_says_why_not(grid: Grid) -> None:
    grid.go_to(RESPONSES, FEBRUARY)
    compose("あ")
    assert grid.delegate.open_editor() is None and "計算" in bubble_text(grid)
    grid.go_to(ALL, FEBRUARY)
    compose("１")
    assert grid.delegate.open_editor() is not None and bubble_text(grid) == ""


def test_a_text_takes_a_composition_and_enter_in_it_breaks_no_line(qapp: QApplication) -> None:
    editor = TextEditor("現在")
    show(editor, 400, 200)
    editor.setFocus()
    compose("げんざい")
    commit("現在")
    assert editor.toPlainText() == "現在"
    editor.close()
    editor.deleteLater()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1234", ""),
        ("1,234", ""),
        ("-5", ""),
        ("１，２３４", "1,234件"),
        ("1,234件", ""),
        ("▲5", "△5件"),
        ("3万5千", "35,000件"),
        ("約1万", "約10,000件"),
        ("12百", "1,200件"),
        ("（未集計）", "未集計"),
        ("未集計", ""),
        ("100 件以上", "100件以上"),
        ("abc", ""),
        ("－", ""),
    ],
)
def test_what_was_understood_stands_beside_the_editor(grid: Grid, typed: str, read: str) -> None:
    grid.go_to(ALL, FEBRUARY)
    type_keys(typed)
    assert bubble_text(grid) == (f"{read} と読みました" if read else "")
    press(Qt.Key.Key_Escape)
    assert bubble_text(grid) == ""
