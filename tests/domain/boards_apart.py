"""Boards that differ, as row tables: copies with cells changed, rows taken away, and edits applied to them."""

from collections.abc import Callable, Iterable
from pathlib import Path

from app.domain.board_text import BoardRows
from app.domain.edits import RowEdit
from app.domain.entity import Row
from app.domain.tables import BY_TABLE
from app.storage.seed import seed_rows

SEED = Path(__file__).parents[2] / "db" / "seed"


def council() -> BoardRows:
    """Return the shipped board."""
    return seed_rows(SEED)


def copied(rows: BoardRows) -> BoardRows:
    """Return rows that can be changed without touching the others."""
    return {table: [dict(row) for row in items] for table, items in rows.items()}


def with_cells(rows: BoardRows, table: str, uid: str, **cells: object) -> BoardRows:
    """Return a copy with some cells of one row changed."""
    made = copied(rows)
    row = next(row for row in made[table] if row.get("uid") == uid)
    row.update(cells)  # type: ignore[attr-defined]
    return made


def without(rows: BoardRows, table: str, goes: Callable[[Row], bool]) -> BoardRows:
    """Return a copy without some rows of a table."""
    made = copied(rows)
    made[table] = [row for row in made[table] if not goes(row)]
    return made


def applied(rows: BoardRows, edits: Iterable[RowEdit]) -> BoardRows:
    """Return the board after edits, each checked against what it says stood there before."""
    made = {table: {_key(table, row): row for row in items} for table, items in rows.items()}
    for edit in edits:
        table = made.setdefault(edit.table, {})
        assert table.get(edit.key) == edit.before
        if edit.after is None:
            del table[edit.key]
        else:
            assert _key(edit.table, edit.after) == edit.key
            table[edit.key] = edit.after
    return {table: list(items.values()) for table, items in made.items()}


def same_board(one: BoardRows, other: BoardRows) -> bool:
    """Say whether two boards hold the same rows, whatever their order."""
    return _as_sets(one) == _as_sets(other)


def _as_sets(rows: BoardRows) -> dict[str, dict[tuple[str, ...], Row]]:
    return {table: {_key(table, row): row for row in items} for table, items in rows.items() if items}


def _key(table: str, row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in BY_TABLE[table].KEY)
