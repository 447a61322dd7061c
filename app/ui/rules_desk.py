"""What opens the window of the status rules over the main window; made when it is first asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.rules_window import RulesWindow


class RulesDesk(QObject):
    """Keeps the one window of the rules; undo and redo work in it."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self.window: RulesWindow | None = None

    def open(self) -> None:
        """Show the rules in force."""
        from app.ui.rules_window import RulesWindow

        if self.window is None:
            self.window = made = RulesWindow(self._main.document, self._main)
            made.addActions([self._main.menus.undo, self._main.menus.redo])
            made.left.connect(self._main.activateWindow)
        elif not self.window.isVisible():
            self.window.refresh()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def stop(self) -> None:
        """Close the window; the file is about to be closed."""
        if self.window is not None:
            self.window.left.disconnect()
            self.window.close()
