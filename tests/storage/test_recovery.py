"""From a damaged file to a new one: what can be had is had, what is lost is said, and the file stays as it was."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.edits import change, command
from app.domain.history import History
from app.domain.metrics import Observation
from app.domain.plan import Indicator
from app.domain.rescue import BACKUP, SALVAGE, Rescue, Source
from app.storage.backup import make_backup
from app.storage.database import PAGE_SIZE
from app.storage.recovery import find_rescue, write_source
from app.storage.recovery_log import RecoveryLog
from app.storage.repository import Repository, create_board
from app.storage.salvage import Salvaged, salvage
from tests.far_folder import far_folder
from tests.sample_board import sample_board
from tests.storage.boards import make_board, open_board, without_history

AT = "2026-04-01T10:31:00+09:00"
PAGE = PAGE_SIZE


def salvaged(path: Path, seconds: float = 60) -> Salvaged:
    last = list(salvage(path, seconds))[-1]
    assert isinstance(last, Salvaged)
    return last


def rescue(path: Path, tmp_path: Path) -> Rescue:
    last = list(find_rescue(path, tmp_path / "backups", tmp_path / "recovery", tmp_path / "spare"))[-1]
    assert isinstance(last, Rescue)
    return last


def source(found: Rescue, kind: str) -> Source:
    return next(one for one in found.sources if one.kind == kind)


def pages_of(path: Path, table: str) -> list[int]:
    """Return the leaf pages of a table (0-based), by the words of the rows on them."""
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    connection.close()
    data = path.read_bytes()
    start = (root - 1) * PAGE
    if data[start] == 0x0D:
        return [root - 1]
    count = int.from_bytes(data[start + 3 : start + 5], "big")
    cells = [int.from_bytes(data[start + 12 + 2 * n : start + 14 + 2 * n], "big") for n in range(count)]
    return [int.from_bytes(data[start + cell : start + cell + 4], "big") - 1 for cell in [*cells, 8]]


def wreck(path: Path, page: int) -> bytes:
    data = bytearray(path.read_bytes())
    data[page * PAGE : (page + 1) * PAGE] = os.urandom(1) * PAGE
    path.write_bytes(data)
    return bytes(data)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    make_board(path).close()
    return path


def test_everything_of_a_sound_file_is_read(board: Path) -> None:
    repository = open_board(board)
    rows, uuid, revision = repository.dump_rows(), repository.uuid, repository.revision
    repository.close()
    found = salvaged(board)
    assert {table: sorted(map(repr, each)) for table, each in found.rows.items()} == {
        table: sorted(map(repr, each)) for table, each in rows.items()
    }
    assert (found.missing, found.unread, found.uuid, found.revision) == ({}, (), uuid, revision)


DAMAGES = {
    "magic": lambda data: b"\x00" * 16 + data[16:],
    "header": lambda data: b"\xff" * 100 + data[100:],
    "page size": lambda data: data[:16] + b"\x12\x34" + data[18:],
    "list of tables": lambda data: data[:100] + bytes(PAGE - 100) + data[PAGE:],
    "first page": lambda data: bytes(PAGE) + data[PAGE:],
    "a page too many": lambda data: data + bytes(PAGE),
    "cut inside the last page": lambda data: data[:-100],
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_to_what_all_files_share_costs_nothing(kind: str, board: Path, tmp_path: Path) -> None:
    repository = open_board(board)
    rows = without_history(repository)
    repository.close()
    data = DAMAGES[kind](board.read_bytes())
    board.write_bytes(data)
    found = rescue(board, tmp_path)
    assert found.trouble is not None and found.aside is not None
    assert board.read_bytes() == data == found.aside.read_bytes()
    write_source(source(found, SALVAGE), tmp_path / "new.ictplan", "tests")
    fresh = open_board(tmp_path / "new.ictplan")
    assert without_history(fresh) == rows
    fresh.close()


@pytest.fixture
def large(tmp_path: Path, council_file: bytes) -> Path:
    path = tmp_path / "瀬戸.ictplan"
    path.write_bytes(council_file)
    return path


def test_a_lost_page_costs_the_rows_on_it_and_says_how_many(large: Path, tmp_path: Path) -> None:
    repository = open_board(large)
    before = len(repository.read(Observation))
    repository.close()
    leaves = pages_of(large, "observation")
    assert len(leaves) >= 2
    data = wreck(large, leaves[0])
    found = source(rescue(large, tmp_path), SALVAGE)
    after = len(found.rows["observation"])
    assert 0 < after < before and found.missing["observation"] == before - after
    write_source(found, tmp_path / "new.ictplan", "tests")
    open_board(tmp_path / "new.ictplan").close()
    assert large.read_bytes() == data


def test_a_lost_table_leaves_the_rest_sound_and_is_named(board: Path, tmp_path: Path) -> None:
    wreck(board, pages_of(board, "indicator")[0])
    found = source(rescue(board, tmp_path), SALVAGE)
    assert found.rows["indicator"] == [] and found.rows["node"] != []
    assert found.missing["indicator"] == 3
    write_source(found, tmp_path / "new.ictplan", "tests")
    fresh = open_board(tmp_path / "new.ictplan")
    assert fresh.database.rows("PRAGMA foreign_key_check") == []
    fresh.close()


def edited(repository: Repository, value: str, log: RecoveryLog, *, saved: bool = True) -> None:
    row = next(one for one in repository.read(Observation) if one.value)
    old = repository.read_one(Observation, (row.metric, row.period, row.kind, row.as_of))
    assert old is not None
    from dataclasses import replace

    new = command(value, [change(old, replace(old, value=value))])
    log.add(new, AT, repository.revision)
    if saved:
        repository.apply(new, who="山田", pc=None, made_at=AT)
        log.settle(new.uid, repository.revision)


@pytest.mark.parametrize("log_lost", [False, True])
def test_the_newest_sound_backup_comes_with_every_newer_input(tmp_path: Path, log_lost: bool) -> None:
    path = tmp_path / "計画.ictplan"
    repository = create_board(path, sample_board(), created_with="tests")
    log = RecoveryLog(tmp_path / "recovery", repository.uuid)
    for value in ("101", "102"):
        edited(repository, value, log)
        moment = datetime.now().astimezone()
        made = make_backup(tmp_path / "backups", repository.serialize(), origin=str(path), reason="試験", moment=moment)
    made.path.write_bytes(made.path.read_bytes()[:-1] + b"x")  # the newest one is damaged as well
    for value in ("103", "104"):
        edited(repository, value, log)
    wanted = without_history(repository)
    repository.close()
    if log_lost:
        log.path.unlink()
    wreck(path, pages_of(path, "indicator")[0])
    found = source(rescue(path, tmp_path), BACKUP)
    assert (found.replayed, found.refused) == (3, 0)
    write_source(found, tmp_path / "new.ictplan", "tests")
    fresh = open_board(tmp_path / "new.ictplan")
    assert without_history(fresh) == wanted
    assert [line.label for line in sorted(fresh.read(History), key=lambda line: line.sequence)][-3:] == [
        "102",
        "103",
        "104",
    ]
    assert len(fresh.read(Indicator)) == len(wanted["indicator"])
    fresh.close()


def test_what_was_never_saved_comes_back_with_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "計画.ictplan"
    repository = create_board(path, sample_board(), created_with="tests")
    log = RecoveryLog(tmp_path / "recovery", repository.uuid)
    edited(repository, "101", log)
    edited(repository, "102", log, saved=False)
    repository.close()
    path.write_bytes(path.read_bytes()[:-PAGE])
    found = source(rescue(path, tmp_path), SALVAGE)
    assert found.replayed == 1
    assert "102" in [row["value"] for row in found.rows["observation"]]


def test_a_file_of_nothing_gives_nothing_and_never_looks_like_an_empty_board(tmp_path: Path) -> None:
    for number, data in enumerate((b"", "会議録".encode() * 9000, bytes(PAGE * 4), os.urandom(PAGE * 3))):
        path = tmp_path / f"{number}.ictplan"
        path.write_bytes(data)
        found = rescue(path, tmp_path)
        assert found.sources == () and found.trouble is not None and path.read_bytes() == data


def test_a_sound_file_needs_no_rescue_and_nothing_is_set_aside(board: Path, tmp_path: Path) -> None:
    assert rescue(board, tmp_path) == Rescue(None, None, ())
    assert list(tmp_path.glob("*破損*")) == []


@pytest.mark.parametrize("sound", [True, False])
def test_a_file_on_a_shared_folder_is_looked_at_in_a_copy_on_this_pc(sound: bool, tmp_path: Path) -> None:
    path = tmp_path / "共有" / "計画.ictplan"
    path.parent.mkdir()
    make_board(path).close()
    if not sound:
        path.write_bytes(path.read_bytes()[:-PAGE])
    whole = path.read_bytes()
    with far_folder(path.parent, 0) as far:
        folders = (tmp_path / "backups", tmp_path / "recovery", tmp_path / "spare")
        *_, found = find_rescue(path, *folders, shared=True)
    assert far.calls and not far.by_sqlite and path.read_bytes() == whole
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    kept = list((tmp_path / "spare").iterdir())
    assert isinstance(found, Rescue) and ([found.aside] if found.aside else []) == kept
    assert sound is (found.trouble is None) and sound is not bool(kept and kept[0].read_bytes() == whole)
