"""Tables as a workbook with nothing but data sheets: heads in row 1, data from row 2, no looks, no formulas.

openpyxl makes the workbook around the sheets; their rows are written as they come, so that a board of many years needs
neither its memory nor its time for cells, and a decimal stands in the file with all its digits.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

from app.domain.dataset_model import DataFile, DataValue
from app.domain.figures import canonical
from app.files.archive import stable_entry
from app.files.safe_text import cell_text
from app.layout.addresses import column_letters

_MADE = datetime(2000, 1, 1)  # the same tables give the same bytes; the data's own day stands in its overview
_SHEET = "xl/worksheets/sheet"
_NO_ROWS, _ONE_CELL = "<sheetData></sheetData>", 'ref="A1:A1"'
ROWS_A_STEP = 2_000


def write_data_workbook(path: Path, files: Sequence[DataFile]) -> Iterator[tuple[DataFile, int]]:
    """Write tables to a new workbook, a sheet each, yielding the table and the rows written now and then.

    OSError as the system gives it. The same tables give the same bytes.
    """
    with ZipFile(BytesIO(_frame(files))) as frame, ZipFile(path, "x") as target:
        for name in frame.namelist():
            if not name.startswith(_SHEET):
                target.writestr(stable_entry(name), frame.read(name))
                continue
            file = files[int(name.removeprefix(_SHEET).removesuffix(".xml")) - 1]
            head, tail = _around_rows(frame.read(name).decode(), file)
            with target.open(stable_entry(name), "w", force_zip64=True) as sheet:
                sheet.write(head.encode())
                for number, row in enumerate(_rows(file), 1):
                    sheet.write(row.encode())
                    if number % ROWS_A_STEP == 0:
                        yield file, number
                sheet.write(tail.encode())
            yield file, len(file.rows)


def _frame(files: Sequence[DataFile]) -> bytes:
    """Return a workbook of empty sheets."""
    os.environ["OPENPYXL_LXML"] = "False"  # lxml writes other bytes; it is read when openpyxl is first imported
    from openpyxl import Workbook  # 0.2 s to import: only when a workbook is written
    from openpyxl.writer.excel import ExcelWriter

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for file in files:
        workbook.create_sheet(file.name)
    workbook.properties.created = workbook.properties.modified = _MADE
    workbook.properties.creator = None
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:
        ExcelWriter(workbook, archive).write_data()
    return raw.getvalue()


def _around_rows(xml: str, file: DataFile) -> tuple[str, str]:
    """Return what stands before and behind the rows; ValueError where openpyxl writes an empty sheet another way."""
    if xml.count(_NO_ROWS) != 1 or xml.count(_ONE_CELL) != 1:
        raise ValueError(f"an empty sheet is not written as before: {xml}")
    last = f"{column_letters(len(file.columns) - 1)}{len(file.rows) + 1}"
    head, tail = xml.replace(_ONE_CELL, f'ref="A1:{last}"').split(_NO_ROWS)
    return f"{head}<sheetData>", f"</sheetData>{tail}"


def _rows(file: DataFile) -> Iterator[str]:
    letters = [column_letters(place) for place in range(len(file.columns))]
    heads = tuple(column.head for column in file.columns)
    for number, row in enumerate((heads, *file.rows), 1):
        cells = (
            _cell(f"{column}{number}", value) for column, value in zip(letters, row, strict=True) if value is not None
        )
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cell(address: str, value: DataValue) -> str:
    if isinstance(value, str):
        text = escape(cell_text(value))
        return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c r="{address}"><v>{value if isinstance(value, int) else canonical(value or 0)}</v></c>'
