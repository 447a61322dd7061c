"""What the board can say in figures: each series at each of its periods, item by item, ready to be looked up."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.blocks import ListItem
from app.domain.metrics import Metric, Table, TableRow
from app.domain.narrative import known_period, live_figures
from app.domain.proof.mentions import unit_class
from app.domain.proof.passages import Passage, half_width
from app.domain.report_goal import Scene
from app.domain.report_item import metrics_of_item
from app.domain.report_table import table_columns, table_period
from app.domain.series import canonical_period

_PLAIN_TOTALS = ("計", "総計", "合計", "小計", "年合計", "年計", "累計", "平均", "実数", "全体")
_BRACKETS = re.compile(r"[（(].*?[）)]")


@dataclass(frozen=True, slots=True)
class Expression:
    """A series at a period: its value as shown (a share times 100), exact, and where it stands.

    `shown` says that the board shows it as a total, a figure in a list or a live figure; `cell` that it is one of many
    months. `mean` marks the mean of a sum's months, which is no series and so cannot become a live figure.
    """

    metric: Metric
    period: str
    value: Fraction
    unit: str
    node: str
    months: int
    shown: bool
    cell: bool = False
    mean: bool = False


class Expressions:
    """The expressions of a scene, made for an item when they are first asked for."""

    def __init__(self, scene: Scene, texts: Iterable[Passage]) -> None:
        self.scene = scene
        self._nodes = tuple(dict.fromkeys(text.node for text in texts if text.node))
        self._shown = _shown_periods(scene, texts)
        self._items: dict[str, list[Expression]] = {}
        self._sorted: dict[tuple[str, str], tuple[list[Fraction], list[Expression]]] = {}
        self._words: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def of_item(self, node: str, unit: str) -> list[Expression]:
        """Return the expressions of an item in a unit, '' for all units, by value."""
        return self._table(node, unit)[1]

    def within(self, node: str, unit: str, low: Fraction, high: Fraction) -> list[Expression]:
        """Return the expressions of an item in a unit whose values lie from low to high."""
        values, found = self._table(node, unit)
        return found[bisect_left(values, low) : bisect_right(values, high)]

    def elsewhere(self, node: str, unit: str, low: Fraction, high: Fraction) -> list[Expression]:
        """Return what other items show in a unit with values from low to high: their totals and figures, no cells."""
        known = self._sorted.get(("", unit))
        if known is None:
            every = (one for other in self._nodes for one in self.of_item(other, unit))
            found = sorted((one for one in every if not one.cell and not one.mean), key=lambda one: one.value)
            known = self._sorted["", unit] = ([one.value for one in found], found)
        values, found = known
        near = found[bisect_left(values, low) : bisect_right(values, high)]
        return [one for one in near if one.node != node]

    def labels(self, node: str, unit: str) -> list[tuple[str, str]]:
        """Return the words that name a series of an item in a unit, each with the series' uid, longest first."""
        known = self._words.get((node, unit))
        if known is None:
            metrics = {one.metric.uid: one.metric for one in self.of_item(node, unit)}
            pairs = {(word, uid) for uid, metric in metrics.items() for word in names_of(self.scene, metric)}
            known = self._words[node, unit] = sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
        return known

    def _table(self, node: str, unit: str) -> tuple[list[Fraction], list[Expression]]:
        known = self._sorted.get((node, unit))
        if known is None:
            found = [one for one in self._item(node) if not unit or one.unit == unit]
            found.sort(key=lambda one: one.value)
            known = self._sorted[node, unit] = ([one.value for one in found], found)
        return known

    def _item(self, node: str) -> list[Expression]:
        if node not in self._items:
            own = (metric.uid for metric in self.scene.index.where(Metric, "node", node))
            uids = dict.fromkeys([*metrics_of_item(self.scene, node), *own])
            self._items[node] = [one for uid in uids for one in self._of_metric(node, uid)]
        return self._items[node]

    def _of_metric(self, node: str, uid: str) -> list[Expression]:
        metric = self.scene.index.get(Metric, uid)
        shown = self._shown.get(uid, {})
        typed = (item.period for item in self.scene.book.observations(uid) if item.kind == "result")
        columns = (column.period for table in _tables(self.scene, uid) for column in table_columns(self.scene, table))
        found: dict[str, Expression] = {}
        for period in [*shown, *typed, *columns]:
            code = canonical_period(period)
            if code not in found:
                made = self._expression(metric, period, node, code in map(canonical_period, shown))
                if made:
                    found[code] = made
        return [*_with_cells(found.values()), *_means(found.values())]

    def _expression(self, metric: Metric, period: str, node: str, shown: bool) -> Expression | None:
        figure = self.scene.book.figure(metric.uid, period)
        if figure.value is None:
            return None
        percent = metric.scale == "percent"
        unit = "%" if percent else unit_class(metric.unit)
        return Expression(metric, period, figure.value * (100 if percent else 1), unit, node, len(figure.months), shown)


def _with_cells(found: Iterable[Expression]) -> list[Expression]:
    """Return expressions with the months among them marked as cells, where there are several of them."""
    months = [one for one in found if len(one.period) == 7]
    return [replace(one, cell=len(months) > 1 and one in months and not one.shown) for one in found]


def _means(found: Iterable[Expression]) -> list[Expression]:
    return [
        Expression(one.metric, one.period, one.value / one.months, one.unit, one.node, one.months, False, mean=True)
        for one in found
        if one.months > 1 and one.shown and one.metric.aggregation in ("sum", "gross")
    ]


def names_of(scene: Scene, metric: Metric) -> set[str]:
    """Return the words by which texts call a series: its name, its rows' and list lines', what stands in brackets."""
    rows = [row.label for row in scene.index.where(TableRow, "metric", metric.uid)]
    lines = [line.text for line in scene.index.where(ListItem, "metric", metric.uid)]
    words = [half_width(word) for word in (metric.name, *rows, *lines) if word]
    inner = (found[1:-1] for word in words for found in _BRACKETS.findall(word))
    both = {*words, *inner, *(_BRACKETS.sub("", word) for word in words)}
    return {word.strip() for word in both if len(word.strip()) > 1 and word.strip() not in _PLAIN_TOTALS}


def _tables(scene: Scene, uid: str) -> list[Table]:
    return [scene.index.get(Table, row.table) for row in scene.index.where(TableRow, "metric", uid)]


def _shown_periods(scene: Scene, texts: Iterable[Passage]) -> dict[str, dict[str, None]]:
    """Return by series the periods that lists, live figures and tables' totals show."""
    found: dict[str, dict[str, None]] = {}

    def take(uid: str | None, period: str | None) -> None:
        if uid and period and known_period(period) and scene.index.one(Metric, uid):
            found.setdefault(uid, {})[period] = None

    for text in texts:
        if text.live:
            for uid, period in live_figures(text.text):
                take(uid, period)
            if isinstance(text.entity, ListItem):
                take(text.entity.metric, text.entity.period)
    for table in scene.index.all(Table):
        period = table_period(table, table_columns(scene, table)) if table.total_label is not None else ""
        for row in scene.index.where(TableRow, "table", table.uid):
            take(row.metric, period)
    return found
