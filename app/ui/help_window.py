"""The manual in a window of its own: index at the left, the page at the right, a search over all pages above."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import paths
from app.domain.text import search_key
from app.ui.dialogs.tool_button import tool_button
from app.ui.help_page import HelpPage
from app.ui.help_pages import INDEX, Entry, Manual
from app.ui.room import take_room
from app.ui.theme import text_font

USUAL_SIZE, LEAST_SIZE = (1040, 680), QSize(520, 300)
INDEX_WIDTH, SEARCH_WIDTH = 250, 260
ROW = QSize(0, 26)  # logical px
NAME_ROLE = Qt.ItemDataRole.UserRole
NO_MANUAL = "使い方の頁が見つかりません。ソフトのフォルダーを、配布されたままの形でもう一度コピーしてください。"


class HelpWindow(QWidget):
    """Shows the manual; not modal, so that a person can do what it says while reading it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.manual = Manual(paths.manual_folder())
        self.search = QLineEdit()
        self.found = QLabel()
        self.index = QTreeWidget()
        self.page = HelpPage(self.manual)
        self.back = tool_button("previous", "前に見た頁へ（Alt+←）")
        self.forth = tool_button("next", "次の頁へ戻る（Alt+→）")
        self.earlier = tool_button("up", "前の一致へ（Shift+F3）")
        self.later = tool_button("down", "次の一致へ（F3、Enter）")
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._name = ""
        self._current = 0  # which hit of the page is looked at
        self._build_ui()
        self._fill_index()
        self._connect()
        self._on_typed()
        self.show_page(INDEX)
        self.page.setFocus()

    def show_page(self, name: str) -> None:
        """Show a page by its file's name, the index page for ''."""
        if not self.manual.entries:
            self.page.setPlainText(NO_MANUAL)
            return
        self.page.setSource(QUrl(name or INDEX))

    @property
    def page_name(self) -> str:
        """Return the name of the page that is shown."""
        return self._name

    # searching

    def _on_typed(self) -> None:
        """Show in the index only the pages that have what is typed, with how often, and go to the first place."""
        typed = self.search.text()
        counts = {entry.name: len(self.manual.hits(entry.name, typed)) for entry in self.manual.entries}
        searching = bool(typed.strip())
        self._thin_index(searching, counts)
        self._say(searching, [count for count in counts.values() if count])
        if searching and any(counts.values()) and not counts.get(self._name):
            self.show_page(max(self.manual.entries, key=lambda one: _worth(one, typed, counts[one.name])).name)
        else:
            self._show_hits()

    def _thin_index(self, searching: bool, counts: dict[str, int]) -> None:
        kept = {entry.group for entry in self.manual.entries if counts[entry.name] or not searching}
        for name, group in self._groups.items():
            group.setHidden(name not in kept)
        for entry in self.manual.entries:
            item, count = self._items[entry.name], counts[entry.name]
            item.setHidden(searching and not count)
            item.setText(0, f"{entry.title}（{count}）" if searching and count else entry.title)

    def _say(self, searching: bool, counts: list[int]) -> None:
        told = f"{len(counts)}頁に{sum(counts)}か所" if counts else "見つかりません。言葉を短くしてください。"
        self.found.setText(told if searching else "")
        for button in (self.earlier, self.later):
            button.setEnabled(bool(counts))

    def _show_hits(self) -> None:
        self._current = 0
        self.page.mark(self.manual.hits(self._name, self.search.text()), 0)

    def step(self, step: int) -> None:
        """Go to the next hit (1) or the one before (-1), beyond a page's last to the next page that has one."""
        typed, name = self.search.text(), self._name
        hits = self.manual.hits(name, typed)
        self._current += step
        if not 0 <= self._current < len(hits):
            names = [entry.name for entry in self.manual.entries if self.manual.hits(entry.name, typed)]
            if not names:
                return
            here = names.index(name) if name in names else -1 if step > 0 else 0
            self.show_page(names[(here + step) % len(names)])
            hits = self.manual.hits(self._name, typed)
            self._current = 0 if step > 0 else len(hits) - 1
        self.page.mark(hits, self._current)

    # index

    def _fill_index(self) -> None:
        heading = text_font()
        heading.setBold(True)
        for entry in self.manual.entries:
            if entry.group not in self._groups:
                self._groups[entry.group] = group = QTreeWidgetItem(self.index, [entry.group])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                group.setFont(0, heading)
                group.setSizeHint(0, ROW)
            item = QTreeWidgetItem(self._groups[entry.group], [entry.title])
            item.setSizeHint(0, ROW)
            item.setData(0, NAME_ROLE, entry.name)
            item.setToolTip(0, entry.title)
            self._items[entry.name] = item
        self.index.expandAll()

    def _on_chosen(self, item: QTreeWidgetItem | None) -> None:
        name = item.data(0, NAME_ROLE) if item is not None else None
        if name and name != self._name:
            self.show_page(name)

    def _on_source(self, place: QUrl) -> None:
        """Follow the page: mark it in the index, its hits in it."""
        self._name = place.path()
        item = self._items.get(self._name)
        self.index.blockSignals(True)
        self.index.setCurrentItem(item) if item is not None else self.index.clearSelection()
        self.index.blockSignals(False)
        self.setWindowTitle(f"使い方 ― {self.page.title()}" if item is not None else "使い方")
        self._show_hits()

    # how it is made

    def _build_ui(self) -> None:
        self.setWindowTitle("使い方")
        self.setMinimumSize(LEAST_SIZE)
        take_room(self, USUAL_SIZE)
        self.search.setPlaceholderText("使い方をさがす（Ctrl+F）")
        self.search.setAccessibleName("使い方の検索")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.found.setAccessibleName("検索の結果")
        self.found.setProperty("muted", True)
        self.index.setHeaderHidden(True)
        self.index.setRootIsDecorated(False)
        self.index.setIndentation(12)
        self.index.setItemsExpandable(False)
        self.index.setAccessibleName("使い方の目次")
        self.page.setAccessibleName("使い方の頁")
        panes = QSplitter()
        panes.addWidget(self.index)
        panes.addWidget(self.page)
        panes.setSizes([INDEX_WIDTH, self.width() - INDEX_WIDTH])
        panes.setStretchFactor(1, 1)
        panes.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(panes, 1)

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        home = QToolButton()
        home.setText("目次")
        home.clicked.connect(lambda: self.show_page(INDEX))
        for widget in (home, self.back, self.forth):
            line.addWidget(widget)
        line.addSpacing(8)
        line.addWidget(self.search, 1)
        for button in (self.earlier, self.later):
            line.addWidget(button)
        line.addWidget(self.found, 1)
        return line

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(lambda: self.step(1))
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.index.currentItemChanged.connect(lambda item, _: self._on_chosen(item))
        self.page.sourceChanged.connect(self._on_source)
        self.page.backwardAvailable.connect(self.back.setEnabled)
        self.page.forwardAvailable.connect(self.forth.setEnabled)
        self.back.clicked.connect(self.page.backward)
        self.forth.clicked.connect(self.page.forward)
        for button in (self.back, self.forth):
            button.setEnabled(False)
        for keys, does in (
            ("Ctrl+F", self._enter_search),
            ("F3", lambda: self.step(1)),
            ("Shift+F3", lambda: self.step(-1)),
            ("Alt+Left", self.page.backward),
            ("Alt+Right", self.page.forward),
            ("F1", lambda: self.show_page(INDEX)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    def _enter_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the search on Esc, then close."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.search.text():
            self.search.clear()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keys back to the window that asked."""
        super().closeEvent(event)
        owner = self.parentWidget()
        if owner is not None:
            owner.activateWindow()


def _worth(entry: Entry, typed: str, count: int) -> tuple[bool, bool, int]:
    """Return how good a page is as the first to be shown; one that is called what was typed is better than others."""
    title = search_key(entry.title)
    return count > 0, all(search_key(word) in title for word in typed.split()), count
