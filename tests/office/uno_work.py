"""Run by a Python that has LibreOffice's `uno`: compute workbooks anew, tell every formula's value, print to PDF.

python3 uno_work.py SOFFICE PROFILE OUT FILE...    writes OUT/<name>.json and OUT/<name>.pdf for each FILE

Standard library and uno only: this Python is not the one in .venv. One LibreOffice, with a profile of its own so that
it meets no other, opens all files.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags.FORMULA
_TEXT_RESULT = 2  # com.sun.star.sheet.FormulaResult.STRING
_MOST_SECONDS = 90  # until a LibreOffice that starts for the first time on a slow machine answers


@contextmanager
def office(soffice: str, profile: Path) -> Iterator[Any]:
    """Start LibreOffice without a screen and give its desktop; end it and all that it started."""
    pipe = f"pipe,name=board{os.getpid()};urp;"
    where = f"-env:UserInstallation={profile.absolute().as_uri()}"
    quiet = ["--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"]
    process = subprocess.Popen([soffice, where, *quiet, f"--accept={pipe}"], start_new_session=True)
    try:
        desktop = _desktop(process, f"uno:{pipe}StarOffice.ComponentContext")
        yield desktop
        desktop.terminate()
        process.wait(_MOST_SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _desktop(process: "subprocess.Popen[bytes]", address: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < until:
        try:
            context = resolver.resolve(address)
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            _still_runs(process)
    raise TimeoutError(f"LibreOffice did not answer within {_MOST_SECONDS} s")


def _still_runs(process: "subprocess.Popen[bytes]") -> None:
    """Give LibreOffice a moment; RuntimeError where it ends instead of listening."""
    try:
        code = process.wait(0.1)
    except subprocess.TimeoutExpired:
        return
    raise RuntimeError(f"LibreOffice ended with code {code}")


def work(desktop: Any, file: Path, out: Path) -> None:
    """Open one file, compute all formulas whatever is stored, and write what came out."""
    document = desktop.loadComponentFromURL(file.absolute().as_uri(), "_blank", 0, (_setting("Hidden", True),))
    if document is None:
        raise RuntimeError(f"LibreOffice cannot open {file}")
    document.calculateAll()
    cells = {sheet.Name: _formulas(sheet) for sheet in document.Sheets}
    (out / f"{file.stem}.json").write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")
    document.storeToURL((out / f"{file.stem}.pdf").absolute().as_uri(), (_setting("FilterName", "calc_pdf_Export"),))
    document.close(True)


def _formulas(sheet: Any) -> dict[str, Any]:
    """Return address -> number or text of each formula; an error as {"error": its number}."""
    found = {}
    for block in sheet.queryContentCells(_FORMULA_CELLS):
        place = block.RangeAddress
        for row in range(place.EndRow - place.StartRow + 1):
            for col in range(place.EndColumn - place.StartColumn + 1):
                cell = block.getCellByPosition(col, row)
                found[cell.AbsoluteName.rpartition(".")[2].replace("$", "")] = _result(cell)
    return found


def _result(cell: Any) -> Any:
    if cell.getError():
        return {"error": cell.getError()}
    return cell.String if cell.FormulaResultType2 == _TEXT_RESULT else cell.Value


def _setting(name: str, value: Any) -> Any:
    setting = PropertyValue()
    setting.Name, setting.Value = name, value
    return setting


def main(soffice: str, profile: str, out: str, *files: str) -> None:
    """Do the work for each file."""
    with office(soffice, Path(profile)) as desktop:
        for file in files:
            work(desktop, Path(file), Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
