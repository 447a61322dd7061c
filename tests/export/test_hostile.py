"""Whatever stands in a board comes out as a workbook that prints whole, or is refused in words."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.domain.errors import BoardError
from app.domain.text import with_line_feeds
from app.export.workbook import write_workbook
from app.files.safe_text import MOST_LETTERS, clean_text
from app.layout.addresses import join_of, value_place
from app.layout.builder import SNAP, grid_places
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Cell, Deck, Page
from app.layout.styles import style_of
from app.layout.text_fit import TEXT_PADDING, cell_height, figure_width, line_width
from tests.export.hostile_boards import Builder, meeting_of, words
from tests.export.hostile_cases import CASES

FORBIDDEN = set("\\/?*[]:＼／？＊［］：")


@cache
def deck(name: str) -> Deck:
    """Return the laid-out paper of a case."""
    return CASES[name]()[0].deck()


@cache
def workbook(name: str) -> Path:
    """Return the workbook of a case."""
    path = Path(mkdtemp()) / f"{name}.xlsx"
    for _ in write_workbook(deck(name), path):
        pass
    return path


def bare(text: str) -> str:
    """Return a text without what no print shows: blanks, line ends, controls, lone surrogates."""
    return "".join(clean_text(text).split())


def found(text: str, shown: list[str]) -> bool:
    """Say whether a text stands in one cell, or in pieces in cells one after the other."""
    wanted = bare(text)
    if any(wanted in piece for piece in shown):
        return True
    at = 0
    for piece in shown:
        begins = piece and (wanted.startswith(piece, at) or (at > 0 and piece.startswith(wanted[at:])))
        at += len(piece) if begins else 0
        if at >= len(wanted):
            return True
    return False


def room(page: Page, cell: Cell) -> int:
    """Return the px that a line of text may take: its box and, where nothing stands, what is beside it."""
    rect = page.rect_of(cell)
    if join_of(cell) == "merge":
        return rect.width
    others = [other for other in page.cells if other is not cell and other.value not in (None, "")]
    full = {place for other in others for place in grid_places(other)}
    left, right = cell.col, cell.col + cell.col_span
    while style_of(cell.style).horizontal != "left" and left > 0 and (cell.row, left - 1) not in full:
        left -= 1
    while style_of(cell.style).horizontal != "right" and right < len(page.columns) and (cell.row, right) not in full:
        right += 1
    return sum(page.columns[left:right])


def misfit(page: Page, cell: Cell) -> str | None:
    """Return what of a cell is cut in print, None where all of it shows."""
    rect, style = page.rect_of(cell), style_of(cell.style)
    if not isinstance(cell.value, str):
        wide = cell.number_format and cell.value is not None and figure_width(cell.value, style, cell.number_format)
        return f"{cell.shown} is wider than its cell" if wide and wide > rect.width else None
    text = clean_text(cell.value)
    if cell_height(text, rect.width, style) - TEXT_PADDING - SNAP > rect.height:
        return f"{text[:40]!r} ({cell.style}) is higher than {rect}"
    if not style.wrap and line_width(text, style) > room(page, cell) + SNAP:
        return f"{text[:40]!r} ({cell.style}) is wider than {rect}"
    return None


@pytest.mark.parametrize("name", CASES)
def test_every_page_has_the_size_of_its_paper_and_nothing_on_it_is_cut(name: str) -> None:
    for page in deck(name).pages:
        assert sum(page.columns) == PAGE_WIDTH and sum(page.rows) <= PAGE_HEIGHT, page.title[:40]
        assert [trouble for cell in page.cells if (trouble := misfit(page, cell))] == [], page.title[:40]
        for rect in [chart.rect for chart in page.charts] + [picture.rect for picture in page.pictures]:
            assert rect.right <= PAGE_WIDTH and rect.bottom <= PAGE_HEIGHT


@pytest.mark.parametrize("name", CASES)
def test_no_text_is_lost(name: str) -> None:
    shown = [bare(cell.shown) for page in deck(name).pages for cell in page.cells]
    assert [text[:60] for text in CASES[name]()[1] if not found(text, shown)] == []


@pytest.mark.parametrize("name", CASES)
def test_there_is_no_formula_but_ours(name: str) -> None:
    book = load_workbook(workbook(name))
    for page, sheet in zip(deck(name).pages, book.worksheets, strict=False):
        ours = {value_place(cell) for cell in page.cells if cell.formula is not None}
        live = {(cell.row - 1, cell.column - 1) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
        assert live <= ours, page.title[:40]
    for data, sheet in zip(deck(name).data_sheets, book.worksheets[len(deck(name).pages) :], strict=True):
        cells = [cell for _, line in data.lines() for cell in line if cell.formula is not None]
        assert sum(cell.data_type == "f" for row in sheet.iter_rows() for cell in row) <= len(cells)


@pytest.mark.parametrize("name", CASES)
def test_another_reader_finds_every_text_of_every_page(name: str) -> None:
    book = CalamineWorkbook.from_path(workbook(name))
    for page, sheet in zip(deck(name).pages, book.sheet_names, strict=False):
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        for cell in page.cells:
            if isinstance(cell.value, str) and clean_text(cell.value):
                row, col = value_place(cell)
                assert rows[row][col] == clean_text(cell.value), (page.title[:40], cell.style)


@pytest.mark.parametrize("name", CASES)
def test_sheets_have_names_that_excel_takes(name: str) -> None:
    names = CalamineWorkbook.from_path(workbook(name)).sheet_names
    assert len({unicodedata.normalize("NFKC", one).casefold() for one in names}) == len(names)
    for one in names:
        assert 0 < len(one.encode("utf-16-le")) // 2 <= 31
        assert not FORBIDDEN & set(one) and one.strip("'") == one
        assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in one)


@pytest.mark.parametrize("name", CASES)
def test_formats_are_no_longer_than_excel_takes(name: str) -> None:
    for page in deck(name).pages:
        codes = [cell.number_format.code for cell in page.cells if cell.number_format]
        assert all(len(code) <= 255 and not re.search(r"[\x00-\x1f]", code) for code in codes)


def test_a_text_over_a_cell_s_limit_goes_on_in_the_next_cell_of_the_data_sheet() -> None:
    board = Builder()
    name = words(MOST_LETTERS + 5_000)
    board.metric(name, {"2022-04": "1"})
    board.block(board.node("項目"), "text", body="本文")
    path = Path(mkdtemp()) / "a.xlsx"
    for _ in write_workbook(board.deck(), path):
        pass
    book = CalamineWorkbook.from_path(path)
    row = book.get_sheet_by_name(book.sheet_names[-1]).to_python()[-1]
    first, last = str(row[1]), str(row[-1])
    assert first + last == name and len(first) == MOST_LETTERS


@pytest.mark.parametrize("field", ["paper_title", "council", "closing", "paper_note", "paper_number", "presenter"])
def test_a_name_longer_than_a_page_is_refused_in_words(field: str) -> None:
    board = Builder(meeting_of(**{field: words(40_000)}))
    with pytest.raises(BoardError, match="短くしてください"):
        board.deck()


def test_a_group_s_name_longer_than_a_page_is_refused_in_words() -> None:
    board = Builder()
    board.group(words(40_000))
    board.block(board.node("項目"), "text", body="本文")
    with pytest.raises(BoardError, match="短くしてください"):
        board.deck()


def test_line_ends_of_other_programs_break_lines_on_paper_as_in_the_cell() -> None:
    assert clean_text("行\v替\u2028え") == with_line_feeds("行\v替\u2028え") == "行\n替\nえ"
