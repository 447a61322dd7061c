"""A comparison with the open file at work: compared off the window's thread, again when the file changes, taken in."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.compare import Comparison
from app.domain.errors import BoardError
from app.domain.progress import Progress
from app.services.comparing import Side, choosing_task, comparing
from app.services.document import Document
from app.services.jobs import Job
from app.services.taking import AT_ONCE, STALE
from app.ui.compare_model import Sides
from app.ui.compare_view import CompareView
from app.ui.spaced_label import SpacedLabel

if TYPE_CHECKING:
    from app.services.document import Change
    from app.ui.dialogs.steps import StepsDialog

AGAIN_MS = 600
NOT_YET = "取り込みは、編集できるようになってから行えます。"
TAKE = "選んだ違いを今の計画に取り込む"
COMPARING = "比べています…"


class ComparePane(QWidget):
    """Compares the open file or another side with a side, and takes chosen differences into the open file.

    Signals: `place_wanted(Difference)`, `working(bool)` when it begins and ends to compare.
    """

    place_wanted = Signal(object)
    working = Signal(bool)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._pair: tuple[Side | None, Side, Sides] | None = None
        self._revision = -1
        self._job: Job | None = None
        self._turn = 0
        self._wait = ""
        self._dialog: StepsDialog | None = None
        self.view = CompareView()
        self.take_button, self.said = QPushButton(TAKE), SpacedLabel()
        self._again = QTimer(self)
        self._build_ui()
        self.view.place_wanted.connect(self.place_wanted)
        self.view.chosen_changed.connect(self._allow)
        self.take_button.clicked.connect(self.take_over)
        self._again.timeout.connect(lambda: self._run(keep=True))
        document.changed.connect(self._on_changed)
        document.hindered.connect(self._allow)
        self._allow()

    def _build_ui(self) -> None:
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self.take_button.setProperty("primary", True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.said, 1)
        line.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.view, 1)
        column.addLayout(line)

    @property
    def with_present(self) -> bool:
        """Return whether the left side is the open file, so that differences can be taken in."""
        return self._pair is not None and self._pair[0] is None

    def compare(self, present: Side | None, other: Side, sides: Sides) -> None:
        """Compare two sides; `present` None is the open file as it is, followed when it changes."""
        self._pair, self._wait = (present, other, sides), ""
        self.say("")
        self._run(keep=False)

    def clear(self, words: str) -> None:
        """Compare nothing, and say why."""
        self._pair = None
        self._stop()
        self.say("")
        self.view.show_words(words)

    def say(self, text: str, error: bool = False) -> None:
        """Show what happened or what stood in the way, '' for nothing."""
        self.said.setText(text)
        self.said.setProperty("error", error)
        self.said.style().polish(self.said)

    def stop(self) -> None:
        """Compare no more; the file is about to be closed."""
        self._document.changed.disconnect(self._on_changed)
        self._document.hindered.disconnect(self._allow)
        self._stop()
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.reject()

    def take_over(self) -> None:
        """Take the chosen differences into the open file as one undo step."""
        comparison, chosen = self.view.comparison, self.view.chosen()
        if comparison is None or not chosen or self._pair is None or not self.with_present:
            return
        label = f"{self._pair[1].label}から取り込み（{len(chosen)}件）"
        if len(chosen) > AT_ONCE:
            self._take_many(comparison, chosen, label)
            return
        try:
            self._say_taken(len(chosen), self._document.take_over(comparison, chosen, self._revision, label))
        except BoardError as error:
            self._say_error(error)

    def _take_many(self, comparison: Comparison, chosen: set[str], label: str) -> None:
        """Work out in a thread what many choices mean, then take it in while a window shows how far it is."""
        self.take_button.setEnabled(False)
        self.say("取り込む準備をしています…")
        turn, revision = self._turn, self._revision
        job = Job(choosing_task(comparison, chosen))
        job.finished.connect(lambda edits: self._take_in(turn, edits, revision, label, len(chosen)))
        job.failed.connect(lambda error: self._say_error(error))
        job.start()

    def _take_in(self, turn: int, edits: Any, revision: int, label: str, chosen: int) -> None:
        if turn != self._turn:  # compared anew meanwhile: what was chosen may not hold
            self.say(STALE, error=True)
            return
        from app.ui.dialogs.steps import StepsDialog

        steps = self._document.taking_in(edits, revision, label)
        dialog = self._dialog = StepsDialog(steps, "違いの取り込み", "中止すると、1件も取り込みません。", self.window())
        dialog.finished_all.connect(lambda _: self._say_taken(chosen, len(edits)))
        dialog.failed.connect(self._say_error)
        dialog.stopped.connect(self._say_stopped)
        dialog.begin()

    def _say_taken(self, chosen: int, rows: int) -> None:
        self.say(f"{chosen:,}件を取り込みました（{rows:,}行）。Ctrl+Zで戻せます。")

    def _say_stopped(self) -> None:
        self.say("取り込みを中止しました。計画は変わっていません。")
        self._allow()

    def _say_error(self, error: Exception) -> None:
        if not isinstance(error, BoardError):
            raise error
        self.say("\n".join(part for part in (error.message, getattr(error, "advice", "")) if part), error=True)
        self._allow()

    # comparing

    def _run(self, *, keep: bool) -> None:
        if self._pair is None:
            return
        self._stop()
        present, other, sides = self._pair
        try:
            left = present or self._document.present_side()
        except BoardError as error:
            self._on_failed(error)
            return
        self._revision = self._document.revision
        if not keep:
            self.view.show_words(COMPARING)
        job = self._job = Job(lambda: comparing(left, other, parted=True))
        turn = self._turn  # and not the job itself: what it holds would never be let go
        job.progressed.connect(lambda step: self._on_progress(turn, step))
        job.finished.connect(lambda found: self._on_compared(turn, found, sides, keep))
        job.failed.connect(lambda error: self._on_failed(error) if turn == self._turn else None)
        job.start()
        self.working.emit(True)
        self._allow()

    def _stop(self) -> None:
        self._again.stop()
        self._turn += 1
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.working.emit(False)

    def _on_progress(self, turn: int, step: Any) -> None:
        if turn == self._turn and self.view.comparison is None and isinstance(step, Progress):
            self.view.show_words(f"{step.text}…")

    def _on_compared(self, turn: int, found: Any, sides: Sides, keep: bool) -> None:
        if turn == self._turn and isinstance(found, Comparison):
            self._end()
            self.view.show_comparison(found, sides, can_choose=self._can_take(), keep=keep)
            self._allow()

    def _end(self) -> None:
        self._job = None
        self.working.emit(False)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, BoardError):
            raise error
        self.view.show_words("\n".join(part for part in (error.message, getattr(error, "advice", "")) if part))

    def _on_changed(self, change: "Change") -> None:
        if self.with_present:
            self._again.start()
            self._allow()

    def _can_take(self) -> bool:
        """Say whether differences can be chosen; taking them in waits where somebody else edits for the moment."""
        return self.with_present and (not self._document.read_only or bool(self._document.hindrance))

    def _allow(self) -> None:
        self.take_button.setVisible(self._can_take())
        current = self._job is None and self._revision == self._document.revision
        wait = self._document.hindrance and f"{self._document.hindrance}{NOT_YET}"
        self.take_button.setEnabled(bool(self.view.chosen()) and current and not wait)
        hint = wait or "一覧で、取り込む違いに印を付けてください。"
        self.take_button.setToolTip("" if self.take_button.isEnabled() else hint)
        if self._can_take() and wait != self._wait:
            self._wait = wait
            self.say(wait)
