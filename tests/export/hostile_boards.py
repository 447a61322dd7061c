"""Boards of everything that a person, a paste or another city may put in: built row by row, read from a real file."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from app.domain.blocks import Block, ChartSeries, ListItem, Phase
from app.domain.board_text import BoardRows
from app.domain.entity import Entity, to_row
from app.domain.metrics import Event, Metric, Observation, Table, TableColumn, TableRow
from app.domain.plan import (
    Assessment,
    Board,
    Department,
    Indicator,
    Legend,
    Meeting,
    Node,
    Placement,
    Plan,
    Reason,
    Responsibility,
    Scheme,
    Target,
)
from app.domain.report_goal import Scene
from app.layout.deck import build_deck
from app.layout.page import Deck
from app.services.tasks import scene_of
from app.storage.repository import create_board

MONTHS = [f"{year}-{month:02}" for year in range(2003, 2023) for month in range(1, 13)]
FORMULAS = ("=1+1", "+SUM(A1)", "-2+3", "@A1", "＝1", "\t=1", "#N/A", "_x0041_", '=HYPERLINK("http://a")')
STRANGE = "⼀⼆⾊ 👨‍👩‍👧‍👦🏳️‍🌈 𠮷野家 \x00\x08\x1f\ufffe 行\v替\u2028え\x85る <&>\"'{{[m]|x}} السلام ﷽ e\u0301"
FIGURE = "123456789012345678901234567890"


def words(count: int) -> str:
    """Return a text of count letters in which each ten can be told from all others."""
    return "".join(f"あ{number:08}。" for number in range(count // 10 + 1))[:count]


class Builder:
    """Collects the entities of one board; every method returns the uid of what it added."""

    def __init__(self, meeting: Meeting | None = None, **board: Any) -> None:
        """Start with the board's own row, a plan and a meeting."""
        self.entities: list[Entity] = []
        self._counts: Counter[str] = Counter()
        self.add(Board(**({"uid": "board", "title": "試しの計画", "city": "試し市", "division": "課"} | board)))
        self.add(Plan(uid="plan", name="試しの計画", position=1))
        self.add(meeting or meeting_of())

    def add(self, *entities: Entity) -> None:
        """Take entities into the board."""
        self.entities.extend(entities)

    def place(self) -> int:
        """Return the next position."""
        self._counts["place"] += 1
        return self._counts["place"]

    def uid(self, kind: str) -> str:
        """Return the next uid of a kind."""
        self._counts[kind] += 1
        return f"{kind}-{self._counts[kind]}"

    def node(self, title: str, kind: str = "initiative", parent: str | None = None, **fields: Any) -> str:
        """Add a node; an item stands under the group 「項目」, a goal at the top."""
        if kind == "initiative" and parent is None:
            parent = self.group()
        uid = self.uid("node")
        self.add(Node(uid=uid, kind=kind, title=title, plan="plan", **fields))
        self.add(Placement(uid=f"at-{uid}", parent=parent, child=uid, position=self.place()))
        return uid

    def group(self, title: str = "項目") -> str:
        """Return the one group of the board."""
        if not any(isinstance(entity, Node) and entity.uid == "group" for entity in self.entities):
            self.add(Node(uid="group", kind="group", title=title, plan="plan"))
            self.add(Placement(uid="at-group", child="group", position=900))
        return "group"

    def block(self, node: str, kind: str, **fields: Any) -> str:
        """Add a block to a node."""
        uid = self.uid("block")
        self.add(Block(uid=uid, node=node, position=self.place(), kind=kind, **fields))
        return uid

    def lines(self, node: str, kind: str, texts: Sequence[str], **fields: Any) -> str:
        """Add a block of lines to a node."""
        block = self.block(node, kind, **fields)
        for number, text in enumerate(texts, 1):
            uid = self.uid("line")
            self.add(ListItem(uid=uid, block=block, position=number, number=str(number), text=text))
        return block

    def metric(self, name: str, figures: dict[str, str] | None = None, **fields: Any) -> str:
        """Add a metric with its figures by period."""
        uid = self.uid("metric")
        self.add(Metric(uid=uid, name=name, position=self.place(), **fields))
        self.add(*(Observation(metric=uid, period=period, value=value) for period, value in (figures or {}).items()))
        return uid

    def table(self, node: str, metrics: Sequence[str], months: Sequence[str], **fields: Any) -> str:
        """Add a table of metrics over months, with its block."""
        table = self.uid("table")
        settings: dict[str, Any] = {
            "title": "表",
            "axis": "months",
            "total_label": "計",
            "start": months[0],
            "end": months[-1],
        } | fields
        self.add(Table(uid=table, node=node, **settings))
        for metric in metrics:
            self.add(TableRow(uid=self.uid("row"), table=table, position=self.place(), metric=metric))
        self.block(node, "table", table=table)
        return table

    def chart(self, node: str, metrics: Sequence[str], months: Sequence[str], kind: str = "line", **fields: Any) -> str:
        """Add a chart of metrics over months."""
        block = self.block(node, "chart", chart_kind=kind, start=months[0], end=months[-1], **fields)
        for metric in metrics:
            self.add(ChartSeries(uid=self.uid("series"), block=block, position=self.place(), metric=metric))
        return block

    def roadmap(self, node: str, phases: Sequence[tuple[str, str | None, str | None]]) -> str:
        """Add a roadmap of (label, start, end)."""
        block = self.block(node, "roadmap", heading="行程")
        for label, start, end in phases:
            self.add(
                Phase(uid=self.uid("phase"), block=block, position=self.place(), label=label, start=start, end=end)
            )
        return block

    def indicator(self, node: str, title: str, value: str = "5", unit: str = "件", department: str = "") -> str:
        """Add an indicator with a target and a result, and a division that answers for it."""
        metric = self.metric(title[:20] or "指標", {"FY2022": value}, unit=unit, direction="up")
        uid = self.uid("indicator")
        self.add(Indicator(uid=uid, node=node, metric=metric, number=uid[10:], title=title, position=self.place()))
        self.add(Target(uid=self.uid("target"), indicator=uid, period="FY2025", is_final=True, value=value))
        if department:
            name = self.uid("department")
            self.add(Department(uid=name, name=department, position=self.place()))
            self.add(Responsibility(uid=self.uid("answer"), department=name, indicator=uid, position=1))
        return uid

    def legend(self, labels: Sequence[str], mark: str = "circle") -> list[str]:
        """Add the city's classes of status and return their reasons."""
        self.add(Scheme(uid="scheme", name="状況", position=1))
        reasons = []
        for place, label in enumerate(labels):
            uid = self.uid("class")
            self.add(Legend(uid=uid, scheme="scheme", position=place, label=label, mark=mark, colour="status_good"))
            self.add(Reason(uid=f"why-{uid}", scheme="scheme", position=place, label=label, legend=uid))
            reasons.append(f"why-{uid}")
        return reasons

    def status(self, indicator: str, reason: str) -> None:
        """Give an indicator a status by hand."""
        uid = self.uid("assessment")
        self.add(Assessment(uid=uid, scheme="scheme", indicator=indicator, meeting="meeting", reason=reason))

    def events(self, node: str, programmes: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Add a table of events: (programme, its (period, place) pairs)."""
        table = self.uid("table")
        self.add(Table(uid=table, node=node, title="催し", axis="events", unit="人", total_label="計"))
        for name, held in programmes:
            metric = self.metric(name, {period: "12" for period, _ in held})
            self.add(TableRow(uid=self.uid("row"), table=table, position=self.place(), metric=metric))
            for period, place in held:
                self.add(Event(uid=self.uid("event"), metric=metric, position=self.place(), period=period, place=place))
        self.block(node, "table", table=table)

    def columns(self, table: str, labels: Sequence[tuple[str, str]]) -> None:
        """Give a table columns of its own: (period, label)."""
        for period, label in labels:
            self.add(
                TableColumn(uid=self.uid("column"), table=table, position=self.place(), period=period, label=label)
            )

    def rows(self) -> BoardRows:
        """Return the board's rows by table."""
        rows: BoardRows = {}
        for entity in self.entities:
            rows.setdefault(entity.TABLE, []).append(to_row(entity))
        return rows

    def scene(self) -> Scene:
        """Return the board as its last meeting sees it, read from a real file."""
        repository = create_board(Path(mkdtemp()) / "board.ictplan", self.rows(), created_with="tests")
        try:
            return scene_of(repository)
        finally:
            repository.close()

    def deck(self) -> Deck:
        """Return the laid-out paper."""
        return build_deck(self.scene())


def meeting_of(**fields: Any) -> Meeting:
    """Return the meeting of a hostile board."""
    usual: dict[str, Any] = {
        "name": "第1回",
        "fiscal_year": "FY2022",
        "as_of": "2023-02-28",
        "held_on": "2023-03-20",
    }
    return Meeting(uid="meeting", position=1, **(usual | fields))
