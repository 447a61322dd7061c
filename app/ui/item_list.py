"""The list of a group's items: page number, title, and badges of what each holds."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.report import ItemHead
from app.ui import ink
from app.ui.theme import colour

ROW = 44
HEAD_ROLE = Qt.ItemDataRole.UserRole + 1
MIME = "application/x-ictplan-item"
_PAGE_WIDTH = 30
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class ItemModel(QAbstractListModel):
    """The heads of a group's items."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.heads: tuple[ItemHead, ...] = ()

    def show_heads(self, heads: tuple[ItemHead, ...]) -> None:
        """Show the items; the list is reset only when they are others or stand in another order."""
        if [head.node for head in heads] != [head.node for head in self.heads]:
            self.beginResetModel()
            self.heads = heads
            self.endResetModel()
            return
        old, self.heads = self.heads, heads
        for place, (before, after) in enumerate(zip(old, heads, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of items."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an item's title, or its head (HEAD_ROLE)."""
        if not index.isValid():
            return None
        head = self.heads[index.row()]
        if role == HEAD_ROLE:
            return head
        if role == Qt.ItemDataRole.DisplayRole:
            return head.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            page = f"{head.page_label}頁 " if head.page_label else ""
            kept = "" if head.printed else "（印刷しない）"
            return f"{page}{head.title}{kept} {'・'.join(head.badges)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let items be dragged, and dropped between others."""
        return (
            super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:
        """Items are moved, never copied, by dragging."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the name under which a dragged item travels."""
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        """Return the dragged item by name only; nothing outside takes it."""
        mime = QMimeData()
        mime.setData(MIME, self.heads[indexes[0].row()].node.encode())
        return mime


class ItemDelegate(QStyledItemDelegate):
    """Draws an item in two lines: title, then badges; not printed is dimmed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size."""
        return QSize(160, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw an item."""
        head: ItemHead = index.data(HEAD_ROLE)
        rect, palette = option.rect, option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, colour("selected") if chosen else palette.color(QPalette.ColorRole.Base))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), ink.accent(palette))
        painter.setPen(ink.rule(palette))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = palette.color(QPalette.ColorRole.Text) if head.printed else ink.quiet(palette)
        painter.setFont(ink.figure_font(ink.scaled(option.font, 0.92)))
        painter.setPen(ink.quiet(palette))
        page = QRect(rect.left() + 6, rect.top() + 5, _PAGE_WIDTH - 8, 18)
        painter.drawText(page, Qt.AlignmentFlag.AlignCenter, head.page_label or "－")
        self._paint_title(painter, option, head, text, chosen)
        self._paint_badges(painter, option, head)
        painter.restore()

    def _paint_title(
        self, painter: QPainter, option: QStyleOptionViewItem, head: ItemHead, pen: Any, chosen: bool
    ) -> None:
        font = QFont(option.font)
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(pen)
        box = QRect(option.rect.left() + _PAGE_WIDTH + 4, option.rect.top() + 4, 0, 19)
        box.setRight(option.rect.right() - 6)
        shown = QFontMetrics(font).elidedText(head.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_badges(self, painter: QPainter, option: QStyleOptionViewItem, head: ItemHead) -> None:
        words = "・".join(head.badges) or "まだ何もありません"
        painter.setFont(ink.scaled(option.font, 0.85))
        painter.setPen(ink.quiet(option.palette))
        box = QRect(option.rect.left() + _PAGE_WIDTH + 4, option.rect.top() + 23, 0, 17)
        box.setRight(option.rect.right() - 6)
        kept = words if head.printed else f"印刷しない　{words}"
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, kept)


class ItemList(QListView):
    """The list itself. Signal: `dropped(str, int)` with the node dragged and the row (0-based) that it goes before."""

    dropped = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heads = ItemModel(self)
        self.setModel(self.heads)
        self.setItemDelegate(ItemDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("取組の一覧")
        self.setDragDropMode(QListView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)

    def current_node(self) -> str | None:
        """Return the chosen item's node, None for none."""
        place = self.currentIndex().row()
        return self.heads.heads[place].node if 0 <= place < len(self.heads.heads) else None

    def choose(self, node: str) -> bool:
        """Choose an item; False where the list has none of that name."""
        place = next((place for place, head in enumerate(self.heads.heads) if head.node == node), -1)
        if place >= 0:
            self.setCurrentIndex(self.heads.index(place))
        return place >= 0

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where an item of this list was dropped; the view itself moves nothing."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        below = index.isValid() and at.y() > self.visualRect(index).center().y()
        row = index.row() + below if index.isValid() else len(self.heads.heads)
        node = bytes(event.mimeData().data(MIME).data()).decode()
        event.setDropAction(Qt.DropAction.CopyAction)  # the view takes no row away by itself
        event.accept()
        self.setState(QListView.State.NoState)
        self.viewport().update()
        self.dropped.emit(node, row)
