"""検算: what was found, counted and listed, with what would settle each.

A window of its own beside the main one rather than a dock: six columns need the width that a tab's panes need too, an
office's second screen can take it, and it steps aside from the place it leads to.
"""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.domain.judged import VERDICTS, Judged, Proof, Verdict
from app.ui.proof_counters import Counters
from app.ui.proof_detail import LEAST_HEIGHT, MOST_HEIGHT, ProofDetail
from app.ui.proof_model import CODE, COMPUTED, DIFFERENCE, PLACE, PRINTED, ProofModel
from app.ui.room import take_room

USUAL_SIZE = (1060, 640)
LEAST_SIZE = (560, 300)
LOW = 520  # px: below it the counters say less and the words under the list get less room
WIDTHS = {CODE: 92, PLACE: 230, PRINTED: 110, COMPUTED: 110, DIFFERENCE: 118}
NARROW_WIDTHS = {CODE: 76, PRINTED: 80, COMPUTED: 80}
NARROW = 800  # px of the list
QUIET: tuple[Verdict, ...] = ("agrees", "settled")  # what is shown only when its counter is pressed
CHECKING = "検算しています…"
NOTHING = "検算できる数値がまだありません。数値の表に印字値や計算式が入ると、ここに結果が並びます。"
ALL_WELL = "確かめるものはありません。一致したものは、上の「一致」を押すと並びます。"
NONE_OF_KIND = "「{word}」のものはありません。もう一度押すと元の一覧に戻ります。"
USUAL_WORDS = "一致と了承済みのほかを表示しています（数を押すと、その種類だけになります）"


class FindingList(QTreeView):
    """The list. Signals: `opened()` on Enter or a double click, `mended()` on Ctrl+Enter."""

    opened = Signal()
    mended = Signal()

    def __init__(self, model: ProofModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("検算の結果の一覧")
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(14)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.header()
        head.setSectionsMovable(False)
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda index: self.opened.emit())

    def copy(self) -> None:
        """Put the selected findings on the clipboard, their fields parted by tabs."""
        model = self.model()
        assert isinstance(model, ProofModel)
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: (index.parent().row(), index.row()))
        text = model.copied(rows)
        if text:
            QApplication.clipboard().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the place on Enter, mend on Ctrl+Enter, copy on Ctrl+C."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.mended.emit()
        elif enter:
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of a narrow list room: figures get less, the place is smaller, the difference is left out."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < NARROW
        self.setColumnHidden(DIFFERENCE, narrow)
        for column, width in (NARROW_WIDTHS if narrow else WIDTHS).items():
            self.setColumnWidth(column, width)
        rest = self.viewport().width() - sum(
            self.columnWidth(column) for column in (CODE, PRINTED, COMPUTED, DIFFERENCE)
        )
        self.setColumnWidth(PLACE, max(120, min(400, round(rest * (0.6 if narrow else 0.5)))))


class ProofWindow(QWidget):
    """Shows a proof. Signals: `place_wanted(Spot)`, `mend_wanted(Finding, Mend)`, `settle_wanted(Finding, str)`,
    `unsettle_wanted(Finding)`, `left()` when the keys shall go back to the main window.
    """

    place_wanted = Signal(object)
    mend_wanted = Signal(object, object)
    settle_wanted = Signal(object, str)
    unsettle_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("検算")
        self.setMinimumSize(*LEAST_SIZE)
        self._proof: Proof | None = None
        self._when = CHECKING
        self.model = ProofModel(self)
        self.list = FindingList(self.model)
        self.counters, self.detail = Counters(), ProofDetail()
        self._moment, self._shown, self.empty, self.said = QLabel(CHECKING), QLabel(), QLabel(CHECKING), QLabel()
        self._build_ui()
        self._connect()
        self._show()

    def _build_ui(self) -> None:
        for label in (self._moment, self._shown, self.empty):
            label.setProperty("muted", True)
        for label in (self.empty, self.said):
            label.setWordWrap(True)
        self.said.setProperty("error", True)
        self.said.hide()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        inside = QVBoxLayout(self.list.viewport())  # the list itself stays, so that it keeps the keys
        inside.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        for widget in (self._moment, self.counters, self._shown, self.list, self.said, self.detail):
            column.addWidget(widget, 1 if widget is self.list else 0)
        take_room(self, USUAL_SIZE)

    def _connect(self) -> None:
        self.counters.chosen.connect(lambda _: self._show())
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.opened.connect(self.open_place)
        self.list.mended.connect(lambda: self._mend(self.detail.line, 0))
        self.detail.mend_wanted.connect(self._mend)
        self.detail.place_wanted.connect(self.place_wanted)
        self.detail.settle_wanted.connect(lambda line, note: self.settle_wanted.emit(line.finding, note))
        self.detail.unsettle_wanted.connect(lambda line: self.unsettle_wanted.emit(line.finding))

    # showing

    def show_proof(self, proof: Proof, moment: str) -> None:
        """Show a proof; `moment` says of which meeting and day it speaks. The chosen finding stays chosen."""
        self._proof = proof
        self._when = moment
        self._show_moment()
        self.say("")
        self.counters.show_counts(proof)
        self._show()

    def show_busy(self) -> None:
        """Say that the board is being checked; what is shown stays until the result is there."""
        self._when = CHECKING
        self._show_moment()

    def _show_moment(self) -> None:
        """Say what was checked; where the counters are brief and it is done, what 一致 does not mean."""
        brief = self.height() < LOW and self._when != CHECKING
        self._moment.setText(f"一致: {VERDICTS['agrees'].more}" if brief else self._when)

    def say(self, text: str) -> None:
        """Show what stood in the way, '' for nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _show(self) -> None:
        pressed, chosen = self.counters.pressed, self.detail.line
        lines = self._proof.lines if self._proof else ()
        place = self._place_in_list()
        self.model.show_lines(lines, lambda line: _is_shown(line, pressed))
        self.list.expandAll()
        for number in range(len(self.model.groups)):
            self.list.setFirstColumnSpanned(number, QModelIndex(), True)
        self._shown.setText(f"「{VERDICTS[pressed].word}」だけを表示しています" if pressed else USUAL_WORDS)
        self.empty.setText(self._words_for_nothing(pressed))
        self.empty.setVisible(not self.model.groups)
        found = self.model.find(chosen.identity) if chosen else QModelIndex()
        self._choose(found if found.isValid() else self._nth(place))

    def _words_for_nothing(self, pressed: Verdict | None) -> str:
        if self._proof is None:
            return CHECKING
        if not self._proof.lines:
            return NOTHING
        return NONE_OF_KIND.format(word=VERDICTS[pressed].word) if pressed else ALL_WELL

    def _place_in_list(self) -> int:
        """Return how many findings stand before the current one."""
        current = self.list.currentIndex()
        if not current.isValid() or not current.parent().isValid():
            return 0
        return sum(len(group.lines) for group in self.model.groups[: current.parent().row()]) + current.row()

    def _nth(self, place: int) -> QModelIndex:
        """Return the finding at a place of the list, the last one where there are fewer."""
        for number, group in enumerate(self.model.groups):
            last = number + 1 == len(self.model.groups)
            if place < len(group.lines) or last:
                row = min(place, len(group.lines) - 1)
                return self.model.index(row, 0, self.model.index(number, 0))
            place -= len(group.lines)
        return QModelIndex()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.list.selectionModel().setCurrentIndex(index, flags)
            self.list.scrollTo(index)
        self.detail.show_line(self.model.line_at(index))

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.say("")
        self.detail.show_line(self.model.line_at(current))

    # what can be done

    def open_place(self) -> None:
        """Ask for the place of the chosen finding; on an item, fold or unfold it."""
        index = self.list.currentIndex()
        line = self.model.line_at(index)
        if line is not None:
            self.place_wanted.emit(line.finding.spot)
        elif index.isValid():
            self.list.setExpanded(index, not self.list.isExpanded(index))

    def choose(self, line: Judged) -> None:
        """Choose a finding, where it is shown."""
        index = self.model.find(line.identity)
        if index.isValid():
            self._choose(index)

    def _mend(self, line: Judged | None, place: int) -> None:
        if line is not None and place < len(line.finding.mends) and line.verdict != "settled":
            self.mend_wanted.emit(line.finding, line.finding.mends[place])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list its room in a low window."""
        super().resizeEvent(event)
        low = self.height() < LOW
        self.counters.set_brief(low)
        self._show_moment()
        self.detail.setFixedHeight(LEAST_HEIGHT if low else MOST_HEIGHT)
        self._shown.setVisible(not low)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; F7 leads back to the main window."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F7:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: object) -> None:
        """Give the keys back to the main window."""
        super().closeEvent(event)  # type: ignore[arg-type]
        self.left.emit()


def _is_shown(line: Judged, pressed: Verdict | None) -> bool:
    return line.verdict == pressed if pressed else line.verdict not in QUIET
