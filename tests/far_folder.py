"""A folder that answers as slowly as a bad network does: every file operation on it waits, in whatever thread it is.

The operations are seen by Python's own audit events and, for those that have none, by a wrapped os.stat and os.access.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

PATHS = {"open": 1, "os.rename": 2, "os.remove": 1, "os.link": 2, "os.mkdir": 1, "os.listdir": 1, "sqlite3.connect": 1}
_SLOW: "list[FarFolder]" = []
_HOOKED: list[bool] = []


class FarFolder:
    """What happened in the folder: how many operations, in which threads, and whether SQLite was among them."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = str(folder), seconds
        self.calls = 0
        self.threads: set[threading.Thread] = set()
        self.by_sqlite = False
        self.answers = threading.Event()
        self.answers.set()

    def operation(self, event: str) -> None:
        """Let an operation wait: for its time, and for as long as the folder does not answer."""
        self.calls += 1
        self.threads.add(threading.current_thread())
        self.by_sqlite |= event == "sqlite3.connect"
        time.sleep(self.seconds)
        self.answers.wait()


@contextmanager
def far_folder(folder: Path, seconds: float = 0.005) -> Iterator[FarFolder]:
    """Let every operation on a folder take `seconds` longer."""
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_on_event)
    made = FarFolder(folder, seconds)
    _SLOW.append(made)
    try:
        with patch("os.stat", _watched(os.stat)), patch("os.access", _watched(os.access)):
            yield made
    finally:
        made.answers.set()
        _SLOW.remove(made)


def _on_event(event: str, arguments: tuple[Any, ...]) -> None:
    if _SLOW and event in PATHS:
        _meet(event, arguments[: PATHS[event]])


def _watched(function: Any) -> Any:
    def call(path: Any, *arguments: Any, **named: Any) -> Any:
        _meet("stat", (path,))
        return function(path, *arguments, **named)

    return call


def _meet(event: str, paths: tuple[Any, ...]) -> None:
    texts = [os.fsdecode(path) for path in paths if isinstance(path, str | bytes | os.PathLike)]
    for far in list(_SLOW):
        if any(far.folder in text for text in texts):
            far.operation(event)
