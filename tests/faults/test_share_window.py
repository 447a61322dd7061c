"""A window on a shared folder that answers slowly, or not at all: the window itself never waits for it."""

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from shiboken6 import isValid

from app.domain.metrics import Metric
from app.main import Program
from app.paths import load_preferences
from app.services import sharing
from app.storage.lease import lease_path
from app.storage.repository import create_board
from app.ui.dialogs.export_dialog import ExportDialog
from app.ui.dialogs.writing_dialog import Stage
from app.ui.main_window import MainWindow
from tests.far_folder import FarFolder, far_folder
from tests.faults.proof import Proof, share
from tests.faults.test_share_halted import told
from tests.sample_board import sample_board
from tests.storage.share_desk import Desk
from tests.ui.conftest import offscreen, own_settings, theme
from tests.ui.working import show, until

__all__ = ["offscreen", "own_settings", "theme"]
pytestmark = pytest.mark.usefixtures("offscreen", "theme", "own_settings")

BUDGET_MS = 50


class Turns:
    """The longest turn of the event loop, in ms of work: what other programs of a busy machine take does not count.

    Waiting for a file would not show in it, which is why the folder tells in which threads it was asked.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._on_turn)
        self._timer.start(0)

    def _on_turn(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, 1000 * (now - self._last))
        self._last = now

    def skip(self) -> None:
        """Leave out what this thread has done since the last turn."""
        self._last = time.thread_time()

    def stop(self) -> float:
        """Measure no more and return the longest turn."""
        self._timer.stop()
        return self.longest


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a board on a shared folder that is looked at often."""
    monkeypatch.setattr(sharing, "LOOK_MS", 50)
    monkeypatch.setattr(sharing, "SOON_MS", 10)
    path = tmp_path / "共有" / "計画.ictplan"
    path.parent.mkdir()
    create_board(path, sample_board(), created_with="tests").close()
    load_preferences().treat_as_shared(path, True)
    return path


def opened(place: Path) -> MainWindow:
    """Return a window that shows a goal of the shared board, as soon as it is up to date."""
    program = Program()
    program.begin(place)
    until(lambda: program.window is not None and standing(program.window).state == "current")
    made = program.window
    assert made is not None
    show(made)
    made.show_tab_number(1)
    until(lambda: not made.document.counting and made.document.last_proof is not None)
    return made


def closed(window: MainWindow) -> None:
    """Close a window and wait until what was typed in it is on the shared folder."""
    window.close()
    until(lambda: not isValid(window) or window.share_desk is None or window.share_desk._left)


@pytest.fixture
def window(place: Path) -> Iterator[MainWindow]:
    """Return a window that shows a goal of the shared board."""
    made = opened(place)
    yield made
    closed(made)


def standing(window: MainWindow) -> sharing.Standing:
    assert window.share_desk is not None
    return window.share_desk.sharing.standing


def waiting(window: MainWindow) -> int:
    assert window.share_desk is not None
    return window.share_desk.sharing.inputs()


def type_figure(window: MainWindow, number: int) -> None:
    metric = window.document.repository.read(Metric)[0].uid
    window.document.set_figure((metric, f"2041-{1 + number % 12:02}", "result", ""), str(1000 + number))


def of_other_threads(far: FarFolder) -> bool:
    return not far.by_window and not far.by_sqlite


def test_a_slow_folder_never_holds_the_window(proof: Proof, place: Path, window: MainWindow) -> None:
    promise = "no file of the share touched by the window's thread, no turn over 50 ms"
    rounds = proof.rounds(300, "edits on a share with 5 ms in every file operation", promise, least=4)
    with far_folder(place.parent) as far:
        turns = Turns()
        for number in rounds:
            type_figure(window, number)
            until(lambda: not waiting(window))
        longest = turns.stop()
    assert of_other_threads(far) and far.calls > 10 * len(rounds)
    assert longest <= BUDGET_MS
    proof.note(f"{far.calls} operations, longest turn {longest:.0f} ms")


def test_no_step_of_a_day_waits_for_the_folder(proof: Proof, place: Path, tmp_path: Path) -> None:
    seconds = 0.5 if share() == 1 else 0.05
    what = f"a day at a share with {seconds * 1000:.0f} ms in every file operation"
    proof.rounds(1, what, "opened, edited, published, followed, exported and closed; none of it by the window's thread")
    with told(place, tmp_path / "PC2", "鈴木") as colleague, far_folder(place.parent, seconds) as far:
        window = opened(place)
        type_figure(window, 1)
        until(lambda: not waiting(window))
        export_beside(window)
        assert window.share_desk is not None
        window.share_desk.sharing._board._edited_at -= 3600  # nothing typed for an hour: others may edit
        until(lambda: not standing(window).mine)
        fate, uid = colleague.tell("save")
        until(lambda: window.document.repository.revision_of(uid) is not None)
        colleague.tell("rest")
        closed(window)
    assert fate == "published"
    assert of_other_threads(far), far.by_window
    assert zipfile.is_zipfile(place.with_name("資料.xlsx"))
    assert not lease_path(place).exists()
    proof.note(f"{far.calls} operations")


def export_beside(window: MainWindow) -> None:
    """Write the workbook into the shared folder, as the output window proposes."""
    dialog = ExportDialog(window.document, window.document.path.parent, window)
    dialog.open()
    dialog.name.setText("資料.xlsx")
    dialog.write.click()
    until(lambda: dialog.stage is Stage.DONE)
    dialog.leave.click()
    dialog.deleteLater()


def test_a_folder_that_hangs_never_holds_the_window(proof: Proof, place: Path, window: MainWindow) -> None:
    promise = "the window goes on at once, and what was typed arrives when the folder answers"
    rounds = proof.rounds(50, "edits on a share that does not answer", promise, least=2)
    with far_folder(place.parent, 0) as far:
        turns = Turns()
        for number in rounds:
            far.answers.clear()
            type_figure(window, number)
            pause = QTimer(singleShot=True, interval=100)
            pause.start()
            until(lambda pause=pause: not pause.isActive())
            far.answers.set()
            until(lambda: not waiting(window))
        longest = turns.stop()
    assert of_other_threads(far) and longest <= BUDGET_MS
    proof.note(f"longest turn {longest:.0f} ms")


def test_following_a_colleague_never_holds_the_window(
    proof: Proof, place: Path, window: MainWindow, tmp_path: Path
) -> None:
    rounds = proof.rounds(200, "a colleague's versions followed", "each within 50 ms of the window's work", least=3)
    colleague = Desk(place, tmp_path / "PC2", "鈴木")
    turns = Turns()
    for number in rounds:
        colleague.save(f"2041-{1 + number % 12:02}", str(number))
        turns.skip()
        uid = colleague.typed[-1]
        until(lambda uid=uid: window.document.repository.revision_of(uid) is not None)
    longest = turns.stop()
    colleague.leave()
    assert longest <= BUDGET_MS
    proof.note(f"longest turn {longest:.0f} ms")
