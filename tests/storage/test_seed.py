"""A board may come as several text files in a folder."""

from pathlib import Path

import pytest

from app.domain.board_text import format_board
from app.domain.errors import InputError, StorageError
from app.storage.seed import seed_rows
from tests.storage.boards import make_board, sample_rows


def test_files_of_a_folder_make_one_board(tmp_path: Path) -> None:
    rows = sample_rows()
    tables = list(rows)
    for name, part in (("20_rest.json", tables[5:]), ("10_first.json", tables[:5])):
        (tmp_path / name).write_text(format_board({table: rows[table] for table in part}), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a board", encoding="utf-8")
    repository = make_board(tmp_path / "board.ictplan", seed_rows(tmp_path))
    assert repository.dump_rows() == rows
    assert format_board(repository.dump_rows()) == format_board(rows)
    repository.close()


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "10_bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"10_bad\.json: "):
        seed_rows(tmp_path)


def test_an_empty_folder_and_a_missing_one_are_said(tmp_path: Path) -> None:
    with pytest.raises((InputError, StorageError)):
        seed_rows(tmp_path / "none")
    with pytest.raises(InputError, match="データのファイル"):
        seed_rows(tmp_path)


def test_a_reference_to_nowhere_is_said(tmp_path: Path) -> None:
    rows = sample_rows()
    del rows["metric"]
    (tmp_path / "10.json").write_text(format_board(rows), encoding="utf-8")
    with pytest.raises(InputError, match="metric"):
        seed_rows(tmp_path)
