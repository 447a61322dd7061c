"""The foot of 変更の履歴: the chosen change in full, and what brings an earlier value back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.spaced_label import SpacedLabel

if TYPE_CHECKING:
    from app.domain.history_words import PastChange
    from app.services.past_lines import PastLine

TEXT_HEIGHT, LOW_TEXT_HEIGHT = 64, 34
CHOOSE_ONE = "行を開いて（→）、その中の1つを選ぶと、変更前と変更後が出ます。"


class HistoryDetail(QWidget):
    """Shows one change. Signals: `back_wanted(bool)`, True for the value before it; `place_wanted()`."""

    back_wanted = Signal(bool)
    place_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head, self.said = SpacedLabel(), SpacedLabel()
        self.before, self.after = QPlainTextEdit(), QPlainTextEdit()
        self.before_button = QPushButton(icon("undo"), "変更前の値に戻す")
        self.after_button = QPushButton(icon("undo"), "変更後の値に戻す")
        self.place_button = QPushButton("場所を開く（Enter）")
        self._build_ui()
        self.before_button.clicked.connect(lambda: self.back_wanted.emit(True))
        self.after_button.clicked.connect(lambda: self.back_wanted.emit(False))
        self.place_button.clicked.connect(self.place_wanted)
        self.show_change(None, None)

    def _build_ui(self) -> None:
        self.said.setProperty("error", True)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        for name, text, button in (
            ("変更前", self.before, self.before_button),
            ("変更後", self.after, self.after_button),
        ):
            side, head = QVBoxLayout(), QHBoxLayout()
            side.setSpacing(4)
            caption = QLabel(name)
            caption.setProperty("muted", True)
            text.setReadOnly(True)
            text.setFixedHeight(TEXT_HEIGHT)
            text.setTabChangesFocus(True)
            text.setAccessibleName(name)
            head.addWidget(caption, 1)
            head.addWidget(button)
            side.addLayout(head)
            side.addWidget(text)
            sides.addLayout(side, 1)
        line = QHBoxLayout()
        line.addWidget(self._head, 1)
        line.addWidget(self.place_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addLayout(sides)
        column.addWidget(self.said)

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        for text in (self.before, self.after):
            text.setFixedHeight(LOW_TEXT_HEIGHT if low else TEXT_HEIGHT)

    def show_change(self, line: "PastLine | None", change: "PastChange | None") -> None:
        """Show a change of a line of history; without one only what the line was."""
        self.say("")
        who = f"{line.line.who or ''}（{line.line.pc or 'PC不明'}）" if line else ""
        self._head.setText(f"{line.line.label}　{who}\n{change.where if change else CHOOSE_ONE}" if line else "")
        self.before.setPlainText(change.before if change else "")
        self.after.setPlainText(change.after if change else "")
        for button in (self.before_button, self.after_button, self.place_button):
            button.setEnabled(change is not None)

    def say(self, text: str) -> None:
        """Say what stood in the way of a wish; '' for nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
