"""What the window remembers of itself: the tab and row where a person left a file, and how wide the panes were made."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter

    from app.ui.main_window import MainWindow

SHARES = "shares"  # the property of a splitter: thousandths of its width
WHOLE = 1000
PLACES_KEPT = 20


def kept_sizes(splitter: "QSplitter", usual: Sequence[int]) -> list[int]:
    """Return the widths that a person gave the panes, in proportion to the present width; else the usual ones."""
    shares = splitter.property(SHARES)
    if not shares or len(shares) != len(usual):
        return list(usual)
    return [round(sum(usual) * share / WHOLE) for share in shares]


class WindowState(QObject):
    """Keeps panes as they were made, and leads back to where a file was left."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self._preferences = main.preferences

    def adopt(self, page: QWidget) -> None:
        """Give a page's panes the widths they had, and remember new ones."""
        splitter, kind = getattr(page, "splitter", None), type(page).__name__
        if splitter is not None:
            splitter.setProperty(SHARES, self._preferences.panes.get(kind))
            splitter.splitterMoved.connect(lambda *_: self._keep(kind, splitter))

    def _keep(self, kind: str, splitter: "QSplitter") -> None:
        sizes = splitter.sizes()
        if all(sizes):
            shares = [round(size * WHOLE / sum(sizes)) for size in sizes]
            self._preferences.panes[kind] = shares
            splitter.setProperty(SHARES, shares)

    def remember(self) -> None:
        """Note where the person is, before the window closes."""
        main = self._main
        page: Any = main.page()
        item = getattr(getattr(page, "list", None), "current_node", lambda: None)()
        row = getattr(page, "current_row", lambda: None)()
        tab = str(main.tab_bar.tabData(main.tab_bar.currentIndex()))
        place = [tab, item or "", row.uid if row is not None else ""]
        path = str(main.document.path.absolute())
        kept = {known: spot for known, spot in self._preferences.places.items() if known != path}
        self._preferences.places = dict([*kept.items(), (path, place)][-PLACES_KEPT:])

    def return_to_place(self) -> None:
        """Lead to where the file was left, unless that is gone or the person is somewhere already."""
        main = self._main
        place = self._preferences.places.get(str(main.document.path.absolute()))
        if place is None or main.tab_bar.currentIndex() != 0 or place[0] not in _tabs(main):
            return
        main.show_tab(place[0])
        page: Any = main.page()
        if place[1] and hasattr(page, "list"):
            page.list.choose(place[1])
        if place[2] and hasattr(page, "model"):
            row = page.model.find(place[2])
            if row >= 0:
                page.grid.go_to(row, page.grid.currentIndex().column())


def _tabs(main: "MainWindow") -> list[str]:
    return [str(main.tab_bar.tabData(row)) for row in range(main.tab_bar.count())]
