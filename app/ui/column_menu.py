"""What a click on a table's head offers: to sort by the column, and to show only some of its values."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from app.domain.text import search_key
from app.ui.grid_arrange import values_of
from app.ui.room import room_around

if TYPE_CHECKING:
    from app.ui.grid import Grid

BLANK = "（空欄）"
_TEXT = Qt.ItemDataRole.UserRole
_WIDTH, _LIST_HEIGHT, _LEAST_HEIGHT, _ROW = 250, 220, 66, 22
_FIGURE_WORDS, _TEXT_WORDS = ("小さい順に並べる", "大きい順に並べる"), ("昇順に並べる", "降順に並べる")


class ColumnMenu(QFrame):
    """A panel under a head. Enter takes the ticked values, Escape closes, Space ticks."""

    def __init__(self, grid: "Grid", column: int) -> None:
        super().__init__(grid.window(), Qt.WindowType.Popup)  # not the table: its style is for editors in cells
        self._grid, self._column = grid, column
        model = grid.grid_model
        head = model.columns[column]
        self.setProperty("card", True)
        self.setAccessibleName(f"「{head.head}」の並べ替えと絞り込み")
        self.setFixedWidth(_WIDTH)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 8)
        self._layout.setSpacing(4)
        words = _FIGURE_WORDS if head.figures else _TEXT_WORDS
        self.ascending = self._button(words[0], lambda: model.sort_by(column, False))
        self.descending = self._button(words[1], lambda: model.sort_by(column, True))
        self.printed = self._button("元の順（印刷の順）", model.sort_as_printed)
        self.printed.setEnabled(bool(model.arrangement.column))
        self.search = QLineEdit()
        self.search.setPlaceholderText("この列の値をさがす")
        self.search.setAccessibleName("この列の値をさがす")
        self.search.setClearButtonEnabled(True)
        self.values = QListWidget()
        self.values.setAccessibleName("表示する値")
        self.values.setFixedHeight(_LIST_HEIGHT)
        self.values.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.values.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # its end is the count
        self._layout.addWidget(self.search)
        self._layout.addWidget(self.values)
        self._layout.addLayout(self._foot(head.key in model.arrangement.filters))
        self._fill()
        self.search.textChanged.connect(self._narrow)
        self.values.itemChanged.connect(self._on_ticked)
        self.search.returnPressed.connect(self.apply)

    def _button(self, text: str, does: object) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("flat", True)
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(lambda: self._do(does))
        self._layout.addWidget(button)
        return button

    def _foot(self, filtered: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        self.all = QPushButton("絞り込みを解く")
        self.all.setEnabled(filtered)
        self.all.clicked.connect(lambda: self._do(lambda: self._grid.grid_model.filter_by(self._column, None)))
        self.apply_button = QPushButton("絞り込む")
        self.apply_button.setProperty("primary", True)
        self.apply_button.clicked.connect(self.apply)
        for button in (self.all, self.apply_button):
            line.addWidget(button)
        return line

    def _fill(self) -> None:
        model = self._grid.grid_model
        held = model.arrangement.filters.get(model.columns[self._column].key)
        everything = QListWidgetItem("（すべて）", self.values)
        everything.setFlags(everything.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        for text, count in values_of(model, self._column, model.arrangement.filters).items():
            item = QListWidgetItem(f"{text or BLANK}　{count}件", self.values)
            item.setData(_TEXT, text)
            item.setCheckState(_tick(held is None or text in held))
        for row in range(self.values.count()):
            self.values.item(row).setSizeHint(QSize(0, _ROW))
        self._show_whole()

    def _entries(self) -> list[QListWidgetItem]:
        return [self.values.item(row) for row in range(1, self.values.count())]

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if item is self.values.item(0):
            self.values.blockSignals(True)
            for entry in self._entries():
                if not entry.isHidden():
                    entry.setCheckState(item.checkState())
            self.values.blockSignals(False)
        self._show_whole()

    def _show_whole(self) -> None:
        """Show whether all, some or none of the values in sight are ticked."""
        ticked = [entry.checkState() == Qt.CheckState.Checked for entry in self._entries() if not entry.isHidden()]
        state = Qt.CheckState.PartiallyChecked if any(ticked) and not all(ticked) else _tick(any(ticked))
        self.values.blockSignals(True)
        self.values.item(0).setCheckState(state)
        self.values.blockSignals(False)
        self.apply_button.setEnabled(any(ticked))

    def _narrow(self, typed: str) -> None:
        """Show the values that hold a text, and tick just those."""
        wanted = search_key(typed)
        self.values.blockSignals(True)
        for entry in self._entries():
            fits = wanted in search_key(entry.data(_TEXT) or BLANK)
            entry.setHidden(not fits)
            entry.setCheckState(_tick(fits))
        self.values.blockSignals(False)
        self._show_whole()

    def apply(self) -> None:
        """Show only the rows with the ticked values in sight; all of them is no filter."""
        entries = self._entries()
        chosen = [e for e in entries if not e.isHidden() and e.checkState() == Qt.CheckState.Checked]
        if not chosen:
            return
        texts = None if len(chosen) == len(entries) else frozenset(str(entry.data(_TEXT)) for entry in chosen)
        self._do(lambda: self._grid.grid_model.filter_by(self._column, texts))

    def _do(self, does: object) -> None:
        self.close()
        does()  # type: ignore[operator]
        self._grid.setFocus()

    def open_under(self, place: QPoint) -> None:
        """Show the panel at a place of the screen, its first entry ready for the keys."""
        screen = room_around(self._grid)
        others = self.sizeHint().height() - _LIST_HEIGHT
        self.values.setFixedHeight(max(_LEAST_HEIGHT, min(_LIST_HEIGHT, screen.height() - others)))
        self.adjustSize()
        left = max(screen.left(), min(place.x(), screen.right() - self.width()))
        self.move(left, max(screen.top(), min(place.y(), screen.bottom() - self.height())))
        self.show()
        self.ascending.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for the ticked values; the arrows lead from entry to entry."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            focus.click() if isinstance(focus, QPushButton) else self.apply()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


def _tick(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
