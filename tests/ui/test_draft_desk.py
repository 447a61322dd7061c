"""A text in the middle of its writing: marked, kept on this PC, and offered when the program ends without a word."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import load_preferences
from app.services.document import Document
from app.services.drafts import DRAFT
from app.services.places import Place
from app.storage.repository import create_board
from app.ui.dialogs.leftovers import LeftoversDialog
from app.ui.goal_tab import GoalTab
from app.ui.grid import Grid
from app.ui.group_tab import GroupTab
from app.ui.main_window import MainWindow
from app.ui.text_body import TextBody
from app.ui.text_editor import TextEditor
from tests.sample_board import sample_board
from tests.services.test_taking import opened
from tests.ui.working import CONTROL, press, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
ITEM, BLOCK = "dx-chatbot", "chatbot-now"
TYPED = "研修を開いた。"


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    return path


@pytest.fixture
def window(board: Path, tmp_path: Path, qapp: object) -> Iterator[MainWindow]:
    made = MainWindow(opened(board, tmp_path), load_preferences())
    made.show()
    made.activateWindow()
    until(lambda: QApplication.activeWindow() is made)
    made.draft_desk._later.setInterval(30)
    yield made
    if shiboken6.isValid(made):
        made.close()


def write(window: MainWindow) -> TextEditor:
    """Write at the end of the text of a block as a person does, and stay in it."""
    window.lead_to(Place("dx", ITEM, "block", (BLOCK,)))
    tab = window.page()
    assert isinstance(tab, GroupTab)
    until(lambda: BLOCK in tab.blocks.frames)
    body = tab.blocks.frames[BLOCK].body
    assert isinstance(body, TextBody)
    body.editor.setFocus()
    until(body.editor.hasFocus)
    press(Qt.Key.Key_End, CONTROL)
    type_keys(TYPED)
    return body.editor


def after_a_crash(board: Path, tmp_path: Path) -> Document:
    """Return the file as the next start of the program finds it."""
    return opened(board, tmp_path)


def kept(board: Path, tmp_path: Path) -> list[str]:
    document = after_a_crash(board, tmp_path)
    found = [line.after for line in document.leftover_lines(document.leftovers())]
    document.close()
    return found


def test_what_is_being_written_is_marked_and_kept_and_goes_into_the_file_with_ctrl_s(
    window: MainWindow, board: Path, tmp_path: Path
) -> None:
    write(window)
    assert window._saved.text() == "入力中"
    until(lambda: kept(board, tmp_path))
    (text,) = kept(board, tmp_path)
    assert text.endswith(TYPED) and window.document.leftovers() == [] and not window.document.can_undo
    type_keys("続き。")
    until(lambda: kept(board, tmp_path)[0].endswith("続き。"))
    assert len(kept(board, tmp_path)) == 1
    press(Qt.Key.Key_S, CONTROL)
    assert window._saved.text().startswith("保存済み ") and kept(board, tmp_path) == []
    assert str(window.document.field("block", BLOCK, "body")).endswith(f"{TYPED}続き。")


def test_a_text_that_is_given_up_is_let_go(window: MainWindow, board: Path, tmp_path: Path) -> None:
    write(window)
    until(lambda: kept(board, tmp_path))
    press(Qt.Key.Key_Escape)
    assert window._saved.text() == "保存済み" and kept(board, tmp_path) == []


def test_closing_the_window_saves_the_text_and_leaves_nothing_to_offer(
    window: MainWindow, board: Path, tmp_path: Path
) -> None:
    write(window)
    until(lambda: kept(board, tmp_path))
    assert window.close()
    again = after_a_crash(board, tmp_path)
    assert again.leftovers() == [] and str(again.field("block", BLOCK, "body")).endswith(TYPED)
    again.close()


def test_after_a_crash_the_next_start_offers_the_text_and_saves_it_as_one_step(
    window: MainWindow, board: Path, tmp_path: Path
) -> None:
    before = str(window.document.field("block", BLOCK, "body"))
    write(window)
    until(lambda: kept(board, tmp_path))
    left = tmp_path / "left"  # as the power cut leaves it: another window would take the keys, and the text with them
    shutil.copytree(tmp_path / "recovery", left / "recovery")
    shutil.copy(board, left / board.name)
    again = MainWindow(after_a_crash(left / board.name, left), load_preferences())
    again.show()
    until(lambda: isinstance(QApplication.activeModalWidget(), LeftoversDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeftoversDialog) and [line.after.endswith(TYPED) for line in dialog.lines] == [True]
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert again.document.field("block", BLOCK, "body") == before + TYPED and again.document.undo_label == DRAFT
    again.document.undo()
    assert again.document.field("block", BLOCK, "body") == before
    again.close()


def test_a_line_of_a_list_is_kept_while_its_cell_is_written(window: MainWindow, board: Path, tmp_path: Path) -> None:
    window.lead_to(Place("dx", ITEM, "block", ("chatbot-points",)))
    tab = window.page()
    assert isinstance(tab, GroupTab)
    until(lambda: "chatbot-points" in tab.blocks.frames)
    grid = tab.blocks.frames["chatbot-points"].findChildren(Grid)[0]
    grid.setFocus()
    grid.go_to(0, 0)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_End, CONTROL)
    type_keys(TYPED)
    until(lambda: kept(board, tmp_path))
    assert kept(board, tmp_path)[0].endswith(TYPED) and not window.document.can_undo
    press(Qt.Key.Key_Return)
    until(lambda: window.document.can_undo and not kept(board, tmp_path))
    press(Qt.Key.Key_F2)
    type_keys("x")
    until(lambda: kept(board, tmp_path))
    press(Qt.Key.Key_Escape)
    until(lambda: not kept(board, tmp_path))


def test_the_note_of_a_status_is_kept_before_there_is_a_row_for_it(tmp_path: Path, qapp: object) -> None:
    board = tmp_path / "目標.ictplan"
    create_board(board, sample_board(), created_with="tests").close()
    window = MainWindow(opened(board, tmp_path), load_preferences())
    window.show()
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is window)
    window.draft_desk._later.setInterval(30)
    goal = next(tab.node for tab in window.document.tabs() if tab.kind == "goal")
    window.lead_to(Place(goal, goal, "indicator", ("i2",)))
    tab = window.page()
    assert isinstance(tab, GoalTab)
    until(lambda: tab.detail.row is not None and tab.detail.row.uid == "i2")
    tab.detail.write_note()
    type_keys(TYPED)
    until(lambda: kept(board, tmp_path))
    assert TYPED in kept(board, tmp_path)[0] and not window.document.can_undo
    press(Qt.Key.Key_1, CONTROL)  # another tab takes the text with it into the file
    until(lambda: not kept(board, tmp_path))
    assert window.document.undo_label is not None and window.document.undo_label.endswith("状況のメモ")
    window.close()
