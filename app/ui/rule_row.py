"""One rule of status as it is written: a condition, the status it leads to, and what is wrong with it."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.domain.errors import InputError
from app.domain.formula_tree import FormulaError
from app.domain.plan import Reason
from app.domain.rules import RuleLine, check
from app.ui.icons import icon
from app.ui.theme import figure_font

NUMBER_WIDTH, REASON_WIDTH = 28, 230


class RuleRow(QWidget):
    """Signals: `edited()`, `entered()` when the keys come in, `moved(int)` by so many places, `gone()`."""

    edited = Signal()
    entered = Signal()
    moved = Signal(int)
    gone = Signal()

    def __init__(self, line: RuleLine, reasons: tuple[Reason, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.condition, self.reason, self.note = QLabel(), QLineEdit(line.condition), QComboBox(), QLabel()
        self.condition.setFont(figure_font())
        self.condition.setPlaceholderText("例: 実績 >= 目標")
        self.number.setFixedWidth(NUMBER_WIDTH)
        self.reason.setFixedWidth(REASON_WIDTH)
        self.note.setProperty("error", True)
        self.note.hide()
        self.offer_reasons(reasons, line.reason)
        self.up = _tool("up", "上へ（Alt+↑）")
        self.down = _tool("down", "下へ（Alt+↓）")
        self.delete = _tool("delete", "この規則を削除")
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        for column, widget in enumerate((self.number, self.condition, QLabel("→"), self.reason)):
            grid.addWidget(widget, 0, column)
        for column, button in enumerate((self.up, self.down, self.delete), 4):
            grid.addWidget(button, 0, column)
        grid.addWidget(self.note, 1, 1, 1, 3)
        grid.setColumnStretch(1, 1)

    def _connect(self) -> None:
        self.condition.textEdited.connect(self._on_edited)
        self.condition.installEventFilter(self)
        self.reason.activated.connect(self._on_edited)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.delete.clicked.connect(self.gone)

    @property
    def line(self) -> RuleLine:
        """Return the rule as it stands here."""
        return RuleLine(self.condition.text(), self.reason.currentData() or "")

    def show_number(self, number: int) -> None:
        """Show the rule's place, from 1."""
        self.number.setText(f"{number}.")
        self.condition.setAccessibleName(f"規則{number}の条件")
        self.reason.setAccessibleName(f"規則{number}の状況")

    def offer_reasons(self, reasons: tuple[Reason, ...], chosen: str) -> None:
        """Offer these statuses to choose from; one that is no longer there leaves the choice open."""
        self.reason.clear()
        self.reason.addItem("（選んでください）", "")
        for reason in reasons:
            self.reason.addItem(reason.label, reason.uid)
        self.reason.setCurrentIndex(max(0, self.reason.findData(chosen)))

    def insert(self, word: str) -> None:
        """Put a word into the condition at the cursor, parted by spaces."""
        before = self.condition.text()[: self.condition.cursorPosition()]
        self.condition.insert(f"{'' if not before or before.endswith(' ') else ' '}{word} ")
        self.condition.setFocus()
        self._on_edited()

    def validate(self) -> bool:
        """Say whether the rule can be used; what is wrong stands under it, pointed at."""
        try:
            check(self.line)
        except InputError as error:
            self.note.setText(error.message)
            self.note.setContentsMargins(self._indent(error), 0, 0, 0)
            self.note.show()
            self.condition.setAccessibleDescription(error.message)
            return False
        self.note.hide()
        self.condition.setAccessibleDescription("")
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the keys come into the condition."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def _on_edited(self) -> None:
        self.validate()
        self.edited.emit()

    def _indent(self, error: InputError) -> int:
        """Return where the note begins, so that its first letter stands under the place that is wrong."""
        place = error.position if isinstance(error, FormulaError) else None
        if place is None:
            return 0
        before = QFontMetrics(self.condition.font()).horizontalAdvance(self.condition.text()[:place])
        width = QFontMetrics(self.note.font()).horizontalAdvance(self.note.text())
        return max(0, min(before, self.condition.width() + REASON_WIDTH - width))


def _tool(picture: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(picture))
    button.setToolTip(words)
    button.setAccessibleName(words.partition("（")[0])
    button.setAutoRaise(True)
    return button
