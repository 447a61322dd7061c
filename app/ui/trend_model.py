"""The small tables of the right pane: months in half-years or beside last year, and years."""

from dataclasses import dataclass

from app.domain.report import FigureView, TrendView
from app.ui.grid_model import CellView, Column, GridModel, Index, figure_cell

_HALF = 6


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A row of labels and figures in the columns' order."""

    uid: str
    cells: tuple[str | FigureView, ...]


class TrendModel(GridModel):
    """Months or years of one metric."""

    can_arrange = False

    def cell(self, row: TrendRow, column: int) -> CellView:
        """Return what a cell shows."""
        found = row.cells[column]
        if isinstance(found, FigureView):
            return figure_cell(found)
        return CellView(found, centred=column != len(row.cells) - 1)

    def following(self, row: int, column: int) -> list[tuple[int, int]]:
        """Return the months or years from a cell on: the second half-year follows the first one."""
        key, count = self.columns[column].key, len(self.rows)
        rest = [(place, column) for place in range(row, count)]
        if key == "first":
            return [*rest, *((place, column + 2) for place in range(count))]
        return rest if self.columns[column].figures else []

    def show_months(self, trend: TrendView, *, wide: bool) -> None:
        """Show twelve months beside last year's (wide), else two half-years side by side."""
        this = trend.months.series[0].label if trend.months.series else ""
        labels, cells = trend.month_labels, trend.month_cells
        if wide:
            last = trend.months.last_year_label
            before = trend.last_year_cells or tuple(FigureView() for _ in cells)
            parts = zip(trend.months.periods, labels, before, cells, strict=True)
            rows = [TrendRow(f"{trend.metric}:{period}", (label, old, new)) for period, label, old, new in parts]
            columns = [Column("month", "月", 64), Column("last", last, 100, True, grows=True)]
            columns.append(Column("this", this, 100, True, current=True, grows=True))
        else:
            rows = [
                TrendRow(f"{trend.metric}:{trend.months.periods[place]}", _pair(labels, cells, place))
                for place in range(min(_HALF, max(0, len(cells) - _HALF)))
            ]
            columns = [Column("m1", "月", 52), Column("first", this, 100, True, current=True, grows=True)]
            columns += [Column("m2", "月", 52), Column("second", this, 100, True, current=True, grows=True)]
        self.show_rows(rows, columns)

    def show_years(self, trend: TrendView) -> None:
        """Show the fiscal years with why a figure looks as it does."""
        parts = zip(trend.years.periods, trend.year_labels, trend.year_cells, strict=True)
        rows = [TrendRow(f"{trend.metric}:{code}", (label, cell, cell.reason)) for code, label, cell in parts]
        columns = [Column("year", "年度", 64), Column("figure", "実績", 110, True)]
        self.show_rows(rows, [*columns, Column("reason", "備考", 150, grows=True, wraps=True)])


def month_of(index: Index) -> int | None:
    """Return which of the twelve months a cell of a TrendModel stands for, None for none."""
    model = index.model()
    if not index.isValid() or not isinstance(model, TrendModel):
        return None
    return index.row() + (_HALF if model.columns[index.column()].key in ("m2", "second") else 0)


def _pair(labels: tuple[str, ...], cells: tuple[FigureView, ...], place: int) -> tuple[str | FigureView, ...]:
    return (labels[place], cells[place], labels[place + _HALF], cells[place + _HALF])
