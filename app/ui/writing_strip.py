"""The strip under a text that is being written: what can be done with it, and what is to be known about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.theme import colour


class WritingStrip(QWidget):
    """A row of tools and a line of words with buttons; none of them takes the keys from the text."""

    def __init__(self) -> None:
        super().__init__()
        self._tools = QHBoxLayout()
        self._notice = QWidget()
        self._words = QLabel()
        self._buttons = QHBoxLayout()
        self._row = QWidget()
        self._row.setLayout(self._tools)
        self._tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setSpacing(4)
        self._tools.addStretch()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        line = QHBoxLayout(self._notice)
        line.setContentsMargins(8, 3, 4, 3)
        line.addWidget(self._words, 1)
        line.addLayout(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(2)
        column.addWidget(self._row)
        column.addWidget(self._notice)
        self._row.hide()
        self.say("")

    def add_tool(self, text: str, picture: str, tip: str, does: Callable[[], None]) -> QToolButton:
        """Add a tool at the end of the row."""
        button = QToolButton()
        button.setText(text)
        button.setIcon(icon(picture, "muted"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the text keeps the keys
        button.clicked.connect(lambda: does())
        self._tools.insertWidget(self._tools.count() - 1, button)
        return button

    def show_tools(self, shown: bool) -> None:
        """Show the tools while the text is being written."""
        self._row.setVisible(shown)
        self._show_itself()

    def _show_itself(self) -> None:
        self.setVisible(not (self._row.isHidden() and self._notice.isHidden()))

    def say(self, text: str, buttons: "dict[str, Callable[[], None]] | None" = None) -> None:
        """Show a line of words with buttons; '' takes it away."""
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self._notice.setVisible(bool(text))
        self._show_itself()
        self._notice.setObjectName("writingNotice")
        self._notice.setStyleSheet(f"#writingNotice {{ background: {colour('strip').name()}; border-radius: 3px; }}")
        while item := self._buttons.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for label, does in (buttons or {}).items():
            button = QPushButton(label)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, does=does: does())
            self._buttons.addWidget(button)

    @property
    def words(self) -> str:
        """Return what is said now."""
        return self._words.text()
