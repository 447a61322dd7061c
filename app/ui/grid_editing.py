"""Editing in a table: editors that stay open with their reason, what was understood, and input methods."""

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from app.domain.errors import BoardError
from app.domain.figures import AmbiguousBlank
from app.ui.bubble import Bubble
from app.ui.cell_editor import CellEditor
from app.ui.cell_offer import CellOffer
from app.ui.grid_delegate import MEANT
from app.ui.grid_model import GridModel, Index
from app.ui.grid_moves import GridMoves
from app.ui.pasted import Pasted, one_cell

_ALL = QAbstractItemView.EditTrigger.AllEditTriggers
READ_ONLY = "この欄は入力できません。"


class GridEditing(GridMoves):
    """A table whose cells are edited. Signal: `editing(int, int)` when an editor opens."""

    editing = Signal(int, int)

    def __init__(self, model: GridModel, parent: QWidget | None = None, **looks: Any) -> None:
        super().__init__(model, parent, **looks)
        self._bubble: Bubble | None = None
        self._hint: Bubble | None = None
        self.delegate.refused.connect(self._show_refusal)
        self.delegate.settled.connect(self.hide_bubbles)
        self.delegate.moved.connect(self.move_on)
        self.delegate.stepped.connect(self.step_on)
        self.delegate.typed.connect(self._show_reading)
        self.delegate.typed.connect(self._offer_texts)
        self.delegate.opened.connect(self._on_opened)

    def edit(  # type: ignore[override]
        self, index: Index, trigger: QAbstractItemView.EditTrigger = _ALL, event: QEvent | None = None
    ) -> bool:
        """Open an editor; a frozen cell's where it really stands, beside the others."""
        if self._frozen is not None and index.column() < self._frozen.count and trigger & self.editTriggers():
            self.horizontalScrollBar().setValue(0)
        if self.delegate.open_editor() is None:
            self.delegate.entering = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        return bool(super().edit(index, trigger, event))  # type: ignore[arg-type]

    def _on_opened(self, index: Index) -> None:
        """Tell of an editor that opens; one of words repairs by itself what is pasted into it."""
        editor = self.delegate.open_editor()
        if editor is not None and not isinstance(editor, CellEditor):
            editor.pasted.connect(lambda changes: self._hint_at(editor, Pasted((), changes).repairs))
        self.editing.emit(index.row(), index.column())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Keep an editor open whose text could not be taken."""
        if self._bubble is not None and self._bubble.isVisible() and editor is self.delegate.open_editor():
            return
        super().closeEditor(editor, hint)

    def finish_editing(self) -> bool:
        """Take what an open editor holds; False where it stays open with its reason."""
        if not self.delegate.take():
            return False
        self.delegate.close()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stay in an editor whose text could not be taken."""
        if self.finish_editing():
            self.hide_bubbles()
            super().mousePressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Begin a composition in the cell's editor with its first key; say why where a cell takes none.

        Qt opens the editor and hands it the event; the keys stay here until the first conversion is confirmed.
        """
        index, writes = self.currentIndex(), event.preeditString() or event.commitString()
        if writes and index.isValid() and not self.grid_model.can_edit(index):
            event.accept()
            QGuiApplication.inputMethod().reset()
            self.say_why_not(index)
            return
        self.hide_bubbles()
        super().inputMethodEvent(event)

    def _offer_texts(self, editor: CellEditor, row: int, column: int) -> None:
        """Offer what may be meant; a list is made for a cell that has something to offer."""
        texts = self.grid_model.completed(row, column, editor.text())
        offer = editor.findChild(CellOffer)
        if texts and offer is None:
            offer = CellOffer(editor)
        if offer is not None:
            offer.show(texts)

    # words beside a cell

    def say_why_not(self, index: Index) -> None:
        """Say under a cell why nothing can be typed into it."""
        self.say_at_current(self.grid_model.cell_at(index).reason or READ_ONLY)

    def say_at_current(
        self,
        text: str,
        choices: tuple[str, ...] = (),
        chosen: Callable[[str], None] | None = None,
        tone: str = "error",
    ) -> None:
        """Say something under the current cell."""
        self.say_at(self.currentIndex(), text, choices, chosen, tone)

    def say_at(
        self,
        index: Index,
        text: str,
        choices: tuple[str, ...] = (),
        chosen: Callable[[str], None] | None = None,
        tone: str = "error",
    ) -> None:
        """Say something under a cell."""
        self._say(text, self.viewport(), self.visualRect(index), choices, chosen, tone)

    def say_beside(self, text: str, rect: QRect) -> None:
        """Say something under a place of the viewport."""
        self._say(text, self.viewport(), rect, tone="accent")

    def _say(
        self,
        text: str,
        beside: QWidget,
        rect: QRect,
        choices: tuple[str, ...] = (),
        chosen: Callable[[str], None] | None = None,
        tone: str = "error",
    ) -> None:
        self._bubble = self._own(self._bubble)
        self._bubble.say(text, beside, rect, choices, chosen, tone)
        if self._hint is not None:
            self._hint.hide()

    def _own(self, bubble: Bubble | None) -> Bubble:
        """Return a bubble of the window that the table stands in now."""
        if bubble is None or bubble.parentWidget() is not self.window():
            return Bubble(self.window())
        return bubble

    def hide_bubbles(self) -> None:
        """Take every word beside a cell away."""
        for bubble in (self._bubble, self._hint):
            if bubble is not None:
                bubble.hide()

    def _show_refusal(self, editor: CellEditor, error: BoardError) -> None:
        choices = tuple(MEANT) if isinstance(error, AmbiguousBlank) else ()

        def meant(word: str) -> None:
            self.delegate.meant = MEANT[word]
            if self.finish_editing():
                self.move_on(1, 0)

        if shiboken6.isValid(self.window()):  # not when the window itself is going away
            self._say(error.message, editor, editor.rect(), choices, meant)
            editor.setFocus()

    def _show_reading(self, editor: CellEditor, row: int, column: int) -> None:
        """Say how a text is understood while it is typed, where that is not as it is typed."""
        if self._bubble is not None:
            self._bubble.hide()
        repairs = _repaired(editor) if isinstance(editor, CellEditor) else ""
        text = editor.text()
        words = self.grid_model.reading(row, column, text) if text.strip() else ""
        if words or repairs:
            self._hint_at(editor, repairs + (f"{words} と読みました" if words else ""))
        elif self._hint is not None:
            self._hint.hide()

    def _hint_at(self, editor: QWidget, text: str) -> None:
        self._hint = self._own(self._hint)
        self._hint.say(text, editor, editor.rect(), tone="accent")


def _repaired(editor: CellEditor) -> str:
    """Repair what was pasted into a line and return what was repaired in words; Ctrl+Z in it takes that back."""
    typed = editor.text()
    if editor.isRedoAvailable() or (typed.isascii() and typed.isprintable()):
        return ""
    text, repairs = one_cell(typed)
    if text != typed:
        editor.selectAll()
        editor.insert(text)
    return repairs
