"""The head of every table: the chosen meeting's column in navy, a group's name over the run of its columns."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QMouseEvent, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui import ink
from app.ui.grid_arrange import Arrangement
from app.ui.grid_model import COLUMN_ROLE, Column, GridModel
from app.ui.theme import colour

HEIGHT = 40
MARK = 8  # px


class GridHeader(QHeaderView):
    """A horizontal head of HEIGHT logical pixels.

    A mark at a head's lower right opens its menu, as the right button does; it tells a sorted and a filtered column.
    Signal: `menu_wanted(int)` with the column.
    """

    menu_wanted = Signal(int)

    def __init__(self, parent: QWidget, height: int = HEIGHT) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._height = height
        self._under_mouse = -1
        self.setMouseTracking(True)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(24)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def sizeHint(self) -> QSize:
        """Return the usual width and the head's own height."""
        return QSize(super().sizeHint().width(), self._height)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one head."""
        column = self._column(section)
        if column is None or not rect.isValid():
            return
        palette = self.palette()
        ground, text = self._colours(palette, column)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, ground)
        painter.setPen(QPen(colour("line") if not column.current else ground, 1))
        painter.drawLine(QPoint(rect.right(), self._line_top(rect, section, column)), rect.bottomRight())
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(text)
        below = rect
        if column.group:
            below = rect.adjusted(0, self._height // 2 - 2, 0, 0)
            self._paint_group(painter, rect, section, column.group)
        self._paint_head(painter, below, column)
        self._paint_mark(painter, rect, section, column)
        painter.restore()

    def _paint_mark(self, painter: QPainter, rect: QRect, section: int, column: Column) -> None:
        """Draw how the column is arranged, an open triangle where the mouse is."""
        chosen = self._arrangement()
        if chosen is None:
            return
        sorted_, filtered = chosen.column == column.key, column.key in chosen.filters
        if not sorted_ and not filtered and section != self._under_mouse:
            return
        foot = self.mark_rect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours(self.palette(), column)[1])
        painter.drawPolygon(_funnel(foot) if filtered else _triangle(foot, up=sorted_ and not chosen.descending))
        if sorted_ and filtered:
            painter.drawPolygon(_triangle(foot.translated(-MARK - 2, 0), up=not chosen.descending))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def mark_rect(self, rect: QRect) -> QRect:
        """Return where the mark of a head stands, clear of the edge by which the column is resized."""
        return QRect(rect.right() - MARK - 5, rect.bottom() - MARK - 2, MARK, MARK)

    def _rect_of(self, section: int) -> QRect:
        return QRect(self.sectionViewportPosition(section), 0, self.sectionSize(section), self.height())

    def _arrangement(self) -> Arrangement | None:
        model = self.model()
        return model.arrangement if isinstance(model, GridModel) and model.can_arrange else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu of a head by its mark."""
        place = event.position().toPoint()
        section = self.logicalIndexAt(place)
        on_mark = section >= 0 and self.mark_rect(self._rect_of(section)).adjusted(-4, -4, 2, 2).contains(place)
        if event.button() == Qt.MouseButton.LeftButton and on_mark and self._arrangement() is not None:
            self.menu_wanted.emit(section)
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of a head."""
        section = self.logicalIndexAt(event.pos())
        if section >= 0:
            self.menu_wanted.emit(section)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the mark of the head under the mouse."""
        self._hover(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show no mark that says nothing."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, section: int) -> None:
        if section != self._under_mouse:
            self._under_mouse = section
            self.viewport().update()

    def _line_top(self, rect: QRect, section: int, column: Column) -> int:
        """Return where the line at a head's right begins: under the name of a group that goes on."""
        after = self._column(section + 1) if section + 1 < self.count() else None
        goes_on = bool(column.group) and after is not None and after.group == column.group
        return rect.top() + (self._height // 2 if goes_on else 0)

    def _paint_head(self, painter: QPainter, rect: QRect, column: Column) -> None:
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        left = not column.figures and (column.grows or column.wraps)
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
        inside = rect.adjusted(6 if left else 2, 0, -2, 0)
        flags = int(side | Qt.AlignmentFlag.AlignVCenter)
        # A head that is too wide breaks before its bracket: 「R4／（2月末）」.
        shown = column.head
        if painter.fontMetrics().horizontalAdvance(shown) > inside.width():
            if "（" in shown and rect.height() >= 2 * painter.fontMetrics().height():
                shown = shown.replace("（", "\n（", 1)
            else:
                painter.setFont(ink.scaled(font, 0.86, bold=True))
        painter.drawText(inside, flags, shown)

    def _paint_group(self, painter: QPainter, rect: QRect, section: int, group: str) -> None:
        """Draw the part of the group's name that lies over this section."""
        columns = self._all()
        first = last = section
        while first and columns[first - 1].group == group:
            first -= 1
        while last + 1 < len(columns) and columns[last + 1].group == group:
            last += 1
        left = rect.left() - sum(self.sectionSize(place) for place in range(first, section))
        width = sum(self.sectionSize(place) for place in range(first, last + 1))
        whole = QRect(left, rect.top() + 1, width, self._height // 2)
        painter.setFont(ink.scaled(self.font(), 0.92))
        painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, group)

    def _colours(self, palette: QPalette, column: Column) -> tuple[QColor, QColor]:
        if column.current:
            return colour("accent"), colour("accent_ink")
        return colour("head"), palette.color(QPalette.ColorRole.Text)

    def _column(self, section: int) -> Column | None:
        found = self.model().headerData(section, Qt.Orientation.Horizontal, COLUMN_ROLE)
        return found if isinstance(found, Column) else None

    def _all(self) -> tuple[Column, ...]:
        found = (self._column(place) for place in range(self.count()))
        return tuple(column for column in found if column is not None)


def _triangle(rect: QRect, *, up: bool) -> QPolygonF:
    """Return a triangle that points up (smallest first) or down."""
    base, tip = (rect.bottom(), rect.top() + 2) if up else (rect.top() + 2, rect.bottom())
    return QPolygonF(
        [QPointF(rect.left(), base), QPointF(rect.right() + 1, base), QPointF(rect.center().x() + 0.5, tip)]
    )


def _funnel(rect: QRect) -> QPolygonF:
    left, right, middle = rect.left(), rect.right() + 1, rect.center().x() + 0.5
    neck = rect.top() + 4
    outline = ((left, rect.top()), (right, rect.top()), (middle + 1.2, neck), (middle + 1.2, rect.bottom() + 1))
    return QPolygonF([QPointF(x, y) for x, y in (*outline, (middle - 1.2, rect.bottom() - 1), (middle - 1.2, neck))])
