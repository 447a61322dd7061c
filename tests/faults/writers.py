"""Programs that work on files until they are killed: python -m tests.faults.writers WHAT FILE.

Each line is an acknowledgement: the number of the round that has ended.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import sqlite_utils

from app.domain.edits import RowEdit, change, command, insertion
from app.domain.entity import to_row
from app.domain.errors import StorageError
from app.domain.metrics import Observation
from app.domain.tables import BY_TABLE
from app.files.replacing import replace_file
from app.storage.database import open_database
from app.storage.repository import Repository
from tests.storage.boards import MADE_AT, make_board, open_board
from tests.storage.second_schema import second_schema

MONTHS = ("2040-01", "2040-02")
PIECE, PIECES = 1024, 1024  # of a replaced file: its number in each piece


def apply(repository: Repository, *edits: RowEdit) -> None:
    """Apply edits as one command."""
    repository.apply(command("killed", edits), who=None, pc=None, made_at=MADE_AT)


def edit(path: Path) -> None:
    """Count up two figures, both in each command."""
    repository = open_board(path)
    pair = [Observation(metric="metric-0", period=period, value="0") for period in MONTHS]
    apply(repository, *map(insertion, pair))
    for number in count(1):
        after = [replace(each, value=str(number)) for each in pair]
        apply(repository, *(change(old, new) for old, new in zip(pair, after, strict=True)))
        pair = after
        print(number, flush=True)


def step_2(database: sqlite_utils.Database) -> None:
    """Change the schema, and every page of the file."""
    database.conn.execute("ALTER TABLE node ADD COLUMN colour TEXT")
    database.conn.execute("UPDATE observation SET rev = rev + 1")
    database.conn.execute("CREATE INDEX observation_by_value ON observation (value)")


def migrate(path: Path) -> None:
    """Open a board with a program whose schema is newer."""
    schema = second_schema(step_2)
    print(0, flush=True)
    open_database(path, schema=schema).close()
    print(1, flush=True)


def make(folder: Path) -> None:
    """Make one new board after the other."""
    for number in count(1):
        make_board(folder / f"{number}.ictplan").close()
        print(number, flush=True)


def replaced(number: int) -> bytes:
    """Return the content of a file that was replaced."""
    return str(number).encode().ljust(PIECE) * PIECES


def put_over(path: Path) -> None:
    """Replace a file again and again, as the export of a workbook does."""
    for number in count(1):
        replace_file(path, replaced(number))
        print(number, flush=True)


class Unguarded(Repository):
    """Writes over whatever is there: the program without its check of what a row was before."""

    def _write(self, edit: RowEdit, revision: int, made_at: str) -> None:
        present = self.read_one(BY_TABLE[edit.table], edit.key)
        super()._write(replace(edit, before=None if present is None else to_row(present)), revision, made_at)


def editor(path: Path, kind: type[Repository] = Repository) -> None:
    """Do as told: "read" looks at a figure, "save" saves one more than was seen; answer what came of it."""
    repository = kind(open_database(path))
    for line in sys.stdin:
        if line == "read\n":
            seen = looked_up(repository)
            print(seen.value, flush=True)
        else:
            print(saved(repository, seen), flush=True)
    repository.close()


def looked_up(repository: Repository) -> Observation:
    """Read the figure, as often as the file is in use: on Windows two who begin to read meet at one byte."""
    while True:
        try:
            return repository.read(Observation, metric="metric-0", period=MONTHS[0])[0]
        except StorageError as error:
            if error.code != "busy":
                raise


def saved(repository: Repository, seen: Observation) -> str:
    """Save one more than was seen, as often as the file is in use meanwhile."""
    while True:
        try:
            apply(repository, change(seen, replace(seen, value=str(int(seen.value or 0) + 1))))
            return "saved"
        except StorageError as error:
            if error.code != "busy":
                return error.code


def unguarded_editor(path: Path) -> None:
    """Do the same without the check."""
    editor(path, Unguarded)


PROGRAMS: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (edit, migrate, make, put_over, editor, unguarded_editor)
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](Path(sys.argv[2]))
