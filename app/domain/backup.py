"""A backup as everybody sees it: where it lies and what its note says of it."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple


class LastEdit(NamedTuple):
    """One of the last edits in a backup, the newest first; `made_at` ISO, `who` '' where not known."""

    made_at: str
    who: str
    label: str


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup and what its note says of it; `sha256` '' where the note is missing or cannot be read.

    `made_at` is ISO with offset. `mark` is the uid of the last command in it: two backups of one board with the same
    mark hold the same. `origin` is the path of the file it was made of.
    """

    path: Path
    made_at: datetime
    reason: str = ""
    origin: str = ""
    uuid: str = ""
    title: str = ""
    revision: int = 0
    mark: str = ""
    sha256: str = ""
    size: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    last_edits: tuple[LastEdit, ...] = ()

    @property
    def last_edit(self) -> str:
        """Return what the last edit in it is called, '' where there is none."""
        return self.last_edits[0].label if self.last_edits else ""
