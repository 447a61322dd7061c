"""The differences of two boards as a tree: what they belong to, under each its differences, with a choice for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal

from app.domain.compare import Difference
from app.ui.group_model import NO_INDEX, ROW, Group, GroupModel, Index, heading_look, tab_text
from app.ui.theme import colour, figure_font

WHAT, HOW, BEFORE, AFTER = range(4)
UNDECIDED = "選んでください"
TOLD = 20  # rows; of more the whole list is painted anew
_LINE = 400  # letters of a cell; the rest stands below the list


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two sides are called: `present` and `other` in full, `left` and `right` in one or two words.

    `decide` False: a difference is taken in or not; True: both sides have a say, each difference waits for a choice.
    """

    present: str
    other: str
    left: str
    right: str
    decide: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns."""
        return ("違うところ", "どちらにするか" if self.decide else "違い方", self.present, self.other)

    def who(self, one: Difference) -> str:
        """Return which side changed it since the two parted, '' where that is not known."""
        return {"mine": f"{self.left}が変更", "theirs": f"{self.right}が変更", "both": "両方が変更"}.get(one.by, "")


class CompareModel(GroupModel[Difference]):
    """Groups with their differences and what is chosen of them. Signal: `chosen_changed()`.

    A choice is True where the other side's is taken, False where the present stays, None where a person must say.
    """

    chosen_changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.sides = Sides("今の計画", "もう一方", "今", "もう一方")
        self.choices: dict[str, bool | None] = {}
        self.can_choose = True

    def show(self, shown: Sequence[Difference], sides: Sides) -> None:
        """Show differences in the order given, grouped by their place."""
        found: dict[tuple[str, ...], list[Difference]] = {}
        for one in shown:
            found.setdefault(one.place, []).append(one)
        self.beginResetModel()
        self.sides = sides
        self.groups = tuple(Group(" › ".join(place), tuple(inside)) for place, inside in found.items())
        self.endResetModel()

    def set_choices(self, uids: Iterable[str], choice: bool | None) -> None:
        """Choose the same for some differences, shown or not."""
        changed = list(uids)
        self.choices.update(dict.fromkeys(changed, choice))
        for uid in changed if len(changed) <= TOLD else ():
            index = self.find(uid)
            if index.isValid():
                above = index.parent()
                self.dataChanged.emit(index, index.siblingAtColumn(AFTER))
                self.dataChanged.emit(above, above.siblingAtColumn(AFTER))
        self.chosen_changed.emit()

    def under(self, index: Index) -> tuple[Difference, ...]:
        """Return the difference of an index, for a group all of its own."""
        one = self.line_at(index)
        if one is not None:
            return (one,)
        return self.groups[index.row()].lines if index.isValid() else ()

    def find(self, uid: str) -> QModelIndex:
        """Return the index of a difference, an invalid one where it is not shown."""
        return self.find_line(lambda one: one.uid == uid)

    def choice_of(self, differences: Sequence[Difference]) -> bool | None:
        """Return what is chosen for all of some differences, None where they differ or wait."""
        found = {self.choices.get(one.uid, False) for one in differences}
        return found.pop() if len(found) == 1 else None

    def copied(self, indexes: Sequence[Index]) -> str:
        """Return differences as lines of fields parted by tabs, under a head."""
        found = self.lines_of(indexes)
        rows = [(" › ".join(one.place), one.what, self.how(one), one.before, one.after) for one in found]
        return tab_text([("場所", *self.sides.heads), *rows]) if found else ""

    def how(self, one: Difference) -> str:
        """Return in which way the two sides differ, or what is chosen."""
        if self.sides.decide:
            choice = self.choices.get(one.uid)
            return UNDECIDED if choice is None else self.sides.right if choice else self.sides.left
        return {
            "changed": self.sides.who(one) or "変更",
            "added": f"{self.sides.right}だけ",
            "removed": f"{self.sides.left}だけ",
        }[one.kind]

    # Qt's side

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of columns."""
        return len(self.sides.heads)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the first column be chosen."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == WHAT and self.can_choose else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's head."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.sides.heads):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.sides.heads[section] if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a choice of a difference, or of all of a group."""
        if role != Qt.ItemDataRole.CheckStateRole or not self.can_choose:
            return False
        taken = Qt.CheckState(value) == Qt.CheckState.Checked
        self.set_choices((one.uid for one in self.under(index)), taken)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, look, choice, tooltip and words for a screen reader."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, ROW)
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_state(index) if index.column() == WHAT and self.can_choose else None
        one = self.line_at(index)
        if one is None:
            return self._group_data(self.groups[index.row()], index.column(), role)
        text = (one.what, self.how(one), one.before, one.after)[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(text[:_LINE].split())
            case Qt.ItemDataRole.ToolTipRole:
                return text[:_LINE] if text else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.sides.heads[index.column()]} {text or 'なし'}"
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(one, index.column())
            case Qt.ItemDataRole.FontRole:
                return self._font(one, index.column())
        return None

    def _check_state(self, index: Index) -> Qt.CheckState:
        choice = self.choice_of(self.under(index))
        states = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked, None: Qt.CheckState.PartiallyChecked}
        return states[choice]

    def _ink(self, one: Difference, column: int) -> Any:
        if column == HOW and self.sides.decide:
            waits = self.choices.get(one.uid) is None
            return colour("error") if waits else None
        if column == HOW and one.conflict:
            return colour("error")
        choice = self.choices.get(one.uid)
        stays = BEFORE if choice is True else AFTER if choice is False else None
        return colour("muted") if column == stays and self.can_choose else None

    def _font(self, one: Difference, column: int) -> Any:
        if column not in (BEFORE, AFTER) or one.table not in ("observation", "target"):
            return None
        return figure_font()

    def _group_data(self, group: Group[Difference], column: int, role: int) -> Any:
        if column == WHAT and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group.title}　{len(group.lines):,}件"
        if column == WHAT and role == Qt.ItemDataRole.ToolTipRole:
            return group.title
        return heading_look(role)
