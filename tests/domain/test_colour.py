"""Colours against what is published of them, and the city's colour as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.colour import BLACK, LEAST_CONTRAST, WHITE, city_colour, contrast, distance, mixed, readable
from app.domain.errors import InputError

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_what_wcag_s_own_examples_say() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.005)  # the well-known grey just below the limit
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.005)
    assert contrast("#ff0000", WHITE) == pytest.approx(4.0, abs=0.005)


@given(one=COLOURS, other=COLOURS)
def test_contrast_and_distance_are_the_same_both_ways(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one) >= 1
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)


def test_mixed_goes_from_one_colour_to_the_other() -> None:
    assert [mixed("#204060", WHITE, share) for share in (0, 0.5, 1)] == ["#204060", "#90a0b0", WHITE]


@given(colour=COLOURS)
def test_readable_darkens_only_what_cannot_be_read(colour: str) -> None:
    found = readable(colour, WHITE)
    assert contrast(found, WHITE) >= LEAST_CONTRAST
    assert (found == colour) == (contrast(colour, WHITE) >= LEAST_CONTRAST)


@pytest.mark.parametrize("typed", ["#1F3A5F", "1f3a5f", "　＃１ｆ３ａ５ｆ "])
def test_a_colour_is_taken_as_people_type_it(typed: str) -> None:
    assert city_colour(typed) == "#1f3a5f"


@pytest.mark.parametrize("typed", ["", "#123", "navy", "#1f3a5g", "#1f3a5f0"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="6桁"):
        city_colour(typed)


@given(colour=COLOURS)
def test_a_light_colour_is_refused_with_one_near_it_that_is_taken(colour: str) -> None:
    if contrast(colour, WHITE) >= LEAST_CONTRAST:
        assert city_colour(colour) == colour
        return
    with pytest.raises(InputError, match="近い色") as caught:
        city_colour(colour)
    near = caught.value.message.split("近い色: ")[1][:7]
    assert city_colour(near) == near
