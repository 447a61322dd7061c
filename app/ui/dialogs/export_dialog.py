"""Writes the council workbook: a name already filled in, one button, progress, and at the end 「開く」."""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
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
from app.services.document import Document
from app.services.jobs import Job

SUFFIX = ".xlsx"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # what Windows refuses in a file name
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|$)", re.IGNORECASE)
LONGEST_NAME = 120  # characters: leaves room for the folder within Windows' 260
LEAST_WIDTH = 560


class Stage(Enum):
    """Where the dialog stands."""

    READY = "ready"
    WRITING = "writing"
    FAILED = "failed"
    DONE = "done"


def proposed_name(city: str, meeting: str, title: str) -> str:
    """Return the file name filled in at first: city and meeting, or the board's title where it has no meeting."""
    meeting = meeting.partition("（")[0]
    parts = [city, meeting or title, "資料"]
    stem = "_".join(part for part in parts if part)
    return _NOT_IN_NAMES.sub("_", stem).replace(" ", "").strip(". ")[:LONGEST_NAME] + SUFFIX


def free_path(path: Path) -> Path:
    """Return the path, or the first of 「名前 (2)」, 「名前 (3)」 … beside it that does not exist yet."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return free


class ExportDialog(QDialog):
    """Exports the open board; accepted once a workbook has been written. Nothing is left behind by 「中止」.

    Signal: `ended()` when writing has ended in whatever way and the dialog shows how.
    """

    ended = Signal()

    def __init__(self, document: Document, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._folder = folder
        self._job: Job | None = None
        self._closing = False
        self._written: Path | None = None
        self.name = QLineEdit()
        self.place = QLabel()
        self.browse = QPushButton("参照(&B)…")
        self.message = QLabel()
        self.bar = QProgressBar()
        self.write = QPushButton()
        self.rename = QPushButton("別の名前で保存(&A)")
        self.stop = QPushButton("中止(&C)")
        self.open_file = QPushButton("開く(&O)")
        self.open_folder = QPushButton("フォルダーを開く(&F)")
        self.leave = QPushButton("閉じる")
        self._build_ui()
        self._connect()
        self._propose()
        self._show(Stage.READY, "")

    @property
    def path(self) -> Path:
        """Return where the workbook goes; the suffix is added where it is missing."""
        name = self.name.text().strip()
        return self._folder / (name if name.lower().endswith(SUFFIX) else name + SUFFIX)

    # what a person does

    def start(self) -> None:
        """Begin to write the workbook at `path`."""
        self.name.setText(self.path.name)
        target = self.path
        self._show(Stage.WRITING, "書き出しの準備をしています")
        self.bar.setRange(0, 0)
        steps = self._document.export_task(target)
        self._job = Job(lambda: _without_last(steps()), self)
        self._job.progressed.connect(self._on_progress)
        self._job.finished.connect(lambda _: self._on_finished(target))
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.start()

    def cancel(self) -> None:
        """Stop writing; the dialog is ready again as soon as the work has let go."""
        if self._job is not None:
            self.stop.setEnabled(False)
            self.message.setText("中止しています")
            self._job.cancel()

    def save_under_another_name(self) -> None:
        """Write at once under the next free name beside the one that could not be written."""
        self.name.setText(free_path(self.path).name)
        self.start()

    def choose_place(self) -> None:
        """Ask for another place and name."""
        options = QFileDialog.Option.DontConfirmOverwrite  # the dialog itself says that a file would be replaced
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Excelの書き出し先", str(self.path), f"Excel ブック (*{SUFFIX})", options=options
        )
        if chosen:
            self._folder = Path(chosen).parent
            self.name.setText(Path(chosen).name)
            self._show_place()

    def reject(self) -> None:
        """Close; while writing, first stop and then close. What is written counts as accepted."""
        if self._job is not None:
            self._closing = True
            self.cancel()
        elif self._written is not None:
            self.accept()
        else:
            super().reject()

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
        self._show(stage, text)
        self.ended.emit()
        if self._closing:
            self._closing = False
            self.reject()

    # how it looks

    def _build_ui(self) -> None:
        self.setWindowTitle("Excel出力")
        self.setMinimumWidth(LEAST_WIDTH)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place.setProperty("muted", True)
        for label in (self.place, self.message):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.message.setAccessibleName("書き出しの状態")
        self.bar.setAccessibleName("書き出しの進み具合")
        self.bar.setTextVisible(False)
        caption = QLabel("ファイル名(&N)")
        caption.setBuddy(self.name)
        form = QGridLayout()
        form.addWidget(caption, 0, 0)
        form.addWidget(self.name, 0, 1, 1, 2)
        form.addWidget(QLabel("保存先"), 1, 0)
        form.addWidget(self.place, 1, 1)
        form.addWidget(self.browse, 1, 2)
        form.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(QLabel("協議会の資料を、印刷できるExcelブックとして書き出します。"))
        column.addLayout(form)
        column.addWidget(self.bar)
        column.addWidget(self.message)
        column.addLayout(self._button_row())

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.rename, self.write, self.stop, self.open_file, self.open_folder, self.leave):
            button.setAutoDefault(False)
            row.addWidget(button)
        for button in (self.write, self.open_file):
            button.setProperty("primary", True)
        return row

    def _connect(self) -> None:
        self.name.textChanged.connect(self._show_place)
        self.browse.clicked.connect(self.choose_place)
        self.write.clicked.connect(self.start)
        self.rename.clicked.connect(self.save_under_another_name)
        self.stop.clicked.connect(self.cancel)
        self.leave.clicked.connect(self.reject)
        self.open_file.clicked.connect(lambda: self._open(self._written))
        self.open_folder.clicked.connect(lambda: self._open(self._written.parent if self._written else None))

    def _propose(self) -> None:
        chosen = next((item.label for item in self._document.meetings() if item.uid == self._document.meeting), "")
        name = proposed_name(self._document.city, chosen, self._document.board_title)
        self.name.setText(free_path(self._folder / name).name)
        self._show_place()

    def _show(self, stage: Stage, text: str) -> None:
        """Show what belongs to a stage, with the focus on its first button; '' leaves what the name calls for."""
        writing, done = stage is Stage.WRITING, stage is Stage.DONE
        self._show_place()
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

    def _show_place(self) -> None:
        """Show the folder, what is wrong with the name, and whether a file would be replaced."""
        wrong = _refusal(self.name.text().strip())
        replaces = not wrong and self.path.exists()
        self.place.setText(str(self._folder))
        self.write.setText("置き換えて書き出す(&W)" if replaces else "書き出す(&W)")
        self.write.setEnabled(not wrong)
        self.rename.setEnabled(not wrong)
        self.message.setText(wrong or ("同じ名前のファイルがあります。書き出すと置き換わります。" if replaces else ""))

    def _open(self, place: Path | None) -> None:
        if place is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            self.message.setText(f"開くためのプログラムが見つかりません。ファイルはここにあります: {place}")


def _refusal(name: str) -> str:
    """Return why a file name cannot be, '' where it can."""
    if not name.lower().removesuffix(SUFFIX).strip(". "):
        return "ファイル名を入れてください。"
    if _NOT_IN_NAMES.search(name) or _DEVICES.match(name):
        return 'ファイル名に使えない文字または名前です（\\ / : * ? " < > | や CON など）。'
    return "" if len(name) <= LONGEST_NAME + len(SUFFIX) else f"ファイル名は{LONGEST_NAME}文字までにしてください。"


def _without_last(steps: Iterator[Progress]) -> Iterator[Progress]:
    """Pass the steps on but for the one that says all is written: after it nothing can be cancelled any more."""
    return (step for step in steps if step.done < step.total)
