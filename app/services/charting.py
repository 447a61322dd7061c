"""Charts of the open file in the forms that a person may choose."""

from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import metrics as metric_rows
    from app.domain import screen_chart
    from app.domain.screen_chart import ScreenChart
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
