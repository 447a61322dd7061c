"""The one table of the program: it behaves as the office expects of a table."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QKeyCombination, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.domain.entering import CellsError
from app.domain.errors import BoardError
from app.domain.fiscal import format_period
from app.ui import copied, grid_block
from app.ui.column_menu import ColumnMenu
from app.ui.grid_arrange import is_plain
from app.ui.grid_delegate import MEANT
from app.ui.grid_editing import GridEditing
from app.ui.grid_model import GridModel
from app.ui.pasted import Pasted, read_clipboard, spread

if TYPE_CHECKING:
    from app.ui.grid_hand import GridHand
    from app.ui.replace_window import ReplaceWindow

_CTRL = Qt.KeyboardModifier.ControlModifier
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class Grid(GridEditing):
    """A table to work in. One click selects, typing replaces, F2 edits, Enter goes down, Tab right, Delete clears.

    Signals besides those of its bases: `status_message(str)` for what was done.
    `extend_menu` adds the owner's entries to the context menu; `take_block` may take a pasted block before the cells.
    """

    status_message = Signal(str)

    def __init__(self, model: GridModel, parent: QWidget | None = None, **looks: Any) -> None:
        super().__init__(model, parent, **looks)
        self.extend_menu: Callable[[QMenu], None] | None = None
        self.take_block: Callable[[list[list[str]]], bool] | None = None
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
            QKeyCombination(_CTRL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_L): self.open_column_menu,
        }
        does = own.get(event.keyCombination())
        if does is not None:
            does()
        return does is not None

    # blocks of cells

    def copy(self) -> None:
        """Put the selected block on the clipboard as Excel takes it."""
        text = grid_block.copied(self.grid_model, self.selectedIndexes())
        copied.put(text, copied.figures_of(self.grid_model, self.selectedIndexes()))

    def cut(self) -> None:
        """Copy the block, then clear it."""
        self.copy()
        self.take_cells(grid_block.cleared(self.grid_model, self.selectedIndexes()), "切り取り")

    def paste(self) -> None:
        """Take the clipboard's block in at the selection; rows that have no room are offered as new ones."""
        mime = QApplication.clipboard().mimeData()
        block = read_clipboard(mime) if mime is not None else Pasted(())
        if not block.rows:
            self.status_message.emit("クリップボードに貼り付けられる文字がありません。")
            return
        if self.take_block is not None and self.take_block([[cell or "" for cell in row] for row in block.rows]):
            return
        rows = spread(block.rows, self._takes_figure)
        placed = grid_block.placed(self.grid_model, self.selectedIndexes(), rows)
        self.take_cells(placed.items, "貼り付け", placed.outside, lambda: self._after_paste(block, placed))

    def _takes_figure(self, right: int) -> bool:
        """Say whether the cell so far right of the selection's first one holds a figure, computed ones not counted."""
        model, chosen = self.grid_model, self.selectedIndexes()
        row, first = min(((index.row(), index.column()) for index in chosen), default=(0, 0))
        column = first + right
        if column >= len(model.columns) or not model.columns[column].figures:
            return False
        return not right or model.can_edit(model.index(row, column))

    def _after_paste(self, block: Pasted, placed: grid_block.Placed) -> None:
        """Show where the block went, what was repaired in it, and offer rows for what has no room."""
        if len(placed.items) > 1:
            rows, columns = ({place[axis] for place in placed.items} for axis in (0, 1))
            self.select_cells(min(rows), min(columns), max(rows), max(columns))
        end = max(placed.items, default=(self.currentIndex().row(), self.currentIndex().column()))
        index = self.grid_model.index(*end)
        if placed.below:
            count = len(placed.below)
            text = f"{block.repairs}表の下に{count}行あふれました。まだ入れていません。"
            offer = f"あふれた{count}行を追加"
            self.say_at(index, text, (offer,), lambda _: self._add_rows(placed), tone="accent")
        elif block.repairs:
            self.say_at(index, block.repairs, tone="accent")

    def _add_rows(self, placed: grid_block.Placed) -> None:
        """Add the rows that had no room, one undo step, and go to the first of them."""
        model = self.grid_model
        keys = [column.key for column in model.columns][placed.left :]
        lines = [{key: (cell or "").strip() for key, cell in zip(keys, row, strict=False)} for row in placed.below]
        self.hide_bubbles()
        try:
            uids = model.add_rows(lines)
        except BoardError as error:
            self.say_at_current(error.message)
            return
        self.setFocus()
        self.go_to(model.find(uids[0]), placed.left, flash=True)
        self.status_message.emit(f"{len(uids)}行を追加しました・Ctrl+Zで戻せます")

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        self.take_cells(grid_block.cleared(self.grid_model, self.selectedIndexes()), "クリア")

    def fill_right(self) -> None:
        """Repeat the first column of the selection in those beside it; a single one takes over the one before it."""
        self.take_cells(grid_block.filled_right(self.grid_model, self.selectedIndexes()), "右へコピー")

    def fill_down(self) -> None:
        """Repeat the first row of the selection in the rows below it; a single row takes over the one above."""
        self.take_cells(grid_block.filled_down(self.grid_model, self.selectedIndexes()), "下へコピー")

    def enter_today(self) -> None:
        """Put today's date into the selected cells that hold a day."""
        model, chosen = self.grid_model, self.selectedIndexes()
        days = [(index.row(), index.column()) for index in chosen if model.takes_day(index.row(), index.column())]
        if not days:
            self.say_at_current("ここは日付の欄ではないので、今日の日付は入れていません。")
            return
        today = format_period(date.today().isoformat(), "era_long")
        self.take_cells(dict.fromkeys(days, today), f"今日の日付（{today}）")

    def take_cells(
        self, items: dict[tuple[int, int], str], label: str, outside: int = 0, after: Callable[[], None] | None = None
    ) -> None:
        """Take a block, ask once what a dash means, and say what was done or why nothing was."""
        dashes = grid_block.ambiguous(self.grid_model, items)
        if dashes and self.delegate.meant is None:
            question = f"「{items[dashes[0]]}」が{len(dashes)}か所あります。この表ではどの意味ですか。"
            self.say_at_current(
                question, tuple(MEANT), lambda word: self._enter_meant(items, label, outside, after, word)
            )
            return
        items |= dict.fromkeys(dashes, self.delegate.meant or "")
        try:
            taken, kept = self.grid_model.enter_block(items, label) if items else (0, 0)
        except BoardError as error:
            self._show_bad_cell(error)
            self.status_message.emit(error.message)
            return
        self.status_message.emit(grid_block.outcome(label, taken, kept, outside, self.grid_model.hidden))
        if after is not None:
            after()

    def _show_bad_cell(self, error: BoardError) -> None:
        """Say why nothing was taken, at the first cell that could not be."""
        place = self.grid_model.find_figure(next(iter(error.cells))) if isinstance(error, CellsError) else (-1, -1)
        index = self.grid_model.index(*place)
        self.say_at(index if index.isValid() else self.currentIndex(), error.message)

    def _enter_meant(
        self,
        items: dict[tuple[int, int], str],
        label: str,
        outside: int,
        after: Callable[[], None] | None,
        word: str,
    ) -> None:
        self.delegate.meant = MEANT[word]
        self.hide_bubbles()
        self.setFocus()
        self.take_cells(items, label, outside, after)

    @property
    def offers_rows(self) -> bool:
        """Return whether rows of a pasted block wait to be added."""
        return self._bubble is not None and len(self._bubble.choices) == 1

    def take_offer(self) -> None:
        """Add the rows of a pasted block that had no room."""
        if self.offers_rows and self._bubble is not None:
            self._bubble.choose(self._bubble.choices[0])

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
        menu.popup(event.globalPos())
