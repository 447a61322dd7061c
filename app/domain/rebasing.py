"""What an edit becomes when somebody else has changed its rows meanwhile and a person has chosen whose values stand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.edits import Command, RowEdit
from app.domain.entity import Key, Row, new_uid

Present = Mapping[tuple[str, Key], Row | None]


def rebased(edits: Iterable[RowEdit], present: Present, mine: bool) -> tuple[RowEdit, ...]:
    """Return edits that fit the rows as they are now.

    Rows that nobody else touched keep their edit. Of the others, `mine` puts the fields that the edit changed over the
    present row and leaves its other fields as they are; otherwise the edit of such a row falls away.
    """
    found = (_fitted(edit, present[edit.table, edit.key], mine) for edit in edits)
    return tuple(edit for edit in found if edit is not None and edit.before != edit.after)


def renewed(command: Command, edits: tuple[RowEdit, ...]) -> Command:
    """Return a command with other edits, as an edit of its own."""
    return replace(command, edits=edits, uid=new_uid())


def _fitted(edit: RowEdit, present: Row | None, mine: bool) -> RowEdit | None:
    if present == edit.before:
        return edit
    if not mine:
        return None
    if edit.after is None or present is None:
        return replace(edit, before=present)
    before = edit.before or {}
    changed = {name: cell for name, cell in edit.after.items() if before.get(name) != cell}
    return replace(edit, before=present, after={**present, **changed})
