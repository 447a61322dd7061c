"""Slips that would explain a wrong figure: named to the last digit or not at all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.proof.slips import MOST, Context, agrees, explain


def kinds(printed: str, computed: str, **context: object) -> list[str]:
    """Return the kinds of slips, the most plausible first."""
    return [slip.kind for slip in explain(Fraction(printed), Fraction(computed), Context(**context))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "computed", "kind"),
    [
        ("2089", "2098", "transposed"),
        ("-35", "35", "sign"),
        ("1169", "1168", "mistyped"),
        ("1186", "1168", "transposed"),
        ("118", "1168", "missing"),
        ("11668", "1168", "doubled"),
        ("11268", "1168", "added"),
        ("22", "22218", "unit"),
        ("22218000", "22218", "unit"),
        ("2", "22218", None),
        ("1234", "5678", None),
        ("12", "13", None),
    ],
)
def test_a_slip_of_the_hand(printed: str, computed: str, kind: str | None) -> None:
    assert (kinds(printed, computed) or [None])[0] == kind


def test_decimals_count_as_digits() -> None:
    assert kinds("87.9", "89.786", decimals=1) == ["transposed"]  # 89.7 or 89.8 was meant
    assert kinds("8.97", "89.786", decimals=2)[0] == "unit"


def test_what_was_left_out_counted_twice_or_taken_from_beside_is_named() -> None:
    months = (("4月", Fraction(120)), ("5月", Fraction(98)), ("6月", Fraction(98)))
    (left,) = explain(Fraction(196), Fraction(316), Context(parts=months))
    assert (left.kind, left.words) == ("left_out", "4月の足し忘れ")
    (either,) = explain(Fraction(218), Fraction(316), Context(parts=months))
    assert (either.words, either.sure) == ("5月か6月の足し忘れ", "possible")
    assert kinds("436", "316", parts=months)[0] == "twice"
    assert kinds("281", "251", neighbours=(("隣の「d払い」", Fraction(281)),))[0] == "neighbour"
    assert kinds("613", "707", last_year=Fraction(613)) == ["last_year"]
    assert kinds("3", "5", last_year=Fraction(3)) == []


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_swap_is_named_only_where_turning_two_digits_gives_the_figure(printed: int, computed: int) -> None:
    found = explain(Fraction(printed), Fraction(computed), Context())
    text = str(printed)
    turned = {text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)}
    assert len(found) <= MOST
    assert any(slip.kind == "transposed" for slip in found) == (
        printed >= 10 and printed != computed and str(computed) in turned
    )


@given(st.fractions(0, 1000), st.integers(0, 3))
def test_a_figure_agrees_with_what_it_was_rounded_from(value: Fraction, decimals: int) -> None:
    down = Fraction(int(value * 10**decimals), 10**decimals)
    assert agrees(down, value, decimals)
    assert not agrees(down - Fraction(1, 10**decimals), value, decimals)
