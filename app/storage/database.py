"""One open board file: opened with care, hardened, closed cleanly; the only place that connects to SQLite.

Every setting here has its reason in docs/reliability.md. The open file always lies on a local disk.
"""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from app.domain.errors import StorageError
from app.storage.failures import storage_error, told
from app.storage.header import APPLICATION_ID, read_header
from app.storage.migrations import SCHEMA, SET_NAME, Schema, fingerprint, migrate
from app.storage.new_file import write_new_file
from app.storage.newer import accept_newer

if TYPE_CHECKING:
    import sqlite_utils

PAGE_SIZE = 16384
ATTEMPTS = 3
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 64 * 1024 * 1024,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1024 * 1024,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 5,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 5000,
}
HARDENING = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "synchronous=EXTRA",
)
BAD_TEXT_NOTICE = "文字として読めない値があります（� と表示します）。履歴の値に戻すか、入力し直してください。"
_READ_BAD_TEXT = partial(str, encoding="utf-8", errors="replace")

NamedRows = tuple[tuple[str, ...], list[tuple[Any, ...]]]


class Database:
    """An open board file (path None: a copy in memory).

    `writable` is False where the file, its folder or its version forbids edits; `notice` then says why, in Japanese.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self.connection = connection
        self.path = path
        self.writable = False
        self.notice: str | None = None
        self.uuid = ""

    @property
    def utils(self) -> "sqlite_utils.Database":
        """The same connection as sqlite-utils sees it, for creating and migrating; imported here, for it is slow."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection, recursive_triggers=False, execute_plugins=False)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query; raise StorageError where the file cannot be read.

        Bytes that are no UTF-8 come as U+FFFD. All rows are fetched: an open cursor would block a colleague's commit.
        """
        return self.named_rows(sql, parameters)[1]

    def named_rows(self, sql: str, parameters: Sequence[Any] = ()) -> NamedRows:
        """Return the names of the columns and all rows of a query; see `rows`."""
        with told():
            try:
                return _fetched(self.connection, sql, parameters)
            except sqlite3.OperationalError as error:
                if getattr(error, "sqlite_errorcode", None) is not None or "UTF-8" not in str(error):
                    raise
            # Python's own decoding is far faster, so the forgiving one is only used where it is needed.
            self.connection.text_factory = _READ_BAD_TEXT
            self.notice = BAD_TEXT_NOTICE
            return _fetched(self.connection, sql, parameters)

    def verdict(self, error: StorageError) -> StorageError:
        """Return what an error outside a transaction really is: damage is believed only of a file opened anew.

        A read that failed on a bad cable can look like a damaged page.
        """
        if error.code != "corrupt" or self.path is None:
            return error
        try:
            self.reconnect()
        except StorageError as confirmed:
            return confirmed
        return storage_error("io", error.detail)

    def reconnect(self) -> None:
        """Connect to the same file anew after an error that may lie in the connection; raise StorageError."""
        if self.path is None:
            raise ValueError("a copy in memory cannot be connected again")
        fresh = open_database(self.path, read_only=not self.writable)
        if fresh.uuid != self.uuid:
            fresh.close()
            raise storage_error("moved", "meta.uuid")
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()
        self.connection = fresh.connection
        self.writable, self.notice = fresh.writable, fresh.notice

    def flush_journal(self) -> None:
        """Wait until the disk knows that the journal is empty; raise StorageError.

        Only the journal: the file itself is on the disk before SQLite empties it, and closing a second handle on the
        file would drop SQLite's locks (POSIX).
        """
        journal = None if self.path is None else self.path.with_name(self.path.name + "-journal")
        if journal is not None:
            with told(), contextlib.suppress(FileNotFoundError), journal.open("rb+") as file:
                os.fsync(file.fileno())

    def close(self) -> None:
        """Close the file and take away its empty journal; a disk that has gone is no reason not to close."""
        with contextlib.suppress(sqlite3.Error):
            if self.writable and self.path is not None:
                self.connection.execute("PRAGMA journal_mode=DELETE").fetchall()
        self.connection.close()


Before = Callable[[Database], None]


def open_database(
    path: Path | str,
    *,
    read_only: bool = False,
    schema: Schema = SCHEMA,
    before_migrating: Before | None = None,
    known_sound: bool = False,
) -> Database:
    """Open a board file after checking it; an older one is migrated, a newer one opens for reading only.

    `known_sound` passes over the check of every page, for a file that was opened with it a moment ago.

    `before_migrating` is called with an older file before it is changed; an error that it raises leaves it as it is.

    Raises StorageError, with the file's bytes untouched, where it is missing, damaged, cut short, not ours or carries
    a schema that we do not know. A verdict of damage is given only after three attempts, for a read error on a bad
    cable looks the same.
    """
    place = Path(path).absolute()
    for _ in range(ATTEMPTS - 1):
        try:
            return _open(place, read_only, schema, before_migrating, known_sound)
        except StorageError as error:
            if error.code not in ("corrupt", "io"):
                raise
    return _open(place, read_only, schema, before_migrating, known_sound)


Fill = Callable[[Database], None]


def create_database(
    path: Path | str, *, created_with: str, fill: Fill | None = None, schema: Schema = SCHEMA
) -> Database:
    """Make a new board file and open it; see `write_database`."""
    write_database(path, created_with=created_with, fill=fill, schema=schema)
    return open_database(path, schema=schema)


def write_database(path: Path | str, *, created_with: str, fill: Fill | None = None, schema: Schema = SCHEMA) -> None:
    """Make a new board file and let `fill` write into it; the file appears whole or not at all.

    It is made in memory and written by plain file calls, so that it may lie on a shared folder. `created_with` names
    program and version. Raises StorageError: "exists" rather than overwrite anything.
    """
    place = Path(path).absolute()
    if place.exists():
        raise storage_error("exists", str(place))
    database = memory_database(created_with, schema)
    try:
        if fill is not None:
            fill(database)
        write_new_file(place, with_own_counter(database.connection.serialize()))
    finally:
        database.connection.close()


def memory_database(created_with: str = "", schema: Schema = SCHEMA) -> Database:
    """Return a new board in memory, empty but for its own description."""
    database = Database(hardened(":memory:", uri=False), None)
    try:
        database.connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
        database.connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrate(database.utils, schema)
        _insert_meta(database, created_with, schema)
    except BaseException:
        database.connection.close()
        raise
    return database


def database_from_bytes(data: bytes) -> Database:
    """Return a copy in memory of a serialized board file, for reading only; jobs work on such copies."""
    database = Database(hardened(":memory:", uri=False), None)
    try:
        database.connection.deserialize(data)
        database.connection.execute("PRAGMA query_only=ON")
        database.uuid = _read_uuid(database)
    except BaseException:
        database.connection.close()
        raise
    return database


def with_own_counter(data: bytes) -> bytes:
    """Return a fresh file with a random change counter.

    SQLite tells by the counter that a file was overwritten behind its back; every fresh file would have the same one.
    """
    counter = os.urandom(4)
    return data[:24] + counter + data[28:92] + counter + data[96:]


def _insert_meta(database: Database, created_with: str, schema: Schema) -> None:
    import uuid  # for new files only

    database.uuid = str(uuid.uuid4())
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    database.connection.execute(
        "INSERT INTO meta (id, uuid, revision, schema_version, created_at, created_with) VALUES (1, ?, 0, ?, ?, ?)",
        (database.uuid, schema.version, now, created_with),
    )


def _open(path: Path, read_only: bool, schema: Schema, before_migrating: Before | None, known_sound: bool) -> Database:
    header = read_header(path)
    newer = header.user_version > schema.version
    with told():
        connection = hardened(file_uri(path, read_only or newer), uri=True)
    try:
        with told():
            database = Database(connection, path)
            if newer:
                accept_newer(database)
            else:
                _check_schema(database, schema)
            if not known_sound:
                _check_pages(connection)
            _make_ready(database, read_only or newer, schema, before_migrating)
    except BaseException:
        connection.close()
        raise
    return database


def _make_ready(database: Database, read_only: bool, schema: Schema, before_migrating: Before | None) -> None:
    connection = database.connection
    database.writable = not read_only and _is_writable(database)
    if database.writable:
        answer = connection.execute("PRAGMA journal_mode=TRUNCATE").fetchone()[0]
        if answer != "truncate":
            raise storage_error("io", f"journal_mode {answer}")
    if _user_version(connection) < schema.version:
        if not database.writable:
            raise storage_error("older")
        if before_migrating is not None:
            before_migrating(database)
        migrate(database.utils, schema)
    database.uuid = _read_uuid(database)


def _fetched(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> NamedRows:
    cursor = connection.execute(sql, parameters)
    return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()


def file_uri(path: Path, read_only: bool) -> str:
    """Return the URI of an absolute path (drive letters, UNC, %, # and ? included) that never creates a file."""
    text = path.as_posix()
    slashes = "" if text.startswith("/") else "/"
    return f"file://{slashes}{quote(os.fsencode(text), safe='/:')}?mode={'ro' if read_only else 'rw'}"


def hardened(target: str, *, uri: bool, patience: float = 0) -> sqlite3.Connection:
    """Return a connection that executes nothing of what somebody may have put into a file.

    `patience` is how many seconds it waits for a lock: none in the window, which tries again by its timer.
    """
    connection = sqlite3.connect(target, uri=uri, isolation_level=None, timeout=patience, cached_statements=512)
    try:
        _harden(connection)
    except BaseException:
        connection.close()  # a damaged file must not stay held: on Windows nobody could move it away
        raise
    return connection


def _harden(connection: sqlite3.Connection) -> None:
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        for option in (
            sqlite3.SQLITE_DBCONFIG_TRUSTED_SCHEMA,
            sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER,
            sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW,
            sqlite3.SQLITE_DBCONFIG_DQS_DDL,
            sqlite3.SQLITE_DBCONFIG_DQS_DML,
            sqlite3.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
        ):
            connection.setconfig(option, False)
    else:
        connection.set_authorizer(_deny_triggers_and_views)
    for pragma in HARDENING:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _deny_triggers_and_views(
    action: int, first: str | None, second: str | None, schema: str | None, source: str | None
) -> int:
    # Python 3.11 cannot switch triggers and views off, so whatever one of them asks for is denied.
    return sqlite3.SQLITE_OK if source is None else sqlite3.SQLITE_DENY


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check_schema(database: Database, schema: Schema) -> None:
    version = _user_version(database.connection)
    if schema.fingerprints.get(version) != fingerprint(database.connection):
        raise storage_error("schema", f"user_version {version}")
    sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id"
    applied = [name for (name,) in database.rows(sql, (SET_NAME,))]
    if applied != schema.names(version):
        raise storage_error("schema", f"user_version {version}, steps {applied}")


def _check_pages(connection: sqlite3.Connection) -> None:
    # The conditions of columns were checked when the rows were written; without them the check takes a tenth.
    connection.execute("PRAGMA ignore_check_constraints=ON")
    answer = connection.execute("PRAGMA quick_check(1)").fetchall()
    connection.execute("PRAGMA ignore_check_constraints=OFF")
    if answer != [("ok",)]:
        raise storage_error("corrupt", str(answer[0][0]))


def _is_writable(database: Database) -> bool:
    """Try a real update and take it back: BEGIN IMMEDIATE alone succeeds even on a write-protected file."""
    connection = database.connection
    try:
        with told():
            connection.execute("BEGIN IMMEDIATE")
            # Equal content would be passed over before the journal is made, so the trial changes something.
            connection.execute("UPDATE meta SET revision = revision + 1")
    except StorageError as error:
        if error.code == "busy":
            return True
        # A folder in which no journal may be made answers 'cannot open'.
        if error.code != "readonly" and not error.detail.startswith("SQLITE_CANTOPEN"):
            raise
        database.notice = storage_error("readonly").message
        return False
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True


def _read_uuid(database: Database) -> str:
    rows = database.rows("SELECT uuid FROM meta")
    if len(rows) != 1:
        raise storage_error("corrupt", f"{len(rows)} rows in meta")
    return str(rows[0][0])
