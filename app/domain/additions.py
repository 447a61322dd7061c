"""New parts of a board: each function returns the edits that add one thing, with its place among its siblings."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.domain.blocks import Block, ChartSeries, Image, ListItem, Phase
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, deletion, insertion
from app.domain.entity import Entity, new_uid
from app.domain.metrics import Event, Metric, Table, TableRow
from app.domain.ordering import SPACING, placed, row_edits
from app.domain.plan import Indicator, Node, Placement
from app.domain.sums import sum_parts, sum_text

Added = tuple[str, list[RowEdit]]
CHARTED_ROWS = 3


def add_at(index: BoardIndex, item: Any, owner: str, after: str | None) -> list[RowEdit]:
    """Return the edits that insert `item` among the rows with the same `owner` column, behind `after` (None: last)."""
    return add_all_at(index, [item], owner, after)


def add_all_at(index: BoardIndex, items: Sequence[Any], owner: str, after: str | None) -> list[RowEdit]:
    """Return the edits that insert items one behind the other, as `add_at` does one; at least one item."""
    siblings = index.where(type(items[0]), owner, getattr(items[0], owner))
    place, order = _index_behind(siblings, after), list(siblings)
    for offset, item in enumerate(items):
        order = placed(order, place + offset, item)
    return row_edits(siblings, order)


def add_indicator(index: BoardIndex, node: str, title: str, unit: str | None, after: str | None) -> Added:
    """Add an indicator with a metric of its own; the metric's uid is the second edit's key."""
    metric = Metric(uid=new_uid(), node=node, name=title, unit=unit)
    indicator = Indicator(uid=new_uid(), node=node, metric=metric.uid, title=title, position=0)
    return indicator.uid, [insertion(metric), *add_at(index, indicator, "node", after)]


def add_node(index: BoardIndex, parent: str | None, kind: str, title: str, after: str | None) -> Added:
    """Add a node under a parent, behind the child `after`."""
    above = index.one(Node, parent)
    node = Node(uid=new_uid(), plan=above.plan if above else None, kind=kind, title=title)
    places = index.where(Placement, "parent", parent)
    behind = next((place.uid for place in places if place.child == after), None)
    place = Placement(uid=new_uid(), parent=parent, child=node.uid, position=0)
    return node.uid, [insertion(node), *add_at(index, place, "parent", behind)]


def add_block(index: BoardIndex, block: Block, after: str | None) -> Added:
    """Add a block to a node's slide."""
    return block.uid, add_at(index, block, "node", after)


def add_table(
    index: BoardIndex,
    node: str,
    meeting: str | None,
    title: str,
    axis: str,
    start: str | None,
    end: str | None,
    after: str | None,
) -> Added:
    """Add a table with one empty row, and the block that shows it; one of own columns has neither start nor end."""
    total = "計" if axis == "months" else None
    table = Table(uid=new_uid(), node=node, title=title, axis=axis, start=start, end=end, total_label=total)
    block = Block(uid=new_uid(), node=node, meeting=meeting, position=0, kind="table", table=table.uid)
    metric, row = _metric_row(table, "項目1")
    edits = [insertion(table), insertion(metric), insertion(replace(row, position=1000))]
    return table.uid, [*edits, *add_at(index, block, "node", after)]


def add_row(index: BoardIndex, table: str, label: str, after: str | None) -> Added:
    """Add a row with a metric of its own, behind `after` or the last value row; plain sums of the table take it in."""
    metric, row = _metric_row(index.get(Table, table), label)
    rows = index.where(TableRow, "table", table)
    last = next((item.uid for item in reversed(rows) if item.role == "value"), None)
    edits = [insertion(metric), *add_at(index, row, "table", after or last)]
    return row.uid, [*edits, *joined_sums(index, table, metric.uid)]


def joined_sums(index: BoardIndex, table: str, metric: str) -> list[RowEdit]:
    """Return the edits that let the plain sums in a table's total rows take a metric in."""
    rows = index.where(TableRow, "table", table)
    joined = [_joined(index, item, metric, rows) for item in rows if item.role == "total"]
    return [edit for edit in joined if edit]


def _joined(index: BoardIndex, total: TableRow, uid: str, rows: tuple[TableRow, ...]) -> RowEdit | None:
    """Return the edit that adds a metric to a total row's sum, None where it is no plain sum of the table's rows."""
    metric = index.one(Metric, total.metric)
    parts = sum_parts(metric.formula) if metric else None
    if metric is None or parts is None or not set(parts) <= {row.metric for row in rows}:
        return None
    return change(metric, replace(metric, formula=sum_text((*parts, uid))))


def add_line(index: BoardIndex, block: str, text: str, after: str | None) -> Added:
    """Add a line to a list block."""
    line = ListItem(uid=new_uid(), block=block, position=0, text=text)
    return line.uid, add_at(index, line, "block", after)


def add_phase(index: BoardIndex, block: str, label: str, after: str | None) -> Added:
    """Add a phase to a roadmap block."""
    phase = Phase(uid=new_uid(), block=block, position=0, label=label)
    return phase.uid, add_at(index, phase, "block", after)


def add_chart(
    index: BoardIndex, node: str, meeting: str | None, heading: str, table: Table, after: str | None
) -> Added:
    """Add a line chart of the first CHARTED_ROWS rows of a table of months."""
    block = Block(
        uid=new_uid(),
        node=node,
        meeting=meeting,
        position=0,
        kind="chart",
        heading=heading,
        chart_kind="line",
        start=table.start,
        end=table.end,
    )
    rows = [row for row in index.where(TableRow, "table", table.uid) if row.metric][:CHARTED_ROWS]
    series = [
        insertion(ChartSeries(uid=new_uid(), block=block.uid, position=SPACING * place, metric=row.metric))
        for place, row in enumerate(rows, 1)
        if row.metric
    ]
    return block.uid, [*add_at(index, block, "node", after), *series]


def put_images(
    index: BoardIndex,
    blocks: Sequence[Block],
    pictures: Sequence[Image | None],
    after: str | None,
    stored: Callable[[str], Image | None],
) -> list[RowEdit]:
    """Return the edits that give each block its picture (None: none); blocks not in the file yet are added.

    A picture is stored once however many blocks show it. One that no block shows any more goes in the same step: the
    undo stack has its bytes, and nobody expects a photograph taken off its slide to stay in the file.
    """
    chosen = {picture.uid: picture for picture in pictures if picture}
    edits = [insertion(picture) for uid, picture in chosen.items() if stored(uid) is None]
    shown = [replace(block, image=one.uid if one else None) for block, one in zip(blocks, pictures, strict=True)]
    present = [(index.get(Block, block.uid), block) for block in shown if index.one(Block, block.uid)]
    left = [was for was, now in present if was.image not in (now.image, *chosen)]
    edits += unused_images(index, left, stored)
    fresh = [block for block in shown if index.one(Block, block.uid) is None]
    edits += add_all_at(index, fresh, "node", after) if fresh else []
    return [*edits, *(change(was, now) for was, now in present if was != now)]


def unused_images(index: BoardIndex, blocks: Sequence[Block], stored: Callable[[str], Image | None]) -> list[RowEdit]:
    """Return the edits that delete the pictures which no block but these shows."""
    uids = dict.fromkeys(block.image for block in blocks if block.image)
    going = {block.uid for block in blocks}
    alone = (uid for uid in uids if {block.uid for block in index.where(Block, "image", uid)} <= going)
    return [deletion(picture) for uid in alone if (picture := stored(uid))]


def add_event(index: BoardIndex, metric: str, period: str, place: str | None) -> Added:
    """Add a day to a programme of events."""
    event = Event(uid=new_uid(), metric=metric, position=0, period=period, place=place)
    return event.uid, add_at(index, event, "metric", None)


def _metric_row(table: Table, label: str) -> tuple[Metric, TableRow]:
    metric = Metric(uid=new_uid(), node=table.node, name=label, unit=table.unit, aggregation="sum")
    return metric, TableRow(uid=new_uid(), table=table.uid, position=0, metric=metric.uid)


def _index_behind(siblings: tuple[Entity, ...], after: str | None) -> int:
    uids = [getattr(item, "uid", None) for item in siblings]
    return uids.index(after) + 1 if after in uids else len(siblings)
