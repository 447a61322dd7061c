"""The slides of the paper as a list: what is printed, in which order, on which pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain.labels import SLIDE_CHOICES
from app.domain.outline import SlideEntry

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
PAGES_ROLE = Qt.ItemDataRole.UserRole + 2
_MIME = "application/x-ictplan-slide"
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class SlideModel(QAbstractListModel):
    """Shows the entries of an outline; what a person asks for is told, and shown when the outline follows.

    Signals: `choice_wanted(str, bool)` with a slide's key, `move_wanted(str, int)` with the place that it shall have.
    """

    choice_wanted = Signal(str, bool)
    move_wanted = Signal(str, int)

    def __init__(self, editable: bool, parent: Any = None) -> None:
        super().__init__(parent)
        self.entries: tuple[SlideEntry, ...] = ()
        self._pages: dict[str, str] = {}
        self._editable = editable

    def show_outline(self, entries: Sequence[SlideEntry]) -> None:
        """Show an outline; a slide that moved stays chosen."""
        before, entries = self.entries, tuple(entries)
        keys, old_keys = [entry.key for entry in entries], [entry.key for entry in before]
        if set(keys) != set(old_keys):
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()
        elif keys != old_keys:
            self._reorder(entries)
        else:
            self.entries = entries
            for row in [row for row in range(len(keys)) if entries[row] != before[row]]:
                self.dataChanged.emit(self.index(row), self.index(row))

    def show_pages(self, pages: Mapping[str, str]) -> None:
        """Show the page numbers of the slides, by key."""
        before, self._pages = self._pages, dict(pages)
        for row, entry in enumerate(self.entries):
            if before.get(entry.key) != self._pages.get(entry.key):
                self.dataChanged.emit(self.index(row), self.index(row), [PAGES_ROLE])

    def row_of(self, key: str) -> int:
        """Return the row of a slide, -1 where it has none."""
        return next((row for row, entry in enumerate(self.entries) if entry.key == key), -1)

    def _reorder(self, entries: tuple[SlideEntry, ...]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self.entries[index.row()].key for index in held]
        self.entries = entries
        self.changePersistentIndexList(held, [self.index(self.row_of(key)) for key in keys])
        self.layoutChanged.emit()

    # Qt's questions

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of slides."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a slide's title, its check, its page numbers (PAGES_ROLE) or its entry (ENTRY_ROLE)."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if entry.printed else Qt.CheckState.Unchecked
        if role == PAGES_ROLE:
            return self._pages.get(entry.key, "") if entry.printed else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._words(entry)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a slide to be printed or left out."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole or not self._editable:
            return False
        self.choice_wanted.emit(self.entries[index.row()].key, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a slide."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self._editable else Qt.ItemFlag.NoItemFlags
        seen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        edited = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled
        return seen | edited if self._editable else seen

    def supportedDropActions(self) -> Qt.DropAction:
        """Slides are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the name under which a dragged slide travels."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged slide."""
        mime = QMimeData()
        mime.setData(_MIME, "\n".join(self.entries[index.row()].key for index in indexes[:1]).encode())
        return mime

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for the dragged slide to be moved; the view itself shall take no row away."""
        key = bytes(data.data(_MIME).data()).decode()
        start = self.row_of(key)
        if action == Qt.DropAction.MoveAction and start >= 0:
            row = row if row >= 0 else parent.row() if parent.isValid() else len(self.entries)
            self.move_wanted.emit(key, row - 1 if row > start else row)
        return False

    def _words(self, entry: SlideEntry) -> str:
        pages = self._pages.get(entry.key, "") if entry.printed else ""
        state = SLIDE_CHOICES["in" if entry.printed else "out"]
        blank = "、印刷する内容がまだありません" if entry.blank else ""
        return f"{entry.title}（{f'{pages}頁' if pages else state}{blank}）"
