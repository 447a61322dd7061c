"""Bringing back what a row was: the edits that do it, refused where what it hangs on is gone."""

from collections.abc import Callable, Iterable

from app.domain import tables
from app.domain.edits import RowEdit
from app.domain.entity import Key, Row, fields_of
from app.domain.errors import InputError
from app.domain.history_words import changed_fields

Present = Callable[[str, Key], Row | None]
NO_CHANGE = "いまの値と同じです。戻すものはありません。"
ADDED_HERE = "この変更で加わったものです。取り消すときは、その場所で削除してください。"
WITHOUT_GROUND = "これが入っていた場所がいまはないため、戻せません。先に、入っていた取組や表を戻してください。"
PICTURE = "画像そのものは変更の履歴からは戻せません。画像を貼り直してください。"


def bringing_back(edit: RowEdit, whole: Iterable[RowEdit], before: bool, present: Present) -> list[RowEdit]:
    """Return the edits that give a row again what stood before an edit of the past, or after it.

    Of a row that still stands only what that edit changed is taken; a row that is gone comes with all that was deleted
    together with it (`whole` is the past command). Raises InputError where it cannot be done.
    """
    target = edit.before if before else edit.after
    now = present(edit.table, edit.key)
    if target is None:
        return _removed(edit, now)
    if now is None:
        return _returned(edit, target, whole, present)
    names = changed_fields(edit) if edit.before is not None and edit.after is not None else list(target)
    wanted = {**now, **{name: target[name] for name in names}}
    if wanted == dict(now):
        raise InputError(NO_CHANGE)
    _check_ground([wanted], edit.table, present, set())
    return [RowEdit(edit.table, edit.key, now, wanted)]


def _removed(edit: RowEdit, now: Row | None) -> list[RowEdit]:
    if edit.table != "observation":
        raise InputError(ADDED_HERE)
    if now is None:
        raise InputError(NO_CHANGE)
    return [RowEdit(edit.table, edit.key, now, None)]


def _returned(edit: RowEdit, target: Row, whole: Iterable[RowEdit], present: Present) -> list[RowEdit]:
    """Return the insertions of a row and of everything that went with it in the same command."""
    together = [other for other in whole if edit.after is None and other.after is None]
    rows = [(other.table, other.key, other.before) for other in reversed(together)] or [(edit.table, edit.key, target)]
    missing = [(table, key, row) for table, key, row in rows if row is not None and present(table, key) is None]
    coming = {(table, key[0]) for table, key, _ in missing}
    for table, _, row in missing:
        _check_ground([row], table, present, coming)
    return [RowEdit(table, key, None, row) for table, key, row in missing]


def _check_ground(rows: Iterable[Row], table: str, present: Present, coming: set[tuple[str, str]]) -> None:
    if table == "image":
        raise InputError(PICTURE)
    for row in rows:
        for spec in fields_of(tables.BY_TABLE[table]):
            uid = row.get(spec.name)
            if spec.kind != "ref" or uid is None or (spec.target, str(uid)) in coming:
                continue
            if present(spec.target or "", (str(uid),)) is None:
                raise InputError(PICTURE if spec.target == "image" else WITHOUT_GROUND)
