"""The tables that are read whole when a file is opened: their rows at one moment, made into entities when asked for."""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from app.domain import tables
from app.domain.entity import Entity, fields_of
from app.storage.database import NamedRows
from app.storage.statements import builder_of


class StoredStructure(Mapping[type[Entity], list[Any]]):
    """Maps each entity to all its rows, in no order; `rows` holds them by the table's name.

    The first window asks for few of them: entities that nobody asks for are neither built nor even imported.
    """

    def __init__(self, rows: Mapping[str, NamedRows]) -> None:
        self._rows = rows

    def __getitem__(self, entity: type[Entity]) -> list[Any]:
        names, rows = self._rows[entity.TABLE]
        in_order = itemgetter(*(names.index(spec.name) for spec in fields_of(entity)))
        return builder_of(entity)(list(map(in_order, rows)))

    def __iter__(self) -> Iterator[type[Entity]]:
        return iter(tables.STRUCTURE)

    def __len__(self) -> int:
        return len(self._rows)
