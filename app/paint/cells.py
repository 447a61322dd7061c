"""Paints the cells of a page: grounds, settled lines, then texts at the breaks and the pitch that the layout counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF

from app.layout.addresses import join_of
from app.layout.borders import grid_lines
from app.layout.builder import grid_places
from app.layout.page import Cell, Page, Rect
from app.layout.styles import INDENT_PX, LINE_PX, Font, Line, NumberFormat, Style, style_of
from app.layout.text_fit import CELL_PADDING, FIGURE_PADDING, LINE_PITCH, TEXT_PADDING, cell_lines
from app.paint.canvas import ASCENT, Canvas

_PLAIN = NumberFormat()


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a cell's text: where it begins, its baseline, and the px it may fill."""

    text: str
    x: float
    baseline: float
    room: float


def paint_cells(canvas: Canvas, page: Page) -> None:
    """Paint all cells of a page."""
    for cell in page.cells:
        fill = style_of(cell.style).fill
        if fill:
            canvas.ground(rectangle(page.rect_of(cell)), fill)
    _paint_lines(canvas, page)
    taken = {place for cell in page.cells if cell.value not in (None, "") for place in grid_places(cell)}
    for cell in page.cells:
        if cell.shown:
            _paint_text(canvas, page, cell, taken)


def rectangle(rect: Rect) -> QRectF:
    """Return a layout rectangle as Qt's."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def text_lines(canvas: Canvas, cell: Cell, rect: Rect) -> list[TextLine]:
    """Return the lines of a cell's text as they are painted in its rectangle."""
    style = style_of(cell.style)
    lines = cell_lines(cell.shown, rect.width, style) if isinstance(cell.value, str) else [cell.shown]
    pitch, top = _pitch_and_top(len(lines), rect, style)
    drop = (pitch - style.font.em) / 2 + ASCENT * style.font.em
    return [_set(canvas, cell, rect, text, top + pitch * place + drop) for place, text in enumerate(lines)]


def _pitch_and_top(count: int, rect: Rect, style: Style) -> tuple[float, float]:
    if style.vertical == "spread" and style.wrap:
        return rect.height / count, rect.y
    pitch = LINE_PITCH * style.font.em
    spare = rect.height - pitch * count
    air = min(TEXT_PADDING / 2, max(spare, 0) / 2)
    drops = {"top": air, "bottom": spare - air}
    return pitch, rect.y + drops.get(style.vertical, spare / 2)


def _set(canvas: Canvas, cell: Cell, rect: Rect, text: str, baseline: float) -> TextLine:
    style = style_of(cell.style)
    width = canvas.width(text, style.font)
    figure = not isinstance(cell.value, str)
    blank = (cell.number_format or _PLAIN).pad * style.font.em / 2 if figure else 0
    indent = style.indent * INDENT_PX if style.horizontal != "center" else 0
    room = rect.width - indent - blank - (FIGURE_PADDING if figure else CELL_PADDING)
    flows = not figure and not style.wrap and "\n" not in cell.shown
    used = width if flows else min(width, room)
    if style.horizontal == "left":
        x = rect.x + CELL_PADDING / 2 + indent
    elif style.horizontal == "right":
        x = rect.right - CELL_PADDING / 2 - indent - blank - used
    else:
        x = rect.x + (rect.width - used - blank) / 2
    return TextLine(text, x, baseline, max(used, 1))


def _paint_text(canvas: Canvas, page: Page, cell: Cell, taken: set[tuple[int, int]]) -> None:
    rect, font = page.rect_of(cell), style_of(cell.style).font
    lines = text_lines(canvas, cell, rect)
    reach = _reach(page, cell, taken)
    if _fits(lines, font, reach):
        _write(canvas, lines, font)
        return
    with canvas.clipped(rectangle(reach)):
        _write(canvas, lines, font)


def _write(canvas: Canvas, lines: list[TextLine], font: Font) -> None:
    for line in lines:
        canvas.write_within(line.text, line.x, line.baseline, font, line.room)


def _fits(lines: list[TextLine], font: Font, reach: Rect) -> bool:
    wide = all(reach.x <= line.x and line.x + line.room <= reach.right for line in lines)
    top, bottom = lines[0].baseline - ASCENT * font.em, lines[-1].baseline + (1 - ASCENT) * font.em
    return wide and reach.y <= top and bottom <= reach.bottom


def _reach(page: Page, cell: Cell, taken: set[tuple[int, int]]) -> Rect:
    """Return the room of a cell's text: its own rectangle, and for one flowing line the empty cells beside it."""
    rect = page.rect_of(cell)
    if not isinstance(cell.value, str) or style_of(cell.style).wrap or join_of(cell) == "merge":
        return rect
    horizontal = style_of(cell.style).horizontal
    first, last = cell.col, cell.col + cell.col_span
    while horizontal != "left" and first > 0 and (cell.row, first - 1) not in taken:
        first -= 1
    while horizontal != "right" and last < len(page.columns) and (cell.row, last) not in taken:
        last += 1
    edges = page.column_edges()
    return Rect(edges[first], rect.y, edges[last] - edges[first], rect.height)


def _paint_lines(canvas: Canvas, page: Page) -> None:
    # The strongest last: where lines cross, a pale one shall not cut it.
    for line, rect in sorted(_drawn_lines(page), key=lambda drawn: drawn[0].strength):
        canvas.rule(rect, line.colour)


def _drawn_lines(page: Page) -> Iterator[tuple[Line, QRectF]]:
    lines = grid_lines(page)
    xs, ys = page.column_edges(), page.row_edges()
    for row, y in enumerate(ys):
        for first, last, line in _runs([lines.across.get((row, col)) for col in range(len(page.columns))]):
            left, width = _stretch(xs[first], xs[last], xs[-1])
            top, height = _thickness(line, y, ys[-1])
            yield line, QRectF(left, top, width, height)
    for col, x in enumerate(xs):
        for first, last, line in _runs([lines.down.get((row, col)) for row in range(len(page.rows))]):
            left, width = _thickness(line, x, xs[-1])
            top, height = _stretch(ys[first], ys[last], ys[-1])
            yield line, QRectF(left, top, width, height)


def _runs(lines: list[Line | None]) -> list[tuple[int, int, Line]]:
    """Return (first edge, last edge, line) of each stretch of equal lines: drawn at once it has no seams."""
    starts = [place for place, line in enumerate(lines) if place == 0 or line != lines[place - 1]]
    stretches = [(first, last, lines[first]) for first, last in pairwise([*starts, len(lines)])]
    return [(first, last, line) for first, last, line in stretches if line is not None]


def _stretch(first: int, last: int, end: int) -> tuple[float, float]:
    """Return where a line begins and its length: half a px beyond its edges, so that corners close."""
    start = max(first - 0.5, 0)
    return start, min(last + 0.5, end) - start


def _thickness(line: Line, edge: int, end: int) -> tuple[float, float]:
    """Return where a line begins across and its thickness: half on each side of its edge, but within the page."""
    thick = LINE_PX[line.weight]
    return min(max(edge - thick / 2, 0), end - thick), thick
