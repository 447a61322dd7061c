"""How two versions of one board stand to each other, told by their histories and by nothing else."""

from typing import NamedTuple

from app.storage.database import Database, database_from_bytes
from app.storage.failures import storage_error


class Stage(NamedTuple):
    """A moment in a board's life: the file's uid, its revision, and the uid of the command that brought it there."""

    uuid: str
    revision: int
    last: str


def stage_of(database: Database) -> Stage:
    """Return the moment that an open file is at."""
    revision = int(database.rows("SELECT revision FROM meta")[0][0])
    return Stage(database.uuid, revision, _command_at(database, revision))


def holds(database: Database, stage: Stage) -> bool:
    """Say whether a file has gone through a moment, so that everything done until then is in it."""
    return database.uuid == stage.uuid and _command_at(database, stage.revision) == stage.last


def checked(data: bytes) -> Database:
    """Return a copy in memory of a board's bytes after checking pages and references; "corrupt" where they fail."""
    database = database_from_bytes(data)
    try:
        answer = database.rows("PRAGMA quick_check(1)")
        lost = database.rows("PRAGMA foreign_key_check")
        if answer != [("ok",)] or lost:
            raise storage_error("corrupt", str(answer[0][0] if not lost else lost[0]))
    except BaseException:
        database.connection.close()
        raise
    return database


def _command_at(database: Database, revision: int) -> str:
    rows = database.rows("SELECT uid FROM history WHERE sequence = ?", (revision,))
    return str(rows[0][0]) if rows else ""
