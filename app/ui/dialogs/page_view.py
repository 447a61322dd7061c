"""The sheets of the paper as they will lie on the table, one at a time, sharp at the screen's own resolution."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Page
from app.paint.sheet import MM_PER_PX, SheetPlan, place_of
from app.palette import COLOURS
from app.ui.dialogs.page_images import PageImages
from app.ui.theme import colour

AIR = 14  # logical px around a sheet
NOTCH = 120  # one step of a mouse wheel
LINE = 48  # logical px of an arrow key
LEAST_SCALE = 0.2  # logical px for a mm: what a window that is being squeezed may ask for


class Zoom(Enum):
    """How large a sheet is shown."""

    WHOLE = "whole"
    WIDTH = "width"
    FULL = "full"


class PageView(QAbstractScrollArea):
    """Shows the sheet with the chosen page.

    Signals: `page_chosen(int)` when another page is looked at, `copy_wanted()` when a person asks for it as a picture.
    """

    page_chosen = Signal(int)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: tuple[Page, ...] = ()
        self.page = 0
        self.words = ""
        self.plan = SheetPlan()
        self.zoom = Zoom.WHOLE
        self.images = PageImages(self)
        self._shown: dict[int, QImage] = {}  # by place on the sheet: what stands in until the right one is painted
        self._turned = 0
        self.images.ready.connect(self.viewport().update)
        self._name()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.set_zoom(Zoom.WHOLE)

    # what is shown

    def show_pages(self, pages: tuple[Page, ...], colours: Mapping[str, str] = COLOURS) -> None:
        """Show other pages; the same place is looked at where there is still one."""
        self.images.set_colours(colours)
        self.pages = pages
        self.choose(self.page)

    def show_words(self, words: str) -> None:
        """Show words where there is no page, over the lower edge of one that is there; '' for none."""
        self.words = words
        self.viewport().update()

    def choose(self, page: int) -> None:
        """Look at a page (0-based; the nearest there is)."""
        page = max(0, min(page, len(self.pages) - 1))
        if page != self.page:
            self.page = page
            self.page_chosen.emit(page)
        self._name()
        self._follow()

    def set_plan(self, plan: SheetPlan) -> None:
        """Show the pages as they lie on another paper."""
        if plan != self.plan:
            self.plan = plan
            self._shown.clear()
            self._follow()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the sheet in another size."""
        self.zoom = zoom
        self._shown.clear()
        # Never as needed: the bar would take the room that decides whether it is needed.
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(off if zoom is Zoom.WHOLE else on)
        self.setHorizontalScrollBarPolicy(on if zoom is Zoom.FULL else off)
        self._follow()

    def turn(self, sheets: int) -> None:
        """Go on by so many sheets (back: negative); a sheet that is left downwards is entered at its top."""
        page = (self.page // self.plan.slides + sheets) * self.plan.slides
        if 0 <= page < len(self.pages):
            self.choose(page)
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if sheets > 0 else bar.maximum())

    def sheet_pages(self) -> range:
        """Return the indices of the pages on the sheet that is shown."""
        first = self.page - self.page % self.plan.slides
        return range(first, min(first + self.plan.slides, len(self.pages)))

    def _name(self) -> None:
        page = self.pages[self.page] if self.pages else None
        self.setAccessibleName(f"{page.number}頁 {page.title}" if page else "紙面の見本")
        self.setAccessibleDescription("印刷される頁の見本です。PageUp と PageDown で頁を送ります。")

    # geometry, in logical px

    def scale(self) -> float:
        """Return logical px for each mm of paper."""
        width, height = self.plan.size
        room = self.viewport().size() - QSize(2 * AIR, 2 * AIR)
        if self.zoom is Zoom.FULL:
            return 1 / MM_PER_PX
        across = room.width() / width
        return max(across if self.zoom is Zoom.WIDTH else min(across, room.height() / height), LEAST_SCALE)

    def sheet_rect(self) -> QRectF:
        """Return where the sheet stands in the viewport."""
        size = QSizeF(*self.plan.size) * self.scale()
        room = self.viewport().size()
        left = max((room.width() - size.width()) / 2, AIR) - self.horizontalScrollBar().value()
        top = max((room.height() - size.height()) / 2, AIR) - self.verticalScrollBar().value()
        return QRectF(QPointF(left, top), size)

    def slide_rect(self, index: int) -> QRectF:
        """Return where a page of the sheet stands in the viewport."""
        place, scale = place_of(self.plan, index), self.scale()
        corner = self.sheet_rect().topLeft() + QPointF(place.x, place.y) * scale
        return QRectF(corner, QSizeF(PAGE_WIDTH, PAGE_HEIGHT) * place.mm_per_px * scale)

    def _follow(self) -> None:
        """Fit the scroll bars to the sheet and paint anew."""
        size = QSizeF(*self.plan.size) * self.scale() + QSizeF(2 * AIR, 2 * AIR)
        room = self.viewport().size()
        for bar, long, seen in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(round(long) - seen, 0) if self.zoom is not Zoom.WHOLE else 0)
            bar.setPageStep(seen)
            bar.setSingleStep(LINE)
        self.viewport().update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet; pages that are not painted yet follow by themselves."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour("ground"))
        if self.pages:
            self._paint_sheet(painter)
        if self.words:
            self._paint_words(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_words(self, painter: QPainter) -> None:
        room = self.viewport().rect().adjusted(AIR, AIR, -AIR, -AIR)
        place = Qt.AlignmentFlag.AlignHCenter | (
            Qt.AlignmentFlag.AlignBottom if self.pages else Qt.AlignmentFlag.AlignVCenter
        )
        flags = int(place) | int(Qt.TextFlag.TextWordWrap)
        if self.pages:
            painter.setPen(colour("line"))
            painter.setBrush(colour("strip"))
            room.adjust(0, 0, 0, -AIR)
            painter.drawRoundedRect(painter.boundingRect(room, flags, self.words).adjusted(-12, -6, 12, 6), 4, 4)
        painter.setPen(colour("ink" if self.pages else "muted"))
        painter.drawText(room, flags, self.words)

    def _paint_sheet(self, painter: QPainter) -> None:
        rect = self.sheet_rect()
        painter.setPen(colour("line"))
        painter.fillRect(rect, Qt.GlobalColor.white)
        painter.drawRect(rect)
        wishes = []
        for index in self.sheet_pages():
            width = round(self.slide_rect(index).width() * self.devicePixelRatioF())
            wishes.append((self.pages[index], width))
            self._paint_slide(painter, index, width)
        near = (self.sheet_pages().stop, self.sheet_pages().start - 1)
        wishes += [(self.pages[index], wishes[0][1]) for index in near if 0 <= index < len(self.pages)]
        self.images.want(wishes)

    def _paint_slide(self, painter: QPainter, index: int, width: int) -> None:
        place, rect = index % self.plan.slides, self.slide_rect(index)
        image = self.images.image(self.pages[index], width)
        if image is not None:
            self._shown[place] = image
            rect = _on_pixels(painter, rect, image)
        elif place in self._shown:
            image = self._shown[place]
        if image is not None:
            painter.drawImage(rect, image)
        if self.plan.slides > 1 and index == self.page:  # which of the two is chosen, and copied
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(rect.adjusted(-3, -3, 3, 3))

    # what a person does

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sheet anew."""
        super().resizeEvent(event)
        self._follow()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew where the sheet has moved."""
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the page that is clicked on."""
        for index in self.sheet_pages():
            if self.slide_rect(index).contains(event.position()):
                self.choose(index)
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; at the end of a sheet turn to the next."""
        bar, delta = self.verticalScrollBar(), event.angleDelta().y()
        at_end = bar.value() == (bar.maximum() if delta < 0 else bar.minimum())
        if event.angleDelta().x() or (delta and not at_end):
            super().wheelEvent(event)
            return
        self._turned += delta
        while abs(self._turned) >= NOTCH:
            self.turn(-1 if self._turned > 0 else 1)
            self._turned -= NOTCH if self._turned > 0 else -NOTCH
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, scroll, copy."""
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif event.key() == Qt.Key.Key_Home:
            self.choose(0)
        elif event.key() == Qt.Key.Key_End:
            self.choose(len(self.pages) - 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not bar.maximum():
            self.turn(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


def _on_pixels(painter: QPainter, rect: QRectF, image: QImage) -> QRectF:
    """Return the rectangle in which an image lies pixel on pixel, next to the given one."""
    device = painter.deviceTransform()
    corner = device.map(rect.topLeft())
    back, _ = device.inverted()
    exact = QRectF(round(corner.x()), round(corner.y()), image.width(), image.height())
    return back.mapRect(exact)
