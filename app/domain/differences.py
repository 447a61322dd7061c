"""What changed from one text to another, piece by piece, for a person to read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
# Figures, words of one script and single signs: a changed figure is one change, not three digits.
_PIECE = re.compile(r"[0-9０-９,，.．]+|[A-Za-z]+|[ァ-ヶー]+|[ぁ-ん]+|\s|.", re.DOTALL)

MOST_PAIRS = 60_000
"""Of equal pieces of two texts; how long it takes grows with them, and over a text that repeats itself for ever."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of text that stands in both texts, only in the first (gone), or only in the second (new)."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return the runs of two texts in order; joining 'same' and 'new' gives the second, 'same' and 'gone' the first.

    Takes some tenths of a second at most: of what is too long or repeats itself too often, all between the first and
    the last change counts as changed.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    lead = _common(old, new)
    tail = _common(old[lead:][::-1], new[lead:][::-1])
    middle = old[lead : len(old) - tail], new[lead : len(new) - tail]
    runs = [_run("same", old[:lead]), *_runs(*middle), _run("same", old[len(old) - tail :])]
    return tuple(run for run in runs if run.text)


def _common(old: list[str], new: list[str]) -> int:
    """Return how many pieces two lists begin with alike."""
    pairs = zip(old, new, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _runs(old: list[str], new: list[str]) -> Iterator[Difference]:
    here = Counter(new)
    if sum(here[piece] for piece in old) > MOST_PAIRS:
        yield from (_run("gone", old), _run("new", new))
        return
    for _, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[start:end] == new[from_:to]:
            yield _run("same", old[start:end])
        else:
            yield from (_run("gone", old[start:end]), _run("new", new[from_:to]))


def _run(kind: Kind, pieces: list[str]) -> Difference:
    return Difference(kind, "".join(pieces))
