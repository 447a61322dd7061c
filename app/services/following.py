"""The open file where it is a copy of a shared board: it follows newer versions, and holds back while others edit."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.board import BoardIndex
from app.domain.errors import StorageError
from app.domain.plan import Meeting
from app.services.places import Place
from app.services.session import Session
from app.services.views import Change
from app.storage.database import open_database
from app.storage.repository import Repository

if TYPE_CHECKING:
    from app.domain.edits import Command


class Following(Session):
    """The open file as one version of a board of which others may bring newer ones.

    `withheld` says in Japanese why nothing can be edited for the moment, '' where nothing stands in the way. An edit
    that is tried all the same raises StorageError "withheld", and its editor keeps what was typed.
    """

    withheld = ""

    @property
    def read_only(self) -> bool:
        """Return whether nothing can be written, for good or while somebody else edits."""
        return bool(self.withheld) or super().read_only

    def follow(self, file: Path) -> None:
        """Work on another version of the board from now on; StorageError leaves the present one.

        The undo stack begins anew: its steps belong to the version that is left.
        """
        fresh = Repository(open_database(file))
        structure = fresh.read_structure()
        before, self.repository = self.repository, fresh
        before.close()
        self._done.clear()
        self._undone.clear()
        self.revision, self.index = fresh.revision, BoardIndex(structure)
        if self.index.one(Meeting, self.meeting) is None:
            meetings = self.index.all(Meeting)
            self.meeting = meetings[-1].uid if meetings else None
        self._start_afresh()
        self.changed.emit(Change(self.revision, frozenset(), True, True, "新しい版の読み込み"))

    def _save(self, new: "Command", place: Place, typed: bool) -> int:
        if self.withheld:
            raise StorageError("withheld", self.withheld)
        return super()._save(new, place, typed)
