"""A board as it was at an earlier moment, rebuilt on a copy in memory from the row images that the history holds."""

from collections.abc import Iterator

from app.domain import tables
from app.domain.edits import RowEdit
from app.domain.entity import Entity, Key, Row, fields_of
from app.domain.history import History
from app.domain.history_words import edits_of
from app.domain.progress import Progress
from app.storage.failures import storage_error
from app.storage.past import PastQuery, read_past
from app.storage.repository import Repository
from app.storage.statements import statements_of, values_of

AT_ONCE = 400  # lines of history a step: some 10 ms
_Slot = tuple[str, Key]


def rewinding(data: bytes, revision: int) -> "Iterator[Progress | bytes]":
    """Take back all that was done after a revision, on a copy of a serialized board: progress, and last its bytes.

    All rows and the history are exactly what they were then, but for pictures that were taken out since: the history
    does not hold their bytes, so the blocks that showed them show none. Raises StorageError "history" where lines of
    the history are missing.
    """
    repository = Repository.from_bytes(data)
    try:
        newest = repository.revision
        rows: dict[_Slot, Row | None] = {}
        below = newest + 1
        while below > revision + 1:
            yield Progress("変更の履歴をさかのぼっています", newest + 1 - below, newest - revision)
            lines = read_past(repository, PastQuery(), revision, below, AT_ONCE)
            _check_unbroken(lines, below, revision)
            for edit in (edit for line in lines for edit in reversed(edits_of(line))):
                rows[edit.table, edit.key] = edit.before
            below = lines[-1].sequence
        yield Progress("その時点の計画を組み立てています", newest - revision, newest - revision)
        _write(repository, rows, revision)
        yield repository.database.connection.serialize()
    finally:
        repository.close()


def _check_unbroken(lines: list[History], below: int, above: int) -> None:
    """Raise where a line is missing between two revisions: what it did could not be taken back."""
    wanted = range(below - 1, max(above, below - 1 - AT_ONCE), -1)
    if [line.sequence for line in lines] != list(wanted):
        raise storage_error("history")


def _write(repository: Repository, rows: dict[_Slot, Row | None], revision: int) -> None:
    connection = repository.database.connection
    connection.execute("PRAGMA query_only=OFF")
    connection.execute("BEGIN")
    connection.execute("PRAGMA defer_foreign_keys=ON")
    for (table, key), row in rows.items():
        _put(repository, RowEdit(table, key, None, row), revision)
    _forget_lost_pictures(repository)
    connection.execute("DELETE FROM history WHERE sequence > ?", (revision,))
    connection.execute("UPDATE meta SET revision = ?", (revision,))
    connection.execute("COMMIT")


def _put(repository: Repository, edit: RowEdit, revision: int) -> None:
    """Give a row what it was; a picture, whose key says what it holds, stays where it is still there."""
    entity = tables.BY_TABLE[edit.table]
    sql, execute = statements_of(entity), repository.database.connection.execute
    there = repository.database.rows(sql.find, edit.key)
    if edit.after is not None and _holds_bytes(entity):
        return
    if there:
        execute(sql.delete, (*edit.key, there[0][-1]))
    if edit.after is not None:
        execute(sql.insert, (*values_of(entity, edit.after), revision))


def _holds_bytes(entity: type[Entity]) -> bool:
    return any(spec.kind == "blob" for spec in fields_of(entity))


def _forget_lost_pictures(repository: Repository) -> None:
    repository.database.connection.execute("UPDATE block SET image = NULL WHERE image NOT IN (SELECT uid FROM image)")
