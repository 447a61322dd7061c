"""The work of comparing two boards: the open file, backups and other files, each read from a copy of its bytes."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.backup import Backup
from app.domain.compare import Comparison, compare
from app.domain.compare_base import base_of_histories, parted_at
from app.domain.compare_choice import edits_for
from app.domain.edits import RowEdit
from app.domain.progress import Progress
from app.storage import share_files
from app.storage.apart import histories, rows_apart
from app.storage.backup import is_sound, read_backup
from app.storage.database import open_database
from app.storage.failures import told
from app.storage.repository import Repository

STEPS = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: what a person calls it, and how its content is read (StorageError).

    What takes long is read in steps: progress, and last the content.
    """

    label: str
    read: "Callable[[], bytes | Iterator[Progress | bytes]]"


def backup_side(backup: Backup, label: str) -> Side:
    """Return a backup as a side; reading it raises StorageError "backup_damaged" where a bit is not as written."""
    return Side(label, lambda: read_backup(backup))


def file_side(path: Path, *, shared: bool = False) -> Side:
    """Return a board file as a side; it is opened for reading only and never changed.

    `shared`: it lies on a shared folder, so its bytes are copied first; nothing opens SQLite across a network.
    """
    return Side(path.name, lambda: file_bytes(path, shared=shared))


def file_bytes(path: Path, *, shared: bool = False) -> bytes:
    """Return the content of a board file; raise StorageError where it cannot be opened. `shared` as for a side."""
    if shared:
        return _shared_bytes(path)
    repository = Repository(open_database(path, read_only=True))
    try:
        return repository.serialize()
    finally:
        repository.close()


def _shared_bytes(path: Path) -> bytes:
    data = share_files.read(path)
    with told(), TemporaryDirectory(prefix="ictplan-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(data)
        return file_bytes(copy)


def soundness(backups: Sequence[Backup]) -> Iterator[dict[str, bool]]:
    """Check one backup after the other, for a job; yield by name what is known so far."""
    found: dict[str, bool] = {}
    for backup in backups:
        found[backup.path.name] = is_sound(backup)
        yield dict(found)


def choosing_task(comparison: Comparison, chosen: set[str]) -> Callable[[], Iterator[tuple[RowEdit, ...]]]:
    """Return the job that works out which edits take chosen differences in; see compare_choice.edits_for."""

    def work() -> Iterator[tuple[RowEdit, ...]]:
        yield edits_for(comparison, chosen)

    return work


def comparing(present: Side, other: Side, parted: bool = False) -> "Iterator[Progress | Comparison]":
    """Compare two sides in steps for a job: progress, and last the Comparison.

    `parted`: the two are versions of one file; what each did since they parted is told from their histories. Without a
    line in common nothing is known of that, and no side is said to have changed anything.
    """
    yield Progress(f"「{present.label}」を読んでいます", 0, STEPS)
    one = Repository.from_bytes((yield from _content(present)))
    try:
        yield Progress(f"「{other.label}」を読んでいます", 1, STEPS)
        two = Repository.from_bytes((yield from _content(other)))
        try:
            yield Progress("違うところを集めています", 2, STEPS)
            rows = rows_apart(one, two)
            lines = histories(one, two) if parted else None
        finally:
            two.close()
    finally:
        one.close()
    yield Progress("比べています", 3, STEPS)
    base = None
    if lines is not None and parted_at(lines[0]["history"], lines[1]["history"]):
        base = base_of_histories(lines[0]["history"], lines[1]["history"])
    yield compare(*rows, base)


def _content(side: Side) -> "Generator[Progress, None, bytes]":
    """Read a side, telling how far it has come."""
    read = side.read()
    if isinstance(read, bytes):
        return read
    content = b""
    for step in read:
        if isinstance(step, Progress):
            yield step
        else:
            content = step
    return content
