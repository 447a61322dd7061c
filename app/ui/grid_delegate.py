"""Draws the cells of every table and holds their editors open until what was typed can be taken."""

from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.errors import BoardError
from app.domain.figures import AmbiguousBlank
from app.ui import ink
from app.ui.cell_editor import CellEditor
from app.ui.grid_model import CELL_ROLE, CellView, GridModel, Index

if TYPE_CHECKING:
    from app.domain.judged import VerdictWords
    from app.ui.chip_cell import ChipCell

CHOSEN = 0.14  # of the accent in the ground of chosen cells
PADDING = 6
TIGHT = 1.2  # a status so much too wide is made smaller; a wider one takes two lines
CORNER = 8  # px
FULL_MARK = "▲"
LEADING = 3  # between the two lines of a cell
MEANT = {"0": "0", "該当なし": "該当なし", "未集計": "未集計"}
# The person looks something up in another window, or opens the editor's own menu, and comes back.
_STAYING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_STEPS = {Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0)}
_SIDE_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class GridDelegate(QStyledItemDelegate):
    """Draws CellViews and runs their editors.

    Signals: `refused(editor, error)` where a text cannot be taken (the editor stays), `moved(rows, columns)` after a
    text was taken with a key that leads on, `stepped(rows, columns)` after an arrow, `filling()` where it is meant for
    every selected cell, `today_wanted()` on Ctrl+;, `opened(index)` when an editor is made,
    `typed(editor, row, column)` while a person types.
    """

    refused = Signal(object, object)
    settled = Signal()
    moved = Signal(int, int)
    stepped = Signal(int, int)
    filling = Signal()
    today_wanted = Signal()
    opened = Signal(object)
    typed = Signal(object, int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.editor: CellEditor | ChipCell | None = None
        self.flashing: tuple[QPersistentModelIndex, float] | None = None
        self.entering = False  # typed over a cell, so that ← and → lead on; F2 and the mouse make them the line's own
        self.meant: str | None = None  # what a dash means in this table, once the person has said it
        self._place = QPersistentModelIndex()

    # editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the editor of a cell."""
        view: CellView = index.data(CELL_ROLE)
        editor = _words_editor(parent, view, index) if view.node else self._line(parent, view, option)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        editor.textEdited.connect(lambda: self.typed.emit(editor, self._place.row(), self._place.column()))
        self.editor, self._place = editor, QPersistentModelIndex(index)
        self.opened.emit(index)
        return editor

    def _line(self, parent: QWidget, view: CellView, option: QStyleOptionViewItem) -> CellEditor:
        editor = CellEditor(parent)
        editor.setFrame(False)
        if view.figure is not None:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            editor.setFont(ink.figure_font(option.font))
        editor.setTextMargins(PADDING - 3, 0, PADDING - 3, 0)
        editor.textChanged.connect(lambda: self._widen(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the editor when it opens; a refresh meanwhile leaves what was typed."""
        opened = self.open_editor()
        if opened is editor and not opened.isModified():
            opened.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Take the text when Qt itself asks for it (the current cell moved while the editor was open)."""
        self.take()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the editor inside the cell's frame."""
        place = option.rect.adjusted(1, 1, -1, -1)
        if isinstance(editor, CellEditor):
            editor.setGeometry(place)
            self._widen(editor)
        elif hasattr(editor, "stand_over"):
            editor.stand_over(place)

    def _widen(self, editor: CellEditor) -> None:
        """Let a figure longer than its column be read whole while it is typed, as in a spreadsheet."""
        if not editor.alignment() & Qt.AlignmentFlag.AlignRight:
            return
        place = editor.geometry()
        # The line keeps a few px beside its cursor.
        needed = editor.fontMetrics().horizontalAdvance(editor.text()) + 2 * PADDING + 10
        if needed > place.width() and needed < place.right():
            editor.setGeometry(place.adjusted(place.width() - needed, 0, 0, 0))

    def take(self) -> bool:
        """Take the open editor's text; False where it could not be taken and the editor stays with the reason."""
        editor = self.open_editor()
        if editor is None or not self._place.isValid():
            return True
        typed, model = editor.text(), self._place.model()
        if not isinstance(model, GridModel) or typed == self._place.data(Qt.ItemDataRole.EditRole):
            self._settle(editor)
            return True
        try:
            self._enter(model, typed)
        except BoardError as error:
            self.refused.emit(editor, error)
            return False
        self._settle(editor)
        return True

    def _enter(self, model: GridModel, typed: str) -> None:
        row, column = self._place.row(), self._place.column()
        try:
            model.enter(row, column, typed)
        except AmbiguousBlank:
            if self.meant is None:
                raise
            model.enter(row, column, self.meant)

    def _settle(self, editor: "CellEditor | ChipCell") -> None:
        self.settled.emit()
        if shiboken6.isValid(editor):
            editor.setModified(False)

    def open_editor(self) -> "CellEditor | ChipCell | None":
        """Return the editor that is open, None for none."""
        return self.editor if self.editor is not None and shiboken6.isValid(self.editor) else None

    def close(self) -> None:
        """Close the open editor; what it holds has been taken or is given up."""
        editor, self.editor = self.open_editor(), None
        if editor is not None:
            if not isinstance(editor, CellEditor):
                editor.take_back(editor.text())  # nothing in it is to be kept any more
            self.settled.emit()
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Lead Enter, Tab and the arrows on when the text could be taken; Escape gives it up."""
        if editor is not self.open_editor():
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.MouseButtonPress:
            self.entering = False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYING and self.take():
            self.close()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        editor = self.open_editor()
        if editor is not None and editor.composing:
            return False  # Enter confirms a conversion, Escape gives it up; the cell stays open
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTERS and held == Qt.KeyboardModifier.ControlModifier:
            self.filling.emit()
            return True
        if key == Qt.Key.Key_Semicolon and held == Qt.KeyboardModifier.ControlModifier:
            self.today_wanted.emit()
            return True
        if key == Qt.Key.Key_F2:
            self.entering = not self.entering
        step = None if held else _STEPS.get(key) or (_SIDE_STEPS.get(key) if self.entering else None)
        move = step or _MOVES.get(key)
        if move is None or held & Qt.KeyboardModifier.AltModifier:
            return False
        back = held & Qt.KeyboardModifier.ShiftModifier and key in _ENTERS
        if self.take():
            self.close()
            (self.stepped if step else self.moved).emit(-move[0] if back else move[0], move[1])
        return True

    # drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell: ground, hatch, text, and the frame of the current one."""
        view: CellView = index.data(CELL_ROLE)
        palette = option.palette
        painter.save()
        painter.setClipRect(option.rect)
        self._paint_ground(painter, option, view, index)
        if view.mark:
            self._paint_status(painter, option, view)
        elif view.text:
            self._paint_text(painter, option, view)
        model = index.model()
        if isinstance(model, GridModel):
            row = model.row_at(index.row())
            waiting = model.waiting(row, index.column(), view)
            if waiting:
                _paint_corner(painter, option, waiting[0].words)
            if model.unsaved(row, index.column(), view):
                _paint_unsaved(painter, option)
        chosen = option.state & QStyle.StateFlag.State_HasFocus
        if chosen and view.role != "ghost":
            painter.setPen(QPen(ink.accent(palette), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, view: CellView, index: Index) -> None:
        palette = option.palette
        ground = _ground(palette, view)
        if option.state & QStyle.StateFlag.State_Selected:
            ground = ink.mixed(ground, ink.accent(palette), CHOSEN)
        if self.flashing is not None and self.flashing[0] == index:
            ground = ink.mixed(ground, ink.tint(palette, "warning_tint").darker(115), self.flashing[1])
        painter.fillRect(option.rect, ground)
        if view.figure is not None and view.figure.missing == "unknown":
            painter.fillRect(option.rect, QBrush(ink.tint(palette, "hatch"), Qt.BrushStyle.BDiagPattern))

    def _paint_status(self, painter: QPainter, option: QStyleOptionViewItem, view: CellView) -> None:
        rect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        painter.setFont(option.font)
        painter.setPen(ink.meaning(option.palette, view.colour))
        width = QFontMetrics(option.font).horizontalAdvance(view.mark)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, view.mark)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        rest = rect.adjusted(width + 4, 0, 0, 0)
        if QFontMetrics(option.font).horizontalAdvance(view.text) <= rest.width() * TIGHT:
            _narrow(painter, view.text, rest.width())
        _draw_lines(painter, rest, view.text, Qt.AlignmentFlag.AlignLeft)

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, view: CellView) -> None:
        rect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        font = ink.figure_font(option.font) if view.figure is not None else option.font
        figure = view.figure
        if figure is not None and figure.state == "derived":
            font.setItalic(True)
        if view.role in ("band", "total"):
            font.setBold(True)
        painter.setFont(font)
        painter.setPen(_pen(option.palette, view, bool(option.state & QStyle.StateFlag.State_Selected)))
        sides = Qt.AlignmentFlag.AlignLeft
        if view.centred or (figure is not None and figure.state == "text"):
            sides = Qt.AlignmentFlag.AlignHCenter
        number = figure is not None and figure.state != "text"
        if number or view.centred:
            _narrow(painter, view.text, rect.width())
            side = Qt.AlignmentFlag.AlignRight if number else sides
            painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, view.text)
        else:
            _draw_lines(painter, rect, view.text, sides)
        if figure is not None and figure.mark:
            self._paint_mark(painter, option, view)

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, view: CellView) -> None:
        """Draw ※ before the figure, a size smaller."""
        assert view.figure is not None
        taken = QFontMetrics(painter.font()).horizontalAdvance(view.text)
        painter.setFont(ink.scaled(option.font, 0.78))
        painter.setPen(ink.quiet(option.palette))
        rect = option.rect.adjusted(1, 0, -PADDING - taken - 1, -1)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, view.figure.mark)


def _words_editor(parent: QWidget, view: CellView, index: Index) -> "ChipCell":
    """Return the editor of words in which figures may stand."""
    from app.ui.chip_cell import ChipCell

    model = index.model()
    assert isinstance(model, GridModel)
    editor, (table, name) = ChipCell(model.document, view.node, parent), model.words_at
    editor.keep = partial(model.document.keep_draft, table, model.row_at(index.row()).uid, name)
    return editor


def _paint_corner(painter: QPainter, option: QStyleOptionViewItem, words: "VerdictWords") -> None:
    """Mark a cell that 検算 found fault with at its upper left: a full corner where it differs, else an open one."""
    left, top = option.rect.left(), option.rect.top()
    corner = QPolygonF([QPointF(left, top), QPointF(left + CORNER, top), QPointF(left, top + CORNER)])
    ink_colour = ink.meaning(option.palette, words.colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink_colour, 1.5))
    painter.setBrush(ink_colour if words.mark == FULL_MARK else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(corner)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_unsaved(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Draw a dashed frame round a cell whose input is not in the file yet."""
    painter.setPen(QPen(ink.meaning(option.palette, "error"), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(option.rect.adjusted(2, 2, -3, -3))


def _ground(palette: QPalette, view: CellView) -> Any:
    base = palette.color(QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorRole.Text)
    if view.role == "band":
        return ink.mixed(base, text, 0.075)
    if view.figure is not None and view.figure.state == "printed":
        return ink.mixed(base, ink.tint(palette, "warning_tint"), 0.6)
    if view.role == "total":
        return ink.mixed(base, text, 0.045)
    return base


def _pen(palette: QPalette, view: CellView, chosen: bool) -> Any:
    """Return the colour of a cell's words; grey ones could not be read on the ground of chosen cells."""
    figure = view.figure
    if view.role == "ghost":
        return ink.meaning(palette, "hint")
    if not chosen and figure is not None and (figure.state in ("derived", "missing", "printed") or figure.missing):
        return ink.quiet(palette)
    return ink.meaning(palette, view.colour)


def _narrow(painter: QPainter, text: str, width: int) -> None:
    """Make a figure that is too wide for its column smaller rather than cut it: a cut figure is a wrong one."""
    needed = QFontMetrics(painter.font()).horizontalAdvance(text)
    if needed > width > 0:
        painter.setFont(ink.scaled(painter.font(), 0.96 * width / needed, bold=painter.font().bold()))


def _draw_lines(painter: QPainter, rect: QRect, text: str, sides: Qt.AlignmentFlag) -> None:
    """Draw a text in one line, in two where it needs and has them, elided where two do not do."""
    metrics = QFontMetrics(painter.font())
    if metrics.horizontalAdvance(text) <= rect.width() or rect.height() < 2 * metrics.height():
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, sides | Qt.AlignmentFlag.AlignVCenter, shown)
        return
    first, rest = _split(text, painter, rect.width())
    second = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, rect.width())
    step = metrics.height() + LEADING
    top = rect.center().y() - step + 1
    for place, line in enumerate((first, second)):
        row = QRect(rect.left(), top + place * step, rect.width(), step)
        painter.drawText(row, sides | Qt.AlignmentFlag.AlignVCenter, line)


def _split(text: str, painter: QPainter, width: int) -> tuple[str, str]:
    layout = QTextLayout(text, painter.font())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    length = line.textLength()
    layout.endLayout()
    return text[:length].rstrip(), text[length:]
