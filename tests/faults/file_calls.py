"""Python's own file calls that fail: opening, renaming, linking, removing, making folders, and waiting for the disk.

Python tells audit hooks of each such call before it is made; a hook that raises stands for the system that refuses.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES}
CALLS = frozenset({"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir"})


class Refusal(NamedTuple):
    """What is refused: the errno, which call of those in the folder (from 0), and whether all later ones too."""

    code: int
    at: int
    for_ever: bool


class Calls:
    """Counts the calls in a folder and refuses some."""

    def __init__(self, folder: Path, refusal: Refusal) -> None:
        self.folder, self.refusal = str(folder), refusal
        self.seen = 0
        self.struck = False

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise OSError where this call is to be refused; calls elsewhere do not count."""
        if event in CALLS and (str(arguments[0]).startswith(self.folder) or _in_open_folder(event, arguments)):
            self.count(arguments)

    def count(self, arguments: tuple[Any, ...]) -> None:
        """Count a call, and raise OSError where it is to be refused."""
        self.seen += 1
        if self.seen > self.refusal.at and (self.refusal.for_ever or not self.struck):
            self.struck = True
            two = [str(each) for each in arguments[:2] if isinstance(each, str | Path)]
            names = (two[0], None, two[1]) if len(two) == 2 and os.sep in two[1] else tuple(two[:1])
            raise OSError(self.refusal.code, os.strerror(self.refusal.code), *names)


def _in_open_folder(event: str, arguments: tuple[Any, ...]) -> bool:
    """Say whether a call names its file within a folder that is open, as shutil.rmtree does."""
    return event in ("os.remove", "os.rmdir") and arguments[1] != -1


_listening: list[Calls] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _listening:
        _listening[-1].hear(event, arguments)


@cache
def _listen() -> None:
    sys.addaudithook(_hear)  # once, for the rest of the process: Python takes no hook away


@contextmanager
def refused(folder: Path, refusal: Refusal) -> Iterator[Calls]:
    """Refuse calls in a folder inside the block."""
    _listen()
    calls, fsync = Calls(folder, refusal), os.fsync

    def failing_fsync(handle: int) -> None:
        calls.count(())
        fsync(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", failing_fsync)
        _listening.append(calls)
        try:
            yield calls
        finally:
            _listening.remove(calls)
