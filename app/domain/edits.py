"""The one shape of every edit: rows before and after, gathered into a command that is one undo step."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from app.domain.entity import Entity, Key, Row, key_of, new_uid, to_row

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One row before and after an edit; None before is an insert, None after a delete."""

    table: str
    key: Key
    before: Row | None
    after: Row | None

    def reversed(self) -> "RowEdit":
        """Return the edit that takes this one back."""
        return RowEdit(self.table, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Command:
    """A labelled list of row edits: one transaction, one undo step, one line of history.

    `label` is Japanese and says what a person did. `uid` finds the edit again when a commit's outcome is in doubt.
    """

    label: str
    edits: tuple[RowEdit, ...]
    uid: str

    def reversed(self, label: str) -> "Command":
        """Return the command that takes this one back, as an edit of its own with its own uid."""
        return Command(label, tuple(edit.reversed() for edit in reversed(self.edits)), new_uid())

    def again(self, label: str) -> "Command":
        """Return the same edits as a new command (redo)."""
        return replace(self, label=label, uid=new_uid())


class LoggedCommand(NamedTuple):
    """A command as the recovery log keeps it; one that is `settled` the file has, unless it was damaged since.

    `revision` is the one that the file gave it, while it waits the file's when it was typed; `made_at` is ISO with
    offset.
    """

    command: Command
    made_at: str
    revision: int
    settled: bool


def command(label: str, edits: Iterable[RowEdit]) -> Command:
    """Return a fresh command over edits."""
    return Command(label, tuple(edits), new_uid())


def insertion(entity: Entity) -> RowEdit:
    """Return the edit that adds an entity."""
    return RowEdit(entity.TABLE, key_of(entity), None, to_row(entity))


def deletion(entity: Entity) -> RowEdit:
    """Return the edit that takes an entity away."""
    return RowEdit(entity.TABLE, key_of(entity), to_row(entity), None)


def change(before: Entity, after: Entity) -> RowEdit:
    """Return the edit that turns one entity into another of the same key (ValueError where the keys differ)."""
    if key_of(before) != key_of(after):
        raise ValueError(f"the keys differ: {key_of(before)} and {key_of(after)}")
    return RowEdit(before.TABLE, key_of(before), to_row(before), to_row(after))


def edit_to_json(edit: RowEdit) -> str:
    """Return an edit as canonical JSON for the history's list; images hold their hash only, never their bytes."""
    return _CANONICAL.encode(
        {"table": edit.table, "key": list(edit.key), "before": _plain(edit.before), "after": _plain(edit.after)}
    )


def _plain(row: Row | None) -> dict[str, str | int | None] | None:
    if row is None:
        return None
    return {name: value for name, value in row.items() if value is not None and not isinstance(value, bytes)}
