"""What goes when something is deleted: everything that belongs to it, and nothing that others still need."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from app.domain import formula
from app.domain.additions import unused_images
from app.domain.blocks import Block, ChartSeries, Image, ListItem
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, deletion
from app.domain.entity import Entity, Key, fields_of, key_of
from app.domain.errors import InputError
from app.domain.metrics import Event, LooseLine, Metric, Observation, Table, TableRow
from app.domain.narrative import live_figures
from app.domain.paper import Slide
from app.domain.plan import Assessment, Indicator, Node, Placement, Responsibility
from app.domain.sums import sum_parts, sum_text
from app.domain.tables import BY_TABLE, STRUCTURE

_OWNED_THOUGH_OPTIONAL = {
    (Placement, "parent"),
    (Responsibility, "node"),
    (Responsibility, "indicator"),
    (Responsibility, "metric"),
    (Assessment, "node"),
    (Assessment, "indicator"),
    (Assessment, "meeting"),
    (Block, "meeting"),
    (Block, "table"),
    (TableRow, "metric"),
    (LooseLine, "metric"),
    (Slide, "meeting"),
    (Slide, "node"),
}


class _Removal:
    """Collects what a delete takes with it; `order` keeps parents before children."""

    def __init__(self, index: BoardIndex) -> None:
        self.index = index
        self.doomed: dict[tuple[str, Key], Entity] = {}

    def take(self, item: Entity) -> None:
        if (item.TABLE, key_of(item)) in self.doomed:
            return
        self.doomed[item.TABLE, key_of(item)] = item
        for entity, name in _references_to(item.TABLE):
            if _owns(entity, name):
                for child in self.index.where(entity, name, key_of(item)[0]):
                    self.take(child)
        self._take_left_alone(item)

    def gone(self, item: Entity) -> bool:
        return (item.TABLE, key_of(item)) in self.doomed

    def _take_left_alone(self, item: Any) -> None:
        """Take what nobody else holds any more: a node without a place, a table without a block, a metric unused."""
        if isinstance(item, Placement):
            if all(self.gone(place) for place in self.index.where(Placement, "child", item.child)):
                self.take(self.index.get(Node, item.child))
        elif isinstance(item, Block) and item.table:
            if all(self.gone(block) for block in self.index.where(Block, "table", item.table)):
                self.take(self.index.get(Table, item.table))
        elif isinstance(item, Node):  # what stands in formulas only is shown nowhere and went by its node
            for metric in self.index.where(Metric, "node", item.uid):
                if self._unused(metric.uid):
                    self.take(metric)
        elif isinstance(item, Indicator | TableRow) and item.metric and self._unused(item.metric):
            self.take(self.index.get(Metric, item.metric))

    def _unused(self, metric: str) -> bool:
        return all(self.gone(user) for user in _users(self.index, metric))


def removal_edits(
    index: BoardIndex,
    table: str,
    uid: str,
    observations: Callable[[str], Iterable[Observation]],
    image: Callable[[str], Image | None],
) -> list[RowEdit]:
    """Return the edits that delete a row with all below it.

    Raises InputError where a formula or a live figure that stays needs something that would go.
    """
    removal = _Removal(index)
    removal.take(index.get(BY_TABLE[table], uid))
    metrics = [item for item in removal.doomed.values() if isinstance(item, Metric)]
    _refuse_if_needed(removal, metrics)
    edits = [deletion(item) for metric in metrics for item in observations(metric.uid)]
    edits += [deletion(item) for item in removal.doomed.values()]
    edits += unused_images(index, [item for item in removal.doomed.values() if isinstance(item, Block)], image)
    return [*_released(removal), *_shorter_sums(removal, {metric.uid for metric in metrics}), *edits]


def _read_by(metric: Metric) -> tuple[str, ...]:
    try:
        return formula.references(formula.parse(metric.formula or ""))
    except InputError:
        return ()


def _shortened(metric: Metric, going: Iterable[str]) -> str:
    """Return a plain sum's formula without what goes, '' where it is no such sum or nothing would be left."""
    parts = sum_parts(metric.formula) or ()
    return sum_text(tuple(uid for uid in parts if uid not in set(going)))


def _shorter_sums(removal: _Removal, going: set[str]) -> list[RowEdit]:
    stay = [metric for metric in removal.index.all(Metric) if metric.uid not in going and metric.formula]
    read = [metric for metric in stay if not going.isdisjoint(_read_by(metric))]
    return [change(metric, replace(metric, formula=_shortened(metric, going))) for metric in read]


def _references_to(table: str) -> Iterator[tuple[type[Entity], str]]:
    for entity in STRUCTURE:
        for spec in fields_of(entity):
            if spec.kind == "ref" and spec.target == table:
                yield entity, spec.name


def _owns(entity: type[Entity], name: str) -> bool:
    spec = next(spec for spec in fields_of(entity) if spec.name == name)
    return spec.required or (entity, name) in _OWNED_THOUGH_OPTIONAL


def _users(index: BoardIndex, metric: str) -> list[Any]:
    """Return what shows or names a metric, formulas aside."""
    kinds: tuple[type[Any], ...] = (Indicator, TableRow, ChartSeries, ListItem, Event)
    return [user for kind in kinds for user in index.where(kind, "metric", metric)]


def _refuse_if_needed(removal: _Removal, metrics: list[Metric]) -> None:
    going = {metric.uid: metric.name for metric in metrics}
    if not going:
        return
    for metric in removal.index.all(Metric):
        if metric.formula and metric.uid not in going:
            used = [uid for uid in _read_by(metric) if uid in going]
            if used and not _shortened(metric, going):
                raise InputError(
                    f"「{going[used[0]]}」は「{metric.name}」の計算式で使われています。先に計算式を直してください。"
                )
    texts: list[tuple[Block | ListItem, str]] = [(block, block.body or "") for block in removal.index.all(Block)]
    texts += [(line, line.text) for line in removal.index.all(ListItem)]
    for row, text in texts:
        used = [uid for uid, _ in live_figures(text) if uid in going]
        if used and not removal.gone(row):
            raise InputError(f"「{going[used[0]]}」は文章の中の数値で使われています。先に文章を直してください。")


def _released(removal: _Removal) -> list[RowEdit]:
    """Return the edits that empty optional references from rows that stay to rows that go, one edit a row."""
    changed: dict[tuple[str, Key], tuple[Any, Any]] = {}
    for item in removal.doomed.values():
        for entity, name in _references_to(item.TABLE):
            for other in removal.index.where(entity, name, key_of(item)[0]):
                place = (entity.TABLE, key_of(other))
                if place not in removal.doomed:
                    before, after = changed.get(place, (other, other))
                    changed[place] = (before, replace(after, **{name: None}))
    return [change(before, after) for before, after in changed.values()]
