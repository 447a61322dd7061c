"""Undo and redo in the window: a step back or forth, the way to where it was, and steps over thousands of rows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.errors import BoardError
from app.ui.desks import Desks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.progress import Progress
    from app.services.document import Change


class Stepping(Desks):
    """The window as it steps back and forth through what was done."""

    def undo(self) -> None:
        """Take back the last edit, lead to where it was and say what came back."""
        document = self._main.document
        if document.undo_is_long:
            self._step_long(document.undoing(), "元に戻す")
        else:
            self._step(document.undo)

    def redo(self) -> None:
        """Do the last undone edit again and lead to it."""
        document = self._main.document
        if document.redo_is_long:
            self._step_long(document.redoing(), "やり直し")
        else:
            self._step(document.redo)

    def _step(self, step: "Callable[[], Change | None]") -> None:
        try:
            self._lead_back(step())
        except BoardError as error:
            self._tell(error)

    def _step_long(self, steps: "Iterator[Progress]", title: str) -> None:
        from app.ui.dialogs.steps import StepsDialog

        dialog = StepsDialog(steps, title, "中止すると、計画は今のまま変わりません。", self)
        # In a turn of its own: a tab that is shown for the first time takes as long as all that the last step does.
        dialog.finished_all.connect(self._lead_back, Qt.ConnectionType.QueuedConnection)
        dialog.failed.connect(self._tell)
        dialog.begin()

    def _lead_back(self, change: "Change | None") -> None:
        if change is not None:
            if change.place is not None:
                self._main.lead_to(change.place)
            self._main.say(self._main.document.step_words(change.undone))

    def _tell(self, error: BoardError) -> None:
        from app.ui.dialogs.message import show_error

        show_error(self, error)
