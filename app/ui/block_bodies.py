"""What stands under a block's head: the base of all bodies, and charts."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.entity import Key
from app.domain.errors import BoardError
from app.domain.report import BlockView
from app.services.document import Document
from app.ui.trend_chart import TrendChart

if TYPE_CHECKING:
    from app.domain.judged import Judged

CHART_HEIGHT = 260
FOLLOW_MS = 30


class Body(QWidget):
    """The base of all bodies; `view` is the block as last shown.

    Signals: `status_message(str)`, `selection_summary(str)`, `metric_chosen(str)` when a metric's cell becomes current,
    `spot_moved()` when the person goes to another cell, `pictures_asked(str)` where a picture is wanted: "choose" from
    files or "paste".
    """

    status_message = Signal(str)
    selection_summary = Signal(str)
    metric_chosen = Signal(str)
    spot_moved = Signal()
    pictures_asked = Signal(str)

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__()
        self.document = document
        self.wide = wide
        self.view: BlockView | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)

    def show_block(self, view: BlockView) -> None:
        """Show a block."""
        self.view = view

    def abandon(self) -> None:
        """Write nothing more; the block is gone or another item is shown."""

    def show_waiting(self, lines: "tuple[Judged, ...]") -> None:
        """Mark in the block's words what the last proof found there."""

    def select_run(self, start: int, end: int) -> None:
        """Select a run of characters of the block's words as stored."""

    def reveal(self, key: Key) -> bool:
        """Lead to a row or figure and flash it; False where it is not here."""
        return False

    def spot(self) -> QRect | None:
        """Return where the person is, in the body's pixels; None where the whole body is that place."""
        return None

    def start(self) -> None:
        """Put the focus where the person goes on."""
        self.setFocus()

    def first_metric(self) -> str | None:
        """Return the metric whose trend stands for the block."""
        return None

    def do(self, verb: Any) -> None:
        """Run a verb of the document; what stands in its way is told."""
        try:
            verb()
        except BoardError as error:
            self.status_message.emit(error.message)


class ChartBody(Body):
    """A chart of the item's metrics; new figures come into it a moment later: what was typed is on the screen first."""

    def __init__(self, document: Document, wide: bool) -> None:
        super().__init__(document, wide)
        self.chart = TrendChart()
        self.chart.setFixedHeight(CHART_HEIGHT)
        self.chart.told.connect(self.status_message)
        self.column.addWidget(self.chart)
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._follow.timeout.connect(self._show)

    def show_block(self, view: BlockView) -> None:
        """Show the chart."""
        known = self.view is not None
        super().show_block(view)
        if known:
            self._follow.start()
        else:
            self._show()

    def abandon(self) -> None:
        """Draw nothing more."""
        self._follow.stop()

    def _show(self) -> None:
        if self.view is not None:
            self.chart.show_chart(self.view.chart)
