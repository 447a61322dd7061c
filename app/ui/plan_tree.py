"""The tree of the plan as a view: branches with number, kind and departments, arranged by mouse and keys."""

from collections.abc import Container, Iterator
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.domain.branch import Branch
from app.ui import ink

HEADS = ("名前", "番号", "種類", "担当課")
NAME, NUMBER, KIND, DEPARTMENTS = range(4)
WIDTHS = (380, 56, 100, 120)
ROW = 28
HOLDERS = ("node", "table_view")
_Where = QAbstractItemView.DropIndicatorPosition
Index = QModelIndex | QPersistentModelIndex


class BranchItem(QTreeWidgetItem):
    """A row of the tree that knows its branch."""

    def __init__(self, above: QTreeWidgetItem, branch: Branch) -> None:
        super().__init__(above, [branch.title, branch.number, branch.kind_words, branch.departments])
        self.branch = branch


class PlanTreeDelegate(QStyledItemDelegate):
    """Opens editors in all columns but the kind's."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the line to edit in, none for the kind."""
        if index.column() == KIND:
            return None  # type: ignore[return-value]
        made = super().createEditor(parent, option, index)
        made.setAccessibleName(HEADS[index.column()])
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:
        """Return a row's size."""
        size = super().sizeHint(option, index)
        size.setHeight(max(ROW, size.height()))
        return size


class PlanTree(QTreeWidget):
    """Shows branches; what a person asks for is told and shown when the file has it.

    Signals: `edited(Branch, int, str)` with column and text; `move_wanted(list, parent, place)`, `parent` a node's or a
    table's uid or None; `step_wanted(int)`; `asked(str)` with add, copy, delete, cut, hold or paste;
    `menu_wanted(QPoint)` with a place on the screen.
    """

    edited = Signal(object, int, str)
    move_wanted = Signal(object, object, int)
    step_wanted = Signal(int)
    asked = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cut: frozenset[tuple[str, str]] = frozenset()
        self._turned: set[tuple[str, str]] = set()  # opened or closed other than they begin
        self.setHeaderLabels(HEADS)
        self.setItemDelegate(PlanTreeDelegate(self))
        self.setAccessibleName("計画の構成")
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setExpandsOnDoubleClick(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._on_edited)
        self.itemCollapsed.connect(lambda item: self._turn(item, False))
        self.itemExpanded.connect(lambda item: self._turn(item, True))

    # what is shown

    def show_branches(self, branches: tuple[Branch, ...]) -> None:
        """Show the tree; what was chosen, closed and scrolled to stays so."""
        held, column, at = self.current(), max(self.currentColumn(), 0), self.verticalScrollBar().value()
        chosen = {one.identity for one in self.chosen()}
        self.blockSignals(True)
        self.clear()
        for branch in branches:
            self._add(self.invisibleRootItem(), branch)
        for item in self.items():
            item.setExpanded(_begins_open(branch_of(item)) != (branch_of(item).identity in self._turned))
        first = self.topLevelItem(0)
        if first is not None and (held is None or not self.choose(held.identity, column)):
            self._choose(first, column)
        if len(chosen) > 1:
            self.choose_all(chosen)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(at)
        self.itemSelectionChanged.emit()

    def _turn(self, item: QTreeWidgetItem, opened: bool) -> None:
        branch = branch_of(item)
        (self._turned.discard if opened == _begins_open(branch) else self._turned.add)(branch.identity)

    def _add(self, above: QTreeWidgetItem, branch: Branch) -> None:
        item = BranchItem(above, branch)
        flags = item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        holds = branch.table in HOLDERS
        item.setFlags(flags | Qt.ItemFlag.ItemIsDropEnabled if holds else flags & ~Qt.ItemFlag.ItemIsDropEnabled)
        item.setToolTip(NAME, branch.title)
        quiet = ink.quiet(self.palette())
        item.setForeground(KIND, quiet)
        if branch.identity in self.cut:
            item.setForeground(NAME, quiet)
        if branch.table == "node" and branch.parent is None:
            font = item.font(NAME)
            font.setBold(True)
            item.setFont(NAME, font)
        for below in branch.below:
            self._add(item, below)

    def items(self) -> Iterator[QTreeWidgetItem]:
        """Return all items from the top."""
        waiting = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                yield item
                waiting[:0] = [item.child(row) for row in range(item.childCount())]

    def current(self) -> Branch | None:
        """Return the chosen branch, None for none."""
        item = self.currentItem()
        return branch_of(item) if item is not None else None

    def chosen(self) -> list[Branch]:
        """Return the selected branches in order, without those inside of others of them; the current one for none."""
        picked = [item for item in self.items() if item.isSelected()]
        found = [branch_of(item) for item in picked if not any(_is_inside(item, other) for other in picked)]
        current = self.current()
        return found or ([current] if current is not None else [])

    def choose_all(self, identities: Container[tuple[str, str]]) -> None:
        """Select these branches beside the current one."""
        for item in self.items():
            if branch_of(item).identity in identities:
                item.setSelected(True)

    def choose(self, identity: tuple[str, str], column: int = NAME) -> bool:
        """Choose a branch; False where it is not there."""
        found = next((item for item in self.items() if branch_of(item).identity == identity), None)
        if found is not None:
            self._choose(found, column)
        return found is not None

    def _choose(self, item: QTreeWidgetItem, column: int) -> None:
        """Choose an item alone, whatever keys are held: Ctrl+V must not add to what is selected."""
        flags = QItemSelectionModel.SelectionFlag
        self.setCurrentItem(item, column, flags.ClearAndSelect | flags.Rows)

    def choose_row(self, uid: str) -> QTreeWidgetItem | None:
        """Choose the first branch with a uid and return its item, None where it is not there."""
        found = next((item for item in self.items() if branch_of(item).uid == uid), None)
        if found is not None:
            self._choose(found, NAME)
        return found

    def siblings(self, branch: Branch) -> list[Branch]:
        """Return the branches of the same sort under the same parent, in order."""
        item = next(one for one in self.items() if branch_of(one).identity == branch.identity)
        above = item.parent() or self.invisibleRootItem()
        found = [branch_of(above.child(row)) for row in range(above.childCount())]
        return [one for one in found if one.table == branch.table]

    # what a person does

    def _on_edited(self, item: QTreeWidgetItem, column: int) -> None:
        self.edited.emit(branch_of(item), column, item.text(column).strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that arrange the tree; those of an open editor that it lets through are nobody's."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        alt, control = event.modifiers() & Qt.KeyboardModifier.AltModifier, _is_control(event)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        words = {Qt.Key.Key_Insert: "add", Qt.Key.Key_Delete: "delete"} if plain else {}
        if control:
            words = {Qt.Key.Key_D: "copy", Qt.Key.Key_X: "cut", Qt.Key.Key_C: "hold", Qt.Key.Key_V: "paste"}
        key, item = Qt.Key(event.key()), self.currentItem()
        if alt and key in steps:
            self.step_wanted.emit(steps[key])
        elif key in words:
            self.asked.emit(words[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.editItem(item, self.currentColumn())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen branch; by keyboard it opens beside the branch."""
        at = event.pos()
        item = self.currentItem()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and item is not None:
            at = self.visualItemRect(item).bottomLeft() + QPoint(ROW, 0)
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def supportedDropActions(self) -> Qt.DropAction:
        """Branches are moved, never copied, by dragging."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the name under which a dragged branch travels."""
        return ["application/x-ictplan-branch"]

    def mimeData(self, items: Any) -> QMimeData:
        """Return the dragged branch by name only; nothing outside takes it."""
        mime = QMimeData()
        mime.setData(self.mimeTypes()[0], branch_of(items[0]).identity[1].encode())
        return mime

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the dragged branch to be put where it was dropped; the view itself moves nothing."""
        dragged, target = self.current(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)  # the view takes no row away by itself
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        if dragged is not None:
            parent, place = self.landing(dragged, target, self.dropIndicatorPosition())
            self.move_wanted.emit(self.chosen(), parent, place)

    def landing(self, dragged: Branch, target: QTreeWidgetItem | None, where: _Where) -> tuple[str | None, int]:
        """Return the parent and the place (0-based, without all that is dragged) that a drop at an item means."""
        moving = {one.identity for one in self.chosen()} | {dragged.identity}
        if target is None:
            return None, sum(one.identity not in moving for one in self._tops())
        on, above = branch_of(target), target.parent()
        if where == _Where.OnItem and takes(on, dragged):
            return on.uid, len([one for one in _alike(on.below, dragged, on) if one.identity not in moving])
        holder = branch_of(above) if above is not None else None
        every = _alike(holder.below if holder else self._tops(), dragged, holder)
        if on not in every:
            return on.parent, 0 if dragged.table == "node" else sum(one.identity not in moving for one in every)
        before = every[: every.index(on) + (where == _Where.BelowItem)]
        return on.parent, sum(one.identity not in moving for one in before)

    def pasting(self, held: Branch, *, copied: bool) -> tuple[str | None, int]:
        """Return the parent and the place that a paste at the chosen branch means: behind one of its sort, else inside.

        The place is counted as `landing` does it, without what was cut; what is `copied` is counted too.
        """
        item = self.currentItem()
        chosen = branch_of(item)
        if item is not None and (chosen.kind == held.kind or not takes(chosen, held)):
            item = item.parent()
            while item is not None and not takes(branch_of(item), held):
                item = item.parent()
        holder = branch_of(item) if item is not None else None
        inside, sort = holder.below if holder else self._tops(), sort_in(holder, held)
        alike = [one for one in inside if one.table == sort and (copied or one.identity not in self.cut)]
        return holder.uid if holder else None, alike.index(chosen) + 1 if chosen in alike else len(alike)

    def _tops(self) -> tuple[Branch, ...]:
        return tuple(branch_of(self.topLevelItem(row)) for row in range(self.topLevelItemCount()))


def branch_of(item: QTreeWidgetItem | None) -> Branch:
    """Return the branch that an item shows."""
    assert isinstance(item, BranchItem)
    return item.branch


def takes(holder: Branch, dragged: Branch) -> bool:
    """Say whether a branch dropped on another one goes into it: rows and metrics into tables, the rest into nodes."""
    return holder.table == "node" or (holder.table == "table_view" and dragged.table in ("table_row", "metric"))


def sort_in(holder: Branch | None, dragged: Branch) -> str:
    """Return the table of the branches among which one counts its place below a holder: a metric becomes a row."""
    return "table_row" if holder is not None and holder.table == "table_view" else dragged.table


def _alike(branches: tuple[Branch, ...], dragged: Branch, holder: Branch | None) -> list[Branch]:
    sort = sort_in(holder, dragged)
    return [one for one in branches if one.table == sort]


def _is_inside(item: QTreeWidgetItem, other: QTreeWidgetItem) -> bool:
    above = item.parent()
    while above is not None and above is not other:
        above = above.parent()
    return above is not None


def _begins_open(branch: Branch) -> bool:
    return branch.table != "table_view"


def _is_control(event: QKeyEvent) -> bool:
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier
