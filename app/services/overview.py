"""From a count of 全体 to its rows."""

from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain import report_item, report_overview
else:
    report_item = LazyModule("app.domain.report_item")
    report_overview = LazyModule("app.domain.report_overview")


class Overview(Session):
    """The open file's counts, led back to what they count."""

    def counted_places(self, group: str, name: str) -> tuple[Place, ...]:
        """Return where the figures of a group stand that a count counts ("all": none in particular), in order."""
        places: dict[Place, None] = {}
        for node in report_item.item_nodes(self.scene, group):
            if report_item.metrics_of_item(self.scene, node.uid):
                self.item_report(node.uid)  # reads its figures
                for cell in report_overview.figures_in(report_overview.tables_of(self.scene, node.uid)):
                    if name in report_overview.counted_as(self.scene, cell):
                        key = cell.key or (str(cell.metric), str(cell.period), "result", "")
                        places[Place(group, node.uid, "observation", key)] = None
        return tuple(places)
