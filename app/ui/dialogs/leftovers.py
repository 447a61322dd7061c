"""What the last session could not save, with its values: save it, write it out, or let it go."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.kept_lines import HEADS, KeptLine
from app.domain.whereabouts import day_words
from app.services.document import Document
from app.ui.room import take_room
from app.ui.spaced_label import SpacedLabel

if TYPE_CHECKING:
    from app.domain.edits import LoggedCommand

SIZE = (820, 420)
WIDTHS = (140, 265, 120, 100)
PLACE_AND_INPUT = (1, 4)  # the columns that share what room there is
LONGEST = 200  # characters of a text in the list


class LeftoversDialog(QDialog):
    """Lists the inputs; closing it without a choice keeps them for the next start."""

    def __init__(self, document: Document, entries: "list[LoggedCommand]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._entries = document, entries
        self.setWindowTitle("前回保存できなかった入力")
        self.lines = document.leftover_lines(entries)
        self.table = _table(self.lines)
        self.save_button = QPushButton("保存する")
        self.file_button = QPushButton("ファイルに書き出す…")
        self.drop_button = QPushButton("捨てる")
        self.later_button = QPushButton("あとで")
        take_room(self, SIZE)
        self._build_ui()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _build_ui(self) -> None:
        head = QLabel(f"前回保存できなかった入力が {len(self._entries)}件あります。")
        head.setStyleSheet("font-size: 15px; font-weight: bold;")
        words = SpacedLabel(
            "ファイルにはまだ入っていません。「あとで」を選ぶと、次に開いたときにもう一度お知らせします。"
        )
        words.setProperty("muted", True)
        self.save_button.setProperty("primary", True)
        self.save_button.setDefault(True)
        for button, does in (
            (self.save_button, self._save),
            (self.file_button, self._choose_file),
            (self.drop_button, self._drop),
            (self.later_button, self.reject),
        ):
            button.clicked.connect(does)
            button.setAccessibleName(button.text())
        foot = QHBoxLayout()
        foot.addWidget(self.drop_button)
        foot.addStretch()
        for button in (self.save_button, self.file_button, self.later_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for widget in (head, words, self.table):
            column.addWidget(widget)
        column.addLayout(foot)

    def write_list(self, path: Path) -> None:
        """Write the inputs to a file by a thread; they stay for the next start until they are saved or let go."""
        from app.ui.dialogs.message import show_error
        from app.ui.saving import Saving

        saving = Saving(self._document.leftovers_task(path, self._entries), path, self)
        saving.written.connect(lambda _: self.drop_button.setToolTip(f"書き出しました: {path}"))
        saving.failed.connect(lambda error: show_error(self, error))
        saving.begin()

    def _save(self) -> None:
        self.accept()
        self._document.take_leftovers(self._entries)

    def _drop(self) -> None:
        self._document.drop_leftovers(self._entries)
        self.accept()

    def _choose_file(self) -> None:
        proposal = Path.home() / f"{self._document.path.stem}（保存できなかった入力）.csv"
        name, _ = QFileDialog.getSaveFileName(self, "ファイルに書き出す", str(proposal), "一覧 (*.csv)")
        if name:
            self.write_list(Path(name))


def _table(lines: list[KeptLine]) -> QTableWidget:
    table = QTableWidget(len(lines), len(HEADS))
    table.setHorizontalHeaderLabels(list(HEADS))
    table.setAccessibleName("保存できなかった入力の一覧")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    for row, line in enumerate(lines):
        shown = line._replace(when=f"{day_words(line.when[:10])} {line.when[11:]}")
        for column, text in enumerate(shown):
            item = QTableWidgetItem(text[:LONGEST])
            item.setToolTip(text[:LONGEST])
            table.setItem(row, column, item)
    for column, width in enumerate(WIDTHS):
        table.setColumnWidth(column, width)
    for column in PLACE_AND_INPUT:
        table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return table
