"""A file that a person names on a folder that answers slowly, or not at all: the window goes on meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.jobs import finish_all
from app.ui.chart_picture import save
from app.ui.dialogs.leftovers import LeftoversDialog
from app.ui.dialogs.waiting import WaitingDialog
from app.ui.main_window import MainWindow
from app.ui.trend_chart import TrendChart
from tests.disks import held_by_another
from tests.far_folder import FarFolder, far_folder
from tests.ui.test_keep_desk import in_file, march_text, open_file, shown, type_march, wait_for_copy
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def far(tmp_path: Path) -> Iterator[FarFolder]:
    """Return a folder on a network that does not answer until it is told to."""
    (tmp_path / "遠く").mkdir()
    with far_folder(tmp_path / "遠く", 0) as folder:
        folder.answers.clear()
        yield folder


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    return path


@pytest.fixture
def window(board: Path, tmp_path: Path, far: FarFolder, qapp: object) -> Iterator[MainWindow]:
    made = shown(open_file(board, tmp_path))
    yield made
    far.answers.set()
    if shiboken6.isValid(made):
        made.document.pending = ()
        made.close()
    finish_all()


def in_folder(far: FarFolder) -> list[str]:
    return sorted(path.name for path in Path(far.folder).iterdir())


def turns(window: MainWindow, count: int = 20) -> None:
    """Wait until the window has had its turn many times."""
    had: list[int] = []
    timer = QTimer(window)
    timer.timeout.connect(lambda: had.append(1))
    timer.start(0)
    until(lambda: len(had) >= count)
    timer.stop()


def waiting_dialog() -> WaitingDialog:
    until(lambda: isinstance(QApplication.activeModalWidget(), WaitingDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WaitingDialog)
    return dialog


def message(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def test_a_copy_on_a_folder_that_hangs_shows_how_it_stands_and_is_written_in_the_end(
    window: MainWindow, far: FarFolder
) -> None:
    path = Path(far.folder) / "控え.ictplan"
    window.keep_desk.write_copy(path)
    until(lambda: far.calls)
    turns(window)
    assert "控え.ictplan" in waiting_dialog().words.text()
    far.answers.set()
    wait_for_copy(window, path)
    assert QApplication.activeModalWidget() is None and not far.by_window
    assert in_file(path) is None and in_folder(far) == ["控え.ictplan"]


def test_stopping_lets_the_window_go_on_at_once_and_leaves_nothing_behind(window: MainWindow, far: FarFolder) -> None:
    window.keep_desk.write_copy(Path(far.folder) / "控え.ictplan")
    QTest.mouseClick(waiting_dialog().stop_button, Qt.MouseButton.LeftButton)
    assert QApplication.activeModalWidget() is None and "中止しました" in message(window)
    window.activateWindow()  # the offscreen platform does not give the focus back by itself
    until(lambda: QApplication.activeWindow() is window)
    type_march(window, "1900")
    until(lambda: march_text(window) == "1,900")
    far.answers.set()
    finish_all()
    assert in_folder(far) == [] and in_file(window.document.path) == "1900"


def test_a_file_that_was_there_before_it_could_be_stopped_is_told(window: MainWindow, far: FarFolder) -> None:
    path = Path(far.folder) / "入力.csv"
    window.keep_desk._write_list(path)
    until(lambda: far.calls)  # its one step is under way
    QTest.keyClick(waiting_dialog(), Qt.Key.Key_Escape)
    assert "中止しました" in message(window)
    far.answers.set()
    wait_for_copy(window, path)
    assert in_folder(far) == ["入力.csv"]


def test_closing_over_a_copy_under_way_waits_for_it(window: MainWindow, far: FarFolder) -> None:
    path = Path(far.folder) / "控え.ictplan"
    window.keep_desk.write_copy(path)
    assert not window.close() and window.isVisible()
    assert QApplication.activeModalWidget() is waiting_dialog()
    far.answers.set()
    until(lambda: not shiboken6.isValid(window) or not window.isVisible())
    assert in_file(path) is None


def test_closing_over_a_copy_that_is_stopped_leaves_the_window_open(
    window: MainWindow, board: Path, far: FarFolder
) -> None:
    with held_by_another(board):
        type_march(window, "1900")
        window.keep_desk.write_copy(Path(far.folder) / "控え.ictplan")
        assert not window.close()
        QTest.mouseClick(waiting_dialog().stop_button, Qt.MouseButton.LeftButton)
        turns(window)
        assert window.isVisible() and march_text(window) == "1,900" and window.document.pending
    until(lambda: not window.document.pending)
    assert in_file(board) == "1900"


def test_a_copy_that_fails_is_told_and_the_window_stays(window: MainWindow, far: FarFolder) -> None:
    path = Path(far.folder) / "ない" / "控え.ictplan"
    window.keep_desk.write_copy(path)
    assert not window.close()
    far.answers.set()
    until(lambda: not isinstance(QApplication.activeModalWidget(), WaitingDialog | None))
    box = QApplication.activeModalWidget()
    assert "見つかりません" in box.text() and window.isVisible()
    box.close()


def test_what_is_typed_while_a_copy_is_written_keeps_the_window_on_the_first_file(
    council_file: bytes, tmp_path: Path, far: FarFolder, qapp: object
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "計画.ictplan").write_bytes(council_file)
    window = shown(open_file(folder / "計画.ictplan", tmp_path))
    asked: list[Path] = []
    window.open_requested.connect(asked.append)
    path = Path(far.folder) / "コピー.ictplan"
    with held_by_another(folder / "計画.ictplan"):
        type_march(window, "1900")
        desk, waiting = window.keep_desk, window.document.pending
        desk.write_copy(path, lambda: desk._edit(path, waiting))
        window.document.set_figure(("chatbot-all", "2023-02", "result", ""), "1800")
        far.answers.set()
        until(lambda: "コピー.ictplan には入っていません" in message(window))
    assert in_file(path) == "1900" and not asked
    until(lambda: not window.document.pending)
    window.close()
    finish_all()


def test_a_list_of_leftovers_is_written_by_a_thread(board: Path, tmp_path: Path, far: FarFolder, qapp: object) -> None:
    document = open_file(board, tmp_path)
    dialog = LeftoversDialog(document, [])
    dialog.show()
    dialog.write_list(Path(far.folder) / "入力.csv")
    assert waiting_dialog().isVisible()
    far.answers.set()
    until(lambda: "入力.csv" in dialog.drop_button.toolTip())
    assert not far.by_window
    dialog.close()
    document.close()
    finish_all()


def test_a_chart_is_saved_by_a_thread_and_can_be_stopped(window: MainWindow, far: FarFolder) -> None:
    chart = next(one for one in window.page().findChildren(TrendChart) if one.view is not None)
    told: list[str] = []
    chart.told.connect(told.append)
    save(chart, Path(far.folder) / "図.png")
    until(lambda: far.calls)
    turns(window)
    QTest.mouseClick(waiting_dialog().stop_button, Qt.MouseButton.LeftButton)
    assert told == ["グラフの保存を中止しました。計画ファイルはそのままです。"]
    far.answers.set()
    until(lambda: len(told) == 2)
    assert told[1].startswith("グラフを「図.png」に保存しました。")
    assert not far.by_window and not QImage(str(Path(far.folder) / "図.png")).isNull()
