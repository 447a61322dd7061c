"""What the folder may hold: a checked-in list for each system, so that nothing creeps in unseen.

A line is a pattern for files (with slashes, from the folder's top) or, after `python:`, a top package inside the
executables. `!` before it: it may be absent, as what only some Pythons or machines bring.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

FOLDER_MB, ARCHIVE_MB, START_RATIO = 150, 60, 1.3
LEAST_SQLITE = (3, 50, 2)
STANDARD = sys.stdlib_module_names | {"pyimod02_importers"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What lies in the folder and in no line of the list, and lines that must be met and are not."""

    surplus: list[str]
    absent: list[str]


def list_for(platform: str) -> Path:
    """Return the list of a system (`sys.platform`)."""
    return Path(__file__).with_name(f"budget-{'windows' if platform == 'win32' else 'linux'}.txt")


def lines_of(text: str) -> list[str]:
    """Return a list's lines, without comments and blank ones."""
    return [line for line in (raw.partition("#")[0].strip() for raw in text.splitlines()) if line]


def judge(present: Iterable[str], lines: Iterable[str]) -> Verdict:
    """Compare what is there with a list; capitals do not count, since Windows mixes them in its own names."""
    names, wanted = sorted(present), list(lines)
    surplus = [name for name in names if not any(_meets(name, line.removeprefix("!")) for line in wanted)]
    must = [line for line in wanted if not line.startswith("!")]
    return Verdict(surplus, [line for line in must if not any(_meets(name, line) for name in names)])


def _meets(name: str, pattern: str) -> bool:
    return fnmatchcase(name.casefold(), pattern.casefold())


def names_in(folder: Path, modules: Iterable[str]) -> set[str]:
    """Return what a built folder holds: its files, and the packages in the executables that are not Python's."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    tops = {name.partition(".")[0] for name in modules}
    return files | {
        f"python:{top}" for top in tops if top not in STANDARD and not top.startswith(("_sysconfigdata", "_pyi"))
    }
