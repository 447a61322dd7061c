"""The editor of a cell with words: live figures as chips, and as high as its lines while it is open."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.services.document import Document
from app.ui.live_editor import LiveEditor


class ChipCell(LiveEditor):
    """Stands over a cell and is asked the same as the line of a figure. Signal: `textEdited(str)`."""

    line_percent = 118.0
    """As a row of two lines has it."""
    textEdited = Signal(str)  # as QLineEdit calls it
    composing = False
    """Whether an input method holds signs that are not confirmed yet: the keys are its own then."""

    def __init__(self, own: Document, node: str, parent: QWidget | None = None) -> None:
        super().__init__(own, "", parent=parent)
        self.node = node
        self._cell: QRect | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModified(False)
        self.textChanged.connect(self._tell)

    def _tell(self) -> None:
        if self.isModified():
            self.textEdited.emit(self.text())

    # what the table asks of every editor

    def isModified(self) -> bool:
        """Return whether something was typed."""
        return self.document().isModified()

    def setModified(self, on: bool) -> None:
        """Note that what was typed is taken."""
        self.document().setModified(on)

    def setText(self, text: str) -> None:
        """Begin with a stored text, all of it selected: typing replaces it."""
        self._writing = True  # from the first key on, which may come before the focus
        self.show_text(text, text)
        self.selectAll()
        self.setModified(False)

    def stand_over(self, cell: QRect) -> None:
        """Take the place of a cell, higher where the words need it."""
        self._cell = cell
        self.resize(cell.width(), self.height())
        self._fit()

    def _fit(self) -> None:
        around = self.parentWidget()
        if self._cell is None or around is None:
            return
        room = around.height()
        height = min(max(self._cell.height(), self._height()), room)
        top = max(0, min(self._cell.top(), room - height))
        self.setGeometry(self._cell.left(), top, self._cell.width(), height)

    # one line of words

    def put(self, text: str) -> None:
        """Put a stored text at the cursor; a cell holds one paragraph."""
        super().put(" ".join(text.splitlines()))

    def leaves(self) -> bool:
        """Let the table decide when the words are taken."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Break no line; the Enter that confirms a conversion may come through."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a composition goes on."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)
