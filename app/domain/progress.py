"""How far a long task has come; what every generator that runs as a job yields."""

from typing import NamedTuple


class Progress(NamedTuple):
    """One step of a long task: Japanese text for a person, steps done and steps in all (total 0: not known)."""

    text: str
    done: int
    total: int
