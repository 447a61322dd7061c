"""The rows of a table's model: told apart by identity, never reset while the shape holds, and how they are arranged."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal

from app.ui.grid_arrange import Arrangement, Order, is_plain, order_of

if TYPE_CHECKING:
    from app.ui.grid_model import CellView, Column

NO_INDEX = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Rows and columns, and which of the rows are shown in which order.

    `all_rows` are those of the report in printed order, `rows` those that are shown; whoever asks for them gets them as
    they are now, also where a model put off to build some. Signal: `arranged()` when a person sorts or filters.
    """

    arranged = Signal()
    can_arrange = True
    sorts_within_groups = False

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self._all_rows: tuple[Any, ...] = ()
        self._rows: tuple[Any, ...] = ()
        self._asked: tuple[Any, int, object] = (None, -1, None)
        self.arrangement = Arrangement()
        self._order = Order()

    def cell(self, row: Any, column: int) -> "CellView":
        """Return what a cell shows."""
        raise NotImplementedError

    def row_id(self, row: Any) -> str:
        """Return what tells a row from the others."""
        return str(row.uid)

    @property
    def all_rows(self) -> tuple[Any, ...]:
        """Return the rows of the report in printed order."""
        self.complete()
        return self._all_rows

    @property
    def rows(self) -> tuple[Any, ...]:
        """Return the rows that are shown."""
        self.complete()
        return self._rows

    def row_at(self, place: int) -> Any:
        """Return one of the shown rows; unlike `rows` this builds no other."""
        return self._rows[place]

    @property
    def is_complete(self) -> bool:
        """Return whether nothing was put off."""
        return True

    def complete(self) -> None:
        """Build what was put off; nothing is, unless a model says so."""

    # arranging

    def sort_by(self, column: int, descending: bool) -> None:
        """Show the rows in the order of a column."""
        self._arrange(replace(self.arrangement, column=self.columns[column].key, descending=descending))

    def sort_as_printed(self) -> None:
        """Show the rows in their printed order again."""
        self._arrange(replace(self.arrangement, column="", descending=False))

    def filter_by(self, column: int, texts: frozenset[str] | None) -> None:
        """Show only the rows whose cell in a column shows one of the texts (None: all)."""
        key = self.columns[column].key
        filters = {other: held for other, held in self.arrangement.filters.items() if other != key}
        self._arrange(replace(self.arrangement, filters=filters if texts is None else {**filters, key: texts}))

    def show_all(self) -> None:
        """Let every row through again."""
        self._arrange(replace(self.arrangement, filters={}))

    def counts(self) -> tuple[int, int]:
        """Return how many rows are shown, and how many there are, without headings and totals."""
        return sum(is_plain(self, row) for row in self.rows), sum(is_plain(self, row) for row in self.all_rows)

    @property
    def hidden(self) -> int:
        """Return how many rows a filter keeps from the table."""
        shown, whole = self.counts() if self.arrangement.filters else (0, 0)
        return whole - shown

    def _arrange(self, chosen: Arrangement) -> None:
        self.complete()
        self.beginResetModel()
        self.arrangement = chosen
        self._order = order_of(self, self.all_rows, chosen) if chosen else Order()
        self._rows = self._arranged()
        self.endResetModel()
        self.arranged.emit()

    def _arranged(self) -> tuple[Any, ...]:
        return self._order.rows_of(self, self._all_rows) if self.arrangement else self._all_rows

    # showing

    def show_rows(self, rows: Sequence[Any], columns: Sequence["Column"]) -> None:
        """Show rows and columns: only rows that differ are told, only a changed shape of columns resets."""
        self._all_rows = tuple(rows)
        self._asked = (None, -1, None)
        keys = [column.key for column in columns]
        if keys != [column.key for column in self.columns]:
            if not {self.arrangement.column, *self.arrangement.filters} <= {"", *keys}:
                self.arrangement, self._order = Arrangement(), Order()
            self.beginResetModel()
            self.columns = tuple(columns)
            self._rows = self._arranged()
            self.endResetModel()
            return
        new = self._arranged()
        if tuple(columns) != self.columns:
            self.columns = tuple(columns)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self._follow_shape(new)
        old, self._rows = self._rows, new
        self._tell_changes([place for place, row in enumerate(new) if row is not old[place] and row != old[place]])

    def _follow_shape(self, new: tuple[Any, ...]) -> None:
        """Take rows out and in so that old and new rows stand for the same things in the same order."""
        before, after = [self.row_id(row) for row in self._rows], [self.row_id(row) for row in new]
        if before == after:
            return
        head = 0
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        gone, come = self._rows[head : len(before) - tail], new[head : len(after) - tail]
        if gone:
            self.beginRemoveRows(NO_INDEX, head, head + len(gone) - 1)
            self._rows = (*self._rows[:head], *self._rows[head + len(gone) :])
            self.endRemoveRows()
        if come:
            self.beginInsertRows(NO_INDEX, head, head + len(come) - 1)
            self._rows = (*self._rows[:head], *come, *self._rows[head:])
            self.endInsertRows()

    def _tell_changes(self, places: list[int]) -> None:
        """Tell runs of rows that lie one below the other at once: a pasted block changes a thousand."""
        last = len(self.columns) - 1
        for _, run in groupby(enumerate(places), lambda item: item[1] - item[0]):
            inside = [place for _, place in run]
            self.dataChanged.emit(self.index(inside[0], 0), self.index(inside[-1], last))
