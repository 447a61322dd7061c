"""What every window that writes files has: a name filled in, one button, progress, and at the end 「開く」."""

from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BoardError
from app.domain.progress import Progress
from app.services.jobs import Job
from app.services.neighbours import Neighbours
from app.ui.dialogs.elided_label import ElidedLabel
from app.ui.dialogs.output_name import WORKBOOK, Kind, full_name, refusal
from app.ui.spaced_label import SpacedLabel

LEAST_NAME = 160  # logical px
LOOKING = "保存先を確かめています"


class Stage(Enum):
    """Where the window stands."""

    READY = "ready"
    WRITING = "writing"
    FAILED = "failed"
    DONE = "done"


class WritingDialog(QDialog):
    """Writes a file or a folder by a job; accepted once something has been written. 「中止」 leaves nothing behind.

    Whoever inherits says what is written (`work`), what stands in its way (`hindrance`) or is to be known (`remark`),
    proposes the name, and puts `foot` somewhere. Signal: `ended()` when writing has ended in whatever way and the
    window shows how.
    """

    ended = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind: Kind = WORKBOOK
        self.stage = Stage.READY
        self._folder = folder
        self._job: Job | None = None
        self._closing = False
        self._written: Path | None = None
        self._eager = False
        self.near = Neighbours(self)
        self.foot = QWidget()
        self.name = QLineEdit()
        self.caption = QLabel()
        self.place = ElidedLabel()
        self.browse = QPushButton("参照(&B)…")
        self.message = SpacedLabel()
        self.bar = QProgressBar()
        self.write = QPushButton()
        self.rename = QPushButton("別の名前で保存(&A)")
        self.stop = QPushButton("中止(&C)")
        self.open_file = QPushButton("開く(&O)")
        self.open_folder = QPushButton("フォルダーを開く(&F)")
        self.leave = QPushButton("閉じる")
        self._build_foot()
        self._connect_foot()
        self.near.look(folder)

    @property
    def path(self) -> Path:
        """Return where it goes; the suffix is added where it is missing."""
        return self._folder / full_name(self.name.text(), self.kind)

    def work(self, target: Path) -> Callable[[], Iterator[Progress]]:
        """Return the job that writes to target."""
        raise NotImplementedError

    def hindrance(self) -> str:
        """Return what keeps it from being written whatever the name, '' for nothing."""
        return ""

    def remark(self) -> str:
        """Return what a person should know before writing, '' for nothing."""
        return ""

    # what a person does

    def start(self) -> None:
        """Begin to write at `path`, as soon as it is known whether something would be replaced there."""
        self._eager = self.near.has(self.path) is None
        if self._eager:
            self.message.setText(LOOKING)
            return
        self.name.setText(self.path.name)
        target = self.path
        self.show_stage(Stage.WRITING, "書き出しの準備をしています")
        self.bar.setRange(0, 0)
        steps = self.work(target)
        self._job = Job(lambda: _without_last(steps()), self)
        self._job.progressed.connect(self._on_progress)
        self._job.finished.connect(lambda _: self._on_finished(target))
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.start()

    def cancel(self) -> None:
        """Stop writing; the window is ready again as soon as the work has let go."""
        if self._job is not None:
            self.stop.setEnabled(False)
            self.message.setText("中止しています")
            self._job.cancel()

    def save_under_another_name(self) -> None:
        """Write at once under the next free name beside the one that could not be written."""
        self.name.setText(self.near.next_path(self.path).name)
        self.start()

    def choose_place(self) -> None:
        """Ask for another place and, of a file, another name."""
        if not self.kind.suffix:
            chosen = QFileDialog.getExistingDirectory(self, "フォルダーを作る場所", str(self._folder))
            self._folder = Path(chosen) if chosen else self._folder
        else:
            options = QFileDialog.Option.DontConfirmOverwrite  # the window itself says that a file would be replaced
            kept = f"{self.kind.label} (*{self.kind.suffix})"
            chosen, _ = QFileDialog.getSaveFileName(self, "書き出し先", str(self.path), kept, options=options)
            if chosen:
                self._folder = Path(chosen).parent
                self.name.setText(Path(chosen).name)
        self.near.look(self._folder)
        self.show_place()

    def reject(self) -> None:
        """Close; while writing, first stop and then close. What is written counts as accepted."""
        if self._job is not None:
            self._closing = True
            self.cancel()
        elif self._written is not None:
            self.accept()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, and look at no folder any more."""
        self.near.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Treat the window's cross as 「閉じる」."""
        event.ignore()
        self.reject()

    # what the job tells

    def _on_progress(self, step: Progress) -> None:
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        if self.stop.isEnabled():
            self.message.setText(f"{step.text}（{min(step.done + 1, step.total)}／{step.total}）")

    def _on_finished(self, target: Path) -> None:
        late = "" if self.stop.isEnabled() else "中止する前に"
        self._written = target
        self._end(Stage.DONE, f"{late}書き出しました: {target.name}")

    def _on_failed(self, error: Exception) -> None:
        self._end(Stage.FAILED, str(error) if isinstance(error, BoardError) else "書き出せませんでした。")
        if not isinstance(error, BoardError):
            raise error  # a bug: sys.excepthook logs it and says where the log is

    def _on_cancelled(self) -> None:
        self._end(Stage.READY, "中止しました。何も書き込んでいません。")

    def _end(self, stage: Stage, text: str) -> None:
        self._job = None
        self.near.look(self._folder)
        self.show_stage(stage, text)
        self.ended.emit()
        if self._closing:
            self._closing = False
            self.reject()

    # how it looks

    def _build_foot(self) -> None:
        self.caption.setBuddy(self.name)
        self.name.setMinimumWidth(LEAST_NAME)
        self.place.setProperty("muted", True)
        self.message.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.message.setAccessibleName("書き出しの状態")
        self.bar.setAccessibleName("書き出しの進み具合")
        self.bar.setTextVisible(False)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.caption)
        where.addWidget(self.name, 3)
        where.addWidget(QLabel("保存先"))
        where.addWidget(self.place, 2)
        where.addWidget(self.browse)
        column = QVBoxLayout(self.foot)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addLayout(where)
        column.addWidget(self.bar)
        column.addLayout(self._button_row())

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.message, 1)
        for button in (self.rename, self.write, self.stop, self.open_file, self.open_folder, self.leave):
            button.setAutoDefault(False)
            row.addWidget(button)
        for button in (self.write, self.open_file):
            button.setProperty("primary", True)
        return row

    def _connect_foot(self) -> None:
        self.name.textChanged.connect(self._on_name)
        self.near.told.connect(self._on_told)
        self.browse.clicked.connect(self.choose_place)
        self.write.clicked.connect(self.start)
        self.rename.clicked.connect(self.save_under_another_name)
        self.stop.clicked.connect(self.cancel)
        self.leave.clicked.connect(self.reject)
        self.open_file.clicked.connect(lambda: self._open(self._written))
        self.open_folder.clicked.connect(lambda: self._open(self._written.parent if self._written else None))

    def show_stage(self, stage: Stage, text: str) -> None:
        """Show what belongs to a stage, with the focus on its first button; '' leaves what the name calls for."""
        self.stage = stage
        writing, done = stage is Stage.WRITING, stage is Stage.DONE
        self.show_place()
        if text:
            self.message.setText(text)
        self.message.setProperty("error", stage is Stage.FAILED)
        self.message.style().polish(self.message)
        for widget in (self.name, self.browse):
            widget.setEnabled(not writing and not done)
        self.bar.setVisible(writing)
        self.stop.setVisible(writing)
        self.stop.setEnabled(writing)
        self.write.setVisible(not writing and not done)
        self.rename.setVisible(stage is Stage.FAILED)
        self.leave.setVisible(not writing)
        for button in (self.open_file, self.open_folder):
            button.setVisible(done)
        first = {Stage.WRITING: self.stop, Stage.DONE: self.open_file, Stage.FAILED: self.rename}.get(stage, self.write)
        first.setDefault(True)
        first.setFocus()
        if stage is Stage.FAILED:
            self.write.setText("もう一度(&W)")

    def _on_name(self) -> None:
        self._eager = False
        self.near.look(self._folder)
        self.show_place()

    def _on_told(self) -> None:
        """Show whether something would be replaced, and begin to write where that was waited for and nothing would."""
        if self.stage is not Stage.READY and not self._eager:
            return
        eager, self._eager = self._eager, False
        self.show_place()
        if eager and self.write.isEnabled() and not self.near.has(self.path):
            self.start()

    def show_place(self) -> None:
        """Show the folder, what is wrong, and whether something would be replaced."""
        wrong = self.hindrance() or refusal(self.name.text(), self.kind)
        replaces = not wrong and bool(self.near.has(self.path))
        self.caption.setText(f"{self.kind.thing}名(&N)")
        self.place.show_text(str(self._folder))
        self.write.setText("置き換えて書き出す(&W)" if replaces else "書き出す(&W)")
        self.write.setEnabled(not wrong)
        self.rename.setEnabled(not wrong)
        self.message.setText(wrong or (self._replacing() if replaces else self.remark()))

    def _replacing(self) -> str:
        if self.kind.suffix:
            return "同じ名前のファイルがあります。書き出すと置き換わります。"
        return "同じ名前のフォルダーがあります。中の同じ名前のファイルは置き換わります。"

    def _open(self, place: Path | None) -> None:
        if place is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            self.message.setText(f"開くためのプログラムが見つかりません。ファイルはここにあります: {place}")


def _without_last(steps: Iterator[Progress]) -> Iterator[Progress]:
    """Pass the steps on but for the one that says all is written: after it nothing can be cancelled any more."""
    return (step for step in steps if step.done < step.total)
