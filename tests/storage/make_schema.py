"""Write db/schema.sql from the migrations: python -m tests.storage.make_schema.

Until the first schema is released, `--first` also writes app/storage/schema_v1.py anew from the entities.
"""

import re
import sqlite3
import sys
from pathlib import Path

import sqlite_utils

from tests.storage.ddl import schema_sql

ROOT = Path(__file__).resolve().parents[2]
SCHEMA_FILE = ROOT / "db" / "schema.sql"
STORAGE = ROOT / "app" / "storage"


def migrated_schema() -> str:
    """Return the schema of a fresh file as text, in the order in which it was made."""
    from app.storage.migrations import migrate

    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(sqlite_utils.Database(connection, execute_plugins=False))
        rows = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    finally:
        connection.close()
    return "-- Generated from the migrations; compared by tests/storage/test_schema.py.\n" + "".join(
        f"{sql};\n" for (sql,) in rows
    )


def write_first_schema() -> None:
    """Write schema_v1.py and its fingerprint from the entities."""
    head = '"""The first schema of a board file, word for word; never edited once released."""'
    text = f'{head}\n\nSCHEMA_V1 = """\n{schema_sql()}"""\n'
    (STORAGE / "schema_v1.py").write_text(text, encoding="utf-8", newline="\n")
    from app.storage.migrations import STEPS_TABLE, fingerprint, run_script

    connection = sqlite3.connect(":memory:", isolation_level=None)
    run_script(connection, STEPS_TABLE)
    run_script(connection, schema_sql())
    path = STORAGE / "migrations.py"
    source = re.sub(
        r"SCHEMA = .*", f'SCHEMA = Schema((step_1,), {{1: "{fingerprint(connection)}"}})', path.read_text("utf-8")
    )
    path.write_text(source, encoding="utf-8", newline="\n")
    connection.close()


if __name__ == "__main__":
    if "--first" in sys.argv:
        write_first_schema()
    for name in [name for name in sys.modules if name.startswith("app.storage")]:
        del sys.modules[name]
    SCHEMA_FILE.write_text(migrated_schema(), encoding="utf-8", newline="\n")
