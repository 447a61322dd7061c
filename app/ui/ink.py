"""Fonts and colours for what paints itself, all of them the theme's, so that dark mode and contrast follow."""

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QWidget

from app.ui.theme import FIGURE_FONTS, LIGHT, colour


def figure_font(base: QFont) -> QFont:
    """Return the font of figures in the size of `base`."""
    font = QFont(base)
    font.setFamilies(FIGURE_FONTS)
    return font


def scaled(base: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return `base` in another size (1.0 the same)."""
    font = QFont(base)
    if base.pixelSize() > 0:
        font.setPixelSize(max(8, round(base.pixelSize() * factor)))
    else:
        font.setPointSizeF(base.pointSizeF() * factor)
    font.setBold(bold)
    return font


def write_in(widget: QWidget, name: str) -> None:
    """Let a label or tool button write in a colour that style.qss has an `ink` of, in any scheme; '' for its own."""
    if widget.property("ink") != name:
        widget.setProperty("ink", name)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def meaning(palette: QPalette, name: str | None) -> QColor:
    """Return a named colour for print on the base colour; the text colour for an unknown name."""
    return colour(name) if name in LIGHT else palette.color(QPalette.ColorRole.Text)


def tint(palette: QPalette, name: str) -> QColor:
    """Return a named fill of the present scheme."""
    return colour(name)


def mixed(ground: QColor, over: QColor, share: float) -> QColor:
    """Return `ground` with `share` (0 to 1) of another colour on it."""
    parts = zip(ground.getRgb()[:3], over.getRgb()[:3], strict=True)  # type: ignore[index]
    red, green, blue = (round(low + (high - low) * share) for low, high in parts)
    return QColor(red, green, blue)


def quiet(palette: QPalette) -> QColor:
    """Return the colour of secondary text, at least 4.5 : 1 on the base colour."""
    return colour("muted")


def rule(palette: QPalette) -> QColor:
    """Return the colour of hairlines between cells."""
    return colour("grid")


def accent(palette: QPalette) -> QColor:
    """Return the one accent: navy on light, its pale blue on dark."""
    return colour("accent")
