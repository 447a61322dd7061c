"""How large a window may be: never larger than its screen, or its last row of buttons would be out of reach."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)  # logical px: what a window's own frame takes of the screen


def take_room(window: QWidget, usual: tuple[int, int]) -> None:
    """Give a window its usual size (logical px), less where the screen has not the room."""
    window.resize(QSize(*usual).boundedTo(room_around(window).size() - FRAME))


def room_around(widget: QWidget) -> QRect:
    """Return what is free of the screen that a widget stands on, in logical px of all screens.

    Not by the widget's own `screen()`: PySide counts the screen among that widget's parts from then on, and the window
    that is collected takes the screen with it. The next widget that is made ends the program.
    """
    near = widget if widget.isVisible() else widget.parentWidget() or widget
    screen = QGuiApplication.screenAt(near.mapToGlobal(near.rect().center())) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
