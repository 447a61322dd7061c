"""The small window that shows that a shared board is being read, for the first time on this PC."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

SHOW_AFTER_MS = 300
WIDTH = 460


class FetchingDialog(QDialog):
    """Comes up where reading takes longer than a moment. Signal: `given_up()`."""

    given_up = Signal()

    def __init__(self, path: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("共有フォルダから開く")
        self.setMinimumWidth(WIDTH)
        words = QLabel(f"「{path.name}」を共有フォルダから読んでいます。")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName("読み込みの進み具合")
        stop = QPushButton("中止(&C)")
        stop.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(stop)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(words)
        column.addWidget(bar)
        column.addLayout(row)
        self._timer = QTimer(self, interval=SHOW_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.open)
        self._timer.start()

    def end(self) -> None:
        """Go away for good."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Treat the button, Escape and the cross as giving up."""
        self.given_up.emit()
        self.end()
