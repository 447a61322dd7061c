"""The conftest's ear: what a test makes the program complain about is heard, and fails it unless taken."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal, qWarning

ROOT = Path(__file__).resolve().parents[2]

NOISY = """
import logging, warnings
from PySide6.QtCore import QObject, Signal, qWarning

class Sender(QObject):
    sent = Signal()

def test_log():
    logging.getLogger("app").warning("log is heard")

def test_qt():
    qWarning("Qt is heard")

def test_slot():
    sender = Sender()
    sender.sent.connect(lambda: 1 / 0)
    sender.sent.emit()

def test_warning():
    warnings.warn("warning is heard")

def test_quiet(qapp):
    assert qapp.platformName() == "offscreen"
"""


class Sender(QObject):
    sent = Signal()


def test_complaints_can_be_expected(noise) -> None:
    logging.getLogger("app").warning("the log")
    qWarning("from Qt")
    sender = Sender()
    sender.sent.connect(lambda: 1 // 0)
    sender.sent.emit()
    assert noise.take("the log") == "WARNING app: the log"
    assert noise.take("from Qt") == "QtWarningMsg: from Qt"
    assert "ZeroDivisionError" in noise.take("division")


def test_information_is_no_complaint(noise) -> None:
    logging.getLogger("app").info("saved")
    assert noise.heard == []


def test_taking_what_was_not_heard_fails(noise) -> None:
    with pytest.raises(AssertionError, match="0 complaints"):
        noise.take("nothing of the kind")


def test_complaint_fails_the_test_it_happens_in(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_noisy.py").write_text(NOISY, encoding="utf-8")
    pytest_here = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    answer = subprocess.run([*pytest_here, "--rootdir", ".", "."], cwd=tmp_path, capture_output=True, encoding="utf-8")
    # A fixture fails a test when it ends: such a test counts as passed and as an error, and the run as failed.
    assert answer.returncode == 1
    for complaint in ("log is heard", "Qt is heard", "ZeroDivisionError", "warning is heard"):
        assert complaint in answer.stdout
    assert "1 failed, 4 passed, 3 errors" in answer.stdout
