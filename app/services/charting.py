"""Charts of the open file in the forms that a person may choose."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import metrics as metric_rows
    from app.domain import screen_chart
    from app.domain.screen_chart import ScreenChart
    from app.layout.page import ChartSpec
else:
    metric_rows = LazyModule("app.domain.metrics")
    screen_chart = LazyModule("app.domain.screen_chart")


class Charting(Session):
    """What the charts beside the tables ask of the open file."""

    def chart_forms(self, metric: str) -> tuple[str, ...]:
        """Return the forms in which a series can be drawn, keys of screen_chart.FORMS."""
        return screen_chart.forms_of(self.index, self._one(metric_rows.Metric, metric))

    def screen_chart(self, metric: str, form: str, *, estimate: bool) -> "ScreenChart":
        """Return a series' chart; `estimate` adds where the year will end, for the screen only."""
        self._ensure(screen_chart.parts_of(self.index, self._one(metric_rows.Metric, metric)), whole=True)
        return screen_chart.build_chart(self.scene, self.trend(metric), form, estimate=estimate)


def picture_task(chart: "ChartSpec", path: Path) -> Callable[[], Iterator[None]]:
    """Return the job that paints a chart and writes it as a PNG, whole or not at all; WriteError."""
    from app.files.replacing import replacing_task

    return replacing_task(path, lambda: _png_of(chart))


def _png_of(chart: "ChartSpec") -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    from app.paint.chart_image import chart_image

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    chart_image(chart).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
