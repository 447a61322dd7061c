"""What can be found on a board besides its figures: names, texts, divisions, places of events, notes."""

from collections.abc import Callable, Iterator

from app.domain.blocks import Block, ListItem, Phase
from app.domain.board import BoardIndex
from app.domain.entity import Entity, key_of, to_row
from app.domain.find import Entry, Group, entry
from app.domain.metrics import Event, Metric, Table, TableRow
from app.domain.narrative import LIVE
from app.domain.plan import Department, Indicator, Node, Responsibility
from app.domain.whereabouts import BETWEEN, Whereabouts

_FIELDS: tuple[tuple[type[Entity], Group, tuple[str, ...]], ...] = (
    (Node, "title", ("title",)),
    (Indicator, "title", ("title",)),
    (Table, "title", ("title",)),
    (TableRow, "title", ("label", "sublabel")),
    (Node, "text", ("subtitle",)),
    (Block, "text", ("heading", "body", "caption", "alt_text")),
    (ListItem, "text", ("text", "remark")),
    (Phase, "text", ("label", "printed", "remark")),
    (Event, "event", ("title", "place", "printed_day", "remark")),
    (Node, "note", ("note",)),
    (Indicator, "note", ("remark", "note")),
    (Metric, "note", ("definition", "remark", "source", "note")),
    (Table, "note", ("remark", "note")),
    (Block, "note", ("source", "note")),
)


def entries(
    index: BoardIndex, places: Whereabouts, meeting: str | None, live_text: Callable[[str], str]
) -> Iterator[Entry | None]:
    """Yield all entries of a board as a meeting sees it, None between tables; `live_text` fills figures into texts."""
    for entity, group, names in _FIELDS:
        for item in index.all(entity):
            if getattr(item, "meeting", meeting) in (None, meeting):
                yield from _of_row(index, places, item, group, names, live_text)
        yield None
    for charge in index.all(Responsibility):
        yield from _of_department(index, places, charge)


def _of_row(
    index: BoardIndex,
    places: Whereabouts,
    item: Entity,
    group: Group,
    names: tuple[str, ...],
    live_text: Callable[[str], str],
) -> Iterator[Entry]:
    texts = [(name, text) for name in names if (text := getattr(item, name))]
    if not texts:
        return
    node = places.node_of(item.TABLE, to_row(item))
    if node is None or places.tab(node) is None:
        return
    where = _where(index, places, item, node)
    for name, text in texts:
        for start, line in _lines(text):
            filled = live_text(line) if LIVE.search(line) else line
            yield entry(group, filled, where, node, item.TABLE, key_of(item), start if name == "body" else None)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that hold something, each with its place in the text."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _where(index: BoardIndex, places: Whereabouts, item: Entity, node: str) -> str:
    """Return the path to a row; of a row below a node also the name of what it is in."""
    if isinstance(item, Node):
        return places.path(node, without_last=True) or "タブ"
    inside = ""
    if isinstance(item, ListItem | Phase):
        inside = places.block(index.one(Block, item.block))
    elif isinstance(item, TableRow):
        table = index.one(Table, item.table)
        inside = table.title if table else ""
    elif isinstance(item, Event):
        inside = index.get(Metric, item.metric).name
    elif isinstance(item, Metric):
        inside = item.name
    elif isinstance(item, Block):
        inside = item.heading or ""
    return BETWEEN.join(part for part in (places.path(node), inside) if part)


def _of_department(index: BoardIndex, places: Whereabouts, charge: Responsibility) -> Iterator[Entry]:
    department = index.one(Department, charge.department)
    node = places.node_of(Responsibility.TABLE, to_row(charge)) or _node_of_indicator(index, charge)
    if department is None or node is None or places.tab(node) is None:
        return
    name = "・".join(part for part in (department.bureau, department.name) if part)
    indicator = index.one(Indicator, charge.indicator)
    metric = index.one(Metric, charge.metric)
    inside = indicator.title if indicator else metric.name if metric else ""
    where = BETWEEN.join(part for part in (places.path(node), inside) if part)
    owner: Entity = indicator or metric or index.get(Node, node)
    yield entry("department", name, where, node, owner.TABLE, key_of(owner))


def _node_of_indicator(index: BoardIndex, charge: Responsibility) -> str | None:
    indicator = index.one(Indicator, charge.indicator)
    return indicator.node if indicator else None
