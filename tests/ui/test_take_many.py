"""A thousand differences taken in through the real windows: progress, 中止, one step back and forth."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.edits import command
from app.paths import load_preferences
from app.services.jobs import finish_all
from app.storage.database import open_database
from app.storage.repository import Repository
from app.ui.compare_pane import ComparePane
from app.ui.dialogs.steps import StepsDialog
from app.ui.main_window import MainWindow
from tests.far_folder import far_folder
from tests.services.test_taking import MANY, figures, new_figures, opened
from tests.ui.working import press, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    return path


@pytest.fixture
def pane(board: Path, council_file: bytes, tmp_path: Path, qapp: object) -> Iterator[ComparePane]:
    """Return the comparison with a file that has a thousand figures more, all of them chosen."""
    other = tmp_path / "相手.ictplan"
    other.write_bytes(council_file)
    repository = Repository(open_database(other))
    repository.apply(command("入力", new_figures()), who="山田", pc=None, made_at="2026-04-01T10:31:00+09:00")
    repository.close()
    main = MainWindow(opened(board, tmp_path), load_preferences())
    main.show()
    main.backup_desk.compare_file(other)
    window = main.backup_desk.compare_window
    assert window is not None
    until(lambda: window.pane.view.comparison is not None)
    QTest.mouseClick(window.pane.view.all_button, Qt.MouseButton.LeftButton)
    until(window.pane.take_button.isEnabled)
    yield window.pane
    if shiboken6.isValid(main):
        main.close()
    finish_all()


def main_of(pane: ComparePane) -> MainWindow:
    main = pane.window().parentWidget()
    assert isinstance(main, MainWindow)
    return main


def dialog() -> StepsDialog:
    until(lambda: isinstance(QApplication.activeModalWidget(), StepsDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, StepsDialog)
    return found


def take(pane: ComparePane) -> StepsDialog:
    QTest.mouseClick(pane.take_button, Qt.MouseButton.LeftButton)
    return dialog()


def test_a_thousand_differences_come_in_with_progress_and_go_back_as_one_step(pane: ComparePane, board: Path) -> None:
    before = figures(board)
    seen: list[int] = []
    shown = take(pane)
    shown.bar.valueChanged.connect(seen.append)
    assert not pane.take_button.isEnabled()
    until(lambda: pane.said.text().startswith(f"{MANY:,}件を取り込みました"))
    assert len(figures(board)) == len(before) + MANY and any(0 < done < MANY for done in seen)
    main = main_of(pane)
    main.menus.undo.trigger()
    dialog()
    until(lambda: main.document.can_redo)
    assert figures(board) == before
    main.menus.redo.trigger()
    dialog()
    until(lambda: main.document.can_undo)
    assert len(figures(board)) == len(before) + MANY
    until(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize("how", ["button", "escape"])
def test_stop_takes_nothing_and_says_so(how: str, pane: ComparePane, board: Path) -> None:
    before = figures(board)
    shown = take(pane)
    if how == "button":
        QTest.mouseClick(shown.stop_button, Qt.MouseButton.LeftButton)
    else:
        press(Qt.Key.Key_Escape)
    until(lambda: pane.said.text() == "取り込みを中止しました。計画は変わっていません。")
    assert figures(board) == before and not main_of(pane).document.can_undo
    until(pane.take_button.isEnabled)
    take(pane)
    until(lambda: pane.said.text().startswith(f"{MANY:,}件を取り込みました"))


def test_closing_in_the_middle_takes_nothing(pane: ComparePane, board: Path) -> None:
    before, main = figures(board), main_of(pane)
    take(pane)
    assert main.close()
    until(lambda: not shiboken6.isValid(main))
    assert figures(board) == before


def test_a_comparison_reads_the_open_file_in_a_thread_of_its_own(pane: ComparePane, board: Path) -> None:
    with far_folder(board.parent, 0) as far:
        pane._run(keep=True)
        until(lambda: pane._job is None)
    assert far.by_sqlite and not [asked for asked in far.by_window if asked.startswith("sqlite3")]
