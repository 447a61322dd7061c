"""Writes a deck as an Excel workbook: one sheet a page ready to print, the charts' data at the end.

The same deck gives the same bytes: fixed dates, fixed order. The file appears only when it is whole: it is written
beside its target under another name, then takes the target's place.
"""

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.domain.errors import BoardError
from app.domain.progress import Progress
from app.export.stored_values import with_stored_values
from app.layout.page import Deck

if TYPE_CHECKING:
    from app.export.sheets import SheetExtras, SheetSet

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_DRAWN_NAME = re.compile(r'<((?:\w+:)?cNvPr) id="(\d+)" name="((?:Chart|Image) \d+)"(?: descr="[^"]*")?')


class WriteError(BoardError):
    """A file could not be written; its target, if there was one, is as it was before."""


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


def replace_file(path: Path, data: bytes) -> None:
    """Write data to path whole or not at all (WriteError); on the disk before it takes the target's place."""
    draft = path.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        raise WriteError(_reason(error, path)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _reason(error: OSError, path: Path) -> str:
    replacing = error.filename2 is not None  # only os.replace names two files
    if replacing and isinstance(error, PermissionError):
        return (
            f"「{path.name}」をExcelで開いているため書けません。"
            "Excelで閉じてからもう一度出力するか、別の名前で出力してください。"
        )
    if error.errno == errno.ENOSPC:
        return (
            f"「{path.parent}」の空き容量が足りないため書けません。不要なファイルを消すか、別の場所に出力してください。"
        )
    if isinstance(error, FileNotFoundError):
        return f"「{path.parent}」が見つからないため書けません。フォルダーを選び直してください。"
    return f"「{path}」に書き込めません（{error.strerror}）。別の名前か別のフォルダーを選んでください。"


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
            target.writestr(_entry(name), text)
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


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _ZIP_DATE)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0  # the same on every system
    return entry
