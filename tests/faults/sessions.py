"""A session with a board, the same each time: opened, edited, closed; and what the file must hold after each edit."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from app.domain.blocks import Image
from app.domain.edits import Command, RowEdit, change, command, deletion, insertion
from app.domain.errors import StorageError
from app.domain.metrics import Observation
from app.services.keeping import RECONNECT
from app.storage.repository import Repository
from tests.storage.boards import MADE_AT, make_board, open_board

PICTURE_SIZE = 70_000  # five pages: the file grows, and shrinks from within, in the middle of the session


class Outcome(NamedTuple):
    """What the program was told of an edit: the code of its error, None for saved."""

    command: Command
    code: str | None


def make_template(path: Path) -> None:
    """Make the board that every session begins with."""
    make_board(path).close()


def commands(count: int) -> Iterator[Command]:
    """Yield the edits of a session: a figure that counts up, a row of its own, and now and then a picture.

    Every row but the figure belongs to one edit alone.
    """
    for number in range(count):
        edits = [insertion(_figure("metric-1", number, number)), _counted_up(number)]
        if number % 3 == 1:
            edits.append(insertion(_picture(number)))
        elif number % 3 == 2:
            edits.append(deletion(_picture(number - 1)))
        yield command(f"edit {number}", edits)


def _counted_up(number: int) -> RowEdit:
    after = _figure("metric-0", 0, number)
    return change(_figure("metric-0", 0, number - 1), after) if number else insertion(after)


def _figure(metric: str, month: int, value: int) -> Observation:
    return Observation(metric=metric, period=f"{2040 + month // 12}-{month % 12 + 1:02d}", value=str(value))


def _picture(number: int) -> Image:
    data = hashlib.shake_256(bytes([number])).digest(PICTURE_SIZE)
    return Image(uid=hashlib.sha256(data).hexdigest(), mime="image/png", width=1, height=1, data=data)


def apply(repository: Repository, one: Command) -> str | None:
    """Apply an edit and return the code of its error, None where it is saved."""
    try:
        repository.apply(one, who="試験", pc="PC", made_at=MADE_AT)
    except StorageError as error:
        return error.code
    return None


def save(repository: Repository, one: Command, told: list[str]) -> str | None:
    """Apply an edit, and if that fails once more as the program does; return the code of the error that is left.

    Every error that was told is added to `told`.
    """
    code = apply(repository, one)
    if code is None:
        return None
    told.append(code)
    try:
        if code in RECONNECT:
            repository.database.reconnect()
        if repository.confirmed(one.uid) is not None:
            return None
    except StorageError as error:
        told.append(error.code)
        return code
    again = apply(repository, one)
    told += [] if again is None else [again]
    return again


def states(path: Path, count: int) -> list[str]:
    """Return what `state` says of a board before the session and after each of its edits."""
    repository = open_board(path)
    found = [state(repository)]
    for one in commands(count):
        assert apply(repository, one) is None
        found.append(state(repository))
    repository.close()
    return found


def state(repository: Repository) -> str:
    """Return a digest of all that a board holds, the random uids of the history's lines apart."""
    rows = repository.dump_rows()
    history = [{**row, "uid": None} for row in rows.pop("history")]
    return hashlib.sha256(repr((rows, history)).encode()).hexdigest()


def complaint(path: Path, allowed: Callable[[str], bool]) -> str | None:
    """Open a board as the program does and say what is wrong with it: damaged, or in none of the states allowed."""
    try:
        repository = open_board(path)
    except StorageError as error:
        return f"not opened: {error.code} {error.detail}"
    try:
        if not repository.database.writable:
            return "not writable"
        if repository.database.rows("PRAGMA integrity_check") != [("ok",)]:
            return "damaged"
        if repository.database.rows("PRAGMA foreign_key_check"):
            return "a reference leads nowhere"
        return None if allowed(state(repository)) else "an edit is lost, or half of one is there"
    except StorageError as error:
        return f"not read: {error.code} {error.detail}"
    finally:
        repository.close()
