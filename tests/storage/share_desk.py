"""A program that works on a shared board as the window does, without the window; also for processes of its own."""

from dataclasses import replace
from pathlib import Path

from app.domain.edits import change, command, insertion
from app.domain.metrics import Metric, Observation
from app.storage.database import open_database
from app.storage.lease import Times
from app.storage.lineage import stage_of
from app.storage.repository import Repository
from app.storage.share import SharedBoard, View
from app.storage.working_copy import WorkingCopy
from tests.storage.boards import MADE_AT

QUICK = Times(beat=0.2, stale=1.0, idle=60, patience=0.3, pause=0.01)


class Desk:
    """Somebody at a PC: `home` is the folder of the copies of this PC."""

    def __init__(self, place: Path, home: Path, who: str = "佐藤", times: Times = QUICK) -> None:
        self.board = SharedBoard(WorkingCopy.enter(home, place), who, f"PC-{who}", times)
        file = self.board.copy.file or self.board.fetch()
        self.repository = Repository(open_database(file))
        self.board.stage = stage_of(self.repository.database)
        self.typed: list[str] = []
        if self.board.stage != self.board.copy.state.common:
            self.step(offer=True)

    def type(self, period: str, value: str) -> str:
        """Put a figure into a month of the copy on this PC; return the command's uid."""
        metric = self.repository.read(Metric)[0].uid
        present = self.repository.read_one(Observation, (metric, period, "result", ""))
        new = Observation(metric=metric, period=period, value=value)
        edit = insertion(new) if present is None else change(present, replace(present, value=value))
        made = command(f"{period} {value}", [edit])
        self.repository.apply(made, who=None, pc=None, made_at=MADE_AT)
        self.typed.append(made.uid)
        return made.uid

    def step(self, *, offer: bool = False, wish: bool = False) -> View:
        """Take one step, following what is newer."""
        view = self.board.step(self.repository.serialize() if offer else None, wish=wish)
        if view.news is not None:
            self.follow(view.news)
        return view

    def save(self, period: str, value: str) -> View:
        """Type a figure and let it be published, if it can be."""
        self.type(period, value)
        return self.step(offer=True)

    def follow(self, file: Path) -> None:
        """Work on another version."""
        self.repository.close()
        self.repository = Repository(open_database(file))
        self.board.followed(file, stage_of(self.repository.database))

    def has(self, uid: str) -> bool:
        """Say whether the version on this desk holds a command."""
        return self.repository.revision_of(uid) is not None

    def leave(self, *, give_back: bool = True) -> None:
        """End the program, or let it die with the lease in its hands."""
        if give_back:
            self.board.give_back()
        self.repository.close()
        self.board.leave()


def value_of(place: Path, period: str) -> str | None:
    """Return what the shared board itself has for a month, read from its bytes."""
    repository = Repository.from_bytes(place.read_bytes())
    found = repository.read_one(Observation, (repository.read(Metric)[0].uid, period, "result", ""))
    repository.close()
    return found.value if found else None
