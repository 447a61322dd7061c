"""Workbooks through LibreOffice: every formula's value computed anew, and the pages as PDF, text and pictures."""

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

import dev

_WORKER = Path(__file__).with_name("uno_work.py")
_MOST_SECONDS = 240
_PAGE_SIZE = re.compile(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", re.MULTILINE)
_PAGE_TURN = re.compile(r"^Page +\d+ rot: +(\d+)", re.MULTILINE)
_FINE = 2  # times: pages are drawn finer and averaged, so that little hangs on how letters meet the pixels
WIDTH = 783  # px of a page's picture: three quarters of the grid's 1044

Values = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Printed:
    """What LibreOffice made of a workbook: formula values by sheet and address, errors as {"error": …}; and a PDF."""

    values: Values
    pdf: Path


def through_office(workbooks: Mapping[str, Path], folder: Path) -> dict[str, Printed]:
    """Open workbooks in one LibreOffice, compute and print all; by name, with the files in folder."""
    files = []
    for name, workbook in workbooks.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(workbook.read_bytes())
    _run([_uno_python(), "-E", str(_WORKER), "soffice", str(folder / "profile"), str(folder), *map(str, files)])
    return {
        name: Printed(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")), folder / f"{name}.pdf")
        for name in workbooks
    }


def page_sizes(pdf: Path) -> list[tuple[float, float]]:
    """Return width and height in pt of each page as it is seen; AssertionError where one is turned."""
    report = _run(["pdfinfo", "-l", "9999", str(pdf)])
    assert set(_PAGE_TURN.findall(report)) == {"0"}
    return [(float(width), float(height)) for width, height in _PAGE_SIZE.findall(report)]


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page, without any white space: lines break where they will."""
    pages = _run(["pdftotext", str(pdf), "-"]).split("\f")
    return ["".join(page.split()) for page in pages[:-1]]


def fonts(pdf: Path) -> dict[str, bool]:
    """Return the names of the fonts in a PDF, and whether each is embedded wherever it occurs."""
    found: dict[str, bool] = {}
    for line in _run(["pdffonts", str(pdf)]).splitlines()[2:]:
        name = line.split()[0].rpartition("+")[2]
        found[name] = found.get(name, True) and line.split()[-5] == "yes"
    return found


def page_pictures(pdf: Path, count: int, folder: Path, tool: str = "pdftoppm") -> list[Image.Image]:
    """Return the first pages as grey pictures WIDTH px wide, drawn by one of poppler's two painters."""
    folder.mkdir()
    size = ["-scale-to-x", str(WIDTH * _FINE), "-scale-to-y", "-1"]
    _run([tool, "-gray", "-png", "-l", str(count), *size, str(pdf), str(folder / "page")])
    return [Image.open(file).convert("L").reduce(_FINE) for file in sorted(folder.glob("page*.png"))]


def _uno_python() -> str:
    python = dev.uno_python()
    if python is None:
        raise RuntimeError("LibreOffice's Python is not here; `python dev.py test --office` says how to install it")
    return python


def _run(command: Sequence[str]) -> str:
    """Run a program away from Qt's unpacked libraries and from the terminal's language; return what it prints."""
    environment = {name: value for name, value in os.environ.items() if name not in ("LD_LIBRARY_PATH", "LANGUAGE")}
    environment["LC_ALL"] = "C.UTF-8"
    answer = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=_MOST_SECONDS)
    if answer.returncode:
        raise RuntimeError(f"{command[0]} failed with code {answer.returncode}:\n{answer.stderr}")
    return answer.stdout
