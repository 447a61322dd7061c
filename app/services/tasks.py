"""Long work of a document as generators over a copy of the file, so that no job ever reads the open one."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.board import BoardIndex
from app.domain.metrics import Metric
from app.domain.plan import Meeting
from app.domain.progress import Progress
from app.domain.report import OverviewReport
from app.domain.report_goal import Scene
from app.domain.report_overview import build_overview
from app.domain.series import SeriesBook
from app.storage.repository import Repository


def scene_of(repository: Repository, meeting: str | None = None) -> Scene:
    """Return everything of a file as one meeting sees it (None: the last meeting), read whole."""
    index = BoardIndex(repository.read_structure())
    meetings = index.all(Meeting)
    chosen = index.one(Meeting, meeting) or (meetings[-1] if meetings else None)
    book = SeriesBook({metric.uid: metric for metric in index.all(Metric)}, chosen.as_of if chosen else None)
    book.put(repository.read_observations(None))
    return Scene(index, book, chosen)


def overview_task(data: bytes, meeting: str | None) -> Callable[[], Iterator[OverviewReport]]:
    """Return a generator function that counts the board in `data` and yields growing overviews."""

    def work() -> Iterator[OverviewReport]:
        repository = Repository.from_bytes(data)
        try:
            yield from build_overview(scene_of(repository, meeting))
        finally:
            repository.close()

    return work


def export_task(data: bytes, meeting: str | None, path: Path) -> Callable[[], Iterator[Progress]]:
    """Return a generator function that writes the council workbook of the board in `data` to `path`."""

    def work() -> Iterator[Progress]:
        from app.export.workbook import write_workbook
        from app.layout.deck import build_deck

        repository = Repository.from_bytes(data)
        try:
            scene = scene_of(repository, meeting)
        finally:
            repository.close()
        yield from write_workbook(build_deck(scene), path)

    return work
