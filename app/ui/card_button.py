"""A button as a card: a mark at the left, a title, and a line that explains it."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.spaced_label import SpacedLabel
from app.ui.theme import colour, text_font

TITLE_SIZE = 15
RADIUS = 6


class CardButton(QPushButton):
    """Takes clicks and keys as any button does; `mark` is a small widget of fixed size."""

    def __init__(self, mark: QWidget, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.text_label = QLabel(title), SpacedLabel(text)
        font = text_font(TITLE_SIZE)
        font.setBold(True)
        self.title.setFont(font)
        self.text_label.setProperty("muted", True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.title)
        words.addWidget(self.text_label)
        words.addStretch(1)
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(14, 11, 14, 11)
        line.setSpacing(12)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        for part in (mark, self.title, self.text_label):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        """Say that the explanation wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the wrapped explanation needs in a width."""
        return self._line.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return what the labels need; a push button would ask for its own text only."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return what the labels need at least."""
        return self._line.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card's ground and outline; its words are child labels."""
        hovered = self.underMouse() and self.isEnabled()
        edge, width = ("focus", 2) if self.hasFocus() else ("accent", 1) if hovered else ("line", 1)
        ground = "selected" if self.isDown() else "hover" if hovered else "surface"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(edge), width))
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
