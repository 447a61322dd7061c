"""The grip at a block's head: dragging it puts the block at another place of the slide."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from app.ui.icons import icon

LINE, NEAR_EDGE = 3, 40  # px: of the line that shows the place, and from the edge where the view scrolls on


class Picture(QWidget):
    """A small icon, drawn anew at every pixel ratio and in every scheme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._icon = icon(name, "muted")
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())


class Grip(Picture):
    """A grip to drag a block by.

    Signals: `dragged(QPoint)` and `dropped(QPoint)` with places on the screen, `given_up()` on Esc.
    """

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__("grip")
        self._from: QPoint | None = None
        self._on_its_way = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip("ドラッグで順番を変えます（右の…の「上へ」「下へ」でも変えられます）")
        self.setAccessibleName("この部分をつかむ")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin where the left button went down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the block is dragged, once the mouse has left its place."""
        if self._from is None:
            return
        at = event.globalPosition().toPoint()
        if not self._on_its_way and (at - self._from).manhattanLength() >= QApplication.startDragDistance():
            self._on_its_way = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.grabKeyboard()
        if self._on_its_way:
            self.dragged.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell where the block was let go."""
        if self._end():
            self.dropped.emit(event.globalPosition().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the drag up with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._end():
            self.given_up.emit()

    def _end(self) -> bool:
        under_way, self._on_its_way, self._from = self._on_its_way, False, None
        if under_way:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.releaseKeyboard()
        return under_way


class BlockDrag(QObject):
    """Shows where a dragged block would go and has it moved there.

    The blocks stand `inside` a scrolled area. `order` gives their frames in the slide's order; `move` takes a frame
    and its new place (0-based).
    """

    def __init__(
        self,
        area: QScrollArea,
        inside: QWidget,
        order: Callable[[], Sequence[QWidget]],
        move: Callable[[QWidget, int], None],
    ) -> None:
        super().__init__(area)
        self._area, self._inside, self._order, self._move = area, inside, order, move
        self.line = QFrame(self._inside)
        self.line.setObjectName("dropLine")
        self.line.setAutoFillBackground(True)
        self.line.setBackgroundRole(QPalette.ColorRole.Highlight)
        self.line.hide()

    def watch(self, frame: QWidget, grip: Grip) -> None:
        """Let a block be dragged by its grip."""
        grip.dragged.connect(lambda at: self._show(frame, at))
        grip.dropped.connect(lambda at: self._drop(frame, at))
        grip.given_up.connect(self.line.hide)

    def _show(self, frame: QWidget, at: QPoint) -> None:
        others = self._others(frame)
        if not others:
            return
        place, y = self._place(frame, at), self._inside.mapFromGlobal(at).y()
        top = others[place].y() - LINE if place < len(others) else others[-1].geometry().bottom()
        self.line.setGeometry(frame.x(), max(0, top), frame.width(), LINE)
        self.line.show()
        self.line.raise_()
        self._area.ensureVisible(0, y, 0, NEAR_EDGE)

    def _drop(self, frame: QWidget, at: QPoint) -> None:
        self.line.hide()
        place = self._place(frame, at)
        if list(self._order()).index(frame) != place:
            self._move(frame, place)

    def _place(self, frame: QWidget, at: QPoint) -> int:
        y = self._inside.mapFromGlobal(at).y()
        return sum(other.geometry().center().y() < y for other in self._others(frame))

    def _others(self, frame: QWidget) -> list[QWidget]:
        return [other for other in self._order() if other is not frame]
