"""A table of monthly or yearly figures as the slide lays it out: metrics down, or metrics across."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.report import FigureView, TableRowView, TableView
from app.services.document import Document
from app.ui.grid_model import CellView, Column, GridModel, figure_cell, text_cell

LABEL, FIGURE, TOTAL = 120, 48, 68
WIDE_LABEL, WIDE_SUBLABEL, WIDE_FIGURE, WIDE_TOTAL = 110, 130, 64, 92
_DOWN_LABEL, _DOWN_FIGURE = 96, 120
_OWN_FIGURE = 80  # its heads are names
NEW_ROW = "新しい行"


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A row of a table that runs down: one period with the figure of each metric."""

    uid: str
    label: str
    cells: tuple[FigureView, ...]
    role: str = "value"


class TableModel(GridModel):
    """A metric table over months, years or columns of its own."""

    view: TableView | None = None
    words_at = ("table_row", "label")

    def __init__(self, document: Document, *, wide: bool = False) -> None:
        super().__init__(document)
        self.wide = wide

    def show_table(self, view: TableView) -> None:
        """Show a table as laid out."""
        self.view = view
        self.can_add_rows = not view.down
        if view.down:
            self.show_rows(_period_rows(view), _metric_columns(view))
        else:
            self.show_rows(view.rows, self._period_columns(view))

    def _period_columns(self, view: TableView) -> tuple[Column, ...]:
        wide = self.wide
        figure = _OWN_FIGURE if view.axis == "columns" else WIDE_FIGURE if wide else FIGURE
        detail = any(row.sublabel for row in view.rows) and wide
        heads: tuple[Column, ...] = (
            Column("label", view.row_heading or "項目", WIDE_LABEL if detail else LABEL, grows=True, wraps=True),
        )
        if detail:
            heads += (Column("sublabel", "内容", WIDE_SUBLABEL, wraps=True),)
        periods = tuple(
            Column(f"period:{place}", column.label, figure, True, column.group)
            for place, column in enumerate(view.columns)
        )
        has_total = any(row.total is not None for row in view.rows)
        totals = (Column("total", view.total_label or "計", WIDE_TOTAL if wide else TOTAL, True),) if has_total else ()
        return (*heads, *periods, *totals)

    def cell(self, row: TableRowView | PeriodRow, column: int) -> CellView:
        """Return what a cell shows."""
        key = self.columns[column].key
        role = "total" if row.role == "total" else "plain"
        if isinstance(row, PeriodRow):
            return text_cell(row.label, role=role) if column == 0 else figure_cell(row.cells[column - 1], role=role)
        if row.role == "heading":
            return text_cell(row.label if column == 0 else "", editable=column == 0, role="band")
        if key == "label":
            return text_cell(row.label, editable=True, role=role, reason=row.sublabel if not self.wide else "")
        if key == "sublabel":
            return text_cell(row.sublabel, editable=True, role=role)
        if key == "total":
            return figure_cell(row.total or FigureView(), role="total")
        return figure_cell(row.cells[int(key.partition(":")[2])], role=role)

    def enter_text(self, row: TableRowView | PeriodRow, column: int, text: str) -> None:
        """Take the words of a row."""
        key = self.columns[column].key
        if isinstance(row, TableRowView) and key in ("label", "sublabel"):
            self.document.set_field("table_row", row.uid, key, text.strip())
        else:
            super().enter_text(row, column, text)

    def add_row(self, texts: Mapping[str, str]) -> str:
        """Add a row with a metric of its own, its words and its figures."""
        assert self.view is not None
        uid = self.document.add_row(self.view.uid, texts.get("label") or NEW_ROW)
        if texts.get("sublabel"):
            self.document.set_field("table_row", uid, "sublabel", texts["sublabel"])
        metric = self.document.field("table_row", uid, "metric")
        keys = {
            f"period:{place}": (metric, column.period, column.kind, "")
            for place, column in enumerate(self.view.columns)
        }
        self.document.set_figures({key: texts[name] for name, key in keys.items() if texts.get(name)}, "行の追加")
        return uid


def _metric_columns(view: TableView) -> tuple[Column, ...]:
    heads = (Column("label", view.row_heading or "期間", _DOWN_LABEL),)
    metrics = tuple(Column(row.uid, row.label, _DOWN_FIGURE, True, grows=True) for row in view.rows)
    return (*heads, *metrics)


def _period_rows(view: TableView) -> tuple[PeriodRow, ...]:
    rows = tuple(
        PeriodRow(column.period, column.label, tuple(row.cells[place] for row in view.rows))
        for place, column in enumerate(view.columns)
    )
    if not any(row.total is not None for row in view.rows):
        return rows
    totals = tuple(row.total or FigureView() for row in view.rows)
    return (*rows, PeriodRow("total", view.total_label or "計", totals, "total"))
