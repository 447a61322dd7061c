"""A label for several lines of Japanese: the font's own leading is too tight for them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

LINE_HEIGHT = 130  # per cent
EMPTY_LINE = "\u200b"
JOINED = "\u2060"  # no line ends here
# Fonts of the office lack that sign; in its usual size the font that has it would make the line higher.
_JOINED = f'<span style="font-size: 1px">{JOINED}</span>'
TAIL, LEAST = 6, 16  # characters: what stays together at the end of a line of text, and of which line


def spaced(text: str) -> str:
    """Return plain text as the rich text that stands in lines of LINE_HEIGHT; what looks like markup stays text."""
    lines = [with_tail(line) for line in text.replace("\n\n", f"\n{EMPTY_LINE}\n").split("\n")]
    html = "<br>".join(line.replace("&", "&amp;").replace("<", "&lt;") for line in lines)
    return f'<p style="margin: 0; line-height: {LINE_HEIGHT}%; white-space: pre-wrap">{with_joins(html)}</p>'


def with_joins(html: str) -> str:
    """Return rich text with its JOINED so that lines stay as high as without it."""
    return html.replace(JOINED, _JOINED)


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
