"""The small window over work in steps on the open file: how far it is, and the way to stop it."""

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.domain.errors import BoardError
from app.domain.progress import Progress

WIDTH = 400
TURN_MS = 15  # of work, before the window has its turn


class StepsDialog(QDialog):
    """Works through steps while the windows behind it wait; stopping closes the steps.

    Signals: exactly one of `finished_all(what the steps return)`, `failed(BoardError)`, `stopped()`.
    """

    finished_all = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, steps: Iterator[Progress], title: str, safe: str, parent: QWidget) -> None:
        """`title` says what is done, `safe` what stopping leaves behind."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(WIDTH)
        self.words, self.bar, self.stop_button = QLabel(), QProgressBar(), QPushButton("中止(&C)")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("進み具合")
        told = QLabel(safe)
        told.setProperty("muted", True)
        row = QHBoxLayout()
        row.addWidget(told, 1)
        row.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.stop_button.clicked.connect(self.reject)
        self._steps = steps
        self._last: Progress | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def begin(self) -> None:
        """Show the window and start to work."""
        self.open()
        self._timer.start(0)

    def reject(self) -> None:
        """Treat the button, Escape and the cross as stopping."""
        if self._end():
            self._steps.close()  # type: ignore[attr-defined]
            self.stopped.emit()

    def _turn(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        try:
            while clock.elapsed() < TURN_MS:
                self._last = next(self._steps)
        except StopIteration as end:
            self._end()
            self.finished_all.emit(end.value)
        except BoardError as error:
            self._end()
            self.failed.emit(error)
        except Exception:
            self._end()
            self.stopped.emit()
            raise
        else:
            self._show()

    def _show(self) -> None:
        if self._last is not None:
            self.words.setText(f"{self._last.text}…　{self._last.done:,} / {self._last.total:,}行")
            self.bar.setRange(0, self._last.total)
            self.bar.setValue(self._last.done)

    def _end(self) -> bool:
        """Go away for good; return whether the work was still under way."""
        working = self._timer.isActive()
        self._timer.stop()
        self.hide()
        self.deleteLater()
        return working
