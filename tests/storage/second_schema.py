"""A second schema that nobody has, to try how files come to it."""

import sqlite3
from collections.abc import Callable

import sqlite_utils

from app.storage.migrations import SCHEMA, STEPS_TABLE, Schema, fingerprint, run_script, step_1
from app.storage.schema_v1 import SCHEMA_V1


def step_2(database: sqlite_utils.Database) -> None:
    """Give nodes a column more."""
    database.conn.execute("ALTER TABLE node ADD COLUMN colour TEXT")


def second_schema(step: Callable[[sqlite_utils.Database], None] = step_2) -> Schema:
    """Return a schema of two steps; the second is a function named step_2."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for script in (STEPS_TABLE, SCHEMA_V1):
        run_script(connection, script)
    step(sqlite_utils.Database(connection, execute_plugins=False))
    schema = Schema((step_1, step), {**SCHEMA.fingerprints, 2: fingerprint(connection)})
    connection.close()
    return schema
