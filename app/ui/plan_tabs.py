"""The tab bar of the plan: tabs are dragged to another place; other wishes of the keys and the mouse are told."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTabBar

_PLAIN, _MOVING = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_KEYS = {
    (Qt.Key.Key_F2, _PLAIN): "rename",
    (Qt.Key.Key_Insert, _PLAIN): "add",
    (Qt.Key.Key_Delete, _PLAIN): "delete",
    (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier): "copy",
    (Qt.Key.Key_Left, _MOVING): "left",
    (Qt.Key.Key_Right, _MOVING): "right",
}


class PlanTabs(QTabBar):
    """The first tab, 全体, stays where it is.

    Signals: `asked(str)` with a word of TabDesk for the chosen tab; `dropped(int, int)` with the places before and
    after a drag, the tab already standing there; `menu_wanted(QPoint)` with a place on the screen.
    """

    asked = Signal(str)
    dropped = Signal(int, int)
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self._grabbed: object = None
        self._from = -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let all tabs but the first be dragged."""
        at = self.tabAt(event.position().toPoint())
        dragging = at > 0 and event.button() == Qt.MouseButton.LeftButton
        self.setMovable(dragging)
        self._from, self._grabbed = (at, self.tabData(at)) if dragging else (-1, None)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell where a dragged tab was let go."""
        super().mouseReleaseEvent(event)
        before, self._from = self._from, -1
        if before < 0:
            return
        now = next((place for place in range(self.count()) if self.tabData(place) == self._grabbed), before)
        if now == 0:
            self.moveTab(0, 1)
            now = 1
        if now != before:
            self.dropped.emit(before, now)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the name to be opened."""
        if self.tabAt(event.position().toPoint()) > 0:
            self.asked.emit("rename")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that arrange the tabs."""
        word = _KEYS.get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        if word:
            self.asked.emit(word)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the tab under the mouse, by keyboard of the chosen one."""
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.tabRect(self.currentIndex()).bottomLeft()
        elif self.tabAt(at) >= 0:
            self.setCurrentIndex(self.tabAt(at))
        self.menu_wanted.emit(self.mapToGlobal(at))
