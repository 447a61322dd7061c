"""Where a row of the file stands, in words that a person reads: 「DX重点取組み事項 › チャットボット」, never a uid."""

from collections.abc import Mapping
from datetime import date

from app.domain.blocks import Block
from app.domain.board import BoardIndex
from app.domain.entity import Cell
from app.domain.eras import date_words
from app.domain.fiscal import Period, format_period
from app.domain.labels import BLOCK_KINDS
from app.domain.metrics import Metric, Table, TableRow
from app.domain.plan import Indicator, NamedPeriod, Node

BETWEEN = " › "
_OWNERS: Mapping[str, type[Indicator | Table | Block]] = {"indicator": Indicator, "table": Table, "block": Block}


class Whereabouts:
    """Names the places of a board; made in one go over the tree and the metrics, anew when the structure changes."""

    def __init__(self, index: BoardIndex) -> None:
        self._index = index
        self._paths: dict[str, tuple[str, ...]] = {}
        self._tabs: dict[str, str] = {}
        self._metric_nodes = _nodes_of_metrics(index)
        for top in index.children(None):
            self._enter(top, top.uid, (f"{top.number or ''}{top.title}",))

    def _enter(self, node: Node, tab: str, path: tuple[str, ...]) -> None:
        if node.uid in self._tabs:
            return
        self._tabs[node.uid], self._paths[node.uid] = tab, path
        for child in self._index.children(node.uid):
            self._enter(child, tab, (*path, child.title))

    def tab(self, node: str | None) -> str | None:
        """Return the tab that shows a node, None where it is nowhere in the tree."""
        return self._tabs.get(node or "")

    def path(self, node: str | None, *, without_last: bool = False) -> str:
        """Return the titles from the tab down to a node, '' where it is nowhere in the tree."""
        path = self._paths.get(node or "", ())
        return BETWEEN.join(path[:-1] if without_last else path)

    def node_of_metric(self, metric: str | None) -> str | None:
        """Return the node where a metric is edited: its indicator's, else its table's, else its own."""
        return self._metric_nodes.get(metric or "")

    def node_of(self, table: str, row: Mapping[str, Cell]) -> str | None:
        """Return the node that a row belongs to, over what it hangs on; None where that is gone."""
        if table == Node.TABLE:
            return str(row["uid"])
        if table == Metric.TABLE:
            return self.node_of_metric(str(row["uid"]))
        if own := row.get("node") or row.get("child"):
            return str(own)
        for column, owner in _OWNERS.items():
            found = self._index.one(owner, str(row[column])) if row.get(column) else None
            if found is not None:
                return found.node
        return self.node_of_metric(str(row["metric"])) if row.get("metric") else None

    def period(self, code: str) -> str:
        """Return a period's label: R4, R4.6, R4.6.1, an irregular one by its own words."""
        if code.startswith("x:"):
            named = self._index.one(NamedPeriod, code)
            return named.label if named else code.removeprefix("x:")
        if Period.from_code(code).kind == "month":
            return format_period(code, "era_long")
        return format_period(code, "era_short")

    def block(self, block: Block | None) -> str:
        """Return a block's heading, else what it is; '' for none."""
        return (block.heading or BLOCK_KINDS[block.kind]) if block is not None else ""


def day_words(day: str | None) -> str:
    """Return 「R5.3.20」 for an ISO day, '' for none."""
    return date_words(date.fromisoformat(day), "era_short", with_day=True) if day else ""


def _nodes_of_metrics(index: BoardIndex) -> dict[str, str]:
    found: dict[str, str] = {}
    for indicator in index.all(Indicator):
        found.setdefault(indicator.metric, indicator.node)
    for row in index.all(TableRow):
        table = index.one(Table, row.table)
        if row.metric and table is not None:
            found.setdefault(row.metric, table.node)
    for metric in index.all(Metric):
        if metric.node:
            found.setdefault(metric.uid, metric.node)
    return found
