"""Puts each formula's computed value beside it in the XML of a sheet.

openpyxl writes formulas without their values, and Excel's Protected View, previews and other readers then show 0 or
nothing. The values come from the same report as the page, so nothing is computed here.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from xml.sax.saxutils import escape

StoredValue = str | int | Decimal | Fraction

EXCEL_DIGITS = 15  # so many digits of a number Excel keeps
_PRECISION = 1000  # digits: more than any figure has
_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')
_TYPE = re.compile(r' t="[^"]*"')


def with_stored_values(sheet_xml: str, values: Mapping[str, StoredValue]) -> str:
    """Return a sheet's XML with values (by address) beside its formulas.

    ValueError where a formula has no value or a value no formula: then the XML is not what openpyxl writes today.
    """
    missed = set(values)

    def filled(match: re.Match[str]) -> str:
        address, attributes, formula = match.groups()
        if address not in values:
            raise ValueError(f"the formula in {address} has no value")
        missed.discard(address)
        value = values[address]
        kind = ' t="str"' if isinstance(value, str) else ""
        text = escape(value) if isinstance(value, str) else number_text(value)
        return f'<c r="{address}"{_TYPE.sub("", attributes)}{kind}><f>{formula}</f><v>{text}</v></c>'

    result = _FORMULA_CELL.sub(filled, sheet_xml)
    if missed or result.count("<f>") != len(values):
        raise ValueError(f"formulas and values do not meet: {sorted(missed)}")
    return result


def number_text(value: int | Decimal | Fraction) -> str:
    """Return a number as a sheet stores it: the shortest text that gives the same double."""
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return repr(float(value))


def exact_text(value: int | Decimal | Fraction) -> str | None:
    """Return a number as text where it has more digits than Excel keeps; None for others and for endless decimals."""
    fraction = Fraction(value)
    rest = fraction.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    with localcontext() as context:
        context.prec = _PRECISION
        text = format(Decimal(fraction.numerator) / Decimal(fraction.denominator), "f")
    digits = text.replace(".", "").lstrip("-").strip("0")
    return text if rest == 1 and len(digits) > EXCEL_DIGITS else None
