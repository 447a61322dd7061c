"""The copy of a shared board on this PC: what the window really opens, whatever the shared folder does."""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from app.file_calls import patiently
from app.storage.failures import told
from app.storage.lineage import Stage
from app.storage.local_lock import LocalLock
from app.storage.new_file import write_new_file

STATE, LOCK, KEPT = "state.json", "lock", "kept"
SUFFIX = ".ictplan"
MOST_COPIES = 9  # of one board on one PC, one for each program that has it open
ALWAYS_KEPT, KEPT_DAYS = 20, 90


class State(NamedTuple):
    """What a copy knows of itself: the board's place, its own file, the moment it last agreed with the shared file,
    and the token under which it edits or edited ('' for none)."""

    place: str
    file: str = ""
    common: Stage | None = None
    token: str = ""


class WorkingCopy:
    """A folder of this PC for one shared board, held by one program at a time; all its files are local."""

    def __init__(self, folder: Path, lock: LocalLock, state: State) -> None:
        self.folder = folder
        self._lock = lock
        self.state = state

    @classmethod
    def enter(cls, home: Path, place: Path) -> "WorkingCopy":
        """Return the copy of a board, the first that no other program holds; StorageError where this PC refuses."""
        for number in range(1, MOST_COPIES + 1):
            folder = home / f"{key_of(place)}-{number}"
            with told():
                folder.mkdir(parents=True, exist_ok=True)
            lock = LocalLock.try_on(folder / LOCK)
            if lock is not None:
                try:
                    return cls(folder, lock, _read_state(folder, place))
                except BaseException:
                    lock.release()
                    raise
        with told():
            raise PermissionError(13, "too many programs have this board open", str(place))

    @property
    def file(self) -> Path | None:
        """Return the file to open, None where there is none yet."""
        path = self.folder / self.state.file
        return path if self.state.file and path.is_file() else None

    def save(self, **changed: object) -> None:
        """Note what has changed, so that it outlives this program."""
        state = self.state._replace(**changed)  # type: ignore[arg-type]
        if state == self.state:
            return
        self.state = state
        draft = self.folder / f"{STATE}.tmp"
        with told():
            with draft.open("w", encoding="utf-8") as file:
                json.dump(state._asdict(), file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            patiently(lambda: os.replace(draft, self.folder / STATE))

    def take_in(self, data: bytes) -> Path:
        """Write a version beside the present one, under a name of its own, and return the file."""
        path = self.folder / f"{hashlib.sha256(data).hexdigest()[:16]}-{os.urandom(2).hex()}{SUFFIX}"
        write_new_file(path, data)
        return path

    def use(self, file: Path, common: Stage | None) -> None:
        """Make a file that was taken in the present one."""
        self.save(file=file.name, common=common)

    def drop(self, file: Path) -> None:
        """Delete a version that was taken in and is of no use."""
        with suppress(OSError):
            file.unlink()

    def drop_others(self, *kept: Path) -> None:
        """Delete the versions that are neither the present one nor asked for; what is still open goes later."""
        names = {self.state.file, *(path.name for path in kept)}
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.name not in names:
                self.drop(path)

    def keep(self, data: bytes, why: str) -> Path:
        """Put a version aside under a name that says when and why; of many, the oldest go after some months."""
        shelf = self.folder / KEPT
        with told():
            shelf.mkdir(exist_ok=True)
        path = shelf / f"{datetime.now():%Y%m%d-%H%M%S}-{os.urandom(2).hex()} {why}{SUFFIX}"
        write_new_file(path, data)
        limit = f"{datetime.now() - timedelta(days=KEPT_DAYS):%Y%m%d}"
        for old in self.kept()[ALWAYS_KEPT:]:
            if old.name < limit:
                with suppress(OSError):
                    old.unlink()
        return path

    def kept(self) -> list[Path]:
        """Return the versions put aside, the newest first."""
        return sorted((self.folder / KEPT).glob(f"*{SUFFIX}"), reverse=True)

    def leave(self) -> None:
        """Let another program have the copy; one without a board goes."""
        self._lock.release()
        if not self.state.file:
            shutil.rmtree(self.folder, ignore_errors=True)


def key_of(place: Path) -> str:
    """Return the name of the folder for a board's place, the same for every way of writing it."""
    text = os.path.normcase(os.path.abspath(place))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _read_state(folder: Path, place: Path) -> State:
    """Return what a copy knows of itself, nothing where it is new; one that is only held now must not look new."""
    with told():
        try:
            text = patiently(lambda: (folder / STATE).read_bytes()).decode("utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return State(str(place))
    try:
        found = json.loads(text)
        common = found["common"]
        return State(str(place), str(found["file"]), Stage(*common) if common else None, str(found["token"]))
    except (ValueError, KeyError, TypeError):
        return State(str(place))
