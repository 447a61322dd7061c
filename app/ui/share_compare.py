"""A version of a shared board that was put aside on this PC, beside the one that everybody has."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.services.comparing import file_side
from app.ui.compare_model import Sides
from app.ui.compare_window import CompareWindow

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

SIDES = Sides("共有フォルダの版（今の計画）", "このPCに残してある版", "共有", "このPC", decide=True)
HEAD = "共有フォルダの版と、このPCに残してある版を見比べます。取り込む違いを選んでください。どちらの版も消えません。"


def comparison(main: "MainWindow", version: Path, window: CompareWindow | None) -> CompareWindow:
    """Show the comparison, in a window that is there already or a new one, and return the window."""
    if window is None:
        window = CompareWindow(main.document, main)
        window.addActions(main.menus.everywhere)
        window.left.connect(main.activateWindow)
    window.setWindowTitle("差分を見る")
    window.head.setText(HEAD)
    window.pane.compare(None, file_side(version), SIDES)
    window.show()
    window.raise_()
    window.activateWindow()
    window.focus_list()
    return window
