"""A small word beside the place it is about; it takes no focus, so that typing goes on."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.spaced_label import with_joins, with_tail
from app.ui.theme import colour

_MARGIN = 8
_WIDEST = 380


class Bubble(QFrame):
    """A reason under an editor, with buttons where the person has to say which of several things was meant."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._choices: tuple[str, ...] = ()
        self._chosen: Callable[[str], None] | None = None
        self.setObjectName("bubble")
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(self._label)
        layout.addLayout(self._buttons)
        self.hide()

    def say(
        self,
        text: str,
        beside: QWidget,
        rect: QRect,
        choices: Sequence[str] = (),
        chosen: Callable[[str], None] | None = None,
        tone: str = "error",
    ) -> None:
        """Show a text under `rect` of a widget, above it where there is no room below; `tone` colours its edge."""
        self._dress(tone)
        self._label.setText(f"<p style='line-height: 140%'>{with_joins(escape(with_tail(text)))}</p>")
        self._offer(choices, chosen)
        self.setAccessibleName(text)
        wide = min(self._label.fontMetrics().horizontalAdvance(text) + 4, _WIDEST)
        self._label.setFixedWidth(wide)
        self._label.setFixedHeight(self._label.heightForWidth(wide))
        self.adjustSize()
        window = self._window
        below = beside.mapTo(window, QPoint(rect.left(), rect.bottom() + 3))
        left = max(_MARGIN, min(below.x(), window.width() - self.width() - _MARGIN))
        top = below.y()
        if top + self.height() > window.height() - _MARGIN:
            top = max(_MARGIN, beside.mapTo(window, rect.topLeft()).y() - self.height() - 3)
        self.move(left, top)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _dress(self, tone: str) -> None:
        ground, edge, print_ = (colour(name).name() for name in ("surface", tone, "ink"))
        self.setStyleSheet(
            f"#bubble {{background: {ground}; border: 1px solid {edge}; border-left-width: 4px; border-radius: 3px;}}"
            f"#bubble QLabel {{color: {print_}; background: transparent;}}"
        )

    def _offer(self, choices: Sequence[str], chosen: Callable[[str], None] | None) -> None:
        """Put a button for each choice; the same ones stay, for one of them may just be pressed."""
        self._chosen = chosen
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for text in choices:
            button = QPushButton(text, self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the editor keeps it; the words can be typed there too
            button.clicked.connect(lambda _=False, text=text: self._choose(text))
            self._buttons.addWidget(button)
        if choices:
            self._buttons.addStretch()

    @property
    def choices(self) -> tuple[str, ...]:
        """Return what it offers now."""
        return self._choices if self.isVisible() else ()

    def choose(self, text: str) -> None:
        """Take one of the choices, as its button does."""
        self._choose(text)

    def _choose(self, text: str) -> None:
        if self._chosen is not None:
            self._chosen(text)
