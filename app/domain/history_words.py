"""What the history says, in words that a person reads: where, what, before and after; never a uid or a column."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.domain import labels, tables
from app.domain.blocks import Block, Image
from app.domain.board import BoardIndex
from app.domain.column_words import CODES, FIELD_WORDS, KINDS, TABLE_WORDS
from app.domain.edits import RowEdit
from app.domain.entity import Cell, E, Entity, FieldSpec, Key, Row, fields_of, from_row
from app.domain.find_figures import view
from app.domain.history import History
from app.domain.metrics import Metric, Observation, TableRow
from app.domain.narrative import LIVE
from app.domain.plan import Indicator, Target
from app.domain.series import is_blank
from app.domain.whereabouts import BETWEEN, Whereabouts, day_words

NOTHING, GONE, LIVE_FIGURE = "（空欄）", "（いまはないもの）", "〔数値〕"
ADDED, DELETED = "追加", "削除"
FIGURE_FIELDS = frozenset(("value", "text", "missing", "numerator", "denominator", "qualifier", "quality", "printed"))
_NAMES = ("title", "name", "label", "heading", "text", "condition", "place", "figures")


@dataclass(frozen=True, slots=True)
class PastChange:
    """One row's change in words: where it stands, what of it, before and after; `edit` holds the two row images."""

    where: str
    what: str
    before: str
    after: str
    node: str | None
    edit: RowEdit


def edits_of(line: History) -> tuple[RowEdit, ...]:
    """Return the edits of a line of history with whole row images; an image's bytes are not among them."""
    found = []
    for raw in json.loads(line.edits):
        entity = tables.BY_TABLE.get(raw["table"])
        if entity is not None:
            images = (_whole(entity, raw["before"]), _whole(entity, raw["after"]))
            found.append(RowEdit(raw["table"], tuple(raw["key"]), *images))
    return tuple(found)


def _whole(entity: type[Entity], raw: dict[str, Any] | None) -> Row | None:
    if raw is None:
        return None
    return {spec.name: raw.get(spec.name, 0 if spec.kind == "flag" else None) for spec in fields_of(entity)}


def touches(edit: RowEdit, key: Key) -> bool:
    """Say whether an edit is of the row with this key, or of one that hangs on it."""
    if edit.key == key:
        return True
    rows = [row for row in (edit.before, edit.after) if row is not None]
    return len(key) == 1 and any(key[0] == value for row in rows for value in row.values())


class HistoryWords:
    """Puts edits into words by what the board holds now, and where that is gone by what the deletion said of it.

    The history is read from its end, so that a deletion is known before what was done to the row earlier.
    """

    def __init__(self, index: BoardIndex, places: Whereabouts) -> None:
        self._index = index
        self._places = places
        self._gone: dict[tuple[str, str], Row] = {}

    def learn(self, edits: Iterable[RowEdit]) -> None:
        """Remember what edits deleted."""
        for edit in edits:
            if edit.after is None and edit.before is not None and len(edit.key) == 1:
                self._gone.setdefault((edit.table, edit.key[0]), edit.before)

    def _one(self, entity: type[E], uid: str | None) -> E | None:
        gone = self._gone.get((entity.TABLE, uid or ""))
        return self._index.one(entity, uid) or (from_row(entity, gone) if gone is not None else None)

    def changes(self, edits: Iterable[RowEdit]) -> tuple[PastChange, ...]:
        """Return what edits changed, one for each row."""
        return tuple(self.change(edit) for edit in edits)

    def change(self, edit: RowEdit) -> PastChange:
        """Return one row's change in words."""
        row = edit.after or edit.before or {}
        node = self._places.node_of(edit.table, row) or self._lost_node(row)
        where = BETWEEN.join(part for part in (self._places.path(node), self._name(edit.table, row)) if part)
        what, before, after = self._said(edit)
        return PastChange(where or TABLE_WORDS.get(edit.table, ""), what, before, after, node, edit)

    def _lost_node(self, row: Row) -> str | None:
        """Return the node of what a row hung on before that was deleted."""
        owners = (self._one(Indicator, _text(row, "indicator")), self._one(Block, _text(row, "block")))
        return next((owner.node for owner in owners if owner is not None), None)

    def _name(self, table: str, row: Row) -> str:
        """Return the name of a row below its node: an indicator's or metric's, a block's, else its own words."""
        if table == "node":
            return "" if self._places.path(str(row["uid"])) else str(row.get("title") or "")
        indicator = self._one(Indicator, _text(row, "indicator"))
        if indicator is not None:
            return indicator.title
        if row.get("metric") and table != "indicator":
            metric = self._one(Metric, _text(row, "metric"))
            return metric.name if metric else GONE
        if row.get("block"):
            return self._places.block(self._one(Block, _text(row, "block"))) or GONE
        return next((str(row[name]) for name in _NAMES if row.get(name)), "")

    # what changed

    def _said(self, edit: RowEdit) -> tuple[str, str, str]:
        if edit.table == Observation.TABLE:
            return self._said_of_figure(edit, Observation)
        if edit.table == Target.TABLE and self._figure_changed(edit):
            return self._said_of_figure(edit, Target)
        words = TABLE_WORDS.get(edit.table, "")
        if edit.before is None:
            return f"{words}の{ADDED}", "", self._summary(edit.table, edit.after or {})
        if edit.after is None:
            return f"{words}の{DELETED}", self._summary(edit.table, edit.before), ""
        return self._said_of_fields(edit, changed_fields(edit))

    def _said_of_fields(self, edit: RowEdit, names: list[str]) -> tuple[str, str, str]:
        assert edit.before is not None and edit.after is not None
        specs = {spec.name: spec for spec in fields_of(tables.BY_TABLE[edit.table])}
        what = "・".join(dict.fromkeys(FIELD_WORDS.get(name, "その他") for name in names))
        if names == ["position"]:  # its number says only what comes before what
            up = int(str(edit.after["position"])) < int(str(edit.before["position"]))
            return what, "", "前へ移動" if up else "後ろへ移動"
        sides = [
            "／".join(self._value(edit.table, specs[name], row[name]) for name in names)
            for row in (edit.before, edit.after)
        ]
        return what, sides[0], sides[1]

    def _figure_changed(self, edit: RowEdit) -> bool:
        return edit.before is None or edit.after is None or bool(FIGURE_FIELDS & set(changed_fields(edit)))

    def _said_of_figure(self, edit: RowEdit, entity: type[Observation] | type[Target]) -> tuple[str, str, str]:
        row = edit.after or edit.before or {}
        kind = labels.OBSERVATION_KINDS.get(str(row.get("kind")), "目標値")
        as_of = day_words(_text(row, "as_of"))
        label = f"{self._places.period(str(row['period']))}{f'（{as_of}時点）' if as_of else ''}の{kind}"
        before, after = self._shown(entity, edit.before), self._shown(entity, edit.after)
        if before != after or edit.before is None or edit.after is None:
            return label, before, after
        what, before, after = self._said_of_fields(edit, changed_fields(edit))
        return f"{label}の{what}", before, after

    def _shown(self, entity: type[Observation] | type[Target], row: Row | None) -> str:
        if row is None:
            return NOTHING
        metric = self._metric_of(row)
        item = from_row(entity, row)
        if metric is None:
            return _bare(row)
        if isinstance(item, Observation):
            return view(metric, item).full or NOTHING if not is_blank(item) else NOTHING
        stand_in = Observation(metric=metric.uid, period=item.period, **{n: row.get(n) for n in _SHARED})  # type: ignore[arg-type]
        return view(metric, stand_in).full or NOTHING

    def _metric_of(self, row: Row) -> Metric | None:
        indicator = self._one(Indicator, _text(row, "indicator"))
        return self._one(Metric, indicator.metric if indicator else _text(row, "metric"))

    def _summary(self, table: str, row: Row) -> str:
        specs = {spec.name: spec for spec in fields_of(tables.BY_TABLE[table])}
        shown = ("department", "reason", "metric", "child", *_NAMES)
        found = (self._value(table, specs[name], row[name]) for name in shown if name in specs and row.get(name))
        return next(found, "")

    def _value(self, table: str, spec: FieldSpec, value: Cell) -> str:
        if value is None or value == "":
            return NOTHING
        if spec.kind == "ref":
            return self._referred(spec.target or "", str(value))
        if spec.kind == "flag":
            return "はい" if value else "いいえ"
        if spec.kind == "period":
            return self._places.period(str(value))
        if spec.kind == "date":
            return day_words(str(value))
        if spec.name == "formula":
            return self._formula(str(value))
        codes = KINDS.get(table, {}) if spec.name == "kind" else CODES.get(spec.name, {})
        return LIVE.sub(LIVE_FIGURE, codes.get(str(value), str(value)))

    def _referred(self, table: str, uid: str) -> str:
        if table == Image.TABLE:
            return "画像"
        found: Any = self._one(tables.BY_TABLE[table], uid)
        if isinstance(found, TableRow) and not found.label:
            return TABLE_WORDS[table]
        return next((str(getattr(found, name)) for name in _NAMES if getattr(found, name, None)), GONE)

    def _formula(self, text: str) -> str:
        from app.domain.formula_names import shower

        return shower({item.uid: item.name for item in self._index.all(Metric)})(text)


_SHARED = ("value", "text", "missing", "numerator", "denominator", "qualifier", "quality", "unit", "rounding", "digits")


def _bare(row: Row) -> str:
    """Return a figure whose metric is gone: as stored."""
    if row.get("missing"):
        return labels.MISSING_KINDS.get(str(row["missing"]), NOTHING)
    return str(row.get("value") or row.get("text") or NOTHING)


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return str(value) if value else None


def changed_fields(edit: RowEdit) -> list[str]:
    """Return the names of the columns that an edit changed in a row that stands before and after it."""
    before, after = edit.before or {}, edit.after or {}
    return [name for name in after if before.get(name) != after.get(name)]
