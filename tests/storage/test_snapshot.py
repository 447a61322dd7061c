"""The open file's content as a job reads it: whole, beside edits of the window, and never of another board."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from app.domain.edits import command, insertion
from app.domain.errors import StorageError
from app.domain.metrics import Observation
from app.storage import snapshot as snapshots
from app.storage.database import open_database
from app.storage.repository import Repository
from app.storage.snapshot import snapshot
from tests.disks import held_by_another


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Repository:
    path = tmp_path / "計画 #1%.ictplan"
    path.write_bytes(council_file)
    return Repository(open_database(path))


def place(board: Repository) -> Path:
    assert board.database.path is not None
    return board.database.path


def edit(board: Repository, number: int) -> None:
    month = f"{1900 + number // 12}-{1 + number % 12:02}"
    new = command("入力", [insertion(Observation(metric="chatbot-all", period=month, value="7"))])
    board.apply(new, who="山田", pc=None, made_at="2026-04-01T10:31:00+09:00")


def in_thread(work: Callable[[], None]) -> Thread:
    thread = Thread(target=work)
    thread.start()
    return thread


def test_a_snapshot_holds_all_that_the_file_does(board: Repository) -> None:
    edit(board, 0)
    copy = Repository.from_bytes(snapshot(place(board), board.uuid))
    assert copy.dump_rows() == board.dump_rows()
    board.close()


def test_edits_go_on_while_it_is_read_and_every_snapshot_is_one_moment(
    board: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "PAGES", 2)
    found: list[bytes] = []
    reading = in_thread(lambda: found.extend(snapshot(place(board), board.uuid) for _ in range(20)))
    saved = 0
    while reading.is_alive():
        if saved > len(found):  # one edit a snapshot, wherever that is just then
            continue
        try:
            edit(board, saved)
            saved += 1
        except StorageError as error:  # the two met in the very commit; the window tries again by its timer
            assert error.code == "busy"
    assert saved > 10 and len(found) == 20
    for data in found:
        copy = Repository.from_bytes(data)
        assert copy.database.rows("PRAGMA integrity_check") == [("ok",)]
        assert copy.database.rows("SELECT max(sequence) FROM history") == [(copy.revision,)]
    board.close()


def test_another_board_at_the_same_place_is_told(board: Repository) -> None:
    with pytest.raises(StorageError) as told:
        snapshot(place(board), "another")
    assert told.value.code == "moved"
    board.close()


def test_a_file_that_another_program_keeps_to_itself_is_told_in_the_end(
    board: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "PATIENCE", 0)
    with held_by_another(place(board), "EXCLUSIVE"), pytest.raises(StorageError) as told:
        snapshot(place(board), board.uuid)
    assert told.value.code == "busy"
    board.close()


def test_a_file_that_has_gone_is_told_and_never_made(board: Repository) -> None:
    path = place(board)
    board.close()
    path.unlink()
    with pytest.raises(StorageError):
        snapshot(path, board.uuid)
    assert not path.exists()
