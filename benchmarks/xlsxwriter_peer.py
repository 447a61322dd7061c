"""The peer of the export: XlsxWriter writing the same deck, with the same cells, styles, merges, lists and charts."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from app.files.safe_text import clean_text, looks_like_formula, sheet_names
from app.layout.addresses import Addresses, join_of, value_place
from app.layout.borders import GridLines, grid_lines
from app.layout.page import Cell, ChartSpec, DataSheet, Deck, Page, Rect, SeriesSpec
from app.layout.styles import Style, style_of
from app.palette import hex_of

_BORDERS = {"hair": 7, "thin": 1, "medium": 2, "thick": 5}
_SIDES = ("left", "top", "right", "bottom")
_VERTICAL = {"top": "top", "center": "vcenter", "bottom": "bottom", "spread": "vdistributed"}
_LEGENDS = {"top": "top", "bottom": "bottom", "right": "right", "none": "none"}
_DASHES = {"solid": "solid", "dash": "dash", "dot": "round_dot", "dash_dot": "dash_dot"}
_PATTERNS = {"stripes": "wide_upward_diagonal", "dots": "percent_25"}


def write_peer(deck: Deck, path: Path) -> None:
    """Write a deck to path with XlsxWriter."""
    writer = _Writer(deck, path)
    for index, page in enumerate(deck.pages):
        writer.add_page(index, page)
    for index, data in enumerate(deck.data_sheets, len(deck.pages)):
        writer.add_data_sheet(index, data)
    writer.book.close()


class _Writer:
    """Holds the growing workbook and one format for each look."""

    def __init__(self, deck: Deck, path: Path) -> None:
        self.book: Any = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
        wishes = [page.sheet_name for page in deck.pages] + [data.sheet_name for data in deck.data_sheets]
        self._names = sheet_names(wishes)
        self._addresses = Addresses(deck)
        self._formats: dict[Any, Any] = {}
        self._sheets = [self.book.add_worksheet(name) for name in self._names]

    def add_page(self, index: int, page: Page) -> None:
        sheet = self._sheets[index]
        for col, width in enumerate(page.columns):
            sheet.set_column_pixels(col, col, width)
        for row, height in enumerate(page.rows):
            sheet.set_row_pixels(row, height)
        _set_print(sheet, page)
        lines = grid_lines(page)
        for cell in page.cells:
            self._write(index, cell, lines)
        for chart in page.charts:
            row, col, options = _corner(page, chart.rect)
            sheet.insert_chart(row, col, self._chart(chart), options)
        for picture in page.pictures:
            row, col, options = _corner(page, picture.rect)
            data = {"image_data": BytesIO(picture.data), "description": picture.alt_text}
            sheet.insert_image(row, col, "picture.png", options | data)

    def add_data_sheet(self, index: int, data: DataSheet) -> None:
        self._sheets[index].hide_gridlines(2)
        for row, (role, cells) in enumerate(data.lines()):
            for col, item in enumerate(cells):
                style = {"title": "caption", "head": "data_head"}.get(
                    role, "data_text" if isinstance(item.value, str) else "data_figure"
                )
                cell = Cell(row=row, col=col, value=item.value, style=style, formula=item.formula)
                self._write(index, cell, GridLines({}, {}))

    def _write(self, index: int, cell: Cell, lines: GridLines) -> None:
        sheet, join = self._sheets[index], join_of(cell)
        last_row, last_col = cell.row + cell.row_span - 1, cell.col + cell.col_span - 1
        if join == "merge":
            sheet.merge_range(cell.row, cell.col, last_row, last_col, "")
        value_at = value_place(cell)
        for row in range(cell.row, last_row + 1):
            for col in range(cell.col, last_col + 1):
                look = self._format(cell, lines.around(row, col), join == "across")
                if (row, col) == value_at:
                    self._fill(index, row, col, cell, look)
                else:
                    sheet.write_blank(row, col, None, look)
        if cell.choices:
            self._add_choices(sheet, *value_at, cell)

    def _fill(self, index: int, row: int, col: int, cell: Cell, look: Any) -> None:
        sheet, value = self._sheets[index], cell.value
        text = self._addresses.formula_text(cell.formula, index, self._names) if cell.formula else None
        plain = float(value) if isinstance(value, Fraction) else value
        if text is not None and value is not None:
            sheet.write_formula(row, col, f"={text}", look, plain)
        elif isinstance(value, str):
            sheet.write_string(row, col, clean_text(value), look)
        elif value is None:
            sheet.write_blank(row, col, None, look)
        else:
            sheet.write_number(row, col, plain, look)

    def _format(self, cell: Cell, edges: Any, across: bool) -> Any:
        code = cell.number_format.code if cell.number_format else "General"
        text = cell.value if isinstance(cell.value, str) else ""
        look = (cell.style, code, edges, across, looks_like_formula(text), "\n" in text)
        if look not in self._formats:
            self._formats[look] = self.book.add_format(_properties(style_of(cell.style), *look[1:]))
        return self._formats[look]

    def _add_choices(self, sheet: Any, row: int, col: int, cell: Cell) -> None:
        words = [clean_text(choice.value) for choice in cell.choices]
        sheet.data_validation(row, col, row, col, {"validate": "list", "source": words})
        for choice, word in zip(cell.choices, words, strict=True):
            style = style_of(choice.style)
            look = {"font_color": hex_of(style.font.colour)} | ({"bg_color": hex_of(style.fill)} if style.fill else {})
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.book.add_format(look)}
            sheet.conditional_format(row, col, row, col, rule)

    def _chart(self, spec: ChartSpec) -> Any:
        plots: list[Any] = []
        for axis in ("left", "right"):
            for mark in ("bar", "line"):
                chosen = [i for i, one in enumerate(spec.series) if (spec.mark_of(one), one.axis) == (mark, axis)]
                if chosen:
                    plots.append(self._plot(spec, mark, chosen))
        first, *others = plots
        for plot in others:
            first.combine(plot)
        first.set_size({"width": spec.rect.width, "height": spec.rect.height})
        first.set_title({"name": spec.title} if spec.title else {"none": True})
        first.set_legend({"position": _LEGENDS[spec.legend]})
        first.show_blanks_as("gap")
        return first

    def _plot(self, spec: ChartSpec, mark: str, chosen: list[int]) -> Any:
        stacked = {"subtype": "stacked"} if spec.kind == "stacked" else {}
        plot = self.book.add_chart({"type": "line"} if mark == "line" else {"type": "column"} | stacked)
        last = len(spec.categories) - 1
        find = self._addresses.range_text
        for index in chosen:
            series = spec.series[index]
            plot.add_series(
                {
                    "name": f"={find(spec.name_key(index), spec.name_key(index), self._names)}",
                    "categories": f"={find(spec.category_key(0), spec.category_key(last), self._names)}",
                    "values": f"={find(spec.value_key(index, 0), spec.value_key(index, last), self._names)}",
                    "y2_axis": series.axis == "right",
                    **_series_look(series, mark),
                }
            )
        plot.set_y_axis({"num_format": spec.left.number_format.axis_code, "major_gridlines": {"visible": True}})
        plot.set_y2_axis({"num_format": spec.right.number_format.axis_code})
        return plot


def _properties(style: Style, code: str, edges: Any, across: bool, risky: bool, broken: bool) -> dict[str, Any]:
    font = style.font
    look: dict[str, Any] = {
        "font_name": font.name,
        "font_size": font.size,
        "bold": font.bold,
        "font_color": hex_of(font.colour),
        "align": "center_across" if across else style.horizontal,
        "valign": _VERTICAL[style.vertical],
        "text_wrap": style.wrap or broken,
        "indent": style.indent,
        "num_format": code,
        "quote_prefix": risky,
    }
    if style.fill:
        look["bg_color"] = hex_of(style.fill)
    for side, line in zip(_SIDES, edges, strict=True):
        if line is not None:
            look |= {side: _BORDERS[line.weight], f"{side}_color": hex_of(line.colour)}
    return look


def _series_look(series: SeriesSpec, mark: str) -> dict[str, Any]:
    colour = hex_of(series.colour)
    look: dict[str, Any] = (
        {"data_labels": {"value": True, "num_format": series.labels.axis_code}} if series.labels else {}
    )
    if mark == "line":
        marker = {"type": series.marker, "size": 7, "fill": {"color": colour}}
        line = {"color": colour, "width": 2.25, "dash_type": _DASHES[series.dash]}
        return look | {"line": line, "marker": marker}
    if series.pattern == "solid":
        return look | {"fill": {"color": colour}}
    return look | {"pattern": {"pattern": _PATTERNS[series.pattern], "fg_color": colour, "bg_color": "#FFFFFF"}}


def _set_print(sheet: Any, page: Page) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if page.setup.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    side, top, bottom = (mm / 25.4 for mm in (page.setup.side_margin, page.setup.top_margin, page.setup.bottom_margin))
    sheet.set_margins(side, side, top, bottom)
    sheet.print_area(0, 0, len(page.rows) - 1, len(page.columns) - 1)


def _corner(page: Page, rect: Rect) -> tuple[int, int, dict[str, int]]:
    columns, rows = page.column_edges(), page.row_edges()
    col = max(index for index, edge in enumerate(columns) if edge <= rect.x)
    row = max(index for index, edge in enumerate(rows) if edge <= rect.y)
    return row, col, {"x_offset": rect.x - columns[col], "y_offset": rect.y - rows[row], "object_position": 1}
