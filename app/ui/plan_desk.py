"""What joins the windows of the plan (会議, 担当課, 計画の構成) to the main window, made when first asked for."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.ui.dialogs.departments import DepartmentsWindow
    from app.ui.dialogs.meetings import MeetingsWindow
    from app.ui.main_window import MainWindow
    from app.ui.plan_tree_window import PlanTreeWindow


class PlanDesk(QObject):
    """Keeps the windows and shows them."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self.meetings: MeetingsWindow | None = None
        self.departments: DepartmentsWindow | None = None
        self.tree: PlanTreeWindow | None = None

    def open_meetings(self) -> None:
        """Show the meetings."""
        from app.ui.dialogs.meetings import MeetingsWindow

        if self.meetings is None:
            self.meetings = MeetingsWindow(self._main.document, self._main)
            self._join(self.meetings)
        self._show(self.meetings)
        self.meetings.list.setFocus()

    def open_departments(self) -> None:
        """Show the departments."""
        from app.ui.dialogs.departments import DepartmentsWindow

        if self.departments is None:
            self.departments = DepartmentsWindow(self._main.document, self._main)
            self._join(self.departments)
        self._show(self.departments)
        self.departments.list.setFocus()

    def open_tree(self) -> None:
        """Show the tree of the plan, and in it what is in hand in the window."""
        from app.ui.plan_tree_window import PlanTreeWindow

        asked = self._main.menus.tree.data()  # what a menu of a block has put there
        self._main.menus.tree.setData(None)
        in_hand = [str(asked)] if asked else self._in_hand()
        if self.tree is None:
            self.tree = PlanTreeWindow(self._main.document, self._main)
            self._join(self.tree)
            self.tree.place_wanted.connect(self._main.lead_to)
        self._show(self.tree)
        tree = self.tree.tree
        next((item for uid in in_hand if (item := tree.choose_row(uid)) is not None), None)
        tree.setFocus()

    def _in_hand(self) -> list[str]:
        """Return the uids of the current row of a table, of the item that is shown, and of the tab, where there are."""
        from app.ui.grid_entries import grid_in_hand

        grid, page = grid_in_hand(self._main), self._main.page()
        place = grid.currentIndex().row() if grid is not None else -1
        rows = grid.grid_model.rows if grid is not None else ()
        row: Any = rows[place] if 0 <= place < len(rows) else None
        items = getattr(page, "list", None)
        found = (getattr(row, "uid", None), items.current_node() if items else None, getattr(page, "node", None))
        return [uid for uid in found if uid]

    def _join(self, window: "MeetingsWindow | DepartmentsWindow | PlanTreeWindow") -> None:
        window.addActions(self._main.menus.everywhere)
        window.left.connect(self._main.activateWindow)

    def _show(self, window: QWidget) -> None:
        window.show()
        window.raise_()
        window.activateWindow()
