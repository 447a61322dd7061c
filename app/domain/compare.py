"""Two boards compared cell by cell: restoring, two versions of a shared file, meetings and imports all use it.

Rules. A figure (value, missing kind, unit …) is one cell. A row that is on one board only is one difference together
with all that belongs to it: an added indicator comes with its series, figures and targets. Siblings that only got other
numbers for the same order do not differ; an order that differs is one difference. The history is no content of a board
and is not compared. `compare_choice.edits_for` turns chosen differences into edits of the present board.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from app.domain import tables as board_tables
from app.domain.compare_families import SIBLINGS, Slot, families, ordered, owner_of
from app.domain.compare_names import PAPERS, TABLE_WORDS, WHOLE_PLAN, Names, Place, Tables
from app.domain.compare_words import BUNDLES, cell_name, cell_texts, row_name, row_text
from app.domain.edits import RowEdit
from app.domain.entity import Entity, Key, Row, fields_of

Kind = Literal["changed", "added", "removed"]
By = Literal["", "mine", "theirs", "both"]
Base = Mapping[Slot, Row | None]

KIND_WORDS: dict[Kind, str] = {"changed": "変更", "added": "追加", "removed": "削除"}
NOT_COMPARED = ("history",)
UNSHOWN = ("image",)
"""Rows that are never chosen for themselves: a picture comes and goes with the part that shows it."""
_GENERAL = (WHOLE_PLAN, PAPERS)
ORDER = ("position",)


@dataclass(frozen=True, slots=True)
class Difference:
    """One choice: a cell that differs, or a row with all that belongs to it that only one board has.

    `place` leads from the tab down to what it belongs to, `what` says which cell of it. `before` is the present
    board's text, `after` the other's. `more` counts what comes along. `by` says who changed it since the common base:
    'both' is a conflict, '' where no base is known. `edits` turn the present rows into the other's, for this choice
    alone; compare_choice makes them whole.
    """

    uid: str
    kind: Kind
    table: str
    key: Key
    fields: tuple[str, ...]
    place: Place
    node: str | None
    what: str
    before: str
    after: str
    edits: tuple[RowEdit, ...]
    more: str = ""
    by: By = ""

    @property
    def conflict(self) -> bool:
        """Return whether both sides changed it since the common base."""
        return self.by == "both"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences in the order of the tree, and what is needed to take chosen ones in."""

    present: Tables
    other: Tables
    differences: tuple[Difference, ...]
    quiet: tuple[RowEdit, ...]
    """Edits that nobody chooses: pictures, and numbers of siblings whose order is the same."""


def compare(
    present: Mapping[str, Sequence[Row]], other: Mapping[str, Sequence[Row]], base: Base | None = None
) -> Comparison:
    """Compare the present board with another one.

    Rows that are equal on both may be left out of observation, fixed_figure and image. `base` gives the rows of the
    common ancestor (None: it had none) and tells who changed what; see compare_base.
    """
    return _Comparing(by_key(present), _same_board(by_key(present), by_key(other)), base).run()


def by_key(rows: Mapping[str, Sequence[Row]]) -> dict[str, dict[Key, Row]]:
    """Return a board's rows by table and key, those that are never compared left out."""
    compared = (entity for entity in board_tables.ENTITIES if entity.TABLE not in NOT_COMPARED)
    return {entity.TABLE: _keyed(entity.KEY, rows.get(entity.TABLE, ())) for entity in compared}


def _keyed(key: tuple[str, ...], rows: Sequence[Row]) -> dict[Key, Row]:
    if len(key) == 1:
        return {(str(row[key[0]]),): row for row in rows}
    return dict(zip(map(itemgetter(*key), rows), rows, strict=True))  # keys of several columns are texts


def _same_board(present: Tables, other: dict[str, dict[Key, Row]]) -> dict[str, dict[Key, Row]]:
    """Give the other board's own row the present one's key: a file has exactly one, whichever file it came from."""
    mine, theirs = list(present["board"].values()), list(other["board"].values())
    if len(mine) == 1 and len(theirs) == 1:
        other["board"] = {(str(mine[0]["uid"]),): {**theirs[0], "uid": mine[0]["uid"]}}
    return other


class _Comparing:
    """One run over two boards."""

    def __init__(self, present: Tables, other: Tables, base: Base | None) -> None:
        self.present, self.other, self.base = present, other, base
        self.names, self.other_names = Names(present), Names(other)
        self.quiet: list[RowEdit] = []

    def run(self) -> Comparison:
        found = [*self._one_sided("removed"), *self._changed(), *self._one_sided("added"), *self._orders()]
        return Comparison(self.present, self.other, tuple(self._in_order(found)), tuple(self.quiet))

    # cells

    def _changed(self) -> Iterator[Difference]:
        for entity in board_tables.ENTITIES:
            theirs = self.other.get(entity.TABLE, {})
            for key, mine in self.present.get(entity.TABLE, {}).items():
                row = theirs.get(key)
                if row is not None and row != mine:
                    for fields in unequal_cells(entity, mine, row):
                        yield self._cell(entity, key, mine, row, fields)

    def _cell(self, entity: type[Entity], key: Key, mine: Row, theirs: Row, fields: tuple[str, ...]) -> Difference:
        after = {**mine, **{name: theirs.get(name) for name in fields}}
        table = entity.TABLE
        before, after_text = cell_texts((self.names, self.other_names), entity, (mine, theirs), fields)
        return Difference(
            uid=_uid(table, key, fields),
            kind="changed",
            table=table,
            key=key,
            fields=fields,
            place=self.names.place(table, mine),
            node=self.names.node_of(table, mine),
            what=cell_name(self.names, table, mine, fields),
            before=before,
            after=after_text,
            edits=(RowEdit(table, key, mine, after),),
            by=self._by((table, key), mine, theirs, fields),
        )

    # rows

    def _one_sided(self, kind: Kind) -> Iterator[Difference]:
        here, there = (self.present, self.other) if kind == "removed" else (self.other, self.present)
        alone = {
            (table, key): row
            for table, rows in here.items()
            for key, row in rows.items()
            if key not in there.get(table, {})
        }
        for root, members in families(alone).items():
            edits = [_edit(slot, alone[slot], kind) for slot in members]
            if root[0] in UNSHOWN:
                self.quiet += edits
            else:
                yield self._family(kind, root, members, alone, edits)

    def _family(
        self, kind: Kind, root: Slot, members: list[Slot], alone: Mapping[Slot, Row], edits: list[RowEdit]
    ) -> Difference:
        names = self.names if kind == "removed" else self.other_names
        table, key = root
        entity, row = board_tables.BY_TABLE[table], alone[root]
        whose = {self._by_row(slot, alone[slot], kind) for slot in members}
        text = row_text(names, entity, row)
        return Difference(
            uid=_uid(table, key, ()),
            kind=kind,
            table=table,
            key=key,
            fields=(),
            place=names.place(table, row),
            node=names.node_of(table, row),
            what=row_name(names, table, row),
            before=text if kind == "removed" else "",
            after=text if kind == "added" else "",
            edits=tuple(edits),
            more=_counted(slot[0] for slot in members if slot != root),
            by=whose.pop() if len(whose) == 1 else "both",
        )

    # order

    def _orders(self) -> Iterator[Difference]:
        for table in SIBLINGS:
            for owner, keys in self._siblings(table).items():
                mine, theirs = self.present[table], self.other[table]
                moved = [key for key in keys if mine[key]["position"] != theirs[key]["position"]]
                edits = [_moved(table, key, mine[key], theirs[key]) for key in moved]
                before, after = ordered(mine, keys), ordered(theirs, keys)
                if before == after:
                    self.quiet += edits
                else:
                    yield self._order(table, owner, before, after, edits)

    def _siblings(self, table: str) -> dict[Key, list[Key]]:
        """Return by owner the rows that both boards have under the same owner."""
        found: dict[Key, list[Key]] = {}
        for key, mine in self.present.get(table, {}).items():
            theirs = self.other[table].get(key)
            if theirs is not None and owner_of(table, mine) == owner_of(table, theirs):
                found.setdefault(owner_of(table, mine), []).append(key)
        return found

    def _order(self, table: str, owner: Key, before: list[Key], after: list[Key], edits: list[RowEdit]) -> Difference:
        row = self.present[table][before[0]]
        place = self.names.place(table, row)
        below = len(place) - 1 if table in ("indicator", "block", "placement", "metric") else len(place)
        return Difference(
            uid=_uid(table, owner, ORDER),
            kind="changed",
            table=table,
            key=before[0],
            fields=ORDER,
            place=place[: max(1, below)],
            node=self.names.node_of(table, row) if table != "placement" else owner[0] or None,
            what=f"{TABLE_WORDS[table] if table != 'placement' else '取組など'}の並び順",
            before=self._listed(table, before),
            after=self._listed(table, after),
            edits=tuple(edits),
            by=self._by_order(table, before, after),
        )

    def _listed(self, table: str, keys: list[Key]) -> str:
        rows = [self.present[table][key] for key in keys]
        if table == "placement":
            return "、".join(self.names.title("node", row["child"]) for row in rows)
        return "、".join(self.names.title_of(table, row) for row in rows)

    # who

    def _by(self, slot: Slot, mine: Row, theirs: Row, fields: tuple[str, ...]) -> By:
        if self.base is None or slot not in self.base:
            return ""
        row = self.base[slot]
        if row is None:
            return "both"
        before, one, other = ([each.get(name) for name in fields] for each in (row, mine, theirs))
        return "theirs" if one == before else "mine" if other == before else "both"

    def _by_row(self, slot: Slot, row: Row, kind: Kind) -> By:
        if self.base is None or slot not in self.base:
            return ""
        before = self.base[slot]
        if before is None:
            return "mine" if kind == "removed" else "theirs"
        if not _same(before, row):
            return "both"
        return "theirs" if kind == "removed" else "mine"

    def _by_order(self, table: str, before: list[Key], after: list[Key]) -> By:
        if self.base is None:
            return ""
        rows = {key: self.base.get((table, key)) or self.present[table][key] for key in before}
        known = ordered(rows, before)
        return "theirs" if known == before else "mine" if known == after else "both"

    def _in_order(self, found: list[Difference]) -> list[Difference]:
        """Return differences as the tree has them, from the top down; cells of one thing in order of time."""
        order: dict[Place, int] = {}
        for names in (self.names, self.other_names):
            for place in names.places_in_order():
                order.setdefault(place, len(order))

        def rank(one: Difference) -> tuple[object, ...]:
            steps = [(order.get(one.place[: end + 1], len(order)), one.place[end]) for end in range(len(one.place))]
            return one.place[0] in _GENERAL, steps, one.table, one.key, one.fields

        return sorted(found, key=rank)


def unequal_cells(entity: type[Entity], mine: Row, theirs: Row) -> Iterator[tuple[str, ...]]:
    """Give the cells of a row that differ, each as the columns that are it; the order of siblings apart.

    An empty text and none are the same. A row that moves elsewhere takes its number there with it.
    """
    names = (spec.name for spec in fields_of(entity))
    unequal = [name for name in names if (mine.get(name) or None) != (theirs.get(name) or None)]
    told: set[str] = set()
    for name in unequal:
        bundle = next((one for one in BUNDLES.get(entity.TABLE, ()) if name in one), (name,))
        if name in SIBLINGS.get(entity.TABLE, ()):
            bundle = (*bundle, *(each for each in ORDER if each not in bundle))
        if name not in told and not set(ORDER).issuperset(set(bundle) & set(unequal)):
            yield bundle
        told.update(bundle)


def _edit(slot: Slot, row: Row, kind: Kind) -> RowEdit:
    return RowEdit(*slot, row, None) if kind == "removed" else RowEdit(*slot, None, row)


def _moved(table: str, key: Key, mine: Row, theirs: Row) -> RowEdit:
    return RowEdit(table, key, mine, {**mine, "position": theirs["position"]})


def _same(one: Row, other: Row) -> bool:
    return all(one.get(name) == value or isinstance(value, bytes) for name, value in other.items())


def _counted(tables: Iterable[str]) -> str:
    counts: dict[str, int] = {}
    for table in tables:
        if table not in ("metric", "placement", *UNSHOWN):
            counts[table] = counts.get(table, 0) + 1
    return "、".join(f"{TABLE_WORDS[table]}{count}件" for table, count in counts.items())


def _uid(table: str, key: Key, fields: tuple[str, ...]) -> str:
    return "|".join((table, *key, *fields[:1]))
