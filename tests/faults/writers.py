"""Programs that write until they are killed: python -m tests.faults.writers WHAT FILE; a line is an acknowledgement."""

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from app.domain.edits import change, command, insertion
from app.domain.metrics import Observation
from app.storage.repository import Repository
from tests.storage.boards import MADE_AT, open_board

MONTHS = ("2040-01", "2040-02")


def apply(repository: Repository, *edits: object) -> None:
    """Apply edits as one command."""
    repository.apply(command("killed", edits), who=None, pc=None, made_at=MADE_AT)  # type: ignore[arg-type]


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


if __name__ == "__main__":
    {"edit": edit}[sys.argv[1]](Path(sys.argv[2]))
