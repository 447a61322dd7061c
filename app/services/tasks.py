"""Long work of a document as generators over a copy of the file, so that no job ever reads the open one."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.board import BoardIndex
from app.domain.metrics import Metric, TableRow
from app.domain.plan import Indicator, Meeting
from app.domain.progress import Progress
from app.domain.report import OverviewReport
from app.domain.report_goal import FIRST_LETTER, Scene, shown_months
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


def counting_scene(repository: Repository, meeting: str | None) -> Scene:
    """Return what the counts of 全体 need: every figure of the tables, but of the indicators' only the shown years.

    A board of ten years is read in a fifth of the time so.
    """
    index = BoardIndex(repository.read_structure())
    meetings = index.all(Meeting)
    chosen = index.one(Meeting, meeting) or (meetings[-1] if meetings else None)
    book = SeriesBook({metric.uid: metric for metric in index.all(Metric)}, chosen.as_of if chosen else None)
    scene = Scene(index, book, chosen)
    shown = {indicator.metric for indicator in index.all(Indicator)} if scene.fiscal_year else set()
    drawn = {row.metric for row in index.all(TableRow)}
    whole = {uid for uid in book.metrics if uid not in shown or uid in drawn or index.get(Metric, uid).formula}
    book.put(repository.read_observations(whole))
    if scene.fiscal_year:
        months = shown_months(scene.fiscal_year)
        book.put(repository.read_observations(shown - whole, *months))
        book.put(repository.read_observations(shown - whole, FIRST_LETTER))
    return scene


def overview_task(data: bytes, meeting: str | None) -> Callable[[], Iterator[OverviewReport]]:
    """Return a generator function that counts the board in `data` and yields growing overviews."""

    def work() -> Iterator[OverviewReport]:
        repository = Repository.from_bytes(data)
        try:
            yield from build_overview(counting_scene(repository, meeting))
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
