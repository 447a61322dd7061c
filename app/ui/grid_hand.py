"""The selection taken by the mouse: its corner fills, its edge moves it, with Ctrl copies it, as in a spreadsheet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from app.ui import grid_block, ink
from app.ui.grid_block import Block

if TYPE_CHECKING:
    from app.ui.grid import Grid

_EDGE = 3  # px beside the frame of the selection that take hold of it
_NEAR = 2  # px around the handle
_SCROLL_MS = 60
_FILL, _MOVE = "fill", "move"
_CURSORS = {_FILL: Qt.CursorShape.CrossCursor, _MOVE: Qt.CursorShape.SizeAllCursor}


class GridHand(QObject):
    """What the mouse holds of a table's selection; what comes of it is one undo step."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid)
        self._grid = grid
        self._held = ""  # _FILL or _MOVE while the button is down, '' for neither
        self._from = self._to = Block(0, 0, 0, 0)
        self._pressed, self._at, self._cell = QPoint(), QPoint(), (0, 0)
        self._dragging = self._copies = self._clicking = False
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        model = grid.grid_model
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self.cancel)

    # the mouse

    def press(self, event: QMouseEvent) -> bool:
        """Take hold of the selection where the mouse is on its corner or edge; False: a press like any other."""
        place = event.position().toPoint()
        shift = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
        held = "" if self._clicking or shift or event.button() != Qt.MouseButton.LeftButton else self._part_at(place)
        block = self._grid.selected_block()
        if not held or block is None:
            return False
        self._held, self._from, self._to, self._dragging = held, block, block, False
        self._pressed, self._cell = place, self._grid.cell_near(place)
        return True

    def double_click(self, event: QMouseEvent) -> bool:
        """Fill down as far as the neighbours reach, on a double click on the corner; False: one like any other."""
        block = self._grid.selected_block()
        if block is None or self._part_at(event.position().toPoint()) != _FILL:
            return False
        self._grid.fill_as_neighbours(block)
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Show where the held cells would go; without a button show what can be taken hold of."""
        place = event.position().toPoint()
        if not self._held:
            if not event.buttons():
                self._show_cursor(self._part_at(place))
            return not event.buttons()
        far = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        self._dragging = self._dragging or far
        if self._dragging:
            self._copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._drag_to(place)
            self._scroll_when_outside()
        return True

    def release(self, event: QMouseEvent) -> bool:
        """Do what was shown; a press that went nowhere was a click on the cell."""
        held, dragging = self._held, self._dragging
        if not held:
            return False
        self._copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self.cancel()
        if not dragging:
            self._click(event)
        elif self._to != self._from:
            self._drop(held)
        return True

    def cancel(self) -> bool:
        """Let go, and change nothing; True where something was held."""
        held, self._held = self._held, ""
        self._dragging = False
        self._scrolling.stop()
        if held:
            self._show_cursor("")
            self._grid.hide_bubbles()
            self._grid.viewport().update()
        return bool(held)

    def _click(self, event: QMouseEvent) -> None:
        """Give the press that was kept back to the table, and the release after it."""
        place, where, button = QPointF(self._pressed), event.globalPosition(), event.button()
        self._clicking = True
        self._grid.mousePressEvent(
            QMouseEvent(QEvent.Type.MouseButtonPress, place, where, button, button, event.modifiers())
        )
        self._grid.mouseReleaseEvent(event)
        self._clicking = False

    # where it is

    def _part_at(self, place: QPoint) -> str:
        """Return which part of the selection's frame is at a place of the viewport."""
        block = self._grid.held_block()
        if block is None:
            return ""
        rect = self._grid.block_rect(block)
        if self._grid.handle_rect(block).adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(place):
            return _FILL
        outer, inner = rect.adjusted(-1, -1, 1, 1), rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        return _MOVE if outer.contains(place) and not inner.contains(place) else ""

    def _show_cursor(self, part: str) -> None:
        viewport = self._grid.viewport()
        if part:
            viewport.setCursor(_CURSORS[part])
        elif viewport.testAttribute(Qt.WidgetAttribute.WA_SetCursor):
            viewport.unsetCursor()

    def _drag_to(self, place: QPoint) -> None:
        self._at = place
        row, column = self._grid.cell_near(place)
        if self._held == _FILL:
            self._to = self._from.stretched(row, column)
        else:
            down, right = row - self._cell[0], column - self._cell[1]
            self._to = grid_block.landing(self._grid.grid_model, self._from, down, right)
        self._say_what()
        self._grid.viewport().update()

    def _scroll_when_outside(self) -> None:
        outside = not self._grid.viewport().rect().contains(self._at)
        if outside and not self._scrolling.isActive():
            self._scrolling.start()
        elif not outside:
            self._scrolling.stop()

    def _scroll_on(self) -> None:
        """Scroll on while the mouse is held outside of the table."""
        shown, grid = self._grid.viewport().rect(), self._grid
        for bar, place, first, last in (
            (grid.verticalScrollBar(), self._at.y(), shown.top(), shown.bottom()),
            (grid.horizontalScrollBar(), self._at.x(), shown.left(), shown.right()),
        ):
            bar.setValue(bar.value() + ((place > last) - (place < first)) * bar.singleStep())
        self._drag_to(self._at)

    # what comes of it

    def _items(self, held: str) -> tuple[dict[tuple[int, int], str], str]:
        """Return the cells that change, and the words for it."""
        model = self._grid.grid_model
        if held == _FILL:
            down = self._to.bottom > self._from.bottom
            return grid_block.filled_over(model, self._from, self._to), "下へコピー" if down else "右へコピー"
        words = "欄のコピー" if self._copies else "欄の移動"
        return grid_block.dragged(model, self._from, self._to, keep=self._copies), words

    def _drop(self, held: str) -> None:
        items, label = self._items(held)
        to = self._to
        self._grid.take_cells(items, label, after=lambda: self._grid.select_cells(to.top, to.left, to.bottom, to.right))

    def _say_what(self) -> None:
        """Say beside the mouse what letting go would do."""
        if self._to == self._from:
            self._grid.hide_bubbles()
            return
        beside = QRect(self._at + QPoint(16, 4), self._at + QPoint(17, 16))
        self._grid.say_beside(self._words(), beside)

    def _words(self) -> str:
        if self._held == _MOVE:
            return "ここへ写します" if self._copies else "ここへ移します（Ctrlを押しながら放すと写します）"
        source = self._from
        model = self._grid.grid_model
        one = (source.top, source.left) == (source.bottom, source.right)
        text = model.cell(model.rows[source.top], source.left).text if one else ""
        what = f"「{text}」" if text else "空欄" if one else "選んだ値"
        return f"{what}を{len(self._items(_FILL)[0])}か所に写します"

    def paint(self, painter: QPainter) -> None:
        """Draw the frame of the cells that would change."""
        if not self._dragging or self._to == self._from:
            return
        painter.setPen(QPen(ink.accent(self._grid.palette()), 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._grid.block_rect(self._to).adjusted(1, 1, -1, -1))
