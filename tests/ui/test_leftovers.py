"""What an earlier session could not save: each way to answer, by its button."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.paths import load_preferences
from app.services.jobs import finish_all
from app.ui.dialogs.leftovers import LeftoversDialog
from app.ui.main_window import MainWindow
from tests.disks import held_by_another
from tests.ui.test_keep_desk import MARCH, in_file, name_file, open_file
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def board(council_file: bytes, tmp_path: Path, qapp: object) -> Path:
    """Return a board of which an earlier session left an input behind."""
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    before = open_file(path, tmp_path)
    before.item_report("dx-chatbot")
    with held_by_another(path):
        before.set_figure(MARCH, "1900")
        before.close()
    return path


@pytest.fixture
def dialog(board: Path, tmp_path: Path) -> Iterator[LeftoversDialog]:
    window = MainWindow(open_file(board, tmp_path), load_preferences())
    window.show()
    until(lambda: isinstance(QApplication.activeModalWidget(), LeftoversDialog))
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, LeftoversDialog) and [line.after for line in shown.lines] == ["1,900件"]
    yield shown
    window.close()
    finish_all()


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def offered(board: Path, tmp_path: Path) -> int:
    document = open_file(board, tmp_path)
    count = len(document.leftovers())
    document.close()
    return count


def test_save_puts_it_into_the_file(dialog: LeftoversDialog, board: Path, tmp_path: Path) -> None:
    press(dialog.save_button)
    assert in_file(board) == "1900" and offered(board, tmp_path) == 0


def test_let_go_leaves_the_file_and_is_not_offered_again(dialog: LeftoversDialog, board: Path, tmp_path: Path) -> None:
    press(dialog.drop_button)
    assert in_file(board) is None and offered(board, tmp_path) == 0


@pytest.mark.parametrize("how", ["button", "escape"])
def test_later_keeps_it_for_the_next_start(how: str, dialog: LeftoversDialog, board: Path, tmp_path: Path) -> None:
    if how == "button":
        press(dialog.later_button)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert in_file(board) is None and offered(board, tmp_path) == 1


def test_written_to_a_file_it_stays_offered(dialog: LeftoversDialog, board: Path, tmp_path: Path) -> None:
    name_file(tmp_path / "入力.csv")
    press(dialog.file_button)
    until(lambda: "入力.csv" in dialog.drop_button.toolTip())
    assert "1,900件" in (tmp_path / "入力.csv").read_text(encoding="utf-8-sig")
    assert dialog.isVisible()
    press(dialog.later_button)
    assert offered(board, tmp_path) == 1
