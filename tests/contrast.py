"""Palettes as Windows gives them in high contrast: a dark one and a light one."""

from PySide6.QtGui import QColor, QPalette

ROLE = QPalette.ColorRole
CONTRASTS = {
    "night": ("#000000", "#ffffff", "#d6b4fd", "#2b2b2b", "#a6a6a6"),
    "desert": ("#fffaef", "#3d3d3d", "#903909", "#fff5e3", "#676767"),
}
"""Ground, ink, highlight, ink on it, and what is disabled; as in the themes Night sky and Desert."""


def contrast_palette(name: str) -> QPalette:
    """Return one of CONTRASTS as a palette."""
    ground, ink, highlight, on_highlight, disabled = (QColor(value) for value in CONTRASTS[name])
    palette = QPalette()
    for role in (ROLE.Window, ROLE.Base, ROLE.AlternateBase, ROLE.Button, ROLE.ToolTipBase):
        palette.setColor(role, ground)
    for role in (ROLE.WindowText, ROLE.Text, ROLE.ButtonText, ROLE.ToolTipText, ROLE.PlaceholderText, ROLE.BrightText):
        palette.setColor(role, ink)
    for role in (ROLE.Highlight, ROLE.Accent, ROLE.Link, ROLE.LinkVisited):
        palette.setColor(role, highlight)
    palette.setColor(ROLE.HighlightedText, on_highlight)
    for role in (ROLE.WindowText, ROLE.Text, ROLE.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return palette
