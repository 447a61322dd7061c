"""Search over the open file: an index made in idle steps, answers at once with what is known so far."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from app.domain import find, find_entries, find_figures, report_item
from app.domain.find import GROUPS, Entry, FigureLines, Query
from app.domain.find_figures import Shown
from app.domain.fiscal import Period
from app.domain.metrics import Metric
from app.domain.whereabouts import BETWEEN, Whereabouts
from app.services.places import Place

if TYPE_CHECKING:
    from app.services.document import Change, Document

METRICS_A_STEP, ENTRIES_A_STEP = 8, 100
FEW, MANY = 5, 200  # hits of one group: beside others, and alone


class Hit(NamedTuple):
    """One result: the words as they stand, the marked runs in them, where that is, and the way there."""

    text: str
    marks: tuple[tuple[int, int], ...]
    where: str
    place: Place


class Hits(NamedTuple):
    """The results of one group: the first of them, and how many there are in all (`total`)."""

    group: str
    title: str
    hits: tuple[Hit, ...]
    total: int


class Finder(QObject):
    """Searches a document. `work` is for idle moments and makes the index; `search` never waits for it."""

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._document = document
        self._places = Whereabouts(document.index)
        self._words_known = False
        self._entries: list[Entry] = []
        self._stored, self._computed = FigureLines(), FigureLines()
        self._shown: dict[str, list[Shown]] = {}
        self._steps: Iterator[None] | None = self._index()
        document.changed.connect(self._on_changed)

    @property
    def whole(self) -> bool:
        """Return whether everything can be found."""
        return self._steps is None

    def work(self) -> bool:
        """Go on with the index for a few milliseconds; return whether there is more to do."""
        if self._steps is not None and next(self._steps, self) is self:
            self._steps = None
        return self._steps is not None

    def _on_changed(self, change: "Change") -> None:
        self._stored.drop(change.metrics)
        if change.structure or change.everything:
            self._places, self._words_known = Whereabouts(self._document.index), False
            present = {metric.uid for metric in self._document.index.all(Metric)}
            self._stored.keep(present)
            self._computed.keep(present)
        self._steps = self._index()

    # the index

    def _index(self) -> Iterator[None]:
        if not self._words_known:
            yield from self._index_words(self._places)
            self._words_known = True
        yield from self._index_stored()
        yield from self._index_computed()

    def _index_words(self, places: Whereabouts) -> Iterator[None]:
        document, grown = self._document, not self._entries
        found = self._entries if grown else []
        entries = find_entries.entries(document.index, places, document.meeting, document.live_text)
        for place, one in enumerate(entries, 1):
            if one is not None:
                found.append(one)
            if one is None or place % ENTRIES_A_STEP == 0:
                yield
        self._entries = found

    def _index_stored(self) -> Iterator[None]:
        metrics = {metric.uid: metric for metric in self._document.index.all(Metric) if self._is_shown(metric.uid)}
        self._stored.keep(metrics)  # what no tab shows any more is not found either
        waiting = [metric for uid, metric in metrics.items() if uid not in self._stored]
        for start in range(0, len(waiting), METRICS_A_STEP):
            group = waiting[start : start + METRICS_A_STEP]
            lines: dict[str, list[tuple[str, ...]]] = {metric.uid: [] for metric in group}
            for one in self._document.repository.read_observations(lines):
                lines[one.metric].append(find_figures.forms(metrics[one.metric], one))
            for metric in group:
                self._stored.put(metric.uid, metric.unit or "", lines[metric.uid])
            yield

    def _is_shown(self, metric: str) -> bool:
        return self._places.tab(self._places.node_of_metric(metric)) is not None

    def _index_computed(self) -> Iterator[None]:
        self._shown, self._computed = {}, FigureLines()
        for top in self._document.index.children(None):
            if top.kind == "goal":
                yield from self._document.build_ahead(top.uid)
                self._keep(find_figures.shown_in_goal(self._document.goal_report(top.uid)))
                yield
            for node in report_item.item_nodes(self._document.scene, top.uid):
                if report_item.metrics_of_item(self._document.scene, node.uid):
                    self._keep(find_figures.shown_in_item(self._document.item_report(node.uid)))
                    yield

    def _keep(self, shown: Iterator[Shown]) -> None:
        touched: dict[str, None] = {}
        for one in shown:
            self._shown.setdefault(one.metric, []).append(one)
            touched[one.metric] = None
        for metric in touched:
            unit = self._document.index.get(Metric, metric).unit or ""
            self._computed.put(metric, unit, [find_figures.words_of(one.text) for one in self._shown[metric]])

    # answers

    def search(self, typed: str, only: str = "") -> tuple[Hits, ...]:
        """Return what is found, by groups; `only` names the one group of which all shall be shown."""
        query = find.read_query(typed)
        if not query.words:
            return ()
        found = find.matching(self._entries, query)
        answers = []
        for group, title in GROUPS.items():
            most = MANY if group == only else FEW
            if only and group != only:
                continue
            hits, count = self._figures(query, most) if group == "figure" else self._words(found, group, query, most)
            if count:
                answers.append(Hits(group, title, hits, count))
        return tuple(answers)

    def _words(self, found: list[Entry], group: str, query: Query, most: int) -> tuple[tuple[Hit, ...], int]:
        members = [one for one in found if one.group == group]
        return tuple(self._hit(one, query) for one in members[:most]), len(members)

    def _hit(self, one: Entry, query: Query) -> Hit:
        marks = tuple(find.spans(one.text, query.words))
        start, end = self._run_in_body(one, query)
        place = Place(self._places.tab(one.node), one.node, one.table, one.row, start, end)
        return Hit(one.text, marks, one.where, place)

    def _run_in_body(self, one: Entry, query: Query) -> tuple[int, int] | tuple[None, None]:
        """Return where in a block's text as stored the first mark stands; figures in it may be live."""
        if one.start is None:
            return None, None
        line = self._document.field(one.table, one.row[0], "body")[one.start :].partition("\n")[0]
        runs = find.spans(line, query.words)
        return (one.start + runs[0][0], one.start + runs[0][1]) if runs else (None, None)

    def _figures(self, query: Query, most: int) -> tuple[tuple[Hit, ...], int]:
        stored, many = self._stored.search(query, most)
        computed, more = self._computed.search(query, most)
        hits = [*self._stored_hits(stored, query), *(self._shown_hit(*one, query) for one in computed)]
        return tuple(hits[:most]), many + more

    def _stored_hits(self, lines: list[tuple[str, int]], query: Query) -> Iterator[Hit]:
        metrics = dict.fromkeys(metric for metric, _ in lines)
        kept = {metric: self._document.repository.read_observations([metric]) for metric in metrics}
        for metric, line in lines:
            if line < len(kept[metric]):  # a colleague may have written meanwhile
                one = kept[metric][line]
                name = self._document.index.get(Metric, metric)
                key = (one.metric, one.period, one.kind, one.as_of)
                yield self._figure_hit(name, find_figures.view(name, one).full, one.period, "observation", key, query)

    def _shown_hit(self, metric: str, line: int, query: Query) -> Hit:
        one = self._shown[metric][line]
        name = self._document.index.get(Metric, metric)
        return self._figure_hit(name, one.text, one.period, one.table, one.row, query)

    def _figure_hit(
        self, metric: Metric, shown: str, period: str, table: str, row: tuple[str, ...], query: Query
    ) -> Hit:
        try:
            Period.from_code(period)
            label = self._places.period(period)
        except ValueError:
            label = period
        node = self._places.node_of_metric(metric.uid)
        marks = find.number_span(shown, query.number) if query.number else tuple(find.spans(shown, query.words))
        where = BETWEEN.join(part for part in (self._places.path(node), metric.name) if part)
        place = Place(self._places.tab(node), node, table, row)
        return Hit(f"{shown}　{label}", marks, where, place)
