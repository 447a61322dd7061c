"""What a formula gives while it is typed."""

from typing import NamedTuple


class Result(NamedTuple):
    """What a formula gives at a period: the period's name, the figure as shown, and the reason where it has none."""

    period: str
    words: str
    reason: str


class Trial(NamedTuple):
    """A formula as typed, tried: its results, or what is wrong with it and at which character (None: as a whole)."""

    results: tuple[Result, ...]
    error: str = ""
    position: int | None = None
