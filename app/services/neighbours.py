"""The names in a folder where something is to be written, asked in a thread: a folder on a network may not answer."""

import os
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.services.far_thread import FarThread

Names = frozenset[str]


class Neighbours(QObject):
    """What lies in the last folder that was looked at. Signal: `told()` when it is known, again and again."""

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._names: Names | None = None
        self._line = FarThread(self)
        self._again = False

    def look(self, folder: Path) -> None:
        """Begin to read a folder's names; what is known of the same folder holds until then."""
        if folder != self._folder:
            self._folder, self._names = folder, None
        if self._line.busy:
            self._again = True
        else:
            self._line.ask(lambda: (folder, _names_in(folder)), self._on_names)

    def has(self, path: Path) -> bool | None:
        """Say whether there is something at a path already, None where that is not known yet."""
        if self._names is None or path.parent != self._folder:
            return None
        return os.path.normcase(path.name) in self._names

    def free_path(self, path: Path) -> Path:
        """Return the path where nothing is known to lie there, else the next one."""
        return self.next_path(path) if self.has(path) else path

    def next_path(self, path: Path) -> Path:
        """Return the first of 「名前 (2)」, 「名前 (3)」 … beside a path that nothing is known to have."""
        numbered = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
        return next(free for free in numbered if not self.has(free))

    def stop(self) -> None:
        """Look no more; a folder that hangs is left to itself."""
        self._line.stop()

    def _on_names(self, answer: tuple[Path, Names]) -> None:
        folder, names = answer
        again, self._again = self._again, False
        if folder == self._folder:
            self._names = names
            self.told.emit()
        if again and self._folder is not None:
            self.look(self._folder)


def _names_in(folder: Path) -> Names:
    """Return the names in a folder, none where it cannot be read: what stands in the way shows when it is written."""
    try:
        return frozenset(os.path.normcase(name) for name in os.listdir(folder))
    except OSError:
        return frozenset()
