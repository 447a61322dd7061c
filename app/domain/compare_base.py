"""The common ancestor of two versions of one file, read back from their histories.

Two versions that parted share the beginning of their histories. What either did since then is in its later lines, with
the rows as they were before: the first such row image is the row at the parting.
"""

import json
from collections.abc import Mapping, Sequence

from app.domain.compare import Base
from app.domain.compare_families import Slot
from app.domain.entity import Row
from app.domain.tables import BY_TABLE


def base_of_rows(rows: Mapping[str, Sequence[Row]], slots: set[Slot]) -> Base:
    """Return the base for the rows in question where the common ancestor itself is at hand."""
    found: dict[Slot, Row | None] = dict.fromkeys(slots)
    for table, items in rows.items():
        for row in items:
            slot = (table, tuple(str(row[name]) for name in BY_TABLE[table].KEY))
            if slot in found:
                found[slot] = row
    return found


def base_of_histories(mine: Sequence[Row], theirs: Sequence[Row]) -> Base:
    """Return the rows at the parting of two histories (rows of `history`, in any order), for all rows touched since.

    Two files that never were one share no line, and all of both histories counts as done since.
    """
    lines = [sorted(side, key=lambda row: int(str(row["sequence"]))) for side in (mine, theirs)]
    shared = parted_at(*lines)
    found: dict[Slot, Row | None] = {}
    for side in lines:
        seen: set[Slot] = set()
        for line in side[shared:]:
            for edit in json.loads(str(line["edits"])):
                slot = (str(edit["table"]), tuple(edit["key"]))
                if slot not in seen:
                    seen.add(slot)
                    found.setdefault(slot, edit["before"])
    return found


def parted_at(mine: Sequence[Row], theirs: Sequence[Row]) -> int:
    """Return how many first lines two histories share, both in their order."""
    pairs = zip(mine, theirs, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one["uid"] != other["uid"]), min(len(mine), len(theirs))
    )
