"""The levels of the plan below its tree: named, added and taken out where their names stand."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from app.services.levels import MOST_LEVELS
from app.ui.cell_editor import CellEditor
from app.ui.icons import icon

if TYPE_CHECKING:
    from app.ui.plan_tree_window import PlanTreeWindow

NEW_LEVEL = "新しい段"
_WHAT_REMOVING_DOES = "この段を外します。段の見出しはなくなり、中のものは一つ上の段へ移ります（Ctrl+Z で戻せます）"


class LevelLine(QWidget):
    """The names of the levels in a line; each but the first can be taken out."""

    def __init__(self, window: "PlanTreeWindow") -> None:
        super().__init__(window)
        self._window = window
        self.edits: list[QLineEdit] = []
        self.removers: list[QToolButton] = []
        self.add = QPushButton(icon("add"), "段を追加")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(QLabel("段の名前"))
        self._line.addWidget(self.add)
        self.follow()

    def follow(self) -> None:
        """Show the levels as the file has them; a name that is being typed stays."""
        levels = self._window.document.levels()[:MOST_LEVELS]
        if len(levels) != len(self.edits):
            self._make(len(levels))
        for edit, level in zip(self.edits, levels, strict=True):
            if not edit.isModified():
                edit.setText(level.name)
        writable = not self._window.document.read_only
        self.add.setEnabled(writable and 0 < len(levels) < MOST_LEVELS)
        for button in self.removers:
            button.setEnabled(writable)

    def _make(self, count: int) -> None:
        for widget in (*self.edits, *self.removers):
            self._line.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.edits, self.removers = [], []
        for place in range(count):
            edit = CellEditor("")
            edit.setAccessibleName(f"{place + 1}段目の名前")
            edit.editingFinished.connect(partial(self._rename, place))
            self.edits.append(edit)
            self._line.insertWidget(self._line.count() - 1, edit)
            if place:
                self._line.insertWidget(self._line.count() - 1, self._remover(place))

    def _remover(self, place: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("delete"))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(_WHAT_REMOVING_DOES)
        button.setAccessibleName(f"{place + 1}段目を外す")
        button.setAccessibleDescription(_WHAT_REMOVING_DOES)
        button.clicked.connect(partial(self._remove, place))
        self.removers.append(button)
        return button

    def _rename(self, place: int) -> None:
        edit, document = self.edits[place], self._window.document
        if edit.isModified():
            edit.setModified(False)
            if not self._window.do(lambda: document.rename_level(document.levels()[place].uid, edit.text())):
                self._window.refresh()

    def _add(self) -> None:
        made: list[str] = []
        document = self._window.document
        if self._window.do(lambda: made.append(document.add_level(NEW_LEVEL))):
            place = next(place for place, level in enumerate(document.levels()) if level.uid == made[0])
            self.edits[place].setFocus()
            self.edits[place].selectAll()

    def _remove(self, place: int, _checked: bool = False) -> None:
        told: list[str] = []
        document = self._window.document
        if self._window.do(lambda: told.append(document.remove_level(document.levels()[place].uid))):
            self._window.state.setText(told[0])
            self._window.tree.setFocus()
