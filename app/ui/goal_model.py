"""The table of a goal: its indicators in printed order under bands, with what typing into each column does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import Signal

from app.domain.report import Band, GoalReport, IndicatorRow
from app.domain.status import reasons
from app.services.document import Document
from app.ui.goal_filters import FILTERS, keeps, with_kind
from app.ui.grid_model import CellView, Choice, Column, GridModel, figure_cell, text_cell

BAND_HEIGHT = 28
GHOSTS = 3
NEW_TITLE = "新しい指標"
NOTE_WANTED = "手動で選びました。右の「根拠と経緯」に、理由のメモを書いてください（F6）。"
_COLUMN_OF_TABLE = {"assessment": "status", "responsibility": "departments"}


@dataclass(frozen=True, slots=True)
class BandRow:
    """A heading over the indicators of one node."""

    uid: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class GhostRow:
    """A row that is not there yet, drawn where a goal is empty."""

    uid: str


GoalRow = BandRow | IndicatorRow | GhostRow


class PutOff(NamedTuple):
    """Rows that are no longer as they are shown, by uid; `build` gives one as it is now, `complete` shows all so."""

    rows: frozenset[str]
    build: Callable[[IndicatorRow], IndicatorRow]
    complete: Callable[[], None]


class GoalModel(GridModel):
    """The indicators of one goal; `report` is the last report shown.

    Signal: `note_wanted()` when a status was chosen by hand in the table that has no note yet.
    """

    note_wanted = Signal()
    wide: bool = False
    chosen = "all"
    words_at = ("indicator", "title")

    def __init__(self, document: Document, parent: Any = None) -> None:
        super().__init__(document, parent)
        self._report: GoalReport | None = None
        self._late: PutOff | None = None

    @property
    def report(self) -> GoalReport | None:
        """Return the report that is shown."""
        self.complete()
        return self._report

    @property
    def shown_report(self) -> GoalReport | None:
        """Return the same report, where rows were put off as it was before."""
        return self._report

    def put_off(self, late: PutOff) -> None:
        """Show that rows are no longer as they were, before they are built: each when it is painted or asked for."""
        self._late = late
        self._asked = (None, -1, None)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))

    def row_at(self, place: int) -> Any:
        """Return one of the shown rows as it is now."""
        row = self._rows[place]
        return self._late.build(row) if self._late is not None and row.uid in self._late.rows else row

    @property
    def is_complete(self) -> bool:
        """Return whether all rows are built."""
        return self._late is None

    def complete(self) -> None:
        """Build the rows that were put off, and show them with the counts."""
        if self._late is not None:
            late, self._late = self._late, None
            late.complete()

    def show_report(self, report: GoalReport, chosen: str = "all", legend: str | None = None) -> None:
        """Show a report, only the rows that a filter (see goal_filters.py) and a legend class let through."""
        self._report, self._late = report, None
        self.can_add_rows = bool(report.rows)
        keep = keeps(chosen)
        self.chosen = chosen
        rows: list[GoalRow] = []
        heading = ""
        for band in report.bands:
            inside = [row for row in band.rows if keep(row) and legend in (None, row.status.legend_uid)]
            filtered = chosen != "all" or legend is not None
            title = self._band_title(band)
            if title and title != heading and (inside or not filtered):
                count = sum(len(other.rows) for other in report.bands if self._band_title(other) == title)
                rows.append(BandRow(self._band_node(band), title, count))
                heading = title
            rows += inside
        if not report.rows:
            rows += [GhostRow(f"ghost-{number}") for number in range(1, GHOSTS + 1)]
        self.show_rows(rows, self._columns(report))

    def _band_title(self, band: Band) -> str:
        """Return 「施策 › 取組」; the measure alone where the initiative has a column of its own."""
        return " › ".join(band.path[:-1] or band.path) if self.wide else " › ".join(band.path)

    def _band_node(self, band: Band) -> str:
        """Return the node of a heading: the measure above where the initiative has a column of its own."""
        if not self.wide or len(band.path) < 2:
            return band.node
        titled = (node.uid for node in self.document.index.parents(band.node) if node.title == band.path[-2])
        return next(titled, band.node)

    def _columns(self, report: GoalReport) -> tuple[Column, ...]:
        wide = self.wide
        years = tuple(
            Column(
                f"year:{year.period}", year.label, (100 if wide else 84) if year.current else 84 if wide else 72,
                True, current=year.current,
            )
            for year in report.years
        )  # fmt: skip
        figure = 84 if wide else 72
        deep = wide and any(len(band.path) > 1 for band in report.bands)
        place = (Column("path", "取組", 200, wraps=True),) if deep else ()
        return (
            Column("no", "No", 44),
            *place,
            Column("title", "指標", 292 if wide else 250, grows=True, wraps=True),
            Column("unit", "単位", 48 if wide else 44),
            Column("baseline", "基準値", figure, True),
            Column("target", report.target_label, figure, True),
            *years,
            Column("rate", "達成率", 64 if wide else 60, True),
            Column("status", "状況", 120 if wide else 112, wraps=True),
            Column("departments", "担当課", 112, wraps=True),
        )

    def row_height(self, row: GoalRow) -> int | None:
        """Return a band's height; the others are measured."""
        return BAND_HEIGHT if isinstance(row, BandRow) else None

    def place_of(self, table: str, key: tuple[str, ...]) -> tuple[int, int]:
        """Return row and column of what an edit changed; the column -1 where the right pane shows it, the row for none.

        `key` is the indicator's for its status and departments.
        """
        found = self.find_figure(key) if table == "observation" else (-1, -1)
        if found[0] >= 0:
            return found
        for place, row in enumerate(self.rows):
            if isinstance(row, BandRow) and key[0] == row.uid:
                return place, self._column_of("title")
            if not isinstance(row, IndicatorRow):
                continue
            if table == "observation" and row.metric == key[0]:
                return place, -1
            if key[0] == row.target_uid:
                return place, self._column_of("target")
            if key[0] == row.uid:
                return place, self._column_of(_COLUMN_OF_TABLE.get(table, "title"))
            if key[0] == row.metric:
                return place, self._column_of("unit")
        return -1, -1

    def _column_of(self, name: str) -> int:
        return next((place for place, column in enumerate(self.columns) if column.key == name), 0)

    def cell(self, row: GoalRow, column: int) -> CellView:
        """Return what a cell shows."""
        key = self.columns[column].key
        if isinstance(row, BandRow):
            return text_cell(f"{row.title}　{row.count}件" if column == 0 else "", role="band")
        if isinstance(row, GhostRow):
            words = {"title": "指標の名前", "no": row.uid.rpartition("-")[2]}
            return CellView(words.get(key, ""), role="ghost", centred=key == "no")
        if key.startswith("year:"):
            return figure_cell(row.years[column - self._first_year()])
        return self._plain_cell(row, key)

    def _plain_cell(self, row: IndicatorRow, key: str) -> CellView:
        match key:
            case "no":
                return CellView(row.number, editable=True, centred=True)
            case "path":
                return text_cell(row.path[-1] if len(row.path) > 1 else "", reason=" › ".join(row.path))
            case "title":
                return text_cell(row.title, editable=True, reason=row.remark)
            case "unit":
                return CellView(row.unit, editable=True, centred=True)
            case "baseline":
                return figure_cell(row.baseline)
            case "target":
                before = f"これまでの目標値: {'、'.join(row.target_revisions)}" if row.target_revisions else ""
                return CellView(row.target.text, row.target, True, before)
            case "rate":
                return figure_cell(row.rate)
            case "status":
                return status_cell(row)
        return text_cell("／".join(row.departments), editable=True)

    def _first_year(self) -> int:
        return next(place for place, column in enumerate(self.columns) if column.key.startswith("year:"))

    def enter_text(self, row: GoalRow, column: int, text: str) -> None:
        """Take a number, title, unit, baseline, target, departments or status."""
        assert isinstance(row, IndicatorRow)
        key = self.columns[column].key
        if key == "target":
            self.document.set_target(row.uid, text)
        elif key == "baseline":
            self.document.set_baseline(row.uid, text)
        elif key == "unit":
            self.document.set_field("metric", row.metric, "unit", text.strip())
        elif key == "departments":
            self.document.set_departments("indicator", row.uid, text)
        elif key == "status":
            self.document.set_status_typed(row.uid, text)
        elif key in ("no", "title"):
            self.document.set_field("indicator", row.uid, {"no": "number"}.get(key, key), text.strip())
        else:
            super().enter_text(row, column, text)

    def enter_words(self, cells: Sequence[tuple[Any, int, str]], label: str) -> None:
        """Take a block's texts; a column of targets at once, as it may be long."""
        if any(self.columns[column].key != "target" for _, column, _ in cells):
            super().enter_words(cells, label)
        else:
            self.document.set_targets({row.uid: text for row, _, text in cells}, label)

    def add_row(self, texts: Mapping[str, str]) -> str:
        """Add an indicator behind the last one with its words, target and figures."""
        last = next(row for row in reversed(self.rows) if isinstance(row, IndicatorRow))
        node = self.document.field("indicator", last.uid, "node")
        uid = self.document.add_indicator(node, texts.get("title") or NEW_TITLE)
        metric = self.document.field("indicator", uid, "metric")
        if texts.get("no"):
            self.document.set_field("indicator", uid, "number", texts["no"])
        if texts.get("unit"):
            self.document.set_field("metric", metric, "unit", texts["unit"])
        if texts.get("baseline"):
            self.document.set_baseline(uid, texts["baseline"])
        if texts.get("target"):
            self.document.set_target(uid, texts["target"])
        years = {key.partition(":")[2]: text for key, text in texts.items() if key.startswith("year:") and text}
        self.document.set_figures({(metric, year, "result", ""): text for year, text in years.items()}, "指標の追加")
        return uid

    def reading(self, row: int, column: int, text: str) -> str:
        """Return how a target or baseline is understood too, though its cell may have no figure yet, and a status."""
        found = self.rows[row]
        if self.columns[column].key == "status":
            return self.document.status_read(text)
        if isinstance(found, IndicatorRow) and self.columns[column].key in ("target", "baseline"):
            return self.document.understood(found.metric, text)
        return super().reading(row, column, text)

    def choices(self, row: int, column: int) -> tuple[Choice, ...]:
        """Return the reasons of a status, the departments, else the reasons for no value."""
        found, key = self.rows[row], self.columns[column].key
        if isinstance(found, IndicatorRow) and key == "status":
            return status_choices(self, found)
        if isinstance(found, IndicatorRow) and key == "departments":
            return department_choices(self, found)
        return super().choices(row, column)

    def completed(self, row: int, column: int, typed: str) -> tuple[str, ...]:
        """Return the typed departments with the last of them completed to each that is known, or statuses."""
        key = self.columns[column].key
        if key == "status" and typed:
            labels = (reason.label for reason in reasons(self.document.scene))
            return tuple(label for label in labels if label.startswith(typed) and label != typed)
        return self.document.completed_departments(typed) if key == "departments" else ()

    def choose(self, row: int, column: int, value: str | None) -> None:
        """Take a status by hand (None: back to the rules), a department more or less, or a reason for no value."""
        found = self.rows[row]
        if isinstance(found, IndicatorRow) and self.columns[column].key == "status":
            self.document.set_status(found.uid, value)
            if value is not None and self.lacks_note(found.uid):
                self.refused.emit(NOTE_WANTED)
                self.note_wanted.emit()
        elif isinstance(found, IndicatorRow) and self.columns[column].key == "departments":
            names = list(found.departments)
            if value in names:
                names.remove(value)
            elif value:
                names.append(value)
            self.document.set_departments("indicator", found.uid, "／".join(names if value else ()))
        else:
            super().choose(row, column, value)

    def lacks_note(self, uid: str) -> bool:
        """Say whether an indicator's status waits for a note."""
        return any(row.uid == uid and row.status.lacks for row in (self.report.rows if self.report else ()))

    @property
    def hidden(self) -> int:
        """Return how many indicators the filters of the tab and of the columns keep from the table."""
        whole = len(self._report.rows) if self._report else 0
        return whole - sum(isinstance(row, IndicatorRow) for row in self._rows) if whole else 0

    def filter_counts(self) -> dict[str, int]:
        """Return how many indicators each filter lets through."""
        rows: Sequence[IndicatorRow] = self.report.rows if self.report else ()
        return {name: sum(map(keeps(with_kind(self.chosen, name)), rows)) for name in FILTERS}


def status_cell(row: IndicatorRow) -> CellView:
    """Return the cell of a status: shape, the real reason, and why."""
    status = row.status
    by_hand = "（手動）" if status.by_hand and status.reason else ""
    text = status.reason or status.legend
    why = f"{status.why}{by_hand}" if status.why else ""
    note = f"メモ: {status.note}" if status.note else status.lacks
    reason = "\n".join(filter(None, (why, status.ruled, note, "Alt+↓で選べます。")))
    return CellView(text, None, True, reason, "plain", status.mark, status.colour)


def department_choices(model: GridModel, row: IndicatorRow) -> tuple[Choice, ...]:
    """Return the departments that are known, those that answer for the row ticked; one more click takes it out."""
    names = (one.name for one, _ in model.document.departments())
    found = tuple(Choice(name, name, name in row.departments) for name in names)
    return (*found, Choice("担当課なし", None, not row.departments)) if found else ()


def status_choices(model: GridModel, row: IndicatorRow) -> tuple[Choice, ...]:
    """Return the city's reasons for a status and the way back to the rules."""
    status = row.status
    found = tuple(
        Choice(reason.label, reason.uid, status.by_hand and status.reason_uid == reason.uid)
        for reason in reasons(model.document.scene)
    )
    return (*found, Choice("規則による判定に戻す", None, not status.by_hand)) if found else ()
