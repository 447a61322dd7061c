"""控え: the backups of the open file, what is in each, what differs from now, and the way back.

A window of its own: a list and a comparison need the width that a tab's panes need too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BoardError
from app.paths import BOARD_SUFFIX, load_preferences
from app.services.comparing import backup_side, file_side, soundness
from app.services.document import Document
from app.services.jobs import Job
from app.ui.backup_model import COUNTED, STATE, WHEN, WHY, BackupModel, last_edits_words, short_moment
from app.ui.compare_model import Sides
from app.ui.compare_pane import COMPARING, ComparePane
from app.ui.icons import icon
from app.ui.room import take_room
from app.ui.spaced_label import SpacedLabel

if TYPE_CHECKING:
    from app.domain.backup import Backup

USUAL_SIZE = (1080, 720)
LEAST_SIZE = (660, 320)  # its four buttons beside each other; a screen of 1366x768 at 200 % has 683
CHOOSE_MS = 200
WIDTHS = {WHEN: 172, WHY: 150, STATE: 96, **dict.fromkeys(COUNTED, 66)}
NARROW = 980  # px: below it counts and last edits are left out; the tooltip has them
LOW = 520  # px: below it the rule is left out; the manual has it
EDITS_WIDTH = 260
RULE = "控えは自動で作られます（その日の初め、30分ごと、まとめて直す前、閉じたとき）。このパソコンの中だけにあります。"
NONE_YET = "この計画ファイルの控えは、まだありません。開いて数秒たつか、何かを入力すると作られます。"
CHOOSE = "上の一覧から控えを選ぶと、今の計画との違いがここに出ます。2つ選ぶと、その2つを比べられます。"
NO_EDITS = "この控えまでに、変更はありません。"
BROKEN_WORDS = "この控えは壊れています。復元には使えません。ほかの控えを選んでください。"


class BackupWindow(QWidget):
    """Shows the backups of the open file. Signals: `place_wanted(Difference)`, `open_wanted(Path)`, `left()`."""

    place_wanted = Signal(object)
    open_wanted = Signal(object)
    left = Signal()

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("控え")
        self.setMinimumSize(*LEAST_SIZE)
        self._document = document
        self._checking: Job | None = None
        self._restored: Path | None = None
        self._compared: list[tuple[Path, bool]] | None = None
        self.model = BackupModel(self)
        self.list, self.pane = QTreeView(), ComparePane(document)
        self.rule, self.edits, self.empty = QLabel(RULE), SpacedLabel(), QLabel(NONE_YET)
        self.restore_button = QPushButton(icon("file"), "新しいファイルに復元…")
        self.open_button = QPushButton(icon("folder"), "復元したファイルを開く")
        self.two_button = QPushButton("2つを比べる")
        self.file_button = QPushButton("ほかのファイルと比べる…")
        self.make_button = QPushButton(icon("add"), "いま控えを作る")
        self._choosing = QTimer(self)
        self._build_ui()
        self._connect()
        self._on_selection()

    def _build_ui(self) -> None:
        self._build_list()
        for label in (self.rule, self.edits, self.empty):
            label.setProperty("muted", True)
            label.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.restore_button, self.open_button, self.two_button, self.file_button):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.make_button)
        self.open_button.hide()
        self.edits.setFixedWidth(EDITS_WIDTH)
        self.edits.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.restore_button.setToolTip("控えの中身を、新しいファイルにします。いま開いている計画はそのままです。")
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.rule)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.list, 1)
        both.addWidget(self.edits)
        column.addLayout(both, 1)
        column.addLayout(line)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(top)
        split.addWidget(self.pane)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([270, 450])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 12)
        whole.addWidget(split)
        take_room(self, USUAL_SIZE)

    def _build_list(self) -> None:
        self.list.setModel(self.model)
        self.list.setAccessibleName("控えの一覧")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(70)
        head = self.list.header()
        head.setSectionsMovable(False)
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in WIDTHS.items():
            self.list.setColumnWidth(column, width)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self.list.viewport()).addWidget(self.empty)

    def _connect(self) -> None:
        self._choosing.setSingleShot(True)
        self._choosing.setInterval(CHOOSE_MS)
        self._choosing.timeout.connect(self._compare_chosen)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._on_selection())
        self.restore_button.clicked.connect(self._ask_restore)
        self.open_button.clicked.connect(lambda: self.open_wanted.emit(self._restored))
        self.two_button.clicked.connect(self._compare_chosen)
        self.file_button.clicked.connect(self._ask_file)
        self.make_button.clicked.connect(lambda: self._document.back_up("手で作成"))
        self.pane.place_wanted.connect(self.place_wanted)

    # the list

    def focus_list(self) -> None:
        """Give the keys to the list; by a focus proxy Tab would pass over what stands before it."""
        self.list.setFocus()

    def refresh(self) -> None:
        """Read the list anew, and check one backup after the other in a thread."""
        chosen = {backup.path for backup in self.chosen()}
        self.model.show(self._document.backups())
        self.empty.setVisible(not self.model.backups)
        for row, backup in enumerate(self.model.backups):
            if backup.path in chosen:
                flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                self.list.selectionModel().select(self.model.index(row, 0), flags)
        if not chosen and self.model.backups:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self._on_selection()
        self._check()

    def chosen(self) -> "list[Backup]":
        """Return the chosen backups, the newest first."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self.model.backups[row] for row in rows]

    def _check(self) -> None:
        waiting = [backup for backup in self.model.backups if backup.path.name not in self.model.sound]
        if waiting and self._checking is None:
            job = self._checking = Job(lambda: soundness(waiting))
            job.progressed.connect(self.model.mark)
            job.finished.connect(self._on_checked)
            job.failed.connect(self._on_failed)
            job.start()

    def _on_checked(self, sound: dict[str, bool]) -> None:
        self._checking = None
        self.model.mark(sound)
        self._on_selection()
        self._check()

    def _on_selection(self) -> None:
        chosen = self.chosen()
        one = chosen[0] if len(chosen) == 1 else None
        edits = last_edits_words(one) if one else ""
        self.edits.setText(f"この控えまでの変更（新しい順）\n{edits}" if edits else NO_EDITS if one else "")
        broken = one is not None and self.model.is_broken(one)
        self.restore_button.setEnabled(one is not None and not broken)
        self.two_button.setEnabled(len(chosen) == 2)
        self.two_button.setToolTip("" if len(chosen) == 2 else "Ctrlを押しながら2つ選ぶと、比べられます。")
        self.make_button.setEnabled(self._document.backs_up)
        shown = [(backup.path, self.model.is_broken(backup)) for backup in chosen]
        if shown != self._compared:
            self._compared = shown
            self.pane.clear(COMPARING if shown else "")  # what was shown belongs to another choice
            self._choosing.start()

    # comparing

    def _compare_chosen(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 1 and self.model.is_broken(chosen[0]):
            self.pane.clear(BROKEN_WORDS)
        elif len(chosen) == 1:
            moment = short_moment(chosen[0])
            sides = Sides("今の計画", f"控え {moment}", "今", "控え")
            self.pane.compare(None, backup_side(chosen[0], f"控え {moment}"), sides)
        elif len(chosen) == 2:
            new, old = (short_moment(backup) for backup in chosen)
            sides = Sides(f"控え {old}", f"控え {new}", "古い控え", "新しい控え")
            self.pane.compare(backup_side(chosen[1], f"控え {old}"), backup_side(chosen[0], f"控え {new}"), sides)
        else:
            self.pane.clear(CHOOSE if self.model.backups else "")

    def _ask_file(self) -> None:
        folder = str(self._document.path.parent)
        name, _ = QFileDialog.getOpenFileName(self, "比べる計画ファイル", folder, f"計画ファイル (*{BOARD_SUFFIX})")
        if name:
            self.compare_file(Path(name))

    def compare_file(self, path: Path) -> None:
        """Compare another file with the chosen backup, or with the open file where none or several are chosen."""
        self._choosing.stop()
        chosen = self.chosen()
        side = file_side(path, shared=load_preferences().reads_as_shared(path))
        if len(chosen) == 1:
            moment = short_moment(chosen[0])
            sides = Sides(f"控え {moment}", path.name, "控え", "ほかのファイル")
            self.pane.compare(backup_side(chosen[0], f"控え {moment}"), side, sides)
        else:
            self.pane.compare(None, side, Sides("今の計画", path.name, "今", "ほかのファイル"))

    # restoring

    def _ask_restore(self) -> None:
        (backup,) = self.chosen()
        name = f"{self._document.path.stem}（控え{backup.made_at:%Y-%m-%d_%H%M}）{BOARD_SUFFIX}"
        place = str(self._document.path.with_name(name))
        kinds = f"計画ファイル (*{BOARD_SUFFIX})"
        found, _ = QFileDialog.getSaveFileName(
            self, "復元先の新しいファイル", place, kinds, "", QFileDialog.Option.DontConfirmOverwrite
        )
        if found:
            self.restore(backup, Path(found))

    def restore(self, backup: "Backup", out: Path) -> None:
        """Make a new file of a backup in a thread; an existing one is never overwritten."""
        target = out if out.suffix else out.with_suffix(BOARD_SUFFIX)

        def work() -> Iterator[Path]:
            self._document.restore(backup, target)
            yield target

        job = Job(work)
        job.finished.connect(self._on_restored)
        job.failed.connect(self._on_failed)
        job.start()

    def _on_restored(self, path: Path) -> None:
        self._restored = path
        self.open_button.show()
        self.open_button.setFocus()
        self.pane.say(f"新しいファイルに復元しました: {path.name}（いま開いている計画はそのままです）")

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, BoardError):
            raise error
        self.pane.say("\n".join(part for part in (error.message, getattr(error, "advice", "")) if part), error=True)

    def stop(self) -> None:
        """Compare and check no more; the file is about to be closed."""
        self.pane.stop()
        self._choosing.stop()
        if self._checking is not None:
            self._checking.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave less important things out of a small window."""
        super().resizeEvent(event)
        self.rule.setVisible(self.height() >= LOW)
        self.edits.setVisible(self.width() >= NARROW)
        for column in COUNTED:
            self.list.setColumnHidden(column, self.width() < NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: object) -> None:
        """Give the keys back to the main window."""
        super().closeEvent(event)  # type: ignore[arg-type]
        self.left.emit()
