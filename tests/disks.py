"""Disks that are really full and folders that really refuse: each by the strongest way that this machine allows."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.storage.database import Database

NOBODY = 65534


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[Path]:
    """Give a folder that is a disk of a few MiB where this machine lets us mount one, else a plain folder."""
    folder.mkdir()
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "none", str(folder))
    try:
        yield folder
    finally:
        if mounted:
            _run("umount", "-l", str(folder))


@contextmanager
def filled(database: Database) -> Iterator[None]:
    """Let the disk of an open file be full: by another file that takes all the room of a small disk.

    On a plain folder SQLite itself is told that the file may not grow, which it answers with the same error.
    """
    assert database.path is not None
    if os.path.ismount(database.path.parent):
        filler = database.path.with_name("filler")
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                pass
        try:
            yield
        finally:
            filler.unlink()
        return
    most = database.rows("PRAGMA page_count")[0][0]
    database.rows(f"PRAGMA max_page_count={most}")
    try:
        yield
    finally:
        database.rows("PRAGMA max_page_count=1073741823")


@contextmanager
def write_protected(folder: Path) -> Iterator[None]:
    """Let nothing in a folder be written: by a mount for reading only, else by its rights and those of the files."""
    if _run("mount", "--bind", str(folder), str(folder)):
        try:
            if _run("mount", "-o", "remount,ro,bind", str(folder)):
                yield
                return
        finally:
            _run("umount", "-l", str(folder))
    with _rights_taken(folder):
        yield


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """Let a folder be away: its place is another, empty one, as where the mount of a share has gone.

    Where this machine does not let us mount anything, the folder itself is renamed meanwhile.
    """
    if _run("mount", "-t", "tmpfs", "none", str(folder)):
        try:
            yield
        finally:
            _run("umount", "-l", str(folder))
        return
    hidden = folder.with_name(f"{folder.name} away")
    folder.rename(hidden)
    try:
        yield
    finally:
        hidden.rename(folder)


@contextmanager
def _rights_taken(folder: Path) -> Iterator[None]:
    """Take the write bits away; a superuser, who may write anywhere, steps down for it."""
    root = os.name == "posix" and os.geteuid() == 0
    places = [*folder.iterdir(), folder]
    for place in places:
        if root:
            os.chown(place, NOBODY, NOBODY)
        place.chmod(0o555 if place.is_dir() else 0o444)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for place in places:
            place.chmod(0o755 if place.is_dir() else 0o644)


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """Let a file be one that this user may not read; a superuser steps down for it."""
    root = os.name == "posix" and os.geteuid() == 0
    path.chmod(0)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(0o644)


@contextmanager
def open_in_excel(path: Path) -> Iterator[None]:
    """Let a file be one that cannot be replaced, as Windows refuses it while another program has it open.

    Elsewhere the system refuses the very same call for the file of another user in a folder as /tmp is, where this
    machine lets us make one; else the file cannot be replaced for it is a folder.
    """
    if os.name == "nt":
        with path.open("rb"):
            yield
    elif os.geteuid() == 0:
        path.parent.chmod(0o1777)
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        path.unlink()
        path.mkdir()
        yield


@contextmanager
def held_by_another(path: Path, how: str = "IMMEDIATE") -> Iterator[None]:
    """Hold a file's lock as a colleague's program does while it saves (EXCLUSIVE: at the moment of its commit)."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(f"BEGIN {how}")
    yield
    other.execute("ROLLBACK")
    other.close()


def refused_by_windows(source: Path, target: Path) -> bool:
    """Say whether this is Windows, and see that it lets nobody move an open file or put another in its place."""
    if os.name != "nt":
        return False
    try:
        os.replace(source, target)
    except PermissionError:
        return True
    raise AssertionError("Windows let an open file be moved or replaced")


def _run(*line: str) -> bool:
    try:
        return subprocess.run(line, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
