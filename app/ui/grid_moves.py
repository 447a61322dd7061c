"""How the cursor goes about a table: to the next cell, to the edge of the figures, to the corners, over headings."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from app.ui.grid_block import Block
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
    _first_column: int | None = None  # where a run of Tabs began: Enter goes back to it
    _on_the_way = False

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

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Forget where a run of Tabs began when another key or the mouse leads away."""
        if not self._on_the_way:
            self._first_column = None
        super().currentChanged(current, previous)

    def move_on(self, rows: int, columns: int) -> None:
        """Go to the next cell: within a selected block, else on in the table, with Enter below the first Tab's cell."""
        block = self.selected_block()
        if block is not None and (block.top, block.left) != (block.bottom, block.right):
            self._move_within(block, rows, columns)
            return
        first = self._first_column
        if columns and first is None:
            first = self.currentIndex().column()
        elif rows and first is not None:
            columns, first = first - self.currentIndex().column(), None
        if rows > 0 and not columns and self._go_on_in_series():
            return
        self._on_the_way = True
        self.step_on(rows, columns) if rows else self._tab_on(columns)
        self._on_the_way, self._first_column = False, first

    def _go_on_in_series(self) -> bool:
        """Go from the last row to where the column's series goes on elsewhere; False where it does not."""
        current = self.currentIndex()
        run = self.grid_model.following(current.row(), current.column())[1:2]
        elsewhere = [place for place in run if place[1] != current.column()]
        for place in elsewhere:
            self.go_to(*place)
        return bool(elsewhere)

    def step_on(self, rows: int, columns: int) -> None:
        """Go to a cell so far away, over bands; stay where there is none."""
        model, current = self.grid_model, self.currentIndex()
        row, column = current.row() + rows, current.column() + columns
        step = -1 if rows < 0 else 1
        while 0 <= row < model.rowCount() and rows and model.cell(model.rows[row], 0).role == "band":
            row += step
        if 0 <= row < model.rowCount() and 0 <= column < model.columnCount():
            self.go_to(row, column)

    def _move_within(self, block: Block, rows: int, columns: int) -> None:
        """Go from cell to cell of a selected block, round and round, down its columns or along its rows."""
        model, current = self.grid_model, self.currentIndex()
        down = [row for row in range(block.top, block.bottom + 1) if model.cell(model.rows[row], 0).role != "band"]
        right = list(range(block.left, block.right + 1))
        if current.row() not in down or current.column() not in right:
            return
        row, column = down.index(current.row()), right.index(current.column())
        place = (column * len(down) + row + rows) if rows else (row * len(right) + column + columns)
        place %= len(down) * len(right)
        to = (place % len(down), place // len(down)) if rows else (place // len(right), place % len(right))
        index = model.index(down[to[0]], right[to[1]])
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def select_whole(self, *, rows: bool) -> None:
        """Select the whole rows of the selection, or its whole columns."""
        model, chosen = self.grid_model, self.selectedIndexes()
        if not chosen:
            return
        places = {index.row() if rows else index.column() for index in chosen}
        last = model.rowCount() - 1, model.columnCount() - 1
        whole = QItemSelection()
        for place in places:
            ends = ((place, 0), (place, last[1])) if rows else ((0, place), (last[0], place))
            whole.select(model.index(*ends[0]), model.index(*ends[1]))
        self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _tab_on(self, columns: int) -> None:
        """Go along the row, and past its end to the next one."""
        model, current = self.grid_model, self.currentIndex()
        row, column = current.row(), current.column() + columns
        if column >= model.columnCount():
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, model.columnCount() - 1
        step = -1 if columns < 0 else 1
        while 0 <= row < model.rowCount() and model.cell(model.rows[row], 0).role == "band":
            row += step
        if 0 <= row < model.rowCount():
            self.go_to(row, column)
