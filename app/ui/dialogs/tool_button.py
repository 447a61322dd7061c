"""Small buttons with a picture."""

from PySide6.QtWidgets import QToolButton

from app.ui.icons import icon


def tool_button(picture: str, words: str) -> QToolButton:
    """Return a button with a picture; its words, before a bracket its accessible name, stand in the tip."""
    button = QToolButton()
    button.setIcon(icon(picture))
    button.setToolTip(words)
    button.setAccessibleName(words.partition("（")[0])
    return button
