"""Figures that are no numbers: what a bad disk or another program left where canonical decimal text should stand."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from app.domain import tables
from app.domain.edits import RowEdit
from app.domain.entity import Entity, Row, fields_of, is_decimal
from app.domain.rescue import BrokenFigure
from app.storage.repository import Repository
from app.storage.statements import row_of, statements_of

FIGURES = ("observation", "target")
# Only what these let through is looked at one by one; nearly every figure of 240,000 fails them at once.
_DOUBTFUL = "GLOB '*[^0-9]*'"


class Mending(NamedTuple):
    """The edit that mends a broken figure, and the row as everybody saw it before: with nothing where it is broken."""

    edit: RowEdit
    shown: Row


def broken_figures(data: bytes) -> list[BrokenFigure]:
    """Return the broken figures of a serialized board, each with the row as it was last written soundly, or None."""
    repository = Repository.from_bytes(data)
    try:
        found = [one for table in FIGURES for one in _broken(repository, tables.BY_TABLE[table])]
        return [one._replace(sound=_last_sound(repository, one)) for one in found]
    finally:
        repository.close()


def mending(repository: Repository, broken: BrokenFigure) -> Mending | None:
    """Return the edit that puts the sound row back, else empties the figure; None where it is mended."""
    entity = tables.BY_TABLE[broken.table]
    sql = statements_of(entity)
    rows = repository.database.rows(sql.find, broken.key)
    if not rows:
        return None
    before = row_of(sql.columns, rows[0][:-1])
    if not _unsound(entity, before):
        return None
    shown = {**before, **dict.fromkeys(_unsound(entity, before))}
    return Mending(RowEdit(broken.table, broken.key, before, broken.sound or shown), shown)


def _broken(repository: Repository, entity: type[Entity]) -> Iterator[BrokenFigure]:
    sql = statements_of(entity)
    doubtful = " OR ".join(f'"{spec.name}" {_DOUBTFUL}' for spec in fields_of(entity) if spec.kind == "decimal")
    for values in repository.database.rows(f"{sql.select} WHERE {doubtful}"):
        row = row_of(sql.columns, values)
        if _unsound(entity, row):
            yield BrokenFigure(entity.TABLE, tuple(str(row[name]) for name in entity.KEY), row, None)


def _unsound(entity: type[Entity], row: Row) -> list[str]:
    """Return the columns of a row that should hold figures and do not."""
    names = (spec.name for spec in fields_of(entity) if spec.kind == "decimal")
    return [name for name in names if row[name] is not None and not is_decimal(str(row[name]))]


def _last_sound(repository: Repository, broken: BrokenFigure) -> Row | None:
    key = json.dumps({"key": list(broken.key)}, ensure_ascii=False, separators=(",", ":"))[1:-1]
    entity = tables.BY_TABLE[broken.table]
    sql = "SELECT edits FROM history WHERE instr(edits, ?) ORDER BY sequence DESC"
    for (edits,) in repository.database.rows(sql, (key,)):
        for edit in reversed(json.loads(edits)):
            if edit["table"] == broken.table and edit["key"] == list(broken.key) and edit["after"] is not None:
                row = {spec.name: edit["after"].get(spec.name) for spec in fields_of(entity)}
                if not _unsound(entity, row):
                    return row
    return None
