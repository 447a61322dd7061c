"""The program's own failures at the desk: told with the log's name, worked on after, offered at the next start."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from app import paths
from app.domain.errors import InputError
from app.main import Program
from app.services.crashes import tidy_crashes
from app.services.jobs import finish_all
from app.ui.dialogs.leftovers import LeftoversDialog
from app.ui.dialogs.message import BUG_BOX
from tests.conftest import Noise
from tests.ui.test_keep_desk import MARCH, in_file, type_march
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
ROOT = Path(__file__).parents[2]
USER = "yamada-taro"
DIES = """
import faulthandler, sqlite3, sys
from pathlib import Path
from app.main import Program, make_application
application = make_application()
program = Program()
program.begin(Path(sys.argv[1]))
program.watch()
program.window.document.item_report("dx-chatbot")
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
program.window.document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
assert program.window.document.pending
faulthandler._sigsegv()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a user whose name stands in every path."""
    place = tmp_path / USER
    (place / "Documents").mkdir(parents=True)
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(place))
    for name in ("USER", "USERNAME"):
        monkeypatch.setenv(name, "山田太郎")
    return place


@pytest.fixture
def program(home: Path, qapp: object, noise: Noise) -> Iterator[Program]:
    hooks = sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)
    running = Program()
    running.watch()
    qInstallMessageHandler(noise.hear_qt)
    yield running
    sys.excepthook, threading.excepthook = hooks[:2]
    for handler in [one for one in logging.getLogger().handlers if one not in hooks[2]]:
        logging.getLogger().removeHandler(handler)
        handler.close()
    for shown in QApplication.topLevelWidgets():
        shown.close()
    finish_all()


@pytest.fixture
def board(council_file: bytes, home: Path) -> Path:
    path = home / "計画.ictplan"
    path.write_bytes(council_file)
    return path


def bug_boxes() -> list[QMessageBox]:
    return [one for one in QApplication.topLevelWidgets() if one.objectName() == BUG_BOX and one.isVisible()]  # type: ignore[misc]


def breaks(text: str) -> None:
    """Fail as a bug of ours would, with what was typed in its message."""
    raise KeyError(text)


def logs() -> str:
    return "\n".join(file.read_text("utf-8") for file in paths.log_file().parent.iterdir())


def test_an_error_is_told_with_the_log_and_the_next_input_is_saved(program: Program, board: Path, noise: Noise) -> None:
    program.begin(board)
    window = program.window
    assert window is not None
    QTimer.singleShot(0, lambda: breaks("秘密の値"))
    until(bug_boxes)
    (box,) = bug_boxes()
    assert box.text() == "プログラムの中で思わぬ誤りが起きました。"
    assert f"記録: {paths.log_file()}" in box.informativeText() and paths.log_file().is_file()
    assert "「保存しました」と出た内容は無事です。" in box.informativeText()
    close = next(one for one in box.buttons() if one.text() == "閉じる")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    until(lambda: not bug_boxes())
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is window)
    window.show_tab("dx")
    type_march(window, "1900")
    assert in_file(board) == "1900" and not window.document.pending
    assert "KeyError" in noise.take("unhandled error")


def test_no_name_no_value_and_no_folder_of_the_user_is_in_any_log(
    program: Program, board: Path, home: Path, noise: Noise
) -> None:
    program.begin(board)
    window = program.window
    assert window is not None
    window.document.set_field("block", "chatbot-now", "body", "秘密の文章")
    with pytest.raises(InputError):
        window.document.set_figure(MARCH, "千九百くらい")
    (home / "b").write_text("a file where a folder should be", "utf-8")
    window.document._backup_root = home / "b"
    window.document.back_up("試験")
    finish_all()
    QTimer.singleShot(0, lambda: breaks(f"秘密の値 {board}"))
    QTimer.singleShot(0, lambda: (home / "ない" / "secret.csv").read_text())
    worker = threading.Thread(target=breaks, args=(f"hidden {home}",))
    worker.start()
    worker.join()
    until(lambda: logs().count("unhandled error") == 3)
    program.crashes.hear(OSError, OSError(2, "No such file", str(home / "secret.csv")), None)  # type: ignore[union-attr]
    written = logs()
    assert "KeyError" in written and "FileNotFoundError" in written and "backup failed" in written
    for word in (USER, "山田", "秘密", "hidden", "secret", "千九百", "計画", str(home), str(ROOT)):
        assert word not in written, word
    noise.heard[:] = [text for text in noise.heard if "unhandled error" not in text]


def test_a_crash_of_the_machine_s_code_loses_nothing_and_the_next_start_offers_what_waited(
    program: Program, board: Path, home: Path
) -> None:
    line = [sys.executable, "-X", "utf8", "-c", DIES, str(board)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, timeout=120, check=False)
    crash = paths.log_file().with_name("crash.log")
    assert done.returncode != 0 and "Segmentation fault" in crash.read_text("utf-8"), done.stderr.decode()
    assert in_file(board) is None
    program.begin(board)
    until(lambda: isinstance(QApplication.activeModalWidget(), LeftoversDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeftoversDialog) and [one.after for one in dialog.lines] == ["1,900件"]
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert in_file(board) == "1900"


def test_what_a_crash_leaves_loses_the_user_s_folders_and_does_not_grow(home: Path) -> None:
    file = home / "crash.log"
    file.write_text('Fatal error\n  File "/home/yamada/板/app/ui/grid.py", line 3 in key\n' * 10_000, "utf-8")
    tidy_crashes(file)
    text = file.read_text("utf-8")
    assert 'File "app/ui/grid.py", line 3 in key' in text and "yamada" not in text.split("\n", 1)[1]
    assert len(text) < 110_000
    tidy_crashes(home / "none.log")
    assert not (home / "none.log").exists()
