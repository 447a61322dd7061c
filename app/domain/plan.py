"""The plan: board, levels, nodes and their places, departments, indicators, targets, status and meetings."""

from typing import ClassVar

from app.domain.entity import Record, choice, date, decimal, entity, period, ref
from app.domain.labels import (
    CERTAINTIES,
    INDICATOR_ORIGINS,
    MARKS,
    MISSING_KINDS,
    NODE_KINDS,
    PAPER_MARKS,
    QUALIFIER_CODES,
    QUALITIES,
    ROUNDINGS,
    STAGES,
    SUCCESSIONS,
)


@entity
class Board(Record):
    """The one row that says whose file this is; `is_sample` puts 「見本」 on title bar and pages.

    `print_colour` is the city's colour on paper, '#rrggbb'; `print_footer` the division's name at the foot of pages.
    """

    TABLE: ClassVar[str] = "board"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    title: str
    city: str | None = None
    city_code: str | None = None
    division: str | None = None
    is_sample: bool = False
    print_colour: str | None = None
    print_footer: str | None = None
    source: str | None = None
    note: str | None = None


@entity
class Plan(Record):
    """One plan with its own period; a file may hold several, or several yearly versions of one."""

    TABLE: ClassVar[str] = "plan"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    name: str
    position: int
    version: str | None = None
    start: str | None = period(default=None)
    end: str | None = period(default=None)
    period_label: str | None = None
    source: str | None = None
    note: str | None = None


@entity
class Level(Record):
    """The city's own name of a level of the tree (基本目標, 主要施策, 取組)."""

    TABLE: ClassVar[str] = "level"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    plan: str = ref("plan")
    position: int
    name: str


@entity
class Node(Record):
    """A place in the plan tree; where it stands is said by Placement, so that it may stand in two places.

    `title_given` is False where the source gives no title and the wording is ours (仮題). `note` is internal.
    """

    TABLE: ClassVar[str] = "node"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    plan: str | None = ref("plan", default=None)
    level: str | None = ref("level", default=None)
    kind: str = choice(NODE_KINDS)
    number: str | None = None
    title: str
    title_given: bool = True
    subtitle: str | None = None
    page_label: str | None = None
    printed: bool = True
    valid_from: str | None = date(default=None)
    valid_to: str | None = date(default=None)
    note: str | None = None


@entity
class Placement(Record):
    """A node under a parent (None: at the top, one tab each), in the order of `position`."""

    TABLE: ClassVar[str] = "placement"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    parent: str | None = ref("node", default=None)
    child: str = ref("node")
    position: int


@entity
class Department(Record):
    """A responsible division (担当課) as it was called from `valid_from` to `valid_to`."""

    TABLE: ClassVar[str] = "department"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    name: str
    bureau: str | None = None
    position: int
    valid_from: str | None = date(default=None)
    valid_to: str | None = date(default=None)
    note: str | None = None


@entity
class Responsibility(Record):
    """A department answers for exactly one of node, indicator or metric."""

    TABLE: ClassVar[str] = "responsibility"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    department: str = ref("department")
    node: str | None = ref("node", default=None)
    indicator: str | None = ref("indicator", default=None)
    metric: str | None = ref("metric", default=None)
    position: int


@entity
class Succession(Record):
    """One department or indicator follows another (replaced, split, merged, renamed) or ends without a follower."""

    TABLE: ClassVar[str] = "succession"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    kind: str = choice(SUCCESSIONS)
    on_date: str | None = date(default=None)
    department_from: str | None = ref("department", default=None)
    department_to: str | None = ref("department", default=None)
    indicator_from: str | None = ref("indicator", default=None)
    indicator_to: str | None = ref("indicator", default=None)
    note: str | None = None


@entity
class NamedPeriod(Record):
    """A period that the calendar cannot say (「2001か2002」, 「5ヵ年」, 「基準年度」); its uid starts with 'x:'."""

    TABLE: ClassVar[str] = "named_period"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    label: str
    start: str | None = date(default=None)
    end: str | None = date(default=None)
    certainty: str = choice(CERTAINTIES, default="unknown")
    sort_key: str


@entity
class Indicator(Record):
    """An indicator (指標) of a node; its figures are those of its metric, its targets are Target rows."""

    TABLE: ClassVar[str] = "indicator"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    node: str = ref("node")
    metric: str = ref("metric")
    number: str | None = None
    title: str
    position: int
    origin: str | None = choice(INDICATOR_ORIGINS, default=None)
    valid_from: str | None = date(default=None)
    valid_to: str | None = date(default=None)
    remark: str | None = None
    note: str | None = None


@entity
class Target(Record):
    """A target (目標値) for one period; a revised plan adds a row with the next `revision`, the old one stays."""

    TABLE: ClassVar[str] = "target"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    indicator: str = ref("indicator")
    period: str = period()
    revision: int = 0
    decided_on: str | None = date(default=None)
    is_final: bool = False
    value: str | None = decimal(default=None)
    text: str | None = None
    missing: str | None = choice(MISSING_KINDS, default=None)
    numerator: str | None = decimal(default=None)
    denominator: str | None = decimal(default=None)
    qualifier: str | None = choice(QUALIFIER_CODES, default=None)
    quality: str | None = choice(QUALITIES, default=None)
    unit: str | None = None
    rounding: str | None = choice(ROUNDINGS, default=None)
    digits: int | None = None
    printed: str | None = None
    period_label: str | None = None
    remark: str | None = None
    note: str | None = None


@entity
class Scheme(Record):
    """A vocabulary of status; the first one by position is the legend that the city prints."""

    TABLE: ClassVar[str] = "scheme"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    name: str
    position: int
    source: str | None = None
    note: str | None = None


@entity
class Legend(Record):
    """One printed class of a scheme: words, a mark's shape and a colour name of the palette."""

    TABLE: ClassVar[str] = "legend"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    scheme: str = ref("scheme")
    position: int
    code: str | None = None
    label: str
    mark: str = choice(MARKS, default="none")
    colour: str | None = None


@entity
class Reason(Record):
    """The real reason behind a status (達成, 達成見込み …), folded to one printed legend."""

    TABLE: ClassVar[str] = "reason"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    scheme: str = ref("scheme")
    position: int
    label: str
    legend: str | None = ref("legend", default=None)
    needs_note: bool = False


@entity
class Rule(Record):
    """A rule for a status: the first whose condition holds decides. `condition` is text of formula.py."""

    TABLE: ClassVar[str] = "rule"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    scheme: str = ref("scheme")
    position: int
    condition: str
    reason: str = ref("reason")
    note: str | None = None


@entity
class Assessment(Record):
    """The status of a node or an indicator at a meeting, by hand or as printed; rules are never stored results."""

    TABLE: ClassVar[str] = "assessment"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    scheme: str = ref("scheme")
    node: str | None = ref("node", default=None)
    indicator: str | None = ref("indicator", default=None)
    meeting: str | None = ref("meeting", default=None)
    period: str | None = period(default=None)
    reason: str | None = ref("reason", default=None)
    printed: str | None = None
    note: str | None = None


@entity
class Meeting(Record):
    """A meeting of the council; `as_of` is the day its figures stand at unless a block says otherwise."""

    TABLE: ClassVar[str] = "meeting"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    name: str
    position: int
    council: str | None = None
    fiscal_year: str | None = period(default=None)
    held_on: str | None = date(default=None)
    as_of: str | None = date(default=None)
    paper_title: str | None = None
    paper_number: str | None = None
    paper_mark: str | None = choice(PAPER_MARKS, default=None)
    presenter: str | None = None
    paper_note: str | None = None
    closing: str | None = None
    frozen_at: str | None = None
    note: str | None = None


@entity
class FixedVersion(Record):
    """A paper as it stood at a stage: the board's open text form, compressed and in base64, with its SHA-256."""

    TABLE: ClassVar[str] = "fixed_version"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    meeting: str = ref("meeting")
    stage: str = choice(STAGES)
    made_at: str
    made_by: str | None = None
    content: str
    sha256: str
    note: str | None = None


@entity
class FixedFigure(Record):
    """One figure of a fixed version exactly as it was printed, with the place it stood at."""

    TABLE: ClassVar[str] = "fixed_figure"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    version: str = ref("fixed_version")
    position: int
    place: str
    metric: str | None = ref("metric", default=None)
    period: str | None = period(default=None)
    printed: str


@entity
class Correction(Record):
    """A correction (正誤) of a paper: what stood where, what stands now, and why."""

    TABLE: ClassVar[str] = "correction"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    meeting: str = ref("meeting")
    position: int
    place: str
    before: str
    after: str
    made_on: str | None = date(default=None)
    reason: str | None = None
