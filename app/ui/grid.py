"""The one table view of the program: it behaves as the office expects of a table."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from app.domain.errors import BoardError
from app.domain.figures import AmbiguousBlank
from app.ui import grid_block
from app.ui.bubble import Bubble
from app.ui.grid_delegate import LEADING, MEANT, CellEditor, GridDelegate
from app.ui.grid_frozen import FrozenColumns
from app.ui.grid_header import HEIGHT, GridHeader
from app.ui.grid_model import GridModel, Index
from app.ui.tsv import parse_tsv

ROW = 26
_FLASH_MS = 1400
_ALL = QAbstractItemView.EditTrigger.AllEditTriggers
_NARROWEST = 0.7  # of its usual width, for a growing column where the table is a little too wide
_FRAME = 2  # lines of the table's own frame, above and below


class Grid(QTableView):
    """A table to work in. One click selects, typing replaces, F2 edits, Enter goes down, Tab right, Delete clears.

    Signals: `status_message(str)` for what was done, `selection_summary(str)` for what is selected,
    `row_chosen(int)` when the current cell enters another row, `editing(int, int)` when an editor opens.
    """

    status_message = Signal(str)
    selection_summary = Signal(str)
    row_chosen = Signal(int)
    editing = Signal(int, int)

    def __init__(
        self,
        model: GridModel,
        parent: QWidget | None = None,
        *,
        frozen: int = 0,
        row_height: int = ROW,
        head: int = HEIGHT,
        inline: bool = False,
    ) -> None:
        super().__init__(parent)
        self._inline = inline
        self._bubble: Bubble | None = None
        self._frozen: FrozenColumns | None = None
        self.extend_menu: Callable[[QMenu], None] | None = None
        self.take_block: Callable[[list[list[str]]], bool] | None = None
        self.delegate = GridDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self._set_up(row_height, head)
        self._frozen = FrozenColumns(self, frozen) if frozen else None
        self._connect(model)

    def _set_up(self, row_height: int, head: int) -> None:
        self.setHorizontalHeader(GridHeader(self, head))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(10)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.verticalHeader().hide()
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        if self._inline:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self, model: GridModel) -> None:
        self.delegate.refused.connect(self._show_refusal)
        self.delegate.settled.connect(self._hide_bubble)
        self.delegate.moved.connect(self._move_on)
        self.delegate.opened.connect(lambda index: self.editing.emit(index.row(), index.column()))
        model.refused.connect(self.status_message)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.headerDataChanged):
            changed.connect(self.fit)

    @property
    def grid_model(self) -> GridModel:
        """Return the model."""
        found = self.model()
        assert isinstance(found, GridModel)
        return found

    # shape

    def fit(self) -> None:
        """Give columns and rows their sizes, the spare width to the column that grows, and bands their whole row."""
        model = self.grid_model
        spare = self.viewport().width() - sum(column.width for column in model.columns)
        growing = [place for place, column in enumerate(model.columns) if column.grows]
        for place, column in enumerate(model.columns):
            share = spare // len(growing) if place in growing else 0
            self.setColumnWidth(place, max(round(column.width * _NARROWEST), column.width + share))
        self.clearSpans()
        for place, row in enumerate(model.rows):
            self.setRowHeight(place, model.row_height(row) or self._height_of(place))
            if len(model.columns) > 1 and model.cell(row, 0).role == "band":
                self.setSpan(place, 0, 1, len(model.columns))
        if self._frozen is not None:
            self._frozen.fit()
        self.updateGeometry()

    def _height_of(self, place: int) -> int:
        """Return the usual height, or that of two lines where a text of the row does not fit its column."""
        model, usual = self.grid_model, self.verticalHeader().defaultSectionSize()
        metrics = self.fontMetrics()
        for number, column in enumerate(model.columns):
            if column.wraps:
                view = model.cell(model.rows[place], number)
                if metrics.horizontalAdvance(view.mark + view.text) > self.columnWidth(number) - (
                    18 if view.mark else 13
                ):
                    return max(usual, 2 * (metrics.height() + LEADING) + 12)
        return usual

    def sizeHint(self) -> QSize:
        """Return the size of the whole table where it stands inside a page, the usual one elsewhere."""
        if not self._inline:
            return super().sizeHint()
        wide = self.horizontalHeader().length()
        head = self.horizontalHeader()
        height = (0 if head.isHidden() else head.sizeHint().height()) + self.verticalHeader().length() + _FRAME
        if wide > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(wide, height)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: a table inside a page shows all its rows."""
        return QSize(120, self.sizeHint().height()) if self._inline else super().minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure rows with the font that is in force now."""
        super().showEvent(event)
        self.fit()

    # where the person is

    def go_to(self, row: int, column: int, *, flash: bool = False) -> None:
        """Make a cell current and show it; `flash` draws the eye to it."""
        index = self.grid_model.index(row, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            if flash:
                self.flash(index)

    def flash(self, index: QModelIndex) -> None:
        """Let a cell glow and fade."""
        place = QPersistentModelIndex(index)
        fade = QVariantAnimation(self)
        fade.setDuration(_FLASH_MS)
        fade.setStartValue(1.0)
        fade.setEndValue(0.0)

        def glow(strength: float) -> None:
            self.delegate.flashing = (place, float(strength)) if strength else None
            self.viewport().update()

        glow(1.0)
        fade.valueChanged.connect(glow)
        fade.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Show a cell beside the frozen columns, not behind them; a frozen cell is visible as it is."""
        bar = self.horizontalScrollBar()
        kept = bar.value()
        super().scrollTo(index, hint)
        if self._frozen is None:
            return
        if index.column() < self._frozen.count:
            bar.setValue(kept)
            return
        hidden = self._frozen.width_of_columns() - self.visualRect(index).left()
        if bar.value() and hidden > 0:
            bar.setValue(bar.value() - hidden)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell when another row is entered."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.row_chosen.emit(current.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell what is selected."""
        super().selectionChanged(selected, deselected)
        self.selection_summary.emit(grid_block.summary([self.grid_model.cell_at(i) for i in self.selectedIndexes()]))

    def _move_on(self, rows: int, columns: int) -> None:
        """Go to the next cell, over bands and past the row's end to the next one."""
        model, current = self.grid_model, self.currentIndex()
        row, column = current.row(), current.column() + columns
        if column >= model.columnCount():
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, model.columnCount() - 1
        row += rows
        step = -1 if rows < 0 or columns < 0 else 1
        while 0 <= row < model.rowCount() and model.cell(model.rows[row], 0).role == "band":
            row += step
        if 0 <= row < model.rowCount():
            self.go_to(row, column)

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
                self._move_on(1, 0)

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
        if self._clipboard_key(event):
            return
        key, held = event.key(), event.modifiers()
        plain = not held & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier:
            self.offer_choices()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.clear_cells()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._move_on(-1 if held & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and plain:
            self._move_on(0, 1 if key == Qt.Key.Key_Tab else -1)
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
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
            return True
        return False

    # blocks of cells

    def copy(self) -> None:
        """Put the selected block on the clipboard as Excel takes it."""
        text = grid_block.copied(self.grid_model, self.selectedIndexes())
        QApplication.clipboard().setText(text)

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

    def fill_down(self) -> None:
        """Repeat the first row of the selection in the rows below it."""
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
        menu.popup(event.globalPos())

    def select_cells(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a block of cells, its first one current."""
        model = self.grid_model
        self.setCurrentIndex(model.index(top, left))
        block = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
