"""How the window looks: one palette, one style sheet and two fonts, for light, dark and high contrast."""

from string import Template

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.palette import COLOURS
from app.paths import resources_folder

TEXT_FONTS = ["BIZ UDPゴシック", "BIZ UDPGothic", "Yu Gothic UI", "Meiryo", "Noto Sans CJK JP"]
FIGURE_FONTS = ["BIZ UDゴシック", "BIZ UDGothic", "Yu Gothic UI", "Meiryo", "Noto Sans CJK JP"]
STYLE_ARGUMENTS = ["-style", "Fusion"]
"""Words for QApplication: the same style everywhere; `setStyle` would hand the style back, which costs 5 ms."""

TEXT_SIZE = 13  # logical pixels
_DARK_BELOW = 110  # lightness of the base colour, 0 to 255

LIGHT = COLOURS | {
    "status_behind": "#be4400",  # a shade darker than in print: here it also stands on its tint and on the ground
    "blue_pale": "#6d8cb3",  # a shade darker than in print: lines and bars of charts, 3 : 1
    "ground": COLOURS["panel"],
    "surface": COLOURS["white"],
    "muted": COLOURS["grey"],
    "hint": COLOURS["grey"],  # what an empty field says of itself
    "accent": COLOURS["navy"],
    "accent_ink": COLOURS["white"],
    "accent_hover": "#2c5080",
    "accent_down": "#152a46",
    "hatch": "#c3cad4",
    "strip": COLOURS["warning_tint"],
    "mark": "#ffe08a",
    "mark_ink": COLOURS["ink"],
    "picked": COLOURS["head"],
    "picked_ink": COLOURS["ink"],
    "selected": COLOURS["head"],
    "hover": "#e9eef4",
    "focus": "#2f6db5",
    "edge": "#838d9c",  # the outline of what can be typed into or pressed: 3 : 1
    "disabled": "#8f98a6",
    "disabled_ground": "#eceff3",
}
DARK = {
    "navy": "#9cbbe3",
    "navy_deep": "#c3d7f2",
    "rule": "#5f83ad",
    "red": "#ff7f8a",
    "white": "#ffffff",
    "ink": "#e7ebf1",
    "grey": "#aab3c0",
    "line": "#434d5c",
    "line_strong": "#8a94a3",
    "grid": "#313945",
    "panel": "#161b23",
    "head": "#2a3646",
    "blue_pale": "#5f83ad",
    "blue_mid": "#7fa3cf",
    "status_good": "#63cf98",
    "status_behind": "#ff9c62",
    "status_done": "#aab3c0",
    "status_review": "#d5a6f2",
    "status_good_tint": "#1a3a2c",
    "status_behind_tint": "#432c1c",
    "status_done_tint": "#2b323d",
    "status_review_tint": "#38274a",
    "error": "#ff8b82",
    "warning_tint": "#40371a",
    "ground": "#161b23",
    "surface": "#1e242e",
    "muted": "#aab3c0",
    "hint": "#aab3c0",
    "accent": "#9cbbe3",
    "accent_ink": "#111925",
    "accent_hover": "#b5cef0",
    "accent_down": "#83a5d2",
    "hatch": "#4a5566",
    "strip": "#40371a",
    "mark": "#6d5813",
    "mark_ink": "#ffffff",
    "picked": "#2f415a",
    "picked_ink": "#e7ebf1",
    "selected": "#2f415a",
    "hover": "#28313d",
    "focus": "#8ab8f2",
    "edge": "#707b8b",
    "disabled": "#717b8a",
    "disabled_ground": "#232a34",
}
# In high contrast the system's own colours serve; only meaning colours stay ours, on the system's ground.
_SYSTEM = {
    "ground": QPalette.ColorRole.Window,
    "panel": QPalette.ColorRole.Window,
    "disabled_ground": QPalette.ColorRole.Window,
    "surface": QPalette.ColorRole.Base,
    "strip": QPalette.ColorRole.Base,
    "head": QPalette.ColorRole.Base,
    "hover": QPalette.ColorRole.Base,
    "ink": QPalette.ColorRole.Text,
    "grey": QPalette.ColorRole.Text,
    "muted": QPalette.ColorRole.Text,
    "line": QPalette.ColorRole.Text,
    "line_strong": QPalette.ColorRole.Text,
    "grid": QPalette.ColorRole.Text,
    "edge": QPalette.ColorRole.Text,
    "hatch": QPalette.ColorRole.Text,
    "navy": QPalette.ColorRole.Highlight,
    "accent": QPalette.ColorRole.Highlight,
    "accent_hover": QPalette.ColorRole.Highlight,
    "accent_down": QPalette.ColorRole.Highlight,
    "selected": QPalette.ColorRole.Base,  # what is painted on it keeps its ink; a bar or an edge says that it is chosen
    "picked": QPalette.ColorRole.Highlight,
    "focus": QPalette.ColorRole.Highlight,
    "mark": QPalette.ColorRole.Highlight,
    "accent_ink": QPalette.ColorRole.HighlightedText,
    "mark_ink": QPalette.ColorRole.HighlightedText,
    "picked_ink": QPalette.ColorRole.HighlightedText,
}
_QUIET = ("hint", "disabled")  # the system's own grey text


def apply_theme(app: QApplication) -> None:
    """Give the program its style, fonts and colours, and keep following the system's scheme and contrast."""
    QDir.setSearchPaths("icons", [str(resources_folder() / "icons")])
    app.setFont(text_font())
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda scheme: _dress(app, scheme))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _: _dress(app, app.styleHints().colorScheme()))
    _dress(app, hints.colorScheme())


def text_font(size_px: int | None = None) -> QFont:
    """Return the font of words, in logical pixels (13 unless told)."""
    return _font(TEXT_FONTS, size_px)


def figure_font(size_px: int | None = None) -> QFont:
    """Return the font of figures, whose digits are all of one width, in logical pixels (13 unless told)."""
    return _font(FIGURE_FONTS, size_px)


def is_dark() -> bool:
    """Say whether the window draws light on dark, going by the palette in force."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < _DARK_BELOW


def colour(name: str) -> QColor:
    """Return the present scheme's colour of a name in LIGHT (KeyError for an unknown one)."""
    if name in _QUIET and _high_contrast():
        return QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    if name in _SYSTEM and _high_contrast():
        return QGuiApplication.palette().color(_SYSTEM[name])
    return QColor((DARK if is_dark() else LIGHT)[name])


def ink_on_picked(name: str) -> str:
    """Return the colour name in which a mark of a named colour stands on a chosen row.

    In high contrast the row's ground is the system's strong highlight, on which only its own ink can be seen.
    """
    return "picked_ink" if _high_contrast() else name


def _font(families: list[str], size_px: int | None) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(size_px or TEXT_SIZE)
    return font


def _high_contrast() -> bool:
    """Say whether the system asks for high contrast."""
    hints = QGuiApplication.styleHints()  # held by name: the wrapper of `accessibility()` dies with that of its parent
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def _dress(app: QApplication, scheme: Qt.ColorScheme) -> None:
    wear(app, QPalette() if _high_contrast() else _palette(DARK if scheme == Qt.ColorScheme.Dark else LIGHT))


def wear(app: QApplication, palette: QPalette) -> None:
    """Put a palette and the style sheet on; the sheet is filled from the palette, so it comes second."""
    app.setPalette(palette)
    sheet = (resources_folder() / "style.qss").read_text(encoding="utf-8")
    words = {name: colour(name).name() for name in LIGHT}
    words |= {f"mark_on_{ground}": _mark(colour(ground)) for ground in ("surface", "accent")}
    app.setStyleSheet(Template(sheet).substitute(words))


def _mark(ground: QColor) -> str:
    """Return the file of the tick that can be seen on a colour; a style sheet cannot recolour a picture."""
    return "mark_light.svg" if ground.lightness() < _DARK_BELOW else "mark_dark.svg"


def _palette(colours: dict[str, str]) -> QPalette:
    """Return what the widgets, and everything that paints itself, take their colours from."""
    role = QPalette.ColorRole
    palette = QPalette()
    for part, name in {
        role.Window: "ground",
        role.WindowText: "ink",
        role.Base: "surface",
        role.AlternateBase: "ground",
        role.Text: "ink",
        role.PlaceholderText: "muted",
        role.Button: "surface",
        role.ButtonText: "ink",
        role.BrightText: "error",
        role.ToolTipBase: "surface",
        role.ToolTipText: "ink",
        role.Highlight: "accent",
        role.HighlightedText: "accent_ink",
        role.Accent: "accent",
        role.Link: "focus",
        role.LinkVisited: "status_review",
        role.Light: "surface",
        role.Midlight: "hover",
        role.Mid: "line",
        role.Dark: "edge",
        role.Shadow: "line_strong",
    }.items():
        palette.setColor(part, QColor(colours[name]))
    for part in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(colours["disabled"]))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours["line"]))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(colours["disabled_ground"]))
    return palette
