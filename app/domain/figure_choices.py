"""Figures that a person may put into a text, found by the words of their names and periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.domain.blocks import ListItem
from app.domain.fiscal import months_of
from app.domain.metrics import Metric, Table, TableRow
from app.domain.plan import Indicator, Node
from app.domain.report_goal import Scene, year_columns
from app.domain.report_item import metrics_of_item
from app.domain.report_table import node_of_metric, table_columns, table_period
from app.domain.text import search_key

FIRST_PERIODS = 3  # of a series where no period was typed
MOST = 200


@dataclass(frozen=True, slots=True)
class FigureChoice:
    """A figure to choose: its series at a period, the words for both, and the item where the series belongs."""

    metric: str
    period: str
    name: str
    label: str
    item: str


def figure_choices(scene: Scene, node: str, typed: str) -> tuple[FigureChoice, ...]:
    """Return figures whose names and periods hold all typed words, those of the text's own item first.

    At most MOST; figures of series that nobody shows anywhere come with the meeting's periods.
    """
    words = [search_key(word) for word in typed.split()]
    own = dict.fromkeys(
        [*metrics_of_item(scene, node), *(item.uid for item in scene.index.where(Metric, "node", node))]
    )
    others = (item.uid for item in scene.index.all(Metric) if item.uid not in own) if words else ()
    found: list[FigureChoice] = []
    for uid in (*own, *others):
        found += _of_metric(scene, scene.index.get(Metric, uid), words, near=uid in own)
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


@lru_cache(maxsize=16384)
def _key(text: str) -> str:
    """Return search_key, which a search asks of the same names at every key."""
    return search_key(text)


def _of_metric(scene: Scene, metric: Metric, words: list[str], *, near: bool) -> Iterator[FigureChoice]:
    """Yield a series' figures; words that its names do not hold have to be the period's."""
    home = scene.index.one(Node, node_of_metric(scene, metric))
    labels = [row.label or "" for row in scene.index.where(TableRow, "metric", metric.uid)]
    item = home.title if home else ""
    names = _key(" ".join((metric.name, *labels, item)))
    of_period = [word for word in words if word not in names]
    if words and of_period == words and not near:
        return
    periods = list(dict.fromkeys(_periods(scene, metric)))
    labels_by_period = {period: scene.period_label(period, "era_long") for period in periods}
    if of_period:  # 2月 means the month before a run of months that it ends
        periods.sort(key=lambda period: "〜" in labels_by_period[period])
    else:
        periods = periods[:FIRST_PERIODS]
    for period in periods:
        label = labels_by_period[period]
        key = _key(label + scene.period_label(period, "era_short"))
        if all(word in key for word in of_period):
            yield FigureChoice(metric.uid, period, metric.name, label, item)


def _periods(scene: Scene, metric: Metric) -> Iterator[str]:
    """Yield the periods at which a series is shown: the year so far and totals first, then the newest."""
    year, day = scene.fiscal_year, scene.meeting.as_of if scene.meeting else None
    months = months_of(year) if year else ()
    if day and day[:7] in months[1:-1]:
        yield f"{months[0]}/{day[:7]}"
    single: list[str] = [line.period for line in scene.index.where(ListItem, "metric", metric.uid) if line.period]
    for row in scene.index.where(TableRow, "metric", metric.uid):
        table = scene.index.get(Table, row.table)
        columns = table_columns(scene, table)
        if table.total_label is not None:
            yield table_period(table, columns)
        single += [column.period for column in columns if column.kind == "result"]
    if scene.index.where(Indicator, "metric", metric.uid):
        single += [column.period for column in year_columns(scene.meeting)]
    yield from reversed(single)
    if year:
        yield year
