"""A built program under trial: its self-test, and its start beside the start from source."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from build_spec.names import ROOT

PATIENCE = 600  # seconds that a run of the program may take
STARTS = 5


@dataclass(frozen=True, slots=True)
class Said:
    """The exit status of a program, and what it wrote."""

    status: int
    text: str


def bare_environment(home: Path) -> dict[str, str]:
    """Return the variables of an ordinary user's PC: nothing of Python's, none of ours, settings in `home`."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "LD_", "_"))
    }
    system = Path(os.environ.get("SYSTEMROOT", "C:\\Windows"))
    path = f"{system / 'System32'};{system}" if sys.platform == "win32" else "/nowhere"
    return kept | {"PATH": path, "XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home)}


def self_test(program: Path, home: Path) -> Said:
    """Run a built program's self-test and return how it went."""
    command = [str(program), "self-test"]
    done = subprocess.run(
        command,
        cwd=home,
        env=bare_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    return Said(done.returncode, done.stdout)


def start_ratio(program: Path, home: Path) -> float:
    """Return how long the built program takes to its first picture, as a multiple of the start from source.

    In turns, with one start of each before that is not counted; the medians are compared.
    """
    board = home / "start.ictplan"
    subprocess.run([str(program), "new", str(board)], env=bare_environment(home), stdout=subprocess.DEVNULL, check=True)
    rest = ["self-test", "--start", str(board)]
    pairs = [
        (_seconds([str(program), *rest], home), _seconds([sys.executable, "-m", "app", *rest], ROOT))
        for _ in range(STARTS + 1)
    ][1:]
    return median(pair[0] for pair in pairs) / median(pair[1] for pair in pairs)


def _seconds(command: Sequence[str], folder: Path) -> float:
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        word = child.stdout.readline().strip()
        seconds = time.perf_counter() - begun
        child.communicate(timeout=PATIENCE)
    if word != "painted" or child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode} after {word!r}")
    return seconds
