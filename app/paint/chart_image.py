"""A chart as an image of its own, for other programs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from app.layout.page import ChartSpec
from app.paint.canvas import Canvas
from app.paint.chart import paint_chart
from app.palette import COLOURS


def chart_image(chart: ChartSpec, scale: float = 2.0) -> QImage:
    """Return a chart on white ground, `scale` times its px: 2 is sharp on slides and in print."""
    image = QImage(round(chart.rect.width * scale), round(chart.rect.height * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    try:
        painter.scale(scale, scale)
        paint_chart(Canvas(painter, COLOURS), chart)
    finally:
        painter.end()
    return image
