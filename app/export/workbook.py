"""Writes a deck as an Excel workbook: one sheet a page ready to print, the charts' data at the end.

The same deck gives the same bytes: fixed dates, fixed order. The file appears only when it is whole: it is written
beside its target under another name, then takes the target's place.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from app.domain.progress import Progress
from app.export.stored_values import with_stored_values
from app.files.archive import stable_entry
from app.files.replacing import replace_file
from app.layout.page import Deck

if TYPE_CHECKING:
    from app.export.sheets import SheetExtras, SheetSet

_DRAWN_NAME = re.compile(r'<((?:\w+:)?cNvPr) id="(\d+)" name="((?:Chart|Image) \d+)"(?: descr="[^"]*")?')


def write_workbook(deck: Deck, path: Path) -> Iterator[Progress]:
    """Write a deck to path, yielding before each sheet; closing the generator cancels and leaves nothing behind.

    WriteError where the target or its folder cannot be written.
    """
    os.environ["OPENPYXL_LXML"] = "False"  # lxml writes other bytes; it is read when openpyxl is first imported
    from app.export.sheets import SheetSet  # openpyxl takes 0.2 s to import: only when a workbook is written

    sheets = SheetSet(deck)
    steps = len(deck.pages) + len(deck.data_sheets) + 2
    for index, page in enumerate(deck.pages):
        yield Progress(f"「{page.title}」を書いています", index, steps)
        sheets.add_page(index)
    for index, data in enumerate(deck.data_sheets):
        yield Progress(f"「{data.sheet_name}」を書いています", len(deck.pages) + index, steps)
        sheets.add_data_sheet(index)
    yield Progress("ファイルにまとめています", steps - 2, steps)
    whole = _file_bytes(sheets)
    yield Progress("保存しています", steps - 1, steps)
    replace_file(path, whole)
    yield Progress("書き終えました", steps, steps)


def _file_bytes(sheets: "SheetSet") -> bytes:
    """Return the finished file: what openpyxl writes, with stored values, alternative texts and fixed dates."""
    from openpyxl.writer.excel import ExcelWriter

    from app.export.charts import finished_chart_xml

    raw, done = BytesIO(), BytesIO()
    with ZipFile(raw, "w") as archive:
        ExcelWriter(sheets.workbook, archive).write_data()
    parts = _edited_parts(sheets.extras)
    with ZipFile(raw) as source, ZipFile(done, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name in parts:
                text = _edited(name, text.decode(), parts[name]).encode()
            elif name.startswith("xl/charts/chart"):
                text = finished_chart_xml(text.decode()).encode()
            target.writestr(stable_entry(name), text)
    return done.getvalue()


def _edited_parts(extras: "list[SheetExtras]") -> "dict[str, SheetExtras]":
    """Map the parts of the file that need an edit to what goes in; openpyxl numbers both kinds in sheet order."""
    drawn = [extra for extra in extras if extra.alt_texts]
    sheets = {f"xl/worksheets/sheet{number}.xml": extra for number, extra in enumerate(extras, 1) if extra.stored}
    return sheets | {f"xl/drawings/drawing{number}.xml": extra for number, extra in enumerate(drawn, 1)}


def _edited(name: str, xml: str, extra: "SheetExtras") -> str:
    if name.startswith("xl/worksheets/"):
        return with_stored_values(xml, extra.stored)

    def described(match: re.Match[str]) -> str:
        tag, number, label = match.groups()
        return f'<{tag} id="{number}" name="{label}" descr={quoteattr(extra.alt_texts[int(number) - 1])}'

    result, count = _DRAWN_NAME.subn(described, xml)
    if count != len(extra.alt_texts):
        raise ValueError(f"{name} has {count} drawings, not {len(extra.alt_texts)}")
    return result
