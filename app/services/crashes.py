"""Errors that nobody caught: into the log without a word of what was typed, and told once, not a hundred times.

An exception's message may quote what somebody typed, so the log has kinds of errors and places in the program only.
"""

import faulthandler
import logging
import re
import sys
import threading
import time
import traceback
from copy import copy
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

TOLD_AGAIN_AFTER = 60.0  # seconds in which the same error is counted and not told again
CRASH_FILE = "crash.log"
CRASHES_KEPT = 100_000  # letters
log = logging.getLogger("app")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|「[^」]*」|\S*[/\\]\S*|[^\x00-\x7f]+")
_PLACE = re.compile(r'File "([^"]*)"')


class Crashes(QObject):
    """Hears every error that nobody caught, in whatever thread. Signal: `happened(exception)`."""

    happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: dict[str, float] = {}
        self._counts: dict[str, int] = {}

    def watch(self, folder: Path | None) -> None:
        """Begin to hear: exceptions of all threads, Qt's own complaints, and crashes of the machine's code.

        `folder` is the log's; None where there is no log.
        """
        sys.excepthook = self.hear
        threading.excepthook = self._hear_thread
        qInstallMessageHandler(hear_qt)
        if folder is not None and not faulthandler.is_enabled():
            tidy_crashes(folder / CRASH_FILE)
            # Held open for as long as the program runs: at a crash nothing can be opened any more.
            faulthandler.enable((folder / CRASH_FILE).open("a", encoding="utf-8"))

    def hear(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write an error to the log and tell of it; one that comes again and again is counted instead."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        text = safe_trace(error.with_traceback(trace))
        count = self._counts[text] = self._counts.get(text, 0) + 1
        if count == 1:
            log.error("unhandled error\n%s", text)
        elif count in (10, 100) or count % 1000 == 0:
            log.error("unhandled error, for the %dth time: %s", count, text.splitlines()[-1])
        now = time.monotonic()
        if now - self._told.get(text, -TOLD_AGAIN_AFTER) >= TOLD_AGAIN_AFTER:
            self._told[text] = now
            self.happened.emit(error)

    def _hear_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self.hear(found.exc_type, found.exc_value, found.exc_traceback)


class SafeFormatter(logging.Formatter):
    """Formats records of the log; an exception that comes with one loses its message as well."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record's line; what another handler may have made of its exception is not taken over."""
        fresh = copy(record)
        fresh.exc_text = None
        return super().format(fresh)

    def formatException(self, ei: object) -> str:
        """Return kinds and places of an exception and its causes."""
        error = ei[1] if isinstance(ei, tuple) else None
        return safe_trace(error) if isinstance(error, BaseException) else ""


def safe_trace(error: BaseException) -> str:
    """Return where an error came from, with its causes first: kinds, files, lines and functions, never a message."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{safe_trace(cause)}\nthen\n" if cause is not None else ""
    places = [
        f"  {_in_program(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return before + "\n".join([*places, _named(error)])


def tidy_crashes(file: Path) -> None:
    """Take the user's folders out of what crashes of the machine's code have left, and all but the newest of it.

    At the crash itself nothing can be chosen: it is done at the next start. A file that refuses stays as it is.
    """
    try:
        text = file.read_text(encoding="utf-8", errors="replace")[-CRASHES_KEPT:]
        if text:
            file.write_text(_PLACE.sub(lambda found: f'File "{_in_program(found[1])}"', text), encoding="utf-8")
    except OSError:
        return


def _named(error: BaseException) -> str:
    """Return an error's kind and, where it has one, its code: those are the program's and the system's own words."""
    code = getattr(error, "code", None) or getattr(error, "sqlite_errorname", None) or getattr(error, "errno", None)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{kind} {code}" if isinstance(code, str | int) else kind


def _in_program(name: str) -> str:
    """Return a file's name from its package on: the rest of the path names the user."""
    parts = Path(name).parts
    start = max((place for place, part in enumerate(parts) if part in ("app", "site-packages")), default=len(parts) - 1)
    return "/".join(parts[start:])


def hear_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Write a message of Qt's own to the log, without what it quotes."""
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", _QUOTED.sub("…", text))
