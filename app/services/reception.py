"""One window for each person: the running program holds a lock, and a second start leaves it a note and ends.

A lock file and notes in a folder, without pipes or ports: nothing that a firewall or another user could meet. The lock
names its process, so that what a crash leaves behind is nobody's.
"""

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

PATIENCE = 5.0  # seconds after which a running program that does not take its notes counts as hung
GLANCE = 0.02  # seconds between two looks whether the note was taken
NOTE, DRAFT = ".note", ".draft"
ANYBODY = 0xFFFFFFFF  # ASFW_ANY, winuser.h


class Reception(QObject):
    """The running program's side: takes the notes of later starts. Signal: `asked(Path | None)`, the file to open."""

    asked = Signal(object)

    def __init__(self, folder: Path, lock: QLockFile) -> None:
        super().__init__()
        self._folder = folder
        self._lock = lock
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._take_notes)

    def open(self) -> None:
        """Begin to take notes, those included that came in the meantime."""
        self._watcher.addPath(str(self._folder))
        self._take_notes()

    def close(self) -> None:
        """Let the next start be the first."""
        self._watcher.directoryChanged.disconnect(self._take_notes)
        self._lock.unlock()

    def _take_notes(self) -> None:
        for note in sorted(self._folder.glob(f"*{NOTE}")):
            try:
                place = json.loads(note.read_text(encoding="utf-8"))
                note.unlink()  # tells the other side that it was taken
            except (OSError, ValueError):
                continue  # the other side has given up, or is not ours
            self.asked.emit(Path(place) if place else None)


def enter(folder: Path, file: Path | None) -> Reception | None:
    """Return the reception of the first window, or None when a running program has taken the note to show `file`.

    A running program that does not answer within PATIENCE is left alone: the second start then opens its own window,
    and the file's revisions keep the two from overwriting each other. So does a folder that refuses the lock.
    """
    lock = QLockFile(str(folder / "window.lock"))
    lock.setStaleLockTime(0)  # a program may run for weeks
    if lock.tryLock(0):
        for old in [*folder.glob(f"*{NOTE}"), *folder.glob(f"*{DRAFT}")]:
            old.unlink(missing_ok=True)
    elif lock.error() == QLockFile.LockError.LockFailedError and _note_is_taken(folder, file, lock):
        return None
    return Reception(folder, lock)


def _note_is_taken(folder: Path, file: Path | None, lock: QLockFile) -> bool:
    """Leave a note and wait until it is gone; False where it stays, or the running program ends and leaves the lock."""
    note = folder / f"{time.time_ns()}-{os.getpid()}{NOTE}"
    _let_others_come_forward()
    try:
        draft = note.with_suffix(DRAFT)
        draft.write_text(json.dumps(os.path.abspath(file) if file else None), encoding="utf-8")
        draft.replace(note)
        end = time.monotonic() + PATIENCE
        while note.exists() and time.monotonic() < end and not lock.tryLock(0):
            time.sleep(GLANCE)
        taken = not note.exists()
        note.unlink(missing_ok=True)
    except OSError:
        return False
    return taken


def _let_others_come_forward() -> None:
    """Pass the right to the foreground on: Windows gives it to the program that a person has just started."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(ANYBODY)
