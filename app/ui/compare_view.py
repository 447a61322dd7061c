"""Two boards beside each other, difference by difference, with a choice for each; others put it into their windows."""

from collections import Counter

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.domain.compare import Comparison, Difference
from app.domain.compare_choice import needed_with
from app.domain.text import search_key
from app.ui.compare_detail import HEIGHT, LOW_HEIGHT, CompareDetail
from app.ui.compare_model import BEFORE, HOW, UNDECIDED, WHAT, CompareModel, Sides
from app.ui.spaced_label import SpacedLabel

FILTER_MS = 150
SAME = "違うところはありません。"
NOTHING_FOUND = "絞り込みに合うものはありません。"
MANY = 400  # differences; more start folded
HOW_WIDTH = 112
LOW, LOWEST = 380, 250  # px of height: below them there is less room for the words under the list, or none
KINDS = {
    "": "すべての違い",
    "changed": "変わったもの",
    "added": "右だけにあるもの",
    "removed": "左だけにあるもの",
    "both": "両方が変えたもの",
}


class DifferenceList(QTreeView):
    """The list; Space chooses all that is selected, Ctrl+C copies it. Signal: `opened()` on Enter or a double click."""

    opened = Signal()

    def __init__(self, model: CompareModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model = model
        model.chosen_changed.connect(self.viewport().update)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.setAccessibleName("違いの一覧")
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(14)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setSectionsMovable(False)
        self.header().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def selected(self) -> list[QModelIndex]:
        """Return the first cells of the selected rows in their order."""
        rows = self.selectionModel().selectedRows()
        places = {True: lambda index: (index.parent().row(), index.row()), False: lambda index: (index.row(), -1)}
        return sorted(rows, key=lambda index: places[index.parent().isValid()](index))

    def choose_selected(self) -> None:
        """Take all that is selected in, or leave it all where it is taken in already."""
        found = [one for index in self.selected() for one in self._model.under(index)]
        if found and self._model.can_choose:
            self._model.set_choices((one.uid for one in found), self._model.choice_of(found) is not True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Space, open by Enter, copy by Ctrl+C."""
        if event.key() == Qt.Key.Key_Space:
            self.choose_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            text = self._model.copied(self.selected())
            if text:
                QApplication.clipboard().setText(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the two sides the same room."""
        super().resizeEvent(event)
        rest = self.viewport().width() - HOW_WIDTH
        self.setColumnWidth(WHAT, max(160, round(rest * 0.36)))
        self.setColumnWidth(HOW, HOW_WIDTH)
        self.setColumnWidth(BEFORE, max(90, round(rest * 0.32)))


class CompareView(QWidget):
    """Shows a comparison. Signals: `chosen_changed()`, `place_wanted(Difference)`.

    `chosen()` are the differences in which the other side is taken; with Sides.decide `undecided()` counts those that
    still wait for a person: those that both sides changed, and all where no common base is known.
    """

    chosen_changed = Signal()
    place_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison: Comparison | None = None
        self.sides = Sides("今の計画", "もう一方", "今", "もう一方")
        self.can_open = True
        self.model = CompareModel(self)
        self.list = DifferenceList(self.model)
        self.detail = CompareDetail()
        self.words, self.kind = QLineEdit(), QComboBox()
        self.all_button, self.none_button = QPushButton("すべて選ぶ"), QPushButton("選択を外す")
        self.count, self.empty = QLabel(), SpacedLabel()
        self._filtering, self._counting = QTimer(self), QTimer(self)
        self._keys: dict[str, str] = {}
        self._build_ui()
        self._connect()
        self.show_words("")

    def _build_ui(self) -> None:
        self.words.setPlaceholderText("絞り込み（場所、値、ことば）")
        self.words.setAccessibleName("違いの絞り込み")
        self.words.setClearButtonEnabled(True)
        self.kind.setAccessibleName("違い方の絞り込み")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self.empty, self.count):
            label.setProperty("muted", True)
        for timer, pause in ((self._filtering, FILTER_MS), (self._counting, 0)):
            timer.setSingleShot(True)
            timer.setInterval(pause)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.words, 1)
        for widget in (self.kind, self.all_button, self.none_button):
            line.addWidget(widget)
        inside = QVBoxLayout(self.list.viewport())  # the list itself stays, so that it keeps the keys
        inside.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
        column.addWidget(self.detail)

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda _: self._filtering.start())
        self._filtering.timeout.connect(self._show)
        self.kind.currentIndexChanged.connect(lambda _: self._show())
        self.all_button.clicked.connect(lambda: self._choose_shown(True))
        self.none_button.clicked.connect(lambda: self._choose_shown(False))
        self.list.selectionModel().currentChanged.connect(lambda current, _: self._show_detail(current))
        self.list.opened.connect(self._open)
        self.model.chosen_changed.connect(self._counting.start)
        self._counting.timeout.connect(self._show_count)
        self.detail.place_wanted.connect(self.place_wanted)
        self.detail.choice_wanted.connect(lambda one, taken: self.model.set_choices([one.uid], taken))

    # what is shown

    def show_comparison(
        self, comparison: Comparison, sides: Sides, *, can_choose: bool = True, keep: bool = False
    ) -> None:
        """Show a comparison; `keep`: what a person chose of the last one stays chosen where it is still there."""
        before = self.model.choices if keep else {}
        self.comparison, self.sides = comparison, sides
        self.model.can_choose = can_choose
        first = {one.uid: _first_choice(one, sides) for one in comparison.differences}
        self.model.choices = {uid: before.get(uid, choice) for uid, choice in first.items()}
        self._keys = {}
        self._fill_kinds()
        self._show()
        self._show_count()
        self.chosen_changed.emit()

    def show_words(self, text: str) -> None:
        """Show words in place of differences, as while they are being looked for; what was chosen is remembered."""
        self.comparison = None
        self.model.show((), self.sides)
        self.empty.setText(text)
        self.empty.show()
        self._allow()
        self._show_detail(QModelIndex())
        self.count.clear()
        self.chosen_changed.emit()

    def chosen(self) -> set[str]:
        """Return the uids of the differences in which the other side is taken."""
        return {uid for uid, choice in self.model.choices.items() if choice} if self.comparison else set()

    def undecided(self) -> int:
        """Return how many differences still wait for a choice."""
        return sum(choice is None for choice in self.model.choices.values()) if self.comparison else 0

    def _fill_kinds(self) -> None:
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        differences = self.comparison.differences if self.comparison else ()
        numbers = Counter[str](one.kind for one in differences)
        numbers.update({"": len(differences), "both": sum(one.conflict for one in differences)})
        for kind, words in KINDS.items():
            number = numbers[kind]
            if number or not kind:
                words = words.replace("右", f"「{self.sides.right}」").replace("左", f"「{self.sides.left}」")
                self.kind.addItem(f"{words} {number:,}件", kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)

    def shown(self) -> list[Difference]:
        """Return the differences that the filters let through."""
        wanted, kind = search_key(self.words.text()), str(self.kind.currentData() or "")
        differences = self.comparison.differences if self.comparison else ()
        return [one for one in differences if _is_kind(one, kind) and wanted in self._key_of(one)]

    def _key_of(self, one: Difference) -> str:
        known = self._keys.get(one.uid) if self.words.text() else ""
        if known is None:
            known = self._keys[one.uid] = search_key(" ".join((*one.place, one.what, one.before, one.after)))
        return known

    def _show(self) -> None:
        current = self.model.line_at(self.list.currentIndex())
        shown = self.shown()
        self.model.show(shown, self.sides)
        if len(shown) <= MANY:
            self.list.expandAll()
        for number in range(len(self.model.groups)):
            self.list.setFirstColumnSpanned(number, QModelIndex(), True)
        self.empty.setText(SAME if self.comparison and not self.comparison.differences else NOTHING_FOUND)
        self.empty.setVisible(not shown)
        self._allow()
        self._go_to(self.model.find(current.uid) if current else QModelIndex())

    def _go_to(self, index: QModelIndex) -> None:
        first = self.model.index(0, 0)
        # Not into a group that is folded: it would unfold, and one of thousands holds the window for a while.
        start = self.model.index(0, 0, first) if self.list.isExpanded(first) else first
        target = index if index.isValid() else start
        if target.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.list.selectionModel().setCurrentIndex(target, flags)
        self._show_detail(target)

    def _show_detail(self, index: QModelIndex) -> None:
        one = self.model.line_at(index)
        self.detail.show_difference(one, self.sides, self.can_open, self.model.can_choose)

    def _show_count(self) -> None:
        total = len(self.comparison.differences) if self.comparison else 0
        words = [f"違い {total:,}件"] if total else []
        if self.comparison and total and self.model.can_choose:
            chosen = self.chosen()
            along = len(needed_with(self.comparison, chosen)) if chosen else 0
            words.append(f"{self.sides.right if self.sides.decide else '選択'} {len(chosen):,}件")
            words += [f"つながりがあり、いっしょに取り込むもの {along:,}件"] if along else []
            words += [f"{UNDECIDED} {self.undecided():,}件"] if self.undecided() else []
        self.count.setText("　".join(words))
        self.chosen_changed.emit()

    def _allow(self) -> None:
        there = self.comparison is not None and bool(self.comparison.differences)
        for widget in (self.words, self.kind):
            widget.setEnabled(there)
        self.all_button.setText(f"すべて{self.sides.right}" if self.sides.decide else "すべて選ぶ")
        self.none_button.setText(f"すべて{self.sides.left}" if self.sides.decide else "選択を外す")
        for button in (self.all_button, self.none_button):
            button.setVisible(self.model.can_choose)
            button.setEnabled(bool(self.model.groups))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list its room where there is little."""
        super().resizeEvent(event)
        self.detail.setFixedHeight(HEIGHT if self.height() >= LOW else LOW_HEIGHT)
        self.detail.setVisible(self.height() >= LOWEST)

    # what a person does

    def _choose_shown(self, taken: bool) -> None:
        self.model.set_choices([one.uid for one in self.shown()], taken)

    def _open(self) -> None:
        """Ask for the place of the current difference; fold or unfold a group."""
        index = self.list.currentIndex()
        one = self.model.line_at(index)
        if one is None:
            self.list.setExpanded(index, not self.list.isExpanded(index))
        elif self.can_open and one.node is not None:
            self.place_wanted.emit(one)


def _first_choice(one: Difference, sides: Sides) -> bool | None:
    """Return what is chosen before a person has said anything: nothing is taken in, no side wins by itself."""
    if not sides.decide:
        return False
    return {"mine": False, "theirs": True}.get(one.by)


def _is_kind(one: Difference, kind: str) -> bool:
    return not kind or (one.conflict if kind == "both" else one.kind == kind)
