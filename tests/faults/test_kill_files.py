"""A program killed while it migrates, makes or replaces a file leaves the old file or the new one, never between."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app.storage.database import open_database
from app.storage.migrations import fingerprint
from app.storage.repository import Repository
from tests.faults.killing import ROOT, killed_while
from tests.faults.proof import Proof
from tests.faults.sessions import complaint, state
from tests.faults.writers import PIECE, replaced, step_2
from tests.storage.boards import make_board, open_board, sample_rows
from tests.storage.second_schema import second_schema

FIGURES = 12_000  # so that the migration takes long enough to be hit in the middle
SCHEMA_TWO = second_schema(step_2)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a board of the first schema with many figures."""
    path = tmp_path_factory.mktemp("template") / "board.ictplan"
    rows = sample_rows()
    one = rows["observation"][0]
    rows["observation"] = [{**one, "period": f"{1000 + n // 12}-{n % 12 + 1:02d}"} for n in range(FIGURES)]
    make_board(path, rows).close()
    return path


def version_left(path: Path) -> int:
    """Return the schema version of what a killed program left, which must be whole."""
    connection = sqlite3.connect(path)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert fingerprint(connection) == SCHEMA_TWO.fingerprints[version], "between the schemas"
    connection.close()
    return version


def migrating(path: Path) -> "subprocess.Popen[str]":
    """Start a program that migrates a board, and wait until it is about to open it."""
    line = [sys.executable, "-m", "tests.faults.writers", "migrate", str(path)]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    return process


def time_to_migrate(template: Path, path: Path) -> float:
    """Return how long the migration takes when nobody kills it, in seconds."""
    shutil.copyfile(template, path)
    with migrating(path) as process:
        started = time.perf_counter()
        assert process.stdout is not None
        process.stdout.readline()
        return time.perf_counter() - started


def test_a_killed_migration_leaves_the_old_file_or_the_new_one(template: Path, proof: Proof, tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    repository = open_board(template)
    before = state(repository)
    repository.close()
    whole = time_to_migrate(template, path)
    found: Counter[int] = Counter()
    half = 0
    promise = "the old file or the new one, never between"
    for number in proof.rounds(200, "migration killed at a random moment", promise, least=3):
        shutil.copyfile(template, path)
        with migrating(path) as process:
            time.sleep(random.Random(number).uniform(0, whole))
            process.kill()
        half += path.with_name(path.name + "-journal").exists()
        found[version_left(path)] += 1
        repository = Repository(open_database(path, schema=SCHEMA_TWO))
        assert state(repository) == before
        repository.close()
    proof.note(f"old {found[1]}, new {found[2]}, {half} with a journal left behind")


def test_a_new_board_is_there_whole_or_not_at_all(proof: Proof, tmp_path: Path) -> None:
    whole = make_board(tmp_path / "whole.ictplan")
    content = state(whole)
    whole.close()
    unfinished = 0
    for number in proof.rounds(200, "killed while making new boards", "each is there whole or not at all", least=2):
        folder = tmp_path / str(number)
        folder.mkdir()
        acknowledged = killed_while("make", folder, random.Random(number), most=4)
        boards = sorted(int(path.stem) for path in folder.glob("[0-9]*.ictplan"))
        assert boards in (list(range(1, acknowledged + 1)), list(range(1, acknowledged + 2)))
        for each in boards:
            assert complaint(folder / f"{each}.ictplan", {content}.__contains__) is None
        others = [path.name for path in folder.iterdir() if not path.name[0].isdigit()]
        assert all(name.startswith(".") and name.endswith(".tmp") for name in others)
        unfinished += bool(others)
        shutil.rmtree(folder)
    proof.note(f"{unfinished} with a draft left behind")


def test_a_replaced_file_is_the_old_one_or_the_new_one(proof: Proof, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    promise = "the old file or the new one, whole"
    unfinished = 0
    for number in proof.rounds(200, "killed while replacing a file (workbook, CSV)", promise, least=2):
        path.write_bytes(replaced(0))
        acknowledged = killed_while("put_over", path, random.Random(number), most=8)
        content = path.read_bytes()
        version = int(content[:PIECE])
        assert version in (acknowledged, acknowledged + 1) and content == replaced(version)
        drafts = list(tmp_path.glob(".*.tmp"))
        unfinished += bool(drafts)
        for draft in drafts:
            draft.unlink()
    proof.note(f"{unfinished} with a draft left behind")
