"""The smaller tables of a slide: days of a programme, lines of a list, figures, phases of a roadmap."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import InputError
from app.domain.fiscal import fiscal_year_of, format_period
from app.domain.fiscal_reading import parse_period
from app.domain.report import EventGroup, EventView, FigureView, ListLine, PhaseView, TableView
from app.ui.grid_model import CellView, Column, GridModel, figure_cell, text_cell

_EVENT_COLUMNS = (
    Column("day", "開催日", 190),
    Column("place", "会場・内容", 220, grows=True, wraps=True),
    Column("figure", "参加者数", 110, True),
)
NEW_LINE, NEW_PHASE = "新しい項目", "新しい行程"
_NO_EMPTY_DAY = "開催日は空にできません。行ごと消すときは、ごみ箱のボタンを押してください。"
_NOT_A_DAY = "「7/31」「令和4年7月31日」のように月と日で入れてください。"


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A heading over the days of one programme."""

    uid: str
    label: str


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """The total under the days of one programme."""

    uid: str
    label: str
    figure: FigureView


class DayModel(GridModel):
    """A table with days, which are typed in any form."""

    def day_typed(self, text: str) -> str:
        """Return the code of a typed day; InputError. One without a year is of the meeting's fiscal year."""
        year = self.document.scene.fiscal_year
        day = parse_period(text, int(year[2:]) if year else None)
        if day.kind != "day":
            raise InputError(_NOT_A_DAY)
        return day.code

    def day_read(self, text: str) -> str:
        """Return the day that a typed text is understood as, '' where it is none or written so."""
        try:
            read = format_period(self.day_typed(text), "era_long")
        except InputError:
            return ""
        return "" if read == text.strip() else read


class EventModel(DayModel):
    """The days of programmes with place and participants."""

    words_at = ("event", "place")
    sorts_within_groups = True

    def show_table(self, view: TableView) -> None:
        """Show an event table."""
        rows: list[GroupHead | EventView | GroupTotal] = []
        for group in view.groups:
            rows += [GroupHead(f"head-{group.metric}", group.label), *group.events, _total(group, view.total_label)]
        self.can_add_rows = bool(rows)
        self.show_rows(rows, _EVENT_COLUMNS)

    def cell(self, row: GroupHead | EventView | GroupTotal, column: int) -> CellView:
        """Return what a cell shows."""
        if isinstance(row, GroupHead):
            return text_cell(row.label if column == 0 else "", role="band")
        if isinstance(row, GroupTotal):
            return text_cell(row.label if column == 0 else "", role="total") if column < 2 else figure_cell(
                row.figure, role="total"
            )  # fmt: skip
        if column == 0:
            reason = "資料の記載から推定した日です。入れ直すと確かな日になります。" if row.inferred else ""
            day = format_period(row.period, "era_long")
            return CellView(row.day + ("（推定）" if row.inferred else ""), editable=True, reason=reason, typed=day)
        return text_cell(row.place or row.title, editable=True) if column == 1 else figure_cell(row.figure)

    def enter_text(self, row: GroupHead | EventView | GroupTotal, column: int, text: str) -> None:
        """Take the day, or its place or title."""
        if not isinstance(row, EventView):
            super().enter_text(row, column, text)
        elif column == 0 and not text.strip():
            raise InputError(_NO_EMPTY_DAY)
        elif column == 0:
            self.document.move_event(row.uid, text)
        else:
            self._enter_place(row, text)

    def takes_day(self, row: int, column: int) -> bool:
        """Say whether a cell is the day of an event."""
        return column == 0 and isinstance(self.rows[row], EventView)

    def reading(self, row: int, column: int, text: str) -> str:
        """Return the day that was understood, else as every figure."""
        return self.day_read(text) if self.takes_day(row, column) else super().reading(row, column, text)

    def _enter_place(self, row: EventView, text: str) -> None:
        self.document.set_field("event", row.uid, "title" if row.title and not row.place else "place", text.strip())

    def add_row(self, texts: Mapping[str, str]) -> str:
        """Add a day to the last programme, with its place and figure."""
        metric = self.metric_of(len(self.rows) - 1)
        if metric is None:
            raise InputError("行事の名前がないため、行を足せません。先に表の行を足してください。")
        uid = self.document.add_event(metric, texts.get("day", ""), texts.get("place", "").strip() or None)
        if texts.get("figure", "").strip():
            day = str(self.document.field("event", uid, "period"))
            self.document.set_figure((metric, day, "result", ""), texts["figure"])
        return uid

    def metric_of(self, row: int) -> str | None:
        """Return the programme that a row belongs to."""
        for place in range(row, -1, -1):
            found = self.rows[place]
            if isinstance(found, GroupHead):
                return found.uid.removeprefix("head-")
        return None


def _total(group: EventGroup, label: str) -> GroupTotal:
    return GroupTotal(f"total-{group.metric}", label or "計", group.total)


class LineModel(DayModel):
    """The lines of a list; a list of figures shows them large beside their names."""

    figures = False
    words_at = ("list_item", "text")

    def show_lines(self, lines: tuple[ListLine, ...], *, figures: bool) -> None:
        """Show the lines of a list or figures block."""
        self.figures = figures
        self.can_add_rows = bool(lines) and not figures
        dated, numbered = any(line.starts_on for line in lines), any(line.number for line in lines)
        remarks = any(line.remark for line in lines)
        columns = [Column("number", "No", 44)] if numbered else []
        columns.append(Column("text", "項目" if figures else "内容", 240, grows=True, wraps=True))
        if figures:
            columns.append(Column("figure", "値", 120, True))
            if any(line.explanation for line in lines):
                columns.append(Column("explanation", "計算", 200, grows=True, wraps=True))
        if dated:
            columns.append(Column("starts_on", "開始日", 140))
        if remarks:
            columns.append(Column("remark", "備考", 170, wraps=True))
        self.show_rows(lines, columns)

    def cell(self, row: ListLine, column: int) -> CellView:
        """Return what a cell shows."""
        match self.columns[column].key:
            case "number":
                return CellView(row.number, editable=True, centred=True)
            case "figure":
                return figure_cell(row.figure or FigureView())
            case "explanation":
                return CellView(row.explanation, reason="計算の式です。", colour="grey")
            case "starts_on":
                return text_cell(row.starts_on, editable=True)
            case "remark":
                return text_cell(row.remark, editable=True)
        stored = self.document.field("list_item", row.uid, "text")
        node = self.document.field("block", self.document.field("list_item", row.uid, "block"), "node")
        return CellView(row.text, editable=True, typed=stored or None, node=node)

    def enter_text(self, row: ListLine, column: int, text: str) -> None:
        """Take number, text, remark or start day of a line."""
        key = self.columns[column].key
        if key == "starts_on" and text.strip():
            text = self.day_typed(text)
        self.document.set_field("list_item", row.uid, key, text.strip())

    def takes_day(self, row: int, column: int) -> bool:
        """Say whether a cell is the day on which something starts."""
        return self.columns[column].key == "starts_on"

    def add_row(self, texts: Mapping[str, str]) -> str:
        """Add a line with its words."""
        block = self.document.field("list_item", self.rows[-1].uid, "block")
        uid = self.document.add_line(block, texts.get("text") or NEW_LINE)
        for key in ("number", "remark", "starts_on"):
            if texts.get(key):
                value = self.day_typed(texts[key]) if key == "starts_on" else texts[key]
                self.document.set_field("list_item", uid, key, value)
        return uid

    def reading(self, row: int, column: int, text: str) -> str:
        """Return the day that was understood, else as every figure."""
        return self.day_read(text) if self.takes_day(row, column) else super().reading(row, column, text)


class PhaseModel(GridModel):
    """The phases of a roadmap."""

    words_at = ("phase", "label")
    _COLUMNS = (
        Column("label", "行程", 240, grows=True, wraps=True),
        Column("span", "期間", 190),
        Column("remark", "備考", 170, wraps=True),
    )

    def show_phases(self, phases: tuple[PhaseView, ...]) -> None:
        """Show the phases in their order."""
        self.can_add_rows = bool(phases)
        self.show_rows(phases, self._COLUMNS)

    def cell(self, row: PhaseView, column: int) -> CellView:
        """Return what a cell shows."""
        key = self.columns[column].key
        if key == "span":
            return text_cell(row.printed or _span(row), editable=True)
        return text_cell(row.label if key == "label" else row.remark, editable=True)

    def enter_text(self, row: PhaseView, column: int, text: str) -> None:
        """Take the words of a phase; a time that the calendar knows becomes its periods, any other stays as written."""
        key = self.columns[column].key
        if key == "span":
            self._set_span(row.uid, text.strip())
        else:
            self.document.set_field("phase", row.uid, key, text.strip())

    def _set_span(self, uid: str, text: str) -> None:
        start, end = self._ends(text)
        with self.document.one_step("行程の期間の変更"):
            for name, value in (("start", start), ("end", end), ("printed", "" if start else text)):
                self.document.set_field("phase", uid, name, value)

    def _ends(self, text: str) -> tuple[str, str]:
        """Return the codes of the first and the last period of a time, two blanks where it is none."""
        year = self.document.scene.fiscal_year
        try:
            period = parse_period(text, int(year[2:]) if year else None)
        except InputError:
            return "", ""
        months = period.months() if period.kind == "span" else ()
        if not months:
            return period.code, period.code
        if months[0].endswith("-04") and months[-1].endswith("-03"):
            return fiscal_year_of(months[0]), fiscal_year_of(months[-1])
        return months[0], months[-1]

    def reading(self, row: int, column: int, text: str) -> str:
        """Return the time that was understood, where it is not written so."""
        if self.columns[column].key != "span":
            return super().reading(row, column, text)
        start, end = self._ends(text.strip())
        shown = _times(start, end) if start else ""
        return "" if shown == text.strip() else shown

    def add_row(self, texts: Mapping[str, str]) -> str:
        """Add a phase with its words."""
        block = self.document.field("phase", self.rows[-1].uid, "block")
        uid = self.document.add_phase(block, texts.get("label") or NEW_PHASE)
        for key in ("span", "remark"):
            if texts.get(key) and key == "span":
                self._set_span(uid, texts[key])
            elif texts.get(key):
                self.document.set_field("phase", uid, key, texts[key])
        return uid


def _span(row: PhaseView) -> str:
    return _times(row.start, row.end)


def _times(start: str | None, end: str | None) -> str:
    parts = [format_period(code, "era_short") if code else "" for code in (start, end)]
    return parts[0] if parts[0] == parts[1] else "〜".join(parts)
