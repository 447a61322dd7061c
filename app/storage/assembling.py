"""A sound board from rows of any origin: what does not fit the schema or refers to nothing is left out and named."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.domain import tables
from app.domain.entity import Entity, Key, Row, fields_of, new_uid, to_row
from app.domain.errors import StorageError
from app.domain.plan import Board
from app.storage.database import Database, memory_database
from app.storage.loading import insert_rows
from app.storage.repository import Repository


class Assembled(NamedTuple):
    """Rows that a new file takes whole, and the keys of those left out, by table."""

    rows: dict[str, list[Row]]
    left_out: dict[str, list[Key]]


def assemble(rows: Mapping[str, Sequence[Row]], title: str) -> Assembled:
    """Return the rows that make a sound board; `title` is the board's where its own row is lost."""
    database = memory_database()
    left_out: dict[str, list[Key]] = {}
    try:
        database.connection.execute("PRAGMA foreign_keys=OFF")
        for entity in tables.ENTITIES:
            for key in _fill(database, entity, rows.get(entity.TABLE, ())):
                left_out.setdefault(entity.TABLE, []).append(key)
        _drop_dangling(database.connection, left_out)
        made = Repository(database).dump_rows()
    finally:
        database.connection.close()
    made[Board.TABLE] = made[Board.TABLE][:1] or [to_row(Board(uid=new_uid(), title=title))]
    return Assembled(made, left_out)


def _fill(database: Database, entity: type[Entity], rows: Sequence[Row]) -> list[Key]:
    """Insert rows; return the keys of those that cannot be stored."""
    try:
        insert_rows(database.connection, entity, rows, 0)
    except (StorageError, sqlite3.Error):
        return [key for row in rows for key in _one(database, entity, row)]
    return []


def _one(database: Database, entity: type[Entity], row: Row) -> list[Key]:
    try:
        insert_rows(database.connection, entity, [row], 0)
    except (StorageError, sqlite3.Error):
        return [tuple(str(row.get(name)) for name in entity.KEY)]
    return []


def _drop_dangling(connection: sqlite3.Connection, left_out: dict[str, list[Key]]) -> None:
    """Empty references that lead nowhere; a row that cannot do without one goes, and then what refers to it."""
    while True:
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if not broken:
            return
        for table, rowid, _, number in broken:
            entity = tables.BY_TABLE[table]
            columns = [row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")') if row[0] == number]
            optional = {spec.name for spec in fields_of(entity) if spec.optional}
            if set(columns) <= optional:
                emptied = ", ".join(f'"{name}" = NULL' for name in columns)
                connection.execute(f'UPDATE "{table}" SET {emptied} WHERE rowid = ?', (rowid,))
                continue
            _note(connection, entity, rowid, left_out)
            connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))


def _note(connection: sqlite3.Connection, entity: type[Entity], rowid: int, left_out: dict[str, list[Key]]) -> None:
    names = ", ".join(f'"{name}"' for name in entity.KEY)
    for key in connection.execute(f'SELECT {names} FROM "{entity.TABLE}" WHERE rowid = ?', (rowid,)).fetchall():
        left_out.setdefault(entity.TABLE, []).append(tuple(map(str, key)))
