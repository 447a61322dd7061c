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
from urllib.parse import urlsplit
from urllib.request import url2pathname

PATHS = {
    **dict.fromkeys(("open", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir", "os.truncate"), 1),
    **dict.fromkeys(("os.utime", "os.chmod", "os.chdir", "sqlite3.connect"), 1),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink"), 2),
}
_SLOW: "list[FarFolder]" = []
_HOOKED: list[bool] = []


class FarFolder:
    """What happened in the folder: how many operations, which of them in the window's thread, and whether by SQLite."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = str(folder), seconds
        self.calls = 0
        self.by_window: list[str] = []  # what the window's own thread has asked for, which is to be nothing
        self.by_sqlite = False
        self.answers = threading.Event()
        self.answers.set()

    def operation(self, event: str, path: str) -> None:
        """Let an operation wait: for its time, and for as long as the folder does not answer."""
        self.calls += 1
        if threading.current_thread() is threading.main_thread():
            self.by_window.append(f"{event} {path}")
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
    texts = [_plain(os.fsdecode(path)) for path in paths if isinstance(path, str | bytes | os.PathLike)]
    for far in list(_SLOW):
        found = [text for text in texts if far.folder in text]
        if found:
            far.operation(event, found[0])


def _plain(text: str) -> str:
    """Return a path as others have it; SQLite is given an URI."""
    return url2pathname(urlsplit(text).path) if text.startswith("file:") else text
