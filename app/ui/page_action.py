"""Actions of a page or a table: a word, a key that holds where they live, a picture."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.icons import icon


def page_action(owner: QWidget, text: str, picture: str, keys: str, does: Callable[[], object]) -> QAction:
    """Add an action to a widget, its key valid in it and below; `picture` names an icon, '' for none."""
    action = QAction(text, owner)
    if picture:
        action.setIcon(icon(picture))
    action.setShortcut(QKeySequence(keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setToolTip(f"{text}（{keys}）")
    action.triggered.connect(lambda: does())
    owner.addAction(action)
    return action
