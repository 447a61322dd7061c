"""Findings of the 検算 that a person has settled by a note: they stay settled until what they compare changes."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from app.domain.edits import RowEdit, change, deletion, insertion
from app.domain.entity import Record, canonical_json, entity, new_uid

if TYPE_CHECKING:
    from app.domain.board import BoardIndex
    from app.domain.proof.finding import Finding


@entity
class Settlement(Record):
    """A finding that a person looked at and let stand, with the reason in `note`.

    It is found again by its code, its place (table, key and field of a row) and the two figures that it compared; when
    one of them changes the finding comes back. Who settled it and when is in the history.
    """

    TABLE: ClassVar[str] = "settlement"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    code: str
    row_table: str
    row_key: str = canonical_json()
    row_field: str | None = None
    printed: str | None = None
    computed: str | None = None
    note: str | None = None


Mark = tuple[str, str, str, str, str, str]


def with_settlements(index: "BoardIndex") -> "Callable[[Finding], Finding]":
    """Return what puts the note of its settlement on a finding, and leaves one that nobody settled as it is."""
    notes = {_mark_of(item): item.note or "" for item in index.all(Settlement)}

    def settled(finding: "Finding") -> "Finding":
        note = notes.get(_mark(finding)) if notes else None
        return replace(finding, settled=note) if note else finding

    return settled


def settling_edits(index: "BoardIndex", finding: "Finding", note: str) -> tuple[RowEdit, ...]:
    """Return the edits that settle a finding by a note, or change the note; an empty one takes the settlement back."""
    present = next((item for item in index.all(Settlement) if _mark_of(item) == _mark(finding)), None)
    words = note.strip() or None
    if present is not None:
        return (deletion(present) if words is None else change(present, replace(present, note=words)),)
    return (insertion(_settlement(finding, words)),) if words else ()


def _settlement(finding: "Finding", note: str) -> Settlement:
    code, table, key, field, printed, computed = _mark(finding)
    return Settlement(
        uid=new_uid(),
        code=code,
        row_table=table,
        row_key=key,
        row_field=field or None,
        printed=printed or None,
        computed=computed or None,
        note=note,
    )


def _mark(finding: "Finding") -> Mark:
    spot = finding.spot
    key = json.dumps(list(spot.key), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return finding.code, spot.table, key, spot.field, finding.printed, finding.computed


def _mark_of(item: Settlement) -> Mark:
    return item.code, item.row_table, item.row_key, item.row_field or "", item.printed or "", item.computed or ""
