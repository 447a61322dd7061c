"""What joins backups and comparisons to the main window: their windows, the way to a place, words of a failure."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services.places import Place, tab_of

if TYPE_CHECKING:
    from app.domain.backup import Backup
    from app.domain.compare import Difference
    from app.ui.backup_window import BackupWindow
    from app.ui.compare_window import CompareWindow
    from app.ui.main_window import MainWindow
    from app.ui.past_window import PastWindow

GONE = "この場所は、今の計画のどのタブにもありません。"


class BackupDesk(QObject):
    """Makes the windows when they are first asked for."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self.window: BackupWindow | None = None
        self.compare_window: CompareWindow | None = None
        self.past_window: PastWindow | None = None
        main.document.backup_failed.connect(self._on_failed)
        main.document.backed_up.connect(self._on_backed_up)

    def open(self) -> None:
        """Show the backups of the open file."""
        if self.window is None:
            from app.ui.backup_window import BackupWindow

            self.window = made = BackupWindow(self._main.document, self._main)
            made.addActions(self._main.menus.everywhere)
            made.place_wanted.connect(self._lead)
            made.open_wanted.connect(self._main.open_requested)
            made.left.connect(self._main.activateWindow)
        self._show(self.window)
        self.window.refresh()

    def ask_file(self) -> None:
        """Ask for another file and show what differs."""
        from PySide6.QtWidgets import QFileDialog  # its types take time to make; the first window does without

        from app.paths import BOARD_SUFFIX

        folder, kinds = str(self._main.document.path.parent), f"計画ファイル (*{BOARD_SUFFIX})"
        name, _ = QFileDialog.getOpenFileName(self._main, "比べる計画ファイル", folder, kinds)
        if name:
            self.compare_file(Path(name))

    def compare_file(self, path: Path) -> None:
        """Show what differs between the open file and another one."""
        if self.compare_window is None:
            from app.ui.compare_window import CompareWindow

            self.compare_window = made = CompareWindow(self._main.document, self._main)
            made.addActions(self._main.menus.everywhere)
            made.place_wanted.connect(self._lead)
            made.left.connect(self._main.activateWindow)
        self._show(self.compare_window)
        self.compare_window.compare_file(path)

    def compare_past(self) -> None:
        """Show what differs between the open file and itself at an earlier moment."""
        if self.past_window is None:
            from app.ui.past_window import PastWindow

            self.past_window = made = PastWindow(self._main.document, self._main)
            made.addActions(self._main.menus.everywhere)
            made.place_wanted.connect(self._lead)
            made.left.connect(self._main.activateWindow)
        self._show(self.past_window)
        self.past_window.begin()

    def stop(self) -> None:
        """Close the windows; the file is about to be closed."""
        for window in (self.window, self.compare_window, self.past_window):
            if window is not None:
                window.stop()
                window.left.disconnect()
                window.close()

    def _on_failed(self, words: str) -> None:
        if self.window is not None:
            self.window.pane.say(words, error=True)

    def _on_backed_up(self, backup: "Backup") -> None:
        if self.window is not None and self.window.isVisible():
            self.window.refresh()

    def _show(self, window: "BackupWindow | CompareWindow") -> None:
        window.show()
        window.raise_()
        window.activateWindow()
        window.focus_list()

    def _lead(self, one: "Difference") -> None:
        index = self._main.document.index
        tab = tab_of(index, one.node) if one.node else None
        if tab is None:
            for window in (self.window, self.compare_window, self.past_window):
                if window is not None and window.isVisible():
                    window.pane.say(GONE)
            return
        self._main.lead_to(Place(tab, one.node, one.table, one.key))
        self._main.activateWindow()
