"""変更の履歴: who changed what and when, before and after, read in pages; any earlier value can be brought back."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.entity import Key
from app.domain.errors import BoardError
from app.domain.whereabouts import day_words
from app.services.document import Change, Document
from app.services.past import PAGE
from app.services.past_lines import Asked
from app.ui.copy_rows import copied_with_keys
from app.ui.history_detail import HistoryDetail
from app.ui.room import take_room

if TYPE_CHECKING:
    from app.domain.history_words import PastChange
    from app.services.past_lines import PastLine, Sources

USUAL_SIZE, LEAST_SIZE = (1060, 640), (520, 320)
HEADS = ("日時", "変更した人", "場所", "内容", "変更前", "変更後")
TIME, WHO, WHERE, WHAT, BEFORE, AFTER = range(6)
TIME_WIDTH, WHO_WIDTH = 138, 92
SHARES = {WHERE: 0.4, WHAT: 0.26, BEFORE: 0.17, AFTER: 0.17}  # of the width that is left
NARROW = 760  # px of the list: below, who it was is told at the foot only
ROW = 26
LOW = 480  # px of the window: below, the foot takes less room
WHOLE_FILE = "計画ファイル全体"
EVERYBODY, EVERY_DAY, UNKNOWN = "全員", "すべての日", "（名前なし）"
MOST_DAYS = 400
NOTHING = "当てはまる変更はありません。"
EMPTY = "変更はまだありません。値や文章を直すと、ここに記録されます。"
TYPING_MS, FOLLOW_MS = 200, 300


class HistoryWindow(QWidget):
    """Shows the history of the file, of rows, or of a cell. Signals: `place_wanted(PastChange)`, `left()` on Esc."""

    place_wanted = Signal(object)
    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("変更の履歴")
        self.setMinimumSize(*LEAST_SIZE)
        self._document = document
        self._rows: tuple[Key, ...] = ()
        self._pages: Iterator[list[PastLine]] | None = None
        self._sources: Iterator[Sources | None] | None = None
        self._wanted = 0
        self.words, self.who, self.day = QLineEdit(), QComboBox(), QComboBox()
        self.scope, self.whole = QLabel(WHOLE_FILE), QPushButton("ファイル全体を表示")
        self.list, self.state = QTreeWidget(), QLabel()
        self.detail = HistoryDetail()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._reading = QTimer(self, interval=0)
        self._following = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._build_list()
        self._build_ui()
        self._connect()

    def _build_list(self) -> None:
        self.list.setAccessibleName("変更の一覧")
        self.list.setHeaderLabels(HEADS)
        copied_with_keys(self.list)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setExpandsOnDoubleClick(False)
        self.list.setIndentation(14)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the columns share the width
        self.list.header().setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns, once the list has its own."""
        super().resizeEvent(event)
        self.detail.set_low(self.height() < LOW)
        QTimer.singleShot(0, self, self._share_out)

    def _share_out(self) -> None:
        narrow = self.list.width() < NARROW
        self.list.setColumnHidden(WHO, narrow)
        self.list.setColumnWidth(TIME, TIME_WIDTH)
        self.list.setColumnWidth(WHO, WHO_WIDTH)
        rest = self.list.viewport().width() - TIME_WIDTH - (0 if narrow else WHO_WIDTH)
        for column, share in SHARES.items():
            self.list.setColumnWidth(column, int(rest * share))

    def _build_ui(self) -> None:
        self.words.setPlaceholderText("言葉や値で絞る")
        self.words.setAccessibleName("言葉や値で絞る")
        self.words.setClearButtonEnabled(True)
        self.who.setAccessibleName("変更した人で絞る")
        self.day.setAccessibleName("日で絞る")
        for box in (self.who, self.day):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state.setProperty("muted", True)
        self.scope.setProperty("heading", True)
        top, filters = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.scope, 1)
        top.addWidget(self.whole)
        filters.addWidget(self.words, 1)
        filters.addWidget(self.who)
        filters.addWidget(self.day)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(filters)
        column.addWidget(self.list, 1)
        column.addWidget(self.state)
        column.addWidget(self.detail)
        take_room(self, USUAL_SIZE)

    def _connect(self) -> None:
        self.whole.clicked.connect(lambda: self.show_of((), ""))
        self.words.textChanged.connect(lambda _: self._typing.start())
        for box in (self.who, self.day):
            box.activated.connect(lambda _: self._begin())
        self._typing.timeout.connect(self._begin)
        self._following.timeout.connect(self._follow)
        self._reading.timeout.connect(self._read)
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._read_on())
        self.list.currentItemChanged.connect(lambda item, _: self._show_detail(item))
        self.list.itemDoubleClicked.connect(lambda item, _: self._open_place())
        self.list.itemExpanded.connect(self._fill)
        self.detail.back_wanted.connect(self._bring_back)
        self.detail.place_wanted.connect(self._open_place)
        self._document.changed.connect(self._on_changed)

    # what is shown

    def show_of(self, rows: tuple[Key, ...], title: str) -> None:
        """Show the history of some rows or cells (none: of the whole file), called `title`."""
        self._rows = rows
        self.scope.setText(title or WHOLE_FILE)
        self.whole.setVisible(bool(rows))
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        self._sources = self._document.history_sources()
        self._begin()

    def stop(self) -> None:
        """Read no further and close; the file is about to be closed."""
        self._reading.stop()
        self.close()

    def _offer(self, found: "Sources") -> None:
        """Offer the people and the days that the file's history names; what was chosen stays chosen."""
        who, day = self.who.currentData(), self.day.currentData()
        self.who.clear()
        self.who.addItem(EVERYBODY, None)
        for name in found.people:
            self.who.addItem(name or UNKNOWN, name)
        self.day.clear()
        self.day.addItem(EVERY_DAY, None)
        for iso, count in found.days[:MOST_DAYS]:
            self.day.addItem(f"{day_words(iso)}（{count:,}件）", iso)
        self.who.setCurrentIndex(max(0, self.who.findData(who)))
        self.day.setCurrentIndex(max(0, self.day.findData(day)))

    def _begin(self) -> None:
        """Read anew from the newest line on."""
        self.list.clear()
        self._pages = self._document.history(
            Asked(self._rows, self.who.currentData(), self.day.currentData(), self.words.text())
        )
        self._wanted = PAGE
        self._show_detail(None)
        self._reading.start()
        self._show_state()

    def _read(self) -> None:
        """Read one page; go on until enough is there to be seen, and then until the filters are known."""
        if self._pages is None or self.list.topLevelItemCount() >= self._wanted:
            self._read_sources()
            return
        page: list[PastLine] = []
        try:
            page = next(self._pages)
        except StopIteration:
            self._pages = None
        except BoardError as error:
            self._pages = None
            self.detail.say(error.message)
        for line in page:
            self.list.addTopLevelItem(_item(line))
        first = self.list.topLevelItem(0)
        if first is not None and self.list.currentItem() is None:
            self.list.setCurrentItem(first)
        self._show_state()

    def _read_sources(self) -> None:
        found = next(self._sources) if self._sources is not None else None
        if found is not None:
            self._offer(found)
            self._sources = None
        if self._sources is None:
            self._reading.stop()
            self._show_state()

    def _read_on(self) -> None:
        bar = self.list.verticalScrollBar()
        if self._pages is not None and bar.value() >= bar.maximum() - 2 and not self._reading.isActive():
            self._wanted = self.list.topLevelItemCount() + PAGE
            self._reading.start()

    def _show_state(self) -> None:
        count = self.list.topLevelItemCount()
        if self._reading.isActive():
            self.state.setText(f"{count:,}件を表示し、続きを調べています…")
        elif self._pages is not None:
            self.state.setText(f"新しいほうから{count:,}件を表示しています。下へ送ると続きが出ます。")
        elif count:
            self.state.setText(f"全部で{count:,}件です。")
        else:
            narrowed = self.words.text() or self.who.currentData() is not None or self.day.currentData() or self._rows
            self.state.setText(NOTHING if narrowed else EMPTY)

    def _on_changed(self, change: Change) -> None:
        if self.isVisible():
            self._following.start()

    def _follow(self) -> None:
        """Show what has happened since; the chosen change stays chosen where it is still among the newest."""
        self._sources = self._document.history_sources()
        self._begin()

    # one change

    def _fill(self, item: QTreeWidgetItem) -> None:
        """Make the lines below an edit of many rows when they are first asked for."""
        line: PastLine = item.data(0, Qt.ItemDataRole.UserRole)
        if item.childCount() == 0:
            item.addChildren([_child(line, change) for change in line.changes])

    def _show_detail(self, item: QTreeWidgetItem | None) -> None:
        line, change = self._chosen(item)
        self.detail.show_change(line, change)

    def _chosen(self, item: QTreeWidgetItem | None) -> "tuple[PastLine | None, PastChange | None]":
        if item is None:
            return None, None
        line: PastLine = item.data(0, Qt.ItemDataRole.UserRole)
        change: PastChange | None = item.data(1, Qt.ItemDataRole.UserRole)
        return line, change

    def _bring_back(self, before: bool) -> None:
        line, change = self._chosen(self.list.currentItem())
        if line is None or change is None:
            return
        try:
            self._document.bring_back(line, change, before=before)
        except BoardError as error:
            self.detail.say(error.message)

    def _open_place(self) -> None:
        _, change = self._chosen(self.list.currentItem())
        if change is not None:
            self.place_wanted.emit(change)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the place on Enter, close on Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._open_place()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
            self.left.emit()
        else:
            super().keyPressEvent(event)


def when_words(made_at: str) -> str:
    """Return 「R8.11.22 09:05」 for the moment of a line of history."""
    moment = datetime.fromisoformat(made_at)
    return f"{day_words(made_at[:10])} {moment:%H:%M}"


def _item(line: "PastLine") -> QTreeWidgetItem:
    single = line.changes[0] if len(line.changes) == 1 else None
    when, who = when_words(line.line.made_at), line.line.who or UNKNOWN
    if single is not None:
        how, _, rest = line.line.label.partition(": ")
        what = f"{single.what}（{how}）" if rest else single.what
        item = QTreeWidgetItem([when, who, single.where, what, *_short(single)])
    else:
        item = QTreeWidgetItem([when, who, line.line.label, f"{len(line.changes):,}か所の変更", "", ""])
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return _dressed(item, line, single)


def _child(line: "PastLine", change: "PastChange") -> QTreeWidgetItem:
    return _dressed(QTreeWidgetItem(["", "", change.where, change.what, *_short(change)]), line, change)


def _short(change: "PastChange") -> tuple[str, str]:
    return change.before.replace("\n", " "), change.after.replace("\n", " ")


def _dressed(item: QTreeWidgetItem, line: "PastLine", change: "PastChange | None") -> QTreeWidgetItem:
    item.setData(0, Qt.ItemDataRole.UserRole, line)
    item.setData(1, Qt.ItemDataRole.UserRole, change)
    item.setSizeHint(0, QSize(0, ROW))
    for column in range(2, len(HEADS)):
        item.setToolTip(column, item.text(column))
    return item
