"""A plan's file dragged onto a window opens it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from app.paths import BOARD_SUFFIX


class FileDrop(QObject):
    """Takes one dropped file with the program's ending, wherever in the window nothing else takes it."""

    def __init__(self, window: QWidget, opened: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._opened = opened
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that a plan's file is welcome, and open it when it is let go."""
        if not isinstance(event, QDropEvent):  # what enters and moves is one too
            return False
        path = dropped_plan(event)
        if path is None:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)  # a moved file would be deleted where it came from
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._opened(path)
        return True


def dropped_plan(event: QDropEvent) -> Path | None:
    """Return the plan's file that is dragged, None for anything else or for more than one."""
    places = [url.toLocalFile() for url in event.mimeData().urls()]
    return Path(places[0]) if len(places) == 1 and places[0].lower().endswith(BOARD_SUFFIX) else None
