"""The line in which most cells are edited."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class CellEditor(QLineEdit):
    """The line a cell is edited in; an undo that it has none of goes to the window."""

    composing = False
    """Whether an input method holds signs that are not confirmed yet: the keys are its own then."""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a composition goes on."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+Z through where nothing was typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            empty = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            if empty or (event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)
