"""What a long paste changes in a goal's table: the rows in view at once, the others right after they are painted."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer

from app.services.document import Change
from app.ui.goal_model import GoalModel, PutOff
from app.ui.grid import Grid

LEAST = 100  # rows: fewer are built within a frame


class LateRows:
    """Puts off the rows that an edit changed but nobody sees, and builds them in steps once the table is painted.

    Whoever asks the model for its rows meanwhile gets them all as they are now. `show` shows the whole tab anew.
    """

    def __init__(self, model: GoalModel, grid: Grid, show: Callable[[], None]) -> None:
        self._model, self._grid, self._show = model, grid, show
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(grid, interval=0)
        self._timer.timeout.connect(self._step)

    def takes(self, change: Change, *, plain: bool) -> bool:
        """Put off what a change touches where it is long; `plain` says that a table shows all its rows."""
        self._timer.stop()
        report = self._model.shown_report
        if report is None or change.everything or not plain or self._model.arrangement:
            return False
        document = self._model.document
        late = document.late_rows(report)
        if len(late) < LEAST:
            return False
        self._model.put_off(PutOff(late, lambda row: document.row_now(report.node, row), self._show))
        self._steps = document.build_ahead(report.node)
        self._grid.after_paint(self._timer.start)
        return True

    def stop(self) -> None:
        """Build nothing more; the file is about to be closed."""
        self._timer.stop()

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self._model.complete()
