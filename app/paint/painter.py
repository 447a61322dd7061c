"""Paints a page: its cells, then the charts and pictures that stand on them."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.layout.page import Page, Picture
from app.paint.canvas import Canvas
from app.paint.cells import paint_cells, rectangle
from app.paint.chart import paint_chart
from app.palette import COLOURS


def page_size(page: Page) -> tuple[int, int]:
    """Return the width and height of a page in px."""
    return sum(page.columns), sum(page.rows)


def paint_page(painter: QPainter, page: Page, colours: Mapping[str, str] = COLOURS) -> None:
    """Paint a page in its px coordinates, origin at the upper left; the painter may be scaled and comes back as it was.

    `colours` are those of its deck. Texts are vectors. The ground is left as it is: paper is white already.
    """
    width, height = page_size(page)
    painter.save()
    canvas = Canvas(painter, colours)
    with canvas.clipped(QRectF(0, 0, width, height)):
        paint_cells(canvas, page)
        for chart in page.charts:
            paint_chart(canvas, chart)
        for picture in page.pictures:
            _paint_picture(canvas, picture)
    painter.restore()


def _paint_picture(canvas: Canvas, picture: Picture) -> None:
    image = QImage.fromData(picture.data)
    canvas.painter.drawImage(rectangle(picture.rect), image)
