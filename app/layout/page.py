"""A slide as a laid-out page: what the workbook writer and the painter both understand.

All lengths are px of 1/96 inch (0.75 pt). A page is a grid of columns and rows; every cell stands in the grid, charts
stand at px rectangles. Nothing here knows openpyxl or Qt. Pages are made with `builder.PageBuilder`, which takes boxes
in px and works the grid out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from app.layout.colours import colours_of
from app.layout.styles import NumberFormat

PAGE_WIDTH = 1044  # px: A4 landscape less the side margins, at 100 %
PAGE_HEIGHT = 700  # px: the most a page may be high; what does not fit goes on a second page

Number = int | Decimal | Fraction
CellValue = str | Number | None
Key = tuple[str, ...]  # the symbolic name of a figure, e.g. (metric uid, period code)

ChartKind = Literal["column", "line", "stacked", "combo"]
SeriesMark = Literal["bar", "line"]
AxisSide = Literal["left", "right"]
MarkerShape = Literal["circle", "square", "triangle", "diamond", "none"]
LineDash = Literal["solid", "dash", "dot", "dash_dot"]
FillPattern = Literal["solid", "stripes", "dots"]
LegendPlace = Literal["top", "bottom", "right", "none"]
LineRole = Literal["title", "head", "row", "blank"]

_PLAIN = NumberFormat()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in px from the page's upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Return the x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Return the y of the lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Formula:
    """An Excel formula without its `=`, in which `{0}`, `{1}` … stand for the addresses of `keys`.

    `{0}:{3}` is a range. Where a key is on no page of the deck, the cell falls back to its value.
    """

    template: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a person may choose in the sheet, and the style that its cell then takes."""

    value: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One logical cell of a page: a value in a style over one or more grid cells.

    `value` is text, an exact number, or None for an empty cell; beside a `formula` it is the formula's result.
    `number_format` belongs to numbers. `key` is the name under which formulas and charts find the cell. `choices`
    become a list to choose from. Text of a style that does not wrap may run beyond its cell over empty grid cells.
    """

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    value: CellValue = None
    style: str = "text"
    number_format: NumberFormat | None = None
    formula: Formula | None = None
    key: Key | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def shown(self) -> str:
        """Return the text that a person reads in the cell."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value
        return (self.number_format or _PLAIN).display(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpec:
    """One series of a chart: exact values beside the categories, None where there is none (drawn as a gap).

    `keys`, where given, are the keys of the page cells that hold the same figures; the data sheet then refers to them,
    so that a change in the sheet moves the chart. `colour` is a palette name; marker, dash and pattern tell the series
    apart in grey print. `labels`, where given, writes each point's value beside it in that format.
    """

    name: str
    values: tuple[Number | None, ...]
    keys: tuple[Key | None, ...] = ()
    mark: SeriesMark = "bar"
    axis: AxisSide = "left"
    colour: str = "navy"
    marker: MarkerShape = "circle"
    dash: LineDash = "solid"
    pattern: FillPattern = "solid"
    labels: NumberFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisSpec:
    """A value axis: its title, number format and, where fixed, its ends and step."""

    title: str | None = None
    number_format: NumberFormat = _PLAIN
    minimum: Number | None = None
    maximum: Number | None = None
    step: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """A native chart at a px rectangle of its page.

    `uid` is unique in the deck: the chart's data cells are keyed by it. `kind` is column, line, stacked (columns on
    each other) or combo (each series by its `mark`). A title of None is no title; `alt_text` is never empty.
    """

    uid: str
    kind: ChartKind
    rect: Rect
    categories: tuple[str, ...]
    series: tuple[SeriesSpec, ...]
    alt_text: str
    title: str | None = None
    left: AxisSpec = AxisSpec()
    right: AxisSpec = AxisSpec()
    category_title: str | None = None
    legend: LegendPlace = "top"
    gap_width: int = 50

    def mark_of(self, series: SeriesSpec) -> SeriesMark:
        """Return how a series is drawn: the chart's kind decides, except in a combo."""
        if self.kind == "combo":
            return series.mark
        return "line" if self.kind == "line" else "bar"

    def category_key(self, index: int) -> Key:
        """Return the key of a category's cell on the data sheet."""
        return ("chart", self.uid, "category", str(index))

    def value_key(self, series: int, index: int) -> Key:
        """Return the key of a value's cell on the data sheet."""
        return ("chart", self.uid, str(series), str(index))

    def name_key(self, series: int) -> Key:
        """Return the key of a series' name on the data sheet."""
        return ("chart", self.uid, str(series), "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image (PNG or JPEG bytes) at a px rectangle of its page."""

    rect: Rect
    data: bytes
    alt_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSetup:
    """Paper of a page: A4, margins in mm; the grid is centred between the side margins."""

    landscape: bool = True
    side_margin: float = 9.0
    top_margin: float = 12.0
    bottom_margin: float = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One slide, one sheet: a grid of px column widths and row heights with its cells, charts and pictures.

    `title` is what a person calls the page; `sheet_name` is the wished name of the sheet, made legal and unique by the
    writer. `number` is the printed page number, e.g. 14-2. Cells never overlap; they stand in reading order.
    """

    title: str
    sheet_name: str
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cells: tuple[Cell, ...]
    charts: tuple[ChartSpec, ...] = ()
    pictures: tuple[Picture, ...] = ()
    number: str = ""
    setup: PrintSetup = PrintSetup()

    def column_edges(self) -> tuple[int, ...]:
        """Return the x of every column edge, from 0 to the page's width."""
        return (0, *accumulate(self.columns))

    def row_edges(self) -> tuple[int, ...]:
        """Return the y of every row edge, from 0 to the page's height."""
        return (0, *accumulate(self.rows))

    def rect_of(self, cell: Cell) -> Rect:
        """Return the px rectangle that a cell covers."""
        x, y = sum(self.columns[: cell.col]), sum(self.rows[: cell.row])
        width = sum(self.columns[cell.col : cell.col + cell.col_span])
        return Rect(x, y, width, sum(self.rows[cell.row : cell.row + cell.row_span]))


@dataclass(frozen=True, slots=True)
class DataCell:
    """One cell of a data sheet; None is an empty cell, which a chart shows as a gap."""

    value: CellValue
    key: Key | None = None
    formula: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A plain table of a data sheet: a title, one head row, then rows of typed values."""

    title: str
    head: tuple[DataCell, ...]
    rows: tuple[tuple[DataCell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSheet:
    """Plain tables behind the pages, one below the other; it stays visible, for hidden sheets frighten an office."""

    sheet_name: str
    tables: tuple[DataTable, ...]

    def lines(self) -> list[tuple[LineRole, tuple[DataCell, ...]]]:
        """Return the sheet's rows from the first, each with what it is; a blank row parts the tables."""
        lines: list[tuple[LineRole, tuple[DataCell, ...]]] = []
        for table in self.tables:
            lines += [("title", (DataCell(table.title),)), ("head", table.head)]
            lines += [("row", row) for row in table.rows] + [("blank", ())]
        return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All pages in print order, then the data sheets; title, author and day become the file's properties.

    `accent` is the city's own colour, '#rrggbb', None for the usual navy.
    """

    title: str
    author: str
    dated: date
    pages: tuple[Page, ...]
    data_sheets: tuple[DataSheet, ...] = ()
    accent: str | None = None

    @property
    def colours(self) -> Mapping[str, str]:
        """Return the '#rrggbb' of every colour name that styles and charts use."""
        return colours_of(self.accent)


def build_deck(title: str, author: str, dated: date, pages: tuple[Page, ...]) -> Deck:
    """Return the deck of pages with the data of all its charts on one data sheet at the end."""
    tables = tuple(chart_table(page, chart) for page in pages for chart in page.charts)
    sheets = (DataSheet(sheet_name="図のデータ", tables=tables),) if tables else ()
    return Deck(title=title, author=author, dated=dated, pages=pages, data_sheets=sheets)


def chart_table(page: Page, chart: ChartSpec) -> DataTable:
    """Return the data behind a chart: categories down, series across."""
    names = (DataCell(one.name, chart.name_key(index)) for index, one in enumerate(chart.series))
    head = (DataCell(chart.category_title or "項目"), *names)
    rows = tuple(_chart_row(chart, index) for index in range(len(chart.categories)))
    title = " ".join(part for part in (page.number, page.title, chart.title) if part)
    return DataTable(title=title, head=head, rows=rows)


def _chart_row(chart: ChartSpec, index: int) -> tuple[DataCell, ...]:
    category = DataCell(chart.categories[index], chart.category_key(index))
    return (category, *(_chart_value(chart, series, index) for series in range(len(chart.series))))


def _chart_value(chart: ChartSpec, series: int, index: int) -> DataCell:
    spec = chart.series[series]
    value, source = spec.values[index], spec.keys[index] if spec.keys else None
    # A missing month stays empty even where the page has a cell for it: a reason such as 未集計 would be drawn as 0.
    formula = Formula("{0}", (source,)) if source is not None and value is not None else None
    return DataCell(value, chart.value_key(series, index), formula)
