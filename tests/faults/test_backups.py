"""Backups under load, killed in the middle, and damaged: none torn, all restore, every damage found."""

import random
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from app.domain.backup import Backup
from app.domain.errors import StorageError
from app.domain.metrics import Observation
from app.storage.backup import backups_of, is_sound, make_backup, read_backup, restore
from app.storage.database import database_from_bytes, open_database
from app.storage.repository import Repository
from tests.faults.backing_up import patiently
from tests.faults.killing import ROOT
from tests.faults.proof import Proof
from tests.faults.writers import MONTHS
from tests.storage.boards import make_board

PROGRAM = [sys.executable, "-m", "tests.faults.backing_up"]


def figures(repository: Repository) -> list[str | None]:
    found = {one.period: one.value for one in repository.read(Observation, metric="metric-0")}
    return [found.get(month) for month in MONTHS]


def opened(path: Path) -> Repository:
    """Open a file that another program writes to."""
    found: list[Repository] = []
    patiently(lambda: found.append(Repository(open_database(path, read_only=True))))
    return found[-1]


def taken(repository: Repository, root: Path) -> Backup:
    """Make a backup of a file that another program writes to."""
    data: list[bytes] = []
    patiently(lambda: data.append(repository.serialize()))
    moment = datetime.now().astimezone()
    return make_backup(root, data[-1], origin="load", reason="load", moment=moment)


def test_backups_under_load_are_whole_moments_and_all_restore(proof: Proof, tmp_path: Path) -> None:
    path, root = tmp_path / "board.ictplan", tmp_path / "backups"
    make_board(path).close()
    seen = set()
    with subprocess.Popen([*PROGRAM, "edit", path], stdout=subprocess.PIPE, cwd=ROOT) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        repository = opened(path)
        for number in proof.rounds(500, "backups under load", "none torn, all restore", least=8):
            out = tmp_path / f"{number}.ictplan"
            restore(root, taken(repository, root), out)
            restored = Repository(open_database(out))
            first, second = figures(restored)
            assert first == second and first is not None
            seen.add(first)
            restored.close()
            out.unlink()
        while len(seen) == 1:  # a busy machine: the other program has not had its turn
            seen.add(figures(Repository.from_bytes(read_backup(taken(repository, root))))[0])
        writer.kill()
        writer.stdout.read()
    repository.close()
    proof.note(f"{len(seen)} different moments")
    assert all(map(is_sound, backups_of(root, repository.uuid)))


def test_a_program_killed_while_it_backs_up_leaves_whole_backups_only(proof: Proof, tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    board = make_board(path)
    whole = board.serialize()
    for number in proof.rounds(200, "killed while backing up", "whole backups only, none lost", least=3):
        chance, root = random.Random(number), tmp_path / f"{number}"
        with subprocess.Popen([*PROGRAM, "backup", path, root], stdout=subprocess.PIPE, cwd=ROOT) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))  # anywhere in the backups that follow
            program.kill()
            acknowledged = 1 + len([line for line in program.stdout.readlines() if line.endswith(b"\n")])
        found = backups_of(root, board.uuid)
        assert len(found) >= acknowledged and all(read_backup(one) == whole for one in found)
    board.close()


def test_damaged_backup_is_always_detected(proof: Proof, tmp_path: Path) -> None:
    board = make_board(tmp_path / "board.ictplan")
    moment = datetime.now().astimezone()
    one = make_backup(tmp_path / "b", board.serialize(), origin="", reason="", moment=moment)
    board.close()
    whole = one.path.read_bytes()
    unseen = 0
    for number in proof.rounds(400, "bits flipped and ends cut in backups", "every one found by its hash", least=40):
        data = damaged(whole, random.Random(number), cut=number % 10 == 9)
        one.path.write_bytes(data)
        assert not is_sound(one)
        unseen += passes_sqlite(data)
    proof.note(f"SQLite's own check alone would have passed {unseen}")
    assert unseen > 0


def damaged(whole: bytes, chance: random.Random, *, cut: bool) -> bytes:
    if cut:
        return whole[: chance.randrange(len(whole))]
    data = bytearray(whole)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def passes_sqlite(data: bytes) -> bool:
    """Say whether a file that lacks the guard of the hash would be taken for a sound one."""
    try:
        database = database_from_bytes(data)
        return database.rows("PRAGMA integrity_check(1)") == [("ok",)]
    except StorageError:
        return False
    except Exception as error:
        if type(error).__module__ != "sqlite3":
            raise
        return False
