"""Reads a case's leaves back out of a board: one reader a leaf, each from the one field where it belongs.

The readers know the case files and the entities, not the converters.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from app.domain.board_text import parse_board
from app.domain.entity import E, from_row
from app.domain.labels import INDICATOR_ORIGINS
from app.domain.metrics import Metric, Observation
from app.domain.plan import (
    Assessment,
    Board,
    Department,
    Indicator,
    Legend,
    Level,
    NamedPeriod,
    Node,
    Placement,
    Plan,
    Responsibility,
    Scheme,
    Target,
)
from app.domain.tables import BY_TABLE

Path = tuple[str | int, ...]
KINDS = {
    ("result", None): "actual",
    ("result", "part"): "partial",
    ("forecast", "forecast"): "forecast",
    ("baseline", None): "baseline",
    ("rate", None): "published_rate",
}
MARKS = {"up": "⇧", "down": "⇩"}


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every leaf of a JSON value with its path; null is a leaf."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


class Found:
    """A dumped board, by entities."""

    def __init__(self, text: str) -> None:
        """Read a board's open text form."""
        rows = parse_board(text)
        self._all: dict[type, list[Any]] = {
            entity: [from_row(entity, row) for row in rows.get(table, ())] for table, entity in BY_TABLE.items()
        }

    def all(self, entity: type[E], **equal: Any) -> list[E]:
        """Return the entities whose fields equal what is given, in the order of position."""
        items = [item for item in self._all[entity] if all(getattr(item, name) == equal[name] for name in equal)]
        return sorted(items, key=lambda item: getattr(item, "position", 0))

    def one(self, entity: type[E], **equal: Any) -> E:
        """Return the only entity of that kind."""
        (item,) = self.all(entity, **equal)
        return item

    def figures(self) -> list[Observation | Target]:
        """Return all figures, observed and aimed at."""
        return [*self.all(Observation), *self.all(Target)]

    @property
    def board(self) -> Board:
        """Return the board's own row."""
        return self.one(Board)

    def heads(self, node: str) -> list[str]:
        """Return the printed heads from the top of the tree down to a node, spaces left out."""
        item, place = self.one(Node, uid=node), self.one(Placement, child=node)
        level = self.one(Level, uid=item.level).name if item.level else ""
        head = f"{level}{item.number or ''}{item.title}".replace(" ", "")
        return [*(self.heads(place.parent) if place.parent else []), head]

    def plan_of(self, indicator: Indicator) -> Plan:
        """Return the plan that an indicator belongs to."""
        return self.one(Plan, uid=self.one(Node, uid=indicator.node).plan)

    def indicator(self, version: str | None, path: list[str], name: str) -> Indicator:
        """Return the only indicator of a plan's version with this path and name."""
        heads = [head.replace(" ", "") for head in path]
        found = [item for item in self.all(Indicator, title=name) if self.plan_of(item).version == version]
        (item,) = [item for item in found if self._full_path(item)[-len(heads) :] == heads]
        return item

    def _full_path(self, indicator: Indicator) -> list[str]:
        return [self.plan_of(indicator).name, *self.heads(indicator.node)]

    def metric(self, indicator: Indicator) -> Metric:
        """Return the series of an indicator."""
        return self.one(Metric, uid=indicator.metric)

    def figure(self, indicator: Indicator, item: Mapping[str, Any], is_final: bool) -> Observation | Target:
        """Return the only figure of an indicator of the printed period and kind."""
        rows: list[Observation | Target] = [
            row for row in self.all(Target, indicator=indicator.uid) if row.is_final == is_final
        ]
        if item["kind"] != "target":
            rows = list(self.all(Observation, metric=indicator.metric))
        (row,) = [row for row in rows if (row.period_label, _kind(row)) == (item["period"], item["kind"])]
        return row

    def period_words(self, row: Observation | Target) -> str | None:
        """Return the printed period of a figure; that of an irregular one stands in its named period as well."""
        if row.period.startswith("x:"):
            assert self.one(NamedPeriod, uid=row.period).label == row.period_label
        return row.period_label

    def divisions(self, **subject: str) -> str:
        """Return who answers for a subject, as a printed list."""
        owners = [self.one(Department, uid=item.department) for item in self.all(Responsibility, **subject)]
        return ",".join(f"{owner.bureau or ''}{owner.name}" for owner in owners)

    def statuses(self, **subject: str) -> list[str | None]:
        """Return the printed statuses of a subject in the order of their schemes."""
        found = self.all(Assessment, **subject)
        order = {scheme.uid: at for at, scheme in enumerate(self.all(Scheme))}
        return [item.printed for item in sorted(found, key=lambda item: -order[item.scheme])]


def _kind(row: Observation | Target) -> str:
    return "target" if isinstance(row, Target) else KINDS[row.kind, row.quality]


def read_indicator(found: Found, indicator: Indicator, item: Mapping[str, Any], rest: Path) -> Any:
    """Return what a board holds for one leaf of an indicator of the common case shape (KeyError: no place for it)."""
    head = str(rest[0])
    if head in ("baseline", "series", "final_target"):
        return _read_figure(found, indicator, item, rest)
    if head in ("costs", "money_yen"):
        return _read_money(found, indicator, rest)
    metric = found.metric(indicator)
    if head == "path":
        return _read_path(found, indicator, item, int(rest[1]))
    readers: dict[str, Callable[[], Any]] = {
        "name": lambda: indicator.title if metric.name == indicator.title else None,
        "unit": lambda: metric.unit,
        "value_type": lambda: metric.value_type,
        "aggregation": lambda: metric.aggregation,
        "direction_mark": lambda: MARKS[metric.direction],
        "code": lambda: indicator.number,
        "column_kubun": lambda: INDICATOR_ORIGINS[str(indicator.origin)],
        "notes": lambda: indicator.note,
        "incomplete": lambda: any(row.missing == "unknown" for row in found.all(Observation, metric=metric.uid)),
        "department": lambda: found.divisions(indicator=indicator.uid),
        "provenance": lambda: str(metric.source).split("\n")[int(rest[1])],
        "value_fixed_when": lambda: metric.fixed_when,
        "published_status": lambda: " / ".join(map(str, found.statuses(indicator=indicator.uid))) or None,
    }
    return readers[head]()


def _read_path(found: Found, indicator: Indicator, item: Mapping[str, Any], at: int) -> str | None:
    """Return the case's own words (its spaces are no part of a title) when plan or node at that place say them."""
    path = item["path"]
    stored = [found.plan_of(indicator).name, *found.heads(indicator.node)][-len(path) :]
    return path[at] if stored[at] == path[at].replace(" ", "") else stored[at]


def _read_figure(found: Found, indicator: Indicator, item: Mapping[str, Any], rest: Path) -> Any:
    is_final = rest[0] == "final_target"
    if len(rest) == 1:
        assert not any(row.is_final for row in found.all(Target, indicator=indicator.uid))
        return None
    figure = item["series"][rest[1]] if rest[0] == "series" else item[str(rest[0])]
    row = found.figure(indicator, figure, is_final)
    readers: dict[str, Callable[[], Any]] = {
        "period": lambda: found.period_words(row),
        "kind": lambda: _kind(row),
        "raw": lambda: row.printed,
        "value": lambda: None if row.value is None else Decimal(row.value),
        "note": lambda: row.remark or row.note,
    }
    return readers[str(rest[-1])]()


def _read_money(found: Found, indicator: Indicator, rest: Path) -> str | None:
    """Return the printed figure of a cost table (rest: costs, name(unit), column) or of a project (name)."""
    name, _, unit = str(rest[1]).partition("(")
    metrics = found.all(Metric, node=indicator.node, name=name, unit=unit.rstrip(")") if unit else "円")
    (metric,) = metrics
    figures = sorted(found.all(Observation, metric=metric.uid), key=lambda row: row.period)
    return figures[int(rest[2]) if len(rest) > 2 else 0].printed


def words_of(found: Found, scheme: Scheme) -> str:
    """Return a scheme's classes as one printed line, code:label/code:label."""
    legends = found.all(Legend, scheme=scheme.uid)
    return "/".join(f"{item.code}:{item.label}" if item.code else item.label for item in legends)


def line_of(text: str | None, leaf: str) -> str | None:
    """Return a leaf where a text has it as one whole line, else the text."""
    return leaf if leaf in (text or "").split("\n") else text
