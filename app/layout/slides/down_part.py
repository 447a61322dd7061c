"""A metric table whose periods run down and whose metrics stand side by side, with totals at the foot."""

from dataclasses import dataclass, replace

from app.domain.report import FigureView, TableView
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import Formula, Rect
from app.layout.parts import BODY, GROWN
from app.layout.slides.figure_cell import figure_cell, live_formula, sum_formula
from app.layout.slides.part import CAPTION, Part, caption
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, line_width

ROW, PERIOD_WIDTH, SHORT = 22, 60, 64
ROOM = 2  # half-width blanks that figures keep at their right: columns here are wide


@dataclass(frozen=True, slots=True)
class DownPart:
    """A table such as courses held by month and organiser."""

    scene: Scene
    view: TableView
    size: int = 0
    share: int = 6
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with caption, heads, rows, total and notes."""
        rows = len(self.view.columns) + bool(self.view.total_label)
        return CAPTION + self._head_height(width) + rows * self._row() + self._notes_height(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place caption, heads, one row a period, total and notes."""
        caption(builder, rect, f"【{self.view.title}】", self.view.unit, self.size)
        (first, *widths), height = self._widths(rect.width), self._head_height(rect.width)
        y, look, tall = rect.y + CAPTION, GROWN[self.size], self._row()
        builder.add(Rect(rect.x, y, first, height), self.view.row_heading or None, f"head{look}")
        heads = [
            RowCell(column, _head(row.label, row.sublabel), f"head small{look}")
            for row, column in zip(self.view.rows, widths, strict=True)
        ]
        builder.add_row(rect.x + first, y, height, heads)
        y += height
        for place, period in enumerate(self.view.columns):
            cells = [
                figure_cell(row.cells[place], column, f"figure{look}", self._live(row.cells[place]), ROOM)
                for row, column in zip(self.view.rows, widths, strict=True)
            ]
            builder.add_row(rect.x, y, tall, [RowCell(first, period.label, f"label center{look}"), *cells])
            y += tall
        if self.view.total_label:
            label = RowCell(first, self.view.total_label, f"label center total{look}")
            builder.add_row(rect.x, y, tall, [label, *self._totals(widths)])
            y += tall
        if self.view.notes:
            builder.add(Rect(rect.x, y + 4, rect.width, self._notes_height(rect.width) - 4), self._note(), "note")

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between periods, only where no page holds them all; total and notes go with the second part."""
        count = (room - CAPTION - self._head_height(width)) // self._row()
        if self.height(width) <= BODY or not 0 < count < len(self.view.columns):
            return None
        first = replace(self._cut(0, count), view=replace(self._cut(0, count).view, total_label="", notes=()))
        return first, self._cut(count, len(self.view.columns))

    def _cut(self, start: int, end: int) -> "DownPart":
        rows = tuple(replace(row, cells=row.cells[start:end]) for row in self.view.rows)
        return replace(self, view=replace(self.view, columns=self.view.columns[start:end], rows=rows))

    def _widths(self, width: int) -> list[int]:
        """Return the widths of periods and metrics; a metric with a short head (計) gets what that needs."""
        heads = [_head(row.label, row.sublabel) for row in self.view.rows]
        style = style_of(f"head small{GROWN[self.size]} one_line")
        short = ["\n" not in head and line_width(head, style) < SHORT for head in heads]
        others = max(1, short.count(False))
        room = width - PERIOD_WIDTH - SHORT * short.count(True)
        wide = room // others if short.count(False) else SHORT
        widths = [SHORT if one else wide for one in short]
        return [width - sum(widths), *widths]

    def _head_height(self, width: int) -> int:
        style = style_of(f"head small{GROWN[self.size]}")
        pairs = zip(self.view.rows, self._widths(width)[1:], strict=True)
        return max(cell_height(_head(row.label, row.sublabel), column, style) for row, column in pairs)

    def _live(self, cell: FigureView) -> Formula | None:
        return live_formula(self.scene, cell)

    def _totals(self, widths: list[int]) -> list[RowCell]:
        totals = []
        for row, column in zip(self.view.rows, widths, strict=True):
            total = row.total or FigureView()
            live = sum_formula(list(row.cells), total) or live_formula(self.scene, total)
            totals.append(figure_cell(total, column, f"figure total{GROWN[self.size]}", live, ROOM))
        return totals

    def _notes_height(self, width: int) -> int:
        return 4 + cell_height(self._note(), width, style_of("note")) if self.view.notes else 0

    def _note(self) -> str:
        return "　".join(self.view.notes)

    def _row(self) -> int:
        return ROW + 4 * self.size


def _head(label: str, sublabel: str) -> str:
    return f"{label}\n{sublabel}" if sublabel else label
