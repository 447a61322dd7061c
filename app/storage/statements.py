"""The SQL of every table and the way from its tuples to entities, written once from the fields of the entities."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from app.domain.entity import Cell, E, Entity, Row, fields_of, flags_of, is_decimal


class Statements(NamedTuple):
    """The statements of one table; `columns` is their order of values, `rev` stands last where it is written."""

    columns: tuple[str, ...]
    select: str
    order: str
    find: str
    insert: str
    delete: str


@cache
def statements_of(entity: type[Entity]) -> Statements:
    """Return the SQL of an entity's table; rows are ordered by position, where there is one, then by key."""
    columns = tuple(spec.name for spec in fields_of(entity))
    table = f'"{entity.TABLE}"'
    names = ", ".join(f'"{name}"' for name in columns)
    where = " AND ".join(f'"{name}" = ?' for name in entity.KEY)
    order = (("position",) if "position" in columns else ()) + entity.KEY
    return Statements(
        columns=columns,
        select=f"SELECT {names} FROM {table}",
        order=" ORDER BY " + ", ".join(f'"{name}"' for name in order),
        find=f"SELECT {names}, rev FROM {table} WHERE {where}",
        insert=f"INSERT INTO {table} ({names}, rev) VALUES ({', '.join('?' * (len(columns) + 1))})",
        delete=f"DELETE FROM {table} WHERE {where} AND rev = ?",
    )


@cache
def update_of(entity: type[Entity], changed: tuple[str, ...]) -> str:
    """Return the SQL that writes the changed columns of a row, then rev; key and rev say which row.

    A column that is written the same again would cost: its indexes are kept and its references looked up each time.
    """
    assignments = ", ".join(f'"{name}" = ?' for name in (*changed, "rev"))
    where = " AND ".join(f'"{name}" = ?' for name in (*entity.KEY, "rev"))
    return f'UPDATE "{entity.TABLE}" SET {assignments} WHERE {where}'


def builder_of(entity: type[E]) -> Callable[[Sequence[tuple[Any, ...]]], list[E]]:
    """Return the function that turns tuples in column order into entities.

    Fields are set through their slots: the constructor of a frozen dataclass takes three times as long, which would be
    felt at 12,000 observations. No entity has a __post_init__ that this could miss (a test watches).
    """
    flags = flags_of(entity)
    setters = [_setter(entity, spec.name, spec.name in flags) for spec in fields_of(entity)]
    figures = [spec.kind == "decimal" for spec in fields_of(entity)]
    new = object.__new__

    def build(rows: Sequence[tuple[Any, ...]]) -> list[E]:
        entities = [new(entity) for _ in rows]
        columns = zip(*rows, strict=True)
        for setter, figure, values in zip(setters, figures, columns, strict=False):  # no rows give no columns
            column = _sound(values) if figure else values
            deque(map(setter, entities, column), maxlen=0)  # runs the map without a loop of our own
        return entities

    return build


def _sound(column: tuple[Any, ...]) -> Sequence[Any]:
    """Return a column of figures with nothing in place of what is no number; broken_figures.py tells of those."""
    broken = {value for value in set(column) if value is not None and not is_decimal(value)}
    return [None if value in broken else value for value in column] if broken else column


def _setter(entity: type[Entity], name: str, flag: bool) -> Callable[[Any, Any], None]:
    plain: Callable[[Any, Any], None] = getattr(entity, name).__set__
    return (lambda made, value: plain(made, bool(value))) if flag else plain


def row_of(columns: tuple[str, ...], values: Iterable[Cell]) -> dict[str, Cell]:
    """Return the row image of values in column order."""
    return dict(zip(columns, values, strict=True))


def values_of(entity: type[Entity], row: Row) -> tuple[Cell, ...]:
    """Return a row's values in column order; a field that the row leaves out is None, as in a history's image."""
    columns = statements_of(entity).columns
    if tuple(row) == columns:  # as nearly all are: a pasted block has thousands
        return tuple(row.values())
    unknown = row.keys() - set(columns)
    if unknown:
        raise ValueError(f"{entity.TABLE} has no {sorted(unknown)}")
    return tuple(row.get(name) for name in columns)
