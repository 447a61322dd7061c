"""Values beside formulas, in the XML that openpyxl writes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.export.stored_values import exact_text, number_text, with_stored_values

SHEET = '<row r="1"><c r="A1" s="3"><f>SUM(B1:C1)</f><v /></c><c r="B1" t="n"><v>1</v></c></row>'


def test_a_number_goes_beside_its_formula() -> None:
    expected = SHEET.replace("<v />", "<v>12.5</v>")
    assert with_stored_values(SHEET, {"A1": Decimal("12.5")}) == expected


def test_a_text_is_marked_and_escaped() -> None:
    result = with_stored_values(SHEET, {"A1": "<未集計>"})
    assert '<c r="A1" s="3" t="str"><f>SUM(B1:C1)</f><v>&lt;未集計&gt;</v></c>' in result


@pytest.mark.parametrize("values", [{}, {"B1": 1}, {"A1": 1, "Z9": 2}])
def test_formulas_and_values_have_to_meet(values: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        with_stored_values(SHEET, dict(values))


def test_numbers_are_stored_as_the_same_double() -> None:
    assert [number_text(value) for value in (3, Decimal("3.0"), Decimal("0.1"), Fraction(1, 3))] == [
        "3",
        "3",
        "0.1",
        "0.3333333333333333",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123456789012345678901234567890, "123456789012345678901234567890"),
        (-1234567890123456, "-1234567890123456"),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (Fraction(1, 2**60), "0.000000000000000000867361737988403547205962240695953369140625"),
        (123456789012345, None),
        (10**30, None),  # a single digit that counts: Excel keeps it
        (Fraction(1, 3), None),
        (Fraction(0), None),
    ],
)
def test_a_number_of_more_digits_than_excel_keeps_is_text(value: int | Decimal | Fraction, text: str | None) -> None:
    assert exact_text(value) == text
