"""The shades of a city's colour: read everywhere, and told apart in a chart."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.colour import LEAST_CONTRAST, WHITE, contrast, distance, readable
from app.layout.colours import colours_of
from app.layout.styles import style_of
from app.palette import COLOURS
from tests.export.boards import BOARDS, deck

CITIES = st.integers(0, 0xFFFFFF).map(lambda number: readable(f"#{number:06x}", WHITE))


@cache
def inks_and_grounds() -> set[tuple[str, str]]:
    """Return the colours of words and of what they stand on, as pages and data sheets use them; marks left out."""
    cells = [cell for name in BOARDS for page in deck(name).pages for cell in page.cells if cell.shown]
    styles = [style_of(name) for name in {cell.style for cell in cells} | {"caption", "data_head", "data_text"}]
    pairs = {(style.font.colour, style.fill or "white") for style in styles}
    return {pair for pair in pairs if not pair[1].startswith("status")}


def test_without_a_city_s_colour_the_palette_is_as_it_is() -> None:
    assert dict(colours_of(None)) == COLOURS


def test_the_colour_itself_is_the_title_band_and_its_shades_keep_their_order() -> None:
    colours = colours_of("#00552e")
    assert colours["navy"] == "#00552e"
    steps = [contrast(colours[name], WHITE) for name in ("rule", "navy", "blue_mid", "blue_pale", "head", "panel")]
    assert steps == sorted(steps, reverse=True)
    assert colours.keys() == COLOURS.keys()
    assert all(colours[name] == COLOURS[name] for name in COLOURS if name.startswith("status") or name == "red")


@given(accent=CITIES)
def test_words_that_are_read_in_navy_are_read_in_every_city_s_colour(accent: str) -> None:
    colours = colours_of(accent)
    pairs = inks_and_grounds()
    assert ("white", "navy") in pairs and ("navy_deep", "head") in pairs
    assert [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < LEAST_CONTRAST] == []


@given(accent=CITIES)
def test_the_two_lines_of_a_chart_are_told_apart(accent: str) -> None:
    colours = colours_of(accent)
    assert distance(colours["navy"], colours["red"]) >= 100


@pytest.mark.parametrize("accent", ["#b00020", "#c8102e"])
def test_beside_a_red_city_the_second_line_is_navy(accent: str) -> None:
    assert colours_of(accent)["red"] == COLOURS["navy"]
