"""One file written for a window by a thread: its place may lie on a network that does not answer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import BoardError
from app.services.jobs import Job
from app.ui.dialogs.waiting import WaitingDialog


class Saving(QObject):
    """Runs a job that writes a file; a small window with 「中止」 comes up where that takes longer than a moment.

    Whoever stops it goes on at once, whatever the place does; the job takes away what is half written when it can. A
    window that is to be closed meanwhile shows how it stands, and closes by itself once the file is written.

    Signals: `written(last step of the job)`, which may come after `stopped()` where the file was there before it could
    be stopped; `failed(BoardError)`; `stopped()`.
    """

    written = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, work: Callable[[], Iterator[object]], path: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waited_for = True
        self._closes = False
        self._dialog = WaitingDialog("ファイルに保存", f"「{path.name}」を保存しています。", window)
        self._dialog.given_up.connect(self._on_given_up)
        self._job = Job(work)
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self.deleteLater)

    def begin(self) -> None:
        """Begin to write; returns at once."""
        self._window.installEventFilter(self)
        self._job.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open until the file is written."""
        if event.type() != QEvent.Type.Close:
            return False
        event.ignore()
        self._closes = True
        self._dialog.show_now()
        return True

    # what the job tells

    def _on_progressed(self, step: Any) -> None:
        if self._waited_for and step is not None:
            self._dialog.show_progress(step.done, step.total)

    def _on_finished(self, last: object) -> None:
        closes = self._let_go() and self._closes
        self.written.emit(last)
        self.deleteLater()
        if closes and self._window.isVisible():
            self._window.close()

    def _on_failed(self, error: Exception) -> None:
        waited_for = self._let_go()
        self.deleteLater()
        if not isinstance(error, BoardError):
            raise error
        if waited_for:
            self.failed.emit(error)

    # what a person wants

    def _on_given_up(self) -> None:
        self._let_go()
        self._job.cancel()
        self.stopped.emit()

    def _let_go(self) -> bool:
        """Let the window go on; return whether it was still waiting."""
        waited_for, self._waited_for = self._waited_for, False
        if waited_for:
            self._window.removeEventFilter(self)
            self._dialog.end()
        return waited_for
