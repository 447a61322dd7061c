"""Where in the window an edit stands, so that an undo can lead there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from app.domain.board import BoardIndex
from app.domain.entity import Cell, Key
from app.domain.plan import Indicator, Node
from app.lazy import LazyModule

if TYPE_CHECKING:
    from app.domain import blocks, metrics
    from app.domain.edits import Command
else:
    blocks = LazyModule("app.domain.blocks")
    metrics = LazyModule("app.domain.metrics")


_OWNERS = ("node", "indicator", "block", "table_view", "table_row", "list_item", "phase", "event")


class Place(NamedTuple):
    """Where an edit happened, so that an undo can lead there: the tab, the node shown, the row.

    `start` and `end` are a run of characters of a text as stored.
    """

    tab: str | None = None
    node: str | None = None
    table: str | None = None
    key: Key | None = None
    start: int | None = None
    end: int | None = None


def place_of(index: BoardIndex, command: "Command") -> Place:
    """Return where the last row that a command leaves, or the first it takes away, stands in the window.

    Where it touches what others hang on, that stands for them: an indicator for its series, targets and figures.
    """
    found = [edit for edit in command.edits if edit.table in _OWNERS]
    first = min((edit.table for edit in found), key=_OWNERS.index, default="")
    ranked = [edit for edit in found if edit.table == first]
    edits = ranked or command.edits
    edit = edits[-1] if edits[-1].after else edits[0]
    for row in (edit.after, edit.before):
        node = _node_of(index, edit.table, row) if row else None
        if node:
            return Place(tab_of(index, node), node, edit.table, shown_key(edit.table, edit.key, row or {}))
    return Place(None, None, edit.table, edit.key)


def shown_key(table: str, key: Key, row: Mapping[str, Cell]) -> Key:
    """Return the key under which the window shows a row: a status or a department is the indicator's own cell."""
    own = row.get("indicator") if table in ("assessment", "responsibility") else None
    return (str(own),) if own else key


def _node_of(index: BoardIndex, table: str, row: Mapping[str, Cell]) -> str | None:
    """Return the node that a row belongs to, over the indicator, table, block or metric that it hangs on."""
    if table == Node.TABLE:
        return str(row["uid"])
    if table == metrics.Metric.TABLE:
        return node_of_metric(index, str(row["uid"]))
    for column in ("node", "child"):
        if row.get(column):
            return str(row[column])
    owners: dict[str, type[Indicator | metrics.Table | blocks.Block]] = {
        "indicator": Indicator,
        "table": metrics.Table,
        "block": blocks.Block,
    }
    for column, owner in owners.items():
        found = index.one(owner, str(row[column])) if row.get(column) else None
        if found is not None:
            return found.node
    return node_of_metric(index, str(row["metric"])) if row.get("metric") else None


def node_of_metric(index: BoardIndex, metric: str) -> str | None:
    """Return the node where a metric is edited: its indicator's, else its table's, else its own."""
    for indicator in index.where(Indicator, "metric", metric):
        return indicator.node
    for row in index.where(metrics.TableRow, "metric", metric):
        return index.get(metrics.Table, row.table).node
    own = index.one(metrics.Metric, metric)
    return own.node if own else None


def tab_of(index: BoardIndex, node: str) -> str | None:
    """Return the tab that shows a node, None where it is nowhere in the tree."""
    for tab in index.children(None):
        if any(item.uid == node for item in index.below(tab.uid)):
            return tab.uid
    return None
