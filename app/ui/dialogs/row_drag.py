"""Rows of a flat list dragged to another place; the list itself moves nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication


class RowDrag(QObject):
    """Lets rows of a view be dragged and tells `move` the row (0-based) and its new place, without itself."""

    def __init__(self, view: QAbstractItemView, move: Callable[[int, int], None]) -> None:
        super().__init__(view)
        self._view, self._move = view, move
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setDragDropOverwriteMode(False)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a drop before the view does."""
        if not isinstance(event, QDropEvent) or event.type() != QEvent.Type.Drop:
            return False
        if event.source() not in (self._view, None):  # a row of another list
            event.ignore()
            return True
        row, place = self._view.currentIndex().row(), self._row_at(event)
        event.setDropAction(Qt.DropAction.CopyAction)  # the view takes no row away by itself
        event.accept()
        QApplication.sendEvent(self._view.viewport(), QDragLeaveEvent())
        place -= row < place
        if row >= 0 and place != row:
            self._move(row, place)
        return True

    def _row_at(self, event: QDropEvent) -> int:
        """Return the row before which a drop stands."""
        at = event.position().toPoint()
        index = self._view.indexAt(at)
        if not index.isValid():
            return self._view.model().rowCount()
        return index.row() + (at.y() > self._view.visualRect(index).center().y())
