"""The search box of the header: finds tabs, items and indicators by their words and leads there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.plan import Indicator, Node
from app.services.document import Document, Place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidget, QListWidgetItem

MOST_SHOWN = 12


class FindBox(QLineEdit):
    """A line to type in, with the matches under it.

    Width, kana, case and old forms of letters make no difference. Signal: `found(Place)`.
    """

    found = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._targets: list[tuple[str, str, Place]] = []
        self._revision = -1
        self._made_list: QListWidget | None = None
        self.setPlaceholderText("取組・指標をさがす（Ctrl+F）")
        self.setAccessibleName("取組・指標の検索")
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._on_text_edited)

    @property
    def _list(self) -> "QListWidget":
        """Return the list under the line, made when something is first typed."""
        if self._made_list is None:
            from PySide6.QtWidgets import QListWidget

            self._made_list = found = QListWidget(self)
            found.setWindowFlags(Qt.WindowType.ToolTip)
            found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            found.setAccessibleName("検索の結果")
            found.hide()
            found.clicked.connect(self._on_clicked)
            found.installEventFilter(self)
        return self._made_list

    def matches(self, typed: str) -> list[tuple[str, str, Place]]:
        """Return (title, where, place) of what contains all typed words, at most MOST_SHOWN."""
        from app.domain.text import search_key  # its tables take 3 ms; nobody searches before the first picture

        words = [search_key(word) for word in typed.split()]
        if not words:
            return []
        self._collect()
        return [target for target in self._targets if all(word in search_key(target[0]) for word in words)][:MOST_SHOWN]

    def _collect(self) -> None:
        if self._revision == self._document.revision:
            return
        self._revision, index = self._document.revision, self._document.index
        self._targets = []
        for tab in self._document.tabs()[1:]:
            for node in index.below(tab.node):
                self._targets.append((node.title, tab.label, Place(tab.node, node.uid, Node.TABLE, (node.uid,))))
                for item in index.where(Indicator, "node", node.uid):
                    place = Place(tab.node, node.uid, Indicator.TABLE, (item.uid,))
                    self._targets.append((item.title, tab.label, place))

    def _on_text_edited(self, typed: str) -> None:
        from PySide6.QtWidgets import QListWidgetItem

        self._list.clear()
        for title, where, place in self.matches(typed):
            item = QListWidgetItem(f"{title}　（{where}）")
            item.setData(Qt.ItemDataRole.UserRole, place)
            self._list.addItem(item)
        if typed.strip() and not self._list.count():
            self._list.addItem("見つかりません")
        self._place_list() if typed.strip() else self._list.hide()

    def _place_list(self) -> None:
        self._list.setCurrentRow(0)
        rows = min(self._list.count(), MOST_SHOWN)
        self._list.resize(max(self.width(), 420), rows * max(self._list.sizeHintForRow(0), 24) + 8)
        self._list.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._list.show()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(self._list.item(index.row()))

    def _choose(self, item: "QListWidgetItem | None") -> None:
        place = item.data(Qt.ItemDataRole.UserRole) if item else None
        self._list.hide()
        if place is not None:
            self.clear()
            self.found.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list with the arrows, choose with Enter, close with Esc."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self._list.isVisible():
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.isVisible():
            self._choose(self._list.currentItem())
        elif event.key() == Qt.Key.Key_Escape and self._list.isVisible():
            self._list.hide()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the list when the window loses the focus."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self._list.hide()
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: object) -> None:
        """Hide the list when the box loses the focus."""
        if self._made_list is not None:
            self._made_list.hide()
        super().focusOutEvent(event)  # type: ignore[arg-type]
