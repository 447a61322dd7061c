"""Which slides go into the paper and in which order: the list with its buttons."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BoardError
from app.domain.outline import SECTIONED, SlideEntry
from app.services.document import Document
from app.services.tasks import Paper
from app.ui import ink
from app.ui.dialogs.message import show_error
from app.ui.dialogs.slide_model import ENTRY_ROLE, PAGES_ROLE, Index, SlideModel
from app.ui.dialogs.tool_button import tool_button
from app.ui.icons import icon
from app.ui.theme import colour

ROW = 30
INDENT = 18  # of what stands under a section
BOX = 14  # a check box, as the others in the window
_CHECK = Qt.ItemDataRole.CheckStateRole


class SlideDelegate(QStyledItemDelegate):
    """Draws a slide in one line: its check box, its title, its pages; what is left out is dimmed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's size."""
        return QSize(160, ROW)

    def box_rect(self, row: QRect, entry: SlideEntry) -> QRect:
        """Return where a slide's check box stands."""
        left = row.left() + 10 + (INDENT if entry.kind in SECTIONED else 0)
        return QRect(left, row.center().y() - BOX // 2, BOX, BOX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a slide."""
        entry: SlideEntry = index.data(ENTRY_ROLE)
        rect, palette = option.rect, option.palette
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, colour("selected") if chosen else palette.color(QPalette.ColorRole.Base))
        painter.setPen(ink.rule(palette))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), ink.accent(palette))
        box = self.box_rect(rect, entry)
        self._paint_box(painter, box, entry, bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable))
        seen = entry.printed and not entry.blank
        pages = index.data(PAGES_ROLE) or ("内容なし" if entry.blank else "")
        painter.setFont(ink.figure_font(ink.scaled(option.font, 0.92)))
        painter.setPen(ink.quiet(palette))
        room = rect.adjusted(box.right() + 8 - rect.left(), 0, -8, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, pages)
        room.setRight(room.right() - QFontMetrics(painter.font()).horizontalAdvance(pages) - 8)
        painter.setFont(ink.scaled(option.font, 1, bold=entry.kind == "section"))
        painter.setPen(palette.color(QPalette.ColorRole.Text) if seen else ink.quiet(palette))
        shown = QFontMetrics(painter.font()).elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRect, entry: SlideEntry, enabled: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, fill = colour("edge"), colour("surface")
        if entry.printed:
            edge = fill = colour("accent" if enabled else "disabled")
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box.toRectF().translated(QPointF(0.5, 0.5)), 3, 3)
        if entry.printed:
            icon("tick", "accent_ink").paint(painter, box.adjusted(1, 1, 1, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        """Take a click on the check box, or the space bar."""
        if isinstance(event, QMouseEvent):
            near = self.box_rect(option.rect, index.data(ENTRY_ROLE)).adjusted(-6, -6, 6, 6)
            asked = event.type() == QEvent.Type.MouseButtonRelease and near.contains(event.position().toPoint())
        else:
            asked = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        if not asked:
            return False
        checked = index.data(_CHECK) == Qt.CheckState.Checked
        value = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return bool(index.model().setData(index, value, _CHECK))


class SlideListView(QTreeView):
    """The list itself. Signal: `step_wanted(int)` when the chosen slide shall go up (-1) or down (1).

    A list view would measure all its rows anew for every page number that comes in; a tree view does not.
    """

    step_wanted = Signal(int)

    def __init__(self, model: SlideModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(SlideDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("資料に載せる頁と順番")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the chosen slide with Alt and an arrow."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.step_wanted.emit(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class SlideList(QWidget):
    """The slides of the paper; every change goes into the file at once and can be undone.

    Signals: `slide_chosen(str)` with the key of the slide that a person wants to see.
    """

    slide_chosen = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._following = False
        self.model = SlideModel(not document.read_only, self)
        self.view = SlideListView(self.model)
        self.up = tool_button("up", "上へ（Alt+↑）")
        self.down = tool_button("down", "下へ（Alt+↓）")
        self.reset = QToolButton()
        self.reset.setText("既定に戻す")
        self.reset.setToolTip("載せる頁と順番を、計画のとおりに戻します")
        self._build_ui()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the slides as the file has them now."""
        self._quietly(lambda: self.model.show_outline(self.document.outline()))
        self._show_buttons()

    def show_paper(self, paper: Paper) -> None:
        """Show on which pages the slides stand."""
        pages = {slide.entry.key: slide.pages for slide in paper.slides}
        self.model.show_pages(
            {key: "–".join(dict.fromkeys((own[0].number, own[-1].number))) for key, own in pages.items() if own}
        )

    def choose(self, key: str) -> None:
        """Mark the slide that is looked at, without asking for it again."""
        row = self.model.row_of(key)
        if row >= 0 and row != self.view.currentIndex().row():
            self._quietly(lambda: self.view.setCurrentIndex(self.model.index(row)))

    def current(self) -> str | None:
        """Return the key of the chosen slide, None for none."""
        index = self.view.currentIndex()
        return self.model.entries[index.row()].key if index.isValid() else None

    def move_chosen(self, steps: int) -> None:
        """Move the chosen slide up (-1) or down (1)."""
        row = self.view.currentIndex().row()
        if row >= 0 and 0 <= row + steps < self.model.rowCount():
            self._move(self.model.entries[row].key, row + steps)

    # what a person does

    def _print(self, key: str, on: bool) -> None:
        self._do(lambda: self.document.set_slide_printed(key, on))

    def _move(self, key: str, place: int) -> None:
        self._do(lambda: self.document.move_slide(key, place))

    def _do(self, verb: Callable[[], None]) -> None:
        try:
            verb()
        except BoardError as error:
            show_error(self, error)

    def _quietly(self, does: Callable[[], None]) -> None:
        self._following = True
        does()
        self._following = False

    def _on_current(self) -> None:
        self._show_buttons()
        key = self.current()
        if key is not None and not self._following:
            self.slide_chosen.emit(key)

    def _show_buttons(self) -> None:
        row, rows = self.view.currentIndex().row(), self.model.rowCount()
        editable = not self.document.read_only
        self.up.setEnabled(editable and row > 0)
        self.down.setEnabled(editable and 0 <= row < rows - 1)
        self.reset.setEnabled(editable)

    def _build_ui(self) -> None:
        caption = QLabel("載せる頁(&L)")
        caption.setBuddy(self.view)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(2)
        line.addWidget(caption, 1)
        for button in (self.up, self.down, self.reset):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.model.choice_wanted.connect(self._print)
        # Queued: a dropped slide moves when the view has let go of it.
        self.model.move_wanted.connect(self._move, Qt.ConnectionType.QueuedConnection)
        self.view.step_wanted.connect(self.move_chosen)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.up.clicked.connect(lambda: self.move_chosen(-1))
        self.down.clicked.connect(lambda: self.move_chosen(1))
        self.reset.clicked.connect(lambda: self._do(self.document.reset_slides))
