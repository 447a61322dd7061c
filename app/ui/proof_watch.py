"""検算 in the window's idle moments: once after it is painted, and anew after every change once changes pause."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import BoardError
from app.services.document import Change, Document

if TYPE_CHECKING:
    from app.domain.judged import Proof

FIRST_MS = 800
WAIT_MS = 100  # 全体 is counted first: it builds what the tabs show
PAUSE_MS = 500


class ProofWatch(QObject):
    """Drives the document's proof. Signals: `began()`, `failed(str)`; the document itself tells `proved(Proof)`."""

    began = Signal()
    failed = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._steps: Iterator[Proof | None] | None = None
        self._hurried = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)
        document.changed.connect(self._on_changed)
        self._timer.start(FIRST_MS)

    def hurry(self) -> None:
        """Begin at once, since a person waits for the result."""
        self._hurried = True
        if self._steps is None:
            self._timer.start(0)

    def stop(self) -> None:
        """Check nothing more; the file is about to be closed."""
        self._timer.stop()
        self._steps = None

    def _on_changed(self, change: Change) -> None:
        self._steps = None
        self._timer.start(PAUSE_MS)
        self.began.emit()

    def _step(self) -> None:
        """Go on by one step of a few milliseconds, as long as nothing else happens."""
        if self._document.counting and not self._hurried:
            self._timer.start(WAIT_MS)
            return
        if self._steps is None:
            self._steps = self._document.proof()
            self.began.emit()
        try:
            proof = next(self._steps)
        except BoardError as error:
            self._steps = None
            self.failed.emit(error.message)
            return
        if proof is None:
            self._timer.start(0)
        else:
            self._steps, self._hurried = None, False
