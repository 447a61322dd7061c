"""A metric table whose periods run down and whose metrics stand side by side, with totals at the foot."""

from dataclasses import dataclass, replace

from app.domain.report import FigureView, TableView
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import Formula, Rect
from app.layout.parts import BODY, CONTINUED, GROWN, rows_that_fit
from app.layout.slides.figure_cell import cell_need, figure_cell, live_formula, sum_formula
from app.layout.slides.part import Part, caption, caption_height
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, cell_lines, line_height, line_width

ROW, PERIOD_WIDTH, SHORT = 22, 60, 64
MONTH_WIDTH, MOST_PERIOD, LEAST_COLUMN = 66, 130, 52  # px
LEAST_WIDTH = 514  # px: what a part of six twelfths of the page is given
ROOM = 2  # half-width blanks that figures keep at their right: columns here are wide


@dataclass(frozen=True, slots=True)
class DownPart:
    """A table such as courses held by month and organiser.

    `needs` are the least widths in px of the metrics' columns, measured once, by `pieces`.
    """

    scene: Scene
    view: TableView
    size: int = 0
    continued: bool = False
    needs: tuple[int, ...] = ()
    share: int = 6
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with caption, heads, rows, total and notes."""
        return self._above(width) + sum(self._row_heights(width)) + self._total_row(width) + self._notes_height(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place caption, heads, one row a period, total and notes."""
        y = caption(builder, rect, self._title(), self.view.unit, self.size)
        (first, *widths), height = self._widths(rect.width), self._head_height(rect.width)
        look = GROWN[self.size]
        builder.add(Rect(rect.x, y, first, height), self.view.row_heading or None, f"head{look}")
        heads = [
            RowCell(column, _head(row.label, row.sublabel), f"head small{look}")
            for row, column in zip(self.view.rows, widths, strict=True)
        ]
        builder.add_row(rect.x + first, y, height, heads)
        y += height
        for place, tall in enumerate(self._row_heights(rect.width)):
            cells = [
                figure_cell(row.cells[place], column, f"figure{look}", self._live(row.cells[place]), ROOM)
                for row, column in zip(self.view.rows, widths, strict=True)
            ]
            label = RowCell(first, self.view.columns[place].label, f"label center{look}")
            builder.add_row(rect.x, y, tall, [label, *cells])
            y += tall
        if self.view.total_label:
            tall = self._total_row(rect.width)
            label = RowCell(first, self.view.total_label, f"label center total{look}")
            builder.add_row(rect.x, y, tall, [label, *self._totals(widths)])
            y += tall
        if self.view.notes:
            builder.add(Rect(rect.x, y + 4, rect.width, self._notes_height(rect.width) - 4), self._note(), "note")

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between periods, only where no page holds them all; total and notes go with the second part."""
        count = rows_that_fit(self._row_heights(width), self._above(width), room)
        if self.height(width) <= BODY or not count:
            return None
        first = replace(self._cut(0, count), view=replace(self._cut(0, count).view, total_label="", notes=()))
        return first, replace(self._cut(count, len(self.view.columns)), continued=True)

    def pieces(self) -> "list[DownPart]":
        """Return the table, or several of some of its metrics each where they need more than the part's width."""
        rows, needs = self.view.rows, self._needs()
        most = max(1, (LEAST_WIDTH - self._period_width()) // max(LEAST_COLUMN, *needs, 0))
        if len(rows) <= most:
            return [replace(self, needs=needs)]
        return [self._strip(start, start + most, needs) for start in range(0, len(rows), most)]

    def _strip(self, start: int, end: int, needs: tuple[int, ...]) -> "DownPart":
        notes = self.view.notes if end >= len(self.view.rows) else ()
        view = replace(self.view, rows=self.view.rows[start:end], notes=notes)
        return replace(self, view=view, continued=start > 0, needs=needs[start:end])

    def _cut(self, start: int, end: int) -> "DownPart":
        rows = tuple(replace(row, cells=row.cells[start:end]) for row in self.view.rows)
        return replace(self, view=replace(self.view, columns=self.view.columns[start:end], rows=rows))

    def _widths(self, width: int) -> list[int]:
        """Return the widths of periods and metrics; a metric with a short head (計) gets what that needs."""
        heads = [_head(row.label, row.sublabel) for row in self.view.rows]
        style = style_of(f"head small{GROWN[self.size]} one_line")
        short = ["\n" not in head and line_width(head, style) < SHORT for head in heads]
        short = [one and cell <= SHORT for one, cell in zip(short, self.needs, strict=True)]
        if all(short):  # then none is short beside the others
            short = [False] * len(short)
        others = max(1, short.count(False))
        room = width - self._period_width() - SHORT * short.count(True)
        wide = room // others if short.count(False) else SHORT
        widths = [SHORT if one else wide for one in short]
        return [width - sum(widths), *widths]

    def _title(self) -> str:
        return f"【{self.view.title}】{CONTINUED if self.continued else ''}"

    def _above(self, width: int) -> int:
        return caption_height(self._title(), self.view.unit, width, self.size) + self._head_height(width)

    def _needs(self) -> tuple[int, ...]:
        cells = [(*row.cells, row.total) if row.total else row.cells for row in self.view.rows]
        return tuple(max((cell_need(cell) for cell in run), default=0) for run in cells)

    def _period_width(self) -> int:
        """Return the width of the periods: as wide as the longest needs, within limits."""
        style = style_of(f"label center{GROWN[self.size]}")
        widest = max((line_width(column.label, style) for column in self.view.columns), default=0)
        return PERIOD_WIDTH if widest <= MONTH_WIDTH else min(widest, MOST_PERIOD)

    def _row_heights(self, width: int) -> list[int]:
        first = self._widths(width)[0]
        return [self._row(column.label, first, "label center") for column in self.view.columns]

    def _total_row(self, width: int) -> int:
        label = self.view.total_label
        return self._row(label, self._widths(width)[0], "label center total") if label else 0

    def _row(self, label: str, width: int, style: str) -> int:
        """Return the height of a row: higher than usual where its label takes more than one line."""
        look = style_of(style + GROWN[self.size])
        lines = len(cell_lines(label, width, look))
        return max(ROW + 4 * self.size, line_height(lines, look.font) if lines > 1 else 0)

    def _head_height(self, width: int) -> int:
        style = style_of(f"head small{GROWN[self.size]}")
        pairs = zip(self.view.rows, self._widths(width)[1:], strict=True)
        heights = [cell_height(_head(row.label, row.sublabel), column, style) for row, column in pairs]
        first = cell_height(self.view.row_heading, self._widths(width)[0], style_of(f"head{GROWN[self.size]}"))
        return max([first if self.view.row_heading else 0, *heights])

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


def _head(label: str, sublabel: str) -> str:
    return f"{label}\n{sublabel}" if sublabel else label
