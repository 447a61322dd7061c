"""What the menu does with the text that is being written. Made at the start, so it imports nothing of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

INSERT_KEYS = "Ctrl+Shift+F"
NO_TEXT = "数値を入れる文章の中を押してから、もう一度選んでください。"


class WritingDesk(QObject):
    """Leads the menu's entries to the text with the keys."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main

    def insert_figure(self) -> None:
        """Choose a figure for the text that is being written; where none is, say what to do."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and not hasattr(widget, "choose_figure"):
            widget = widget.parentWidget()
        if widget is None:
            self._main.say(NO_TEXT)
        else:
            widget.choose_figure()
