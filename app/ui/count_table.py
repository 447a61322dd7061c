"""A table of counts where every count above zero is a link to the rows behind it."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.ui.copy_rows import copy_rows
from app.ui.theme import colour, figure_font

if TYPE_CHECKING:
    from app.domain.report import OverviewLine

WAITING = "…"
NOT_COUNTED = "－"
LINK_ROLE, SHARE_ROLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
ROW_PADDING, CELL_PADDING = 15, 10
BAR_HEIGHT, BAR_TEXT = 8, 46
NAME, KIND, NOTHING, SHARE, CHANGED = 0, 1, 2, 4, 9
DROPPED_BELOW = {SHARE: 1000, KIND: 800}  # px of the table: below, the name of a goal would be cut


class CountColumn(NamedTuple):
    """A column of counts: its head, the field of OverviewLine, the filter a click asks for, and what it counts."""

    head: str
    field: str
    filter: str
    hint: str


COUNTS = {
    2: CountColumn("全数", "total", "all", "数えた指標、または表の数値の数"),
    3: CountColumn("入力済み", "filled", "filled", "選んだ会議の年度の値が入っている数"),
    5: CountColumn("未入力", "late", "late", "空欄、未集計、調査中のもの"),
    6: CountColumn("遅れ", "behind", "behind", "状況が ▲（推進中だが未達成）の指標"),
    7: CountColumn("要確認", "doubtful", "doubtful", "速報・復元・印字のままなど、確かめたい値"),
    8: CountColumn("不明", "unknown", "unknown", "資料から分からないもの"),
    9: CountColumn("変更", "changed", "changed", "前の会議の翌日から変わったもの"),
}
HEADS = ("", "数えるもの", "全数", "入力済み", "入力の進み", "未入力", "遅れ", "要確認", "不明", "変更")
WIDTHS = {KIND: 7, 2: 4, 3: 5, SHARE: 11, 5: 4, 6: 4, 7: 4, 8: 4, CHANGED: 4}  # in full-width characters


class CountRow(NamedTuple):
    """A row: its label, what is counted, the counts (None while they are being counted), what stands when there is
    nothing to count, and the counts that make no sense here."""

    label: str
    kind: str
    line: "OverviewLine | None" = None
    nothing: str = ""
    without: tuple[str, ...] = ()


class CountTable(QTableWidget):
    """Shows CountRows as high as they need. Signals: `chosen(int, str)` with the row and the filter of a clicked link,
    `painted()` at every picture.

    Arrow keys move, Enter and Space follow the link, Tab leaves the table, Ctrl+C copies all of it.
    """

    chosen = Signal(int, str)
    painted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, len(HEADS), parent)
        self.setAccessibleName(name)
        self.hovered = QModelIndex()
        self._build_ui(name)
        self.cellClicked.connect(self._follow)

    def _build_ui(self, name: str) -> None:
        self.setItemDelegate(CountDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self._build_head(name)

    def _build_head(self, name: str) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(40)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, text in enumerate((name, *HEADS[1:])):
            self.setHorizontalHeaderItem(column, _head_item(column, text))
        em = self.fontMetrics().horizontalAdvance("国")
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, em * width + 2 * CELL_PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and tell so."""
        super().paintEvent(event)
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what can be missed where the table is narrow."""
        super().resizeEvent(event)
        for column, width in DROPPED_BELOW.items():
            self.setColumnHidden(column, self.width() < width)

    def show_since(self, since: str) -> None:
        """Say after which meeting changes are counted; without one ('') they are left out."""
        self.setColumnHidden(CHANGED, not since)
        head = self.horizontalHeaderItem(CHANGED)
        if head is not None and since:
            head.setToolTip(f"{since}の翌日から変わったもの")

    def show_rows(self, rows: list[CountRow]) -> None:
        """Show rows; the chosen cell stays where it was."""
        self.clearSpans()
        self.setRowCount(len(rows))
        height = self.fontMetrics().height() + ROW_PADDING
        for place, row in enumerate(rows):
            self.setRowHeight(place, height)
            self._show_row(place, row)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + height * len(rows) + 2)

    def _show_row(self, place: int, row: CountRow) -> None:
        for column in (NAME, KIND, SHARE):
            self.setItem(place, column, QTableWidgetItem(row.kind if column == KIND else ""))
        self.setItem(place, NAME, _link(row.label, "all", row.label))
        if row.line is not None and row.line.total == 0 and row.nothing:
            self.setItem(place, NOTHING, _link(row.nothing, "all", f"{row.label} {row.nothing}"))
            self.setSpan(place, NOTHING, 1, len(HEADS) - NOTHING)
            return
        for column, count in COUNTS.items():
            self.setItem(place, column, _count_item(count, row))
        if row.line is not None and row.line.total:
            share = QTableWidgetItem()
            share.setData(SHARE_ROLE, (row.line.filled, row.line.total))
            self.setItem(place, SHARE, share)

    def _follow(self, row: int, column: int) -> None:
        item = self.item(row, column)
        name = item.data(LINK_ROLE) if item is not None else None
        if name:
            self.chosen.emit(row, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link of the current cell on Enter or Space; copy the whole table on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_rows(self, [self.model().index(row, NAME) for row in range(self.rowCount())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._follow(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over links, and mark the cell."""
        self._hover(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the marked cell."""
        self._hover(QModelIndex())
        super().leaveEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        # Kept here rather than asked of the style: its names alone take 5 ms before the first picture.
        if index != self.hovered:
            self.hovered = index
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if index.data(LINK_ROLE) else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()


def _head_item(column: int, text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    side = Qt.AlignmentFlag.AlignRight if column in COUNTS else Qt.AlignmentFlag.AlignLeft
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    if column in COUNTS:
        item.setToolTip(COUNTS[column].hint)
    return item


def _count_item(count: CountColumn, row: CountRow) -> QTableWidgetItem:
    if row.line is None or count.field in row.without:
        return QTableWidgetItem(WAITING if row.line is None else NOT_COUNTED)
    number = getattr(row.line, count.field)
    if number is None:
        return QTableWidgetItem(NOT_COUNTED)
    if not number:
        return QTableWidgetItem("0")
    return _link(f"{number:,}", count.filter, f"{row.label} {count.head} {number}件")


def _link(text: str, name: str, spoken: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setData(LINK_ROLE, name)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    item.setToolTip(f"{spoken}を開く")
    return item


class CountDelegate(QStyledItemDelegate):
    """Draws names, links, counts and the bar of progress, with one hairline under each row."""

    def __init__(self, table: CountTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        rect = option.rect
        painter.save()
        painter.setPen(colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        share = index.data(SHARE_ROLE)
        if share:
            self._draw_bar(painter, QRectF(rect), *share)
        else:
            self._draw_text(painter, option, index)
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.setPen(colour("focus"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _draw_text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        linked, spanned = bool(index.data(LINK_ROLE)), self._table.columnSpan(index.row(), index.column()) > 1
        figure = index.column() in COUNTS and not spanned
        font = figure_font() if figure else QFont(option.font)
        hovered = index == self._table.hovered
        font.setUnderline(linked and (figure or spanned or hovered))
        painter.setFont(font)
        behind = linked and figure and COUNTS[index.column()].field == "behind"
        text = f"▲ {index.data()}" if behind else str(index.data() or "")
        painter.setPen(colour("status_behind" if behind else "accent" if linked else "muted"))
        side = Qt.AlignmentFlag.AlignRight if figure else Qt.AlignmentFlag.AlignLeft
        room = option.rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        if not figure:  # the columns of figures are wide enough
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_bar(self, painter: QPainter, rect: QRectF, filled: int, total: int) -> None:
        room = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING - BAR_TEXT, 0)
        bar = QRectF(room.left(), room.center().y() - BAR_HEIGHT / 2, room.width(), BAR_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("line"))
        painter.setBrush(colour("hover"))
        painter.drawRoundedRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        if filled:
            done = QRectF(bar.left(), bar.top(), max(BAR_HEIGHT, bar.width() * filled / total), BAR_HEIGHT)
            painter.setBrush(colour("focus"))
            painter.drawRoundedRect(done, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setPen(colour("ink"))
        painter.setFont(figure_font())
        # Rounded down: 100 % means that nothing is missing.
        painter.drawText(
            QRectF(bar.right(), rect.top(), BAR_TEXT, rect.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            f"{filled * 100 // total}%",
        )
