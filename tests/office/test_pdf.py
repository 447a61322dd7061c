"""The workbook printed by LibreOffice: one A4 page a slide with its title on it, in the fonts it was made for."""

import unicodedata

import pytest

from tests.export.boards import BOARDS, deck
from tests.office.office import Printed, fonts, page_sizes, page_texts

A4_LANDSCAPE = (842, 595)  # pt
FONTS = {f"BIZUD{face}Gothic-{weight}" for face in ("", "P") for weight in ("Regular", "Bold")}


def bare(text: str) -> str:
    """Return a text without white space, and without the difference between a letter and its printed form."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", BOARDS)
def test_every_page_is_a4_landscape(printed: dict[str, Printed], name: str) -> None:
    assert {(round(width), round(height)) for width, height in page_sizes(printed[name].pdf)} == {A4_LANDSCAPE}


@pytest.mark.parametrize("name", BOARDS)
def test_each_slide_is_one_page_with_its_title_and_number(printed: dict[str, Printed], name: str) -> None:
    pages = [bare(text) for text in page_texts(printed[name].pdf)]
    slides = deck(name).pages
    untitled = [slide.title for slide, page in zip(slides, pages, strict=False) if bare(slide.title) not in page]
    assert untitled == []
    # A slide that took two pages would put every later one off its number.
    assert [page.endswith(slide.number) for slide, page in zip(slides, pages, strict=False)] == [True] * len(slides)


@pytest.mark.parametrize("name", BOARDS)
def test_the_data_sheets_follow_the_slides(printed: dict[str, Printed], name: str) -> None:
    behind = [bare(text) for text in page_texts(printed[name].pdf)][len(deck(name).pages) :]
    assert all(behind)
    titles = [bare(sheet.tables[0].title) for sheet in deck(name).data_sheets if sheet.tables]
    starts = [next(at for at, page in enumerate(behind) if page.startswith(title)) for title in titles]
    assert starts == sorted(set(starts))
    assert starts[:1] in ([], [0])


@pytest.mark.parametrize("name", BOARDS)
def test_every_letter_is_in_the_workbook_s_fonts(printed: dict[str, Printed], name: str) -> None:
    found = fonts(printed[name].pdf)
    assert found.keys() <= FONTS and len(found) >= 3
    assert all(found.values())
