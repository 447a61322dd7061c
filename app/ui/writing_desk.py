"""What the menu does with the text that is being written. Made when it is first asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

NO_TEXT = "数値を入れる文章の中を押してから、もう一度選んでください。"
NO_ROW = "計算式は、表の行や指標の数値を選んでから書きます。"


class WritingDesk(QObject):
    """Leads the menu's entries to the text with the keys."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main

    def insert_figure(self) -> None:
        """Choose a figure for the text that is being written; where none is, say what to do."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and not hasattr(widget, "choose_figure"):
            widget = widget.parentWidget()
        if widget is None:
            self._main.say(NO_TEXT)
        else:
            widget.choose_figure()

    def write_formula(self) -> None:
        """Open the formula of the series that the shown page has chosen, in the pane and tab where it stands."""
        page = self._main.page()
        detail = getattr(page, "detail", None)
        line = getattr(detail, "formula", None)
        if page is None or detail is None or line is None or line.shown is None:
            self._main.say(NO_ROW)
            return
        pages = (detail.tabs.widget(place) for place in range(detail.tabs.count()))
        detail.tabs.setCurrentWidget(next(found for found in pages if found.isAncestorOf(line)))
        if not detail.isVisible():
            panes = page.pane_bar  # type: ignore[attr-defined]
            panes.chosen.emit(len(panes.findChildren(QAbstractButton)) - 1)  # it is the last one
        line.begin_writing()
