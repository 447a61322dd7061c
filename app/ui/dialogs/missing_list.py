"""What is still missing before the paper goes out, each leading to its place."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.image_warnings import ImageWarning

MOST_SHOWN = 20


class MissingList(QWidget):
    """Lists what is missing; hidden where nothing is. Signal: `chosen(ImageWarning)` when a person goes there."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.warnings: tuple[ImageWarning, ...] = ()
        self.lines: list[QLabel] = []
        self._head, self._rest = QLabel(), QLabel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._head)
        self._column.addWidget(self._rest)
        self._head.setProperty("error", True)
        self.hide()

    def show_warnings(self, warnings: Sequence[ImageWarning]) -> None:
        """Show what is missing now."""
        warnings = tuple(warnings)
        if warnings == self.warnings:
            return
        self.warnings = warnings
        for line in self.lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self.lines = [self._line(warning) for warning in warnings[:MOST_SHOWN]]
        for place, line in enumerate(self.lines, 1):
            self._column.insertWidget(place, line)
        self._head.setText(f"書き出す前に確かめること（{len(warnings)}件）")
        self._rest.setText(f"ほか{len(warnings) - MOST_SHOWN}件")
        self._rest.setVisible(len(warnings) > MOST_SHOWN)
        self.setVisible(bool(warnings))

    def _line(self, warning: ImageWarning) -> QLabel:
        where, _, what = warning.message.partition(": ")
        line = QLabel(f'<p style="line-height: 130%"><a href="#">{escape(where)}</a><br>{escape(what)}</p>')
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.RichText)
        line.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        line.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line.setAccessibleName(warning.message)
        line.linkActivated.connect(lambda _: self.chosen.emit(warning))
        return line
