"""Figures: metrics as continuous series, their observations, and tables as views of metrics over an axis."""

from typing import ClassVar

from app.domain.entity import Record, choice, date, decimal, entity, period, ref
from app.domain.labels import (
    AGGREGATIONS,
    AXES,
    CERTAINTIES,
    DIRECTIONS,
    MISSING_KINDS,
    OBSERVATION_KINDS,
    ORIENTATIONS,
    QUALIFIER_CODES,
    QUALITIES,
    ROLES,
    ROUNDINGS,
    SCALES,
    VALUE_TYPES,
)


@entity
class Metric(Record):
    """One continuous series of figures.

    `formula` (text of formula.py, uids in brackets) makes it derived; observations of a derived metric are the figures
    as printed, kept beside the computed ones. `scale` percent: the stored or computed share is shown times 100.
    `rounding` and `digits` act once, at display; digits None shows a figure as exactly as it was typed.
    """

    TABLE: ClassVar[str] = "metric"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    node: str | None = ref("node", default=None)
    position: int = 0
    name: str
    definition: str | None = None
    unit: str | None = None
    value_type: str = choice(VALUE_TYPES, default="number")
    direction: str = choice(DIRECTIONS, default="none")
    aggregation: str = choice(AGGREGATIONS, default="none")
    scale: str = choice(SCALES, default="one")
    rounding: str = choice(ROUNDINGS, default="half_up")
    digits: int | None = None
    qualifier: str | None = choice(QUALIFIER_CODES, default=None)
    formula: str | None = None
    is_reference: bool = False
    source: str | None = None
    fixed_when: str | None = None
    remark: str | None = None
    note: str | None = None


@entity
class Observation(Record):
    """One figure of a metric; the key is metric, period, kind and as-of day ('' where it has none).

    Exactly one of value, text, missing, or numerator with denominator says what it is; all empty: not yet entered.
    `printed` is the figure as the source prints it. `note` is internal and never printed or exported.
    """

    TABLE: ClassVar[str] = "observation"
    KEY: ClassVar[tuple[str, ...]] = ("metric", "period", "kind", "as_of")
    metric: str = ref("metric")
    period: str = period()
    kind: str = choice(OBSERVATION_KINDS, default="result")
    as_of: str = date(default="")
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
    from_department: str | None = ref("department", default=None)
    received_on: str | None = date(default=None)
    document: str | None = None
    entered_by: str | None = None
    remark: str | None = None
    note: str | None = None


@entity
class Table(Record):
    """A view of metrics over an axis: months or years from `start` to `end`, events, or the columns it lists.

    `total_label` shows totals over the axis (None: no total); `printed_total_label` is what the source calls them.
    """

    TABLE: ClassVar[str] = "table_view"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    node: str = ref("node")
    title: str
    axis: str = choice(AXES)
    orientation: str = choice(ORIENTATIONS, default="across")
    start: str | None = period(default=None)
    end: str | None = period(default=None)
    unit: str | None = None
    row_heading: str | None = None
    total_label: str | None = None
    printed_total_label: str | None = None
    remark: str | None = None
    note: str | None = None


@entity
class TableRow(Record):
    """A metric in a table (a column of it where the table runs down), with its own words where given."""

    TABLE: ClassVar[str] = "table_row"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    table: str = ref("table_view")
    position: int
    metric: str | None = ref("metric", default=None)
    label: str | None = None
    sublabel: str | None = None
    role: str = choice(ROLES, default="value")


@entity
class TableColumn(Record):
    """A column that a table lists itself, for axes that are no plain run of months or years."""

    TABLE: ClassVar[str] = "table_column"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    table: str = ref("table_view")
    position: int
    period: str = period()
    kind: str = choice(OBSERVATION_KINDS, default="result")
    label: str | None = None


@entity
class LooseLine(Record):
    """What the source prints of a row (`metric`) or a column (`period`) of a table without telling the places.

    `figures` are in printed order with blanks between (「2 2 1」); the places left over were empty. The cells of
    the line are unknown until the totals prove them.
    """

    TABLE: ClassVar[str] = "loose_line"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    table: str = ref("table_view")
    metric: str | None = ref("metric", default=None)
    period: str | None = period(default=None)
    figures: str
    note: str | None = None


@entity
class Event(Record):
    """A day on which something was held; the figure of the day is the metric's observation of the same period."""

    TABLE: ClassVar[str] = "event"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    metric: str = ref("metric")
    position: int
    period: str = period()
    printed_day: str | None = None
    certainty: str = choice(CERTAINTIES, default="certain")
    place: str | None = None
    title: str | None = None
    remark: str | None = None
