"""The verdict on a printed figure: agrees, only truncated, only rounded, differs."""

from fractions import Fraction

import pytest

from app.domain.checks import AGREES, DIFFERS, ROUNDED, TRUNCATED, verdict


@pytest.mark.parametrize(
    ("printed", "digits", "computed", "code"),
    [
        ("0.086", 3, Fraction(3148, 36345), TRUNCATED),
        ("0.897", 3, Fraction(12729, 14177), TRUNCATED),
        ("0.14", 2, Fraction(4058, 29280), ROUNDED),
        ("2020", 0, Fraction(22218, 11), ROUNDED),
        ("0.815", 3, Fraction(14177, 17386), AGREES),
        ("0.732", 3, Fraction(12729, 17386), AGREES),
        ("0.186", 3, Fraction(32590, 175200), AGREES),
        ("110", 0, Fraction(552, 5), AGREES),
        ("0.898", 3, Fraction(12729, 14177), ROUNDED),
        ("1168", 0, Fraction(1167), DIFFERS),
        ("0", 0, Fraction(0), AGREES),
    ],
)
def test_a_printed_figure_is_judged_by_its_own_decimals(
    printed: str, digits: int, computed: Fraction, code: str
) -> None:
    assert verdict(Fraction(printed), digits, computed) == code
