"""A file appears whole under its name or not at all, and never over another one."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from app.file_calls import patiently
from app.storage.failures import told

CHUNK = 1 << 20  # bytes a step


def write_new_file(path: Path, data: bytes) -> None:
    """Write data to a new file; raise StorageError, "exists" where the name is taken."""
    for _ in writing_new_file(path, data):
        pass


def writing_new_file(path: Path, data: bytes) -> Iterator[int]:
    """Do the same in steps, each telling how many bytes are written; closing them leaves nothing behind."""
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    with told():
        try:
            with temporary.open("xb") as file:
                for at in range(0, len(data), CHUNK):
                    yield at + file.write(data[at : at + CHUNK])
                file.flush()
                os.fsync(file.fileno())
            move_without_overwriting(temporary, path)
            with _taken_back(path):
                _sync_folder(path.parent)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def move_without_overwriting(temporary: Path, path: Path) -> None:
    """Give a file its name, FileExistsError where it is taken; where there are links, the temporary name stays too."""
    if os.name == "nt":
        patiently(lambda: os.rename(temporary, path))  # refuses an existing name on Windows, replaces it elsewhere
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links (USB sticks): take the name first, then replace our own empty file.
        path.open("xb").close()
        with _taken_back(path):
            os.replace(temporary, path)


@contextlib.contextmanager
def _taken_back(path: Path) -> Iterator[None]:
    """Take a file that we have just made away again where the rest fails: what is told as failed is not there."""
    try:
        yield
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
