"""Figures that are no numbers: never a crash or a made-up value, found with their place, put back by the history."""

import sqlite3
from pathlib import Path

import pytest

from app.domain.edits import change, command
from app.domain.entity import is_decimal
from app.domain.metrics import Observation
from app.storage.broken_figures import broken_figures, mending
from app.storage.database import open_database
from app.storage.repository import Repository

MARCH = ("chatbot-all", "2023-03", "result", "")
FEBRUARY = ("chatbot-all", "2023-02", "result", "")
AT = "2026-04-01T10:31:00+09:00"
BROKEN = {"infinite": "'inf'", "no number": "'nan'", "exponent": "'1e999'", "undecodable": "CAST(x'8391' AS TEXT)"}


def broken_board(council_file: bytes, path: Path, sql: str) -> None:
    """Make a file in which March has a history and February has none, and break both figures as a bad disk does."""
    path.write_bytes(council_file)
    repository = Repository(open_database(path))
    old = repository.read_one(Observation, MARCH)
    assert old is not None
    new = Observation(metric=MARCH[0], period=MARCH[1], value="1900")
    repository.apply(command("入力", [change(old, new)]), who="山田", pc=None, made_at=AT)
    repository.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute(
        f"UPDATE observation SET value = {sql} WHERE metric = ? AND period IN (?, ?)", (MARCH[0], MARCH[1], FEBRUARY[1])
    )
    connection.close()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_figure_reads_as_none_is_found_and_put_back(kind: str, council_file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "計画.ictplan"
    broken_board(council_file, path, BROKEN[kind])
    repository = Repository(open_database(path))
    row = repository.read_one(Observation, MARCH)
    assert row is not None and row.value is None
    found = {one.key: one for one in broken_figures(repository.serialize())}
    assert set(found) == {MARCH, FEBRUARY} and found[FEBRUARY].sound is None
    for one in found.values():
        new = mending(repository, one)
        assert new is not None
        repository.apply(command("元に戻す", [new.edit]), who="山田", pc=None, made_at=AT)
        assert mending(repository, one) is None
    assert repository.read_one(Observation, MARCH).value == "1900"  # type: ignore[union-attr]
    assert broken_figures(repository.serialize()) == []
    repository.close()


@pytest.mark.parametrize("text", ["0", "12", "-3", "0.10", "-0.5", "100.0", "36345"])
def test_canonical_figures_are_sound(text: str) -> None:
    assert is_decimal(text)


@pytest.mark.parametrize(
    "text", ["", "-", ".", "1.", ".5", "inf", "nan", "1e3", "1.2.3", "--1", "01", "１", "-", "1 ", "�"]
)
def test_everything_else_is_not(text: str) -> None:
    assert not is_decimal(text)
