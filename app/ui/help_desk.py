"""F1: the manual beside whatever a person works in, at the page for it. Made at the start, so it imports little."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.keys import HELP_KEYS

if TYPE_CHECKING:
    from app.ui.help_window import HelpWindow
    from app.ui.main_window import MainWindow

PAGES = {
    "ImageBody": "09-images.md",
    "FormulaEdit": "05-trends.md",
    "FigurePicker": "08-texts.md",
    "TextEditor": "08-texts.md",
    "TableBody": "03-values.md",
    "GoalDetail": "05-trends.md",
    "GroupDetail": "05-trends.md",
    "EmptyGoal": "04-paste.md",
    "GoalTab": "06-indicators.md",
    "GroupTab": "07-items.md",
    "OverviewTab": "02-overview.md",
    "SlideList": "12-slides.md",
    "PaperForm": "12-slides.md",
    "OutputForm": "11-output.md",
    "ExportDialog": "11-output.md",
    "ProofWindow": "10-proof.md",
    "BackupWindow": "23-backups.md",
    "CompareWindow": "23-backups.md",
    "PlanTreeWindow": "24-plan-tree.md",
    "DepartmentsWindow": "24-plan-tree.md",
    "MeetingsWindow": "16-meetings.md",
    "RulesWindow": "06-indicators.md",
    "LegendWindow": "06-indicators.md",
    "NewPlanDialog": "15-new-plan.md",
    "TroubleBar": "20-troubles.md",
    "LeftoversDialog": "20-troubles.md",
    "RecoveryDialog": "20-troubles.md",
    "QMessageBox": "20-troubles.md",
}
"""Which page belongs to what has the focus: the class of the widget or of the nearest one around it."""


class HelpDesk(QObject):
    """Gives every window that opens F1, and keeps the one window of the manual."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self.window: HelpWindow | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        self._on_focus(None, application.focusWidget())

    def open(self, page: str = "") -> None:
        """Show a page of the manual, that of the place with the focus where none is named.

        Over a modal window it belongs to that window: it could not be used otherwise, and is closed with it.
        """
        owner = QApplication.activeModalWidget() or self._main
        page = page or page_for(QApplication.focusWidget()) or page_for(self._main.page())
        if self.window is None or self.window.parentWidget() is not owner:
            self._make(owner)
        assert self.window is not None
        self.window.show_page(page)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _make(self, owner: QWidget) -> None:
        from app.ui.help_window import HelpWindow

        if self.window is not None:
            self.window.deleteLater()
        self.window = made = HelpWindow(owner)
        made.destroyed.connect(lambda: self._forget(made))

    def _forget(self, window: "HelpWindow") -> None:
        if self.window is window:
            self.window = None

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Give F1 to a window that has it not yet; the main window has it in its menu, the manual means its index."""
        window = new.window() if new is not None else None
        if window is None or window is self._main or window is self.window or window.property("hasHelp"):
            return
        window.setProperty("hasHelp", True)
        QShortcut(QKeySequence(HELP_KEYS), window).activated.connect(self.open)


def page_for(widget: QWidget | None) -> str:
    """Return the page for a widget, '' for the index."""
    while widget is not None:
        for kind in type(widget).__mro__:
            if kind.__name__ in PAGES:
                return PAGES[kind.__name__]
        widget = widget.parentWidget()
    return ""
