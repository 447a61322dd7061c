"""A text edited where it stands: as printed while it is read, as stored while it is written."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QMimeData, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QTextEdit, QWidget

from app.ui.theme import colour


class TextEditor(QTextEdit):
    """A plain text as high as its lines. Signal: `committed(str)` on focus out or Ctrl+Enter where the text changed.

    `keep` puts a text that is being written by, so that a crash takes it from nobody; every owner sets it.
    Escape gives up. Ctrl+Z undoes the text first and is the window's where nothing was typed here.
    """

    committed = Signal(str)
    line_percent = 140.0
    """The height of a line; Japanese text needs air between its lines."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self._stored = ""
        self._writing = False
        self.keep: Callable[[str], None] | None = None
        self._runs: list[tuple[int, int]] = []
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._put("")

    def show_text(self, shown: str, stored: str) -> None:
        """Show a text; what has been typed and not committed stays."""
        if (shown, stored) == (self._shown, self._stored):
            return
        untouched = self.text() == self._stored
        self._shown, self._stored = shown, stored
        if not self._writing:
            self._put(shown)
        elif untouched and self.text() != stored:  # else the cursor would leave its place
            self._put(stored)

    def mark_runs(self, runs: list[tuple[int, int]]) -> None:
        """Draw wavy lines under runs of characters of the stored text; [] takes them away."""
        if runs != self._runs:
            self._runs = runs
            self.viewport().update()

    def select_run(self, start: int, end: int) -> None:
        """Take the keys and select a run of characters of the stored text."""
        self.setFocus()
        if self.text() == self._stored:
            self.setTextCursor(self._cursor_over(start, end))

    @property
    def unsaved(self) -> bool:
        """Return whether it holds something written that its owner does not have yet."""
        return self._writing and self.text() != self._stored

    def text(self) -> str:
        """Return what is in the editor now."""
        return self.toPlainText()

    def place_of(self, index: int) -> int:
        """Return the place in Qt's text of a character of the text; Qt counts those outside the first plane as two."""
        return _units(self.text()[:index])

    def _cursor_over(self, start: int, end: int) -> QTextCursor:
        """Return a cursor over a run of characters."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.place_of(start))
        cursor.setPosition(self.place_of(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marked runs while the text shows as stored: with live figures filled in they stand elsewhere."""
        super().paintEvent(event)
        if self._runs and self.text() == self._stored:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("error"), 1.2))
            for start, end in self._runs:
                for left, right, foot in self._strokes(start, end):
                    painter.drawPolyline(_wave(left, right, foot))

    def _strokes(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield left, right and foot of each line of a run; Qt's own wavy lines fail with fonts sized in pixels."""
        left = last = self.cursorRect(self._cursor_over(start, start))
        for step in range(start + 1, end + 1):
            here = self.cursorRect(self._cursor_over(step, step))
            if here.top() != last.top():
                yield left.left(), last.left() + self.fontMetrics().averageCharWidth(), last.bottom()
                left = here
            last = here
        yield left.left(), last.left(), last.bottom()

    def commit(self) -> None:
        """Give what was written to the owner where it differs from what is stored."""
        text = self.text()
        if self.unsaved:
            self._stored = text
            self.committed.emit(text)

    def abandon(self) -> None:
        """Forget what is being written and show what is stored."""
        self._put(self._stored)
        self._writing = self.hasFocus()

    def take_back(self, stored: str) -> None:
        """Keep a refused text in the editor and remember what is really stored."""
        self._stored = stored

    def _put(self, text: str) -> None:
        """Replace the whole text; there is nothing to undo afterwards."""
        self.document().setUndoRedoEnabled(False)
        self.fill(text)
        lines = QTextBlockFormat()
        lines.setLineHeight(self.line_percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(lines)
        self.document().setUndoRedoEnabled(True)

    def fill(self, text: str) -> None:
        """Put a text in place of all there is."""
        self.setPlainText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the stored form for writing."""
        if not self._writing and not self.isReadOnly():
            self._writing = True
            if self._stored != self.text():
                self._put(self._stored)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit, and show the text as printed again."""
        super().focusOutEvent(event)
        if self._writing and self.leaves():
            self.commit()
            self._writing = False
            self.document().clearUndoRedoStacks()  # Ctrl+Z is now the file's
            if self._shown != self.text():
                self._put(self._shown)

    def leaves(self) -> bool:
        """Say whether losing the keys ends the writing: not where a menu takes them for a moment."""
        return QApplication.activePopupWidget() is None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commit on Ctrl+Enter, give up on Escape."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._stored:
            self._put(self._stored)
        elif enter and not self.isReadOnly():  # Qt's own Enter on an empty line only takes its format away
            self.textCursor().insertText("\n")
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+Z through to the window where nothing was typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            undo = event.matches(QKeySequence.StandardKey.Undo) and not document.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Say whether something can be pasted or dropped here: words, not a file whose place would be written."""
        return not any(url.isLocalFile() for url in source.urls()) and super().canInsertFromMimeData(source)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # a height set inside a layout's own run would be lost

    def sizeHint(self) -> QSize:
        """Return a height that shows every line."""
        return QSize(200, self._height())

    def _height(self) -> int:
        around = max(self.height() - self.viewport().height(), 8)
        return round(self.document().size().height()) + around

    def _fit(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())


def _wave(left: int, right: int, foot: int) -> QPolygonF:
    """Return a zigzag of 2 px under a run of a line."""
    return QPolygonF([QPointF(x, foot - 1 + 2 * (place % 2)) for place, x in enumerate(range(left, right + 1, 2))])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
