"""The tab of a group: its items on the left, the chosen one's blocks in the middle, trends on the right."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from app.domain.errors import BoardError
from app.services.document import Change, Document, Place
from app.ui.block_column import BlockColumn
from app.ui.group_detail import GroupDetail
from app.ui.item_list import ItemList
from app.ui.page_action import page_action
from app.ui.pane_bar import PaneBar
from app.ui.previous_tab import PreviousTab
from app.ui.window_state import kept_sizes

ONE_PANE_BELOW = 1100
WIDE_FROM = 1700
NARROW_PANES, WIDE_PANES = (230, 334), (290, 498)
STRIP_HEIGHT = 32
FOLLOW_MS = 30
NEW_TITLE = "新しい取組"


class GroupTab(QWidget):
    """The tab of a group: its items on the left, the chosen one's blocks in the middle, trends on the right.

    Signals: `status_message(str)` for the status bar, `selection_summary(str)` for what is selected.
    """

    status_message = Signal(str)
    selection_summary = Signal(str)

    def __init__(self, document: Document, node: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.node = node
        self._pane = 0  # the one shown in a narrow window
        self.list = ItemList()
        self.blocks = BlockColumn(document)
        self.detail = GroupDetail(document)
        self.previous = PreviousTab(document, self.blocks)
        self.detail.add_previous(self.previous)
        self.pane_bar = PaneBar(("一覧", "本文", "図と根拠"))
        self._count = QLabel()
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(FOLLOW_MS)
        self._build_actions()
        self._build_ui()
        self._connect()
        self._show()
        self.entry = self.list  # no focus proxy: by one Tab would pass over what stands before the list
        self.list.setFocus()

    def _build_actions(self) -> None:
        self.add_action = page_action(self, "取組を追加", "add", "Ctrl+Shift+N", self.add_item)
        self.up_action = page_action(self, "取組を上へ", "up", "Alt+Shift+PgUp", lambda: self.move_item(-1))
        self.down_action = page_action(self, "取組を下へ", "down", "Alt+Shift+PgDown", lambda: self.move_item(1))
        self.delete_action = page_action(self, "取組を削除", "delete", "Ctrl+Shift+Delete", self.delete_item)
        self.swap_action = page_action(self, "次の区画へ", "", "F6", self.swap_panes)

    def _build_ui(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip())
        column.addWidget(self.list, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.panes = (left, self.blocks, self.detail)
        for pane in self.panes:
            self.splitter.addWidget(pane)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.pane_bar)
        whole.addWidget(self.splitter, 1)

    def _strip(self) -> QWidget:
        strip = QWidget()
        strip.setFixedHeight(STRIP_HEIGHT)
        line = QHBoxLayout(strip)
        line.setContentsMargins(10, 0, 4, 0)
        line.setSpacing(0)
        self._count.setProperty("muted", True)
        line.addWidget(self._count, 1)
        for action in (self.add_action, self.up_action, self.down_action, self.delete_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            line.addWidget(button)
        return strip

    def _connect(self) -> None:
        self.pane_bar.chosen.connect(self._choose_pane)
        self.list.dropped.connect(self._drop_item, Qt.ConnectionType.QueuedConnection)  # when the view let go of it
        self.list.activated.connect(lambda _: self._choose_pane(1))
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.blocks.metric_chosen.connect(self.detail.show_metric)
        self.detail.spot_wanted.connect(lambda spot: self.reveal(self.document.place_of_spot(spot)))
        self._follow.timeout.connect(self._show_detail)
        for part in (self.blocks, self.detail):
            part.status_message.connect(self.status_message)
            part.selection_summary.connect(self.selection_summary)

    # showing

    def refresh(self, change: Change) -> None:
        """Show what a change touched; the list of items changes with the structure only."""
        if change.structure or change.everything:
            self._show()
        else:
            self._show_item()

    def stop(self) -> None:
        """Write what is being typed; the file is about to be closed."""
        self._follow.stop()
        self.blocks.stop()
        self.previous.stop()
        self.list.setFocus()

    def _show(self) -> None:
        kept, place = self.list.current_node(), self.list.currentIndex().row()
        heads = self.document.item_heads(self.node)
        self.list.heads.show_heads(heads)
        self._count.setText(f"{len(heads)}件")
        if heads and self.list.current_node() is None and not (kept and self.list.choose(kept)):
            printed = next((head.node for head in heads if head.printed and head.badges), heads[0].node)
            self.list.choose(heads[min(place, len(heads) - 1)].node if place >= 0 else printed)
        for action in (self.up_action, self.down_action, self.delete_action):
            action.setEnabled(bool(heads))
        self._show_item()

    def _show_item(self) -> None:
        node = self.list.current_node()
        self.blocks.setEnabled(node is not None)
        if node is None:
            return
        before = self.blocks.report.node if self.blocks.report else None
        if before != node:
            self.blocks.leave()
        self.blocks.show_report(self.document.item_report(node))
        self.previous.follow()
        if before != node:
            self.detail.show_metric(self.blocks.first_metric())
        else:
            self._follow.start()  # what was typed is on the screen first

    def _show_detail(self) -> None:
        self.detail.show_metric(self.detail.chosen or self.blocks.first_metric())

    def _on_chosen(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self._show_item()

    # panes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out as the design says."""
        super().resizeEvent(event)
        self._show_panes()

    def _show_panes(self) -> None:
        narrow = self.width() < ONE_PANE_BELOW
        self.pane_bar.setVisible(narrow)
        self.pane_bar.show_chosen(self._pane)
        for place, pane in enumerate(self.panes):
            pane.setVisible(not narrow or place == self._pane)
        if not narrow:
            left, right = WIDE_PANES if self.width() >= WIDE_FROM else NARROW_PANES
            self.splitter.setSizes(kept_sizes(self.splitter, [left, self.width() - left - right, right]))
        self.blocks.set_wide(self.width() >= WIDE_FROM)

    def swap_panes(self) -> None:
        """Go to the next pane (F6); in a narrow window it takes the place of this one."""
        focus = self.focusWidget()
        here = next((place for place, pane in enumerate(self.panes) if focus and pane.isAncestorOf(focus)), self._pane)
        here = self._pane if self.width() < ONE_PANE_BELOW else here
        self._choose_pane((here + 1) % len(self.panes))

    def _choose_pane(self, place: int) -> None:
        self._pane = place
        if self.width() < ONE_PANE_BELOW:
            self._show_panes()
        self._enter_pane()

    def _enter_pane(self) -> None:
        if self._pane == 0:
            self.list.setFocus()
        elif self._pane == 1 and self.blocks.frames:
            first = self.blocks.report.blocks[0].uid if self.blocks.report else ""
            self.blocks.frames[first].body.start()
        elif self._pane == 1:
            self.blocks.title.setFocus()
        else:
            self.detail.tabs.setFocus()

    # items

    def _parent_of(self, node: str) -> str:
        """Return the parent of an item inside this group."""
        inside = {item.uid for item in self.document.index.below(self.node)}
        return next((item.uid for item in self.document.index.parents(node) if item.uid in inside), self.node)

    def add_item(self) -> None:
        """Add an item behind the chosen one and open its title."""
        chosen = self.list.current_node()
        parent = self._parent_of(chosen) if chosen else self.node
        made: list[str] = []
        self._do(lambda: made.append(self.document.add_node(parent, "initiative", NEW_TITLE, chosen)))
        if made:
            self._show()
            self.list.choose(made[0])
            self.blocks.title.setFocus()
            self.blocks.title.selectAll()

    def move_item(self, step: int) -> None:
        """Move the chosen item up (-1) or down (1) in the slides' order."""
        node = self.list.current_node()
        if node is None:
            return
        order = [item.uid for item in self.document.index.children(self._parent_of(node))]
        index = order.index(node) + step
        if 0 <= index < len(order):
            self._put_item(node, index)

    def _put_item(self, node: str, place: int) -> None:
        self._do(lambda: self.document.move_node(self._parent_of(node), node, place))
        self._show()
        self.list.choose(node)

    def _drop_item(self, node: str, row: int) -> None:
        """Put an item dragged in the list before a row, among those that stand under the same parent."""
        above = [head.node for head in self.list.heads.heads[:row]]
        order = [item.uid for item in self.document.index.children(self._parent_of(node)) if item.uid != node]
        self._put_item(node, sum(one in above for one in order))

    def delete_item(self) -> None:
        """Delete the chosen item with its blocks and figures; Ctrl+Z brings it back."""
        node = self.list.current_node()
        if node is not None:
            self._do(lambda: self.document.delete("node", node))
            self._show()

    def _do(self, verb: Any) -> None:
        try:
            verb()
        except BoardError as error:
            self.status_message.emit(error.message)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with items, over their list."""
        if self.panes[0].geometry().contains(event.pos()):
            menu = QMenu(self)
            menu.addActions(self.actions()[:4])
            menu.popup(event.globalPos())

    # leading to a place

    def reveal(self, place: Place) -> None:
        """Lead to the place of an edit and flash it."""
        self._show()
        if place.node is None or not self.list.choose(place.node):
            return
        self._pane = 1
        self._show_panes()
        if self.width() < ONE_PANE_BELOW:
            self._enter_pane()  # the list that had the keys is gone
        if place.key is not None:
            self.blocks.reveal(place.key)
            if place.start is not None and place.end is not None:
                self.blocks.select_run(place.key, place.start, place.end)
