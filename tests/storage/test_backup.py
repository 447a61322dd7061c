"""Backups: whole and proved, found damaged when they are, restored into new files only."""

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.backup import Backup
from app.domain.edits import change, command
from app.domain.errors import StorageError
from app.domain.plan import Node
from app.storage import backup as backups
from app.storage.backup import backups_of, is_sound, make_backup, note_of, read_backup, restore
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from tests.storage.boards import sample_rows

NOON = datetime(2026, 6, 30, 12, 0).astimezone()
ROOT = Path(__file__).parents[2]


@pytest.fixture
def board(tmp_path: Path) -> Repository:
    """Return an open board with rows of every table."""
    return create_board(tmp_path / "計画.ictplan", sample_rows(), created_with="tests")


def made(root: Path, board: Repository, moment: datetime = NOON, reason: str = "試験") -> Backup:
    return make_backup(root, board.serialize(), origin=str(board.database.path), reason=reason, moment=moment)


def test_backup_tells_what_is_in_it_and_restores_to_the_same_rows(board: Repository, tmp_path: Path) -> None:
    one = made(tmp_path / "b", board)
    (listed,) = backups_of(tmp_path / "b", board.uuid)
    assert listed == one and is_sound(listed)
    assert (listed.reason, listed.revision, listed.counts["indicator"]) == ("試験", board.revision, 3)
    assert listed.last_edit and listed.mark == "history-2"
    restore(tmp_path / "b", listed, tmp_path / "復元 #1.ictplan")
    again = Repository(open_database(tmp_path / "復元 #1.ictplan"))
    assert again.dump_rows() == board.dump_rows() and again.uuid != board.uuid and again.database.writable
    assert backups_of(tmp_path / "b", again.uuid) == [one]
    again.close()
    board.close()


def test_restoring_never_overwrites(board: Repository, tmp_path: Path) -> None:
    one = made(tmp_path / "b", board)
    taken = tmp_path / "ある.ictplan"
    taken.write_bytes(b"mine")
    with pytest.raises(StorageError) as caught:
        restore(tmp_path / "b", one, taken)
    assert caught.value.code == "exists" and taken.read_bytes() == b"mine"
    board.close()


def test_backup_holds_a_committed_moment_while_the_file_goes_on(board: Repository, tmp_path: Path) -> None:
    before = board.dump_rows()
    one = made(tmp_path / "b", board)
    node = board.read(Node)[0]
    board.apply(command("改名", [change(node, rename(node))]), who=None, pc=None, made_at="2026-06-30T12:00:00+09:00")
    two = made(tmp_path / "b", board, NOON + timedelta(hours=1))
    assert [one.revision + 1, "改名"] == [two.revision, two.last_edit]
    restore(tmp_path / "b", one, tmp_path / "前.ictplan")
    old = Repository(open_database(tmp_path / "前.ictplan"))
    assert old.dump_rows() == before
    old.close()
    board.close()


def rename(node: Node) -> Node:
    from dataclasses import replace

    return replace(node, title="新しい題名")


def test_every_flipped_bit_and_every_cut_is_found(board: Repository, tmp_path: Path) -> None:
    one = made(tmp_path / "b", board)
    whole, chance = one.path.read_bytes(), random.Random(1)
    for _ in range(60):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        one.path.write_bytes(data)
        assert not is_sound(one)
    for size in (0, 1, 100, 16384, len(whole) - 1):
        one.path.write_bytes(whole[:size])
        assert not is_sound(one)
        with pytest.raises(StorageError) as caught:
            restore(tmp_path / "b", one, tmp_path / "復元.ictplan")
        assert caught.value.code == "backup_damaged" and not (tmp_path / "復元.ictplan").exists()
    one.path.write_bytes(whole)
    assert read_backup(one) == whole
    board.close()


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[]", b'{"made_at": 3}', b"\xff\xfe", b'{"made_at": "2026-06-30T12:00:00", "sha256": 5}']
)
def test_torn_note_shows_a_damaged_backup_and_hides_no_other(board: Repository, tmp_path: Path, note: bytes) -> None:
    one = made(tmp_path / "b", board)
    two = made(tmp_path / "b", board, NOON + timedelta(hours=1))
    note_of(one.path).write_bytes(note)
    newest, oldest = backups_of(tmp_path / "b", board.uuid)
    assert newest == two and (oldest.path, oldest.made_at) == (one.path, NOON)
    assert is_sound(newest) and not is_sound(oldest)
    assert backups.newest_sound([oldest, newest]) == newest
    board.close()


def test_backup_without_its_note_is_no_sound_one(board: Repository, tmp_path: Path) -> None:
    one = made(tmp_path / "b", board)
    note_of(one.path).unlink()
    (listed,) = backups_of(tmp_path / "b", board.uuid)
    assert not is_sound(listed)
    board.close()


def test_damaged_source_makes_no_backup(board: Repository, tmp_path: Path) -> None:
    data = bytearray(board.serialize())
    for at in range(16384 * 3, 16384 * 6):
        data[at] = 0xAA
    with pytest.raises(StorageError) as caught:
        make_backup(tmp_path / "b", bytes(data), origin="", reason="", moment=NOON)
    assert caught.value.code in ("corrupt", "not_a_database")
    assert [path for path in (tmp_path / "b").rglob("*") if path.is_file()] == []
    board.close()


def test_folder_that_refuses_is_told_and_nothing_is_left(board: Repository, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("a file where the folder should be")
    with pytest.raises(StorageError) as caught:
        made(tmp_path / "b", board)
    assert caught.value.code == "backup"
    board.close()


FULL_DISK = """
import os, sys
from datetime import datetime
from pathlib import Path
from app.domain.errors import StorageError
from app.storage.backup import make_backup
data = Path(sys.argv[1]).read_bytes()
limit = int(sys.argv[3])
def sync(handle):
    if os.fstat(handle).st_size > limit:
        raise OSError(28, "no space")
try:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
except ImportError:  # Windows has no such limit: there the flush that proves the file fails
    os.fsync = sync
try:
    make_backup(Path(sys.argv[2]), data, origin="", reason="", moment=datetime.now().astimezone())
except StorageError as error:
    print(error.code)
"""


def test_full_disk_leaves_no_half_backup_and_the_older_ones_alone(board: Repository, tmp_path: Path) -> None:
    one = made(tmp_path / "b", board)
    board.close()
    before = sorted((tmp_path / "b").rglob("*"))
    size = one.size
    for limit in (0, 4096, size // 2, size - 1):
        command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "計画.ictplan"), str(tmp_path / "b"), str(limit)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.stdout.split() == ["backup"], done.stderr
        assert sorted((tmp_path / "b").rglob("*")) == before
    assert is_sound(one)


def test_two_programs_at_once_lose_no_backup_and_no_note(board: Repository, tmp_path: Path) -> None:
    data = board.serialize()

    def make(number: int) -> Backup:
        moment = NOON + timedelta(seconds=number % 5)
        return make_backup(tmp_path / "b", data, origin="x", reason=f"{number}", moment=moment)

    with ThreadPoolExecutor(8) as pool:
        all_made = list(pool.map(make, range(40)))
    listed = backups_of(tmp_path / "b", board.uuid)
    assert sorted(one.reason for one in listed) == sorted(one.reason for one in all_made)
    assert all(map(is_sound, listed))
    board.close()


def test_old_backups_and_forgotten_drafts_go(board: Repository, tmp_path: Path) -> None:
    for day in range(30):
        made(tmp_path / "b", board, NOON - timedelta(days=40 - day))
    folder = backups.folder_of(tmp_path / "b", board.uuid)
    draft = folder / "x.tmp"
    draft.write_bytes(b"half")
    os.utime(draft, (NOON.timestamp() - 200_000,) * 2)
    made(tmp_path / "b", board, NOON)
    listed = backups_of(tmp_path / "b", board.uuid)
    assert len(listed) < 24 and listed[0].made_at == NOON and not draft.exists()
    assert len(list(folder.iterdir())) == 2 * len(listed)
    board.close()


def test_backups_of_a_file_are_found_by_its_path_too(board: Repository, tmp_path: Path) -> None:
    one = made(tmp_path / "b", board)
    assert board.database.path is not None
    assert backups.backups_of_path(tmp_path / "b", board.database.path) == [one]
    assert backups.backups_of_path(tmp_path / "b", tmp_path / "ほか.ictplan") == []
    assert backups.backups_of_path(tmp_path / "none", tmp_path) == []
    assert json.loads(note_of(one.path).read_text(encoding="utf-8"))["sha256"] == one.sha256
    board.close()
