"""How the cursor goes about a table: to the next cell, to the edge of the figures, to the corners, over headings."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from app.ui.grid_model import Index
from app.ui.grid_view import GridView

_Action = QAbstractItemView.CursorAction
_FAR_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
_STEPS = {
    _Action.MoveUp: (-1, 0),
    _Action.MoveDown: (1, 0),
    _Action.MoveLeft: (0, -1),
    _Action.MoveRight: (0, 1),
}


class GridMoves(GridView):
    """A table in which the cursor moves as in a spreadsheet; Shift with any of these keys selects up to there."""

    _far = False  # Ctrl is held: the next move goes to an edge

    def move_far(self, event: QKeyEvent) -> bool:
        """Take Ctrl with an arrow (the edge of the filled cells), Home or End (the first or last cell)."""
        held = event.modifiers()
        if event.key() not in _FAR_KEYS or not held & Qt.KeyboardModifier.ControlModifier:
            return False
        if held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        # Without Ctrl, with which Qt would leave the selection where it was.
        bare = QKeyEvent(event.type(), event.key(), held & ~Qt.KeyboardModifier.ControlModifier)
        self._far = True
        try:
            super().keyPressEvent(bare)
        finally:
            self._far = False
        return True

    def moveCursor(self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier) -> QModelIndex:
        """Return where a key leads; with Ctrl to an edge."""
        model, current = self.grid_model, self.currentIndex()
        if not current.isValid():
            return super().moveCursor(action, held)
        if not self._far:
            found = super().moveCursor(action, held)
            return self._past_band(found) if held & Qt.KeyboardModifier.ShiftModifier else found
        if action == _Action.MoveHome:
            return model.index(0, 0)
        if action == _Action.MoveEnd:
            return model.index(model.rowCount() - 1, model.columnCount() - 1)
        return model.index(*self._edge(current, *_STEPS[action]))

    def _past_band(self, found: QModelIndex) -> QModelIndex:
        """Return a cell in the current one's column beyond a heading: a block reaches over it, not to its middle."""
        model, current = self.grid_model, self.currentIndex()
        step = -1 if found.row() < current.row() else 1
        row = found.row()
        while 0 <= row < model.rowCount() and model.cell(model.rows[row], 0).role == "band":
            row += step
        if row == found.row() or not found.isValid():
            return found
        return model.index(row, current.column()) if 0 <= row < model.rowCount() else QModelIndex(current)

    def _edge(self, current: Index, down: int, right: int) -> tuple[int, int]:
        """Return the end of the run of filled cells, or the next filled one, or the table's edge."""
        model = self.grid_model

        def inside(row: int, column: int) -> bool:
            return 0 <= row < model.rowCount() and 0 <= column < model.columnCount()

        def filled(row: int, column: int) -> bool:
            return inside(row, column) and bool(model.cell(model.rows[row], column).text)

        row, column = current.row(), current.column()
        if not inside(row + down, column + right):
            return row, column
        in_run = filled(row, column) and filled(row + down, column + right)
        row, column = row + down, column + right
        while inside(row + down, column + right):
            if in_run and not filled(row + down, column + right):
                break
            if not in_run and filled(row, column):
                break
            row, column = row + down, column + right
        return row, column

    def move_on(self, rows: int, columns: int) -> None:
        """Go to the next cell, over bands and past the row's end to the next one."""
        model, current = self.grid_model, self.currentIndex()
        row, column = current.row(), current.column() + columns
        if column >= model.columnCount():
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, model.columnCount() - 1
        row += rows
        step = -1 if rows < 0 or columns < 0 else 1
        while 0 <= row < model.rowCount() and model.cell(model.rows[row], 0).role == "band":
            row += step
        if 0 <= row < model.rowCount():
            self.go_to(row, column)
