"""How large a window may be: never larger than its screen, or its last row of buttons would be out of reach."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)  # logical px: what a window's own frame takes of the screen


def take_room(window: QWidget, usual: tuple[int, int]) -> None:
    """Give a window its usual size (logical px), less where the screen has not the room."""
    window.resize(QSize(*usual).boundedTo(window.screen().availableSize() - FRAME))
