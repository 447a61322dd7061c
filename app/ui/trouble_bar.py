"""The bar that says what stands in the way of saving, with what can be done about it."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui import ink
from app.ui.dialogs.elided_label import ElidedLabel
from app.ui.spaced_label import SpacedLabel

Choice = tuple[str, Callable[[], None]]


class TroubleBar(QFrame):
    """A message over the page, its code in small print, and its choices as buttons. It takes no focus by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self.words, self.code = SpacedLabel(), ElidedLabel()
        self.buttons: list[QPushButton] = []
        self.code.setProperty("muted", True)
        self.code.setContentsMargins(0, 0, 0, 2)
        self.code.setFont(ink.scaled(self.code.font(), 0.85))
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addStretch(1)  # one line alone stands in the middle, as the buttons do
        said.addWidget(self.words)
        said.addWidget(self.code)
        said.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 6, 12, 6)
        whole.setSpacing(16)
        whole.addLayout(said, 1)
        whole.addLayout(self._line)
        self.hide()

    def say(self, words: str, code: str, choices: Sequence[Choice]) -> None:
        """Show a message with its choices; the same one again changes nothing."""
        if not self.isHidden() and self._said() == (words, code, [text for text, _ in choices]):
            return
        self.words.setText(words)
        self.code.show_text(code)
        self.code.setVisible(bool(code))
        self._offer(choices)
        self.setAccessibleName(words)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _said(self) -> tuple[str, str, list[str]]:
        return self.words.text(), self.code.toolTip(), [button.text() for button in self.buttons]

    def _offer(self, choices: Sequence[Choice]) -> None:
        for button in self.buttons:
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for text, does in choices:
            button = QPushButton(text.replace("&", "&&"))
            button.setAccessibleName(text)
            button.clicked.connect(lambda _=False, does=does: does())
            self._line.addWidget(button)
            self.buttons.append(button)
