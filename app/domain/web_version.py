"""The version of a board for the public: without internal notes and personal names, unfinished figures held back.

One rule for the data set and for the workbook on the web site. Figures marked 速報 become 公表前, and so does every
figure that would tell them: totals over their months, what formulas make of them, and rates published beside them. A
figure marked 確定 stays. What a text says in its own words cannot be seen here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from app.domain import formula
from app.domain.blocks import Block, ChartSeries, ListItem
from app.domain.board import BoardIndex
from app.domain.entity import E, Entity, FieldSpec, fields_of, key_of
from app.domain.fiscal import Period, add_months
from app.domain.labels import WITHHELD
from app.domain.metrics import Metric, Observation, TableRow
from app.domain.narrative import live_figures
from app.domain.paper import is_printed
from app.domain.plan import Indicator, Meeting, NamedPeriod, Node, Target
from app.domain.report_goal import Scene
from app.domain.series import Figure, SeriesBook, canonical_period, exact, months_in, span_code
from app.domain.tables import STRUCTURE

PROVISIONAL, FINAL = "provisional", "final"
REASON = "速報値を含むため公表前です。"
_INTERNAL = ("note", "entered_by", "from_department", "received_on", "document", "permission")
_WITHHELD = Figure(missing=WITHHELD, source="computed", reason=REASON)

Rows = dict[type[Entity], list[Any]]


def for_web(scene: Scene, with_provisional: bool = False) -> Scene:
    """Return the scene as it may stand on a web site; `with_provisional` lets figures marked 速報 stand.

    Nothing of a slide or block that is kept off the paper is in it, nor what stands at a later day than the meeting's.
    """
    rows: Rows = {entity: [_cleaned(item) for item in scene.index.all(entity)] for entity in STRUCTURE}
    rows[Node] = [replace(node, printed=is_printed(scene, node)) for node in rows[Node]]
    rows[Meeting] = [_without_person(scene, meeting) for meeting in rows[Meeting]]
    _leave_unprinted(rows)
    if not with_provisional:
        rows[Target] = [_held_back(item) if _is_provisional(item) else item for item in rows[Target]]
    index = BoardIndex(rows)
    meeting = index.one(Meeting, scene.meeting.uid) if scene.meeting else None
    return replace(scene, index=index, book=_book(scene, index, with_provisional), meeting=meeting)


def _cleaned(item: E) -> E:
    """Return an entity without what is only for the office: notes, and where a figure came from on which paper."""
    known = [name for name in _INTERNAL if getattr(item, name, None) is not None]
    return replace(item, **dict.fromkeys(known)) if known else item


def _without_person(scene: Scene, meeting: Meeting) -> Meeting:
    """Return a meeting whose presenter is the office, which may be a person in the paper."""
    board = scene.index.board
    return replace(meeting, presenter=" ".join(filter(None, (board.city, board.division))) or None)


def _leave_unprinted(rows: Rows) -> None:
    """Take out blocks that are kept off the paper, and series of unprinted slides that are shown nowhere else."""
    nodes = {node.uid: node for node in rows[Node]}
    rows[Block] = [block for block in rows[Block] if block.printed and nodes[block.node].printed]
    _follow(rows)
    shown = _shown_metrics(rows)
    rows[Metric] = [
        metric for metric in rows[Metric] if metric.node is None or nodes[metric.node].printed or metric.uid in shown
    ]
    _follow(rows)


def _shown_metrics(rows: Rows) -> set[str]:
    """Return the metrics that indicators, blocks and their texts show."""
    tables = {block.table for block in rows[Block]}
    found = {item.metric for entity in (Indicator, ChartSeries, ListItem) for item in rows[entity] if item.metric}
    found |= {row.metric for row in rows[TableRow] if row.table in tables and row.metric}
    texts = [block.body or "" for block in rows[Block]] + [item.text for item in rows[ListItem]]
    return found | {metric for text in texts for metric, _ in live_figures(text)}


def _follow(rows: Rows) -> None:
    """Take out every row that refers to one that is gone, until none does."""
    gone = True
    while gone:
        present = {entity.TABLE: {key_of(item)[0] for item in items} for entity, items in rows.items()}
        gone = False
        for entity, items in rows.items():
            refs = [spec for spec in fields_of(entity) if spec.kind == "ref" and spec.target in present]
            kept = [item for item in items if _stands(item, refs, present)]
            gone, rows[entity] = gone or len(kept) < len(items), kept


def _stands(item: Entity, refs: list[FieldSpec], present: dict[str, set[str]]) -> bool:
    named = [(spec.target or "", getattr(item, spec.name)) for spec in refs]
    return all(uid is None or uid in present[table] for table, uid in named)


def _book(scene: Scene, index: BoardIndex, with_provisional: bool) -> SeriesBook:
    """Return the figures; formulas still read the series that are not shown, so that they give the same."""
    day = scene.book.as_of
    stored = (item for metric in scene.book.metrics for item in scene.book.observations(metric))
    seen = [_cleaned(item) for item in stored if not day or item.as_of <= day]
    if with_provisional:
        return _filled(SeriesBook(scene.book.metrics, day), seen)
    held = [_held_back(item) if _is_provisional(item) else item for item in seen]
    while True:  # one held back may make another one tell
        book = _filled(_WebBook(scene.book.metrics, day), held)
        told = _Told(index, book, held)
        more = [_held_back(item) if told.by(item) else item for item in held]
        if more == held:
            return book
        held = more


B = TypeVar("B", bound=SeriesBook)


def _filled(book: B, observations: Iterable[Observation]) -> B:
    book.put(observations)
    return book


def _is_provisional(item: Observation | Target) -> bool:
    return item.quality == PROVISIONAL and _has_figure(item)


def _has_figure(item: Observation | Target) -> bool:
    return any(part is not None for part in (item.value, item.text, item.numerator, item.denominator))


def _held_back(item: Any) -> Any:
    """Return an observation or a target without its figure."""
    nothing = dict.fromkeys(("value", "text", "numerator", "denominator", "printed", "remark", "qualifier"))
    return replace(item, missing=WITHHELD, **nothing)


class _Told:
    """Finds the figures that are not themselves 速報 and would tell one that is."""

    def __init__(self, index: BoardIndex, book: "_WebBook", observations: Iterable[Observation]) -> None:
        self._index, self._book = index, book
        self._held: dict[str, list[Period]] = {}
        for item in observations:
            if item.missing == WITHHELD and item.kind == "result":
                self._held.setdefault(item.metric, []).append(Period.from_code(item.period))

    def by(self, item: Observation) -> bool:
        """Say whether a figure has to be held back as well; what is 確定 never is."""
        if item.quality == FINAL or not _has_figure(item):
            return False
        if item.kind == "rate":
            return self._book.figure(item.metric, item.period).missing == WITHHELD or self._target_held(item.metric)
        if item.kind != "result":
            return False
        return self._covers(item) or self._book.reads_withheld(item.metric, canonical_period(item.period))

    def _target_held(self, metric: str) -> bool:
        indicators = self._index.where(Indicator, "metric", metric)
        targets = (item for found in indicators for item in self._index.where(Target, "indicator", found.uid))
        return any(target.missing == WITHHELD for target in targets)

    def _covers(self, item: Observation) -> bool:
        """Say whether a figure counts a longer period with one in it that is held back; unknown days may count it."""
        held, whole = self._held.get(item.metric, ()), Period.from_code(item.period)
        if whole.kind != "irregular":
            return any(part.code != whole.code and whole.contains(part) for part in held)
        named = self._index.one(NamedPeriod, item.period)
        first = named.start if named and named.start else date.min.isoformat()
        last = named.end if named and named.end else date.max.isoformat()
        return any(part.end is None or first <= part.end.isoformat() <= last for part in held)


class _WebBook(SeriesBook):
    """Figures of a board with figures held back: what is made of those is held back as well."""

    def reads_withheld(self, metric: str, period: str) -> bool:
        """Say whether the figure of a canonical period is made of one that is held back."""
        if metric not in self.metrics:
            return False
        months = months_in(period)
        parts = [(metric, month) for month in months] if len(months) > 1 else []
        return any(self.figure(uid, code).missing == WITHHELD for uid, code in [*parts, *self._read(metric, period)])

    def _read(self, metric: str, period: str) -> Iterator[tuple[str, str]]:
        """Yield what a metric's formula reads for a period: its parts, with PREV those of the year before too."""
        node, months = self.formula_of(metric), months_in(period)
        looks_back = "PREV" in (self.metrics[metric].formula or "").upper()
        for uid in formula.references(node) if node else ():
            yield uid, period
            if months and looks_back:
                yield uid, span_code(tuple(add_months(month, -12) for month in months))

    def _find(self, metric: str, period: str, kind: str) -> Figure:
        stored = self.observation(metric, period, kind)
        if kind == "result" and self.reads_withheld(metric, period):
            final = stored is not None and stored.quality == FINAL and stored.value is not None
            return Figure(exact(stored), None, None, "typed", stored) if final and stored else _WITHHELD
        return super()._find(metric, period, kind)
