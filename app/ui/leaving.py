"""What is still being typed, when something else is about to happen: taken first, or the person stays with it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

UNREADABLE = "読み取れない入力があります。直すか、Esc で取り消してください。"


def commit(main: "MainWindow", *, stay: bool = False) -> bool:
    """Take what is being typed; False where an input cannot be read and stays open with its reason, which is told.

    `stay` gives the keys back to where they were: who saves goes on writing.
    """
    if not _cells_are_taken(main):
        return False
    focus = main.focusWidget()
    if focus is not None:
        focus.clearFocus()
        if stay:
            focus.setFocus()
    return True


def kept_at(main: "MainWindow", row: int) -> int | None:
    """Return the tab shown so far where an input there cannot be read; None: the one at `row` can be shown."""
    shown = getattr(main.stack.currentWidget(), "node", None)  # 全体 has none, and no cells
    if shown in (None, main.tab_bar.tabData(row)) or _cells_are_taken(main):
        return None
    return next((place for place in range(main.tab_bar.count()) if main.tab_bar.tabData(place) == shown), None)


def _cells_are_taken(main: "MainWindow") -> bool:
    from app.ui.grid import Grid  # here long before a cell is typed into

    taken = all(grid.finish_editing() for grid in main.findChildren(Grid))
    if not taken:
        main.say(UNREADABLE)
    return taken
