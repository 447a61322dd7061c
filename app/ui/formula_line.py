"""How a row is computed, over its chart: the formula, what it gives while it is typed, and what is wrong with it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.domain.errors import BoardError
from app.domain.formula_complete import Completion, Name, completions
from app.domain.formula_trial import Trial
from app.services.document import Document
from app.ui import ink
from app.ui.formula_edit import FormulaEdit
from app.ui.spaced_label import SpacedLabel

TRY_MS = 150
BY_HAND = "手入力に戻す"
BY_FORMULA = "計算で求める行にする"


class FormulaLine(QWidget):
    """The formula of one series. Signal: `status_message(str)`."""

    status_message = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.shown: str | None = None
        self._names: tuple[Name, ...] | None = None  # read once while a formula is typed
        self._opened = False  # for a row without a formula, until it has one or is given up
        self._drafts: dict[str, str] = {}  # formulas that could not be taken yet, so that no key is lost
        self.edit = FormulaEdit(self._complete, self._is_sound, self)
        self.result = SpacedLabel()
        self.begin, self.end = _button(BY_FORMULA), _button(BY_HAND)
        self._equals = QLabel("＝")
        self._later = QTimer(self, singleShot=True, interval=TRY_MS)
        self._build()
        self.begin.clicked.connect(self.begin_writing)
        self.end.clicked.connect(self._clear)
        self.edit.committed.connect(self._set)
        self.edit.given_up.connect(self._give_up)
        self.edit.textChanged.connect(lambda: self._later.start() if self.edit.hasFocus() else None)
        self._later.timeout.connect(self._try)

    def _build(self) -> None:
        self.begin.setToolTip("この行の値を、ほかの行から計算します。打ち込んだ値は消えず、検算で比べられます。")
        self.end.setToolTip("計算式を外します。値は打ち込んだものに戻ります。Ctrl+Zで戻せます。")
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._equals, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.edit, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.result, 1)
        foot.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addLayout(foot)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)

    def show_metric(self, metric: str | None) -> None:
        """Show a series' formula; what is being typed for it stays."""
        if metric != self.shown:
            self._leave()
            self.shown, self._opened = metric, False
        self._names = None
        stored = self.document.shown_formula(metric) if metric else ""
        self.edit.show_text(stored, stored)
        draft = self._drafts.pop(metric, "") if metric else ""
        if draft:
            self.begin_writing()
            self.edit.setPlainText(draft)
        self._show_parts()
        self._try()

    def begin_writing(self) -> None:
        """Open the line for a formula."""
        if self.shown is None or self.document.read_only:
            return
        self._opened = True
        self._show_parts()
        self.edit.setFocus()

    def _show_parts(self) -> None:
        read_only = self.document.read_only
        stored = bool(self.shown and self.document.shown_formula(self.shown))
        opened = stored or self._opened
        for part in (self._equals, self.edit, self.result):
            part.setVisible(opened and self.shown is not None)
        self.begin.setVisible(not opened and self.shown is not None and not read_only)
        self.end.setVisible(opened and stored and not read_only)
        self.edit.setReadOnly(read_only)

    def _leave(self) -> None:
        """Keep a formula that could not be taken for when its series is shown again."""
        if self.shown and self.edit.text() != self.document.shown_formula(self.shown) and not self.edit.leaves():
            self._drafts[self.shown] = self.edit.text()
            self.edit.clearFocus()
            self.edit.abandon()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Take the list of names along: words that come under the line push it up."""
        super().moveEvent(event)
        self.edit.place_list()

    # while it is typed

    def _complete(self, word: str) -> tuple[Completion, ...]:
        if self.shown is None or not word:
            return ()
        if self._names is None:
            self._names = self.document.formula_names(self.shown)
        return completions(word, self._names)

    def _is_sound(self, text: str) -> bool:
        return self.shown is None or not text.strip() or not self.document.try_formula(self.shown, text).error

    def _try(self) -> None:
        """Show what the formula gives now, or what is wrong with it."""
        self._later.stop()
        text = self.edit.text()
        trial = self.document.try_formula(self.shown, text) if self.shown and text.strip() else Trial(())
        self.edit.mark_error(trial.position)
        self.result.setText(
            trial.error or "　".join(f"{one.period}: {one.words or one.reason}" for one in trial.results)
        )
        ink.write_in(self.result, "error" if trial.error else "muted")
        self.result.setAccessibleName(self.result.text())

    # taking it

    def _set(self, text: str) -> None:
        assert self.shown is not None
        metric = self.shown
        if not text.strip():
            self._clear()
            return
        try:
            self.document.set_formula(metric, text)
        except BoardError as error:
            self.edit.take_back(self.document.shown_formula(metric))
            self.status_message.emit(error.message)
        self._try()

    def _clear(self) -> None:
        if self.shown is not None:
            try:
                self.document.clear_formula(self.shown)
            except BoardError as error:
                self.status_message.emit(error.message)
            self._opened = False
            self.edit.abandon()
            self.show_metric(self.shown)

    def _give_up(self) -> None:
        self._opened = False
        if self.edit.hasFocus() and self.shown and not self.document.shown_formula(self.shown):
            self.begin.show()
            self.begin.setFocus()  # else the keys would go to wherever Tab leads
        self._show_parts()


def _button(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(text)
    button.setAutoRaise(True)
    return button
