"""The findings of a proof as a tree: items of the paper, under each its findings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from app.domain.judged import VERDICTS, Judged, difference
from app.ui.theme import colour, figure_font, text_font

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
HEADS = ("コード", "場所", "印字値", "計算値", "差", "内容")
CODE, PLACE, PRINTED, COMPUTED, DIFFERENCE, MESSAGE = range(len(HEADS))
FIGURES = (PRINTED, COMPUTED, DIFFERENCE)
DIFFERENCE_HINT = "印字値から計算値を引いたもの（表示した桁で）"
ROW = 26  # px
_GROUP = 0  # the internal id of a group's index; a finding's is its group's number from 1
_ORDER = {verdict: place for place, verdict in enumerate(VERDICTS)}


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one item of the paper."""

    title: str
    lines: tuple[Judged, ...]


class ProofModel(QAbstractItemModel):
    """Groups with their findings; a filter says which findings are there."""

    groups: tuple[Group, ...] = ()

    def show_lines(self, lines: Sequence[Judged], keep: Callable[[Judged], bool]) -> None:
        """Show the findings that a filter lets through, in the order given, within an item what is worst first."""
        found: dict[str, list[Judged]] = {}
        for line in lines:
            if keep(line):
                found.setdefault(line.finding.item, []).append(line)
        self.beginResetModel()
        self.groups = tuple(
            Group(title, tuple(sorted(inside, key=lambda line: _ORDER[line.verdict])))
            for title, inside in found.items()
        )
        self.endResetModel()

    def line_at(self, index: Index) -> Judged | None:
        """Return the finding of an index, None for a group."""
        if not index.isValid() or index.internalId() == _GROUP:
            return None
        return self.groups[index.internalId() - 1].lines[index.row()]

    def find(self, identity: tuple[object, ...]) -> QModelIndex:
        """Return the index of a finding by its identity, an invalid one where it is not shown."""
        for number, group in enumerate(self.groups):
            for row, line in enumerate(group.lines):
                if line.identity == identity:
                    return self.index(row, 0, self.index(number, 0))
        return NO_INDEX

    def copied(self, indexes: Sequence[Index]) -> str:
        """Return findings as lines of fields parted by tabs, under a head."""
        lines = [line for index in indexes if index.column() == 0 and (line := self.line_at(index))]
        rows = [("判定", "取組", *HEADS), *(_fields(line) for line in lines)]
        return "\n".join("\t".join(" ".join(field.split()) for field in row) for row in rows) if lines else ""

    # Qt's side

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        """Return the index of a cell."""
        if not self.hasIndex(row, column, parent):
            return NO_INDEX
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP)

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        """Return the group of a finding."""
        if not index.isValid() or index.internalId() == _GROUP:
            return NO_INDEX
        return self.createIndex(index.internalId() - 1, 0, _GROUP)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of groups, or of a group's findings."""
        if not parent.isValid():
            return len(self.groups)
        is_group = parent.internalId() == _GROUP and parent.column() == 0
        return len(self.groups[parent.row()].lines) if is_group else 0

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of columns."""
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's head."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return DIFFERENCE_HINT if role == Qt.ItemDataRole.ToolTipRole and section == DIFFERENCE else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, look, tooltip and words for a screen reader."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, ROW)
        line = self.line_at(index)
        if line is None:
            return self._group_data(self.groups[index.row()], index.column(), role)
        column = index.column()
        text = _fields(line)[column + 2]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.words.mark} {text}" if column == CODE else text
            case Qt.ItemDataRole.ToolTipRole:
                return f"{line.words.word}［{text}］" if column == CODE else text or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.words.word} {text}" if column == CODE else f"{HEADS[column]} {text or 'なし'}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column)
            case Qt.ItemDataRole.ForegroundRole:
                return colour(line.words.colour) if column == CODE else None
            case Qt.ItemDataRole.FontRole:
                return figure_font() if column in FIGURES else None
        return None

    def _group_data(self, group: Group, column: int, role: int) -> Any:
        if column == 0 and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group.title}　{len(group.lines)}件"
        if role == Qt.ItemDataRole.FontRole:
            font = text_font()
            font.setBold(True)
            return font
        return colour("hover") if role == Qt.ItemDataRole.BackgroundRole else None


def _fields(line: Judged) -> tuple[str, ...]:
    found = line.finding
    message = f"{found.message}（了承: {line.note}）" if line.note else found.message
    values = (found.code, line.place, found.printed, found.computed, difference(found), message)
    return (line.words.word, found.item, *values)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
