"""The middle of an item's page: its title and its blocks in the slide's order."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.entity import Key
from app.domain.errors import BoardError
from app.domain.fiscal import months_of
from app.domain.plan import Node
from app.domain.report import ItemReport
from app.services.document import Document
from app.ui.block_frame import BlockFrame, HeadingEdit, fill_settings
from app.ui.block_grip import BlockDrag
from app.ui.icons import icon
from app.ui.picture_intake import NO_PICTURE, IntakeStrip, PictureIntake, pictures_in
from app.ui.spaced_label import SpacedLabel

if TYPE_CHECKING:
    from app.services.pictures import Intake, PictureSource

TITLE_HEIGHT = 48
NARROWEST = 360
SETTLING_MS = 400  # a new item's layout moves at most this long after the last change of its height
ADDABLE = (
    ("text", "文章", "新しい文章"),
    ("list", "一覧", "新しい一覧"),
    ("roadmap", "行程", "新しい行程表"),
    ("image", "画像", ""),
)


class BlockColumn(QWidget):
    """Shows one item. Signals: `status_message(str)`, `selection_summary(str)`, `metric_chosen(str)`."""

    status_message = Signal(str)
    selection_summary = Signal(str)
    metric_chosen = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.report: ItemReport | None = None
        self.wide = False
        self.setMinimumWidth(NARROWEST)
        self.frames: dict[str, BlockFrame] = {}
        self.title = HeadingEdit(18)
        self.title.setAccessibleName("題")
        self._facts = QLabel()
        self._facts.setProperty("muted", True)
        self.area = QScrollArea()
        self._inside = QWidget()
        self._blocks = QVBoxLayout(self._inside)
        self._empty = self._invitation()
        self.intake = PictureIntake(self)
        self._strip = IntakeStrip(self.intake)
        self._led_to: BlockFrame | None = None
        self._settled = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._build_ui()
        self._drag = BlockDrag(self.area, self._inside, self._frames_in_order, self._drop_block)
        self._settled.timeout.connect(self._stop_leading)
        self.area.verticalScrollBar().rangeChanged.connect(lambda *_: self._lead_on())
        self.title.committed.connect(self._rename)
        self.intake.offered.connect(self._on_offered)

    def _build_ui(self) -> None:
        head = QWidget()
        head.setFixedHeight(TITLE_HEIGHT)
        line = QHBoxLayout(head)
        line.setContentsMargins(12, 6, 12, 6)
        line.addWidget(self.title, 1)
        line.addWidget(self._facts)
        self._blocks.setContentsMargins(4, 4, 4, 16)
        self._blocks.setSpacing(2)
        self._blocks.addWidget(self._empty)
        self._blocks.addStretch()
        for part in (head, self._inside):
            part.setBackgroundRole(QPalette.ColorRole.Base)
            part.setAutoFillBackground(True)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self._inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._strip)
        column.addWidget(self.area, 1)

    def _invitation(self) -> QWidget:
        """Return what an item without blocks offers."""
        card = QWidget()
        column = QVBoxLayout(card)
        words = SpacedLabel("まだ何もありません。現在の状況を文章で書き始めるか、月ごとの表を追加してください。")
        words.setProperty("muted", True)
        column.addWidget(words)
        line = QHBoxLayout()
        for text, picture, does in (
            ("文章を書く", "text", lambda: self.add_block("text", "現在", None)),
            ("表を追加", "table", lambda: self.add_table(None)),
        ):
            button = QPushButton(icon(picture), text)
            button.clicked.connect(lambda _=False, does=does: does())
            line.addWidget(button)
        self._carry = QPushButton(icon("previous"), "前回の内容を写す")
        self._carry.clicked.connect(self.carry_forward)
        line.addWidget(self._carry)
        line.addStretch()
        column.addLayout(line)
        return card

    def carry_forward(self) -> None:
        """Begin the item with the blocks of the meeting before."""
        if self.report is not None:
            node = self.report.node
            self._do(lambda: self.document.carry_forward(node))

    def show_report(self, report: ItemReport) -> None:
        """Show an item; blocks that are the same object stay as they are."""
        if report is self.report:
            return
        if self.report is None or report.node != self.report.node:
            self._drop(list(self.frames))
            self.area.verticalScrollBar().setValue(0)
        self.report = report
        self.title.show_text(report.title, "題")
        page = f"{report.page_label}頁" if report.page_label else ""
        given = "" if report.title_given else "仮題"
        self._facts.setText("・".join(part for part in (page, given, "" if report.printed else "印刷しない") if part))
        self._facts.setToolTip("仮題: 資料に題がないため、内容から付けた題です。" if given else "")
        self._follow(report)

    def _follow(self, report: ItemReport) -> None:
        known = {block.uid: block for block in report.blocks}
        self._drop([uid for uid in self.frames if uid not in known])
        for place, block in enumerate(report.blocks):
            frame = self.frames.get(block.uid)
            if frame is None:
                frame = self._make(block.uid, place)
            if self._blocks.indexOf(frame) != place:
                self._blocks.insertWidget(place, frame)
            frame.show_block(block)
        self._empty.setVisible(not report.blocks)
        before = "" if report.blocks else self.document.can_carry(report.node)
        self._carry.setVisible(bool(before))
        self._carry.setToolTip(f"{before}の文章・表・図を写して書き始めます。Ctrl+Zで戻せます。" if before else "")

    def _make(self, uid: str, place: int) -> BlockFrame:
        assert self.report is not None
        frame = BlockFrame(
            self.document,
            self.report.blocks[place],
            wide=self.wide,
            fill_menu=self._fill_menu,
            fill_add=self._fill_add,
        )
        for name in ("status_message", "selection_summary", "metric_chosen"):
            getattr(frame.body, name).connect(getattr(self, name))
        frame.body.spot_moved.connect(lambda: self._show_spot(frame))
        frame.body.pictures_asked.connect(lambda how: self._ask_pictures(frame, how))
        self.intake.watch(frame)
        self._drag.watch(frame, frame.grip)
        self.frames[uid] = frame
        return frame

    def _drop(self, uids: list[str]) -> None:
        for uid in uids:
            frame = self.frames.pop(uid)
            frame.body.abandon()
            self._blocks.removeWidget(frame)
            frame.hide()
            frame.deleteLater()

    def leave(self) -> None:
        """Take what is being typed in a block, before another item is shown."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def set_wide(self, wide: bool) -> None:
        """Take the widths of a large screen; tables are built anew."""
        if wide != self.wide:
            self.wide = wide
            self.leave()
            report, self.report = self.report, None
            if report is not None:
                self.show_report(report)

    def first_metric(self) -> str | None:
        """Return the metric whose trend is shown before a cell is chosen."""
        blocks = self.report.blocks if self.report else ()
        found = (self.frames[block.uid].body.first_metric() for block in blocks if block.uid in self.frames)
        return next((metric for metric in found if metric), None)

    # what can be done with blocks

    def _fill_menu(self, menu: QMenu, uid: str) -> None:
        order = list(self._order())
        place = order.index(uid)
        up = menu.addAction(icon("up"), "上へ", lambda: self.move_block(uid, place - 1))
        up.setEnabled(place > 0)
        down = menu.addAction(icon("down"), "下へ", lambda: self.move_block(uid, place + 1))
        down.setEnabled(place + 1 < len(order))
        fill_settings(menu, self.frames[uid], self.window())
        menu.addSeparator()
        menu.addAction(icon("delete"), "削除", lambda: self._do(lambda: self.document.delete("block", uid)))

    def _fill_add(self, menu: QMenu, after: str) -> None:
        for kind, label, heading in ADDABLE:
            menu.addAction(label, partial(self.add_block, kind, heading, after))
        menu.addAction("表", lambda: self.add_table(after))
        own = partial(self._add, lambda node: self.document.add_column_table(node, "新しい表", after))
        menu.addAction("列を自分で決める表", own)
        tables = [block.table for block in self.report.blocks if block.table] if self.report else []
        charts = menu.addMenu("グラフ")
        for table in tables:
            if table.axis == "months":
                charts.addAction(table.title, partial(self.add_chart, table.uid, after))
        charts.setEnabled(bool(charts.actions()))

    def _order(self) -> tuple[str, ...]:
        return tuple(block.uid for block in self.report.blocks) if self.report else ()

    def _frames_in_order(self) -> list[BlockFrame]:
        return [self.frames[uid] for uid in self._order()]

    def _drop_block(self, frame: QWidget, place: int) -> None:
        uid = next(uid for uid, one in self.frames.items() if one is frame)
        self.move_block(uid, place)

    def move_block(self, uid: str, index: int) -> None:
        """Move a block to another place of the slide (0-based)."""
        self._do(lambda: self.document.move("block", uid, index))
        self.show_block(uid)

    def add_block(self, kind: str, heading: str, after: str | None) -> None:
        """Add a text, list or roadmap and open its heading."""
        self._add(lambda node: self.document.add_block(node, kind, heading, after))

    def add_table(self, after: str | None) -> None:
        """Add a table of the fiscal year's months."""
        year = self.document.scene.fiscal_year
        if year is None:
            self.status_message.emit("会議の年度が決まっていないため、表の月が分かりません。")
            return
        months = months_of(year)
        self._add(lambda node: self.document.add_table(node, "新しい表", "months", months[0], months[-1], after))

    def add_chart(self, table: str, after: str | None) -> None:
        """Add a chart of a table's first rows."""
        self._add(lambda node: self.document.add_chart(node, "月別の推移", table, after))

    def _add(self, verb: object) -> None:
        before = set(self._order())
        if self.report is not None:
            node = self.report.node
            self._do(lambda: verb(node))  # type: ignore[operator]
            self.show_report(self.document.item_report(node))
        for uid in self._order():
            if uid not in before:
                self.show_block(uid)
                self._begin(self.frames[uid])

    def _begin(self, frame: BlockFrame) -> None:
        """Put the focus where a new block is begun: its heading, or the place that waits for a picture."""
        if frame.view and frame.view.kind == "image":
            frame.body.start()
        else:
            frame.heading.setFocus()
            frame.heading.selectAll()

    # pictures

    def stop(self) -> None:
        """Forget pictures on their way; the file is about to be closed."""
        self.intake.stop()

    def _ask_pictures(self, frame: BlockFrame, how: str) -> None:
        """Put a picture that a person chooses or has copied into a block, in place of the one there."""
        if how == "choose":
            held = frame.view.image if frame.view else None
            sources = self.intake.choose(many=not (held and held.uid))
        else:
            sources = pictures_in(QApplication.clipboard().mimeData())
            if not sources:
                self._strip.say(NO_PICTURE)
        if sources and self.report is not None:
            node, uid = self.report.node, frame.uid
            self.intake.prepare(sources, lambda intake: self._put(intake, node, uid, None))

    def _on_offered(self, sources: "list[PictureSource]", widget: QWidget, point: QPoint) -> None:
        """Put pictures into the empty image block they were pasted into or dropped on, else behind that block."""
        if self.report is None or not sources:
            return
        frame = self._frame_at(widget, point)
        view = frame.view if frame else None
        empty = view is not None and view.image is not None and view.image.uid is None
        node, uid = self.report.node, frame.uid if frame else None
        block, after = (uid, None) if empty else (None, uid)
        self.intake.prepare(sources, lambda intake: self._put(intake, node, block, after))

    def _frame_at(self, widget: QWidget, point: QPoint) -> BlockFrame | None:
        """Return the block that a widget belongs to, else the one that ends last above a point in it."""
        found: QWidget | None = widget
        while found is not None and found is not self:
            if isinstance(found, BlockFrame):
                return found
            found = found.parentWidget()
        y = self._inside.mapFrom(self, widget.mapTo(self, point)).y()
        above = [frame for uid in self._order() if (frame := self.frames[uid]).y() <= y]
        return above[-1] if above and not point.isNull() else None

    def _put(self, intake: "Intake", node: str, block: str | None, after: str | None) -> None:
        """Put prepared pictures on a slide and say which could not be taken."""
        self._strip.say("\n".join(intake.refusals))
        if not intake.pictures or self.document.index.one(Node, node) is None:
            return
        held = block if block and self.document.field("block", block, "kind") == "image" else None
        put: list[str] = []
        self._do(lambda: put.extend(self.document.put_images(node, intake.pictures, block=held, after=after)))
        if put and self.report is not None and self.report.node == node:
            self.show_report(self.document.item_report(node))
            self.show_block(put[0])
            self.frames[put[0]].body.start()

    def _rename(self, text: str) -> None:
        if self.report is not None:
            node = self.report.node
            self._do(lambda: self.document.set_field("node", node, "title", text))
            self.title.show_text(self.document.field("node", node, "title"), "題")

    def _do(self, verb: object) -> None:
        try:
            verb()  # type: ignore[operator]
        except BoardError as error:
            self.status_message.emit(error.message)

    # leading to a place

    def show_block(self, uid: str) -> None:
        """Scroll to a block and to the place in it where the person is, and again until the new layout stands."""
        frame = self.frames.get(uid)
        if frame is not None:
            self._led_to = frame
            self._settled.start()
            QTimer.singleShot(0, self, self._lead)

    def _lead(self) -> None:
        frame = self._led_to
        if frame is not None and self.frames.get(frame.uid) is frame:
            self.area.ensureWidgetVisible(frame, 0, 24)
            self._show_spot(frame)

    def _lead_on(self) -> None:
        if self._led_to is not None:
            self._settled.start()
            QTimer.singleShot(0, self, self._lead)

    def _stop_leading(self) -> None:
        self._lead()
        self._led_to = None

    def _show_spot(self, frame: BlockFrame) -> None:
        """Scroll no further than the current cell of a block needs."""
        spot = frame.body.spot()
        if spot is not None:
            place = frame.body.mapTo(self._inside, QPoint(0, spot.center().y()))
            self.area.ensureVisible(0, place.y(), 0, spot.height() // 2 + 4)

    def reveal(self, key: Key) -> bool:
        """Lead to a block, row or figure and flash it; False where the item does not show it."""
        blocks = self.report.blocks if self.report else ()
        if self.report is not None and key[0] == self.report.node:
            self.title.flash()
            return True
        titled = next((block.uid for block in blocks if block.table and block.table.uid == key[0]), key[0])
        if titled in self.frames:
            self.show_block(titled)
            self.frames[titled].flash()
            return True
        for uid in self._order():
            if self.frames[uid].body.reveal(key):
                self.show_block(uid)
                return True
        return False

    def select_run(self, key: Key, start: int, end: int) -> None:
        """Select a run of characters in the words of a block."""
        frame = self.frames.get(key[0])
        if frame is not None:
            frame.body.select_run(start, end)
