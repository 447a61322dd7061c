"""A table that lists its columns itself, in hand: columns added, named, moved, deleted, and pasted with their head."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHeaderView, QInputDialog, QToolButton

from app.domain.errors import BoardError
from app.domain.report import TableView
from app.ui.page_action import page_action

if TYPE_CHECKING:
    from app.ui.block_tables import TableBody

_ASKED = "列の見出し（例: 窓口、A小学校、R4）"


class OwnColumns(QObject):
    """Gives a table's body what its own columns need; without own columns it is out of sight."""

    def __init__(self, body: "TableBody") -> None:
        super().__init__(body)
        self._body, self._uids = body, tuple[str, ...]()
        self.actions = [
            page_action(body, "列を追加", "add", "Alt+Ins", self.add),
            page_action(body, "列を左へ", "previous", "Alt+Shift+Left", lambda: self.move(-1)),
            page_action(body, "列を右へ", "next", "Alt+Shift+Right", lambda: self.move(1)),
            page_action(body, "列を削除", "delete", "Alt+Del", self.delete),
        ]
        self.buttons = [self._button(action) for action in self.actions]
        self.buttons[0].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head: QHeaderView = body.grid.horizontalHeader()
        self.head.sectionDoubleClicked.connect(self._rename_at)
        self.head.sectionMoved.connect(self._on_dragged)
        body.grid.take_block = self._take_block

    def _button(self, action: object) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)  # type: ignore[arg-type]
        button.setAutoRaise(True)
        return button

    @property
    def shown(self) -> bool:
        """Return whether the table lists its columns itself and they are what runs across."""
        return bool(self._view and self._view.axis == "columns" and not self._view.down)

    @property
    def _view(self) -> TableView | None:
        return self._body.view.table if self._body.view else None

    def show_table(self) -> None:
        """Follow the table that the body shows."""
        self._uids = self._body.document.own_columns(self._view.uid) if self._view and self.shown else ()
        for action, button in zip(self.actions, self.buttons, strict=True):
            action.setVisible(self.shown)
            button.setVisible(self.shown)
        self.head.setSectionsMovable(self.shown)

    def _place(self, section: int) -> int:
        """Return which own column a section of the head is, -1 for none."""
        columns = self._body.model.columns
        name, _, place = columns[section].key.partition(":") if 0 <= section < len(columns) else ("", "", "")
        return int(place) if name == "period" and int(place) < len(self._uids) else -1

    def _section(self, place: int) -> int:
        return next(at for at, one in enumerate(self._body.model.columns) if one.key == f"period:{place}")

    def chosen(self) -> int:
        """Return the place of the current column among the own ones, -1 for none."""
        return self._place(self._body.grid.currentIndex().column())

    def add(self) -> None:
        """Ask for a head and add a column behind the current one."""
        typed, accepted = QInputDialog.getText(self._body, "列を追加", _ASKED)
        if not accepted or self._view is None:
            return
        table, after = self._view.uid, self._uids[self.chosen()] if self.chosen() >= 0 else None
        made: list[str] = []
        self._body.do(lambda: made.append(self._body.document.add_column(table, typed, after)))
        if made:
            self._go(self._uids.index(made[0]))

    def rename(self) -> None:
        """Ask for another head of the current column."""
        self._rename_at(self._body.grid.currentIndex().column())

    def _rename_at(self, section: int) -> None:
        place = self._place(section) if self.shown and not self._body.document.read_only else -1
        if place < 0:
            return
        uid, words = self._uids[place], self._body.model.columns[section].head
        typed, accepted = QInputDialog.getText(self._body, "列の名前", _ASKED, text=words)
        if accepted:
            self._body.do(lambda: self._body.document.rename_column(uid, typed))

    def move(self, step: int) -> None:
        """Move the current column to the left (-1) or right (1)."""
        self._move(self.chosen(), self.chosen() + step)

    def _move(self, place: int, to: int) -> None:
        if place >= 0 and 0 <= to < len(self._uids):
            uid = self._uids[place]
            self._body.do(lambda: self._body.document.move("table_column", uid, to))
            self._go(to)

    def _on_dragged(self, section: int, before: int, after: int) -> None:
        """Let the file move the column that was dragged by its head; the view itself shows the file's order."""
        if self.head.visualIndex(section) == section:
            return
        self.head.moveSection(after, before)
        place, first = self._place(section), self._section(0)
        if place >= 0:
            self._move(place, max(0, min(after - first, len(self._uids) - 1)))

    def delete(self) -> None:
        """Delete the columns of the selected cells as one step; Ctrl+Z brings them back."""
        sections = {index.column() for index in self._body.grid.selectedIndexes()}
        uids = [self._uids[place] for place in sorted(map(self._place, sections)) if place >= 0]
        if not uids:
            return
        at = self.chosen()
        self._body.do(lambda: self._body.document.delete_columns(uids))
        if self._uids:
            self._go(max(0, min(at, len(self._uids) - 1)))

    def _go(self, place: int) -> None:
        self._body.grid.setFocus()
        self._body.grid.go_to(max(0, self._body.grid.currentIndex().row()), self._section(place))

    def _take_block(self, block: list[list[str]]) -> bool:
        """Take a block whose first line names columns; any other is pasted as into every table."""
        view = self._view
        if view is None or not self.shown or not self._body.document.names_columns(view.uid, block):
            return False
        try:
            self._body.document.paste_table(view.uid, block)
        except BoardError as error:
            self._body.grid.say_at_current(error.message)
            self._body.status_message.emit(error.message)
        else:
            rows, columns = len(block) - 1, len(block[0]) - 1
            self._body.status_message.emit(f"{rows}行{columns}列の表を貼り付けました・Ctrl+Zで戻せます")
        return True
