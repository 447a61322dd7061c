"""The line a formula is typed in: names of series are completed, also while they are typed in kana."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from app.domain.formula_complete import Completion, word_at
from app.ui import ink
from app.ui.offer_list import OfferList
from app.ui.text_editor import TextEditor
from app.ui.theme import colour

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormulaEdit(TextEditor):
    """Enter takes the formula, Escape gives up, arrows and Enter or Tab choose among completions.

    `complete` gives what a word may mean, `sound` says whether a formula may be taken: one that may not stays in the
    line when the keys go elsewhere. Signal besides TextEditor's: `given_up()`.
    """

    given_up = Signal()

    def __init__(
        self, complete: Callable[[str], tuple[Completion, ...]], sound: Callable[[str], bool], parent: QWidget
    ) -> None:
        super().__init__("計算式", "例: [正答] / [応答]　「[」で名前の一覧が出ます", parent)
        self._complete, self._sound = complete, sound
        self._list: OfferList | None = None
        self.textChanged.connect(self._offer)

    def leaves(self) -> bool:
        """Say whether losing the keys takes the formula: not one that cannot be read."""
        return super().leaves() and (self.text() == self._stored or self._sound(self.text()))

    def mark_error(self, position: int | None) -> None:
        """Mark the character where something is wrong, None for none."""
        marked = []
        if position is not None:
            cursor = QTextCursor(self.document())
            last = max(0, self.document().characterCount() - 1)
            start = min(self.place_of(position), last)
            cursor.setPosition(start if start < last else max(0, last - 1))
            cursor.setPosition(min(cursor.position() + 1, last), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format = _error_format()
            marked.append(selection)
        self.setExtraSelections(marked)

    # completing

    @property
    def offered(self) -> list[str]:
        """Return the completions that are shown now."""
        return self._list.offered if self._list is not None else []

    def _offer(self) -> None:
        """Show what the word at the cursor may mean."""
        found: tuple[Completion, ...] = ()
        if self.hasFocus() and self.document().isUndoAvailable():
            start, _ = word_at(self.text(), self._index())
            found = self._complete(self.text()[start : self._index()])
        if not found:
            self._hide_list()
            return
        shown = self._ready_list()
        shown.offer([(one.text, one.note) for one in found], 0)
        shown.place_at(self.viewport(), self.cursorRect())

    def place_list(self) -> None:
        """Keep the open list beside the word when the line has moved."""
        if self._list is not None and self._list.isVisible():
            self._list.place_at(self.viewport(), self.cursorRect())

    def _ready_list(self) -> OfferList:
        if self._list is None or self._list.parentWidget() is not self.window():
            self._list = OfferList("名前の候補", self._choose, self.window())
        return self._list

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _choose(self) -> None:
        """Put the chosen name in place of the word at the cursor; one step of undo."""
        word = self._list.chosen_word if self._list is not None else None
        if word is None:
            return
        start, end = word_at(self.text(), self._index())
        cursor = self._cursor_over(start, end)
        cursor.insertText(word)
        self.setTextCursor(cursor)
        self._hide_list()

    def _index(self) -> int:
        """Return the cursor's place in the text's characters."""
        units = self.toPlainText().encode("utf-16-le")[: 2 * self.textCursor().position()]
        return len(units.decode("utf-16-le"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and choose in the list of names while it is open; Enter takes the formula otherwise."""
        shown = self._list if self._list is not None and self._list.isVisible() else None
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if shown is not None and step:
            shown.step(step)
        elif shown is not None and event.key() in _ENTER:
            self._choose()
        elif shown is not None and event.key() == Qt.Key.Key_Escape:
            self._hide_list()
        elif event.key() in _ENTER:
            self.commit()
        elif event.key() == Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Choose the name with Tab while the list is open."""
        if forward and self.offered:
            self._choose()
            return True
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        self._hide_list()
        super().focusOutEvent(event)


def _error_format() -> QTextCharFormat:
    form = QTextCharFormat()
    error: QColor = colour("error")
    form.setForeground(error)
    form.setBackground(ink.mixed(colour("surface"), error, 0.16))
    form.setFontUnderline(True)
    return form
