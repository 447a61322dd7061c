"""The one door to files on a shared folder: whole reads and writes by plain file calls, never SQLite.

Any call may hang for as long as the network does, so none is made in the window's thread. Every call raises
StorageError where the folder or the file stands in the way.
"""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from app.domain.errors import StorageError
from app.file_calls import patiently, takes_files
from app.storage.failures import storage_error, told
from app.storage.new_file import move_without_overwriting

PLAIN_LENGTH = 240  # Windows takes 260 signs by default; names of drafts come on top
CHUNK = 1 << 20
HELD = ("denied", "readonly", "busy")  # what Windows says of a file that somebody has open


class Mark(NamedTuple):
    """What tells one version of a file from another without reading it."""

    inode: int
    size: int
    modified_ns: int


def far(path: Path) -> Path:
    """Return a path as Windows takes it whatever its length."""
    text = str(path)
    if os.name != "nt" or len(text) < PLAIN_LENGTH or text.startswith("\\\\?\\"):
        return path
    return Path("\\\\?\\UNC" + text[1:] if text.startswith("\\\\") else "\\\\?\\" + text)


def mark_of(path: Path) -> Mark:
    """Return a file's mark."""
    with told():
        found = os.stat(far(path))
    return Mark(found.st_ino, found.st_size, found.st_mtime_ns)


def read(path: Path) -> bytes:
    """Return a file's bytes; the file is open only meanwhile."""
    with told(), patiently(lambda: open(far(path), "rb")) as file:
        return file.read()


def folder_of(path: Path) -> tuple[int, int]:
    """Return what tells the folder of a file from another at the same place, as where its drive is away."""
    with told():
        found = os.stat(far(path.parent))
    return found.st_dev, found.st_ino


def is_gone(path: Path, folder: tuple[int, int] | None) -> bool:
    """Say whether the folder where a file was seen (`folder_of`) answers and does not have it.

    Without that, a folder that holds something: the place of a drive that is not there is an empty one.
    """
    try:
        names = os.listdir(far(path.parent))
        there = folder_of(path) == folder if folder else bool(names)
    except (OSError, StorageError):
        return False
    return there and path.name not in names


def may_write(folder: Path) -> bool:
    """Say whether a folder takes new files, by a trial."""
    return takes_files(far(folder))


def create(path: Path, data: bytes, draft: Path) -> None:
    """Make a file that appears whole, by one of all who try at the same time; StorageError "exists" for the others.

    `draft` is a name beside it that only its writer knows; what a crash leaves there is his to take away.
    """
    write_draft(draft, data)
    try:
        name(draft, path)
    finally:
        remove(draft)


def name(draft: Path, path: Path) -> None:
    """Give a draft a name that nothing has, in one step; StorageError "exists" where something has it."""
    with told():
        move_without_overwriting(far(draft), far(path))


def rewrite(path: Path, before: bytes, after: bytes) -> bool:
    """Overwrite a small file in place if it holds `before`; False where it does not.

    What is written goes into the very file that was read: where somebody replaces it meanwhile, his stays untouched.
    """
    with told(), open(far(path), "r+b") as file:
        if file.read() != before:
            return False
        file.seek(0)
        file.write(after)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    return True


def write_draft(path: Path, data: bytes) -> None:
    """Write a file that only its writer knows, onto the disk; what an earlier trial left there is overwritten."""
    with told(), open(far(path), "wb") as file:
        for at in range(0, len(data), CHUNK):
            file.write(data[at : at + CHUNK])
        file.flush()
        os.fsync(file.fileno())


def put_in_place(draft: Path, target: Path) -> None:
    """Let a draft take a file's place in one step; "denied" where somebody has the file open on Windows."""
    with told():
        os.replace(far(draft), far(target))


def swap(draft: Path, target: Path, unmoved: Callable[[], bool], patience: float, pause: float) -> bool:
    """Put a draft in place right after a check; where a reader holds the target, check and try again for a moment.

    False where `unmoved` says no; StorageError "held" where the target stays open for `patience` seconds.
    """
    end = time.monotonic() + patience
    while unmoved():
        try:
            put_in_place(draft, target)
            return True
        except StorageError as error:
            if error.code not in HELD:
                raise
            if time.monotonic() >= end:
                raise storage_error("held", error.detail) from None
        time.sleep(pause)
    return False


def remove(path: Path) -> None:
    """Take a file away if it is there; one that a reader has open, in a moment."""
    with told(), contextlib.suppress(FileNotFoundError):
        patiently(lambda: os.unlink(far(path)))
