"""The head of every table: the chosen meeting's column in navy, a group's name over the run of its columns."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui import ink
from app.ui.grid_model import COLUMN_ROLE, Column
from app.ui.theme import colour

HEIGHT = 40


class GridHeader(QHeaderView):
    """A horizontal head of HEIGHT logical pixels."""

    def __init__(self, parent: QWidget, height: int = HEIGHT) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._height = height
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
        painter.restore()

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
