"""Keeps the paper laid out while its slides are chosen: in a job, begun anew after every change."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import BoardError
from app.services.document import Document
from app.services.jobs import Job
from app.services.tasks import Paper

WAIT_MS = 120  # a change seldom comes alone


class PaperSource(QObject):
    """The paper of the chosen meeting, `paper`, and whether it is being laid out, `busy`.

    The first one is told as it grows; a later one takes its place when it is whole. `trouble` says why there is none.
    Signal: `changed()`.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._version = (False, False)
        self._job: Job | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._begin)
        self.paper = Paper()
        self.trouble = ""

    @property
    def busy(self) -> bool:
        """Return whether a paper is on its way."""
        return self._job is not None or self._wait.isActive()

    def begin(self) -> None:
        """Lay the paper out for the first time."""
        self._begin()

    def follow(self) -> None:
        """Lay the paper out anew soon: something changed."""
        self._wait.start()
        self.changed.emit()

    def set_version(self, web: bool, with_provisional: bool) -> None:
        """Choose the paper for the council or the version for the web site."""
        if (web, with_provisional) != self._version:
            self._version = (web, with_provisional)
            self.follow()

    def stop(self) -> None:
        """Give up what is on its way, for closing the window."""
        self._wait.stop()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            job.wait()

    def _begin(self) -> None:
        self._wait.stop()
        if self._job is not None:
            self._job.cancel()
        self._job = Job(self._document.paper_task(*self._version))
        self._job.progressed.connect(self._on_grown)
        self._job.finished.connect(self._on_whole)
        self._job.failed.connect(self._on_failed)
        self._job.start()
        self.changed.emit()

    # Of a job that a newer one has taken the place of nothing is wanted any more.

    def _on_grown(self, paper: Paper) -> None:
        if self.sender() is self._job and not self.paper.whole:
            self.paper = paper
            self.changed.emit()

    def _on_whole(self, paper: Paper) -> None:
        if self.sender() is self._job:
            self._job, self.paper, self.trouble = None, paper, ""
            self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self.trouble = str(error) if isinstance(error, BoardError) else "頁を組めませんでした。"
        self.changed.emit()
        if not isinstance(error, BoardError):
            raise error  # a bug: sys.excepthook logs it and says where the log is
