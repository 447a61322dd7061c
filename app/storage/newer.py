"""Files of a newer version of the program: read where that is safe, never written."""

import re
from typing import TYPE_CHECKING

from app.domain import tables
from app.domain.entity import fields_of
from app.storage.failures import storage_error

if TYPE_CHECKING:
    from app.storage.database import Database

EXPRESSION = -2  # what PRAGMA index_xinfo says in place of a column's number


def accept_newer(database: "Database") -> None:
    """Accept a newer schema for reading where it has all that we read and nothing that reading would execute."""
    for kind, name, root, sql in database.rows("SELECT type, name, rootpage, sql FROM sqlite_schema"):
        if kind not in ("table", "index") or not root or _computes(database, kind, name, sql or ""):
            raise storage_error("schema", f"a newer file with a {kind} that computes")
    for entity in tables.ENTITIES:
        present = {row[1] for row in database.rows(f'PRAGMA table_info("{entity.TABLE}")')}
        if not present.issuperset(spec.name for spec in fields_of(entity)):
            error = storage_error("newer", f"table {entity.TABLE}")
            error.advice = f"{_maker(database)}{error.advice}"
            raise error
    database.notice = f"{storage_error('newer').message}{_maker(database)}"


def _computes(database: "Database", kind: str, name: str, sql: str) -> bool:
    """Say whether a table has computed columns, or an index expressions or a condition other than being there."""
    quoted = name.replace('"', '""')
    if kind == "table":
        return any(row[6] for row in database.rows(f'PRAGMA table_xinfo("{quoted}")'))
    condition = re.split(r"\bWHERE\b", sql, maxsplit=1, flags=re.IGNORECASE)[1:]
    if condition and not re.fullmatch(r'\s*"?\w+"? IS NOT NULL\s*', condition[0], flags=re.IGNORECASE):
        return True
    return any(row[1] == EXPRESSION for row in database.rows(f'PRAGMA index_xinfo("{quoted}")'))


def _maker(database: "Database") -> str:
    """Return which version made a newer file, as a sentence; nothing where the file does not say so as ours do."""
    columns = {row[1] for row in database.rows('PRAGMA table_info("meta")')}
    made = database.rows("SELECT created_with FROM meta") if "created_with" in columns else []
    return f"作った版は「{made[0][0]}」です。" if made else ""
