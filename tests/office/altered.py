"""What a workbook stores, and copies of it with one number altered."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

SPOILT = 987654321
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STORED_SUM = re.compile(r"(<f>SUM\([^<]*</f><v>)[^<]*(</v>)")
_FIRST_SUMMED = re.compile(r"<f>SUM\(([A-Z]+[0-9]+):")


def stored_values(workbook: Path) -> dict[str, dict[str, Any]]:
    """Return sheet -> address -> stored value of each formula, read from the file's parts: number or text."""
    with ZipFile(workbook) as archive:
        sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        parts = {str(sheet.get("name")): f"xl/worksheets/sheet{at}.xml" for at, sheet in enumerate(sheets, 1)}
        return {name: _formulas(ElementTree.fromstring(archive.read(part))) for name, part in parts.items()}


def _formulas(sheet: ElementTree.Element) -> dict[str, Any]:
    found = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is not None:
            value = str(cell.findtext(f"{_MAIN}v"))
            found[str(cell.get("r"))] = value if cell.get("t") == "str" else float(value)
    return found


def spoil(workbook: Path, copy: Path) -> Path:
    """Write a copy in which the first sum stores SPOILT; return it."""
    return _altered(workbook, copy, lambda xml: _STORED_SUM.sub(rf"\g<1>{SPOILT}\g<2>", xml, count=1))


def change(workbook: Path, copy: Path) -> Path:
    """Write a copy in which the first number of the first sum is larger by 5; return it."""

    def larger(xml: str) -> str:
        first = _FIRST_SUMMED.search(xml)
        if first is None:
            return xml
        number = re.compile(rf'(<c r="{first[1]}"[^>]*><v>)(\d+)(</v>)')
        return number.sub(lambda match: f"{match[1]}{int(match[2]) + 5}{match[3]}", xml, count=1)

    return _altered(workbook, copy, larger)


def _altered(workbook: Path, copy: Path, edit: Callable[[str], str]) -> Path:
    """Write a copy with the first sheet edited that the edit changes; ValueError where it changes none."""
    done = False
    with ZipFile(workbook) as old, ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if not done and name.startswith("xl/worksheets/sheet"):
                edited = edit(data.decode()).encode()
                done, data = edited != data, edited
            new.writestr(name, data)
    if not done:
        raise ValueError(f"nothing in {workbook} could be altered")
    return copy
