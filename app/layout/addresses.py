"""Where every figure of a deck stands on the sheets, and formulas written with those addresses."""

import re
from dataclasses import dataclass
from typing import Literal

from app.layout.page import Cell, CellValue, Deck, Formula, Key
from app.layout.styles import Horizontal, Style, style_of

Join = Literal["single", "merge", "across", "first", "last"]

_FLOWS: dict[Horizontal, Join] = {"center": "across", "left": "first", "right": "last"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}(?::\{(\d+)\})?")


@dataclass(frozen=True, slots=True)
class Place:
    """A grid cell: index of its sheet (pages first, then data sheets), row and column, all from 0."""

    sheet: int
    row: int
    col: int


def join_of(cell: Cell) -> Join:
    """Return how a cell covers its grid cells: merged only where nothing less will do.

    One line of text is centred across the selection, or stands in the first or last grid cell and flows over the empty
    ones beside it. Numbers and wrapped text cannot flow and are merged, as is all that covers several rows.
    """
    if cell.row_span == 1 and cell.col_span == 1:
        return "single"
    style = style_of(cell.style)
    if cell.row_span > 1 or cell.formula or cell.choices or not _flows(cell.value, style):
        return "merge"
    return _FLOWS[style.horizontal]


def _flows(value: CellValue, style: Style) -> bool:
    """Return whether a value may run over the empty cells beside its own: one line of text, or nothing."""
    return value is None or (isinstance(value, str) and not style.wrap and "\n" not in value)


def value_place(cell: Cell) -> tuple[int, int]:
    """Return the (row, column) of the grid cell that carries a cell's value."""
    return cell.row, cell.col + (cell.col_span - 1 if join_of(cell) == "last" else 0)


class Addresses:
    """Maps keys to places after all pages of a deck are placed.

    The same figure may stand on several sheets: one on the asking sheet comes first, then the first of the deck.
    """

    def __init__(self, deck: Deck) -> None:
        self._places: dict[Key, list[Place]] = {}
        for sheet, page in enumerate(deck.pages):
            for cell in page.cells:
                self._keep(cell.key, Place(sheet, *value_place(cell)))
        for sheet, data in enumerate(deck.data_sheets, len(deck.pages)):
            for row, (_role, cells) in enumerate(data.lines()):
                for col, item in enumerate(cells):
                    self._keep(item.key, Place(sheet, row, col))

    def _keep(self, key: Key | None, place: Place) -> None:
        if key is not None:
            self._places.setdefault(key, []).append(place)

    def find(self, key: Key, sheet: int) -> Place | None:
        """Return where a figure stands as seen from a sheet, or None where it is on no sheet."""
        places = self._places.get(key, [])
        return next((place for place in places if place.sheet == sheet), places[0] if places else None)

    def formula_text(self, formula: Formula, sheet: int, names: tuple[str, ...]) -> str | None:
        """Return a formula without its `=` as it stands on a sheet; names are those of all sheets in order.

        None where one of its keys is on no sheet: the cell then shows its value.
        """
        places = [self.find(key, sheet) for key in formula.keys]
        if any(place is None for place in places):
            return None
        found = [place for place in places if place is not None]

        def written(match: re.Match[str]) -> str:
            first = found[int(match[1])]
            last = found[int(match[2])] if match[2] else None
            prefix = "" if first.sheet == sheet else f"{quoted(names[first.sheet])}!"
            return prefix + a1(first.row, first.col) + (f":{a1(last.row, last.col)}" if last else "")

        return _PLACEHOLDER.sub(written, formula.template)

    def range_text(self, first: Key, last: Key, names: tuple[str, ...]) -> str:
        """Return the absolute range from one key to another on the first's sheet (KeyError where one is missing)."""
        start, end = self._places[first][0], self._places[last][0]
        corner = f"${column_letters(end.col)}${end.row + 1}"
        tail = "" if start == end else f":{corner}"
        return f"{quoted(names[start.sheet])}!${column_letters(start.col)}${start.row + 1}{tail}"


def quoted(sheet_name: str) -> str:
    """Return a sheet's name as formulas write it."""
    return "'" + sheet_name.replace("'", "''") + "'"


def column_letters(col: int) -> str:
    """Return the letters of a column counted from 0 (0 is A, 26 is AA)."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def a1(row: int, col: int) -> str:
    """Return the address of a grid cell, both counted from 0."""
    return f"{column_letters(col)}{row + 1}"
