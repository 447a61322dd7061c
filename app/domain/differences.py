"""What changed from one text to another, piece by piece, for a person to read."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
# Figures, words of one script and single signs: a changed figure is one change, not three digits.
_PIECE = re.compile(r"[0-9０-９,，.．]+|[A-Za-z]+|[ァ-ヶー]+|[ぁ-ん]+|\s|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of text that stands in both texts, only in the first (gone), or only in the second (new)."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return the runs of two texts in order; joining 'same' and 'new' gives the second, 'same' and 'gone' the first."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    found: list[Difference] = []
    for _, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[start:end] == new[from_:to]:
            found.append(Difference("same", "".join(old[start:end])))
            continue
        found += [Difference("gone", "".join(old[start:end]))] if end > start else []
        found += [Difference("new", "".join(new[from_:to]))] if to > from_ else []
    return tuple(found)
