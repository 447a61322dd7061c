"""What a slide is made of: blocks of a node in order, with their list items, phases, chart series and images."""

from typing import ClassVar

from app.domain.entity import Record, choice, date, entity, period, ref
from app.domain.labels import BLOCK_KINDS, CHART_AXES, CHART_KINDS, CHART_MARKS


@entity
class Block(Record):
    """One part of a slide, in the order of `position`; `meeting` None stands at every meeting.

    `body` is text with bullets one a line; `{{[metric]|period|form}}` in it is a live figure (see narrative.py).
    A chart takes its span from start and end, its lines from ChartSeries; an image names the image's SHA-256.
    """

    TABLE: ClassVar[str] = "block"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    node: str = ref("node")
    meeting: str | None = ref("meeting", default=None)
    position: int
    kind: str = choice(BLOCK_KINDS)
    heading: str | None = None
    as_of: str | None = date(default=None)
    body: str | None = None
    table: str | None = ref("table_view", default=None)
    chart_kind: str | None = choice(CHART_KINDS, default=None)
    start: str | None = period(default=None)
    end: str | None = period(default=None)
    image: str | None = ref("image", default=None)
    caption: str | None = None
    alt_text: str | None = None
    source: str | None = None
    permission: str | None = None
    printed: bool = True
    note: str | None = None


@entity
class ListItem(Record):
    """One line of a list: a procedure, a division, a request heard, a figure to show large (metric and period)."""

    TABLE: ClassVar[str] = "list_item"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    block: str = ref("block")
    position: int
    number: str | None = None
    text: str
    starts_on: str | None = date(default=None)
    department: str | None = ref("department", default=None)
    metric: str | None = ref("metric", default=None)
    period: str | None = period(default=None)
    remark: str | None = None


@entity
class Phase(Record):
    """A phase of a roadmap: a label from one period to another; `printed` is the source's own wording of the time."""

    TABLE: ClassVar[str] = "phase"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    block: str = ref("block")
    position: int
    label: str
    start: str | None = period(default=None)
    end: str | None = period(default=None)
    printed: str | None = None
    remark: str | None = None


@entity
class ChartSeries(Record):
    """A metric drawn in a chart block, as bars or a line, on the left or the right axis."""

    TABLE: ClassVar[str] = "chart_series"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    block: str = ref("block")
    position: int
    metric: str = ref("metric")
    label: str | None = None
    mark: str = choice(CHART_MARKS, default="line")
    axis: str = choice(CHART_AXES, default="left")


@entity
class Image(Record):
    """A picture kept in the file; its uid is the SHA-256 of `data`, which never changes."""

    TABLE: ClassVar[str] = "image"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    mime: str
    width: int
    height: int
    data: bytes
