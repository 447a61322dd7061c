"""The search box of the header: a line to type in, with what is found under it, grouped by where it stands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.services.document import Document, Place

if TYPE_CHECKING:
    from app.services.finding import Finder, Hit
    from app.ui.find_list import FindList

WIDEST, EDGE = 760, 12  # px of the list, and between it and the window's edges
AGAIN_MS = 120  # between two looks at an index that is still growing
HINT = "さがす（Ctrl+F）"
NAME = "検索（取組、指標、数値、文章、担当課、メモ）"


class FindBox(QLineEdit):
    """Searches as is typed and never waits for the index.

    Signals: `found(Place)` for a result that is chosen, `left()` on Esc.
    """

    found = Signal(object)
    left = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._made_finder: Finder | None = None
        self._made_list: FindList | None = None
        self._only = ""
        self._passed: list[Place] = []
        self._at = -1
        self._idle = QTimer(self)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self.setPlaceholderText(HINT)
        self.setAccessibleName(NAME)
        self.setToolTip("言葉のほか、2,020 や 8.6 のような数値もさがせます（Ctrl+F、Ctrl+K）")
        self.setClearButtonEnabled(True)
        self.textEdited.connect(lambda _: self._search())
        self._idle.timeout.connect(self._work)
        self._again.timeout.connect(self._search_on)

    @property
    def finder(self) -> "Finder":
        """Return what searches, made when the box is first entered."""
        if self._made_finder is None:
            from app.services.finding import Finder

            self._made_finder = Finder(self._document)
        return self._made_finder

    @property
    def list(self) -> "FindList":
        """Return the list under the line, made when something is first typed."""
        if self._made_list is None:
            from app.ui.find_list import FindList

            self._made_list = made = FindList(self)
            made.chosen.connect(self._choose)
            made.more_wanted.connect(self._show_all_of)
            made.installEventFilter(self)
        return self._made_list

    def enter(self) -> None:
        """Take the keys; what was typed last is there again, to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if self.text().strip():
            self._search()

    def next_hit(self, step: int) -> None:
        """Lead to the next result (1) or the one before (-1) of the last search; enter the box where there is none."""
        if not self._passed:
            self.enter()
            return
        self._at = (self._at + step) % len(self._passed)
        self.found.emit(self._passed[self._at])

    def pass_on(self, places: "Sequence[Place]") -> None:
        """Lead to the first of some places, from where `next_hit` goes on."""
        self._passed, self._at = list(places), -1
        self.next_hit(1)

    def stop(self) -> None:
        """Read nothing more; the file is about to be closed."""
        self._idle.stop()
        self._again.stop()

    # searching

    def _work(self) -> None:
        if not self.finder.work():
            self._idle.stop()

    def _search(self) -> None:
        self._only = ""
        self._show_answers()

    def _search_on(self) -> None:
        """Look again where the index was still growing; a result that is chosen already stays chosen."""
        if self._made_list is not None and self._made_list.isVisible() and not self._made_list.touched:
            self._show_answers()

    def _show_all_of(self, group: str) -> None:
        self._only = group
        self._show_answers()

    def _show_answers(self) -> None:
        typed = self.text()
        if not typed.strip():
            self.list.hide()
            return
        whole = self.finder.whole
        self.list.show_answers(self.finder.search(typed, self._only), whole)
        self._place_list()
        if not whole:
            self._idle.start(0)
            self._again.start(AGAIN_MS)

    def _place_list(self) -> None:
        from app.ui.room import room_around  # not before the first picture

        window = self.window()
        wide = min(WIDEST, window.width() - 2 * EDGE)
        left = min(self.mapTo(window, QPoint(0, 0)).x(), window.width() - EDGE - wide)
        corner = window.mapToGlobal(QPoint(max(EDGE, left), self.mapTo(window, QPoint(0, self.height() + 2)).y()))
        room = room_around(window).bottom() - corner.y() - EDGE
        self.list.resize(wide, min(self.list.wanted_height(), max(room, 120)))
        self.list.move(corner)
        self.list.show()

    def _choose(self, hit: "Hit") -> None:
        hits = self.list.hits()
        self._passed, self._at = [one.place for one in hits], hits.index(hit)
        self.list.hide()
        self.found.emit(hit.place)

    # keys and focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list with the arrows, choose with Enter, go back with Esc."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        step, enter = steps.get(Qt.Key(event.key())), event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        shown = self._made_list is not None and self._made_list.isVisible()
        if event.key() == Qt.Key.Key_Escape:
            self.list.hide()
            self.left.emit()
        elif (step or enter) and not shown:
            self._search()
        elif step:
            self.list.step(step)
        elif enter:
            self.list.choose_current()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin to make the index, so that the first key finds it."""
        super().focusInEvent(event)
        if not self.finder.whole:
            self._idle.start(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the list when the box loses the focus."""
        if self._made_list is not None:
            self._made_list.hide()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the list when the window loses the focus."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.list.hide()
        return super().eventFilter(watched, event)
