"""A label for several lines of Japanese: the font's own leading is too tight for them."""

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget

LINE_HEIGHT = 130  # per cent
EMPTY_LINE = "\u200b"
JOINED = "\u2060"  # no line ends here
TAIL, LEAST = 6, 16  # characters: what stays together at the end of a line of text, and of which line


def spaced(text: str) -> str:
    """Return plain text as the rich text that stands in lines of LINE_HEIGHT; what looks like markup stays text."""
    lines = "\n".join(with_tail(line) for line in text.replace("\n\n", f"\n{EMPTY_LINE}\n").split("\n"))
    return Qt.convertFromPlainText(lines).replace("<p>", f'<p style="margin: 0; line-height: {LINE_HEIGHT}%">')


def with_tail(line: str) -> str:
    """Keep the end of a line together: one or two characters alone on a line of their own look like a mistake."""
    return line[:-TAIL] + JOINED.join(line[-TAIL:]) if len(line) >= LEAST else line


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
