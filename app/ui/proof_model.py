"""The findings of a proof as a tree: items of the paper, under each its findings."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt

from app.domain.judged import VERDICTS, Judged, difference
from app.ui.group_model import NO_INDEX, ROW, Group, GroupModel, Index, heading_look, tab_text
from app.ui.theme import colour, figure_font

HEADS = ("コード", "場所", "印字値", "計算値", "差", "内容")
CODE, PLACE, PRINTED, COMPUTED, DIFFERENCE, MESSAGE = range(len(HEADS))
FIGURES = (PRINTED, COMPUTED, DIFFERENCE)
DIFFERENCE_HINT = "印字値から計算値を引いたもの（表示した桁で）"
_ORDER = {verdict: place for place, verdict in enumerate(VERDICTS)}


class ProofModel(GroupModel[Judged]):
    """Groups with their findings; a filter says which findings are there."""

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

    def find(self, identity: tuple[object, ...]) -> QModelIndex:
        """Return the index of a finding by its identity, an invalid one where it is not shown."""
        return self.find_line(lambda line: line.identity == identity)

    def copied(self, indexes: Sequence[Index]) -> str:
        """Return findings as lines of fields parted by tabs, under a head."""
        lines = self.lines_of(indexes)
        return tab_text([("判定", "取組", *HEADS), *map(_fields, lines)]) if lines else ""

    # Qt's side

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

    def _group_data(self, group: Group[Judged], column: int, role: int) -> Any:
        if column == 0 and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group.title}　{len(group.lines)}件"
        return heading_look(role)


def _fields(line: Judged) -> tuple[str, ...]:
    found = line.finding
    message = f"{found.message}（了承: {line.note}）" if line.note else found.message
    values = (found.code, line.place, found.printed, found.computed, difference(found), message)
    return (line.words.word, found.item, *values)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
