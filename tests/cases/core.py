"""The shared core of the converters: from one case's shape to entities of a board, with readable uids."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.board_text import BoardRows
from app.domain.entity import Entity, to_row
from app.domain.errors import InputError
from app.domain.figures import parse_figure
from app.domain.fiscal import Period
from app.domain.fiscal_reading import parse_period
from app.domain.metrics import Metric, Observation
from app.domain.plan import (
    Department,
    Indicator,
    Level,
    NamedPeriod,
    Node,
    Placement,
    Plan,
    Responsibility,
    Target,
)

OBSERVED = {
    "actual": "result",
    "partial": "result",
    "forecast": "forecast",
    "baseline": "baseline",
    "published_rate": "rate",
}
QUALITY = {"partial": "part", "forecast": "forecast"}
DIRECTIONS = {"⇧": "up", "⇩": "down", None: "none"}
ORIGINS = {"当初": "original", "追加": "added", "変更": "changed", None: None}
NO_FIGURE = ("なし", "無し", "-")
MEANINGS = {"調査を実施していない": "not_counted", "当年に該当なし": "not_applicable"}
"""What 「なし」 means where the notes of an indicator say so."""

NUMBERED = re.compile(
    r"(?P<level>基本目標|基本施策|個別施策)(?P<number>[Ⅰ-Ⅹ]|[A-Z]?\d+|\(\d+\))\s*(?P<title>.+)"
    r"|(?P<code>\d{3,5})\s+(?P<rest>.+)"
)
AROUND_FIGURE = re.compile(r"(?:年間|\d{4}年度)?(?P<figure>[^(]+)(?:\(.*\))?")
AS_OF = re.compile(r"(.+日)現在")
RUN_OF_YEARS = re.compile(r"H(\d+)~(\d+)年度の\d+年間")

Figure = Mapping[str, Any]


class BoardBuilder:
    """Collects the entities of one board; uids are the kind's name with a running number."""

    def __init__(self, era: str = "", spans: Mapping[str, tuple[str, str]] | None = None) -> None:
        """Start empty; `era` is what a year without one (21年度) belongs to, `spans` what irregular labels mean."""
        self.era = era
        self.spans = spans or {}
        self.entities: list[Entity] = []
        self._counts: Counter[str] = Counter()
        self._nodes: dict[tuple[str, ...], Node] = {}
        self._levels: dict[tuple[str, str], str] = {}
        self._departments: dict[str, str] = {}
        self._periods: dict[str, NamedPeriod] = {}

    def uid(self, kind: str) -> str:
        """Return the next uid of a kind; the same case always gives the same uids."""
        self._counts[kind] += 1
        return f"{kind}-{self._counts[kind]}"

    def place(self) -> int:
        """Return the next position: one rising number serves all lists."""
        self._counts["place"] += 1
        return self._counts["place"] * 10

    def add(self, *entities: Entity) -> None:
        """Take entities into the board."""
        self.entities.extend(entities)

    def rows(self) -> BoardRows:
        """Return the board's rows by table."""
        rows: BoardRows = {}
        for entity in [*self._periods.values(), *self.entities]:
            rows.setdefault(entity.TABLE, []).append(to_row(entity))
        return rows

    def plan(self, name: str, **fields: str | None) -> str:
        """Add a plan."""
        plan = Plan(uid=self.uid("plan"), name=name, position=self.place(), **fields)
        self.add(plan)
        return plan.uid

    def period(self, label: str) -> str:
        """Return the code of a printed period; one that the calendar cannot say becomes a named period."""
        text = self.era + label if re.fullmatch(r"\d{1,2}年度", label) else label
        try:
            return parse_period(text).code
        except InputError:
            return self._named(label)

    def _named(self, label: str) -> str:
        if label not in self._periods:
            start, end, certainty = (*self.spans[label], "inferred") if label in self.spans else span_of(label)
            sort_key = start or "0000-00-00"  # an unknown base year stands before all others
            uid = f"x:period-{len(self._periods) + 1}"
            self._periods[label] = NamedPeriod(
                uid=uid, label=label, start=start, end=end, certainty=certainty, sort_key=sort_key
            )
        return self._periods[label].uid

    def node(self, plan: str, path: Iterable[str], kinds: tuple[str, ...]) -> str:
        """Return the node at the end of a path of printed heads, adding what is not there yet."""
        parent: str | None = None
        walked: tuple[str, ...] = (plan,)
        for kind, head in zip(kinds, path, strict=False):
            walked = (*walked, head)
            if walked not in self._nodes:
                self._nodes[walked] = self._add_node(plan, parent, kind, head)
            parent = self._nodes[walked].uid
        if parent is None:
            raise ValueError("the path is empty")
        return parent

    def node_of(self, plan: str, number: str) -> str:
        """Return the node of a plan that carries a printed number."""
        return next(node.uid for node in self._nodes.values() if (node.plan, node.number) == (plan, number))

    def _add_node(self, plan: str, parent: str | None, kind: str, head: str) -> Node:
        found = NUMBERED.fullmatch(head)
        level, number, title = None, None, head
        if found and found["level"]:
            level, number, title = self._level(plan, found["level"]), found["number"], found["title"]
        elif found:
            number, title = found["code"], found["rest"]
        node = Node(uid=self.uid("node"), plan=plan, level=level, kind=kind, number=number, title=title)
        self.add(node, Placement(uid=self.uid("place"), parent=parent, child=node.uid, position=self.place()))
        return node

    def _level(self, plan: str, name: str) -> str:
        if (plan, name) not in self._levels:
            level = Level(uid=self.uid("level"), plan=plan, position=self.place(), name=name)
            self.add(level)
            self._levels[plan, name] = level.uid
        return self._levels[plan, name]

    def responsible(self, printed: str, **subject: str) -> None:
        """Make each division of a comma-separated list answer for a subject (node=, indicator= or metric=)."""
        for name in printed.split(","):
            self.add(
                Responsibility(
                    uid=self.uid("responsibility"),
                    department=self._department(name),
                    position=self.place(),
                    **subject,
                )
            )

    def _department(self, printed: str) -> str:
        if printed not in self._departments:
            found = re.fullmatch(r"(.+部)(.+)", printed)
            bureau, name = (found[1], found[2]) if found else (None, printed)
            department = Department(uid=self.uid("department"), name=name, bureau=bureau, position=self.place())
            self.add(department)
            self._departments[printed] = department.uid
        return self._departments[printed]

    def indicator(self, node: str, item: Mapping[str, Any]) -> str:
        """Add an indicator of the common case shape with its metric, figures, targets and divisions."""
        metric = self._metric(node, item)
        indicator = Indicator(
            uid=self.uid("indicator"),
            node=node,
            metric=metric.uid,
            number=item.get("code"),
            title=item["name"],
            position=self.place(),
            origin=ORIGINS[item.get("column_kubun")],
            note=item.get("notes"),
        )
        self.add(metric, indicator)
        for figure in [item.get("baseline"), *item["series"]]:
            if figure:
                self._figure(metric, indicator.uid, item, figure)
        if item.get("final_target"):
            self._figure(metric, indicator.uid, item, item["final_target"], is_final=True)
        if item.get("department"):
            self.responsible(item["department"], indicator=indicator.uid)
        return indicator.uid

    def _metric(self, node: str, item: Mapping[str, Any]) -> Metric:
        return Metric(
            uid=self.uid("metric"),
            node=node,
            position=self.place(),
            name=item["name"],
            unit=item.get("unit"),
            value_type=item.get("value_type", "number"),
            direction=DIRECTIONS[item.get("direction_mark")],
            aggregation=item.get("aggregation", "none"),
            source="\n".join(item.get("provenance", ())) or None,
            fixed_when=item.get("value_fixed_when"),
        )

    def _figure(
        self,
        metric: Metric,
        indicator: str,
        item: Mapping[str, Any],
        figure: Figure,
        is_final: bool = False,
    ) -> None:
        fields = read_figure(figure["raw"], metric.unit, item.get("notes") or "")
        fields |= {"period": self.period(figure["period"]), "period_label": figure["period"]}
        if figure["kind"] == "target":
            note = figure.get("note")
            self.add(Target(uid=self.uid("target"), indicator=indicator, is_final=is_final, note=note, **fields))
        else:
            self.add(Observation(metric=metric.uid, **fields, **_kind_fields(figure)))


def _kind_fields(figure: Figure) -> dict[str, Any]:
    kind, note = figure["kind"], figure.get("note")
    fields: dict[str, Any] = {"kind": OBSERVED[kind], "quality": QUALITY.get(kind)}
    if kind == "published_rate":
        fields |= {"rounding": "half_up", "digits": 1}
    as_of = AS_OF.fullmatch(note or "")
    if as_of:
        fields["as_of"] = parse_period(as_of[1]).code
    fields["remark" if kind in QUALITY else "note"] = note  # the words 「…現在」 stand in the printed column head
    return fields


def read_figure(raw: str | None, unit: str | None, notes: str = "") -> dict[str, Any]:
    """Return the figure fields of a printed text: value, text or missing kind, qualifier, unit, and the raw text."""
    if raw is None:
        return {"missing": "unknown"}
    if raw in NO_FIGURE:
        meant = (code for words, code in MEANINGS.items() if words in notes)
        return {"missing": next(meant, "as_printed"), "printed": raw}
    found = AROUND_FIGURE.fullmatch(raw)
    parsed = parse_figure(found["figure"] if found else raw, allow_text=True, unit=unit)
    if parsed.value is None:
        return {"text": raw, "printed": raw}
    own_unit = parsed.unit if parsed.unit != unit else None
    return {"value": parsed.value, "qualifier": parsed.qualifier, "unit": own_unit, "printed": raw}


def span_of(label: str) -> tuple[str | None, str | None, str]:
    """Return first day, last day and certainty of an irregular period: doubtful, either-or, or a run of years."""
    run = RUN_OF_YEARS.fullmatch(label)
    if run:
        return _day(parse_period(f"H{run[1]}").start), _day(parse_period(f"H{run[2]}").end), "certain"
    try:
        parts: list[Period] = [parse_period(part) for part in label.removesuffix("?").split("か")]
    except InputError:
        return None, None, "unknown"
    return _day(parts[0].start), _day(parts[-1].end), "inferred"


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
