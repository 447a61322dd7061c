"""Long work of a document as generators over a copy of the file, so that no job ever reads the open one."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain import formula
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
    scene = _structure(repository, meeting)
    scene.book.put(repository.read_observations(None))
    return scene


def counting_scene(repository: Repository, meeting: str | None) -> Scene:
    """Return what the counts of 全体 need: every figure of the tables, but of the indicators' only the shown years.

    A board of ten years is read in a fifth of the time so.
    """
    scene = _structure(repository, meeting)
    if scene.fiscal_year is None:
        return scene_of(repository, meeting)
    partly = {indicator.metric for indicator in scene.index.all(Indicator)} - _needed_whole(scene)
    scene.book.put(repository.read_observations(scene.book.metrics.keys() - partly))
    scene.book.put(repository.read_observations(partly, *shown_months(scene.fiscal_year)))
    scene.book.put(repository.read_observations(partly, FIRST_LETTER))
    return scene


def _structure(repository: Repository, meeting: str | None) -> Scene:
    """Return a file's structure as one meeting sees it, no figure read yet."""
    index = BoardIndex(repository.read_structure())
    meetings = index.all(Meeting)
    chosen = index.one(Meeting, meeting) or (meetings[-1] if meetings else None)
    book = SeriesBook({metric.uid: metric for metric in index.all(Metric)}, chosen.as_of if chosen else None)
    return Scene(index, book, chosen)


def _needed_whole(scene: Scene) -> set[str]:
    """Return the metrics that tables draw and those that formulas read: their periods may be any."""
    nodes = [node for uid in scene.book.metrics if (node := scene.book.formula_of(uid)) is not None]
    read = {uid for node in nodes for uid in formula.references(node)}
    return read | {row.metric for row in scene.index.all(TableRow) if row.metric}


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
