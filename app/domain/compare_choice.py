"""Chosen differences of two boards as edits of the present one, with everything that they need to hold together.

A choice is completed until every reference leads somewhere: what a row that comes in refers to comes in with it, and
what refers to a row that goes is changed or goes as well. That always ends: on the other board the references hold.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from app.domain import tables as board_tables
from app.domain.compare import Comparison, Difference
from app.domain.compare_families import SIBLINGS, Slot, owner_of
from app.domain.edits import RowEdit
from app.domain.entity import Entity, Row, fields_of
from app.domain.errors import InputError
from app.domain.series import months_in

NO_PERIOD = "期間として読めない数値（{code}）があります。計画は変わっていません。その違いの選択を外してください。"
_NAMED = re.compile(r"\[([^\[\]{}|]+)\]")
_NAMING = {"metric": ("formula",), "block": ("body",), "rule": ("condition",)}
"""Texts that name series by their uid in brackets."""


def edits_for(comparison: Comparison, chosen: Iterable[str]) -> tuple[RowEdit, ...]:
    """Return the edits that turn the present board into the other one in the chosen differences (their uids).

    Edits of one row are one edit. What must come along comes along; see `needed_with`. InputError where a figure of the
    other board, which another program may have written, stands for a period that nothing could show.
    """
    edits = _Choice(comparison).edits(chosen)
    for edit in edits:
        if edit.table == "observation" and edit.after is not None:
            _check_period(edit.key[1])
    return edits


def _check_period(code: str) -> None:
    try:
        months_in(code)
    except ValueError as error:
        raise InputError(NO_PERIOD.format(code=code)) from error


def needed_with(comparison: Comparison, chosen: Iterable[str]) -> tuple[Difference, ...]:
    """Return the differences that come along though they were not chosen, because chosen ones need them."""
    wanted = set(chosen)
    _, taken = _Choice(comparison).completed(wanted)
    along = taken - wanted
    return tuple(one for one in comparison.differences if one.uid in along)


class _Choice:
    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._by_uid = {one.uid: one for one in comparison.differences}
        self._of_slot: dict[Slot, list[Difference]] = {}
        for one in comparison.differences:
            for edit in one.edits:
                self._of_slot.setdefault((edit.table, edit.key), []).append(one)
        self._quiet = {(edit.table, edit.key): edit for edit in comparison.quiet}

    def edits(self, chosen: Iterable[str]) -> tuple[RowEdit, ...]:
        rows, _ = self.completed(chosen)
        self._follow_order(rows)
        self._drop_pictures(rows)
        made = [RowEdit(*slot, self._present(slot), row) for slot, row in rows.items()]
        return tuple(edit for edit in made if edit.before != edit.after)

    def completed(self, chosen: Iterable[str]) -> tuple[dict[Slot, Row | None], set[str]]:
        """Return the rows as they will be, and the uids of all differences that this takes."""
        rows: dict[Slot, Row | None] = {}
        waiting, taken = [uid for uid in chosen if uid in self._by_uid], set[str]()
        while waiting:
            uid = waiting.pop()
            if uid in taken:
                continue
            taken.add(uid)
            for edit in self._by_uid[uid].edits:
                waiting += self._apply(rows, edit)
        return rows, taken

    def _apply(self, rows: dict[Slot, Row | None], edit: RowEdit) -> list[str]:
        slot = (edit.table, edit.key)
        if edit.after is None or edit.before is None:
            rows[slot] = edit.after
        else:
            before = edit.before
            changed = {name: value for name, value in edit.after.items() if before.get(name) != value}
            rows[slot] = {**(rows.get(slot) or before), **changed}
        if edit.after is None:
            return self._because_gone(slot)
        return self._because_named(rows, edit.table, edit.after)

    def _because_named(self, rows: dict[Slot, Row | None], table: str, row: Row) -> list[str]:
        """Return the differences that bring in what a row refers to and the present board lacks."""
        found: list[str] = []
        for slot in _named_by(board_tables.BY_TABLE[table], row):
            if slot in rows or self._present(slot) is not None:
                continue
            if slot in self._quiet:
                rows[slot] = self._quiet[slot].after
            found += [one.uid for one in self._of_slot.get(slot, ()) if one.kind == "added"]
        return found

    def _because_gone(self, gone: Slot) -> list[str]:
        """Return the differences by which present rows no longer refer, or refer less, to a row that goes."""
        users = (self._of_slot.get(user, ()) for user in self._users.get(gone, ()))
        return [one.uid for of_user in users for one in of_user if any(_releases(edit, gone) for edit in one.edits)]

    @property
    def _users(self) -> dict[Slot, list[Slot]]:
        """The present rows that refer to each row which some difference takes away."""
        if not hasattr(self, "_made_users"):
            going = {(e.table, e.key) for one in self.comparison.differences for e in one.edits if e.after is None}
            self._made_users: dict[Slot, list[Slot]] = {}
            for slot in self._of_slot if going else ():
                row = self._present(slot)
                for target in _named_by(board_tables.BY_TABLE[slot[0]], row) if row is not None else ():
                    if target in going:
                        self._made_users.setdefault(target, []).append(slot)
        return self._made_users

    def _follow_order(self, rows: dict[Slot, Row | None]) -> None:
        """Give siblings of rows that come in the other board's numbers, so that these stand where they stood there."""
        grown = {
            (slot[0], owner_of(slot[0], row))
            for slot, row in rows.items()
            if slot[0] in SIBLINGS and row is not None and self._comes_in(slot, row)
        }
        for slot, edit in self._quiet.items():
            if edit.before is None or edit.after is None or (slot[0], owner_of(slot[0], edit.before)) not in grown:
                continue
            present = rows.get(slot, edit.before)
            if present is not None:
                rows[slot] = {**present, "position": edit.after["position"]}

    def _comes_in(self, slot: Slot, row: Row) -> bool:
        present = self._present(slot)
        return present is None or owner_of(slot[0], present) != owner_of(slot[0], row)

    def _drop_pictures(self, rows: dict[Slot, Row | None]) -> None:
        """Take pictures away that no block shows any more."""
        blocks = self.comparison.present.get("block", {})
        shown = {row.get("image") for key, row in blocks.items() if ("block", key) not in rows}
        shown |= {row.get("image") for (table, _), row in rows.items() if table == "block" and row is not None}
        for slot, edit in self._quiet.items():
            if slot[0] == "image" and edit.after is None and slot[1][0] not in shown:
                rows[slot] = None

    def _present(self, slot: Slot) -> Row | None:
        return self.comparison.present.get(slot[0], {}).get(slot[1])


def _releases(edit: RowEdit, gone: Slot) -> bool:
    """Say whether an edit takes a reference to a row away."""
    entity = board_tables.BY_TABLE[edit.table]
    counts = [list(_named_by(entity, row)).count(gone) if row is not None else 0 for row in (edit.before, edit.after)]
    return counts[1] < counts[0]


def _named_by(entity: type[Entity], row: Row) -> Iterator[Slot]:
    """Give what a row refers to: by its references, its irregular periods, and the series that its texts name."""
    for name, target in _references(entity):
        value = row.get(name)
        if value is not None and (target != "named_period" or str(value).startswith("x:")):
            yield target, (str(value),)
    for name in _NAMING.get(entity.TABLE, ()):
        for uid in _NAMED.findall(str(row.get(name) or "")):
            yield "metric", (uid,)


@cache
def _references(entity: type[Entity]) -> tuple[tuple[str, str], ...]:
    """Return the columns of a table that refer to other rows, with the table they refer to."""
    found = []
    for spec in fields_of(entity):
        if spec.kind == "ref" and spec.target:
            found.append((spec.name, spec.target))
        elif spec.kind == "period":
            found.append((spec.name, "named_period"))
    return tuple(found)
