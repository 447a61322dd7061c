"""Starts the measured programs as processes of their own and reads what they report."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180  # seconds that one child may take


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a window: seconds from the process to the first picture, and bytes of memory once it has settled."""

    seconds: float
    memory: int


def environment(settings: Path) -> dict[str, str]:
    """Return the variables of a child: settings of its own, and no screen where there is none.

    Compiled modules are kept, as they are for whoever starts the program a second time: where a machine forbids that,
    every start would translate the whole program anew, and the peer, which has nothing to translate, would not.
    """
    result = dict(os.environ, XDG_DATA_HOME=str(settings), LOCALAPPDATA=str(settings), PYTHONUTF8="1")
    result.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "linux" and not (result.get("DISPLAY") or result.get("WAYLAND_DISPLAY")):
        result.setdefault("QT_QPA_PLATFORM", "offscreen")
    return result


def start_of(settings: Path, module: str, *arguments: str) -> Start:
    """Start a window's process and time it to its first picture."""
    command = [sys.executable, "-m", module, *arguments]
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        word = child.stdout.readline().strip()
        seconds = time.perf_counter() - begun
        memory = child.stdout.readline().strip()
        child.wait(PATIENCE)
    if word != "painted" or child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode} after {word!r}")
    return Start(seconds, int(memory))


def figures_of(settings: Path, module: str, *arguments: str) -> dict[str, list[float]]:
    """Run a measuring process and return the lists of seconds it prints."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True
    )
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found
