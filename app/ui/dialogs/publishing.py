"""The small window that shows, at closing, how what was typed reaches the shared folder."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.services.sharing import Sharing, Standing
from app.ui.spaced_label import SpacedLabel

SHOW_AFTER_MS = 400  # what goes quicker needs no window
WIDTH = 460


class PublishingDialog(QDialog):
    """Shown where closing takes longer than a moment. Signals: `later()` to leave the rest on this PC, `back()`."""

    later = Signal()
    back = Signal()

    def __init__(self, sharing: Sharing, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("共有フォルダへの反映")
        self._sharing = sharing
        self.words = SpacedLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("反映の進み具合")
        self.later_button = QPushButton("あとで（このPCに残す）(&L)")
        self.back_button = QPushButton("もどる(&B)")
        self._timer = QTimer(self, interval=SHOW_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.open)
        self._build()
        sharing.stood.connect(self.show_standing)
        self.show_standing(sharing.standing)

    def _build(self) -> None:
        self.setMinimumWidth(WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.later_button, self.back_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for widget in (self.words, self.bar):
            column.addWidget(widget)
        column.addLayout(row)
        self.later_button.clicked.connect(self.later)
        self.back_button.clicked.connect(self.back)

    def begin(self) -> None:
        """Come up unless it is over before."""
        self._timer.start()

    def end(self) -> None:
        """Go away for good."""
        self._timer.stop()
        self._sharing.stood.disconnect(self.show_standing)
        self.hide()
        self.deleteLater()

    def show_standing(self, standing: Standing) -> None:
        """Show what is done and why it waits."""
        waits = standing.state == "waiting" and bool(standing.inputs)
        self.bar.setVisible(not waits)
        if waits:
            kept = f"反映していない入力 {standing.inputs}件は、このPCに残してあります。次に開いたときに反映します。"
            self.words.setText(f"{standing.reason}。\n{kept}")
        else:
            self.words.setText("共有フォルダへ反映しています。")

    def reject(self) -> None:
        """Treat Escape and the cross as going back to work."""
        self.back.emit()
