"""Metric tables over months, years or listed columns, across or down, with live totals."""

from dataclasses import dataclass, replace

from app.domain.fiscal import Period
from app.domain.report import FigureView, TableRowView, TableView
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import PAGE_WIDTH, Formula, Rect
from app.layout.parts import CONTINUED
from app.layout.slides.figure_cell import cell_need, figure_cell, live_formula, sum_formula
from app.layout.slides.part import caption, caption_height
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, cell_lines, line_width

ROW, HEAD, NOTE = 22, 20, 18
NARROW = 900  # px: below this a table goes without the column of definitions
WIDE_COLUMNS = 8
MOST_LABEL, LEAST_COLUMN, LONG_HEAD = 190, 26, 60  # px
ROOMY = 48  # px: from here a column has room at the right of its figures


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table whose periods run across; `rows` may be a part of the view's where a page ended.

    `whole` is False where the view has but some of the table's columns: its totals are then no sums of its cells.
    `column` and `total` are the least widths in px that its figures need, measured once, by `pieces`.
    """

    scene: Scene
    view: TableView
    rows: tuple[TableRowView, ...]
    continued: bool = False
    whole: bool = True
    column: int = 0
    total: int = 0
    share: int = 12
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with caption, heads, rows and notes."""
        head = caption_height(self._title(), self.view.unit, width) + self._head_height(width)
        return head + sum(self._row_heights(width)) + self._notes_height(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place caption, heads, rows and notes."""
        top = caption(builder, rect, self._title(), self.view.unit)
        widths = self._widths(rect.width)
        y = self._place_head(builder, rect.x, top, widths)
        above = [""] * (len(self.view.columns) + 1)
        for row, height in zip(self.rows, self._row_heights(rect.width), strict=True):
            cells = self._cells(row, widths, above)
            builder.add_row(rect.x, y, height, cells)
            y += height
        self._place_notes(builder, Rect(rect.x, y + 2, rect.width, 0))

    def split(self, width: int, room: int) -> "tuple[TablePart, TablePart] | None":
        """Cut between rows; the notes go with the second part."""
        used = caption_height(self._title(), self.view.unit, width) + self._head_height(width)
        for count, height in enumerate(self._row_heights(width)):
            used += height
            if used > room:
                return self._cut(count) if count else None
        return self._cut(len(self.rows) - 1) if len(self.rows) > 1 else None

    def _cut(self, count: int) -> "tuple[TablePart, TablePart]":
        first = replace(self, rows=self.rows[:count], view=replace(self.view, notes=()))
        return first, replace(self, rows=self.rows[count:], continued=True)

    def fits(self, width: int) -> bool:
        """Say whether each column is as wide as its widest figure needs."""
        return self._widths(width)[2] >= self.column

    def pieces(self) -> "list[TablePart]":
        """Return the table, or strips of its columns where they need more than a page's width; each has all rows.

        The totals stand in the last strip.
        """
        totals = [cell_need(row.total) for row in self.view.rows if row.total]
        measured = replace(self, column=self._column_need(), total=max(totals, default=0))
        if measured.fits(PAGE_WIDTH):
            return [measured]
        most = max(1, (PAGE_WIDTH - MOST_LABEL - measured._total_width(PAGE_WIDTH)) // measured.column)
        starts = range(0, len(self.view.columns), most)
        return [measured._strip(start, start + most, start == starts[-1]) for start in starts]

    def _strip(self, start: int, end: int, is_last: bool) -> "TablePart":
        rows = tuple(replace(row, cells=row.cells[start:end], sublabel=_only(row.sublabel, start)) for row in self.rows)
        view = replace(self.view, columns=self.view.columns[start:end], rows=rows)
        if not is_last:
            view = replace(view, total_label="", notes=())
        return replace(self, view=view, rows=rows, continued=start > 0, whole=False)

    # widths and heights

    def _title(self) -> str:
        return f"【{self.view.title}】{CONTINUED if self.continued else ''}"

    def _column_need(self) -> int:
        """Return the least width of the columns: that of their widest figure; a long head wraps in what it gets."""
        figures = [cell_need(cell) for row in self.view.rows for cell in row.cells]
        heads = [min(line_width(column.label, style_of("head small")), LONG_HEAD) for column in self.view.columns]
        return max([LEAST_COLUMN, *figures, *heads])

    def _total_width(self, width: int) -> int:
        """Return the width of the totals, 0 where there are none."""
        if not self.view.total_label:
            return 0
        head = line_width(self.view.total_label, style_of("head one_line")) + 8
        return max(84 if width >= NARROW else 60, head, self.total)

    def _defined(self, width: int) -> bool:
        return width >= NARROW and any(row.sublabel for row in self.view.rows)

    def _widths(self, width: int) -> list[int]:
        """Return label, definition (0: none), each column, total (0: none)."""
        count = max(1, len(self.view.columns))
        total, defined = self._total_width(width), self._defined(width)
        label = 126 if defined else 144 if width < NARROW else MOST_LABEL
        most = max(52 if defined else 64, self.column)
        column = min(most, (width - label - total - (150 if defined else 0)) // count)
        rest = width - label - total - column * count
        return [label + (0 if defined else rest), rest if defined else 0, *[column] * count, total]

    def _groups(self) -> list[tuple[str, int]]:
        """Return the heads over the columns with how many columns each covers; none where there is but one."""
        groups: list[tuple[str, int]] = []
        for column in self.view.columns:
            if groups and groups[-1][0] == column.group:
                groups[-1] = (column.group, groups[-1][1] + 1)
            else:
                groups.append((column.group, 1))
        return groups if len(groups) > 1 else []

    def _group_height(self, width: int) -> int:
        """Return the height of the heads over the columns, 0 where there is none."""
        column = self._widths(width)[2]
        heights = [_wrapped(label, column * count) for label, count in self._groups()]
        return max([HEAD, *heights]) if heights else 0

    def _head_height(self, width: int) -> int:
        """Return the height of the head: a label too long for one line takes more."""
        widths, group = self._widths(width), self._group_height(width)
        below = max([HEAD if group else HEAD + 4, *(_wrapped(one.label, widths[2]) for one in self.view.columns)])
        whole = cell_height(self.view.row_heading, widths[0], style_of("head"))
        return max(group + below, whole)

    def _row_heights(self, width: int) -> list[int]:
        widths = self._widths(width)
        small = self._small(widths)
        return [max(ROW if not small else 20, *self._text_heights(row, widths)) for row in self.rows]

    def _text_heights(self, row: TableRowView, widths: list[int]) -> list[int]:
        heights = [cell_height(row.label, widths[0], style_of(self._label_style(widths)))]
        if widths[1]:
            heights.append(cell_height(row.sublabel, widths[1], style_of("label small grey")))
        return heights

    def _label_style(self, widths: list[int]) -> str:
        style = f"label{self._small(widths)}"
        indented = style_of(f"{style} indent")
        lines = [len(cell_lines(row.label, widths[0], indented)) for row in self.view.rows]
        plain = [len(cell_lines(row.label, widths[0], style_of(style))) for row in self.view.rows]
        return f"{style} indent" if lines == plain else style

    def _small(self, widths: list[int]) -> str:
        return " small" if widths[2] < 46 else ""

    def _notes_height(self, width: int) -> int:
        return 2 + cell_height(self._note(), width, style_of("note")) if self.view.notes else 0

    def _note(self) -> str:
        return "　".join(self.view.notes)

    # cells

    def _place_head(self, builder: PageBuilder, x: int, y: int, widths: list[int]) -> int:
        width = sum(widths[:2]) + widths[2] * len(widths[2:-1]) + widths[-1]
        groups, height, over = self._groups(), self._head_height(width), self._group_height(width)
        small = self._small(widths)
        builder.add(Rect(x, y, widths[0], height), self.view.row_heading or "区分", "head")
        left = x + widths[0]
        if widths[1]:
            builder.add(Rect(left, y, widths[1], height), "内容", "head")
            left += widths[1]
        top, start = y + over, left
        for label, count in groups:
            wide = widths[2] * count
            text = self._with_western_year(label, wide)
            builder.add(Rect(left, y, wide, over), text or None, _head_style(text, wide, small))
            left += wide
        heads = [
            RowCell(widths[2], column.label, _head_style(column.label, widths[2], small))
            for column in self.view.columns
        ]
        right = builder.add_row(start, top, height - (top - y), heads)
        if widths[-1]:
            builder.add(Rect(right, y, widths[-1], height), self.view.total_label, "head")
        return y + height

    def _with_western_year(self, label: str, width: int) -> str:
        """Return 「令和4年（2022）」 where the head of a group has room for it."""
        period = next(column.period for column in self.view.columns if column.group == label)
        if not label or Period.from_code(period).kind != "month":
            return label
        longer = f"{label}（{period[:4]}）"
        return longer if line_width(longer, style_of("head one_line")) <= width else label

    def _cells(self, row: TableRowView, widths: list[int], above: list[str]) -> list[RowCell]:
        small = self._small(widths)
        look = " total" if row.role == "total" else " good" if row.role == "rate" else ""
        look += " bold shaded" if row.formula and row.role == "value" else ""
        cells = [
            RowCell(
                widths[0],
                row.label,
                self._label_style(widths) + look + (" center flush" if row.role == "total" else ""),
            )
        ]
        if widths[1]:
            cells.append(RowCell(widths[1], row.sublabel, f"label small{' total' if row.role == 'total' else ' grey'}"))
        marked = any(cell.mark for other in self.view.rows for cell in other.cells)
        pad = 2 if marked else 1 if widths[2] >= ROOMY else 0
        for place, cell in enumerate(row.cells):
            live = live_formula(self.scene, cell)
            cells.append(figure_cell(cell, widths[2], f"figure{small}{look}", live, pad, above[place]))
            above[place] = cell.text if cell.value is None else ""
        if widths[-1]:
            style = f"figure{small}{look} bold{' tinted' if not look else ''}"
            cells.append(figure_cell(row.total or FigureView(), widths[-1], style, self._total(row), pad))
        return cells

    def _total(self, row: TableRowView) -> Formula | None:
        if row.total is None:
            return None
        return (sum_formula(list(row.cells), row.total) if self.whole else None) or live_formula(self.scene, row.total)

    def _place_notes(self, builder: PageBuilder, rect: Rect) -> None:
        if self.view.notes:
            height = cell_height(self._note(), rect.width, style_of("note"))
            builder.add(Rect(rect.x, rect.y, rect.width, height), self._note(), "note")


def _head_style(text: str, width: int, small: str) -> str:
    return f"head one_line{small}" if line_width(text, style_of("head small")) <= width else "head small"


def _wrapped(text: str, width: int) -> int:
    """Return the height of a head that one line does not hold, else 0."""
    style = style_of("head small")
    return cell_height(text, width, style) if line_width(text, style) > width else 0


def _only(text: str, start: int) -> str:
    """Return a text in the first strip of a table and nothing in the others."""
    return "" if start else text


def is_wide(view: TableView) -> bool:
    """Say whether a table needs most of a page's width."""
    return not view.down and len(view.columns) >= WIDE_COLUMNS
