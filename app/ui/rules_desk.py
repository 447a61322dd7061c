"""What opens the windows of the status, its rules and its legend, over the main one; made when first asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.ui.legend_window import LegendWindow
    from app.ui.main_window import MainWindow
    from app.ui.rules_window import RulesWindow


class RulesDesk(QObject):
    """Keeps the windows; undo and redo work in them."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self.window: RulesWindow | None = None
        self.legend: LegendWindow | None = None

    def open(self) -> None:
        """Show the rules in force."""
        from app.ui.rules_window import RulesWindow

        if self.window is None:
            self.window = made = RulesWindow(self._main.document, self._main)
            made.addActions(self._main.menus.everywhere)
            made.left.connect(self._main.activateWindow)
        self._show(self.window)

    def open_legend(self) -> None:
        """Show the legend and the reasons that are folded to it."""
        from app.ui.legend_window import LegendWindow

        if self.legend is None:
            self.legend = made = LegendWindow(self._main.document, self._main)
            made.addActions(self._main.menus.everywhere)
            made.left.connect(self._main.activateWindow)
        self._show(self.legend)

    def stop(self) -> None:
        """Close the window; the file is about to be closed."""
        for window in (self.window, self.legend):
            if window is not None:
                window.left.disconnect()
                window.close()

    def _show(self, window: "RulesWindow | LegendWindow") -> None:
        if not window.isVisible():
            window.follow()
        window.show()
        window.raise_()
        window.activateWindow()
