"""Boxes that tell a person what stands in the way: what happened, whether the data is safe, what to do next."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QMessageBox, QWidget

from app.domain.errors import BoardError
from app.ui.spaced_label import spaced

BUG_BOX, SMALL_PRINT = "bug_box", "small_print"


Choice = tuple[str, Callable[[], object]]


class MessageBox(QMessageBox):
    """A box whose lines stand apart as Japanese wants it; its words are plain text, and are given back so."""

    def __init__(self, icon: QMessageBox.Icon, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, title, "", QMessageBox.StandardButton.NoButton, parent)
        self._text, self._informative = "", ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show what happened; what looks like markup, as file names may, stays text."""
        self._text = text
        super().setText(spaced(text) if text else "")

    def text(self) -> str:
        """Return the text as it was set."""
        return self._text

    def setInformativeText(self, text: str) -> None:
        """Show what to do about it."""
        self._informative = text
        super().setInformativeText(spaced(text) if text else "")

    def informativeText(self) -> str:
        """Return the text as it was set."""
        return self._informative

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the words themselves with Ctrl+C; Qt would copy how they are set."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        words = (self.windowTitle(), self._text, self._informative, self.detailedText())
        QApplication.clipboard().setText("\n".join(filter(None, words)))


def show_error(parent: QWidget | None, error: BoardError, choices: Sequence[Choice] = ()) -> QMessageBox:
    """Show an error and return the box at once, without waiting for an answer.

    `choices` are what can be done about it, each a button before 「閉じる」; the code stands in small print.
    """
    box = _box(parent, QMessageBox.Icon.Warning, "お知らせ", error.message)
    box.setInformativeText(getattr(error, "advice", ""))
    for text, does in choices:
        button = box.addButton(text, QMessageBox.ButtonRole.ActionRole)
        button.clicked.connect(does)
    _add_small_print(box, error)
    box.open()
    return box


def show_bug(parent: QWidget | None, log_file: Path, detail: str) -> QMessageBox:
    """Show that the program itself failed, and where its log lies; a box that is still open is shown again instead.

    `detail` (the traceback) stands behind 「詳細」.
    """
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox) and widget.objectName() == BUG_BOX and widget.isVisible():
            widget.raise_()
            return widget
    box = _box(parent, QMessageBox.Icon.Critical, "プログラムの誤り", "プログラムの中で思わぬ誤りが起きました。")
    box.setObjectName(BUG_BOX)
    box.setInformativeText(
        "「保存しました」と出た内容は無事です。続けて使えますが、同じことが起きるときは開き直してください。\n"
        f"記録: {log_file}"
    )
    box.setDetailedText(detail)
    folder = box.addButton("記録のフォルダーを開く", QMessageBox.ButtonRole.ActionRole)
    folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file.parent))))
    box.open()
    return box


def _box(parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str) -> MessageBox:
    box = MessageBox(icon, title, text, parent)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    close = box.addButton("閉じる", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    return box


def _add_small_print(box: QMessageBox, error: BoardError) -> None:
    """Put the code and the system's own name of the trouble under everything else."""
    code, detail = getattr(error, "code", ""), getattr(error, "detail", "")
    text = " ".join(part for part in (code, detail) if part)
    grid = box.layout()
    if text and isinstance(grid, QGridLayout):
        small = QLabel(text)
        small.setObjectName(SMALL_PRINT)
        small.setProperty("muted", True)
        small.setStyleSheet("font-size: 11px; padding-bottom: 2px;")
        small.setTextFormat(Qt.TextFormat.PlainText)
        small.setWordWrap(True)
        small.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(small, grid.rowCount(), 0, 1, grid.columnCount())
