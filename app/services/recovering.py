"""The way from a damaged file to a new one, for the window: a job that finds the ways out, one that takes one."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.progress import Progress
from app.domain.rescue import BrokenFigure, Rescue, Source


def rescue_task(
    path: Path, backups: Path, inputs: Path, *, shared: bool = False
) -> Callable[[], Iterator[Progress | Rescue]]:
    """Return the job that finds what can be had of a file; its last value is the Rescue. `shared` as for comparing."""

    def work() -> Iterator[Progress | Rescue]:
        from app.storage.recovery import find_rescue

        return find_rescue(path, backups, inputs, inputs / "aside", shared=shared)

    return work


def broken_figures_task(data: bytes) -> Callable[[], Iterator[list[BrokenFigure]]]:
    """Return the job that finds the figures of a serialized board that are no numbers."""

    def work() -> Iterator[list[BrokenFigure]]:
        from app.storage.broken_figures import broken_figures

        yield broken_figures(data)

    return work


def new_file_task(source: Source, out: Path, created_with: str) -> Callable[[], Iterator[Progress]]:
    """Return the job that makes a new file of a source; it fails with StorageError where the name is taken."""

    def work() -> Iterator[Progress]:
        from app.storage.recovery import write_source

        yield Progress("新しいファイルを作っています", 0, 1)
        write_source(source, out, created_with)
        yield Progress("新しいファイルを作りました", 1, 1)

    return work
