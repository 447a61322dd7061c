"""Positions of siblings: spaced, so that most moves touch one row; renumbered inside the same edit when need be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.edits import RowEdit, change, insertion
from app.domain.entity import Entity, key_of

SPACING = 1000


def insert_position(siblings: Sequence[Any], index: int) -> tuple[int, list[RowEdit]]:
    """Return the position for a new row at `index` among siblings, and edits that make room where there is none.

    `siblings` are entities with a `position`, in order; index 0 is before the first, len(siblings) after the last.
    """
    if index >= len(siblings):
        return (siblings[-1].position + SPACING if siblings else SPACING), []
    after = siblings[index].position
    before = siblings[index - 1].position if index else after - 2 * SPACING
    if after - before > 1:
        return (before + after) // 2, []
    places = [SPACING * number for number in range(1, len(siblings) + 2)]
    free = places.pop(index)
    return free, [
        change(item, replace(item, position=place))
        for item, place in zip(siblings, places, strict=True)
        if item.position != place
    ]


def placed(siblings: Sequence[Any], index: int, item: Any) -> list[Any]:
    """Return siblings with `item` at `index`, as rows with the positions that they then have."""
    position, edits = insert_position(siblings, index)
    moved = {edit.key: edit.after["position"] for edit in edits if edit.after}
    order = [replace(one, position=moved[key_of(one)]) if key_of(one) in moved else one for one in siblings]
    return [*order[:index], replace(item, position=position), *order[index:]]


def row_edits(before: Sequence[Entity], after: Sequence[Entity]) -> list[RowEdit]:
    """Return the edits that turn rows into others: what changed, then what is new; a row missing in `after` stays."""
    known = {key_of(row): row for row in before}
    stay = [(known[key_of(row)], row) for row in after if key_of(row) in known]
    made = [insertion(row) for row in after if key_of(row) not in known]
    return [*(change(was, now) for was, now in stay if was != now), *made]


def move_edits(siblings: Sequence[Any], item: Any, index: int) -> list[RowEdit]:
    """Return the edits that put `item` at `index` of its siblings (0-based, counted without the item itself)."""
    others = [other for other in siblings if other.uid != item.uid]
    target = max(0, min(index, len(others)))
    if [*others[:target], item, *others[target:]] == list(siblings):
        return []
    position, edits = insert_position(others, target)
    return [*edits, change(item, replace(item, position=position))]
