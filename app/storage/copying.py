"""A whole new file made of a file's bytes and of edits that it does not have yet."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from app.domain.edits import Command
from app.domain.errors import StorageError
from app.storage.database import database_from_bytes, with_own_counter
from app.storage.new_file import writing_new_file
from app.storage.repository import Repository

REFUSED = ("conflict", "value", "too_big")


class Copy(NamedTuple):
    """The bytes of a copy, and the commands that do not fit it."""

    data: bytes
    missed: tuple[Command, ...]


def copy_with(
    data: bytes, commands: Iterable[tuple[Command, str]], who: str | None, pc: str | None, *, own_life: bool = False
) -> Copy:
    """Return a copy that also holds commands, each with the moment it was typed; those that it has already stay once.

    `own_life` gives the copy an uid of its own, for a file that goes on beside the one it was made of.
    """
    database = database_from_bytes(data)
    missed: list[Command] = []
    try:
        database.connection.execute("PRAGMA query_only=OFF")
        database.writable = True
        repository = Repository(database)
        for command, made_at in commands:
            try:
                if repository.revision_of(command.uid) is None:
                    repository.apply(command, who=who, pc=pc, made_at=made_at)
            except StorageError as error:
                if error.code not in REFUSED:
                    raise
                missed.append(command)
        if own_life:
            _give_uid(repository)
        return Copy(with_own_counter(database.connection.serialize()), tuple(missed))
    finally:
        database.connection.close()


def writing_copy(path: Path, copy: Copy) -> Iterator[int]:
    """Write a copy under a name that is free (StorageError "exists"), in steps; see new_file.writing_new_file."""
    return writing_new_file(path.absolute(), copy.data)


def _give_uid(repository: Repository) -> None:
    import uuid

    repository.database.connection.execute("UPDATE meta SET uuid = ?", (str(uuid.uuid4()),))
