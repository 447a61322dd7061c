"""The list of words that may be meant, shown at a line while a person types; the keys stay with the line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

MOST_SEEN, ROW, LEAST_WIDTH = 8, 24, 300


class OfferList(QListWidget):
    """Words with a note each. Clicking one calls `chosen`; the line moves in the list by `step`."""

    def __init__(self, name: str, chosen: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # typing goes on
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemPressed.connect(lambda _: chosen())

    def offer(self, words: Sequence[tuple[str, str]], row: int) -> None:
        """Fill the list with words and their notes; `row` is chosen at first, -1 for none."""
        self.clear()
        for text, note in words:
            item = QListWidgetItem(f"{text}　{note}" if note else text, self)
            item.setData(Qt.ItemDataRole.UserRole, text)
            item.setSizeHint(QSize(0, ROW))
        self.setCurrentRow(row)

    def place_at(self, line: QWidget, cursor: QRect) -> None:
        """Show the list under a cursor's rectangle in a line, above it where there is no room below."""
        window = line.window()
        height = min(self.count(), MOST_SEEN) * ROW + 6
        wide = max(LEAST_WIDTH, line.width())
        foot = line.mapTo(window, QPoint(cursor.left(), cursor.bottom() + 8))
        top = foot.y() if foot.y() + height < window.height() else foot.y() - height - cursor.height() - 8
        self.setGeometry(max(4, min(foot.x(), window.width() - wide - 4)), max(4, top), wide, height)
        self.show()
        self.raise_()

    @property
    def offered(self) -> list[str]:
        """Return the words that are shown now."""
        return [self._word(row) for row in range(self.count())] if self.isVisible() else []

    @property
    def chosen_word(self) -> str | None:
        """Return the word that is chosen, None for none."""
        return self._word(self.currentRow()) if self.currentRow() >= 0 else None

    def _word(self, row: int) -> str:
        return str(self.item(row).data(Qt.ItemDataRole.UserRole))

    def step(self, by: int) -> None:
        """Choose the next word (1) or the one before (-1)."""
        self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))
