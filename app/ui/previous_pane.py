"""The text of the meeting before beside the one being written, with what changed marked."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.domain.differences import Difference, differences
from app.ui.theme import colour


class PreviousPane(QFrame):
    """Shows last time's text. Signal: `copy_wanted()` where it is to be written on from."""

    copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._head, self._told, self._words = QLabel(), QLabel(), QLabel()
        self.copy = QPushButton("前回の文章を写す")
        self._told.setProperty("muted", True)
        for label in (self._head, self._told):
            label.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.copy.setToolTip("いまの文章と置き換えます。Ctrl+Zで戻せます。")
        self.copy.clicked.connect(lambda: self.copy_wanted.emit())
        line = QHBoxLayout()
        line.addWidget(self._head, 1)
        line.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 4, 6)
        column.addLayout(line)
        column.addWidget(self._told)
        column.addWidget(self._words)
        self.setObjectName("previousPane")

    def show_texts(self, meeting: str, before: str, now: str) -> None:
        """Show what changed from last time's text to the present one, both as they print."""
        found = differences(before, now)
        same = all(one.kind == "same" for one in found)
        told = "いまの文章と同じです" if same else "取り消し線＝前回だけにある文字、下線＝今回加えた文字"
        self._head.setText(f"前回（{meeting}）")
        self.say(told)
        self._words.setText(f"<div style='line-height: 140%'>{''.join(map(_marked, found))}</div>")
        self._words.setAccessibleName(before)
        self.setStyleSheet(
            f"#previousPane {{ background: {colour('panel').name()}; border-left: 3px solid {colour('line').name()}; }}"
        )

    def say(self, words: str) -> None:
        """Say how the two texts stand to each other."""
        self._told.setText(words)


def _marked(one: Difference) -> str:
    text = escape(one.text).replace("\n", "<br>")
    if one.kind == "same":
        return text
    name, line = ("error", "line-through") if one.kind == "gone" else ("status_good", "underline")
    return f"<span style='color: {colour(name).name()}; text-decoration: {line}'>{text}</span>"
