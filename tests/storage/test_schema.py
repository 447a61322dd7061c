"""The schema is what the entities say, strict about what it takes, and reached by every older file."""

import dataclasses
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlite_utils

from app.domain.entity import Entity, fields_of
from app.domain.errors import StorageError
from app.domain.tables import BY_TABLE, ENTITIES
from app.storage.database import create_database, open_database
from app.storage.migrations import SCHEMA, Schema, fingerprint, step_1
from tests.storage.boards import make_board, open_board, raw, sample_rows
from tests.storage.ddl import index_sql, table_sql
from tests.storage.make_frozen import FROZEN, frozen_rows
from tests.storage.make_schema import ROOT, SCHEMA_FILE, migrated_schema
from tests.storage.second_schema import second_schema


@pytest.fixture(scope="module")
def schema_two() -> Schema:
    return second_schema()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fresh") / "新しい.ictplan"
    create_database(path, created_with="tests").close()
    return path


def statements(path: Path) -> set[str]:
    database = open_database(path)
    rows = database.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
    database.close()
    return {" ".join(sql.split()) for (sql,) in rows}


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.TABLE)
def test_a_table_has_the_columns_conditions_and_indexes_of_its_entity(entity: type[Entity], fresh: Path) -> None:
    expected = {" ".join(sql.split()) for sql in [table_sql(entity), *index_sql(entity)]}
    assert expected <= statements(fresh)
    database = open_database(fresh)
    columns = [row[1] for row in database.rows(f'PRAGMA table_xinfo("{entity.TABLE}")')]
    database.close()
    assert columns == [*(spec.name for spec in fields_of(entity)), "rev"]


def test_the_generated_schema_file_is_that_of_a_fresh_board() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == migrated_schema(), "run: python -m tests.storage.make_schema"


def test_no_entity_does_more_than_keep_its_fields() -> None:
    """statements.builder_of sets fields past the constructor."""
    assert [entity for entity in ENTITIES if hasattr(entity, "__post_init__")] == []
    assert all(dataclasses.is_dataclass(entity) for entity in ENTITIES)


@pytest.mark.parametrize(
    ("table", "column", "bad"),
    [
        ("observation", "value", "12a"),
        ("observation", "value", "１２"),
        ("observation", "value", "Inf"),
        ("observation", "value", "1e5"),
        ("observation", "value", "1,168"),
        ("observation", "value", "007"),
        ("observation", "value", "-"),
        ("observation", "value", "1."),
        ("observation", "value", ".5"),
        ("observation", "value", "1.2.3"),
        ("observation", "value", ""),
        ("observation", "as_of", "2023-3-1"),
        ("observation", "as_of", None),
        ("observation", "kind", "guess"),
        ("observation", "metric", None),
        ("meeting", "held_on", "令和5年"),
        ("node", "printed", 2),
        ("node", "kind", ""),
        ("placement", "position", "first"),
        ("image", "data", "text"),
    ],
)
def test_the_schema_refuses_what_no_field_may_hold(table: str, column: str, bad: object, tmp_path: Path) -> None:
    repository = make_board(tmp_path / "board.ictplan")
    with pytest.raises(sqlite3.IntegrityError):
        repository.database.connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (bad,))
    repository.close()


def test_every_reference_is_deferred_and_none_deletes_by_itself(fresh: Path) -> None:
    database = open_database(fresh)
    for entity in ENTITIES:
        found = {(row[3], row[2], row[6]) for row in database.rows(f'PRAGMA foreign_key_list("{entity.TABLE}")')}
        assert found == {(spec.name, spec.target, "NO ACTION") for spec in fields_of(entity) if spec.target}
    sql = " ".join(row[0] or "" for row in database.rows("SELECT sql FROM sqlite_schema"))
    assert sql.count("REFERENCES") == sql.count("DEFERRABLE INITIALLY DEFERRED") > 0
    database.close()


def test_a_step_is_applied_to_an_older_file_and_keeps_its_rows(tmp_path: Path, schema_two: Schema) -> None:
    path = tmp_path / "board.ictplan"
    repository = make_board(path)
    before = repository.dump_rows()
    repository.close()
    database = open_database(path, schema=schema_two)
    assert database.rows("PRAGMA user_version") == [(2,)]
    assert database.rows("SELECT schema_version FROM meta") == [(2,)]
    assert database.rows("PRAGMA foreign_keys") == [(1,)]
    assert database.rows("SELECT count(*) FROM node WHERE colour IS NULL") == [(len(before["node"]),)]
    assert fingerprint(database.connection) == schema_two.fingerprints[2]
    database.close()
    again = open_database(path, schema=schema_two)
    assert again.rows("SELECT name FROM _sqlite_migrations ORDER BY id") == [("step_1",), ("step_2",)]
    again.close()


def test_a_step_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    def step_2(database: sqlite_utils.Database) -> None:
        database.conn.execute("ALTER TABLE node ADD COLUMN colour TEXT")
        database.conn.execute("INSERT INTO placement (uid, child, position, rev) VALUES ('p', 'nobody', 1, 1)")

    path = tmp_path / "board.ictplan"
    make_board(path).close()
    before = path.read_bytes()
    with pytest.raises(StorageError) as caught:
        open_database(path, schema=Schema((step_1, step_2), {**SCHEMA.fingerprints, 2: "?"}))
    assert caught.value.code == "corrupt"
    assert path.read_bytes() == before


def test_an_older_file_is_not_migrated_for_reading_only(tmp_path: Path, schema_two: Schema) -> None:
    path = tmp_path / "board.ictplan"
    make_board(path).close()
    with pytest.raises(StorageError) as caught:
        open_database(path, read_only=True, schema=schema_two)
    assert caught.value.code == "older"


def test_a_newer_file_opens_for_reading_only_and_says_so(tmp_path: Path, schema_two: Schema) -> None:
    path = tmp_path / "board.ictplan"
    create_database(path, created_with="ict-plan-board 9.0", schema=schema_two).close()
    before = path.read_bytes()
    repository = open_board(path)
    assert not repository.database.writable
    told = "新しい版のアプリで作られたファイルです。閲覧のみできます。作った版は「ict-plan-board 9.0」です。"
    assert repository.database.notice == told
    assert repository.dump_rows()["node"] == []
    repository.close()
    assert path.read_bytes() == before


def test_a_newer_file_that_lacks_what_we_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    database = create_database(path, created_with="tests")
    raw(database, "ALTER TABLE node DROP COLUMN subtitle")
    raw(database, "PRAGMA user_version=2")
    database.close()
    with pytest.raises(StorageError) as caught:
        open_database(path)
    assert caught.value.code == "newer"
    assert "作った版は「tests」です。" in caught.value.advice


def test_a_newer_file_with_a_trigger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    database = create_database(path, created_with="tests")
    raw(database, "CREATE TRIGGER t AFTER UPDATE ON node BEGIN DELETE FROM node; END")
    raw(database, "PRAGMA user_version=2")
    database.close()
    with pytest.raises(StorageError) as caught:
        open_database(path)
    assert caught.value.code == "schema"


def test_the_frozen_file_of_the_first_schema_still_opens_whole(tmp_path: Path, fresh: Path) -> None:
    path = tmp_path / "v1.ictplan"
    shutil.copyfile(FROZEN, path)
    repository = open_board(path)
    assert repository.database.writable
    rows = repository.dump_rows()
    repository.close()
    assert statements(path) == statements(fresh)
    made_again = make_board(tmp_path / "fresh.ictplan", frozen_rows())
    assert rows == made_again.dump_rows()
    made_again.close()
    assert all(rows[table] for table in BY_TABLE)
    assert len(sample_rows()) == len(BY_TABLE)


def test_opening_a_board_takes_neither_sqlite_utils_nor_numpy(fresh: Path) -> None:
    """They take longer than the opening itself."""
    code = (
        "import sys; from app.storage.repository import Repository; from app.storage.database import open_database;"
        f"repository = Repository(open_database({str(fresh)!r})); repository.read_structure(); repository.close();"
        "print([name for name in ('sqlite_utils', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
