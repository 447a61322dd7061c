"""What is asked of the history and what it answers."""

from typing import NamedTuple

from app.domain.entity import Key
from app.domain.history import History
from app.domain.history_words import PastChange


class PastLine(NamedTuple):
    """One edit of the past: the line of history, and its changes in words."""

    line: History
    changes: tuple[PastChange, ...]


class Asked(NamedTuple):
    """What of the history is wanted: of any of some `rows` (none: all), of a person, of a day (ISO), with these words.

    Numbers among the words are found with and without their separators.
    """

    rows: tuple[Key, ...] = ()
    who: str | None = None
    day: str | None = None
    words: str = ""


class Sources(NamedTuple):
    """Who changed the file ('' where unknown), by name, and on which days (ISO), the newest first, how often."""

    people: tuple[str, ...]
    days: tuple[tuple[str, int], ...]
