"""A pane in a low window: what does not fit is scrolled to, and the part that has the keys stays in sight."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_AROUND = 6  # px about a part that stay free
_MOVING = (QEvent.Type.FocusIn, QEvent.Type.Resize, QEvent.Type.Move)


class LowArea(QScrollArea):
    """Shows a page as high as the area, its tables giving way first, but no lower than its parts need at least.

    It takes no keys itself. (`widgetResizable` would make the page as high as its parts would like to be.)
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        page.setBackgroundRole(QPalette.ColorRole.Base)
        page.setAutoFillBackground(True)
        self._page = page
        self._parts: dict[QObject, tuple[QWidget, QWidget]] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        page.installEventFilter(self)

    def keep_in_sight(self, part: QWidget, typed_into: QWidget | None = None) -> None:
        """Scroll to a part as long as the keys are in it, or in the field of it that is typed into."""
        field = typed_into or part
        for watched in {part, field}:
            self._parts[watched] = (part, field)
            watched.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the room there is."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a part that gets the keys, or grows while it has them, and a page whose parts need more or less."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        if event.type() in _MOVING and watched in self._parts:
            QTimer.singleShot(0, self, lambda: self._follow(*self._parts[watched]))
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room, least = self.viewport().size(), self._page.minimumSizeHint().height()
        self._page.resize(room.width(), max(room.height(), least))

    def _follow(self, part: QWidget, field: QWidget) -> None:
        if field.hasFocus():
            self.ensureWidgetVisible(part, 0, _AROUND)
