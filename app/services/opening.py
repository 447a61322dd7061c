"""Opening a shared board: at once from the copy on this PC, or after it has been fetched, without waiting for it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.errors import BoardError, StorageError
from app.services.document import Document
from app.services.far_thread import FarThread
from app.storage.database import Before, open_database
from app.storage.repository import Repository
from app.storage.share import SharedBoard
from app.storage.working_copy import WorkingCopy

UNREADABLE = "このPCにあった版"


class Opening(QObject):
    """One attempt. One signal comes: `ready(Document, SharedBoard)` or `failed(BoardError)`; after `give_up` none.

    `home` is the folder of the copies on this PC; `before_migrating` is called with an older version of the board.
    """

    ready = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        path: Path,
        home: Path,
        who: str | None,
        pc: str | None,
        before_migrating: Before,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._before_migrating = before_migrating
        self._home, self._who, self._pc = home, who, pc
        self._board: SharedBoard | None = None
        self._line = FarThread(self)

    def begin(self) -> None:
        """Open the copy on this PC where there is one; else begin to fetch the board."""
        try:
            copy = WorkingCopy.enter(self._home, self.path)
        except StorageError as error:
            self.failed.emit(error)
            return
        self._board = SharedBoard(copy, self._who or "", self._pc or "", before_migrating=self._before_migrating)
        if copy.file is None or not self._opened(copy.file):
            self._line.ask(self._fetched, self._on_fetched)

    def give_up(self) -> None:
        """Forget about it; a call that hangs is left to itself."""
        if self._board is not None:
            self._line.ask(self._board.leave)
        self._line.stop()

    def _opened(self, file: Path) -> bool:
        """Open a file of this PC; False where it is damaged, which leaves it aside and the shared one to be fetched."""
        assert self._board is not None
        try:
            database = open_database(file, before_migrating=self._before_migrating)
            document = Document(Repository(database), self.path, who=self._who, pc=self._pc)
        except StorageError:
            self._board.copy.keep(file.read_bytes(), UNREADABLE)
            return False
        self.ready.emit(document, self._board)
        return True

    def _fetched(self) -> "Path | BoardError":
        assert self._board is not None
        try:
            return self._board.fetch()
        except BoardError as error:
            return error

    def _on_fetched(self, answer: "Path | BoardError") -> None:
        assert self._board is not None
        self._line.stop()
        if isinstance(answer, Path):
            document = Document(Repository(open_database(answer)), self.path, who=self._who, pc=self._pc)
            self.ready.emit(document, self._board)
        else:
            self._board.leave()
            self.failed.emit(answer)
