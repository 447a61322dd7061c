"""Turns pages and data sheets into the worksheets of an openpyxl workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from fractions import Fraction
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.export.charts import native_chart
from app.export.looks import Look, Looks, argb, choice_rule, set_normal_font
from app.export.stored_values import StoredValue, exact_text
from app.files.safe_text import cell_pieces, cell_text, clean_text, looks_like_formula, sheet_names
from app.layout.addresses import Addresses, a1, column_letters, join_of, value_place
from app.layout.borders import GridLines, grid_lines
from app.layout.page import Cell, CellValue, Choice, DataSheet, Deck, LineRole, Page, Picture, PrintSetup, Rect
from app.layout.text_fit import text_width

_A4 = 9
_EMU_PER_PX = 9525
_MM_PER_INCH = 25.4
_DIGIT_PX = 6  # the width of a digit of the normal font, the unit of column widths
_LEAST_DATA_WIDTH, _MOST_DATA_WIDTH = 72, 320  # px


@dataclass(slots=True)
class SheetExtras:
    """What the file gets after openpyxl has written a sheet: stored values by address, and texts for its drawings."""

    stored: dict[str, StoredValue] = field(default_factory=dict)
    alt_texts: list[str] = field(default_factory=list)


class SheetSet:
    """Holds the growing workbook of a deck; `extras` has one entry for each sheet in order."""

    def __init__(self, deck: Deck) -> None:
        self.extras: list[SheetExtras] = []
        self.workbook = Workbook()
        self._deck = deck
        wishes = [page.sheet_name for page in deck.pages] + [data.sheet_name for data in deck.data_sheets]
        self._names = sheet_names(wishes)
        self._addresses = Addresses(deck)
        self._looks = Looks(self.workbook.worksheets[0], deck.colours)
        self.workbook.remove(self.workbook.worksheets[0])
        set_normal_font(self.workbook, deck.colours)
        _set_properties(self.workbook, deck)

    def add_page(self, index: int) -> None:
        """Add the sheet of a page."""
        page = self._deck.pages[index]
        sheet = self._new_sheet(index, "navy")
        _set_grid(sheet, page)
        _set_print(sheet, page)
        lines = grid_lines(page)
        for cell in page.cells:
            self._write_cell(sheet, index, cell, lines)
        _add_choices(sheet, page.cells, self._deck.colours)
        self._draw(sheet, page)

    def add_data_sheet(self, index: int) -> None:
        """Add a data sheet; index counts the data sheets from 0."""
        data = self._deck.data_sheets[index]
        number = len(self._deck.pages) + index
        sheet = self._new_sheet(number, "line")
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToHeight = 0
        sheet.page_setup.orientation = "landscape"
        for col, width in enumerate(_data_widths(data)):
            sheet.column_dimensions[column_letters(col)].width = width / _DIGIT_PX
        for cell in _data_cells(data):
            self._write_cell(sheet, number, cell, GridLines({}, {}))

    def _new_sheet(self, number: int, colour: str) -> Worksheet:
        sheet: Worksheet = self.workbook.create_sheet(self._names[number])
        sheet.sheet_properties.tabColor = argb(self._deck.colours[colour])
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.sheet_view.showGridLines = False
        self.extras.append(SheetExtras())
        return sheet

    def _write_cell(self, sheet: Worksheet, number: int, cell: Cell, lines: GridLines) -> None:
        join = join_of(cell)
        code = cell.number_format.code if cell.number_format else "General"
        text = cell.value if isinstance(cell.value, str) else ""
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                edges = lines.around(row, col)
                look = Look(cell.style, code, edges, join == "across", looks_like_formula(text), "\n" in text)
                self._looks.dress(sheet.cell(row + 1, col + 1), look)
        row, col = value_place(cell)
        self._fill(sheet.cell(row + 1, col + 1), number, cell)
        if join == "merge":
            last = a1(cell.row + cell.row_span - 1, cell.col + cell.col_span - 1)
            sheet.merged_cells.add(f"{a1(cell.row, cell.col)}:{last}")

    def _fill(self, target: Any, number: int, cell: Cell) -> None:
        value = cell.value
        text = self._addresses.formula_text(cell.formula, number, self._names) if cell.formula else None
        if text is not None and value is not None:
            target.value = f"={text}"
            self.extras[number].stored[target.coordinate] = clean_text(value) if isinstance(value, str) else value
        elif isinstance(value, str):
            # Set past openpyxl's guessing: '=1+1' and '#N/A' are texts here.
            target._value, target.data_type = cell_text(value), "s"
        elif value is not None:
            target.value = float(value) if isinstance(value, Fraction) else value

    def _draw(self, sheet: Worksheet, page: Page) -> None:
        for chart in page.charts:
            native = native_chart(chart, self._addresses, self._names, self._deck.colours)
            _place(native, page, chart.rect)
            sheet.add_chart(native)
        for picture in page.pictures:
            image = _KeptImage(picture)
            _place(image, page, picture.rect)
            sheet.add_image(image)
        texts = [chart.alt_text for chart in page.charts] + [picture.alt_text for picture in page.pictures]
        self.extras[-1].alt_texts += [clean_text(text) for text in texts]


class _KeptImage(Image):
    """A picture that goes into the file byte for byte; openpyxl's own would have Pillow open and judge it."""

    def __init__(self, picture: Picture) -> None:
        self._bytes = picture.data
        self.width, self.height = picture.rect.width, picture.rect.height
        self.format = "jpeg" if picture.data.startswith(b"\xff\xd8") else "png"

    def _data(self) -> bytes:
        return self._bytes


def _set_properties(workbook: Workbook, deck: Deck) -> None:
    properties = workbook.properties
    properties.title, properties.creator = clean_text(deck.title), clean_text(deck.author)
    properties.created = properties.modified = datetime.combine(deck.dated, time())
    properties.language = "ja-JP"


def _set_grid(sheet: Worksheet, page: Page) -> None:
    for col, width in enumerate(page.columns):
        sheet.column_dimensions[column_letters(col)].width = width / _DIGIT_PX
    for row, height in enumerate(page.rows, 1):
        sheet.row_dimensions[row].height = height * 0.75
    sheet.print_area = f"A1:{a1(len(page.rows) - 1, len(page.columns) - 1)}"


def _set_print(sheet: Worksheet, page: Page) -> None:
    setup: PrintSetup = page.setup
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if setup.landscape else "portrait"
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.print_options.horizontalCentered = True
    side, top, bottom = (mm / _MM_PER_INCH for mm in (setup.side_margin, setup.top_margin, setup.bottom_margin))
    sheet.page_margins = PageMargins(left=side, right=side, top=top, bottom=bottom, header=0, footer=0)


def _add_choices(sheet: Worksheet, cells: Iterable[Cell], colours: Mapping[str, str]) -> None:
    """Give cells with choices their list, and the look of each choice for the day when a person chooses another."""
    places: dict[tuple[Choice, ...], list[str]] = {}
    for cell in cells:
        if cell.choices:
            places.setdefault(cell.choices, []).append(a1(*value_place(cell)))
    for choices, addresses in places.items():
        words = ",".join(clean_text(choice.value).replace('"', '""') for choice in choices)
        rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, sqref=" ".join(addresses))
        sheet.add_data_validation(rule)
        for choice in choices:
            sheet.conditional_formatting.add(" ".join(addresses), choice_rule(choice, colours))


def _place(drawing: Any, page: Page, rect: Rect) -> None:
    """Anchor a drawing in the grid, so that it keeps its place where Excel replaces a missing font."""
    columns, rows = page.column_edges(), page.row_edges()
    start = _marker(columns, rect.x, rows, rect.y)
    end = _marker(columns, rect.right, rows, rect.bottom)
    drawing.anchor = TwoCellAnchor(editAs="oneCell", _from=start, to=end)


def _marker(columns: tuple[int, ...], x: int, rows: tuple[int, ...], y: int) -> AnchorMarker:
    col = max(index for index, edge in enumerate(columns) if edge <= x)
    row = max(index for index, edge in enumerate(rows) if edge <= y)
    right, down = (x - columns[col]) * _EMU_PER_PX, (y - rows[row]) * _EMU_PER_PX
    return AnchorMarker(col=col, colOff=right, row=row, rowOff=down)


def _data_cells(data: DataSheet) -> Iterable[Cell]:
    for row, (role, cells) in enumerate(data.lines()):
        beyond: list[CellValue] = []
        for col, item in enumerate(cells):
            value, *further = [item.value] if item.key else _written(item.value)
            beyond += further
            yield Cell(row=row, col=col, value=value, style=_data_style(role, value), formula=item.formula)
        for col, text in enumerate(beyond, len(cells)):
            yield Cell(row=row, col=col, value=text, style="data_text")


def _written(value: CellValue) -> list[CellValue]:
    """Return a value as a data sheet holds it: a text over a cell's limit goes on at the end of its row.

    A number of more digits than Excel keeps is written as text.
    """
    if value is None:
        return [None]
    return [*cell_pieces(value)] if isinstance(value, str) else [exact_text(value) or value]


def _data_style(role: LineRole, value: CellValue) -> str:
    if role in ("title", "head"):
        return "caption" if role == "title" else "data_head"
    return "data_text" if isinstance(value, str) else "data_figure"


def _data_widths(data: DataSheet) -> list[int]:
    """Return column widths in px that hold every text of a data sheet but the titles, which flow."""
    widths: list[int] = []
    for role, cells in data.lines():
        for col, item in enumerate(cells if role != "title" else ()):
            widths += [_LEAST_DATA_WIDTH] * (col + 1 - len(widths))
            if isinstance(item.value, str):
                widths[col] = max(widths[col], min(text_width(item.value, 9, bold=True) + 12, _MOST_DATA_WIDTH))
    return widths
