"""The open file as the window reads it: the structure, the figures read so far, reports cached until an edit."""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain import tables
from app.domain.board import BoardIndex
from app.domain.entity import E, Key, key_of
from app.domain.eras import date_words
from app.domain.plan import Assessment, Indicator, Meeting, Node, Responsibility, Target
from app.lazy import LazyModule
from app.services.views import Change, MeetingView, TabView
from app.storage.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain import edits as edit_rows
    from app.domain import formula, report_goal, report_item, report_overview, report_trend, series
    from app.domain import metrics as metric_rows
    from app.domain.blocks import Image
    from app.domain.metrics import Observation
    from app.domain.report import (
        GoalReport,
        IndicatorRow,
        ItemHead,
        ItemReport,
        OverviewLine,
        OverviewReport,
        TableView,
        TrendView,
    )
    from app.domain.report_goal import Scene
    from app.storage import past
else:
    past = LazyModule("app.storage.past")
    edit_rows = LazyModule("app.domain.edits")
    metric_rows = LazyModule("app.domain.metrics")
    formula = LazyModule("app.domain.formula")
    report_goal = LazyModule("app.domain.report_goal")
    report_item = LazyModule("app.domain.report_item")
    report_overview = LazyModule("app.domain.report_overview")
    report_trend = LazyModule("app.domain.report_trend")
    series = LazyModule("app.domain.series")

OVERVIEW = "overview"
COUNTING_MODULES = ("app.domain.series", "app.domain.formula", "app.domain.report_item", "app.domain.report_overview")
BUILT_AT_ONCE = 20  # indicators a step: about 8 ms


class Reading(QObject):
    """Holds the file, the structure and the figures read so far, and the reports; it never writes.

    Signals: `changed(Change)` after every committed edit, undo, redo or change of meeting; `saved(str)` with the words
    for the status bar.
    """

    changed = Signal(object)
    saved = Signal(str)
    # What the mixins tell: of classes beside each other Qt takes the signals of the first only.
    pending_changed = Signal()
    proved = Signal(object)
    backed_up = Signal(object)
    backup_failed = Signal(str)
    hindered = Signal()

    def __init__(self, repository: Repository, path: Path, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.repository = repository
        self.path = path
        self.revision = repository.revision
        self.index = BoardIndex(repository.read_structure())
        meetings = self.index.all(Meeting)
        self.meeting: str | None = meetings[-1].uid if meetings else None
        self._made_book: series.SeriesBook | None = None
        self._made_changed: tuple[report_goal.Changed | None] | None = None
        self.counting = False
        self._start_afresh()

    # what the file is

    @property
    def read_only(self) -> bool:
        """Return whether nothing can be written."""
        return not self.repository.database.writable

    @property
    def notice(self) -> str:
        """Return what a person must know about this file (read-only, newer version), '' for nothing."""
        return self.repository.database.notice or ""

    @property
    def city(self) -> str:
        """Return the city's name, '' where the board has none."""
        return self.index.board.city or ""

    @property
    def board_title(self) -> str:
        """Return the board's title."""
        return self.index.board.title

    @property
    def is_sample(self) -> bool:
        """Return whether the board is another city's sample."""
        return self.index.board.is_sample

    def meetings(self) -> tuple[MeetingView, ...]:
        """Return the meetings, the newest first."""
        return tuple(
            MeetingView(item.uid, _meeting_label(item), item.fiscal_year) for item in reversed(self.index.all(Meeting))
        )

    def set_meeting(self, uid: str) -> None:
        """Choose the meeting whose fiscal year and as-of day every tab shows."""
        if uid != self.meeting and self.index.one(Meeting, uid):
            self.meeting = uid
            self._start_afresh()
            self.changed.emit(Change(self.revision, frozenset(), True, True, "会議の選択"))

    def tabs(self) -> tuple[TabView, ...]:
        """Return 全体, then a tab for each node at the top of the tree."""
        tabs = [TabView(OVERVIEW, OVERVIEW, "全体", "計画全体の状況")]
        for node in self.index.children(None):
            kind = "goal" if node.kind == "goal" else "group"
            tabs.append(TabView(kind, node.uid, f"{node.number or ''}{node.title}", node.subtitle or node.title))
        return tuple(tabs)

    # reports

    @property
    def scene(self) -> "Scene":
        """Return what the builders look at."""
        return report_goal.Scene(
            self.index, self._book, self.index.one(Meeting, self.meeting), self.image, self._changed
        )

    def goal_report(self, node: str) -> "GoalReport":
        """Return the report of a goal; rows that nothing touched are the same objects as before."""
        indicators = [item for below in self.index.below(node) for item in self._indicators(below)]
        self._ensure([item.metric for item in indicators], whole=False)
        known = self._rows.setdefault(node, {})
        old, kept = self._old_rows.pop(node, {}), dict(known)
        report = report_goal.build_goal_report(self.scene, node, known)
        reused = {uid: old[uid] for uid, row in known.items() if uid not in kept and old.get(uid) == row}
        if not reused:
            return report
        known.update(reused)
        return report_goal.build_goal_report(self.scene, node, known)

    def count(self) -> "Iterator[OverviewReport | None]":
        """Count the whole board for 全体, a few milliseconds a step; None between steps, the report as it grows.

        The last report is whole. Steps are for idle moments: the rows that they build are those of the tabs, so that
        a tab's first visit is quick. To be begun anew after every change.
        """
        self.counting = True
        try:
            yield from self._count()
        finally:
            self.counting = False

    def _count(self) -> "Iterator[OverviewReport | None]":
        yield from self._get_ready()
        lines: list[OverviewLine] = []
        rows: list[IndicatorRow] = []
        for top in self.index.children(None):
            if top.kind == "goal":
                yield from self.build_ahead(top.uid)
                found = self.goal_report(top.uid).rows
                rows += found
                lines.append(
                    report_overview.count_indicators(self.scene, top.uid, report_overview.label_of(top), found)
                )
            else:
                tables: list[TableView] = []
                yield from self._gather(top.uid, tables)
                lines.append(report_overview.count_figures(self.scene, top, tables))
            yield report_overview.build_overview(self.scene, lines, rows)
        if not lines:
            yield report_overview.build_overview(self.scene, lines, rows)

    def _get_ready(self) -> Iterator[None]:
        """Import what counts and build what it reads, one after the other: all at once it would be felt."""
        for module in COUNTING_MODULES:
            import_module(module)
            yield
        for entity in (Indicator, Target, Assessment, Responsibility, metric_rows.Metric, metric_rows.TableRow):
            self.index.all(entity)
            yield

    def build_ahead(self, goal: str) -> Iterator[None]:
        """Build the rows of a goal's tab that are not known yet, some a step."""
        waiting = [
            (indicator, path)
            for node, path in report_goal.goal_nodes(self.index, goal)
            for indicator in self._indicators(node)
            if indicator.uid not in self._rows.get(goal, {})
        ]
        for start in range(0, len(waiting), BUILT_AT_ONCE):
            self._build_rows(goal, waiting[start : start + BUILT_AT_ONCE])
            yield

    def late_rows(self, report: "GoalReport") -> frozenset[str]:
        """Return the indicators whose rows a report shows as they were; none where the table has another shape now."""
        known = self._rows.get(report.node, {})
        late = frozenset(row.uid for row in report.rows if known.get(row.uid) is not row)
        if not late or not report_goal.stands_as(self.scene, report):
            return frozenset()
        self._ensure([row.metric for row in report.rows], whole=False)  # at once: each row for itself would take long
        return late

    def row_now(self, goal: str, row: "IndicatorRow") -> "IndicatorRow":
        """Return a row of a goal's table as it is now."""
        known = self._rows.setdefault(goal, {})
        if row.uid not in known:
            self._build_rows(goal, [(self._one(Indicator, row.uid), row.path)])
        return known[row.uid]

    def _build_rows(self, goal: str, rows: list[tuple[Indicator, tuple[str, ...]]]) -> None:
        self._ensure([indicator.metric for indicator, _ in rows], whole=False)
        known, scene = self._rows.setdefault(goal, {}), self.scene
        years = report_goal.year_columns(scene.meeting)
        for indicator, path in rows:
            known[indicator.uid] = report_goal.build_row(scene, indicator, path, years)

    def _gather(self, group: str, tables: "list[TableView]") -> Iterator[None]:
        for node in report_item.item_nodes(self.scene, group):
            self._ensure(report_item.metrics_of_item(self.scene, node.uid), whole=True)
            for table in report_overview.tables_of(self.scene, node.uid):
                tables.append(table)
                yield

    def item_heads(self, group: str) -> "tuple[ItemHead, ...]":
        """Return the list of a group's items."""
        return report_item.item_heads(self.scene, group)

    def item_report(self, node: str) -> "ItemReport":
        """Return the report of an item, cached until an edit touches one of its metrics or the structure."""
        if node not in self._items:
            self._ensure(report_item.metrics_of_item(self.scene, node), whole=True)
            self._items[node] = report_item.build_item_report(self.scene, node)
        return self._items[node]

    def trend(self, metric: str) -> "TrendView":
        """Return the trend of a metric."""
        self._ensure([metric], whole=True)
        return report_trend.build_trend(self.scene, metric)

    def field(self, table: str, uid: str, name: str) -> str:
        """Return the present text of a field of the structure, '' where it is empty or the row is gone."""
        value = getattr(self.index.one(tables.BY_TABLE[table], uid), name, None)
        return "" if value is None else str(value)

    def live_text(self, text: str) -> str:
        """Return a text with its live figures filled in."""
        from app.domain import live
        from app.domain.narrative import live_figures

        named = {metric for metric, _ in live_figures(text)}
        self._ensure([uid for uid in named if self.index.one(metric_rows.Metric, uid)], whole=True)
        return live.live_text(self.scene, text)

    def image(self, uid: str) -> "Image | None":
        """Return a stored picture with its bytes, None where the file has none of this uid."""
        from app.domain.blocks import Image

        return self._row(Image, (uid,))

    def snapshot_bytes(self) -> bytes:
        """Return the file's content for a job that must not read the open file."""
        return self.repository.serialize()

    def snapshot_task(self) -> "Callable[[], bytes]":
        """Return what reads the file's content in a job's own thread, for jobs that may begin a moment later."""
        database = self.repository.database
        path, uuid = database.path or self.path, database.uuid

        def read() -> bytes:
            from app.storage.snapshot import snapshot

            return snapshot(path, uuid)

        return read

    @property
    def _book(self) -> "series.SeriesBook":
        """Return the figures read so far, begun when first asked for."""
        if self._made_book is None:
            meeting = self.index.one(Meeting, self.meeting)
            known = {metric.uid: metric for metric in self.index.all(metric_rows.Metric)}
            self._made_book = series.SeriesBook(known, meeting.as_of if meeting else None)
        return self._made_book

    @property
    def _changed(self) -> "report_goal.Changed | None":
        """Return what was touched after the meeting before the chosen one, read when first asked for."""
        if self._made_changed is None:
            self._made_changed = (self._read_changed(),)
        return self._made_changed[0]

    def _read_changed(self) -> "report_goal.Changed | None":
        meetings = self.index.all(Meeting)
        before = [item for item in meetings if item.held_on and item.uid != self.meeting]
        chosen = self.index.one(Meeting, self.meeting)
        before = [item for item in before if chosen is not None and item.position < chosen.position]
        if not before:
            return None
        revision = past.revision_on(self.repository, str(before[-1].held_on))
        figures, rows = past.changed_since(self.repository, revision)
        rows |= self._book.affected({metric for metric, _ in figures})
        return report_goal.Changed(_meeting_label(before[-1]), figures, rows)

    def _row(self, entity: type[E], key: Key) -> E | None:
        return self.repository.read_one(entity, key)

    def _stored(self, key: Key) -> "Observation | None":
        return self._row(metric_rows.Observation, key)

    def _observations_of(self, metric: str) -> "list[Observation]":
        return self.repository.read(metric_rows.Observation, metric=metric)

    def _one(self, entity: type[E], uid: str) -> E:
        return self.index.get(entity, uid)

    def _redefine(self) -> None:
        """Let what was read follow changed definitions of metrics."""
        known = {metric.uid: metric for metric in self.index.all(metric_rows.Metric)}
        if self._made_book is not None and self._made_book.redefine(known):
            self._made_changed = None  # what is computed of a changed figure is another now

    def _start_afresh(self) -> None:
        """Forget everything read and built, for a new meeting."""
        self._old_rows: dict[str, dict[str, IndicatorRow]] = {}
        self._rows: dict[str, dict[str, IndicatorRow]] = {}
        self._items: dict[str, ItemReport] = {}
        self._whole: set[str] = set()
        self._partly: set[str] = set()
        self._made_book = None
        self._made_changed = None

    def _ensure(self, metrics: Iterable[str], *, whole: bool) -> None:
        """Read the observations of metrics and of all that their formulas name, unless they are there already."""
        needed = self._with_parts(metrics) - self._whole - (set() if whole else self._partly)
        if not needed:
            return
        read = self.repository.read_observations
        if whole or self.scene.fiscal_year is None:
            self._put_rest(read(needed), needed & self._partly)
        else:
            self._book.put(read(needed, *report_goal.shown_months(str(self.scene.fiscal_year))))
            self._book.put(read(needed, report_goal.FIRST_LETTER))
        (self._whole if whole else self._partly).update(needed)

    def _put_rest(self, read: "list[Observation]", partly: set[str]) -> None:
        """Take in all of some metrics; what was computed of those known in part stays where nothing new belongs to it.

        A proof reads all figures, and the next edit of a long table would compute all its years anew.
        """
        new = {item.period for item in read if item.metric in partly and self._book.stored(key_of(item)) is None}
        self._book.put(read)
        if new:
            self._book.forget(partly, new)

    def _with_parts(self, metrics: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(metrics)
        while waiting:
            uid = waiting.pop()
            if uid not in found:
                found.add(uid)
                node = self._book.formula_of(uid)
                waiting += formula.references(node) if node else ()
        return found

    def _indicators(self, node: Node) -> tuple[Indicator, ...]:
        return self.index.where(Indicator, "node", node.uid)


def _meeting_label(item: Meeting) -> str:
    day = date_words(date.fromisoformat(item.held_on), "era_short", with_day=True) if item.held_on else ""
    return f"{item.name}（{day}）" if day else item.name
