"""The look of the one table: sizes, frozen columns, scrolling, what is selected, the glow of a changed cell."""

from collections.abc import Callable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.ui import grid_block, ink
from app.ui.grid_block import Block
from app.ui.grid_delegate import LEADING, TIGHT, GridDelegate
from app.ui.grid_frozen import FrozenColumns
from app.ui.grid_header import HEIGHT, GridHeader
from app.ui.grid_model import GridModel, Index
from app.ui.grid_widths import LEAST, kept_widths

ROW = 26
_FLASH_MS = 1400
_MANY_CELLS, _SUM_AFTER_MS = 300, 120
_NARROWEST = 0.7  # of its usual width, for a growing column where the table is a little too wide
HANDLE = 7  # px, the square at the corner of the selection
_HEAD_ROWS = 2  # of a selection, which tell whether it can be edited: one may be a heading
_FRAME = 2  # lines of the table's own frame, above and below


class GridView(QTableView):
    """A table as it looks; Grid adds what the hands do.

    Signals: `selection_summary(str)` for what is selected, `row_chosen(int)` when the current cell enters another row.
    """

    selection_summary = Signal(str)
    row_chosen = Signal(int)

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
        self._after_paint: Callable[[], None] | None = None
        self._fitting = False
        self._summing = QTimer(self)
        self._summing.setSingleShot(True)
        self._summing.setInterval(_SUM_AFTER_MS)
        self._summing.timeout.connect(self._tell_summary)
        self._handled: Block | None = None
        self._own_widths: dict[str, dict[str, int]] = {}
        self._frozen: FrozenColumns | None = None
        self._fitted_rows: object = None
        self._fitted_columns: object = None
        self._fitted_sizes = (0, 0)  # width and font height of the last fit
        self._needs: list[list[tuple[int, int]]] = []
        self.delegate = GridDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self._set_up(row_height, head)
        self._frozen = FrozenColumns(self, frozen) if frozen else None
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.headerDataChanged):
            changed.connect(self.fit)
        model.document.proved.connect(self._show_waiting)

    def _set_up(self, row_height: int, head: int) -> None:
        self.setHorizontalHeader(GridHeader(self, head))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().sectionResized.connect(self._on_resized)
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
        self.viewport().setMouseTracking(True)  # for the corner and the edge of the selection
        # So that scrolling moves what is painted and asks for the new rows only; paintEvent fills what no cell does.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        if self._inline:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def grid_model(self) -> GridModel:
        """Return the model."""
        found = self.model()
        assert isinstance(found, GridModel)
        return found

    def _show_waiting(self) -> None:
        """Draw the marks of a new proof."""
        self.viewport().update()
        if self._frozen is not None:
            self._frozen.viewport().update()

    # shape

    def fit(self) -> None:
        """Give columns and rows their sizes, the spare width to the column that grows, and bands their whole row."""
        if not self._inline and not self.isVisible():
            return  # showing it fits it, with the width and the font that hold then
        model = self.grid_model
        sizes = (self.viewport().width(), self.fontMetrics().height())
        if self._fitted_rows is model.rows and self._fitted_columns is model.columns and self._fitted_sizes == sizes:
            return
        same = self._fitted_rows is model.rows and self._fitted_columns is model.columns
        if not same or self._fitted_sizes[1] != sizes[1]:
            self._needs = [self._needed(row) for row in model.rows]
        self._fitted_rows, self._fitted_columns, self._fitted_sizes = model.rows, model.columns, sizes
        self._fit_columns()
        self.clearSpans()
        for place, row in enumerate(model.rows):
            height = model.row_height(row) or self._height_of(place)
            if self.rowHeight(place) != height:
                self.setRowHeight(place, height)
            if len(model.columns) > 1 and model.cell(row, 0).role == "band":
                self.setSpan(place, 0, 1, len(model.columns))
        if self._frozen is not None:
            self._frozen.fit()
        self.updateGeometry()

    def _fit_columns(self) -> None:
        """Give columns the widths that a person gave them, else their usual ones; who grows shares the room left."""
        columns, kept = self.grid_model.columns, self._kept_widths()
        spare = self.viewport().width() - sum(kept.get(column.key, column.width) for column in columns)
        growing = [place for place, column in enumerate(columns) if column.grows and column.key not in kept]
        self._fitting = True
        for place, column in enumerate(columns):
            share = spare // len(growing) if place in growing else 0
            fitted = max(round(column.width * _NARROWEST), column.width + share)
            self.setColumnWidth(place, kept.get(column.key, fitted))
        self._fitting = False

    def _kept_widths(self) -> dict[str, int]:
        return kept_widths(self, self.grid_model, self._own_widths)

    def _on_resized(self, place: int, before: int, width: int) -> None:
        """Keep a width that a person chose; 0 is a column that Qt is about to make."""
        if self._fitting or not before or not width or place >= len(self.grid_model.columns):
            return
        self._kept_widths()[self.grid_model.columns[place].key] = max(width, LEAST)
        if self._frozen is not None:
            self._frozen.fit()
        self.updateGeometry()

    def usual_widths(self) -> None:
        """Give every column its usual width again."""
        self._kept_widths().clear()
        self._fitted_columns = None
        self.fit()

    def _needed(self, row: object) -> list[tuple[int, int]]:
        """Return the columns of a row that may wrap, with the px that their texts need on one line.

        Measuring texts is what takes time, and a window that opens fits its tables several times.
        """
        model, metrics = self.grid_model, self.fontMetrics()
        needs = []
        for number, column in enumerate(model.columns):
            if column.wraps:
                view = model.cell(row, number)
                width = metrics.horizontalAdvance(view.text)
                mark = 4 + metrics.horizontalAdvance(view.mark) if view.mark else 0
                needs.append((number, round(width / TIGHT) + mark if mark else width))
        return needs

    def _height_of(self, place: int) -> int:
        """Return the usual height, or that of two lines where a text of the row does not fit its column."""
        usual = self.verticalHeader().defaultSectionSize()
        if any(width > self.columnWidth(number) - 13 for number, width in self._needs[place]):
            return max(usual, 2 * (self.fontMetrics().height() + LEADING) + 12)
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the cells."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.end()
        super().paintEvent(event)
        self._paint_handle()
        if self._after_paint is not None:
            does, self._after_paint = self._after_paint, None
            QTimer.singleShot(0, self, does)

    def _paint_handle(self) -> None:
        """Draw the handle of the selection while the keys go to this table."""
        block = self.held_block()
        self._handled = block
        if block is not None:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.Base))
            painter.setBrush(ink.accent(self.palette()))
            painter.drawRect(self.handle_rect(block))
            painter.end()

    def after_paint(self, does: Callable[[], None]) -> None:
        """Do something once, when the table has been painted the next time: no clock says when that is."""
        self._after_paint = does

    # the selection as a block

    def selected_block(self) -> Block | None:
        """Return the selection where it is one block of cells, None where it is none or several, or a heading."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.count())]
        if not ranges:
            return None
        top, left = min(one.top() for one in ranges), min(one.left() for one in ranges)
        bottom, right = max(one.bottom() for one in ranges), max(one.right() for one in ranges)
        whole = (bottom - top + 1) * (right - left + 1) == sum(one.width() * one.height() for one in ranges)
        bands = top == bottom and self.columnSpan(top, 0) > 1
        ghost = not self.grid_model.index(top, left).flags() & Qt.ItemFlag.ItemIsSelectable
        return Block(top, left, bottom, right) if whole and not bands and not ghost else None

    def held_block(self) -> Block | None:
        """Return the selected block where the mouse may drag it: the keys go here, and not all of it is read-only."""
        block = self.selected_block() if self.hasFocus() else None
        if block is None:
            return None
        model, rows = self.grid_model, range(block.top, min(block.bottom, block.top + _HEAD_ROWS) + 1)
        cells = (model.index(row, column) for row in rows for column in range(block.left, block.right + 1))
        return block if any(map(model.can_edit, cells)) else None

    def block_rect(self, block: Block) -> QRect:
        """Return where a block stands in the viewport, in logical px."""
        left, top = self.columnViewportPosition(block.left), self.rowViewportPosition(block.top)
        right = self.columnViewportPosition(block.right) + self.columnWidth(block.right)
        return QRect(
            left, top, right - left, self.rowViewportPosition(block.bottom) + self.rowHeight(block.bottom) - top
        )

    def handle_rect(self, block: Block) -> QRect:
        """Return where the handle of a selected block stands in the viewport."""
        corner = self.block_rect(block).bottomRight()
        return QRect(corner - QPoint(HANDLE, HANDLE), corner)

    def cell_near(self, place: QPoint) -> tuple[int, int]:
        """Return row and column of the cell at a place of the viewport, the nearest one where there is none."""
        shown = self.viewport().rect()
        x = max(shown.left(), min(place.x(), shown.right(), self.horizontalHeader().length() - 1))
        y = max(shown.top(), min(place.y(), shown.bottom()))
        row, column = self.rowAt(y), self.columnAt(x)
        last = self.grid_model.rowCount() - 1, self.grid_model.columnCount() - 1
        return (last[0] if row < 0 else row, last[1] if column < 0 else column)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the cells of a rectangle; a heading among them does not widen it to whole rows, as Qt would."""
        rows = sorted((self.rowAt(rect.top()), self.rowAt(rect.bottom())))
        columns = sorted((self.columnAt(rect.left()), self.columnAt(rect.right())))
        if rows[0] < 0 or columns[0] < 0:
            return
        if rows[0] == rows[1] and self.columnSpan(rows[0], 0) > 1:
            columns = [0, 0]
        model = self.grid_model
        block = QItemSelection(model.index(rows[0], columns[0]), model.index(rows[1], columns[1]))
        self.selectionModel().select(block, command)

    # where the person is

    def go_to(self, row: int, column: int, *, flash: bool = False) -> None:
        """Make a cell current and show it; `flash` draws the eye to it."""
        index = self.grid_model.index(row, column)
        if index.isValid():
            # never setCurrentIndex: with Ctrl held, as for Ctrl+Z, it would keep the old cells selected too
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
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
        if self._handled is not None:  # a cell that stays selected may lose the handle
            self.viewport().update(self.handle_rect(self._handled).adjusted(-1, -1, 1, 1))
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.count())]
        if sum(one.width() * one.height() for one in ranges) > _MANY_CELLS:
            self._summing.start()  # while a big selection grows, nothing is added up at every step
            return
        self._summing.stop()
        self._tell_summary()

    def _tell_summary(self) -> None:
        if not self.grid_model.is_complete:
            self._summing.start()
            return
        cells = [self.grid_model.cell_at(index) for index in self.selectedIndexes()]
        self.selection_summary.emit(grid_block.summary(cells, self.grid_model.document.unit_of))

    def select_cells(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a block of cells, its first one current."""
        model = self.grid_model
        self.setCurrentIndex(model.index(top, left))
        block = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
