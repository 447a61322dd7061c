"""File calls as Windows needs them: tried again for a moment, or tried to see whether they are allowed.

There a file that any other program has open, a reader, a virus scanner or an indexer, can be neither replaced nor
moved nor deleted; most let go of it within some hundredths of a second. Elsewhere nothing of this happens.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
PATIENCE = 1.0  # seconds; who holds a file longer has it open, and that is told
PAUSE = 0.02
WINDOWS = os.name == "nt"


def patiently(call: Callable[[], Result], seconds: float = PATIENCE) -> Result:
    """Return what a call gives, tried again for up to `seconds` where Windows refuses it; then its PermissionError."""
    end = time.monotonic() + seconds
    while True:
        try:
            return call()
        except PermissionError:
            if not WINDOWS or time.monotonic() >= end:
                raise
        time.sleep(PAUSE)


def takes_files(folder: Path) -> bool:
    """Say whether a folder takes new files, by a trial that leaves nothing behind.

    What a folder says of its rights leaves out those of the share and of the medium, and Windows says nothing at all.
    """
    place = folder / f"~{os.urandom(8).hex()}.tmp"
    vanishing = getattr(os, "O_TEMPORARY", 0)  # Windows: gone at the close, even where the program is killed before
    try:
        os.close(os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | vanishing, 0o600))
    except OSError:
        return False
    with suppress(OSError):
        place.unlink(missing_ok=True)
    return True
