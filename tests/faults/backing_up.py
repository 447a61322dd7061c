"""Programs for the tests of backups: python -m tests.faults.backing_up edit FILE | backup FILE FOLDER."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from app.domain.edits import change, insertion
from app.domain.errors import StorageError
from app.domain.metrics import Observation
from app.storage.backup import make_backup
from app.storage.database import open_database
from app.storage.repository import Repository
from tests.faults.writers import MONTHS, apply
from tests.storage.boards import open_board


def patiently(work: Callable[[], object]) -> None:
    """Do something as often as the file is in use meanwhile."""
    while True:
        try:
            work()
            return
        except StorageError as error:
            if error.code != "busy":
                raise


def edit(path: Path) -> None:
    """Count up two figures, both in each command, as fast as the disk allows; say so once."""
    repository = open_board(path)
    pair = [Observation(metric="metric-0", period=period, value="0") for period in MONTHS]
    patiently(lambda: apply(repository, *map(insertion, pair)))
    for number in count(1):
        after = [replace(each, value=str(number)) for each in pair]
        edits = [change(old, new) for old, new in zip(pair, after, strict=True)]
        patiently(lambda edits=edits: apply(repository, *edits))  # type: ignore[misc]
        pair = after
        if number == 1:
            print(number, flush=True)


def backup(path: Path, root: Path) -> None:
    """Make one backup after the other."""
    repository = Repository(open_database(path, read_only=True))
    data = repository.serialize()
    for number in count(1):
        make_backup(root, data, origin=str(path), reason=f"{number}", moment=datetime.now().astimezone())
        print(number, flush=True)


if __name__ == "__main__":
    {"edit": edit, "backup": backup}[sys.argv[1]](*map(Path, sys.argv[2:]))
