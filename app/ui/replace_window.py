"""さがして置き換える: a small window over a table; what it does is one undo step."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from app.domain.errors import BoardError
from app.ui.grid_replace import Place, cells_with, replacement
from app.ui.spaced_label import SpacedLabel

if TYPE_CHECKING:
    from app.ui.grid import Grid

_WIDTH = 460
_LABEL = "置き換え"


class ReplaceWindow(QDialog):
    """Stays over the window while the table is worked in. Enter looks for the next cell, Escape closes."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid.window())
        self._grid = grid
        self._within: list[Place] = []
        self.setWindowTitle(f"さがして置き換える（{grid.accessibleName() or '表'}）")
        self.setFixedWidth(_WIDTH)
        self.wanted, self.new = QLineEdit(), QLineEdit()
        self.wanted.setPlaceholderText("全角・半角、かな・カナ、旧字の違いは区別しません")
        self.within = QCheckBox("選んだ範囲だけ")
        self.words = SpacedLabel()
        self.next = QPushButton("次をさがす")
        self.one = QPushButton("置き換える")
        self.all = QPushButton("すべて置き換える")
        self._build()
        self._enable()

    def _build(self) -> None:
        form = QFormLayout()
        form.addRow("さがす文字(&S)", self.wanted)
        form.addRow("置き換える文字(&R)", self.new)
        form.addRow("", self.within)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button, does in ((self.next, self.find_next), (self.one, self.replace_one), (self.all, self.replace_all)):
            button.setAutoDefault(False)
            button.clicked.connect(does)
            buttons.addWidget(button)
        self.next.setDefault(True)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.words)
        column.addLayout(buttons)
        self.wanted.textChanged.connect(self._enable)

    def open_for_selection(self) -> None:
        """Show the window; several selected cells are what it is about."""
        places = [(index.row(), index.column()) for index in self._grid.selectedIndexes()]
        self._within = places if len(places) > 1 else []
        self.within.setEnabled(bool(self._within))
        self.within.setChecked(bool(self._within))
        self.words.clear()
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.wanted.setFocus()
        self.wanted.selectAll()

    def _enable(self) -> None:
        for button in (self.next, self.one, self.all):
            button.setEnabled(bool(self.wanted.text().strip()))

    def _places(self) -> list[Place] | None:
        return self._within if self.within.isChecked() else None

    def find_next(self) -> None:
        """Go to the next cell behind the current one that holds the word, round and round."""
        model, current = self._grid.grid_model, self._grid.currentIndex()
        found = cells_with(model, self.wanted.text(), self._places())
        if not found:
            more = "表示中の行だけをさがしました。" if model.hidden else ""
            self.words.setText(f"この表には見つかりません。{more}")
            return
        here = (current.row(), current.column())
        place = next((place for place in found if place > here), found[0])
        self._grid.go_to(*place, flash=True)
        self.words.setText(f"{len(found)}個の欄のうち{found.index(place) + 1}個目です。")

    def replace_one(self) -> None:
        """Replace in the current cell where it holds the word, and go to the next."""
        index = self._grid.currentIndex()
        here = (index.row(), index.column())
        if here in cells_with(self._grid.grid_model, self.wanted.text(), self._places()) and not self._replace([here]):
            return
        self.find_next()

    def replace_all(self) -> None:
        """Replace in every shown cell that takes typing, one undo step, and say how many places."""
        if cells_with(self._grid.grid_model, self.wanted.text(), self._places()):
            self._replace(self._places())
        else:
            self.find_next()

    def _replace(self, places: list[Place] | None) -> bool:
        """Take the replacement; False where nothing could be taken."""
        change = replacement(self._grid.grid_model, self.wanted.text(), self.new.text(), places)
        kept = f"計算値などの入力できない欄にある{change.kept}か所はそのままです。" if change.kept else ""
        try:
            if change.items:
                self._grid.grid_model.enter_block(change.items, _LABEL)
        except BoardError as error:
            self.words.setText(error.message)
            return False
        done = f"{change.count}か所を置き換えました。Ctrl+Zで戻せます。" if change.count else ""
        self.words.setText(done + kept)
        self._grid.status_message.emit(done + kept)
        return bool(change.items)
