"""A label for several lines of Japanese: the font's own leading is too tight for them."""

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget

LINE_HEIGHT = 130  # per cent
EMPTY_LINE = "\u200b"


def spaced(text: str) -> str:
    """Return plain text as the rich text that stands in lines of LINE_HEIGHT; what looks like markup stays text."""
    lines = text.replace("\n\n", f"\n{EMPTY_LINE}\n")
    return Qt.convertFromPlainText(lines).replace("<p>", f'<p style="margin: 0; line-height: {LINE_HEIGHT}%">')


class SpacedLabel(QLabel):
    """Wraps plain text, which `text()` gives back as it was set."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text."""
        self._plain = text
        super().setText(spaced(text) if text else "")

    def text(self) -> str:
        """Return the text as it was set."""
        return self._plain

    def clear(self) -> None:
        """Show nothing."""
        self.setText("")
