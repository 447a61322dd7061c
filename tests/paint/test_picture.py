"""Pictures of pages: of the width asked for, white where nothing stands, sharper when larger."""

from dataclasses import replace

import pytest

from app.layout.page import Rect
from app.paint.picture import page_image
from tests.export.council import council_deck
from tests.paint.ink import colour_at, coloured, inked, is_palette, page_of


@pytest.mark.parametrize(("width", "height"), [(1044, 700), (2088, 1400), (261, 175)])
def test_a_picture_has_the_width_asked_for_and_a_slide_s_shape(width: int, height: int) -> None:
    image = page_image(council_deck().pages[0], width)
    assert (image.width(), image.height()) == (width, height)
    assert is_palette(image, 0, 0, "white") and is_palette(image, width - 1, height - 1, "white")


@pytest.mark.parametrize("width", [261, 522, 1044, 1566, 2088])
def test_grounds_and_text_scale_with_the_picture(width: int) -> None:
    scale = width / 1044
    image = page_image(page_of((Rect(200, 100, 400, 200), "題", "title")), width)
    found = coloured(image, Rect(0, 0, image.width(), image.height()), "navy")
    assert found is not None
    assert found.x == pytest.approx(200 * scale, abs=1) and found.width == pytest.approx(400 * scale, abs=1)
    assert inked(image, Rect(0, 0, round(190 * scale), image.height())) is None


def test_lines_are_seen_in_small_pictures() -> None:
    image = page_image(page_of((Rect(200, 100, 400, 200), None, "label")), 209)
    assert coloured(image, Rect(0, 0, 209, 140), "line") is not None


def test_a_deck_in_the_city_s_colour_is_painted_in_it() -> None:
    deck = replace(council_deck(), accent="#14532d")
    image = page_image(deck.pages[7], 1044, deck.colours)
    assert colour_at(image, 900, 20) == "#14532d"
    assert coloured(image, Rect(0, 0, 1044, 700), "navy") is None


@pytest.mark.parametrize("width", [1044, 1305, 1566, 1827, 2088])
def test_the_outermost_lines_are_the_page_s_edges(width: int) -> None:
    image = page_image(page_of((Rect(0, 0, 1044, 700), None, "label tinted")), width)
    middle = image.height() // 2
    assert is_palette(image, 0, middle, "line") and is_palette(image, width - 1, middle, "line")
    assert is_palette(image, width // 2, 0, "line") and is_palette(image, width // 2, image.height() - 1, "line")
