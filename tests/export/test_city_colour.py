"""A city's own colour in the written file: in cells and charts, with no navy left over."""

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from app.export.workbook import write_workbook
from app.layout.page import Deck
from tests.export.council import council_deck
from tests.export.small_deck import small_deck

NAVY, GREEN, RULE = "1F3A5F", "00552E", "C8102E"


def written(deck: Deck, path: Path) -> Path:
    """Return the path of the deck as a workbook."""
    for _ in write_workbook(deck, path):
        pass
    return path


def colours_in(path: Path, parts: tuple[str, ...]) -> set[str]:
    """Return which of the three colours stand in the parts of a file."""
    with ZipFile(path) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith(parts)]
    return {colour for colour in (NAVY, GREEN, RULE) if any(colour in text for text in texts)}


@pytest.mark.parametrize("deck", [small_deck, council_deck])
def test_cells_charts_and_tabs_are_in_the_city_s_colour(deck: object, tmp_path: Path) -> None:
    made: Deck = deck()  # type: ignore[operator]
    usual = written(made, tmp_path / "usual.xlsx")
    green = written(replace(made, accent="#00552e"), tmp_path / "green.xlsx")
    sheets = ("xl/styles.xml", "xl/worksheets/")
    assert colours_in(usual, sheets) == {NAVY, RULE}
    assert colours_in(green, sheets) == {GREEN}
    assert NAVY in colours_in(usual, ("xl/charts/",))
    assert GREEN in colours_in(green, ("xl/charts/",)) and NAVY not in colours_in(green, ("xl/charts/",))


def test_the_title_band_is_filled_with_it_and_its_words_stay_white(tmp_path: Path) -> None:
    path = written(replace(council_deck(), accent="#00552e"), tmp_path / "green.xlsx")
    title = load_workbook(path).worksheets[2]["A1"]
    assert (title.fill.fgColor.rgb, title.font.color.rgb) == ("FF00552E", "FFFFFFFF")
