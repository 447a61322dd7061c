"""Rows of a goal's table taken by their grip and put elsewhere: in their group, or under another heading."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel

from app.domain.errors import BoardError
from app.domain.report import IndicatorRow
from app.ui.goal_model import BandRow
from app.ui.icons import icon

if TYPE_CHECKING:
    from app.ui.goal_tab import GoalTab

GRIP = 14  # px at the left of a row
_LINE = 2
_EDGE = 16  # px from the table's edge at which it scrolls on
_SORTED = "並べ替えて表示しています。「元の順」に戻してから移してください。"


class RowHand(QObject):
    """What the mouse holds of a goal's rows; letting go is one undo step, Esc lets them stay."""

    def __init__(self, tab: "GoalTab") -> None:
        super().__init__(tab)
        self._tab, self._grid = tab, tab.grid
        self._held: tuple[str, ...] = ()
        self._landing: tuple[str, str | None] | None = None
        viewport = self._grid.viewport()
        self.grip = QLabel(viewport)
        self.grip.setPixmap(icon("grip").pixmap(GRIP, GRIP))
        self.line = QFrame(viewport)
        self.line.setAutoFillBackground(True)
        self.line.setBackgroundRole(self.line.palette().ColorRole.Highlight)
        for part in (self.grip, self.line):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.hide()
        for changed in (tab.model.modelReset, tab.model.rowsInserted, tab.model.rowsRemoved):
            changed.connect(self.cancel)
        viewport.installEventFilter(self)
        self._grid.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse where it is on a grip, and while it holds rows."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and self._held:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
            return True
        if kind == QEvent.Type.Leave and not self._held:
            self.grip.hide()
        if not isinstance(event, QMouseEvent) or watched is not self._grid.viewport():
            return False
        place = event.position().toPoint()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            return self._take(place)
        if kind == QEvent.Type.MouseMove:
            return self._move(place, event)
        if kind == QEvent.Type.MouseButtonRelease and self._held:
            self._drop()
            return True
        return False

    def cancel(self) -> None:
        """Let go, and move nothing."""
        self._held, self._landing = (), None
        self.line.hide()
        self.grip.hide()
        self._grid.viewport().unsetCursor()

    def _row_on_grip(self, place: QPoint) -> int:
        """Return the indicator's row whose grip is at a place, -1 for none."""
        row = self._grid.rowAt(place.y())
        if row < 0 or not 0 <= place.x() < GRIP or self._grid.horizontalScrollBar().value():
            return -1
        free = isinstance(self._tab.model.row_at(row), IndicatorRow) and not self._tab.document.read_only
        return row if free else -1

    def _take(self, place: QPoint) -> bool:
        row = self._row_on_grip(place)
        if row < 0:
            return False
        if self._tab.model.arrangement.column:
            self._tab.status_message.emit(_SORTED)
            return True
        chosen = [one.uid for one in self._grid.selected_rows() if isinstance(one, IndicatorRow)]
        own = self._tab.model.rows[row].uid
        if own not in chosen:
            self._grid.go_to(row, max(self._grid.currentIndex().column(), 0))
            chosen = [own]
        self._held = tuple(chosen)
        self._grid.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        return True

    def _move(self, place: QPoint, event: QMouseEvent) -> bool:
        if not self._held:
            if not event.buttons():
                self._show_grip(self._row_on_grip(QPoint(0, place.y())), on=self._row_on_grip(place) >= 0)
            return False
        if not event.buttons():  # let go elsewhere, as over another program's window
            self.cancel()
            return False
        self._scroll_near_edge(place)
        self._landing = self._landing_at(place)
        return True

    def _show_grip(self, row: int, *, on: bool) -> None:
        rect = self._grid.visualRect(self._tab.model.index(row, 0))
        self.grip.setVisible(row >= 0)
        self.grip.setGeometry(rect.left(), rect.center().y() - GRIP // 2, GRIP, GRIP)
        if on:
            self._grid.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._grid.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor:
            self._grid.viewport().unsetCursor()

    def _scroll_near_edge(self, place: QPoint) -> None:
        bar, height = self._grid.verticalScrollBar(), self._grid.viewport().height()
        bar.setValue(bar.value() + ((place.y() > height - _EDGE) - (place.y() < _EDGE)) * bar.singleStep())

    def _landing_at(self, place: QPoint) -> tuple[str, str | None] | None:
        """Return the node and the indicator behind which the held rows would stand; draw the line there."""
        rows, row = self._tab.model.rows, self._grid.rowAt(place.y())
        if row < 0:
            row = 0 if place.y() < 0 else len(rows) - 1
        rect = self._grid.visualRect(self._tab.model.index(row, 0))
        below = place.y() > rect.center().y() or not row
        self.line.setGeometry(0, rect.bottom() - 1 if below else rect.top() - 1, self._grid.viewport().width(), _LINE)
        self.line.show()
        self.line.raise_()
        return self._behind(row if below else row - 1, first=not row and place.y() < rect.center().y())

    def _behind(self, row: int, *, first: bool) -> tuple[str, str | None] | None:
        above = self._tab.model.rows[row]
        if isinstance(above, BandRow):
            return above.uid, None
        if not isinstance(above, IndicatorRow):
            return None
        band = self._tab.band_of(above)
        return (band.node, None if first else above.uid) if band is not None else None

    def _drop(self) -> None:
        held, landing = self._held, self._landing
        self.cancel()
        if landing is None:
            return
        column = self._grid.currentIndex().column()
        try:
            self._tab.document.move_indicators(held, *landing)
        except BoardError as error:
            self._tab.status_message.emit(error.message)
            return
        self._grid.setFocus()
        self._grid.go_to(self._tab.model.find(held[0]), column)
