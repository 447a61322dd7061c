"""The structure of an open board, found by uid or by what it belongs to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.domain.edits import RowEdit
from app.domain.entity import E, Entity, Key, from_row, key_of
from app.domain.metrics import Metric
from app.domain.plan import Board, Node, Placement
from app.domain.tables import BY_TABLE, STRUCTURE


class BoardIndex:
    """All entities of the structure tables, with groupings made when first asked for.

    It follows edits through `apply` and holds no figures; those are a SeriesBook's.
    """

    def __init__(self, entities: Mapping[type[Entity], Sequence[Entity]]) -> None:
        self._all: dict[type[Entity], dict[Key, Entity]] = {
            kind: {key_of(item): item for item in entities.get(kind, ())} for kind in STRUCTURE
        }
        self._shown_formula: Callable[[str], str] | None = None
        self._formulas: dict[str, str] = {}
        self._groups: dict[tuple[type[Entity], str], dict[Any, tuple[Any, ...]]] = {}

    @property
    def board(self) -> Board:
        """Return the board's own row (KeyError where a file has none: not a board)."""
        return next(iter(self.all(Board)))

    def all(self, entity: type[E]) -> tuple[E, ...]:
        """Return all entities of a table in the order of position, then uid."""
        return self.where(entity, "", None)

    def one(self, entity: type[E], uid: str | None) -> E | None:
        """Return the entity with this uid, or None."""
        return self._all[entity].get((uid,)) if uid is not None else None  # type: ignore[return-value]

    def get(self, entity: type[E], uid: str) -> E:
        """Return the entity with this uid (KeyError where there is none)."""
        return self._all[entity][(uid,)]  # type: ignore[return-value]

    def where(self, entity: type[E], name: str, value: str | None) -> tuple[E, ...]:
        """Return the entities whose column `name` holds value, in the order of position, then uid."""
        group = self._groups.get((entity, name))
        if group is None:
            group = self._groups[entity, name] = self._grouped(entity, name)
        return group.get(value, ())

    def children(self, node: str | None) -> tuple[Node, ...]:
        """Return the nodes placed under a node (None: the top), in their printed order."""
        return tuple(self.get(Node, place.child) for place in self.where(Placement, "parent", node))

    def below(self, node: str) -> tuple[Node, ...]:
        """Return a node and all nodes under it, each once, depth first in printed order."""
        found: dict[str, Node] = {}

        def visit(item: Node) -> None:
            if item.uid not in found:
                found[item.uid] = item
                for child in self.children(item.uid):
                    visit(child)

        visit(self.get(Node, node))
        return tuple(found.values())

    def parents(self, node: str) -> tuple[Node, ...]:
        """Return the nodes that a node is placed under."""
        places = self.where(Placement, "child", node)
        return tuple(self.get(Node, place.parent) for place in places if place.parent is not None)

    def shown_formula(self, metric: Metric) -> str:
        """Return a metric's formula by the names of the metrics it reads, '' where it has none."""
        if not metric.formula:
            return ""
        if self._shown_formula is None:
            from app.domain.formula_names import shower  # not needed before the first window is painted

            self._shown_formula = shower({item.uid: item.name for item in self.all(Metric)})
        known = self._formulas.get(metric.formula)
        if known is None:
            known = self._formulas[metric.formula] = self._shown_formula(metric.formula)
        return known

    def apply(self, edits: Iterable[RowEdit]) -> bool:
        """Follow committed edits; return whether any of them touched the structure."""
        touched = False
        for edit in edits:
            entity = BY_TABLE[edit.table]
            if entity in self._all:
                touched = True
                self._take(entity, edit)
        return touched

    def _take(self, entity: type[Entity], edit: RowEdit) -> None:
        if edit.after is None:
            self._all[entity].pop(edit.key, None)
        else:
            self._all[entity][edit.key] = from_row(entity, edit.after)
        if entity is Metric:
            self._shown_formula = None
            self._formulas.clear()
        for group in [group for group in self._groups if group[0] is entity]:
            del self._groups[group]

    def _grouped(self, entity: type[Entity], name: str) -> dict[Any, tuple[Any, ...]]:
        items = sorted(self._all[entity].values(), key=lambda item: (getattr(item, "position", 0), key_of(item)))
        groups: dict[Any, list[Any]] = {}
        for item in items:
            groups.setdefault(getattr(item, name) if name else None, []).append(item)
        return {value: tuple(members) for value, members in groups.items()}
