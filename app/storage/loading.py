"""Many rows at once into a new file; a row that cannot be stored is found and named."""

import sqlite3
from collections.abc import Sequence

from app.domain import tables
from app.domain.entity import Cell, Entity, Row
from app.domain.errors import StorageError
from app.storage.failures import MESSAGES
from app.storage.statements import row_of, statements_of, values_of

# What the database refuses: a condition of the table, text that is no Unicode, a type or size it does not know.
_REFUSED = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, UnicodeError, OverflowError)


def insert_rows(connection: sqlite3.Connection, entity: type[Entity], rows: Sequence[Row], revision: int) -> None:
    """Insert rows with a revision; raise StorageError "value", naming table and key, for one that cannot be stored."""
    sql = statements_of(entity).insert
    values = [(*values_of(entity, row), revision) for row in rows]
    for row, cells in zip(rows, values, strict=True):
        # A float is never a figure here, and a text column would take 'inf' as a word.
        if float in map(type, cells):
            raise _value_error(entity, row, "float")
    connection.execute("SAVEPOINT bulk")
    try:
        connection.executemany(sql, values)
    except _REFUSED:
        connection.execute("ROLLBACK TO bulk")
        _name_the_row(connection, entity, rows, values)
        raise
    finally:
        connection.execute("RELEASE bulk")


def check_references(connection: sqlite3.Connection) -> None:
    """Raise StorageError "value", naming table and key, where a row refers to one that is not there."""
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        table, number, target = broken[0][:3]
        entity = tables.BY_TABLE[table]
        sql = statements_of(entity)
        row = connection.execute(f"{sql.select} WHERE rowid = ?", (number,)).fetchone()
        raise _value_error(entity, row_of(sql.columns, row), f"refers to a missing {target}")


def _name_the_row(
    connection: sqlite3.Connection, entity: type[Entity], rows: Sequence[Row], values: Sequence[tuple[Cell, ...]]
) -> None:
    for row, cells in zip(rows, values, strict=True):
        try:
            connection.execute(statements_of(entity).insert, cells)
        except _REFUSED as error:
            raise _value_error(entity, row, str(error)) from error


def _value_error(entity: type[Entity], row: Row, detail: str) -> StorageError:
    key = " ".join(ascii(row.get(name)).strip("'") for name in entity.KEY)
    message, advice = MESSAGES["value"]
    return StorageError("value", f"{message}（表「{entity.TABLE}」の {key}）", advice, detail)
