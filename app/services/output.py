"""What the open file gives out: the paper laid out for the preview, and the jobs that write it or its data."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.lazy import LazyModule
from app.services.places import Place, tab_of
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain.dataset import DatasetOptions
    from app.domain.progress import Progress
    from app.paint.sheet import SheetPlan
    from app.services import tasks
    from app.services.tasks import Paper

    Work = Callable[[], Iterator[Progress]]
else:
    tasks = LazyModule("app.services.tasks")


class Output(Session):
    """The open file with what goes out of it; every job works on a copy of the file as the chosen meeting sees it.

    `web` leaves out internal notes, personal names and, without `with_provisional`, figures marked 速報.
    """

    # The work imports what it needs in its own thread.

    def paper_task(self, web: bool = False, with_provisional: bool = False) -> "Callable[[], Iterator[Paper]]":
        """Return the job that lays the paper out; it yields what is there after every slide, last the whole."""
        data, meeting = self.snapshot_bytes(), self.meeting
        return lambda: tasks.paper_task(data, meeting, web, with_provisional)()

    def export_task(
        self, path: Path, web: bool = False, with_provisional: bool = False, with_proof: bool = False
    ) -> "Work":
        """Return the job that writes the council workbook, `with_proof` with the check sheet behind the slides."""
        data, meeting = self.snapshot_bytes(), self.meeting
        return lambda: tasks.export_task(data, meeting, path, web, with_provisional, with_proof)()

    def pdf_task(self, path: Path, plan: "SheetPlan", web: bool = False, with_provisional: bool = False) -> "Work":
        """Return the job that writes the council's paper as a PDF; it wants a QGuiApplication for its fonts."""
        data, meeting = self.snapshot_bytes(), self.meeting
        return lambda: tasks.pdf_task(data, meeting, path, plan, web, with_provisional)()

    def dataset_task(self, folder: Path, options: "DatasetOptions") -> "Work":
        """Return the job that writes the machine-readable data set into a folder."""
        data, meeting = self.snapshot_bytes(), self.meeting
        return lambda: tasks.dataset_task(data, meeting, folder, options)()

    def place_of_block(self, node: str, block: str) -> Place:
        """Return where a block of an item stands in the window."""
        return Place(tab_of(self.index, node), node, "block", (block,))
