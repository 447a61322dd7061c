"""What can still be read of a damaged or doubtful file: table by table, row by row, with nothing in it executed.

It works on a copy of its own and never opens the file itself. Damage to the header or to the list of tables is mended
in the copy: both are the same in every file of the schema. Only plain tables of ours are read, by rowid and past every
index; views, triggers, virtual tables and computed columns are never asked, and a time limit ends what would not end.
"""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from app.domain import tables
from app.domain.entity import Entity, Key, Row, fields_of
from app.domain.progress import Progress
from app.storage.database import LIMITS, PAGE_SIZE, file_uri, memory_database
from app.storage.failures import told
from app.storage.header import HEADER_SIZE, MAGIC

SECONDS = 60.0
AFTER_THE_LAST = 2000  # rowids looked at behind the last readable one where the table cannot say its highest
JOURNALS = ("-journal", "-wal")
LEAF, INTERIOR = 0x0D, 0x05
_STEPS = 20_000  # SQLite's own steps between two looks at the clock


class Salvaged(NamedTuple):
    """The rows that could be read, by table, and what could not.

    `revisions` tells each row's revision. `missing` says of a table how many rows are known to be lost; `unread` are
    tables of which nothing could be said. `uuid` is '' and `revision` 0 where the file does not tell them.
    """

    rows: dict[str, list[Row]]
    revisions: dict[tuple[str, Key], int]
    missing: dict[str, int]
    unread: tuple[str, ...]
    uuid: str
    revision: int

    @property
    def empty(self) -> bool:
        """Return whether nothing at all of a board was found."""
        return not any(self.rows.values())


def salvage(path: Path, seconds: float = SECONDS) -> Iterator[Progress | Salvaged]:
    """Read what can be read of a file; yields Progress and last Salvaged. The file's bytes stay as they are.

    Raises StorageError where the file cannot be copied (missing, denied, a full disk).
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with told():
            copy = _copied(path, Path(folder))
        yield from _Reading(copy, seconds).run()


def _copied(path: Path, folder: Path) -> Path:
    copy = folder / "copy"
    shutil.copyfile(path, copy)
    for suffix in JOURNALS:
        with suppress(FileNotFoundError):
            shutil.copyfile(path.with_name(path.name + suffix), folder / f"copy{suffix}")
    return copy


class _Reading:
    """One pass over a copy."""

    def __init__(self, copy: Path, seconds: float) -> None:
        self.copy = copy
        self.end = time.monotonic() + seconds
        self.found = Salvaged({}, {}, {}, (), "", 0)

    def run(self) -> Iterator[Progress | Salvaged]:
        connection = self._opened()
        if connection is None:
            yield self.found._replace(unread=tuple(tables.BY_TABLE))
            return
        with closing(connection):
            uuid, revision = self._meta(connection)
            unread: list[str] = []
            for number, entity in enumerate(tables.ENTITIES):
                yield Progress("読み取れる行を集めています", number, len(tables.ENTITIES))
                if not self._read_table(connection, entity):
                    unread.append(entity.TABLE)
        yield self.found._replace(unread=tuple(unread), uuid=uuid, revision=revision)

    # opening the copy, mended as far as needed

    def _opened(self) -> sqlite3.Connection | None:
        """Return a connection that knows our tables: to the copy as it is, else without its journal, else mended."""
        for mend in (self._leave, self._drop_journals, self._mend_header, self._mend_schema):
            with suppress(OSError):
                mend()
            connection = self._connected()
            if connection is not None:
                return connection
        return None

    def _connected(self) -> sqlite3.Connection | None:
        connection = sqlite3.connect(file_uri(self.copy, False), uri=True, isolation_level=None, timeout=0)
        try:
            self._harden(connection)
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema").fetchall()}
            if names & tables.STRUCTURE_NAMES.keys():
                return connection
        except (sqlite3.Error, UnicodeError):
            pass
        connection.close()
        return None

    def _harden(self, connection: sqlite3.Connection) -> None:
        for limit, value in LIMITS.items():
            connection.setlimit(limit, value)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in ("trusted_schema=OFF", "query_only=ON", "mmap_size=0", "temp_store=MEMORY", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.set_authorizer(_reading_only)
        connection.set_progress_handler(lambda: time.monotonic() > self.end, _STEPS)

    def _leave(self) -> None:
        """Mend nothing."""

    def _drop_journals(self) -> None:
        for suffix in JOURNALS:
            self.copy.with_name(self.copy.name + suffix).unlink(missing_ok=True)

    def _mend_header(self) -> None:
        """Give the copy a header that fits its size; all of our files have the same one."""
        data, fresh = bytearray(self.copy.read_bytes()), _fresh_file()
        # A list of tables that names a page behind the end is refused whole, so empty pages stand for what was cut off.
        data.extend(bytes(-len(data) % PAGE_SIZE))
        data.extend(bytes(max(0, len(fresh) - len(data))))
        data[: len(MAGIC)] = MAGIC
        for start, end in ((16, 24), (44, 60)):  # page size and versions; schema format and text encoding
            data[start:end] = fresh[start:end]
        data[28:32] = (len(data) // PAGE_SIZE).to_bytes(4, "big")
        data[32:40] = bytes(8)  # no free pages: what the list of them says may be as wrong as the rest
        data[92:96] = data[24:28]
        self.copy.write_bytes(data)

    def _mend_schema(self) -> None:
        """Put the list of tables of a fresh file in: in every file of this schema they begin at the same pages."""
        data, fresh = bytearray(self.copy.read_bytes()), _fresh_file()
        for page in _schema_pages(fresh):
            start = page * PAGE_SIZE
            head = HEADER_SIZE if page == 0 else 0
            data[start + head : start + PAGE_SIZE] = fresh[start + head : start + PAGE_SIZE]
        self.copy.write_bytes(data)

    # reading

    def _meta(self, connection: sqlite3.Connection) -> tuple[str, int]:
        with suppress(sqlite3.Error, IndexError, ValueError):
            uuid, revision = connection.execute("SELECT uuid, revision FROM meta").fetchall()[0]
            return str(uuid), int(revision)
        return "", 0

    def _read_table(self, connection: sqlite3.Connection, entity: type[Entity]) -> bool:
        """Read what can be read of a table; False where nothing can be said about it."""
        columns = _plain_columns(connection, entity)
        if columns is None:
            return False
        names = ", ".join(f'"{name}"' for name in columns)
        sql = f'SELECT {names} FROM "{entity.TABLE}" NOT INDEXED WHERE rowid BETWEEN ? AND ?'
        last, known = self._last_rowid(connection, entity)
        rows, lost = _bisected(connection, sql, last)
        kept = self._keep(entity, columns, rows)
        expected = self._expected(connection, entity)
        missing = max((expected or 0) - kept, len(lost) if known and expected is None else 0)
        if missing:
            self.found.missing[entity.TABLE] = missing
        return bool(kept) or not lost

    def _last_rowid(self, connection: sqlite3.Connection, entity: type[Entity]) -> tuple[int, bool]:
        with suppress(sqlite3.Error):
            last = connection.execute(f'SELECT max(rowid) FROM "{entity.TABLE}" NOT INDEXED').fetchall()[0][0]
            return int(last or 0), True
        return _highest_readable(connection, entity.TABLE) + AFTER_THE_LAST, False

    def _expected(self, connection: sqlite3.Connection, entity: type[Entity]) -> int | None:
        """Return how many rows the index of the keys tells of, which lies on pages of its own; None for not known."""
        with suppress(sqlite3.Error):
            return int(connection.execute(f'SELECT count(*) FROM "{entity.TABLE}"').fetchall()[0][0])
        return None

    def _keep(self, entity: type[Entity], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> int:
        kept: dict[Key, Row] = {}
        for values in rows:
            row = dict(zip(columns, values, strict=True))
            revision = row.pop("rev", 0)
            key = tuple(str(row.get(name)) for name in entity.KEY)
            kept[key] = {spec.name: row.get(spec.name) for spec in fields_of(entity)}
            self.found.revisions[entity.TABLE, key] = revision if isinstance(revision, int) else 0
        self.found.rows[entity.TABLE] = list(kept.values())
        return len(kept)


def _reading_only(action: int, first: str | None, second: str | None, schema: str | None, source: str | None) -> int:
    """Allow plain reading; `source` is the view or trigger that asks, and `second` the function that is called."""
    if source is None and action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and source is None and second in ("count", "max"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo" else sqlite3.SQLITE_DENY


def _plain_columns(connection: sqlite3.Connection, entity: type[Entity]) -> tuple[str, ...] | None:
    """Return the columns of ours that a plain table of ours stores; None where the file has no such table."""
    try:
        kind = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?", (entity.TABLE,)
        ).fetchall()
        if len(kind) != 1 or not kind[0][0]:  # virtual tables have no page of their own
            return None
        stored = {
            row[1] for row in connection.execute(f'PRAGMA table_xinfo("{entity.TABLE}")').fetchall() if not row[6]
        }
    except sqlite3.Error:
        return None
    wanted = [*(spec.name for spec in fields_of(entity)), "rev"]
    return tuple(name for name in wanted if name in stored) if stored.issuperset(entity.KEY) else None


def _bisected(connection: sqlite3.Connection, sql: str, last: int) -> tuple[list[tuple[Any, ...]], list[int]]:
    """Return the rows up to a rowid, and the rowids at which the file gives an error."""
    rows: list[tuple[Any, ...]] = []
    lost: list[int] = []
    waiting = [(1, last)] if last > 0 else []
    while waiting:
        low, high = waiting.pop()
        try:
            rows += connection.execute(sql, (low, high)).fetchall()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                lost.append(low)
                break
            if low == high:
                lost.append(low)
                continue
            middle = (low + high) // 2
            waiting += [(middle + 1, high), (low, middle)]
    return rows, lost


def _highest_readable(connection: sqlite3.Connection, table: str) -> int:
    """Return the highest rowid that can be reached from below."""
    last = 0
    with suppress(sqlite3.Error):
        for (rowid,) in connection.execute(f'SELECT rowid FROM "{table}" NOT INDEXED ORDER BY rowid'):
            last = int(rowid)
    return last


def _fresh_file() -> bytes:
    """Return the bytes of an empty board, whose list of tables is that of every board."""
    with closing(memory_database().connection) as connection:
        return connection.serialize()


def _schema_pages(data: bytes) -> list[int]:
    """Return the pages (0-based) that hold the list of tables: the first, and its children where it has some."""
    if data[HEADER_SIZE] != INTERIOR:
        return [0]
    count = int.from_bytes(data[HEADER_SIZE + 3 : HEADER_SIZE + 5], "big")
    cells = [HEADER_SIZE + 12 + 2 * number for number in range(count)]
    places = [int.from_bytes(data[cell : cell + 2], "big") for cell in cells]
    children = [int.from_bytes(data[place : place + 4], "big") for place in [*places, HEADER_SIZE + 8]]
    return [0, *(child - 1 for child in children)]
