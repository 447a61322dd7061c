"""What joins the search to the window: its keys, the way to a result, and the way back to where one was."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.document import Place
    from app.ui.main_window import MainWindow


class Standpoint:
    """Where a person is in the window: the tab, the item in it, the widget with the keys and the cell in that."""

    def __init__(self, window: "MainWindow", focus: "QWidget | None") -> None:
        from PySide6.QtCore import QPersistentModelIndex  # not needed before the first picture
        from PySide6.QtWidgets import QAbstractItemView

        self.tab = str(window.tab_bar.tabData(window.tab_bar.currentIndex()))
        self._item = _item_of(window.page())
        self._focus = focus
        self._cell = QPersistentModelIndex(
            focus.currentIndex() if isinstance(focus, QAbstractItemView) else QPersistentModelIndex()
        )

    def return_to(self, window: "MainWindow") -> None:
        """Go back there, as far as it still exists."""
        import shiboken6
        from PySide6.QtWidgets import QAbstractItemView

        window.show_tab(self.tab)
        page: Any = window.page()
        if self._item is not None and _item_of(page) != self._item:
            page.list.choose(self._item)
        if page is not None:
            getattr(page, "entry", page).setFocus()
        focus = self._focus
        if focus is None or not shiboken6.isValid(focus) or not window.isAncestorOf(focus):
            return
        if isinstance(focus, QAbstractItemView) and self._cell.isValid():
            focus.setCurrentIndex(focus.model().index(self._cell.row(), self._cell.column()))
        focus.setFocus()


def _item_of(page: "QWidget | None") -> str | None:
    heads = getattr(page, "list", None)
    return heads.current_node() if heads is not None and hasattr(heads, "current_node") else None


class FindDesk(QObject):
    """Searches from anywhere in the window."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self._from: Standpoint | None = None
        self._box.found.connect(self._lead)
        self._box.left.connect(self._leave)

    @property
    def _box(self) -> Any:
        return self._main.header.find_box

    def enter(self) -> None:
        """Go to the search box, from a window beside the main one too; Esc leads back here."""
        self._main.activateWindow()
        focus = self._main.focusWidget()
        if focus is not self._box:
            self._from = Standpoint(self._main, _table_of(focus) if focus is not None else None)
        self._box.enter()

    def next_hit(self, step: int) -> None:
        """Lead to the next result of the last search (1) or to the one before (-1)."""
        self._box.next_hit(step)

    def go_through(self, places: "tuple[Place, ...]") -> None:
        """Lead to the first of some places; F3 leads to the next."""
        if places:
            self._box.pass_on(places)
            self._main.say(f"{len(places):,}件のうち1件目です。F3 で次、Shift+F3 で前へ移ります。")

    def back(self) -> None:
        """Return to where the search was begun."""
        if self._from is not None:
            self._from.return_to(self._main)

    def stop(self) -> None:
        """Search no more; the file is about to be closed."""
        self._box.stop()

    def _lead(self, place: "Place") -> None:
        if place.tab is None:
            self._main.say("この場所は、どのタブにもありません。")
            return
        self._main.lead_to(place)
        self._main.say("F3 で次の結果、Alt+← でさがす前の場所へ戻ります")

    def _leave(self) -> None:
        if self._from is None:
            self._from = Standpoint(self._main, None)
        self.back()


def _table_of(widget: "QWidget") -> "QWidget":
    """Return the table whose cell is being edited, else the widget itself."""
    from PySide6.QtWidgets import QAbstractItemView, QLineEdit

    if isinstance(widget, QLineEdit):
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QAbstractItemView):
                return parent
            parent = parent.parentWidget()
    return widget
