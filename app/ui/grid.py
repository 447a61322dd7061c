"""The one table of the program: it behaves as the office expects of a table."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QKeyCombination, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.errors import BoardError
from app.ui.column_menu import ColumnMenu
from app.ui.grid_arrange import is_plain
from app.ui.grid_blocks import GridBlocks
from app.ui.grid_model import GridModel

if TYPE_CHECKING:
    from app.ui.grid_hand import GridHand
    from app.ui.replace_window import ReplaceWindow

_CTRL = Qt.KeyboardModifier.ControlModifier
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class Grid(GridBlocks):
    """A table to work in. One click selects, typing replaces, F2 edits, Enter goes down, Tab right, Delete clears.

    `extend_menu` adds the owner's entries to the context menu.
    """

    def __init__(self, model: GridModel, parent: QWidget | None = None, **looks: Any) -> None:
        super().__init__(model, parent, **looks)
        self.extend_menu: Callable[[QMenu], None] | None = None
        model.refused.connect(self.status_message)
        model.modelAboutToBeReset.connect(self._remember_place)
        model.arranged.connect(self._return_to_place)
        self._column_menu: ColumnMenu | None = None
        self._replace_window: ReplaceWindow | None = None
        self._place: tuple[str, int] | None = None
        self._hand: GridHand | None = None
        self.horizontalHeader().menu_wanted.connect(self.open_column_menu)  # type: ignore[attr-defined]
        if self._frozen is not None:
            self._frozen.horizontalHeader().menu_wanted.connect(self.open_column_menu)  # type: ignore[attr-defined]

    # sorting and filtering

    def open_column_menu(self, column: int | None = None) -> None:
        """Offer to sort and filter by a column, the current one where none is said."""
        place = max(0, self.currentIndex().column()) if column is None else column
        if not self.grid_model.can_arrange:
            self.say_at_current("この表は並べ替えと絞り込みができません。")
        elif self.finish_editing() and any(is_plain(self.grid_model, row) for row in self.grid_model.all_rows):
            head = self.horizontalHeader()
            left = 0 if self._frozen is not None and place < self._frozen.count else head.sectionViewportPosition(place)
            if self._column_menu is not None:
                self._column_menu.deleteLater()
            self._column_menu = ColumnMenu(self, place)
            self._column_menu.open_under(head.mapToGlobal(QPoint(left, head.height())))

    def _remember_place(self) -> None:
        index, model = self.currentIndex(), self.grid_model
        self._place = (model.row_id(model.row_at(index.row())), index.column()) if index.isValid() else None

    def _return_to_place(self) -> None:
        """Go to the row that was current before rows were arranged, else to the first."""
        name, column = self._place or ("", 0)
        row = self.grid_model.find(name)
        first = next(
            (row for row in range(self.grid_model.rowCount()) if is_plain(self.grid_model, self.grid_model.rows[row])),
            0,
        )
        self.go_to(row if row >= 0 else first, column)

    # the mouse

    @property
    def hand(self) -> "GridHand":
        """Return what the mouse holds of the selection, made when the mouse first comes."""
        if self._hand is None:
            from app.ui.grid_hand import GridHand

            self._hand = GridHand(self)
        return self._hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the selection at its corner or edge, else select."""
        if self.delegate.open_editor() is not None or not self.hand.press(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill down from the corner of the selection, else edit."""
        if self.delegate.open_editor() is not None or not self.hand.double_click(event):
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held, else select on."""
        if not self.hand.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of what is held."""
        if not self.hand.release(event):
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, and where held ones would go."""
        super().paintEvent(event)
        if self._hand is not None:
            painter = QPainter(self.viewport())
            self._hand.paint(painter)
            painter.end()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the office expects of a key."""
        if event.key() == Qt.Key.Key_Escape and self._hand is not None and self._hand.cancel():
            return
        if event.key() in _MODIFIERS or self._composing() or self._takes_offer(event):
            return
        self.hide_bubbles()
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
            self.say_why_not(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _types_into_read_only(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        typed = (event.text().isprintable() and event.text().strip() and not held) or event.key() == Qt.Key.Key_F2
        index = self.currentIndex()
        return bool(typed) and index.isValid() and not self.grid_model.can_edit(index)

    def _composing(self) -> bool:
        """Say whether the keys belong to a composition that this table passes on to its editor."""
        editor = self.delegate.open_editor()
        return editor is not None and editor.composing

    def _takes_offer(self, event: QKeyEvent) -> bool:
        """Take what the word beside the cell offers (Alt+Enter)."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter or not event.modifiers() & Qt.KeyboardModifier.AltModifier or not self.offers_rows:
            return False
        self.take_offer()
        return True

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
        own = {
            QKeyCombination(_CTRL, Qt.Key.Key_D): self.fill_down,
            QKeyCombination(_CTRL, Qt.Key.Key_R): self.fill_right,
            QKeyCombination(_CTRL, Qt.Key.Key_Semicolon): self.enter_today,
            QKeyCombination(_CTRL, Qt.Key.Key_H): self.open_replace,
            QKeyCombination(_CTRL, Qt.Key.Key_Space): lambda: self.select_whole(rows=False),
            QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Space): lambda: self.select_whole(rows=True),
            QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_L): self.open_column_menu,
        }
        does = own.get(event.keyCombination())
        if does is not None:
            does()
        return does is not None

    # menus

    def open_replace(self) -> None:
        """Open 「さがして置き換える」 for this table."""
        from app.ui.replace_window import ReplaceWindow  # seldom asked for

        if not self.finish_editing():
            return
        if self._replace_window is None or self._replace_window.parentWidget() is not self.window():
            self._replace_window = ReplaceWindow(self)
        self._replace_window.open_for_selection()

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
        from app.ui.grid_entries import fill  # it knows this class

        fill(menu, self)
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
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid()
        under = self.visualRect(self.currentIndex()).bottomLeft()
        menu.popup(self.viewport().mapToGlobal(under) if by_key else event.globalPos())
