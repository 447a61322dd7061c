"""One row of the table of proof: what was done, how often, what came of it, and how long it took."""

import os
from collections.abc import Iterable
from typing import NamedTuple

SHARE = "FAULTS_SHARE"  # the one switch: which part of the full counts is run
SHORT_SHARE = 0.01


class Row(NamedTuple):
    """A finished row of the table; the seconds are those of the whole test."""

    what: str
    times: int
    result: str
    seconds: float


class Proof:
    """What a fault test says about itself; the fixture `proof` makes one for each test."""

    def __init__(self) -> None:
        self.what = ""
        self.count = 0
        self.notes: list[str] = []

    def begin(self, what: str, promise: str) -> None:
        """Put a row into the table whose rounds the test counts itself: `count` is raised with each."""
        self.what = what
        self.notes.insert(0, promise)

    def rounds(self, full: int, what: str, promise: str, *, least: int = 1) -> range:
        """Return the rounds to run, and put the row into the table: `full` of them, or the share asked for.

        At least `least` are run. The promise is printed as the result where the test passes.
        """
        self.begin(what, promise)
        self.count = max(least, round(full * share()))
        return range(self.count)

    def note(self, words: str) -> None:
        """Add words to the result, such as a figure that was measured."""
        self.notes.append(words)


def share() -> float:
    """Return which part of the full counts is run: 1 for all, SHORT_SHARE where nothing is asked for."""
    return float(os.environ.get(SHARE, SHORT_SHARE))


def table(rows: Iterable[Row]) -> list[str]:
    """Return the rows as lines of a table in Markdown."""
    lines = [f"| {row.what} | {row.times:,} | {row.result} | {row.seconds:.0f} |" for row in rows]
    return ["| what | count | result | seconds |", "|---|---:|---|---:|", *lines]
