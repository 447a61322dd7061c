"""A painter with the program's fonts and colours: grounds and lines that meet without seams, text on a baseline."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.layout.styles import FIGURE_FONT, TEXT_FONT, Font

ASCENT = 0.88  # em above the baseline; BIZ UD's, kept where another face stands in so that lines keep their places
_STAND_INS = ["Yu Gothic", "Meiryo", "Noto Sans CJK JP"]
_FAMILIES = {TEXT_FONT: [TEXT_FONT, "BIZ UDPGothic"], FIGURE_FONT: [FIGURE_FONT, "BIZ UDGothic"]}


class Canvas:
    """Paints in px of a page in colours by name; its fonts belong to the thread that made it."""

    def __init__(self, painter: QPainter, colours: Mapping[str, str]) -> None:
        self.painter = painter
        self._colours = colours
        self._fonts: dict[Font, QFont] = {}
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )

    def ground(self, rect: QRectF, colour: str) -> None:
        """Fill a rectangle from device pixel to device pixel, so that neighbours share an edge."""
        self._fill(self._snapped(rect, least=0), colour)

    def rule(self, rect: QRectF, colour: str) -> None:
        """Fill a thin rectangle as a line: at least one device pixel, of the same thickness wherever it lies."""
        self._fill(self._snapped(rect, least=1), colour)

    def width(self, text: str, font: Font) -> float:
        """Return the advance of a text in px."""
        return QFontMetricsF(self._font(font)).horizontalAdvance(text)

    def write(self, text: str, x: float, baseline: float, font: Font) -> None:
        """Write one line of text from x."""
        self.painter.setFont(self._font(font))
        self.painter.setPen(self._colour(font.colour))
        self.painter.drawText(QPointF(x, baseline), text)

    def write_within(self, text: str, x: float, baseline: float, font: Font, room: float) -> None:
        """Write one line of text from x; a face wider than ours is squeezed into room px."""
        width = self.width(text, font)
        if width <= room:
            self.write(text, x, baseline, font)
            return
        with self.kept():
            self.painter.translate(x, baseline)
            self.painter.scale(room / width, 1)
            self.write(text, 0, 0, font)

    def stroke(self, points: list[QPointF], colour: str, width: float, dashes: tuple[float, ...] = ()) -> None:
        """Draw a line through points; dashes are lengths in line widths."""
        pen = QPen(self._colour(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashes:
            pen.setDashPattern(dashes)
        self.painter.setPen(pen)
        self.painter.drawPolyline(QPolygonF(points))

    def pen(self, colour: str, width: float, fill: str) -> None:
        """Set the outline and the ground of the shapes that follow."""
        self.painter.setPen(QPen(self._colour(colour), width))
        self.painter.setBrush(QBrush(self._colour(fill)))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Give the painter back as it was."""
        self.painter.save()
        try:
            yield
        finally:
            self.painter.restore()

    @contextmanager
    def clipped(self, rect: QRectF) -> Iterator[None]:
        """Let nothing be painted outside a rectangle."""
        with self.kept():
            self.painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
            yield

    def _colour(self, name: str) -> QColor:
        return QColor(self._colours[name])

    def _font(self, font: Font) -> QFont:
        if font not in self._fonts:
            self._fonts[font] = _made(font)
        return self._fonts[font]

    def _fill(self, rect: QRectF, colour: str) -> None:
        self.painter.fillRect(rect, self._colour(colour))

    def _snapped(self, rect: QRectF, least: int) -> QRectF:
        """Return the rectangle moved to whole device pixels; a line (least 1) keeps its thickness."""
        device = self.painter.deviceTransform()
        there = device.mapRect(rect)
        left, top, right, bottom = map(round, (there.left(), there.top(), there.right(), there.bottom()))
        if least:
            # Half a device pixel more is left away: lines look heavier on a screen than on paper.
            width, height = (max(ceil(length - 0.5), least) for length in (there.width(), there.height()))
            left, top = round(there.center().x() - width / 2), round(there.center().y() - height / 2)
            right, bottom = left + width, top + height
        back, _ = device.inverted()
        return back.mapRect(QRectF(left, top, right - left, bottom - top))


def _made(font: Font) -> QFont:
    made = QFont()
    made.setFamilies([*_FAMILIES.get(font.name, [font.name]), *_STAND_INS])
    made.setPixelSize(font.em)
    made.setBold(font.bold)
    # Advances as the design has them, at every scale: the breaks were computed so.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setKerning(False)
    return made
