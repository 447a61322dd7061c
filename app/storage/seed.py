"""Boards that come as text files in a folder: the shipped data, or what a city keeps beside it."""

from pathlib import Path

from app.domain.board_text import BoardRows, check_references, merge, parse_board
from app.domain.errors import InputError
from app.storage.failures import told


def seed_rows(folder: Path) -> BoardRows:
    """Return the rows of all JSON files of a folder as one board, files in the order of their names.

    Raises InputError, naming the file, where one is not of the open text form or a reference leads nowhere, and
    StorageError where the folder cannot be read.
    """
    with told():
        texts = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    if not texts:
        raise InputError(f"フォルダ「{folder.name}」にデータのファイル（.json）がありません。場所を確かめてください。")
    rows = merge(_parse_named(name, text) for name, text in texts)
    check_references(rows)
    return rows


def _parse_named(name: str, text: str) -> BoardRows:
    try:
        return parse_board(text)
    except InputError as error:
        raise InputError(f"{name}: {error.message}") from error
