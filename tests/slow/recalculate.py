"""Recalculate the council workbook in LibreOffice and compare every formula with its stored value (needs soffice).

python -m tests.slow.recalculate

LibreOffice is told to compute all formulas when it opens a file. One stored value is spoilt beforehand: that it comes
back right proves that LibreOffice computed, and did not only copy what was stored.
"""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from openpyxl import load_workbook

from tests.export.council import council_workbook

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
SPOILT = 987654321
_STORED = re.compile(r"(<f>SUM\([^<]*</f><v>)[^<]*(</v>)")
_MOST_SECONDS = 180


def spoil(source: Path, target: Path) -> None:
    """Copy a workbook with one stored value of a sum replaced by SPOILT."""
    left = 1
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if left and name.startswith("xl/worksheets/"):
                text, changed = _STORED.subn(rf"\g<1>{SPOILT}\g<2>", data.decode(), count=1)
                data, left = text.encode(), left - changed
            new.writestr(name, data)


def recalculated(source: Path, folder: Path) -> Path:
    """Return the workbook as LibreOffice saves it after computing every formula."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    out = folder / "out"
    where = f"-env:UserInstallation={profile.parent.as_uri()}"
    command = ["soffice", where, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=_MOST_SECONDS)
    return out / source.name


def differences(stored: Path, computed: Path) -> tuple[int, list[str]]:
    """Return how many formulas were compared, and a line for each whose two values differ."""
    formulas, before, after = (
        load_workbook(stored),
        load_workbook(stored, data_only=True),
        load_workbook(computed, data_only=True),
    )
    compared, found = 0, []
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    compared += 1
                    old, new = (book[sheet.title][cell.coordinate].value for book in (before, after))
                    if not same(old, new):
                        found.append(f"{sheet.title} {cell.coordinate} {cell.value}: {old!r} / {new!r}")
    return compared, found


def same(stored: object, computed: object) -> bool:
    """Say whether two values agree to twelve digits; an error cell agrees with nothing."""
    if isinstance(stored, int | float) and isinstance(computed, int | float):
        return abs(stored - computed) <= 1e-12 * max(1.0, abs(stored))
    return stored == computed and not str(computed).startswith("#")


def main() -> int:
    """Compare and report; 1 where anything differs."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        spoilt = folder / "spoilt.xlsx"
        spoil(council_workbook(), spoilt)
        after = recalculated(spoilt, folder)
        compared, found = differences(council_workbook(), after)
        _, planted = differences(spoilt, after)
    print("\n".join([*found, f"{compared}個の数式を再計算しました。違い: {len(found)}個"]))
    return 0 if compared and not found and len(planted) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
