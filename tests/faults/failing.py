"""Disks that fail: the n-th file operation that a fault can hit, and with some every later one too."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from tests.faults.disk import Call, Hook

ANY_OPEN = sqlite3.SQLITE_CANTOPEN
# What SQLite's own VFS answers where the system says so: operation -> code. What is left out cannot fail in that way.
FAULTS: Mapping[str, Mapping[str, int]] = {
    "EIO": {
        "open": ANY_OPEN,
        "read": sqlite3.SQLITE_IOERR_CORRUPTFS,
        "write": sqlite3.SQLITE_IOERR_WRITE,
        "truncate": sqlite3.SQLITE_IOERR_TRUNCATE,
        "sync": sqlite3.SQLITE_IOERR_FSYNC,
        "filesize": sqlite3.SQLITE_IOERR_FSTAT,
        "lock": sqlite3.SQLITE_IOERR_LOCK,
        "delete": sqlite3.SQLITE_IOERR_DELETE,
        "access": sqlite3.SQLITE_IOERR_ACCESS,
    },
    "ENOSPC": {
        "open": ANY_OPEN,
        "write": sqlite3.SQLITE_FULL,
        "truncate": sqlite3.SQLITE_IOERR_TRUNCATE,
        "sync": sqlite3.SQLITE_IOERR_FSYNC,
    },
    "EACCES": {
        "open": sqlite3.SQLITE_READONLY_DIRECTORY,
        "read": sqlite3.SQLITE_IOERR_READ,
        "write": sqlite3.SQLITE_IOERR_WRITE,
        "truncate": sqlite3.SQLITE_IOERR_TRUNCATE,
        "lock": sqlite3.SQLITE_BUSY,
        "delete": sqlite3.SQLITE_IOERR_DELETE,
        "access": sqlite3.SQLITE_IOERR_ACCESS,
    },
}


class Fault(NamedTuple):
    """What fails: the kind of FAULTS, at which operation of those it can hit (from 0), and whether all later ones."""

    kind: str
    at: int
    for_ever: bool


class Disk:
    """A disk with a fault that is set for a while; `seen` counts the operations that the fault could have hit."""

    def __init__(self) -> None:
        self.fault: Fault | None = None
        self.seen = 0
        self.struck = False

    def set(self, fault: Fault | None) -> None:
        """Set a fault, or mend the disk."""
        self.fault, self.seen, self.struck = fault, 0, False

    @property
    def hook(self) -> Hook:
        """The function to watch the disk with; nothing waits for the real disk to have it."""
        return self._operate

    def _operate(self, call: Call) -> int:
        code = FAULTS[self.fault.kind].get(call.operation) if self.fault else None
        if self.fault and code is not None:
            self.seen += 1
            if self.seen > self.fault.at and (self.fault.for_ever or not self.struck):
                self.struck = True
                return _failed(call, code)
        return 0 if call.operation == "sync" else call.go()


def _failed(call: Call, code: int) -> int:
    """Leave the first half of a write in the file, as a disk does that is full or goes away."""
    if call.operation == "write":
        data, amount, offset = call.arguments
        call.go(data, amount // 2, offset)
    return code
