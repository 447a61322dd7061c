"""What a painted picture shows, read from its pixels."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.layout.builder import PageBuilder
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, CellValue, ChartSpec, Page, Rect
from app.paint.painter import paint_page
from app.paint.picture import page_image
from app.palette import hex_of

WHITE = "#ffffff"


def page_of(*boxes: tuple[Rect, CellValue, str]) -> Page:
    """Return a page with cells in these boxes."""
    builder = PageBuilder("試し", "試し")
    for rect, value, style in boxes:
        builder.add(rect, value, style)
    return builder.build()


def chart_page(chart: ChartSpec) -> Page:
    """Return a page with nothing but a chart."""
    builder = PageBuilder("試し", "試し")
    builder.add_chart(chart)
    return builder.build()


def painted(page: Page) -> QImage:
    """Return a page at 100 %."""
    return page_image(page, PAGE_WIDTH)


def painted_with_margin(page: Page, margin: int) -> QImage:
    """Return a page at 100 % with px of white around it."""
    image = QImage(PAGE_WIDTH + 2 * margin, PAGE_HEIGHT + 2 * margin, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.translate(margin, margin)
    paint_page(painter, page)
    painter.end()
    return image


def colour_at(image: QImage, x: int, y: int) -> str:
    """Return the colour of a pixel as '#rrggbb'."""
    return image.pixelColor(x, y).name()


def is_palette(image: QImage, x: int, y: int, name: str) -> bool:
    """Say whether a pixel has exactly a palette colour."""
    return colour_at(image, x, y) == hex_of(name)


def inked(image: QImage, rect: Rect, ground: str = WHITE) -> Rect | None:
    """Return the smallest rectangle around all pixels of a rectangle that are not of its ground, None without any."""
    ground_rgb = QColor(ground).rgb()
    spots = [
        (x, y) for y in range(rect.y, rect.bottom) for x in range(rect.x, rect.right) if image.pixel(x, y) != ground_rgb
    ]
    return _around(spots)


def coloured(image: QImage, rect: Rect, name: str) -> Rect | None:
    """Return the smallest rectangle around all pixels of a palette colour in a rectangle, None without any."""
    wanted = QColor(hex_of(name)).rgb()
    spots = [
        (x, y) for y in range(rect.y, rect.bottom) for x in range(rect.x, rect.right) if image.pixel(x, y) == wanted
    ]
    return _around(spots)


def count_of(image: QImage, rect: Rect, name: str) -> int:
    """Return how many pixels of a rectangle have a palette colour."""
    wanted = QColor(hex_of(name)).rgb()
    return sum(image.pixel(x, y) == wanted for y in range(rect.y, rect.bottom) for x in range(rect.x, rect.right))


def bands(image: QImage, rect: Rect) -> int:
    """Return how many bands of ink, parted by white rows, lie one below the other in a rectangle: lines of text."""
    rows = [inked(image, Rect(rect.x, y, rect.width, 1)) is not None for y in range(rect.y, rect.bottom)]
    return sum(row and not before for before, row in zip([False, *rows], rows, strict=False))


def _around(spots: list[tuple[int, int]]) -> Rect | None:
    if not spots:
        return None
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return Rect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
