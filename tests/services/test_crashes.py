"""Errors that nobody caught: every thread is heard, the same one is told once, and the log quotes nobody."""

import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType

from app.domain.errors import InputError, StorageError
from app.main import start_log
from app.services.crashes import Crashes, hear_qt, safe_trace
from tests.conftest import Noise

ROOT = Path(__file__).parents[2]
SECRET = "秘密の値 山田太郎 1900"


def fail(text: str = SECRET) -> None:
    try:
        sqlite3.connect(":memory:").execute(f'SELECT "{text}" FROM nowhere')
    except sqlite3.Error as error:
        raise ValueError(text) from error


def caught() -> ValueError:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


@pytest.fixture
def log_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noise: Noise) -> Iterator[Path]:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    before = list(logging.getLogger().handlers)
    start_log()
    yield next(tmp_path.rglob("logs")) / "program.log"
    for handler in [one for one in logging.getLogger().handlers if one not in before]:
        logging.getLogger().removeHandler(handler)
        handler.close()
    noise.heard.clear()


def test_a_trace_has_kinds_places_and_codes_and_no_message() -> None:
    text = safe_trace(caught())
    assert "sqlite3.OperationalError SQLITE_ERROR" in text and "builtins.ValueError" in text
    assert "test_crashes.py" in text and " fail" in text
    assert SECRET not in text and "nowhere" not in text and str(ROOT) not in text
    assert safe_trace(StorageError("busy", SECRET)).endswith("StorageError busy")


def test_the_log_keeps_no_word_of_any_error_however_it_gets_there(log_text: Path, qapp: object) -> None:
    error = caught()
    Crashes().hear(type(error), error, error.__traceback__)
    logging.getLogger("app.x").error("a job failed", exc_info=error)
    hear_qt(QtMsgType.QtWarningMsg, QMessageLogContext(), f'QUrl: "{SECRET}" is wrong: {SECRET}')
    hear_qt(QtMsgType.QtCriticalMsg, QMessageLogContext(), "QPainter::begin: Paint device returned engine == 0")
    text = log_text.read_text(encoding="utf-8")
    assert "unhandled error" in text and "a job failed" in text and "Paint device" in text
    assert "秘密" not in text and "山田" not in text and "nowhere" not in text


def test_an_error_in_another_thread_is_told_in_this_one(log_text: Path, qapp: QCoreApplication) -> None:
    crashes = Crashes()
    heard: list[tuple[object, int]] = []
    crashes.happened.connect(lambda error: heard.append((error, threading.get_ident())))
    before = threading.excepthook
    threading.excepthook = crashes._hear_thread
    try:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    finally:
        threading.excepthook = before
    qapp.processEvents()
    assert [type(error) for error, _ in heard] == [ValueError] and "ValueError" in log_text.read_text("utf-8")


def test_an_error_that_comes_again_and_again_is_told_once_and_counted(log_text: Path, qapp: object) -> None:
    crashes = Crashes()
    heard: list[object] = []
    crashes.happened.connect(heard.append)
    for _ in range(250):
        error = caught()
        crashes.hear(type(error), error, error.__traceback__)
    other = InputError("x")
    crashes.hear(type(other), other, None)
    assert len(heard) == 2
    text = log_text.read_text("utf-8")
    assert text.count("builtins.ValueError") == 3 and "for the 100th time" in text


def test_the_log_rotates(log_text: Path) -> None:
    logger = logging.getLogger("app.rotating")
    for _ in range(700):
        logger.info("x" * 10_000)
    logs = sorted(path.name for path in log_text.parent.glob("program.log*"))
    assert logs == ["program.log", *(f"program.log.{number}" for number in range(1, 6))]
    assert all(path.stat().st_size < 1_100_000 for path in log_text.parent.glob("program.log*"))


def test_a_crash_of_the_machine_s_code_leaves_its_place_in_the_log_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.services.crashes import Crashes;"
        "Crashes().watch(Path(sys.argv[1])); import faulthandler; faulthandler._sigsegv()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode != 0
    assert "Segmentation fault" in (tmp_path / "crash.log").read_text(encoding="utf-8")
