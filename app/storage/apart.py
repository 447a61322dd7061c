"""What two boards do not share, read quickly: equal figures never become more than tuples."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from app.domain import tables
from app.domain.board_text import BoardRows
from app.domain.entity import Entity
from app.storage.repository import Repository
from app.storage.statements import row_of, statements_of

_BY_KEY_ALONE = ("image",)  # a picture's key is the hash of what it holds
_NEVER = ("history",)


def rows_apart(one: Repository, other: Repository) -> tuple[BoardRows, BoardRows]:
    """Return the rows of two boards for a comparison: the structure whole, of the rest only what differs.

    240,000 figures on each side take half a second. Raises StorageError where one of them cannot be read.
    """
    found: tuple[BoardRows, BoardRows] = ({}, {})
    for entity in tables.ENTITIES:
        if entity.TABLE not in _NEVER:
            sides = [_rows(repository, entity) for repository in (one, other)]
            if entity in tables.ON_DEMAND:
                sides = _unequal(entity, *sides)
            columns = statements_of(entity).columns
            for rows, side in zip(found, sides, strict=True):
                rows[entity.TABLE] = [row_of(columns, row) for row in side]
    return found


def histories(one: Repository, other: Repository) -> tuple[BoardRows, BoardRows]:
    """Return the lines of both histories, for the rows at which two versions of a file parted."""
    columns = statements_of(tables.BY_TABLE["history"]).columns
    sides = (_rows(repository, tables.BY_TABLE["history"]) for repository in (one, other))
    first, second = ([row_of(columns, row) for row in side] for side in sides)
    return {"history": list(first)}, {"history": list(second)}


def _rows(repository: Repository, entity: type[Entity]) -> list[tuple[Any, ...]]:
    return repository.database.rows(statements_of(entity).select)


def _unequal(
    entity: type[Entity], one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]
) -> list[list[tuple[Any, ...]]]:
    columns = statements_of(entity).columns
    same: Any = itemgetter(columns.index("uid")) if entity.TABLE in _BY_KEY_ALONE else tuple
    return [_without(one, same, map(same, other)), _without(other, same, map(same, one))]


def _without(rows: list[tuple[Any, ...]], same: Any, those: Iterable[Any]) -> list[tuple[Any, ...]]:
    known = set(those)
    return [row for row in rows if same(row) not in known]
