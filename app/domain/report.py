"""Frozen pictures of the board: everything one tab, one slide or one sheet shows.

Screen, workbook and command line draw the same report, so that they cannot disagree. Texts are ready to print; the
exact value stands beside them for formulas and charts. The builders are in report_goal.py, report_item.py and
report_overview.py.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from app.domain.entity import Key

State = Literal["empty", "value", "missing", "derived", "printed", "reconstructed", "provisional", "forecast", "text"]


class FigureView(NamedTuple):
    """One figure as shown.

    `text` is the printed form without unit, `full` the same with unit and qualifier. `key` is the observation that an
    edit of this cell writes (None: not editable), `reason` says in Japanese why it looks as it does. `mark` is '※' for
    a reconstructed figure. `value` is the exact value unrounded (a share for percent metrics), `digits` and `rounding`
    say how it was rounded, `formula` is stored formula text where it is derived.
    """

    text: str = ""
    full: str = ""
    value: Fraction | None = None
    state: State = "empty"
    missing: str | None = None
    key: Key | None = None
    reason: str = ""
    mark: str = ""
    digits: int | None = None
    rounding: str = "half_up"
    percent: bool = False
    metric: str | None = None
    period: str | None = None


EMPTY = FigureView()


class StatusView(NamedTuple):
    """A status: the real reason, the printed legend it folds to, whether a rule or a hand chose it, and why.

    `note` is what a person wrote of it, `lacks` what a note is wanted for, `ruled` what the rules would choose instead.
    """

    reason: str = ""
    reason_uid: str | None = None
    legend: str = ""
    legend_uid: str | None = None
    mark: str = ""
    colour: str | None = None
    by_hand: bool = False
    why: str = ""
    note: str = ""
    lacks: str = ""
    ruled: str = ""


@dataclass(frozen=True, slots=True)
class LegendView:
    """One printed class of status with how many indicators of the page have it."""

    uid: str
    label: str
    mark: str
    colour: str | None
    count: int


class YearColumn(NamedTuple):
    """A year column of a goal's table: its period, its head (「R4（2月末）」), and whether it is the meeting's own."""

    period: str
    label: str
    current: bool


class IndicatorRow(NamedTuple):
    """One indicator in a goal's table; `years` follow the report's year columns."""

    uid: str
    metric: str
    number: str
    path: tuple[str, ...]
    title: str
    unit: str
    baseline: FigureView
    target: FigureView
    target_uid: str | None
    target_revisions: tuple[str, ...]
    years: tuple[FigureView, ...]
    rate: FigureView
    status: StatusView
    departments: tuple[str, ...]
    remark: str
    late: bool
    doubtful: bool
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A group of indicators under one node; `path` are the titles from below the goal down to it."""

    node: str
    path: tuple[str, ...]
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class GoalReport:
    """A basic goal: head, year columns, bands of indicators in the printed order, legend with counts."""

    node: str
    number: str
    title: str
    level_name: str
    years: tuple[YearColumn, ...]
    bands: tuple[Band, ...]
    legend: tuple[LegendView, ...]
    as_of_label: str
    target_label: str
    items: tuple["ItemHead", ...] = ()

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        """Return all indicators of the goal in order."""
        return tuple(row for band in self.bands for row in band.rows)


@dataclass(frozen=True, slots=True)
class ItemHead:
    """An initiative in a list: page label, title, what it holds, and how many findings wait."""

    node: str
    title: str
    title_given: bool
    page_label: str
    printed: bool
    badges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a metric table: period, head, and the head of its group (令和4年)."""

    period: str
    label: str
    group: str
    kind: str = "result"


@dataclass(frozen=True, slots=True)
class TableRowView:
    """A row of a metric table; `total` is None where the table has no totals over the axis."""

    uid: str
    metric: str | None
    label: str
    sublabel: str
    role: str
    cells: tuple[FigureView, ...]
    total: FigureView | None
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of a programme: day as printed, its period's code, place, and the figure of the day."""

    uid: str
    day: str
    period: str
    inferred: bool
    place: str
    title: str
    figure: FigureView


@dataclass(frozen=True, slots=True)
class EventGroup:
    """The events of one metric with their total."""

    metric: str
    label: str
    events: tuple[EventView, ...]
    total: FigureView


@dataclass(frozen=True, slots=True)
class TableView:
    """A metric table as laid out: columns over the axis, rows, the total's head, notes at the foot.

    `down` says that periods run down and metrics across. Event tables fill `groups` instead of rows.
    """

    uid: str
    title: str
    unit: str
    axis: str
    down: bool
    row_heading: str
    columns: tuple[ColumnView, ...]
    rows: tuple[TableRowView, ...]
    groups: tuple[EventGroup, ...]
    total_label: str
    total_period: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One line or bar series; a None value is a gap. `percent` values are shares from 0 to 1."""

    metric: str
    label: str
    mark: str
    axis: str
    values: tuple[Fraction | None, ...]
    percent: bool
    unit: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart: categories, series, an optional target line and last year's values in the same categories."""

    kind: str
    title: str
    categories: tuple[str, ...]
    periods: tuple[str, ...]
    series: tuple[SeriesView, ...]
    target: Fraction | None = None
    target_label: str = ""
    last_year: tuple[Fraction | None, ...] = ()
    last_year_label: str = ""
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list block, ready to print; `figure` where the line shows a figure large."""

    uid: str
    number: str
    text: str
    remark: str
    starts_on: str
    figure: FigureView | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase of a roadmap with the fiscal years it spans (None where the source does not say)."""

    uid: str
    label: str
    printed: str
    start: str | None
    end: str | None
    remark: str


@dataclass(frozen=True, slots=True)
class ImageView:
    """The picture of a block with its words; `uid` None where none is chosen yet.

    `width` and `height` in px are 0 where there is no picture, or none that can be read.
    """

    uid: str | None = None
    mime: str = ""
    width: int = 0
    height: int = 0
    caption: str = ""
    alt_text: str = ""
    source: str = ""
    permission: str = ""


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block of a slide: `text` has live figures filled in, `body` is the text as stored."""

    uid: str
    kind: str
    heading: str
    as_of_label: str
    text: str = ""
    body: str = ""
    caption: str = ""
    printed: bool = True
    table: TableView | None = None
    chart: ChartView | None = None
    lines: tuple[ListLine, ...] = ()
    phases: tuple[PhaseView, ...] = ()
    image: ImageView | None = None


@dataclass(frozen=True, slots=True)
class ItemReport:
    """An initiative or DX item: title, page label, and its blocks in the slide's order."""

    node: str
    kind: str
    title: str
    title_given: bool
    subtitle: str
    page_label: str
    printed: bool
    parents: tuple[str, ...]
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """Counts of one goal, group or department; `node` is where a click on the line leads.

    `changed` counts what was touched after the meeting before the chosen one, None where there is none before.
    """

    node: str | None
    label: str
    total: int
    filled: int
    late: int
    behind: int
    doubtful: int
    unknown: int
    changed: int | None = None


@dataclass(frozen=True, slots=True)
class OverviewReport:
    """The board at a glance at one meeting."""

    meeting: str
    as_of_label: str
    goals: tuple[OverviewLine, ...]
    departments: tuple[OverviewLine, ...]
    legend: tuple[LegendView, ...]
    since: str = ""


@dataclass(frozen=True, slots=True)
class TrendView:
    """What the right pane shows of one metric: months, years, target history, evidence lines."""

    metric: str
    title: str
    unit: str
    months: ChartView
    years: ChartView
    month_cells: tuple[FigureView, ...]
    year_cells: tuple[FigureView, ...]
    last_year_cells: tuple[FigureView, ...]
    month_total: FigureView
    month_labels: tuple[str, ...]
    year_labels: tuple[str, ...]
    formula: str
    source: str
    remarks: tuple[str, ...]
