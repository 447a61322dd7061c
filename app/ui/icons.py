"""The program's own icons: drawn from SVG at the size and in the colour in which they are needed."""

from functools import cache

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resources_folder
from app.ui.theme import colour, ink_on_picked

_DRAWN_IN = "#000000"  # the stroke colour in the files; replaced by the one asked for
_DISABLED = "disabled"
_MARKS = {
    "circle": '<circle cx="12" cy="12" r="7.5"/>',
    "triangle": '<path d="M12 4 20.5 19.5H3.5Z"/>',
    "square": '<rect x="5" y="5" width="14" height="14"/>',
    "diamond": '<path d="M12 3.5 20.5 12 12 20.5 3.5 12Z"/>',
    "star": '<path d="M12 3 14.7 9 21.2 9.6 16.3 13.9 17.8 20.3 12 17 6.2 20.3 7.7 13.9 2.8 9.6 9.3 9Z"/>',
    "none": "",
}


@cache
def icon(name: str, ink: str = "ink") -> QIcon:
    """Return `resources/icons/<name>.svg` in a colour of the theme (`accent_ink` on a primary button).

    It is drawn anew for every size, pixel ratio and colour scheme, so an icon once set on a button never goes stale.
    FileNotFoundError for an unknown name.
    """
    return QIcon(_Engine(_source(name), ink))


@cache
def mark_icon(mark: str, ink: str = "ink") -> QIcon:
    """Return the mark of a printed class of status (a key of labels.MARKS) in a colour of the theme."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="{_DRAWN_IN}">'
    return QIcon(_Engine(f"{head}{_MARKS[mark]}</svg>", ink))


@cache
def _source(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _drawn(source: str, ink: str, width: int, height: int) -> QPixmap:
    """Return a drawing of `width` x `height` device pixels in an exact colour."""
    if width <= 0 or height <= 0:
        return QPixmap()  # a button that is being squeezed asks for such sizes
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(width, height)
    frame = QRectF((width - side) / 2, (height - side) / 2, side, side)
    QSvgRenderer(source.replace(_DRAWN_IN, ink).encode()).render(painter, frame)
    painter.end()
    return pixmap


class _Engine(QIconEngine):
    """Draws one icon whenever a widget asks; Qt asks again after a change of scheme or of screen."""

    def __init__(self, source: str, ink: str) -> None:
        super().__init__()
        self._svg = source
        self._ink = ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into `rect` (logical pixels) at the painter's own resolution."""
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, painter.device().devicePixelRatio()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return a drawing of `size` device pixels."""
        name = _DISABLED if mode == QIcon.Mode.Disabled else self._ink
        if mode == QIcon.Mode.Selected:
            name = ink_on_picked(name)
        return _drawn(self._svg, colour(name).name(), size.width(), size.height())

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """Return a drawing of `size` logical pixels for a screen of that pixel ratio."""
        drawn = QPixmap(self.pixmap((QSizeF(size) * scale).toSize(), mode, state))
        drawn.setDevicePixelRatio(scale)
        return drawn

    def clone(self) -> QIconEngine:
        """Return another engine of the same icon; Qt asks when a copied icon is added to."""
        copy = _Engine(self._svg, self._ink)
        _CLONES.append(copy)
        return copy


_CLONES: list[_Engine] = []  # PySide leaves a clone to Python, which would delete it under Qt's hands
