"""Rows to entities and back; `apply` is the one door for edits."""

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from app.domain import tables
from app.domain.entity import Cell, E, Entity, Key, Row, to_row
from app.domain.errors import StorageError
from app.lazy import LazyModule
from app.storage.database import Database, create_database, database_from_bytes, write_database
from app.storage.failures import storage_error, told, translated
from app.storage.statements import builder_of, row_of, statements_of, update_of, values_of
from app.storage.structure import StoredStructure

if TYPE_CHECKING:
    from app.domain import edits, history
    from app.domain import metrics as metric_rows
    from app.storage import conflicts, loading
else:
    # The first window reads only; what writes and what holds figures is imported when it is first needed.
    edits = LazyModule("app.domain.edits")
    history = LazyModule("app.domain.history")
    metric_rows = LazyModule("app.domain.metrics")
    conflicts = LazyModule("app.storage.conflicts")
    loading = LazyModule("app.storage.loading")

ROWS_A_STEP = 50
METRICS_AT_ONCE = 4000  # the connection allows 5,000 variables in one statement


class Repository:
    """Reads and edits an open board file; every method raises StorageError where the file stands in the way."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._seen_revision = self.revision

    @classmethod
    def from_bytes(cls, data: bytes) -> "Repository":
        """Return a repository over a copy in memory of what `serialize` gave, for reading only."""
        return cls(database_from_bytes(data))

    @property
    def uuid(self) -> str:
        """The file's own uid, as it was when the file was opened."""
        return self.database.uuid

    @property
    def revision(self) -> int:
        """The number of the last applied command in the file."""
        return int(self._asked("SELECT revision FROM meta")[0][0])

    def data_version(self) -> int:
        """Return a number that moves when another connection has written to the file."""
        return int(self._asked("PRAGMA data_version")[0][0])

    def serialize(self) -> bytes:
        """Return the file's content at one moment as bytes, for a job or a backup; not inside a transaction.

        Raises StorageError, "busy" where another program is writing.
        """
        self._look_for_steps()
        with self._one_moment():
            self.database.rows("SELECT 1 FROM meta")  # takes the lock: `serialize` does not say why it cannot
            try:
                return self.database.connection.serialize()
            except sqlite3.OperationalError as error:
                raise storage_error("io", str(error)) from error

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    # Reading

    def read(self, entity: type[E], **equal: Cell) -> list[E]:
        """Return the rows whose columns equal the given values, by position, where there is one, and key."""
        sql = statements_of(entity)
        unknown = equal.keys() - set(sql.columns)
        if unknown:
            raise ValueError(f"{entity.TABLE} has no {sorted(unknown)}")
        # '= ?' rather than 'IS ?', which would pass by the indexes that hold no empty references.
        where = " AND ".join(f'"{name}" IS NULL' if value is None else f'"{name}" = ?' for name, value in equal.items())
        values = tuple(value for value in equal.values() if value is not None)
        with self._one_moment():
            rows = self.database.rows(sql.select + (f" WHERE {where}" if where else "") + sql.order, values)
        return builder_of(entity)(rows)

    def read_one(self, entity: type[E], key: Key) -> E | None:
        """Return the row of a key, or None."""
        rows = self.read(entity, **dict(zip(entity.KEY, key, strict=True)))
        return rows[0] if rows else None

    def read_structure(self) -> StoredStructure:
        """Return all rows of all tables that are read whole when a file is opened, as they are at this moment."""
        with self._one_moment():
            self._seen_revision = self.revision
            return StoredStructure(
                {table: self.database.named_rows(f'SELECT * FROM "{table}"') for table in tables.STRUCTURE_NAMES}
            )

    def read_observations(
        self, metrics: Iterable[str] | None = None, start: str | None = None, end: str | None = None
    ) -> "list[metric_rows.Observation]":
        """Return the observations of some metrics (None: of all), ordered by key.

        `start` and `end` bound the period's code as text, both included: from "2022-04" to "2023-03" gives the months
        of fiscal 2022 and the spans that begin in them, never fiscal years.
        """
        bounds = [f"period {sign} ?" for sign, bound in ((">=", start), ("<=", end)) if bound is not None]
        limits = [bound for bound in (start, end) if bound is not None]
        found: list[tuple[Any, ...]] = []
        with self._one_moment():
            for group in [None] if metrics is None else _chunks(sorted(set(metrics))):
                among = [] if group is None else [f"metric IN ({', '.join('?' * len(group))})"]
                where = " AND ".join(among + bounds)
                sql = statements_of(metric_rows.Observation)
                text = sql.select + (f" WHERE {where}" if where else "") + sql.order
                found += self.database.rows(text, (*(group or ()), *limits))
        return builder_of(metric_rows.Observation)(found)

    def revision_of(self, command_uid: str) -> int | None:
        """Return the revision that a command got, None where the file does not hold it."""
        rows = self._asked("SELECT sequence FROM history WHERE uid = ?", (command_uid,))
        return int(rows[0][0]) if rows else None

    def confirmed(self, command_uid: str) -> int | None:
        """Return the revision of a command that is in the file to stay, None where the file does not hold it.

        To be asked after an error in its commit: the command may be there though the flush of the journal failed, and
        a power cut would then take it back.
        """
        revision = self.revision_of(command_uid)
        if revision is not None:
            self.database.flush_journal()
        return revision

    def _asked(self, sql: str, values: Sequence[Cell] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query of its own; damage is told only where it is found again."""
        try:
            return self.database.rows(sql, values)
        except StorageError as error:
            raise self.database.verdict(error) from error

    def dump_rows(self) -> dict[str, list[Row]]:
        """Return all row images of all tables, sorted by key, the history by its sequence."""
        with self._one_moment():
            return {entity.TABLE: self._dump_table(entity) for entity in tables.ENTITIES}

    def _dump_table(self, entity: type[Entity]) -> list[Row]:
        sql = statements_of(entity)
        order = ("sequence", *entity.KEY) if entity is history.History else entity.KEY
        rows = self.database.rows(sql.select + " ORDER BY " + ", ".join(f'"{name}"' for name in order))
        return [row_of(sql.columns, row) for row in rows]

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """Hold one state of the file for several reads; a colleague's commit waits meanwhile."""
        if self.database.connection.in_transaction:
            yield
            return
        try:
            with told():
                self.database.connection.execute("BEGIN")
            yield
        except StorageError as error:
            self._roll_back()
            raise self.database.verdict(error) from error
        finally:
            self._roll_back()

    # Writing

    def load_rows(self, rows_by_table: Mapping[str, Sequence[Row]]) -> None:
        """Fill a new file with row images in one transaction; raise StorageError "value", naming the row, or nothing.

        The revision becomes that of the newest history row, so that what follows is numbered on.
        """
        newest = max((int(str(row["sequence"])) for row in rows_by_table.get("history", ())), default=0)
        connection = self.database.connection
        with self._transaction():
            if self.revision or self.database.rows("SELECT 1 FROM board LIMIT 1"):
                raise ValueError("rows are loaded into a new file only")
            for entity in tables.ENTITIES:
                loading.insert_rows(connection, entity, rows_by_table.get(entity.TABLE, ()), newest)
            loading.check_references(connection)
            connection.execute("UPDATE meta SET revision = ?", (newest,))
            connection.execute("COMMIT")
        self._seen_revision = newest

    def apply(self, command: "edits.Command", *, who: str | None, pc: str | None, made_at: str) -> int:
        """Write a command and its line of history in one transaction and return the new revision.

        `made_at` is ISO with offset. All or nothing is written. Raises StorageError: "conflict" where a row is no
        longer as `before` says, "busy", "full", "readonly", "moved" and "io" as the disk has it, "unknown_outcome"
        where the disk went away inside the commit. sqlite3.IntegrityError is a bug of the caller.
        """
        steps = self.applying(command, who=who, pc=pc, made_at=made_at)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return int(end.value)

    def applying(
        self, command: "edits.Command", *, who: str | None, pc: str | None, made_at: str
    ) -> "Generator[int, None, int]":
        """Apply in steps of few milliseconds: yields how many rows are written, the last time all, then commits.

        Returns the revision. Until then whatever else wants to write to the file or to copy it is told "busy". Closing
        the steps earlier takes everything back.
        """
        if not command.edits:
            raise ValueError("a command without edits")
        if not self.database.writable:
            raise storage_error("readonly")
        with self._transaction():
            before = self._check_meta()
            texts: list[str] = []
            for start in range(0, len(command.edits), ROWS_A_STEP):
                for edit in command.edits[start : start + ROWS_A_STEP]:
                    self._write(edit, before + 1, made_at)
                    texts.append(edits.edit_to_json(edit))
                yield len(texts)
            line = history.History(
                uid=command.uid,
                sequence=before + 1,
                made_at=made_at,
                who=who,
                pc=pc,
                label=command.label,
                edits=f"[{','.join(texts)}]",
            )
            self._execute(statements_of(history.History).insert, (*to_row(line).values(), line.sequence))
            self._execute("UPDATE meta SET revision = ?", (line.sequence,))
            self._commit(command, others_wrote=before != self._seen_revision)
        self._seen_revision = line.sequence
        return line.sequence

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Begin to write, with references checked at the commit; whatever is left open by an error is rolled back."""
        self._look_for_steps()
        try:
            with told():
                self.database.connection.execute("BEGIN IMMEDIATE")
                self.database.connection.execute("PRAGMA defer_foreign_keys=ON")
                yield
        except StorageError as error:
            self._roll_back()
            raise self.database.verdict(error) from error
        finally:
            self._roll_back()

    @property
    def in_steps(self) -> bool:
        """Return whether a command is being applied in steps, so that nothing else can be written or copied."""
        return self.database.connection.in_transaction

    def _look_for_steps(self) -> None:
        if self.in_steps:
            raise storage_error("busy", "steps")

    def _roll_back(self) -> None:
        # A disk that fails here leaves the journal behind, and the next reader of the file rolls back with it.
        with suppress(sqlite3.Error):
            if self.database.connection.in_transaction:
                self.database.connection.execute("ROLLBACK")

    def _execute(self, sql: str, values: Sequence[Cell]) -> int:
        return self.database.connection.execute(sql, values).rowcount

    def _check_meta(self) -> int:
        rows = self.database.rows("SELECT uuid, revision FROM meta")
        if len(rows) != 1 or rows[0][0] != self.uuid:
            raise storage_error("moved", "meta.uuid")
        return int(rows[0][1])

    def _write(self, edit: "edits.RowEdit", revision: int, made_at: str) -> None:
        entity = tables.BY_TABLE[edit.table]
        sql = statements_of(entity)
        found = self.database.rows(sql.find, edit.key)
        present = found[0][:-1] if found else None
        if present != (None if edit.before is None else values_of(entity, edit.before)):
            row = None if present is None else row_of(sql.columns, present)
            raise conflicts.conflict_error(self.database, edit, row, made_at)
        if edit.after is None:
            written = self._execute(sql.delete, (*edit.key, found[0][-1])) if found else 0
        else:
            values = values_of(entity, edit.after)
            if tuple(edit.after.get(name) for name in entity.KEY) != edit.key:
                raise ValueError(f"the row's key is not {edit.key}")
            written = self._insert_or_update(entity, values, edit.key, found, revision)
        if written != 1:
            raise ValueError(f"an edit of {edit.table} {edit.key} wrote {written} rows")

    def _insert_or_update(
        self, entity: type[Entity], values: Sequence[Cell], key: Key, found: list[tuple[Any, ...]], revision: int
    ) -> int:
        sql = statements_of(entity)
        if not found:
            return self._execute(sql.insert, (*values, revision))
        old = found[0]
        places = [place for place, value in enumerate(values) if value != old[place]]
        changed = tuple(sql.columns[place] for place in places)
        return self._execute(
            update_of(entity, changed), (*(values[place] for place in places), revision, *key, old[-1])
        )

    def _commit(self, command: "edits.Command", *, others_wrote: bool) -> None:
        try:
            self.database.connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            # A reference that leads nowhere is our bug, unless a colleague has written since we last looked.
            if others_wrote:
                raise conflicts.deleted_elsewhere_error() from error
            raise
        except sqlite3.Error as error:
            known = translated(error)
            self._roll_back()
            # Whoever reads at this moment keeps the commit out before anything of it is written.
            if known is None or known.code == "busy" or not self._arrived(command, known):
                raise

    def _arrived(self, command: "edits.Command", known: StorageError) -> bool:
        """Say whether a commit that ended in an error is in the file all the same."""
        with suppress(StorageError):
            return self.confirmed(command.uid) is not None
        try:
            self.database.reconnect()
            return self.confirmed(command.uid) is not None
        except StorageError as error:
            raise storage_error("unknown_outcome", known.detail) from error


def _chunks(metrics: list[str]) -> Iterable[tuple[str, ...]]:
    return [tuple(metrics[at : at + METRICS_AT_ONCE]) for at in range(0, len(metrics), METRICS_AT_ONCE)]


def create_board(path: Any, rows: Mapping[str, Sequence[Row]], *, created_with: str) -> Repository:
    """Make a new board file that holds rows, and open it; see `write_board`."""
    return Repository(create_database(path, created_with=created_with, fill=_filling(rows)))


def write_board(path: Any, rows: Mapping[str, Sequence[Row]], *, created_with: str) -> None:
    """Make a new board file that holds rows; it appears whole or not at all, and nothing opens it.

    Raises StorageError: "exists" where the name is taken, "value" where a row cannot be stored.
    """
    write_database(path, created_with=created_with, fill=_filling(rows))


def _filling(rows: Mapping[str, Sequence[Row]]) -> Callable[[Database], None]:
    return lambda fresh: Repository(fresh).load_rows(rows)
