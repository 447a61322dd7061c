"""What a step of undo brought back, in one line: 「全質問の3月の実績を 1,900件 → 1,850件 に戻しました」."""

from collections.abc import Sequence

from app.domain.differences import differences
from app.domain.edits import RowEdit
from app.domain.history_words import ADDED, DELETED, NOTHING, PastChange
from app.domain.whereabouts import BETWEEN

MANY = 100  # rows; putting thousands into words takes as long as saving them
LONG, AROUND = 24, 6  # signs of a value that are told whole; signs left beside what changed in a longer one
_NAME = 20
_VALUES = ("observation", "target", "assessment")  # blank is one of their values


def step_words(changes: Sequence[PastChange], label: str, undone: bool) -> str:
    """Return what the edits of one step did, `changes` as the step made them; `label` is what a person did at first.

    A value is told before and after; what came or went as a whole is told by what the person did.
    """
    told = [one for one in changes if _has_value(one)]
    if told and all(_alike(one, told[0]) for one in changes):
        return f"{_place(told[0])}を {_values(told[0])} に{'戻しました' if undone else 'やり直しました'}"
    if not told or len(told) < len(changes):
        return _done(label, undone)
    return _counted(len(changes), told[0], label, undone)


def words_of_many(edits: Sequence[RowEdit], first: PastChange, label: str, undone: bool) -> str:
    """Return what a step of many edits did: how many figures and statuses, and the first in words."""
    if any(edit.table not in _VALUES for edit in edits):
        return _done(label, undone)
    return _counted(len(edits), first, label, undone)


def _done(label: str, undone: bool) -> str:
    return f"{'元に戻しました' if undone else 'やり直しました'}: {label}"


def _counted(count: int, first: PastChange, label: str, undone: bool) -> str:
    return f"{_done(label, undone)}（{count:,}か所。{_place(first)} {_values(first)} など）"


def _has_value(change: PastChange) -> bool:
    both = change.edit.before is not None and change.edit.after is not None
    return (both and bool(change.before)) or change.edit.table in _VALUES


def _alike(one: PastChange, other: PastChange) -> bool:
    """Say whether two rows changed as one thing does for a person, as an indicator and its series under one name."""
    return (one.before, one.after) == (other.before, other.after)


def _place(change: PastChange) -> str:
    return f"{_name(change)}の{change.what.removesuffix(f'の{ADDED}').removesuffix(f'の{DELETED}')}"


def _name(change: PastChange) -> str:
    return _short(change.where.rpartition(BETWEEN)[2], _NAME)


def _values(change: PastChange) -> str:
    before, after = _pieces(change.before or NOTHING, change.after or NOTHING)
    return f"{before} → {after}"


def _pieces(before: str, after: str) -> tuple[str, str]:
    """Return both values, of long texts what differs with a few signs beside it."""
    if max(len(before), len(after)) <= LONG:
        return before, after
    found = differences(before, after)
    lead = found[0].text if found[0].kind == "same" else ""
    tail = found[-1].text if found[-1].kind == "same" and len(found) > 1 else ""
    return tuple(_cut(text, lead, tail) for text in (before, after))  # type: ignore[return-value]


def _cut(text: str, lead: str, tail: str) -> str:
    start, end = max(0, len(lead) - AROUND), min(len(text), len(text) - len(tail) + AROUND)
    shown = _short(text[start:end])
    return f"「{'…' if start else ''}{shown}{'…' if end < len(text) and not shown.endswith('…') else ''}」"


def _short(text: str, most: int = LONG) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
