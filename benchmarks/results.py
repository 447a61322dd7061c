"""The figures of a run as a table: on the terminal, and in docs/performance.md with the machine's description."""

import importlib.metadata
import os
import platform
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PAGE = """\
# How fast, how large

Written by `python dev.py bench --write`; measure on your own machine before comparing milliseconds. Ratios carry over
from machine to machine, milliseconds do not. Ours and its peer are measured in turns, each in processes of its own, and
given as medians.

- Start: from starting the process to the end of the first painting of the window with the council's board. The peer is
  a Qt window with four empty tabs and nothing else, in the same Python.
- Memory: what the process holds 1.5 s after its first picture, when late parts are loaded.
- One edit: from handing the figure over, through the transaction on disk, to the end of the repainting it causes.
- Export: from the file's content to the finished workbook. The peer writes the same cells, styles, merges, lists and
  charts from pages laid out beforehand.
- Paste: from the key, through one transaction, to the end of the repainting; 1,008 months of a table of 84 rows, and
  1,000 targets of a goal with 2,000 indicators. Scrolling: each frame of that goal's table, three rows a frame.
- The large board is made by `benchmarks/large_board.py`: 2,000 indicators, 10 years, 240,000 monthly values.

{table}

Measured on {day}: {machine}.
"""


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure with its limit, both in `unit`, and the figures behind it."""

    name: str
    measured: float
    limit: float
    unit: str
    detail: str

    @property
    def passed(self) -> bool:
        """Return whether the limit holds."""
        return self.measured <= self.limit


def printed(results: list[Result]) -> str:
    """Return the results as lines for a terminal."""
    width = max(len(result.name) for result in results)
    return "\n".join(
        f"{'PASS' if one.passed else 'OVER'}  {one.name:{width}}  {_figure(one.measured, one.unit):>9}"
        f"  at most {_figure(one.limit, one.unit):>8}  ({one.detail})"
        for one in results
    )


def performance_page(results: list[Result]) -> str:
    """Return docs/performance.md."""
    rows = ["| what | measured | at most | | figures |", "|---|---:|---:|---|---|"]
    rows += [
        f"| {one.name} | {_figure(one.measured, one.unit)} | {_figure(one.limit, one.unit)} | "
        f"{'holds' if one.passed else '**over**'} | {one.detail} |"
        for one in results
    ]
    return PAGE.format(table="\n".join(rows), day=date.today().isoformat(), machine=machine())


def machine() -> str:
    """Return a description of this machine: processor, memory, system, Python and Qt."""
    qt = importlib.metadata.version("PySide6-Essentials")
    plugin = os.environ.get("QT_QPA_PLATFORM") or ("offscreen" if _screenless() else "on a screen")
    parts = [f"{_processor()} with {os.cpu_count()} cores", f"{_memory():.0f} GB of memory", platform.platform()]
    return ", ".join([*parts, f"Python {platform.python_version()}", f"PySide6 {qt} ({plugin})"])


def _screenless() -> bool:
    return sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.is_file():
        lines = described.read_text(encoding="utf-8").splitlines()
        return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return platform.processor() or platform.machine()


def _memory() -> float:
    """Return the machine's memory in GB, 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _figure(value: float, unit: str) -> str:
    return f"{value:.2f} ×" if unit == "×" else f"{value:.1f} {unit}" if value < 100 else f"{value:,.0f} {unit}"
