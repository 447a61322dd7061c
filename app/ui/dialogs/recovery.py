"""What happened to a damaged file, what can be had from where, and the way to a new one."""

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app import paths
from app.domain.errors import BoardError, StorageError
from app.domain.progress import Progress
from app.domain.rescue import NOTHING_FOUND, NOTHING_WRONG, Rescue, Source
from app.services.jobs import Job
from app.services.recovering import new_file_task, rescue_task
from app.ui.room import take_room

SIZE = (680, 400)


class RecoveryDialog(QDialog):
    """Looks at a file, shows the ways out, and makes the new file; accepted once that is there (`made`)."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.made: Path | None = None
        self.rescue: Rescue | None = None
        self.setWindowTitle("壊れたファイルの復元")
        self.head, self.words, self.code = QLabel(), QLabel(), QLabel()
        self.bar = QProgressBar()
        self.choices: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self._sources = QVBoxLayout()
        self.make_button = QPushButton("新しいファイルを作る…")
        self.leave_button = QPushButton("閉じる")
        self._job: Job | None = None
        self._build_ui()
        self._look()

    def _build_ui(self) -> None:
        take_room(self, SIZE)
        self.head.setStyleSheet("font-size: 15px; font-weight: bold;")
        self.head.setText(f"「{self._path.name}」を調べています")
        self.code.setProperty("muted", True)
        self.code.setStyleSheet("font-size: 11px; padding-bottom: 2px;")
        for label in (self.head, self.code):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.head, self.words, self.code):
            label.setWordWrap(True)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("調べている進み具合")
        self.make_button.setProperty("primary", True)
        self.make_button.setEnabled(False)
        self.make_button.clicked.connect(self._choose_place)
        self.leave_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.code, 1)
        for button in (self.make_button, self.leave_button):
            button.setAccessibleName(button.text())
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self.head, self.words, self.bar):
            column.addWidget(widget)
        self._sources.setSpacing(4)
        column.addLayout(self._sources)
        column.addStretch()
        column.addLayout(foot)

    # looking

    def _look(self) -> None:
        shared = paths.load_preferences().reads_as_shared(self._path)
        work = rescue_task(self._path, paths.backups_folder(), paths.recovery_folder(), shared=shared)
        self._run(Job(work, self), self._show_rescue)

    def _run(self, job: Job, done: object) -> None:
        self._job = job
        self.bar.show()
        self.make_button.setEnabled(False)
        job.progressed.connect(self._show_progress)
        job.finished.connect(done)
        job.failed.connect(self._show_failure)
        job.start()

    def _show_progress(self, step: object) -> None:
        if isinstance(step, Progress):
            self.words.setText(step.text)
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)

    def _show_rescue(self, rescue: Rescue) -> None:
        self._job, self.rescue = None, rescue
        self.bar.hide()
        if rescue.trouble is None:
            self._say(self._path.name, NOTHING_WRONG)
            return
        kept = f"元のファイルはそのまま保全しました（{rescue.aside.name}）。" if rescue.aside else ""
        found = "次のどれかから、新しいファイルを作れます。" if rescue.sources else NOTHING_FOUND
        self._say(_what_happened(rescue.trouble), f"{kept}{found}")
        self.code.setText(" ".join(part for part in (rescue.trouble.code, rescue.trouble.detail) if part))
        for number, source in enumerate(rescue.sources):
            self._add_choice(number, source)
        self.make_button.setEnabled(bool(rescue.sources))
        (self.choices[0] if self.choices else self.leave_button).setFocus()

    def _add_choice(self, number: int, source: Source) -> None:
        choice = QRadioButton(source.title)
        lacks = source.lacks()
        lost = f"失われたもの: {lacks}" if lacks else "失われたものは見つかっていません。"
        text = f"入るもの: {source.holds()}\n{lost}"
        words = QLabel()
        words.setWordWrap(True)
        words.setText(_lined(text))
        words.setContentsMargins(26, 0, 0, 6)
        words.setProperty("muted", not lacks)
        choice.setAccessibleDescription(text)
        choice.setChecked(number == 0)
        self._group.addButton(choice, number)
        self.choices.append(choice)
        self._sources.addWidget(choice)
        self._sources.addWidget(words)

    def _say(self, head: str, words: str) -> None:
        self.head.setText(head)
        self.words.setText(_lined(words))

    def _show_failure(self, error: Exception) -> None:
        self._job = None
        self.bar.hide()
        self.make_button.setEnabled(bool(self.choices))
        if not isinstance(error, BoardError):
            self._say("調べられませんでした。", "元のファイルには手を加えていません。")
            raise error
        self._say(error.message, getattr(error, "advice", ""))

    # making

    def _choose_place(self) -> None:
        proposal = self._path.with_name(f"{self._path.stem}（復元）{paths.BOARD_SUFFIX}")
        kinds = f"計画ファイル (*{paths.BOARD_SUFFIX})"
        name, _ = QFileDialog.getSaveFileName(self, "新しいファイルを作る", str(proposal), kinds)
        if name:
            self.make(Path(name if name.endswith(paths.BOARD_SUFFIX) else name + paths.BOARD_SUFFIX))

    def make(self, out: Path) -> None:
        """Make the new file of the chosen way; the dialog is accepted when it is there."""
        assert self.rescue is not None
        source = self.rescue.sources[self._group.checkedId()]

        def finish(_: object) -> None:
            self._job, self.made = None, out
            self.accept()

        self._run(Job(new_file_task(source, out, paths.program_version()), self), finish)

    def reject(self) -> None:
        """Close, once what runs has come to an end."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close as Escape does."""
        self.reject()
        super().closeEvent(event)


def _lined(text: str) -> str:
    """Return a text with room between its lines."""
    return f"<p style='line-height: 140%'>{'<br>'.join(map(escape, text.splitlines()))}</p>"


def _what_happened(trouble: StorageError) -> str:
    return "ファイルの一部が壊れています。" if trouble.code == "corrupt" else trouble.message
