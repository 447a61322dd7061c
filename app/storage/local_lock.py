"""A lock on a folder of this PC that ends with the program, however the program ends."""

import os
import sys
from pathlib import Path

from app.storage.failures import told

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class LocalLock:
    """Held from its making until `release`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def try_on(cls, path: Path) -> "LocalLock | None":
        """Return the lock, None where another program holds it; StorageError where the folder refuses."""
        with told():
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return cls(handle)

    def release(self) -> None:
        """Let another program have it."""
        if sys.platform == "win32":  # at the close alone, Windows lets go when it finds the time
            os.lseek(self._handle, 0, os.SEEK_SET)
            msvcrt.locking(self._handle, msvcrt.LK_UNLCK, 1)
        os.close(self._handle)
