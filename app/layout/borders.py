"""Settles the lines between neighbouring cells: where two want a different one, the stronger is drawn by both.

Spreadsheets disagree on which neighbour wins, so a page never leaves it to them. The painter draws the same lines.
"""

from dataclasses import dataclass

from app.layout.page import Cell, Page
from app.layout.styles import Line, style_of


@dataclass(frozen=True, slots=True)
class GridLines:
    """The lines of a page: `across` by (row edge, column), `down` by (row, column edge), edges counted from 0."""

    across: dict[tuple[int, int], Line]
    down: dict[tuple[int, int], Line]

    def around(self, row: int, col: int) -> tuple[Line | None, Line | None, Line | None, Line | None]:
        """Return the lines at the left, top, right and bottom of a grid cell."""
        left, right = self.down.get((row, col)), self.down.get((row, col + 1))
        return left, self.across.get((row, col)), right, self.across.get((row + 1, col))


def grid_lines(page: Page) -> GridLines:
    """Return the lines of all cells of a page."""
    lines = GridLines({}, {})
    for cell in page.cells:
        _add(lines, cell)
    return lines


def _add(lines: GridLines, cell: Cell) -> None:
    style = style_of(cell.style)
    bottom, right = cell.row + cell.row_span, cell.col + cell.col_span
    for col in range(cell.col, right):
        _draw(lines.across, (cell.row, col), style.top)
        _draw(lines.across, (bottom, col), style.bottom)
    for row in range(cell.row, bottom):
        _draw(lines.down, (row, cell.col), style.left)
        _draw(lines.down, (row, right), style.right)


def _draw(lines: dict[tuple[int, int], Line], place: tuple[int, int], line: Line | None) -> None:
    present = lines.get(place)
    if line is not None and (present is None or line.strength > present.strength):
        lines[place] = line
