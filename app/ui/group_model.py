"""Lines under the headings that they belong to, as a tree of two levels; what a column shows, the model of it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from app.ui.theme import colour, text_font

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
ROW = 26  # px
_GROUP = 0  # the internal id of a group's index; a line's is its group's number from 1
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Group(Generic[Line]):
    """The lines of one heading."""

    title: str
    lines: tuple[Line, ...]


class GroupModel(QAbstractItemModel, Generic[Line]):
    """Groups with their lines."""

    groups: tuple[Group[Line], ...] = ()

    def line_at(self, index: Index) -> Line | None:
        """Return the line of an index, None for a group."""
        if not index.isValid() or index.internalId() == _GROUP:
            return None
        return self.groups[index.internalId() - 1].lines[index.row()]

    def find_line(self, is_it: Callable[[Line], bool]) -> QModelIndex:
        """Return the index of the first line that is the one sought, an invalid one where none is shown."""
        for number, group in enumerate(self.groups):
            for row, line in enumerate(group.lines):
                if is_it(line):
                    return self.index(row, 0, self.index(number, 0))
        return NO_INDEX

    def lines_of(self, indexes: Sequence[Index]) -> list[Line]:
        """Return the lines of some cells, each once."""
        return [line for index in indexes if index.column() == 0 and (line := self.line_at(index)) is not None]

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        """Return the index of a cell."""
        if not self.hasIndex(row, column, parent):
            return NO_INDEX
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP)

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        """Return the group of a line."""
        if not index.isValid() or index.internalId() == _GROUP:
            return NO_INDEX
        return self.createIndex(index.internalId() - 1, 0, _GROUP)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of groups, or of a group's lines."""
        if not parent.isValid():
            return len(self.groups)
        is_group = parent.internalId() == _GROUP and parent.column() == 0
        return len(self.groups[parent.row()].lines) if is_group else 0


def heading_look(role: int) -> Any:
    """Return how a group's heading looks, None for any other role."""
    if role == Qt.ItemDataRole.FontRole:
        font = text_font()
        font.setBold(True)
        return font
    return colour("hover") if role == Qt.ItemDataRole.BackgroundRole else None


def tab_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of fields parted by tabs; what parts words in a field is one space."""
    return "\n".join("\t".join(" ".join(field.split()) for field in row) for row in rows)
