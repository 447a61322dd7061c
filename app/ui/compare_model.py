"""The differences of two boards as a tree: what they belong to, under each its differences, with a choice for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal

from app.domain.compare import Difference
from app.ui.theme import colour, figure_font, text_font

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
WHAT, HOW, BEFORE, AFTER = range(4)
ROW = 26  # px
UNDECIDED = "選んでください"
_GROUP = 0  # the internal id of a group's index; a difference's is its group's number from 1
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


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one place."""

    title: str
    differences: tuple[Difference, ...]


class CompareModel(QAbstractItemModel):
    """Groups with their differences and what is chosen of them. Signal: `chosen_changed()`.

    A choice is True where the other side's is taken, False where the present stays, None where a person must say.
    """

    chosen_changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.groups: tuple[Group, ...] = ()
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

    def difference_at(self, index: Index) -> Difference | None:
        """Return the difference of an index, None for a group."""
        if not index.isValid() or index.internalId() == _GROUP:
            return None
        return self.groups[index.internalId() - 1].differences[index.row()]

    def under(self, index: Index) -> tuple[Difference, ...]:
        """Return the difference of an index, for a group all of its own."""
        one = self.difference_at(index)
        if one is not None:
            return (one,)
        return self.groups[index.row()].differences if index.isValid() else ()

    def find(self, uid: str) -> QModelIndex:
        """Return the index of a difference, an invalid one where it is not shown."""
        for number, group in enumerate(self.groups):
            for row, one in enumerate(group.differences):
                if one.uid == uid:
                    return self.index(row, 0, self.index(number, 0))
        return NO_INDEX

    def choice_of(self, differences: Sequence[Difference]) -> bool | None:
        """Return what is chosen for all of some differences, None where they differ or wait."""
        found = {self.choices.get(one.uid, False) for one in differences}
        return found.pop() if len(found) == 1 else None

    def copied(self, indexes: Sequence[Index]) -> str:
        """Return differences as lines of fields parted by tabs, under a head."""
        found = [one for index in indexes if index.column() == 0 and (one := self.difference_at(index))]
        rows = [("場所", *self.sides.heads)]
        rows += [(" › ".join(one.place), one.what, self.how(one), one.before, one.after) for one in found]
        return "\n".join("\t".join(" ".join(field.split()) for field in row) for row in rows) if found else ""

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

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        """Return the index of a cell."""
        if not self.hasIndex(row, column, parent):
            return NO_INDEX
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP)

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        """Return the group of a difference."""
        if not index.isValid() or index.internalId() == _GROUP:
            return NO_INDEX
        return self.createIndex(index.internalId() - 1, 0, _GROUP)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return the number of groups, or of a group's differences."""
        if not parent.isValid():
            return len(self.groups)
        is_group = parent.internalId() == _GROUP and parent.column() == 0
        return len(self.groups[parent.row()].differences) if is_group else 0

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
        one = self.difference_at(index)
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

    def _group_data(self, group: Group, column: int, role: int) -> Any:
        if column == WHAT and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group.title}　{len(group.differences):,}件"
        if column == WHAT and role == Qt.ItemDataRole.ToolTipRole:
            return group.title
        if role == Qt.ItemDataRole.FontRole:
            font = text_font()
            font.setBold(True)
            return font
        return colour("hover") if role == Qt.ItemDataRole.BackgroundRole else None
