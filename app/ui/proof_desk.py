"""What joins 検算 to the main window: the button's count, the window of findings, and the way to their places."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.domain.errors import BoardError
from app.services.document import Document
from app.ui.proof_watch import ProofWatch
from app.ui.room import room_around

if TYPE_CHECKING:
    from app.domain.judged import Proof
    from app.domain.proof.finding import Finding, Mend, Spot
    from app.ui.main_window import MainWindow
    from app.ui.proof_window import ProofWindow

SETTLED_MS = 500  # a new item's layout has stopped moving by then
NOT_IN_A_TAB = "この場所は、どのタブにもありません。資料の題名などは出力の画面で直せます。"
AROUND = 48  # px about a place that stay free


class ProofDesk(QObject):
    """Keeps the header's count up to date and makes the window of findings when it is first asked for."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self._document: Document = main.document
        self.window: ProofWindow | None = None
        self.watch = ProofWatch(self._document, self)
        self.watch.began.connect(self._on_began)
        self.watch.failed.connect(self._on_failed)
        self._document.proved.connect(self._on_proved)

    def open(self) -> None:
        """Show the window of findings, at the finding of the current cell where it has one."""
        window = self._window()
        window.show()
        window.raise_()
        window.activateWindow()
        window.list.setFocus()
        self._choose_current(window)
        if self._is_stale():
            self.watch.hurry()

    def stop(self) -> None:
        """Check nothing more and close the window; the file is about to be closed."""
        self.watch.stop()
        if self.window is not None:
            self.window.left.disconnect()
            self.window.close()

    def _window(self) -> "ProofWindow":
        if self.window is None:
            from app.ui.proof_window import ProofWindow

            self.window = made = ProofWindow(self._main)
            made.addActions(self._main.menus.everywhere)
            made.place_wanted.connect(self._lead)
            made.mend_wanted.connect(self._mend)
            made.settle_wanted.connect(self._settle)
            made.unsettle_wanted.connect(self._unsettle)
            made.left.connect(self._main.activateWindow)
            if self._document.last_proof is not None:
                made.show_proof(self._document.last_proof, self._moment())
        return self.window

    def _choose_current(self, window: "ProofWindow") -> None:
        from app.ui.grid import Grid

        focus = self._main.focusWidget()
        if isinstance(focus, Grid):
            found = focus.grid_model.waiting_at(focus.currentIndex())
            if found:
                window.choose(found[0])

    def _is_stale(self) -> bool:
        proof = self._document.last_proof
        return proof is None or proof.revision != self._document.revision

    # what the proof tells

    def _on_began(self) -> None:
        if self.window is not None:
            self.window.show_busy()

    def _on_failed(self, message: str) -> None:
        self._main.header.show_waiting(None, message)
        if self.window is not None:
            self.window.say(message)

    def _on_proved(self, proof: "Proof") -> None:
        counts = "、".join(f"{words} {count}件" for words, count in proof.in_words())
        self._main.header.show_waiting(proof.waiting, counts)
        if self.window is not None:
            self.window.show_proof(proof, self._moment())

    def _moment(self) -> str:
        meeting = next((one for one in self._document.meetings() if one.uid == self._document.meeting), None)
        return f"{meeting.label if meeting else self._document.board_title}の計画ファイルを検算しました"

    # what a person wants

    def _lead(self, spot: "Spot") -> None:
        place = self._document.place_of_spot(spot)
        if place.tab is None:
            self._window().say(NOT_IN_A_TAB)
            return
        self._main.lead_to(place)
        self._main.activateWindow()
        QTimer.singleShot(SETTLED_MS, self, self._step_aside)

    def _mend(self, finding: "Finding", mend: "Mend") -> None:
        self._try(lambda: self._document.mend(finding, mend))

    def _settle(self, finding: "Finding", note: str) -> None:
        self._try(lambda: self._document.settle(finding, note))

    def _unsettle(self, finding: "Finding") -> None:
        self._try(lambda: self._document.unsettle(finding))

    def _try(self, verb: Any) -> None:
        try:
            verb()
        except BoardError as error:
            self._window().say(error.message)
        else:
            self.watch.hurry()

    def _step_aside(self) -> None:
        """Move the window of findings off the place that it has led to, where the screen has room."""
        if self.window is None or not self.window.isVisible():
            return
        free = place_beside(
            room_around(self.window), self.window.frameGeometry(), _global_rect(self._main.focusWidget())
        )
        if free is not None:
            self.window.move(free)


def place_beside(screen: QRect, frame: QRect, place: QRect) -> QPoint | None:
    """Return where on a screen a window has to go so as not to cover a place, None where it need not or cannot."""
    if not place.intersects(frame):
        return None
    right, bottom = screen.right() - frame.width() + 1, screen.bottom() - frame.height() + 1
    edges = (
        QPoint(frame.left(), bottom),
        QPoint(frame.left(), screen.top()),
        QPoint(right, frame.top()),
        QPoint(screen.left(), frame.top()),
    )
    moved = (frame.translated(point - frame.topLeft()) for point in edges)
    return next((one.topLeft() for one in moved if screen.contains(one) and not one.intersects(place)), None)


def _global_rect(widget: QWidget | None) -> QRect:
    """Return where on the screen a person is: the current cell of a table, else the whole widget."""
    if widget is None:
        return QRect()
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        rect, ground = widget.visualRect(widget.currentIndex()), widget.viewport()
    else:
        rect, ground = widget.rect(), widget
    return QRect(ground.mapToGlobal(rect.topLeft()), rect.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
