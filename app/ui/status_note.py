"""Why an indicator has its status: what the rules or a person chose, what the rules would choose, and the note."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.errors import BoardError
from app.domain.report import IndicatorRow
from app.services.document import Document
from app.ui.spaced_label import SpacedLabel
from app.ui.text_editor import TextEditor


class StatusNote(QWidget):
    """The status of the shown indicator. Signal: `status_message(str)`."""

    status_message = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._row: IndicatorRow | None = None
        self.why, self.ruled, self.lacks = (SpacedLabel() for _ in range(3))
        self.follow_button = QPushButton("規則に従う")
        self.note = TextEditor("状況のメモ", "なぜこの状況か、これからどうするか")
        self._build_ui()
        self.follow_button.clicked.connect(lambda: self.choose(None))
        self.note.committed.connect(self._write)

    def _build_ui(self) -> None:
        caption = SpacedLabel("状況のメモ（会議ごと。印刷も書き出しもされません）")
        caption.setProperty("muted", True)
        self.lacks.setProperty("ink", "status_behind")
        self.follow_button.setToolTip("手動で選んだ状況をやめ、規則による判定に戻します。メモは残ります。")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(6)
        column.addWidget(self.why)
        column.addWidget(self.ruled)
        column.addWidget(self.follow_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.lacks, caption, self.note):
            column.addWidget(part)

    def show_row(self, row: IndicatorRow) -> None:
        """Show an indicator's status, or the same one's after a change."""
        self._row, status = row, row.status
        self.why.setText(f"状況: {status.why}" if status.why else "状況はまだありません。")
        self.ruled.setText(status.ruled)
        for part in (self.ruled, self.follow_button):
            part.setVisible(bool(status.ruled))
        self.lacks.setText(f"！ {status.lacks}")
        self.lacks.setVisible(bool(status.lacks))
        self.note.keep = partial(self._document.keep_note_draft, row.uid)
        self.note.show_text(status.note, status.note)

    def choose(self, reason: str | None) -> None:
        """Choose a status by hand, None: go back to the rules."""
        if self._row is not None:
            try:
                self._document.set_status(self._row.uid, reason)
            except BoardError as error:
                self.status_message.emit(error.message)

    def _write(self, text: str) -> None:
        if self._row is None:
            return
        try:
            self._document.set_status_note(self._row.uid, text)
        except BoardError as error:
            self.note.take_back(self._row.status.note)
            self.status_message.emit(error.message)
