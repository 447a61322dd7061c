"""A metric table whose periods run down and whose metrics stand side by side, with totals at the foot."""

from dataclasses import dataclass

from app.domain.report import FigureView, TableView
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import Formula, Rect
from app.layout.slides.figure_cell import figure_cell, live_formula, sum_formula
from app.layout.slides.part import CAPTION, Part, caption
from app.layout.styles import style_of
from app.layout.text_fit import cell_height

ROW, PERIOD_WIDTH = 22, 60


@dataclass(frozen=True, slots=True)
class DownPart:
    """A table such as courses held by month and organiser; it is never cut, as a year has twelve rows."""

    scene: Scene
    view: TableView
    share: int = 6
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with caption, heads, rows, total and notes."""
        rows = len(self.view.columns) + bool(self.view.total_label)
        return CAPTION + self._head_height(width) + rows * ROW + self._notes_height(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place caption, heads, one row a period, total and notes."""
        caption(builder, rect, f"【{self.view.title}】", self.view.unit)
        column, height = self._column(rect.width), self._head_height(rect.width)
        first = rect.width - column * len(self.view.rows)
        y = rect.y + CAPTION
        builder.add(Rect(rect.x, y, first, height), None, "head")
        heads = [RowCell(column, _head(row.label, row.sublabel), "head small") for row in self.view.rows]
        builder.add_row(rect.x + first, y, height, heads)
        y += height
        for place, period in enumerate(self.view.columns):
            cells = [
                figure_cell(row.cells[place], column, "figure", self._live(row.cells[place])) for row in self.view.rows
            ]
            builder.add_row(rect.x, y, ROW, [RowCell(first, period.label, "label center"), *cells])
            y += ROW
        if self.view.total_label:
            builder.add_row(
                rect.x, y, ROW, [RowCell(first, self.view.total_label, "label center total"), *self._totals(column)]
            )
            y += ROW
        for note in self.view.notes:
            tall = cell_height(note, rect.width, style_of("note"))
            builder.add(Rect(rect.x, y + 2, rect.width, tall), note, "note")
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Never cut."""
        return None

    def _column(self, width: int) -> int:
        return (width - PERIOD_WIDTH) // max(1, len(self.view.rows))

    def _head_height(self, width: int) -> int:
        column = self._column(width)
        return max(
            cell_height(_head(row.label, row.sublabel), column, style_of("head small")) for row in self.view.rows
        )

    def _live(self, cell: FigureView) -> Formula | None:
        return live_formula(self.scene, cell)

    def _totals(self, column: int) -> list[RowCell]:
        totals = []
        for row in self.view.rows:
            total = row.total or FigureView()
            live = sum_formula(list(row.cells), total) or live_formula(self.scene, total)
            totals.append(figure_cell(total, column, "figure total", live))
        return totals

    def _notes_height(self, width: int) -> int:
        return 2 + sum(cell_height(note, width, style_of("note")) for note in self.view.notes)


def _head(label: str, sublabel: str) -> str:
    return f"{label}\n{sublabel}" if sublabel else label
