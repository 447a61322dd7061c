"""Tables, their rows and metrics that nothing shows: where they stand in the plan's tree, added and moved there."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.additions import joined_sums
from app.domain.blocks import Block
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, insertion
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.metrics import LooseLine, Metric, Table, TableRow
from app.domain.ordering import insert_position, move_edits
from app.domain.plan import Indicator, Node
from app.domain.sums import sum_parts, sum_text

KINDS = ("indicator", "table_view", "table_row", "metric")


def blocks_at(index: BoardIndex, node: str, meeting: str | None) -> list[Block]:
    """Return the parts of a node's slide at a meeting, those of every meeting among them."""
    return [block for block in index.where(Block, "node", node) if block.meeting in (None, meeting)]


def tables_at(index: BoardIndex, node: str, meeting: str | None) -> tuple[Table, ...]:
    """Return a node's tables: those of its slide at a meeting in its order, then those that stand on no slide."""
    shown = dict.fromkeys(block.table for block in blocks_at(index, node, meeting) if block.table)
    own = {table.uid: table for table in index.where(Table, "node", node)}
    alone = (table for table in own.values() if not index.where(Block, "table", table.uid))
    return (*(own[uid] for uid in shown if uid in own), *alone)


def loose_metrics(index: BoardIndex, node: str) -> tuple[Metric, ...]:
    """Return a node's metrics that are neither an indicator's nor a table's: formulas, lists and charts read them."""
    kinds: tuple[type[Indicator | TableRow], ...] = (Indicator, TableRow)
    own = index.where(Metric, "node", node)
    return tuple(one for one in own if not any(index.where(kind, "metric", one.uid) for kind in kinds))


def new_metric(index: BoardIndex, node: str, name: str, after: str | None) -> tuple[str, list[RowEdit]]:
    """Return a new metric's uid and the edits that add it to a node's loose ones, behind `after` (None: last)."""
    metric = Metric(uid=new_uid(), node=node, name=name)
    siblings = loose_metrics(index, node)
    place = next((place for place, one in enumerate(siblings, 1) if one.uid == after), len(siblings))
    position, room = insert_position(siblings, place)
    return metric.uid, [*room, insertion(replace(metric, position=position))]


def moved_table(index: BoardIndex, uid: str, node: str, place: int, meeting: str | None) -> list[RowEdit]:
    """Return the edits that make a table number `place` (0-based, without itself) of a node's slide at a meeting.

    Its metrics go with it to another node. InputError where it stands on no slide of the meeting.
    """
    own = index.get(Table, uid)
    if index.get(Node, node).kind == "group":
        raise InputError("表は、取組・施策・基本目標の下に置けます。")
    here = [block for block in index.where(Block, "table", uid) if block.node == own.node]
    shown = next((block for block in here if block.meeting in (None, meeting)), None)
    if shown is None and own.node == node:
        raise InputError(f"「{own.title}」は今の会議の資料に載っていないため、順番がありません。")
    order = [block for block in blocks_at(index, node, meeting) if shown is None or block.uid != shown.uid]
    target = _place_on_slide(order, place)
    if own.node == node and shown is not None:
        return move_edits(blocks_at(index, node, meeting), shown, target)
    position, room = insert_position(order, target)
    moved = (replace(block, node=node, position=position if block is shown else block.position) for block in here)
    edits = [change(block, now) for block, now in zip(here, moved, strict=True)]
    return [change(own, replace(own, node=node)), *room, *edits, *_metrics_along(index, own, node)]


def _place_on_slide(order: list[Block], place: int) -> int:
    """Return where among the parts of a slide its table number `place` stands; behind the last table, else last."""
    tables = [at for at, block in enumerate(order) if block.table]
    if place < len(tables):
        return tables[place]
    return tables[-1] + 1 if tables else len(order)


def _metrics_along(index: BoardIndex, table: Table, node: str) -> Iterator[RowEdit]:
    for row in index.where(TableRow, "table", table.uid):
        yield from _metric_along(index, row, table.node, node)


def _metric_along(index: BoardIndex, row: TableRow, before: str, node: str) -> Iterator[RowEdit]:
    """Yield the edit that takes a row's metric to another node, where it is at home in the old one."""
    metric = index.one(Metric, row.metric)
    if metric is not None and metric.node == before != node and not index.where(Indicator, "metric", metric.uid):
        yield change(metric, replace(metric, node=node))


def moved_row(index: BoardIndex, uid: str, table: str, place: int) -> list[RowEdit]:
    """Return the edits that make a row number `place` (0-based, without itself) of a table.

    In another table it joins the plain sums there and leaves those of the old one.
    """
    own, siblings = index.get(TableRow, uid), index.where(TableRow, "table", table)
    if own.table == table:
        return move_edits(siblings, own, place)
    old, new = index.get(Table, own.table), index.get(Table, table)
    if "events" in (old.axis, new.axis) and old.axis != new.axis:
        raise InputError("開催日の表と、月や年度の表との間では、行を移せません。")
    position, room = insert_position(siblings, max(0, min(place, len(siblings))))
    edits = [*room, change(own, replace(own, table=table, position=position))]
    edits += _metric_along(index, own, old.node, new.node)
    lines = (one for one in index.where(LooseLine, "table", old.uid) if one.metric and one.metric == own.metric)
    edits += [change(one, replace(one, table=table)) for one in lines]
    if own.metric and own.role == "value":
        edits += [*_left_sums(index, own), *joined_sums(index, table, own.metric)]
    return edits


def _left_sums(index: BoardIndex, row: TableRow) -> Iterator[RowEdit]:
    rows = index.where(TableRow, "table", row.table)
    for total in (one for one in rows if one.role == "total"):
        metric = index.one(Metric, total.metric)
        parts = sum_parts(metric.formula) if metric else None
        if metric and parts and row.metric in parts and set(parts) <= {one.metric for one in rows}:
            left = sum_text(tuple(part for part in parts if part != row.metric))
            yield change(metric, replace(metric, formula=left))


def moved_metric(index: BoardIndex, uid: str, node: str, place: int) -> list[RowEdit]:
    """Return the edits that make a loose metric number `place` (0-based, without itself) of a node's."""
    own, siblings = index.get(Metric, uid), loose_metrics(index, node)
    if own.node == node:
        return move_edits(siblings, own, place)
    position, room = insert_position(siblings, max(0, min(place, len(siblings))))
    return [*room, change(own, replace(own, node=node, position=position))]


def shown_in_table(index: BoardIndex, uid: str, table: str, place: int) -> list[RowEdit]:
    """Return the edits that show a loose metric as row number `place` (0-based) of a table."""
    siblings, metric, node = index.where(TableRow, "table", table), index.get(Metric, uid), index.get(Table, table).node
    position, room = insert_position(siblings, max(0, min(place, len(siblings))))
    row = TableRow(uid=new_uid(), table=table, position=position, metric=uid)
    along = [change(metric, replace(metric, node=node))] if metric.node != node else []
    return [*room, insertion(row), *along]
