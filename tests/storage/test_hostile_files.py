"""Files made to do harm: a clear word within moments, nothing executed, the bytes as they were, and the values saved.

A short selection of damage is here too; the full counts are in tests/faults/test_hostile_files.py.
"""

import random
import time
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.domain.rescue import SALVAGE, Rescue
from app.storage.database import open_database
from app.storage.failures import MESSAGES
from app.storage.header import read_header
from app.storage.recovery import find_rescue, write_source
from app.storage.repository import Repository
from app.storage.salvage import Salvaged, salvage
from tests.storage.boards import make_board, open_board
from tests.storage.hostile_files import DAMAGES, HOSTILE, flipped, made_hostile, with_giant_cell

SECONDS = 3.0  # far above what any of it takes, far below what a person takes for hung
HARMLESS = (
    "a condition that takes for ever of a newer version"  # conditions are asked when a row is written, never here
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "board.ictplan"
    make_board(path).close()
    return path.read_bytes()


def saved_values(path: Path, tmp_path: Path) -> Rescue:
    last = list(find_rescue(path, tmp_path / "backups", tmp_path / "recovery", tmp_path / "spare"))[-1]
    assert isinstance(last, Rescue)
    return last


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once_and_its_values_can_be_had(name: str, good: bytes, tmp_path: Path) -> None:
    data = made_hostile(good, HOSTILE[name], tmp_path)
    if data is None:  # this SQLite cannot even make such a file, so none of its kind can be read
        assert "virtual" in name or "full text" in name
        return
    path = tmp_path / "計画.ictplan"
    path.write_bytes(data)
    began = time.monotonic()
    if name == HARMLESS:
        repository = open_board(path)
        assert not repository.database.writable and len(repository.dump_rows()["node"]) == 3
        repository.close()
        assert path.read_bytes() == data
        return
    with pytest.raises(StorageError) as caught:
        open_database(path)
    assert caught.value.code in ("schema", "newer") and caught.value.message == MESSAGES[caught.value.code][0]
    found = saved_values(path, tmp_path)
    assert time.monotonic() - began < SECONDS and path.read_bytes() == data
    source = next(one for one in found.sources if one.kind == SALVAGE)
    write_source(source, tmp_path / "new.ictplan", "tests")
    fresh = open_board(tmp_path / "new.ictplan")
    assert len(fresh.dump_rows()["department"]) == 3
    assert fresh.database.rows("SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')") == [(0,)]
    fresh.close()


def test_salvage_has_a_time_limit(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(good)
    began = time.monotonic()
    last = list(salvage(path, seconds=0.0))[-1]
    assert isinstance(last, Salvaged) and time.monotonic() - began < SECONDS


@pytest.mark.parametrize(("mebibytes", "opens"), [(20, True), (70, False)])
def test_a_giant_cell_is_read_or_refused_in_words(mebibytes: int, opens: bool, good: bytes, tmp_path: Path) -> None:
    data = with_giant_cell(good, tmp_path, mebibytes << 20)
    path = tmp_path / "計画.ictplan"
    path.write_bytes(data)
    began = time.monotonic()
    if opens:
        repository = open_board(path)
        repository.read_structure()
        repository.close()
    else:
        with pytest.raises(StorageError) as caught:
            repository = open_board(path)
            repository.read_structure()
        assert caught.value.code == "too_big"
        lost = list(salvage(path))[-1]
        assert isinstance(lost, Salvaged) and lost.rows["board"] == [] and len(lost.rows["node"]) == 3
    assert time.monotonic() - began < SECONDS and path.read_bytes() == data


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_file_is_refused_or_wholly_sound_and_never_written(kind: str, good: bytes, tmp_path: Path) -> None:
    data = DAMAGES[kind](good, random.Random(kind))
    told, opened = open_or_word(data, tmp_path / "計画.ictplan")
    assert told or opened
    rescue = saved_values(tmp_path / "計画.ictplan", tmp_path) if told else None
    assert (tmp_path / "計画.ictplan").read_bytes() == data
    for source in rescue.sources if rescue else ():
        write_source(source, tmp_path / "new.ictplan", "tests")
        open_board(tmp_path / "new.ictplan").close()


@pytest.mark.parametrize("seed", range(8))
def test_a_flipped_bit_is_refused_or_read_and_the_bytes_stay(seed: int, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "計画.ictplan"
    data = flipped(good, random.Random(seed))
    open_or_word(data, path)
    assert path.read_bytes() == data


def open_or_word(data: bytes, path: Path) -> tuple[str, bool]:
    """Open a file for reading only and read all of it; return the code of the refusal, '' and True where it opens."""
    path.write_bytes(data)
    began = time.monotonic()
    try:
        repository = Repository(open_database(path, read_only=True))
        try:
            repository.dump_rows()
        finally:
            repository.close()
    except StorageError as error:
        assert error.message and error.code in MESSAGES
        return error.code, False
    finally:
        assert time.monotonic() - began < SECONDS
    assert read_header(path).page_size == 16384
    return "", True
