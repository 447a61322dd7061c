"""Composes a page from boxes in px: the grid of columns and rows comes from the edges of all boxes.

Tables that share a page should share their edges: a number whose box covers several grid columns has to be merged.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypedDict, Unpack

from app.domain.text import with_line_feeds
from app.layout.page import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Cell,
    CellValue,
    ChartSpec,
    Choice,
    Formula,
    Key,
    Number,
    Page,
    Picture,
    Rect,
)
from app.layout.styles import NumberFormat, style_of
from app.layout.text_fit import figure_width, line_width, with_kinsoku

SNAP = 2  # px: edges this near to one another become one
MOST_ROW = 540  # px: Excel's rows end at 409.5 pt


class CellOptions(TypedDict, total=False):
    """What a cell may carry besides its place, value and style (see page.Cell)."""

    number_format: NumberFormat
    formula: Formula | None
    key: Key | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    rect: Rect
    value: CellValue
    style: str
    options: CellOptions


@dataclass(slots=True)
class PageBuilder:
    """Collects the boxes, charts and pictures of one page; `build` returns the page.

    Does not wrap or flow anything: whoever places the boxes knows their heights (text_fit) and starts a second page.
    """

    title: str
    sheet_name: str
    number: str = ""
    _boxes: list[_Box] = field(default_factory=list)
    _charts: list[ChartSpec] = field(default_factory=list)
    _pictures: list[Picture] = field(default_factory=list)

    def add(self, rect: Rect, value: CellValue, style: str, **options: Unpack[CellOptions]) -> None:
        """Place a value in a box; ValueError where it leaves the page, KeyError for an unknown style.

        A number too wide for its box less SNAP loses the room at its right, then shrinks to 9 pt: Excel would show
        ####. A text on one line has blanks for its line breaks; it shrinks to 9 pt, then loses its indent, as it would
        run into the next cell.
        """
        _check(rect)
        style_of(style)
        if isinstance(value, str):
            value = with_line_feeds(value) if style_of(style).wrap else " ".join(with_line_feeds(value).split("\n"))
            style = _fitted_text(value, rect.width, style)
            if style_of(style).vertical != "spread":  # a text of lines at an even pitch finds its own width: parts.py
                value = with_kinsoku(value, rect.width, style_of(style))
        elif value is not None:
            style, number_format = _fitted(
                value, rect.width - SNAP, style, options.get("number_format") or NumberFormat()
            )
            options["number_format"] = number_format
        self._boxes.append(_Box(rect, value, style, options))

    def below_figures(self, y: int) -> int:
        """Return the first y at or below this one that cuts through no figure placed so far."""
        feet = [box.rect for box in self._boxes if not isinstance(box.value, str | None)]
        for rect in sorted(feet, key=lambda rect: rect.y):
            if rect.y < y < rect.bottom:
                y = rect.bottom
        return y

    def add_row(self, x: int, y: int, height: int, cells: "list[RowCell]") -> int:
        """Place cells side by side from x and return the x after the last one."""
        for cell in cells:
            self.add(Rect(x, y, cell.width, height), cell.value, cell.style, **cell.options)
            x += cell.width
        return x

    def add_chart(self, chart: ChartSpec) -> None:
        """Place a chart; ValueError where it leaves the page, has no alternative text or ragged series."""
        _check(chart.rect)
        if not chart.alt_text or any(len(one.values) != len(chart.categories) for one in chart.series):
            raise ValueError(f"chart {chart.uid} needs an alternative text and a value for each category")
        if any(one.keys and len(one.keys) != len(one.values) for one in chart.series):
            raise ValueError(f"chart {chart.uid} has keys beside some values only")
        self._charts.append(chart)

    def add_picture(self, picture: Picture) -> None:
        """Place a picture; ValueError where it leaves the page or has no alternative text."""
        _check(picture.rect)
        if not picture.alt_text:
            raise ValueError("a picture needs an alternative text")
        self._pictures.append(picture)

    def build(self) -> Page:
        """Return the page; ValueError where two boxes overlap.

        One-line texts without ground or lines may end at another edge than they were given (see page.Cell).
        """
        boxes = _settled(self._boxes)
        rects = [box.rect for box in boxes]
        bottom = max((rect.bottom for rect in [*rects, *(item.rect for item in self._floating())]), default=1)
        xs = _snapped({0, PAGE_WIDTH}.union(*({rect.x, rect.right} for rect in rects)))
        ys = _snapped(_split({0, bottom}.union(*({rect.y, rect.bottom} for rect in rects))))
        cols, rows = _places(xs), _places(ys)
        cells = sorted((_cell(box, cols, rows) for box in boxes), key=lambda cell: (cell.row, cell.col))
        _refuse_overlaps(cells, self.title)
        return Page(
            title=self.title,
            sheet_name=self.sheet_name,
            columns=_sizes(xs),
            rows=_sizes(ys),
            cells=tuple(cells),
            charts=tuple(self._charts),
            pictures=tuple(self._pictures),
            number=self.number,
        )

    def _floating(self) -> list[ChartSpec | Picture]:
        return [*self._charts, *self._pictures]


@dataclass(frozen=True, slots=True)
class RowCell:
    """One cell of PageBuilder.add_row: its width in px, value, style and options."""

    width: int
    value: CellValue
    style: str
    options: CellOptions = field(default_factory=lambda: CellOptions())


def _check(rect: Rect) -> None:
    inside = rect.x >= 0 and rect.y >= 0 and rect.right <= PAGE_WIDTH and rect.bottom <= PAGE_HEIGHT
    if not inside or rect.width <= SNAP or rect.height <= SNAP:
        raise ValueError(f"{rect} is not a box on a page of {PAGE_WIDTH} × {PAGE_HEIGHT} px")


def _fitted(number: Number, width: int, style: str, number_format: NumberFormat) -> tuple[str, NumberFormat]:
    bare = replace(number_format, pad=0)
    for name, shape in ((style, number_format), (style, bare), (f"{style} medium", bare)):
        if figure_width(number, style_of(name), shape) <= width:
            return name, shape
    return f"{style} small", bare


def _fitted_text(text: str, width: int, style: str) -> str:
    if style_of(style).wrap or not text:
        return style
    for name in (style, f"{style} medium", f"{style} small"):
        if line_width(text, style_of(name)) <= width:
            return name
    return f"{style} small flush"


def _settled(boxes: list[_Box]) -> list[_Box]:
    """Move the open end of one-line texts to an edge that is there anyway: a caption must not cut a table's column.

    The text flows over the empty room it leaves.
    """
    hard = {0, PAGE_WIDTH}
    for box in boxes:
        end = _open_end(box)
        hard |= {edge for edge in (box.rect.x, box.rect.right) if edge != end}
    settled = list(boxes)
    for place, box in enumerate(boxes):
        # One after the other: what the first left free the next may take.
        settled[place] = _moved(box, hard, settled)
    return settled


def _open_end(box: _Box) -> int | None:
    """Return the x at which a text without ground or lines may flow on, or None for any other box."""
    style = style_of(box.style)
    dressed = style.fill or style.left or style.top or style.right or style.bottom
    if dressed or style.wrap or not isinstance(box.value, str) or "\n" in box.value or style.horizontal == "center":
        return None
    return box.rect.right if style.horizontal == "left" else box.rect.x


def _moved(box: _Box, hard: set[int], boxes: list[_Box]) -> _Box:
    rect, end = box.rect, _open_end(box)
    if end is None or end in hard:
        return box
    rightward = end == rect.right
    # Further in only as far as the text needs no room of its neighbour's: that may be moved too.
    needed = line_width(str(box.value), style_of(box.style))
    least, most = (rect.x + needed, rect.right) if rightward else (rect.x, rect.right - needed)
    inside = [edge for edge in hard if max(rect.x + SNAP, least) <= edge <= min(rect.right - SNAP, most)]
    outside = [edge for edge in hard if (edge > rect.right if rightward else edge < rect.x)]
    if rightward:
        options = [*sorted(inside, reverse=True)[:1], *sorted(outside)[:1]]
        rects = [replace(rect, width=edge - rect.x) for edge in options]
    else:
        options = [*sorted(inside)[:1], *sorted(outside, reverse=True)[:1]]
        rects = [replace(rect, x=edge, width=rect.right - edge) for edge in options]
    others = [other.rect for other in boxes if other is not box]
    free = next((one for one in rects if not any(_meet(one, other) for other in others)), rect)
    return replace(box, rect=free)


def _meet(one: Rect, other: Rect) -> bool:
    beside = one.right <= other.x or other.right <= one.x
    return not (beside or one.bottom <= other.y or other.bottom <= one.y)


def _split(edges: set[int]) -> set[int]:
    """Add edges where a row would be higher than Excel allows."""
    order = sorted(edges)
    extra = {lower + MOST_ROW for lower, upper in pairwise(order) if upper - lower > MOST_ROW}
    return edges | extra


def _snapped(edges: set[int]) -> dict[int, int]:
    """Map every edge to its grid edge: the first of the edges within SNAP px of it, the page's own edges staying."""
    last = max(edges)
    grid: dict[int, int] = {}
    kept = 0
    for edge in sorted(edges):
        kept = edge if edge - kept > SNAP else kept
        grid[edge] = kept
    end = grid[last]
    return {edge: last if place == end else place for edge, place in grid.items()}


def _sizes(edges: dict[int, int]) -> tuple[int, ...]:
    order = sorted(set(edges.values()))
    return tuple(upper - lower for lower, upper in pairwise(order))


def _places(edges: dict[int, int]) -> dict[int, int]:
    """Map every edge to the number of its grid line."""
    order = {place: number for number, place in enumerate(sorted(set(edges.values())))}
    return {edge: order[place] for edge, place in edges.items()}


def _cell(box: _Box, cols: dict[int, int], rows: dict[int, int]) -> Cell:
    left, right = cols[box.rect.x], cols[box.rect.right]
    top, bottom = rows[box.rect.y], rows[box.rect.bottom]
    return Cell(
        row=top,
        col=left,
        row_span=bottom - top,
        col_span=right - left,
        value=box.value,
        style=box.style,
        **box.options,
    )


def _refuse_overlaps(cells: list[Cell], title: str) -> None:
    taken: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        for place in grid_places(cell):
            if place in taken:
                raise ValueError(f"on page {title}: {cell.shown!r} overlaps {taken[place].shown!r}")
            taken[place] = cell


def grid_places(cell: Cell) -> list[tuple[int, int]]:
    """Return the (row, column) of every grid cell under a cell."""
    rows = range(cell.row, cell.row + cell.row_span)
    return [(row, col) for row in rows for col in range(cell.col, cell.col + cell.col_span)]
