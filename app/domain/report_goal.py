"""Build what a basic goal's tab and slide show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from app.domain import figures
from app.domain.board import BoardIndex
from app.domain.display import show, show_target
from app.domain.eras import LabelStyle
from app.domain.fiscal import Period, format_period, months_of
from app.domain.labels import MARKS
from app.domain.metrics import Metric, Observation
from app.domain.plan import (
    Department,
    Indicator,
    Legend,
    Level,
    Meeting,
    NamedPeriod,
    Node,
    Responsibility,
    Scheme,
    Target,
)
from app.domain.report import EMPTY, Band, FigureView, GoalReport, IndicatorRow, LegendView, StatusView, YearColumn
from app.domain.series import SeriesBook
from app.domain.status import status_of

if TYPE_CHECKING:
    from app.domain.blocks import Image

FIRST_LETTER = "A"  # codes of months and days are digits; FY…, CY… and named periods come after them
_DOUBTFUL = ("unknown", "as_printed")


def _no_image(uid: str) -> "Image | None":
    return None


@dataclass(frozen=True, slots=True)
class Changed:
    """What was touched after the meeting `since`: figures (metric, period), metrics and indicators (`rows`) by uid."""

    since: str
    figures: set[tuple[str, str]]
    rows: set[str]

    def indicator(self, uid: str, metric: str) -> bool:
        """Say whether an indicator, its targets, statuses or any figure of its metric was touched."""
        return uid in self.rows or metric in self.rows

    def figure(self, metric: str | None, period: str | None) -> bool:
        """Say whether one figure was touched."""
        return (metric, period) in self.figures


@dataclass(frozen=True, slots=True)
class Scene:
    """What every builder looks at: the structure, the figures as the chosen meeting sees them, and that meeting.

    `image` gives the picture of a uid when it is needed; without it the scene has no pictures. `changed` is what was
    touched after the meeting before, None where there is none before.
    """

    index: BoardIndex
    book: SeriesBook
    meeting: Meeting | None
    image: "Callable[[str], Image | None]" = _no_image
    changed: Changed | None = None

    @property
    def fiscal_year(self) -> str | None:
        """Return the meeting's fiscal year, or None where the board has no meeting yet."""
        return self.meeting.fiscal_year if self.meeting else None

    def period_label(self, code: str, style: LabelStyle) -> str:
        """Return a period as printed; one that the calendar cannot say has its own label."""
        named = self.index.one(NamedPeriod, code)
        return named.label if named else format_period(code, style)

    def figure(self, metric: Metric, period: str, kind: str = "result") -> FigureView:
        """Return the figure of a metric at a period as shown, editable where it is typed and not computed."""
        known = self.book.views(metric.uid)
        if (period, kind) not in known:
            known[period, kind] = self._figure(metric, period, kind)
        return known[period, kind]

    def _figure(self, metric: Metric, period: str, kind: str) -> FigureView:
        found = self.book.figure(metric.uid, period, kind)
        fixed = (metric.formula is not None and kind == "result") or found.source in ("computed", "printed")
        stored = self.book.observation(metric.uid, period, kind)
        key = None if fixed else _key(stored) if stored else (metric.uid, period, kind, "")
        return show(metric, found, period, key, self.index.shown_formula(metric) if fixed else "")


def year_columns(meeting: Meeting | None) -> tuple[YearColumn, ...]:
    """Return last year's and this year's column; this year's head names the as-of day while the year runs."""
    if meeting is None or meeting.fiscal_year is None:
        return ()
    this, last = meeting.fiscal_year, year_before(meeting.fiscal_year)
    return (
        YearColumn(last, format_period(last, "era_short"), False),
        YearColumn(this, format_period(this, "era_short") + _as_of_in(meeting, this), True),
    )


def year_before(code: str) -> str:
    """Return the code of the year before a fiscal or calendar year."""
    return f"{code[:2]}{int(code[2:]) - 1}"


def shown_months(year: str) -> tuple[str, str]:
    """Return the first and last month of the year columns of a meeting's year: the year before and itself."""
    return months_of(year_before(year))[0], months_of(year)[-1]


def as_of_label(day: str | None) -> str:
    """Return 「2月末」 for the last day of a month, 「3月20日」 for another, '' for none."""
    if not day:
        return ""
    month, of_month = int(day[5:7]), int(day[8:10])
    end = Period.from_code(day[:7]).end
    return f"{month}月末" if end is not None and end.day == of_month else f"{month}月{of_month}日"


def _as_of_in(meeting: Meeting, year: str) -> str:
    whole = Period.from_code(year)
    if not meeting.as_of or whole.end is None or meeting.as_of >= whole.end.isoformat():
        return ""
    return f"（{as_of_label(meeting.as_of)}）"


def build_goal_report(scene: Scene, node: str, known: dict[str, IndicatorRow]) -> GoalReport:
    """Return the report of a goal; rows in `known` (by indicator uid) are taken as they are, new ones join it."""
    goal = scene.index.get(Node, node)
    years = year_columns(scene.meeting)
    bands = tuple(_bands(scene, goal, years, known))
    rows = [row for band in bands for row in band.rows]
    level = scene.index.one(Level, goal.level)
    return GoalReport(
        node=node,
        number=goal.number or "",
        title=goal.title,
        level_name=level.name if level else "",
        years=years,
        bands=bands,
        legend=build_legend(scene.index, [row.status.legend_uid for row in rows]),
        as_of_label=as_of_label(scene.meeting.as_of) if scene.meeting else "",
        target_label=_target_label(scene, rows),
    )


def build_legend(index: BoardIndex, chosen: list[str | None]) -> tuple[LegendView, ...]:
    """Return the printed legend (the first scheme's classes) with the count of each among `chosen`."""
    schemes = index.all(Scheme)
    classes = index.where(Legend, "scheme", schemes[0].uid) if schemes else ()
    return tuple(
        LegendView(item.uid, item.label, MARKS[item.mark], item.colour, chosen.count(item.uid)) for item in classes
    )


def goal_nodes(index: BoardIndex, goal: str) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Yield a goal and the nodes below it in printed order, each with the titles from below the goal down to it."""

    def visit(node: Node, path: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
        yield node, path
        for child in index.children(node.uid):
            yield from visit(child, (*path, child.title))

    return visit(index.get(Node, goal), ())


def _bands(scene: Scene, goal: Node, years: tuple[YearColumn, ...], known: dict[str, IndicatorRow]) -> Iterator[Band]:
    for node, path, indicators in _banded(scene.index, goal.uid):
        for indicator in indicators:
            if indicator.uid not in known:
                known[indicator.uid] = build_row(scene, indicator, path, years)
        yield Band(node.uid, path, tuple(known[indicator.uid] for indicator in indicators))


def _banded(index: BoardIndex, goal: str) -> Iterator[tuple[Node, tuple[str, ...], tuple[Indicator, ...]]]:
    """Yield each node with indicators, and each leaf that still waits for its first one."""
    for node, path in goal_nodes(index, goal):
        indicators = index.where(Indicator, "node", node.uid)
        if indicators or (node.uid != goal and not index.children(node.uid)):
            yield node, path, indicators


def stands_as(scene: Scene, report: GoalReport) -> bool:
    """Say whether a report still has the goal's years, bands and indicators, whatever their rows would show now."""
    if scene.index.one(Node, report.node) is None or report.years != year_columns(scene.meeting):
        return False
    shown = [(band.node, band.path, [row.uid for row in band.rows]) for band in report.bands]
    return shown == [
        (node.uid, path, [indicator.uid for indicator in indicators])
        for node, path, indicators in _banded(scene.index, report.node)
    ]


def build_row(scene: Scene, indicator: Indicator, path: tuple[str, ...], years: tuple[YearColumn, ...]) -> IndicatorRow:
    """Return one indicator as its goal's table shows it."""
    metric = scene.index.get(Metric, indicator.metric)
    target, revisions = current_target(scene, indicator)
    figures_of_years = tuple(scene.figure(metric, year.period) for year in years)
    current = figures_of_years[-1] if figures_of_years else EMPTY
    shown_target = show_target(metric, target)
    status = status_of(scene, indicator, current, shown_target) if years else StatusView()
    return IndicatorRow(
        uid=indicator.uid,
        metric=metric.uid,
        number=indicator.number or "",
        path=path,
        title=indicator.title,
        unit=metric.unit or "",
        baseline=_baseline(scene, metric),
        target=shown_target,
        target_uid=target.uid if target else None,
        target_revisions=revisions,
        years=figures_of_years,
        rate=achievement(metric, current.value, shown_target.value),
        status=status,
        departments=departments_of(scene.index, "indicator", indicator.uid),
        remark=indicator.remark or "",
        late=current.state == "empty" or current.missing in ("not_counted", "surveying"),
        doubtful=current.missing in _DOUBTFUL or current.state == "provisional" or bool(status.lacks),
        changed=scene.changed is not None and scene.changed.indicator(indicator.uid, metric.uid),
    )


def current_target(scene: Scene, indicator: Indicator) -> tuple[Target | None, tuple[str, ...]]:
    """Return the target in force (final before this year's before the last one) and its earlier revisions' texts."""
    targets = scene.index.where(Target, "indicator", indicator.uid)
    if len(targets) < 2:
        return (targets[0] if targets else None), ()
    year = scene.fiscal_year
    final = [item for item in targets if item.is_final] or [item for item in targets if item.period == year]
    last = (final or sorted(targets, key=lambda item: Period.from_code(item.period).sort_key))[-1]
    same = [item for item in targets if (item.period, item.is_final) == (last.period, last.is_final)]
    line = sorted(same, key=lambda item: item.revision)
    metric = scene.index.get(Metric, indicator.metric)
    return line[-1], tuple(show_target(metric, item).full for item in line[:-1])


def _baseline(scene: Scene, metric: Metric) -> FigureView:
    found = scene.book.baseline(metric.uid)
    if found is None:
        year = scene.fiscal_year
        return FigureView(key=(metric.uid, year, "baseline", "") if year else None)
    return show(metric, scene.book.figure(metric.uid, found.period, "baseline"), found.period, _key(found))


def _key(item: Observation) -> tuple[str, ...]:
    return (item.metric, item.period, item.kind, item.as_of)


def achievement(metric: Metric, result: Fraction | None, target: Fraction | None) -> FigureView:
    """Return the achievement rate (達成率) result ÷ target, one decimal, rounded as the metric is.

    A target of zero and an indicator that should fall have no such rate; the reason says so.
    """
    if result is None or target is None:
        return EMPTY
    if target == 0:
        return FigureView(reason="目標値が0のため達成率はありません。")
    if metric.direction == "down":
        return FigureView(reason="減らす指標のため、実績÷目標の達成率は出しません。")
    share = result / target
    text = figures.format_figure(share, digits=1, rounding=metric.rounding, scale_percent=True)  # type: ignore[arg-type]
    return FigureView(text, text, share, "derived", reason="計算: 実績 ÷ 目標値", digits=1, percent=True)


def departments_of(index: BoardIndex, column: str, uid: str) -> tuple[str, ...]:
    """Return the names of the departments that answer for a node, indicator or metric."""
    links = index.where(Responsibility, column, uid)
    return tuple(index.get(Department, link.department).name for link in links)


def _target_label(scene: Scene, rows: list[IndicatorRow]) -> str:
    uids = {row.target_uid for row in rows if row.target_uid}
    periods = {target.period for target in scene.index.all(Target) if target.uid in uids}
    if len(periods) != 1:
        return "目標値"
    code = periods.pop()
    return f"目標値（{format_period(code, 'era_short')}）" if code.startswith("FY") else "目標値"
