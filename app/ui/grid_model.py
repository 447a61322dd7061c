"""The one base of every table's model: rows of a report, told apart by identity, never reset while the shape holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain import entering, figures
from app.domain.errors import BoardError, InputError
from app.domain.labels import MISSING_KINDS, QUALIFIER_CODES
from app.domain.report import FigureView
from app.services.document import Document
from app.ui.grid_rows import NO_INDEX, RowsModel

if TYPE_CHECKING:
    from app.domain.judged import Judged

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 2
CHOSEN_MISSING = tuple(code for code in MISSING_KINDS if code != "as_printed")
_READ_ONLY = "この欄は入力できません。"
UNSAVED = "まだ保存されていない入力です。"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: head, width in logical pixels, and what is special about it.

    `group` stands above a run of columns that share it, `current` is the chosen meeting's own (navy head), `grows`
    takes the room that is left, `wraps` may need a second line.
    """

    key: str
    head: str
    width: int
    figures: bool = False
    group: str = ""
    current: bool = False
    grows: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell as drawn: its text, the figure behind it or None, and the reason why it looks as it does.

    `role` is plain, band (a heading over rows), total or ghost; `mark` a status shape in `colour` before the text.
    `node` is the item whose figures can be put into the words, "" where the words hold none.
    """

    text: str = ""
    figure: FigureView | None = None
    editable: bool = False
    reason: str = ""
    role: str = "plain"
    mark: str = ""
    colour: str | None = None
    centred: bool = False
    typed: str | None = None
    node: str = ""

    @property
    def edit(self) -> str:
        """Return the text that an editor starts with and Ctrl+C takes: what was typed, where that is not what shows."""
        if self.typed is not None:
            return self.typed
        return self.text if self.figure is None else edit_text(self.figure)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a cell's list (Alt+↓); `value` None takes the choice back."""

    label: str
    value: str | None
    chosen: bool


BLANK = CellView()
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_OPEN = _READ | Qt.ItemFlag.ItemIsEditable


def figure_cell(view: FigureView, *, editable: bool | None = None, role: str = "plain") -> CellView:
    """Return the cell of a figure; it is editable where the figure has a key, unless said otherwise."""
    allowed = view.key is not None if editable is None else editable
    reason = view.reason if allowed else view.reason or _READ_ONLY
    return CellView(view.text, view, allowed, reason, role)


def text_cell(text: str, *, editable: bool = False, reason: str = "", role: str = "plain") -> CellView:
    """Return the cell of a plain text."""
    return CellView(text, None, editable, reason, role)


def edit_text(view: FigureView) -> str:
    """Return what stands in the editor of a figure: all its digits without separators, its qualifier with it."""
    if view.value is None or view.state == "printed":
        return view.text.strip("[]")
    try:
        number = figures.canonical(view.value * 100 if view.percent else view.value)
    except ValueError:
        return view.text
    shown = view.text.rstrip("%％")
    qualifier = next((word for word in QUALIFIER_CODES if shown.startswith(word) or shown.endswith(word)), "")
    places = view.text.partition(".")[2].rstrip("%％" + qualifier)
    if "." not in number and places.isdigit() and not places.strip("0"):
        number += f".{places}"
    return f"{qualifier}{number}" if shown.startswith(qualifier) else f"{number}{qualifier}"


class GridModel(RowsModel):
    """Rows and columns of a report. Subclasses say what a cell shows and what typing into it does."""

    refused = Signal(str)
    words_at = ("", "")
    """The table of the file that a row's words come from, and the key of their column; "" where they have none."""

    def __init__(self, document: Document, parent: Any = None) -> None:
        super().__init__(parent)
        self.document = document
        self._answer = BLANK

    # what a subclass says

    def enter_text(self, row: Any, column: int, text: str) -> None:
        """Take a text typed into a cell that is no figure's; raises BoardError."""
        raise InputError(_READ_ONLY)

    def choices(self, row: int, column: int) -> tuple[Choice, ...]:
        """Return what Alt+↓ lists: for a figure the reasons for no value."""
        view = self.cell(self.rows[row], column).figure
        if view is None or view.key is None:
            return ()
        kinds = tuple(Choice(MISSING_KINDS[kind], kind, view.missing == kind) for kind in CHOSEN_MISSING)
        return (*kinds, Choice("空欄にする", None, view.state == "empty"))

    def completed(self, row: int, column: int, typed: str) -> tuple[str, ...]:
        """Return the texts that a cell may be meant to hold after what was typed of it so far."""
        return ()

    def choose(self, row: int, column: int, value: str | None) -> None:
        """Take a choice of the list; raises BoardError."""
        view = self.cell(self.rows[row], column).figure
        if view is not None and view.key is not None:
            self.document.set_missing(view.key, value)

    def takes_day(self, row: int, column: int) -> bool:
        """Say whether a cell holds a day, so that today can be put into it."""
        return False

    def can_edit(self, index: Index) -> bool:
        """Return whether something can be typed into a cell."""
        return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)

    def row_height(self, row: Any) -> int | None:
        """Return a row's own height in logical pixels, None for the grid's usual one."""
        return None

    # taking what was typed

    def enter(self, row: int, column: int, text: str) -> None:
        """Take a typed text into one cell; raises BoardError, and then nothing has changed."""
        found = self.rows[row]
        view = self.cell(found, column)
        if not view.editable:
            raise InputError(view.reason or _READ_ONLY)
        if view.figure is not None and view.figure.key is not None:
            self.document.set_figure(view.figure.key, text)
        else:
            self.enter_text(found, column, text)

    def enter_block(self, items: Mapping[tuple[int, int], str], label: str) -> tuple[int, int]:
        """Take many cells as one undo step, all or none (CellsError, InputError).

        Return how many were taken and how many are read-only and stay.
        """
        cells = {place: self.cell(self.rows[place[0]], place[1]) for place in items}
        open_cells = {place: view for place, view in cells.items() if view.editable}
        rows, keyed = self.rows, {}
        for place, view in open_cells.items():
            if view.figure is not None and view.figure.key is not None and items[place] != view.edit:
                keyed[view.figure.key] = items[place]
        words = [
            (rows[place[0]], place[1], items[place])
            for place, view in open_cells.items()
            if (view.figure is None or view.figure.key is None) and items[place] != view.edit
        ]
        if keyed and words:
            with self.document.one_step(label):
                self.document.set_figures(keyed, label)
                self.enter_words(words, label)
        elif keyed:
            self.document.set_figures(keyed, label)
        elif words:
            self.enter_words(words, label)
        return len(open_cells), len(cells) - len(open_cells)

    def enter_words(self, cells: Sequence[tuple[Any, int, str]], label: str) -> None:
        """Take a block's texts that are no figure's own, each with its row and column, as one step; InputError."""
        with self.document.one_step(label):
            for row, column, text in cells:
                try:
                    self.enter_text(row, column, text)
                except InputError as error:
                    raise entering.not_read(text, error) from error

    def following(self, row: int, column: int) -> list[tuple[int, int]]:
        """Return the cells of the series that begins at a cell, in its order, where a row or column is pasted as one.

        [] where a pasted block stays a block.
        """
        return []

    # rows that a pasted block adds

    can_add_rows = False
    """Whether a block pasted beyond the last row can become rows."""

    def add_rows(self, lines: Sequence[Mapping[str, str]]) -> list[str]:
        """Add rows at the end, one undo step, each from texts by their column's key; return their ids."""
        with self.document.one_step(f"{len(lines)}行の追加"):
            return [self.add_row(line) for line in lines]

    def add_row(self, texts: Mapping[str, str]) -> str:
        """Add a row at the end and return its id; raises BoardError."""
        raise InputError("この表には行を足せません。")

    def reading(self, row: int, column: int, text: str) -> str:
        """Return how a typed text is understood where that is not how it was typed, else ''."""
        view = self.cell(self.rows[row], column).figure
        return self.document.understood(view.key[0], text) if view is not None and view.key is not None else ""

    def find(self, row_id: str) -> int:
        """Return the place of a row, -1 where it is not shown."""
        return next((place for place, row in enumerate(self.rows) if self.row_id(row) == row_id), -1)

    def find_figure(self, key: tuple[str, ...]) -> tuple[int, int]:
        """Return row and column of the cell of an observation, else of its computed figure, (-1, -1) for neither.

        A run of months (4〜2月) that has no cell of its own stands in the total.
        """
        computed = total = (-1, -1)
        result = len(key) > 2 and key[2] == "result"
        for row, item in enumerate(self.rows):
            for column in range(len(self.columns)):
                view = self.cell(item, column).figure
                if view is not None and view.key == key:
                    return row, column
                if view is None or not result or view.key is not None or view.metric != key[0]:
                    continue
                if view.period == key[1]:
                    computed = (row, column)
                elif "/" in key[1] and view.period and ("/" in view.period or view.period[0] in "FC"):
                    total = (row, column)
        return computed if computed[0] >= 0 else total

    def cell_at(self, index: Index) -> CellView:
        """Return what the cell of an index shows."""
        if not index.isValid():
            return BLANK
        row, column = self.row_at(index.row()), index.column()
        # Qt asks several things of a cell that it paints, one after the other.
        if row is not self._asked[0] or column != self._asked[1] or self.columns is not self._asked[2]:
            self._asked, self._answer = (row, column, self.columns), self.cell(row, column)
        return self._answer

    def waiting(self, row: Any, column: int, view: CellView) -> "tuple[Judged, ...]":
        """Return what the last proof found at a cell and waits for a person; a look-up, as every painted cell asks."""
        proof, figure = self.document.last_proof, view.figure
        if proof is None:
            return ()
        if figure is None:
            table, key = self.words_at
            return proof.at(table, (self.row_id(row),)) if table and self.columns[column].key == key else ()
        return proof.at_figure(figure.key, figure.metric, figure.period)

    def unsaved(self, row: Any, column: int, view: CellView) -> bool:
        """Say whether what a cell shows could not be saved yet; a look-up, as every painted cell asks."""
        if view.figure is not None:
            return view.figure.key is not None and self.document.is_waiting("observation", view.figure.key)
        table, key = self.words_at
        return self.columns[column].key == key and self.document.is_waiting(table, (self.row_id(row),))

    def waiting_at(self, index: Index) -> "tuple[Judged, ...]":
        """Return what waits for a person at the cell of an index."""
        if not index.isValid():
            return ()
        row = self.row_at(index.row())
        return self.waiting(row, index.column(), self.cell(row, index.column()))

    # Qt's side

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        view = self.cell_at(index)
        if not index.isValid() or view.role == "ghost":
            return Qt.ItemFlag.NoItemFlags
        return _OPEN if view.editable else _READ

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, its tooltip, its words for a screen reader, or the whole CellView (CELL_ROLE)."""
        if not index.isValid():
            return None
        view = self.cell_at(index)
        if role == CELL_ROLE:
            return view
        if role == Qt.ItemDataRole.DisplayRole:
            return view.mark + view.text
        if role == Qt.ItemDataRole.EditRole:
            return view.edit
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            unsaved = UNSAVED if self.unsaved(self.row_at(index.row()), index.column(), view) else ""
            found = (line.summary() for line in self.waiting_at(index))
            words = "\n".join(filter(None, (unsaved, view.reason, *found)))
            return words or (None if role == Qt.ItemDataRole.ToolTipRole else "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()].head} {view.text or '空欄'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a text; `refused` tells why where it could not be taken."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        try:
            self.enter(index.row(), index.column(), str(value))
        except BoardError as error:
            self.refused.emit(error.message)
            return False
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's head, or the whole Column (COLUMN_ROLE)."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == COLUMN_ROLE:
            return self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            column = self.columns[section]
            return f"{column.group}{column.head}" if role == Qt.ItemDataRole.ToolTipRole else column.head
        return None
