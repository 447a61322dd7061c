"""The history of a file: one row for every applied command."""

from typing import ClassVar

from app.domain.entity import Record, canonical_json, entity


@entity
class History(Record):
    """One applied command: when (ISO, local time with offset), who, on which PC, what; `edits` is canonical JSON."""

    TABLE: ClassVar[str] = "history"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    sequence: int
    made_at: str
    who: str | None = None
    pc: str | None = None
    label: str
    edits: str = canonical_json()
