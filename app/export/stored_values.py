"""Puts each formula's computed value beside it in the XML of a sheet.

openpyxl writes formulas without their values, and Excel's Protected View, previews and other readers then show 0 or
nothing. The values come from the same report as the page, so nothing is computed here.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from xml.sax.saxutils import escape

StoredValue = str | int | Decimal | Fraction

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
