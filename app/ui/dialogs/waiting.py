"""The small window over work on one file whose place may not answer: what is done, how far it is, 「中止」."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.ui.spaced_label import SpacedLabel

SHOW_AFTER_MS = 300  # what goes quicker needs no window
WIDTH = 460


class WaitingDialog(QDialog):
    """Comes up where the work takes longer than a moment. Signal: `given_up()`."""

    given_up = Signal()

    def __init__(self, title: str, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.words = SpacedLabel(text)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("進み具合")
        self.stop_button = QPushButton("中止(&C)")
        self.stop_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addLayout(row)
        self._timer = QTimer(self, interval=SHOW_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.open)
        self._timer.start()

    def show_now(self) -> None:
        """Come up at once, for somebody who wants to go on before it is over."""
        self._timer.stop()
        self.open()

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end(self) -> None:
        """Go away for good."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Treat the button, Escape and the cross as giving up."""
        self.given_up.emit()
        self.end()
