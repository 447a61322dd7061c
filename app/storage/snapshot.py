"""The open file's content for a job, read in the job's own thread: by a connection of its own, some pages at a time.

No plain handle on the file is opened, for closing it would drop the locks of the open one (POSIX); SQLite's own
connections of one process know of each other.
"""

import sqlite3
from pathlib import Path

from app.storage.database import database_from_bytes, file_uri, hardened
from app.storage.failures import storage_error, told

PAGES = 64  # of 16 KB: between them the file is free, so that it hardly ever keeps an edit out
PATIENCE = 5.0  # seconds to wait for another program that writes


def snapshot(path: Path, uuid: str) -> bytes:
    """Return the content of a board file at one moment; what is written meanwhile is in it.

    Raises StorageError: "busy" where another program keeps the file to itself, "moved" where it is another board now.
    """
    with told():
        source = hardened(file_uri(path.absolute(), read_only=True), uri=True, patience=PATIENCE)
    copy = sqlite3.connect(":memory:")
    try:
        with told():
            source.backup(copy, pages=PAGES, progress=_give_up)
            data = copy.serialize()
    finally:
        source.close()
        copy.close()
    found = database_from_bytes(data)
    found.connection.close()
    if found.uuid != uuid:
        raise storage_error("moved", "meta.uuid")
    return data


def _give_up(status: int, left: int, total: int) -> None:
    """Stop where the wait for a lock was in vain; by itself the copying would begin to wait again, for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise storage_error("busy", "snapshot")
