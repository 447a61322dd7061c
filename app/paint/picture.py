"""A page as an image, for previews and for copying."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from app.layout.page import PAGE_HEIGHT, Page
from app.paint.painter import page_size, paint_page
from app.palette import COLOURS


def page_image(page: Page, width_px: int, colours: Mapping[str, str] = COLOURS) -> QImage:
    """Return a page in its deck's colours on white ground, width_px wide and at the height of a whole slide."""
    width, _ = page_size(page)
    scale = width_px / width
    image = QImage(width_px, round(PAGE_HEIGHT * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    try:
        painter.scale(scale, scale)
        paint_page(painter, page, colours)
    finally:
        painter.end()
    return image
