"""What a person is told when a row is no longer as it was when the edit began."""

import json

from app.domain import tables
from app.domain.edits import RowEdit
from app.domain.entity import Cell, Row
from app.domain.errors import ConflictError, StorageError
from app.storage.database import Database
from app.storage.failures import MESSAGES

_ADVICE = MESSAGES["conflict"][1]


def conflict_error(database: Database, edit: RowEdit, present: Row | None, made_at: str) -> StorageError:
    """Return the error that names who changed the row, when, from what to what, and what was to be written."""
    who, when = _last_change(database, edit, made_at)
    if present is None:
        message = f"この項目は{when}{who}が削除しています。あなたの変更は保存していません。"
    elif edit.before is None:
        message = f"同じ項目を{when}{who}が先に追加しています。あなたの入力は保存していません。"
    else:
        message = f"この値は{when}{who}が {_difference(edit, present)}"
    theirs, mine = (_value(row, _decided(edit, present)) for row in (present, edit.after))
    return ConflictError(message, _ADVICE, f"{edit.table} {' '.join(edit.key)}", theirs, mine)


def deleted_elsewhere_error() -> StorageError:
    """Return the error for an edit that refers to a row which somebody else has deleted meanwhile."""
    message = "この入力の元になる項目を、ほかの人が先に削除しています。あなたの入力は保存していません。"
    return StorageError("conflict", message, "ファイルを開き直して、残っている項目に入力してください。")


def _difference(edit: RowEdit, present: Row) -> str:
    before, after, name = edit.before or {}, edit.after, _decided(edit, present)
    change = f"{_shown(before.get(name))}→{_shown(present[name])} に変えています。"
    return change + (
        "あなたの変更は削除です。" if after is None else f"あなたの入力は {_shown(after.get(name))} です。"
    )


def _decided(edit: RowEdit, present: Row | None) -> str:
    """Return the field to decide about: of several changed ones, that which both sides changed."""
    before, after = edit.before or {}, edit.after or {}
    mine = [name for name in after if after[name] != before.get(name) and name not in tables.BY_TABLE[edit.table].KEY]
    changed = [name for name in present or {} if (present or {})[name] != before.get(name)]
    both = [name for name in changed if name in mine]
    return (both or (changed if edit.before is not None else mine) or mine or [""])[0]


def _value(row: Row | None, name: str) -> str | None:
    return None if row is None else _shown(row.get(name))


def _shown(value: Cell) -> str:
    if value is None or value == "":
        return "空欄"
    return "画像" if isinstance(value, bytes) else str(value)


def _last_change(database: Database, edit: RowEdit, made_at: str) -> tuple[str, str]:
    """Return who last touched the row and when (the clock time alone on the same day), as parts of a sentence."""
    key = json.dumps({"key": list(edit.key)}, ensure_ascii=False, separators=(",", ":"))[1:-1]
    rows = database.rows("SELECT who, made_at, edits FROM history WHERE instr(edits, ?) ORDER BY sequence DESC", (key,))
    for who, when, edits in rows:
        if any(each["table"] == edit.table and each["key"] == list(edit.key) for each in json.loads(edits)):
            clock = when[11:16] if when[:10] == made_at[:10] else f"{when[:10]} {when[11:16]}"
            return (f"{who}さん" if who else "ほかの人"), f" {clock} に "
    return "ほかの人", ""
