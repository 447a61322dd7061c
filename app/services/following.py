"""The open file where it is a copy of a shared board: it follows newer versions, and holds back while others edit."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.board import BoardIndex
from app.domain.errors import StorageError
from app.domain.plan import Meeting
from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session
from app.services.views import Change
from app.storage.database import open_database
from app.storage.repository import Repository

if TYPE_CHECKING:
    from app.domain import edits as edit_rows
    from app.domain import history_words
    from app.domain.edits import Command
    from app.domain.history import History
    from app.storage import lineage, past
else:
    edit_rows = LazyModule("app.domain.edits")
    history_words = LazyModule("app.domain.history_words")
    lineage = LazyModule("app.storage.lineage")
    past = LazyModule("app.storage.past")

FEW_STEPS = 20  # of a colleague; more are read anew as a whole


class Following(Session):
    """The open file as one version of a board of which others may bring newer ones.

    `hindrance` says in Japanese why nothing can be edited for the moment, '' where nothing stands in the way. An edit
    that is tried all the same raises StorageError, and its editor keeps what was typed. Signal: `hindered()`.
    """

    hindrance = ""

    def hinder(self, why: str) -> None:
        """Hold edits back for a reason, or '' to let them through again."""
        if why != self.hindrance:
            self.hindrance = why
            self.hindered.emit()

    @property
    def read_only(self) -> bool:
        """Return whether nothing can be written, for good or while somebody else edits."""
        return bool(self.hindrance) or super().read_only

    def follow(self, file: Path) -> None:
        """Work on another version of the board from now on, a file that was just checked.

        Where it is this version with a few edits more, the window follows edit by edit, and the undo stack stays: an
        undo that no longer fits is a conflict. StorageError leaves the present version.
        """
        fresh = Repository(open_database(file, known_sound=True))
        steps = self._steps_to(fresh)
        before, self.repository = self.repository, fresh
        before.close()
        if steps is None:
            self._begin_anew()
        for line in steps or ():
            self.revision = line.sequence
            self.changed.emit(self._taken_in(self._command(line), Place()))

    def _steps_to(self, fresh: Repository) -> "list[History] | None":
        """Return the lines of history that lead from here to another version, None where they do not or are many."""
        count = fresh.revision - self.repository.revision
        here = lineage.stage_of(self.repository.database)
        if not 0 <= count <= FEW_STEPS or not lineage.holds(fresh.database, here):
            return None
        return past.read_past(fresh, past.PastQuery(), fresh.revision - count, fresh.revision + 1, count)[::-1]

    def _command(self, line: "History") -> "Command":
        return edit_rows.Command(line.label, history_words.edits_of(line), line.uid)

    def _begin_anew(self) -> None:
        self._done.clear()
        self._undone.clear()
        self.revision, self.index = self.repository.revision, BoardIndex(self.repository.read_structure())
        if self.index.one(Meeting, self.meeting) is None:
            meetings = self.index.all(Meeting)
            self.meeting = meetings[-1].uid if meetings else None
        self._start_afresh()
        self.changed.emit(Change(self.revision, frozenset(), True, True, "新しい版の読み込み"))

    def _save(self, new: "Command", place: Place, typed: bool) -> int:
        if self.hindrance:
            raise StorageError("readonly", self.hindrance)
        return super()._save(new, place, typed)
