"""How a board file came to its schema: one function a step, never edited once released.

`user_version` decides what a file is; the names of the applied steps are only cross-checked. sqlite-utils is imported
where a step runs: it takes 0.13 s, for it imports numpy, and most starts of the program have no step to run.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from app.storage.failures import storage_error
from app.storage.schema_v1 import SCHEMA_V1

if TYPE_CHECKING:
    import sqlite_utils

SET_NAME = "board"

# sqlite-utils would make this table itself, in words that may change with its version; ours keep the fingerprint.
STEPS_TABLE = """
CREATE TABLE IF NOT EXISTS _sqlite_migrations (
  id INTEGER PRIMARY KEY, migration_set TEXT NOT NULL, name TEXT NOT NULL, applied_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS _sqlite_migrations_name ON _sqlite_migrations (migration_set, name);
"""


class Schema(NamedTuple):
    """The steps of a program and, for each schema version a file may have, the fingerprint of its schema."""

    steps: tuple["Callable[[sqlite_utils.Database], None]", ...]
    fingerprints: Mapping[int, str]

    @property
    def version(self) -> int:
        """The version that a file has after all steps: their count."""
        return len(self.steps)

    def names(self, version: int) -> list[str]:
        """Return the names of the steps that a file of a version has had."""
        return [step.__name__ for step in self.steps[:version]]


def step_1(database: "sqlite_utils.Database") -> None:
    """Make all tables of the first schema."""
    run_script(database.conn, SCHEMA_V1)


SCHEMA = Schema((step_1,), {1: "fc97588e03640bf6f1562e1ac575574b4d807e4cfe9f3703d4848ea4e86d7e23"})


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run statements one by one inside the running transaction (executescript would commit it)."""
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 over everything that the schema holds, whitespace apart."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    lines = sorted("\x1f".join(" ".join(str(cell).split()) for cell in row) for row in rows)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


def migrate(database: "sqlite_utils.Database", schema: Schema = SCHEMA) -> None:
    """Bring an empty or older file to the schema's version, in one transaction: all steps or none.

    Foreign keys are off meanwhile, because steps rebuild tables, and are checked before the commit. Raises StorageError
    "corrupt" where a reference leads nowhere afterwards.
    """
    connection = database.conn
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _run_steps(database, schema)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def _run_steps(database: "sqlite_utils.Database", schema: Schema) -> None:
    from sqlite_utils import Migrations

    connection = database.conn
    run_script(connection, STEPS_TABLE)
    migrations = Migrations(SET_NAME)
    for step in schema.steps:
        migrations()(step)
    migrations.apply(database)
    connection.execute(f"PRAGMA user_version={schema.version}")
    connection.execute("UPDATE meta SET schema_version = ?", (schema.version,))
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise storage_error("corrupt", f"foreign_key_check: {broken[0]}")
    if fingerprint(connection) != schema.fingerprints[schema.version]:
        raise storage_error("schema", "the steps made another schema than expected")
