"""The structure of an open board, found by uid or by what it belongs to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.domain import tables
from app.domain.entity import E, Entity, Key, from_row, key_of
from app.domain.plan import Board, Node, Placement

if TYPE_CHECKING:
    from app.domain.edits import RowEdit
    from app.domain.metrics import Metric


_SMALL = 50


class BoardIndex:
    """All entities of the structure tables, each table and grouping taken from `entities` when first asked for.

    It follows edits through `apply` and holds no figures; those are a SeriesBook's.
    """

    def __init__(self, entities: Mapping[type[Entity], Sequence[Entity]]) -> None:
        self._entities = entities
        self._all: dict[type[Entity], dict[Key, Entity]] = {}
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
        return self._table(entity).get((uid,)) if uid is not None else None  # type: ignore[return-value]

    def get(self, entity: type[E], uid: str) -> E:
        """Return the entity with this uid (KeyError where there is none)."""
        return self._table(entity)[(uid,)]  # type: ignore[return-value]

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

    def shown_formula(self, metric: "Metric") -> str:
        """Return a metric's formula by the names of the metrics it reads, '' where it has none."""
        if not metric.formula:
            return ""
        if self._shown_formula is None:
            from app.domain.formula_names import shower  # neither is needed before the first window is painted
            from app.domain.metrics import Metric

            self._shown_formula = shower({item.uid: item.name for item in self.all(Metric)})
        known = self._formulas.get(metric.formula)
        if known is None:
            known = self._formulas[metric.formula] = self._shown_formula(metric.formula)
        return known

    def copy(self) -> "BoardIndex":
        """Return an index of its own that holds the same, for edits that come in steps."""
        made = BoardIndex(self._entities)
        made._all = {entity: dict(items) for entity, items in self._all.items()}
        made._groups = {name: dict(groups) for name, groups in self._groups.items()}
        return made

    def apply(self, edits: "Iterable[RowEdit]") -> bool:
        """Follow committed edits; return whether any of them touched the structure."""
        touched = False
        for edit in edits:
            if edit.table in tables.STRUCTURE_NAMES:
                touched = True
                self._take(tables.BY_TABLE[edit.table], edit)
        return touched

    def _take(self, entity: type[Entity], edit: "RowEdit") -> None:
        before = self._table(entity).pop(edit.key, None) if edit.after is None else self._table(entity).get(edit.key)
        after = None if edit.after is None else from_row(entity, edit.after)
        if after is not None:
            self._table(entity)[edit.key] = after
        if edit.table == "metric":
            self._shown_formula = None
            self._formulas.clear()
        for group in [group for group in self._groups if group[0] is entity]:
            if not self._follow(group[1], self._groups[group], before, after):
                del self._groups[group]

    def _follow(
        self, name: str, members: dict[Any, tuple[Any, ...]], before: Entity | None, after: Entity | None
    ) -> bool:
        """Let a grouping follow one entity where its groups are small; many edits would each sort whole tables anew."""
        values = {getattr(item, name) if name else None for item in (before, after) if item is not None}
        if any(len(members.get(value, ())) > _SMALL for value in values):
            return False
        for value in values:
            kept = [item for item in members.get(value, ()) if before is None or key_of(item) != key_of(before)]
            if after is not None and (getattr(after, name) if name else None) == value:
                kept.append(after)
            members[value] = tuple(sorted(kept, key=_order))
        return True

    def _table(self, entity: type[Entity]) -> dict[Key, Entity]:
        found = self._all.get(entity)
        if found is None:
            found = self._all[entity] = {key_of(item): item for item in self._entities.get(entity, ())}
        return found

    def _grouped(self, entity: type[Entity], name: str) -> dict[Any, tuple[Any, ...]]:
        items = sorted(self._table(entity).values(), key=_order)
        groups: dict[Any, list[Any]] = {}
        for item in items:
            groups.setdefault(getattr(item, name) if name else None, []).append(item)
        return {value: tuple(members) for value, members in groups.items()}


def _order(item: Entity) -> tuple[Any, Key]:
    """Return the place of an entity among others of its table."""
    return getattr(item, "position", 0), key_of(item)
