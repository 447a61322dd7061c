"""The one table of the program: it behaves as the office expects of a table."""

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QMenu, QWidget

from app.domain.errors import BoardError
from app.domain.figures import AmbiguousBlank
from app.ui import copied, grid_block
from app.ui.bubble import Bubble
from app.ui.grid_delegate import MEANT, CellEditor
from app.ui.grid_model import GridModel, Index
from app.ui.grid_moves import GridMoves
from app.ui.tsv import parse_tsv

_ALL = QAbstractItemView.EditTrigger.AllEditTriggers


class Grid(GridMoves):
    """A table to work in. One click selects, typing replaces, F2 edits, Enter goes down, Tab right, Delete clears.

    Signals besides GridView's: `status_message(str)` for what was done, `editing(int, int)` when an editor opens.
    `extend_menu` adds the owner's entries to the context menu; `take_block` may take a pasted block before the cells.
    """

    status_message = Signal(str)
    editing = Signal(int, int)

    def __init__(self, model: GridModel, parent: QWidget | None = None, **looks: Any) -> None:
        super().__init__(model, parent, **looks)
        self._bubble: Bubble | None = None
        self.extend_menu: Callable[[QMenu], None] | None = None
        self.take_block: Callable[[list[list[str]]], bool] | None = None
        self.delegate.refused.connect(self._show_refusal)
        self.delegate.settled.connect(self._hide_bubble)
        self.delegate.moved.connect(self.move_on)
        self.delegate.opened.connect(lambda index: self.editing.emit(index.row(), index.column()))
        model.refused.connect(self.status_message)

    # editing

    def edit(  # type: ignore[override]
        self, index: Index, trigger: QAbstractItemView.EditTrigger = _ALL, event: QEvent | None = None
    ) -> bool:
        """Open an editor; a frozen cell's where it really stands, beside the others."""
        if self._frozen is not None and index.column() < self._frozen.count and trigger & self.editTriggers():
            self.horizontalScrollBar().setValue(0)
        return bool(super().edit(index, trigger, event))  # type: ignore[arg-type]

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
            self._hide_bubble()
            super().mousePressEvent(event)

    def _show_refusal(self, editor: CellEditor, error: BoardError) -> None:
        choices = tuple(MEANT) if isinstance(error, AmbiguousBlank) else ()

        def meant(word: str) -> None:
            self.delegate.meant = MEANT[word]
            if self.finish_editing():
                self.move_on(1, 0)

        if shiboken6.isValid(self.window()):  # not when the window itself is going away
            self._say(error.message, editor, editor.rect(), choices, meant)
            editor.setFocus()

    def _say(
        self,
        text: str,
        beside: QWidget,
        rect: QRect,
        choices: tuple[str, ...] = (),
        chosen: Callable[[str], None] | None = None,
    ) -> None:
        if self._bubble is None or self._bubble.parentWidget() is not self.window():
            self._bubble = Bubble(self.window())
        self._bubble.say(text, beside, rect, choices, chosen)

    def say_at_current(
        self, text: str, choices: tuple[str, ...] = (), chosen: Callable[[str], None] | None = None
    ) -> None:
        """Say something under the current cell."""
        self._say(text, self.viewport(), self.visualRect(self.currentIndex()), choices, chosen)

    def _hide_bubble(self) -> None:
        if self._bubble is not None:
            self._bubble.hide()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the office expects of a key."""
        self._hide_bubble()
        if self._clipboard_key(event) or self.move_far(event):
            return
        key, held = event.key(), event.modifiers()
        plain = not held & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier:
            self.offer_choices()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.clear_cells()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.move_on(-1 if held & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and plain:
            self.move_on(0, 1 if key == Qt.Key.Key_Tab else -1)
        elif self._types_into_read_only(event):
            self.say_at_current(self.grid_model.cell_at(self.currentIndex()).reason or "この欄は入力できません。")
        else:
            super().keyPressEvent(event)

    def _types_into_read_only(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        typed = (event.text().isprintable() and event.text().strip() and not held) or event.key() == Qt.Key.Key_F2
        index = self.currentIndex()
        return bool(typed) and index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable

    def _clipboard_key(self, event: QKeyEvent) -> bool:
        standard = QKeySequence.StandardKey
        actions: dict[QKeySequence.StandardKey, Callable[[], None]] = {
            standard.Copy: self.copy,
            standard.Cut: self.cut,
            standard.Paste: self.paste,
        }
        for name, action in actions.items():
            if event.matches(name):
                action()
                return True
        fills = {Qt.Key.Key_D: self.fill_down, Qt.Key.Key_R: self.fill_right}
        if event.key() in fills and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            fills[Qt.Key(event.key())]()
            return True
        return False

    # blocks of cells

    def copy(self) -> None:
        """Put the selected block on the clipboard as Excel takes it."""
        text = grid_block.copied(self.grid_model, self.selectedIndexes())
        copied.put(text, copied.figures_of(self.grid_model, self.selectedIndexes()))

    def cut(self) -> None:
        """Copy the block, then clear it."""
        self.copy()
        self._enter(grid_block.cleared(self.grid_model, self.selectedIndexes()), "切り取り")

    def paste(self) -> None:
        """Take the clipboard's block in at the selection; one value fills the whole selection."""
        block = parse_tsv(QApplication.clipboard().text())
        if not block or (self.take_block is not None and self.take_block(block)):
            return
        items, outside = grid_block.placed(self.grid_model, self.selectedIndexes(), block)
        self._enter(items, "貼り付け", outside)

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        self._enter(grid_block.cleared(self.grid_model, self.selectedIndexes()), "クリア")

    def fill_right(self) -> None:
        """Repeat the first column of the selection in those beside it; a single one takes over the one before it."""
        self._enter(grid_block.filled_right(self.grid_model, self.selectedIndexes()), "右へコピー")

    def fill_down(self) -> None:
        """Repeat the first row of the selection in the rows below it; a single row takes over the one above."""
        self._enter(grid_block.filled_down(self.grid_model, self.selectedIndexes()), "下へコピー")

    def _enter(self, items: dict[tuple[int, int], str], label: str, outside: int = 0) -> None:
        """Take a block, ask once what a dash means, and say what was done or why nothing was."""
        dashes = grid_block.ambiguous(self.grid_model, items)
        if dashes and self.delegate.meant is None:
            question = f"「{items[dashes[0]]}」が{len(dashes)}か所あります。この表ではどの意味ですか。"
            self.say_at_current(question, tuple(MEANT), lambda word: self._enter_meant(items, label, outside, word))
            return
        items |= dict.fromkeys(dashes, self.delegate.meant or "")
        try:
            taken, kept = self.grid_model.enter_block(items, label) if items else (0, 0)
        except BoardError as error:
            self.say_at_current(error.message)
            self.status_message.emit(error.message)
            return
        self.status_message.emit(grid_block.outcome(label, taken, kept, outside))

    def _enter_meant(self, items: dict[tuple[int, int], str], label: str, outside: int, word: str) -> None:
        self.delegate.meant = MEANT[word]
        self._hide_bubble()
        self.setFocus()
        self._enter(items, label, outside)

    # menus

    def offer_choices(self) -> None:
        """List what a cell can be set to (Alt+↓)."""
        index = self.currentIndex()
        menu = self.choices_menu()
        if menu is None:
            self.say_at_current(self.grid_model.cell_at(index).reason or "この欄に選べるものはありません。")
            return
        rect = self.visualRect(index)
        menu.popup(self.viewport().mapToGlobal(rect.bottomLeft()))

    def choices_menu(self) -> QMenu | None:
        """Return the list of the current cell's choices, None for none."""
        index = self.currentIndex()
        found = self.grid_model.choices(index.row(), index.column()) if index.isValid() else ()
        if not found:
            return None
        menu = QMenu("値がない理由", self)
        for choice in found:
            action = menu.addAction(choice.label)
            action.setCheckable(True)
            action.setChecked(choice.chosen)
            action.triggered.connect(lambda _=False, value=choice.value: self._choose(value))
        return menu

    def _choose(self, value: str | None) -> None:
        index = self.currentIndex()
        try:
            self.grid_model.choose(index.row(), index.column(), value)
        except BoardError as error:
            self.say_at_current(error.message)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection."""
        menu = QMenu(self)
        menu.addAction("切り取り\tCtrl+X", self.cut)
        menu.addAction("コピー\tCtrl+C", self.copy)
        menu.addAction("貼り付け\tCtrl+V", self.paste)
        menu.addAction("クリア\tDelete", self.clear_cells)
        reasons = self.choices_menu()
        if reasons is not None:
            menu.addMenu(reasons)
        if self.extend_menu is not None:
            menu.addSeparator()
            self.extend_menu(menu)
        menus = getattr(self.window(), "menus", None)
        if menus is not None:
            menu.addSeparator()
            menu.addAction(menus.cell_history)
        menu.popup(event.globalPos())
