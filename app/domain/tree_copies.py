"""Copies of branches behind themselves: what is arranged is copied, figures, targets and texts are not."""

from dataclasses import replace
from typing import Any

from app.domain.additions import add_at, joined_sums
from app.domain.blocks import Block
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, insertion
from app.domain.entity import new_uid
from app.domain.leaves import blocks_at, loose_metrics, tables_at
from app.domain.metrics import Metric, Table, TableColumn, TableRow
from app.domain.ordering import insert_position
from app.domain.plan import Indicator, Node, Placement, Responsibility

COPY = "（写し）"
Copied = tuple[str, list[RowEdit]]


def copied_node(index: BoardIndex, placement: str, meeting: str | None) -> Copied:
    """Return the copy's uid and the edits that put a node again behind itself, with its tree and without figures."""
    own, made = index.get(Placement, placement), _Copying(index, meeting)
    fresh = Placement(uid=new_uid(), parent=own.parent, child=new_uid(), position=0)
    made.add_node(index.get(Node, own.child), fresh.child, COPY)
    return fresh.child, [*made.finished(), *add_at(index, fresh, "parent", own.uid)]


def copied_indicator(index: BoardIndex, indicator: str) -> Copied:
    """Return the copy's uid and the edits that put an indicator again behind itself, without figures and targets."""
    own, made = index.get(Indicator, indicator), _Copying(index, None)
    metric = made.metric(own.metric, own.node, COPY)
    fresh = replace(own, uid=new_uid(), metric=metric, title=own.title + COPY)
    return fresh.uid, [*made.finished(), *add_at(index, fresh, "node", own.uid)]


def copied_table(index: BoardIndex, table: str, meeting: str | None) -> Copied:
    """Return the copy's uid and the edits that put a table with its rows again behind itself, without figures."""
    own, made = index.get(Table, table), _Copying(index, meeting)
    uid, block = made.add_table(own, own.node, COPY)
    shown = next((one for one in blocks_at(index, own.node, meeting) if one.table == table), None)
    return uid, [*made.finished(), *(add_at(index, block, "node", shown.uid) if block and shown else ())]


def copied_row(index: BoardIndex, row: str) -> Copied:
    """Return the copy's uid and the edits that put a row again behind itself, without figures; plain sums take it in.

    A row of figures gets a metric of its own.
    """
    own, made = index.get(TableRow, row), _Copying(index, None)
    metric = made.metric(own.metric, index.get(Table, own.table).node, COPY) if own.metric else None
    fresh = replace(own, uid=new_uid(), metric=metric, label=own.label + COPY if own.label else None)
    sums = joined_sums(index, own.table, metric) if metric and own.role == "value" else []
    return fresh.uid, [*made.finished(), *add_at(index, fresh, "table", own.uid), *sums]


def copied_metric(index: BoardIndex, metric: str) -> Copied:
    """Return the copy's uid and the edits that put a loose metric again behind itself, without figures."""
    own = index.get(Metric, metric)
    siblings = loose_metrics(index, str(own.node))
    position, room = insert_position(siblings, siblings.index(own) + 1)
    fresh = replace(own, uid=new_uid(), name=own.name + COPY, position=position)
    return fresh.uid, [*room, insertion(fresh)]


class _Copying:
    """Collects what a copy is made of; a metric is copied once, and copied formulas read the copies."""

    def __init__(self, index: BoardIndex, meeting: str | None) -> None:
        self._index, self._meeting = index, meeting
        self._edits: list[RowEdit] = []
        self._metrics: dict[str, Metric] = {}

    def finished(self) -> list[RowEdit]:
        """Return the edits that add the copies."""
        return [*(insertion(self._reading_copies(one)) for one in self._metrics.values()), *self._edits]

    def _reading_copies(self, metric: Metric) -> Metric:
        text = metric.formula or ""
        for before, now in self._metrics.items():
            text = text.replace(f"[{before}]", f"[{now.uid}]")
        return replace(metric, formula=text) if text else metric

    def metric(self, uid: str, node: str, tail: str = "") -> str:
        """Return the uid of a metric's copy."""
        if uid not in self._metrics:
            own = self._index.get(Metric, uid)
            self._metrics[uid] = replace(own, uid=new_uid(), node=node, name=own.name + tail)
        return self._metrics[uid].uid

    def add_node(self, node: Node, uid: str, tail: str = "") -> None:
        """Copy a node with all below it."""
        self._edits.append(insertion(replace(node, uid=uid, title=node.title + tail)))
        self._add_links("node", node.uid, uid)
        for own in self._index.where(Indicator, "node", node.uid):
            fresh = replace(own, uid=new_uid(), node=uid, metric=self.metric(own.metric, uid))
            self._edits.append(insertion(fresh))
            self._add_links("indicator", own.uid, fresh.uid)
        for loose in loose_metrics(self._index, node.uid):
            self.metric(loose.uid, uid)
        for table in tables_at(self._index, node.uid, self._meeting):
            _, block = self.add_table(table, uid)
            self._edits += [insertion(block)] if block else []
        for place in self._index.where(Placement, "parent", node.uid):
            child = new_uid()
            self.add_node(self._index.get(Node, place.child), child)
            self._edits.append(insertion(replace(place, uid=new_uid(), parent=uid, child=child)))

    def add_table(self, table: Table, node: str, tail: str = "") -> tuple[str, Block | None]:
        """Copy a table with its rows; return its uid and the part of the slide that shows it, where one does."""
        fresh = replace(table, uid=new_uid(), node=node, title=table.title + tail)
        self._edits.append(insertion(fresh))
        for row in self._index.where(TableRow, "table", table.uid):
            metric = self.metric(row.metric, node) if row.metric else None
            self._edits.append(insertion(replace(row, uid=new_uid(), table=fresh.uid, metric=metric)))
        for column in self._index.where(TableColumn, "table", table.uid):
            self._edits.append(insertion(replace(column, uid=new_uid(), table=fresh.uid)))
        shown = next((one for one in blocks_at(self._index, table.node, self._meeting) if one.table == table.uid), None)
        block = replace(shown, uid=new_uid(), node=node, table=fresh.uid, note=None) if shown else None
        return fresh.uid, block

    def _add_links(self, column: str, old: str, new: str) -> None:
        for link in self._index.where(Responsibility, column, old):
            owner: dict[str, Any] = {column: new}
            self._edits.append(insertion(replace(link, uid=new_uid(), **owner)))
