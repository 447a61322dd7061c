"""Another reader, python-calamine, finds every value of every laid-out page at its place in the file."""

from fractions import Fraction
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from app.layout.addresses import value_place
from app.layout.page import Page
from tests.export.boards import BOARDS, deck, workbook


def read_sheets(name: str) -> list[list[list[Any]]]:
    """Return the rows of each sheet of a board's workbook from its upper left cell on."""
    book = CalamineWorkbook.from_path(str(workbook(name)))
    return [book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in book.sheet_names]


def expected(page: Page) -> dict[tuple[int, int], Any]:
    """Return place -> value of the cells of a page that say something."""
    return {value_place(cell): cell.value for cell in page.cells if cell.value not in (None, "")}


def agree(value: Any, read: Any) -> bool:
    """Say whether a page's value came back: texts to the letter, numbers as the same double."""
    if isinstance(value, str):
        return bool(read == value)
    return isinstance(read, float | int) and float(Fraction(value)) == float(read)


@pytest.mark.parametrize("name", BOARDS)
def test_every_value_of_every_page_is_read_back(name: str) -> None:
    sheets, compared = read_sheets(name), 0
    for page, rows in zip(deck(name).pages, sheets, strict=False):
        values = expected(page)
        wrong = {
            at: (value, rows[at[0]][at[1]]) for at, value in values.items() if not agree(value, rows[at[0]][at[1]])
        }
        assert wrong == {}, page.title
        filled = {(row, col) for row, line in enumerate(rows) for col, value in enumerate(line) if value != ""}
        assert filled == values.keys(), page.title
        compared += len(values)
    assert compared >= 20


@pytest.mark.parametrize("name", BOARDS)
def test_every_value_of_the_data_sheets_is_read_back(name: str) -> None:
    sheets = read_sheets(name)[len(deck(name).pages) :]
    assert len(sheets) == len(deck(name).data_sheets)
    for data, rows in zip(deck(name).data_sheets, sheets, strict=True):
        for at, (_role, cells) in enumerate(data.lines()):
            for col, cell in enumerate(cells):
                if cell.value not in (None, ""):
                    assert agree(cell.value, rows[at][col]), (data.sheet_name, at, col)
