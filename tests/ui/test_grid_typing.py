"""Typing into a cell: input methods, and what was understood beside the editor."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.blocks import Phase
from app.domain.report import PhaseView
from app.services.document import Document
from app.ui.grid import Grid
from app.ui.parts_model import PhaseModel
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
    ("typed", "read", "shown"),
    [
        ("令和４年度～令和6年度", "R4〜R6", "R4〜R6"),
        ("2022/6-2023/2", "R4.6〜R5.2", "R4.6〜R5.2"),
        ("R5", "", "R5"),
        ("令和元年", "R1年", "R1年"),
        ("5年度以降", "", "5年度以降"),
    ],
)
def test_a_time_is_understood_in_any_form_and_words_stay_words(
    document: Document, typed: str, read: str, shown: str
) -> None:
    block = document.add_block(document.item_heads("dx")[0].node, "roadmap", "工程")
    uid = document.add_phase(block, "準備")
    model = PhaseModel(document)

    def follow() -> None:
        phase = document.repository.read_one(Phase, (uid,))
        assert phase is not None
        model.show_phases((PhaseView(uid, phase.label, phase.printed or "", phase.start, phase.end, ""),))

    document.changed.connect(follow)
    follow()
    grid = Grid(model)
    show(grid, 600, 200)
    grid.setFocus()
    grid.go_to(0, 1)
    steps = document.undo_label
    type_keys(typed)
    assert bubble_text(grid) == (f"{read} と読みました" if read else "")
    press(Qt.Key.Key_Return)
    assert text_at(grid, 0, 1) == shown
    document.undo()
    assert document.undo_label == steps and text_at(grid, 0, 1) == ""
    grid.close()
    grid.deleteLater()


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
