"""File calls that are tried again for a moment.

On Windows a file that any other program has open, a reader, a virus scanner or an indexer, can be neither replaced nor
moved nor deleted; most let go of it within some hundredths of a second. Elsewhere nothing of this happens.
"""

import os
import time
from collections.abc import Callable
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
