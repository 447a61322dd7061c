"""What a cell may be meant to hold, offered under its editor while a person types."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.ui.offer_list import OfferList

_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class CellOffer(QObject):
    """The list under a cell's editor: ↓ and ↑ choose, Enter or Tab takes what is chosen, Escape closes the list.

    Nothing is chosen at first, so Enter takes what was typed: a new name may begin like a known one.
    """

    def __init__(self, editor: QLineEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.list = OfferList("入力の候補", self._take, editor.window())
        self._editor.destroyed.connect(self.list.deleteLater)
        editor.installEventFilter(self)  # after the delegate's own, so it hears the keys first

    def show(self, texts: tuple[str, ...]) -> None:
        """Offer some texts, none: close the list."""
        if not texts:
            self.list.hide()
            return
        self.list.offer([(text, "") for text in texts], -1)
        self.list.place_at(self._editor, self._editor.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are meant for the list while it is open."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.list.hide()
        if not self.list.isVisible() or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._key(Qt.Key(event.key()))

    def _key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.list.hide()
        elif key in _TAKES and self.list.chosen_word is not None:
            self._take()
        else:
            return False
        return True

    def _take(self) -> None:
        word = self.list.chosen_word
        self.list.hide()
        if word is not None:
            self._editor.selectAll()
            self._editor.insert(word)  # Ctrl+Z in the line brings back what was typed
