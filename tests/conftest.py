"""What every test runs under: Qt without a screen, and quiet as the passing state.

A Qt warning, an exception in a slot or a log record of WARNING or above fails the test it happens in. A test that wants
one asks for the `noise` fixture and takes it: `noise.take("part of the text")`.
"""

import logging
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from app.services.document import Document

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt, which reads it once
os.environ["OPENPYXL_LXML"] = "False"  # lxml comes with openxml-audit and would change the bytes of a workbook


class Noise(logging.Handler):
    """Everything a test made the program complain about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Hear a log record."""
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def hear_qt(self, kind: "QtMsgType", context: "QMessageLogContext", text: str) -> None:
        """Hear a message of Qt's own; debug and info are not complaints."""
        if kind.name not in ("QtDebugMsg", "QtInfoMsg"):
            self.heard.append(f"{kind.name}: {text}")

    def hear_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Hear an exception that nobody caught, such as one in a slot."""
        self.heard.append("".join(traceback.format_exception(kind, error, trace)))

    def take(self, part: str) -> str:
        """Return the one complaint that contains a text and forget it; fail when there is none or more than one."""
        found = [text for text in self.heard if part in text]
        assert len(found) == 1, f"{len(found)} complaints contain {part!r}; heard: {self.heard}"
        self.heard.remove(found[0])
        return found[0]


@pytest.fixture(autouse=True)
def noise(monkeypatch: pytest.MonkeyPatch) -> Iterator[Noise]:
    """Listen while a test runs and fail it for every complaint that it did not take."""
    listener = Noise()
    monkeypatch.setattr(sys, "excepthook", listener.hear_exception)
    logging.getLogger().addHandler(listener)
    # Tests without Qt stay without Qt: loading it takes longer than most of them run.
    qt = sys.modules.get("PySide6.QtCore")
    if qt:
        before = qt.qInstallMessageHandler(listener.hear_qt)
    yield listener
    if qt:
        qt.qInstallMessageHandler(before)
    logging.getLogger().removeHandler(listener)
    if listener.heard:
        pytest.fail("not quiet:\n" + "\n".join(listener.heard), pytrace=False)


@pytest.fixture(autouse=True)
def clear_screen() -> Iterator[None]:
    """Hide the windows that a test left open: the mouse of the next one would move over them, not over its own."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets and widgets.QApplication.instance():
        for left in widgets.QApplication.topLevelWidgets():
            left.hide()


@pytest.fixture(scope="session")
def qapp() -> "Iterator[QApplication]":
    """Return the one QApplication of the test run, made when the first test asks for it."""
    from PySide6.QtWidgets import QApplication

    from app.ui.theme import STYLE_ARGUMENTS

    existing = QApplication.instance()
    made = existing if isinstance(existing, QApplication) else QApplication(["tests", *STYLE_ARGUMENTS])
    yield made
    # A test may leave a job behind, and a thread that still runs when Python goes ends the process with an error.
    jobs = sys.modules.get("app.services.jobs")
    if jobs:
        jobs.finish_all()
    made.clipboard().clear()  # what a test put there is Python's: freed with the clipboard, the process would crash


@pytest.fixture(scope="session")
def council_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of the shipped board as a file."""
    from app.storage.repository import create_board
    from app.storage.seed import seed_rows

    path = tmp_path_factory.mktemp("council") / "council.ictplan"
    create_board(path, seed_rows(Path(__file__).parents[1] / "db" / "seed"), created_with="tests").close()
    return path.read_bytes()


@pytest.fixture
def document(council_file: bytes, tmp_path: Path, qapp: "QApplication") -> "Iterator[Document]":
    """Return the council's board in a file with an awkward name, open for writing."""
    from app.services.document import Document
    from app.storage.database import open_database
    from app.storage.repository import Repository

    path = tmp_path / "計画 #1%.ictplan"
    path.write_bytes(council_file)
    opened = Document(Repository(open_database(path)), path, who="試験", pc="PC")
    yield opened
    opened.close()
