"""What joins 変更の履歴 to the main window: its menu entries, the cell it speaks of, and the way to a place."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.domain.entity import Key
    from app.domain.history_words import PastChange
    from app.ui.history_window import HistoryWindow
    from app.ui.main_window import MainWindow

NO_CELL = "値の欄を選んでから押してください。"
NO_PLACE = "この場所は、いまはどのタブにもありません。"


class HistoryDesk(QObject):
    """Makes the window of the history when it is first asked for."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self.window: HistoryWindow | None = None

    def open(self) -> None:
        """Show the history of the whole file."""
        self.open_of((), "")

    def open_cell(self) -> None:
        """Show the history of the current cell of a table."""
        found = _cell_of(self._main.focusWidget())
        if found is None:
            self._main.say(NO_CELL)
        else:
            self.open_of((found[0],), found[1])

    def open_of(self, rows: "tuple[Key, ...]", title: str) -> None:
        """Show the history of some rows or cells (none: of the whole file), called `title`."""
        from app.ui.history_window import HistoryWindow

        if self.window is None:
            self.window = made = HistoryWindow(self._main.document, self._main)
            made.addActions(self._main.menus.everywhere)
            made.place_wanted.connect(self._lead)
            made.left.connect(self._main.activateWindow)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.show_of(rows, title)
        self.window.list.setFocus()

    def stop(self) -> None:
        """Close the window; the file is about to be closed."""
        if self.window is not None:
            self.window.left.disconnect()
            self.window.stop()

    def _lead(self, change: "PastChange") -> None:
        place = self._main.document.past_place(change)
        if place.tab is None:
            assert self.window is not None
            self.window.detail.say(NO_PLACE)
            return
        self._main.lead_to(place)
        self._main.activateWindow()


def _cell_of(widget: QWidget | None) -> "tuple[Key, str] | None":
    """Return the row that the current cell of a table shows, and what a person calls it; None elsewhere."""
    model: Any = getattr(widget, "grid_model", None)
    index: Any = widget.currentIndex() if model is not None else None  # type: ignore[union-attr]
    if index is None or not index.isValid():
        return None
    row, column = model.rows[index.row()], model.columns[index.column()]
    figure = model.cell_at(index).figure
    name = next((text for place in range(index.column() + 1) if (text := _name(model, index, place))), "")
    if figure is not None and figure.metric and figure.period:
        return figure.key or (figure.metric, figure.period, "result", ""), f"{name}　{column.head}".strip()
    uid = getattr(row, "uid", None)
    return ((uid,), name or column.head) if uid else None


def _name(model: Any, index: Any, column: int) -> str:
    """Return the words of a row's cell that name it: no figure, no number."""
    cell = model.cell_at(index.sibling(index.row(), column))
    return "" if cell.figure is not None or cell.text.replace(".", "").isdecimal() else str(cell.text)
