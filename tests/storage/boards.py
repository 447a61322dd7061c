"""Boards for the tests of storage: rows for every table, made from the fields of the entities."""

import hashlib
import random
from pathlib import Path
from typing import Any

from app.domain.edits import RowEdit
from app.domain.entity import Cell, Entity, FieldSpec, Row, fields_of
from app.domain.history import History
from app.domain.plan import NamedPeriod
from app.domain.tables import BY_TABLE, ENTITIES
from app.storage.database import Database, open_database
from app.storage.repository import Repository, create_board

MADE_AT = "2026-04-01T10:31:00+09:00"
WORDS = ("まちの活性化", "取扱件数", "効率化", "R4年度 第3回", "", "a'b\"c", "改行\nあり", "髙﨑", "😀")
Board = dict[str, list[Row]]


def sample_rows(seed: int = 1, each: int = 3) -> Board:
    """Return a board with some rows of every table, each field filled or left out by chance."""
    chance = random.Random(seed)
    uids = {
        entity.TABLE: [f"{'x:' if entity is NamedPeriod else ''}{entity.TABLE}-{n}" for n in range(each)]
        for entity in ENTITIES
    }
    rows: Board = {
        entity.TABLE: [_row(entity, n, uids, chance) for n in range(1 if entity.TABLE == "board" else each)]
        for entity in ENTITIES
    }
    for number, row in enumerate(rows["history"], 1):
        row["sequence"] = number  # type: ignore[index]
    return rows


def _row(entity: type[Entity], n: int, uids: dict[str, list[str]], chance: random.Random) -> dict[str, Cell]:
    row = {spec.name: random_cell(spec, uids, chance) for spec in fields_of(entity)}
    for name in entity.KEY:
        if name == "uid":
            row[name] = uids[entity.TABLE][n]
    if entity.KEY != ("uid",):
        row["metric"] = uids["metric"][n]
    return row


def random_cell(spec: FieldSpec, uids: dict[str, list[str]], chance: random.Random) -> Cell:
    """Return a value that the field may hold."""
    if spec.optional and chance.random() < 0.4:
        return None
    number = chance.randrange(1000)
    values: dict[str, Any] = {
        "text": lambda: chance.choice(WORDS),
        "ref": lambda: chance.choice(uids[spec.target or ""]),
        "choice": lambda: chance.choice(spec.choices),
        "decimal": lambda: chance.choice((f"{number}", f"-{number + 1}.50", "0", "0.10", "36345")),
        "date": lambda: f"20{number % 90 + 10}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        "period": lambda: chance.choice(("2022-04", "FY2022", "2022-03/2023-02", uids["named_period"][0])),
        "flag": lambda: number % 2,
        "count": lambda: number,
        "blob": lambda: hashlib.sha256(str(number).encode()).digest(),
        "json": lambda: "[]",
    }
    return values[spec.kind]()  # type: ignore[no-any-return]


def make_board(path: Path, rows: Board | None = None) -> Repository:
    """Make a board file and open it."""
    return create_board(path, sample_rows() if rows is None else rows, created_with="tests")


def open_board(path: Path) -> Repository:
    """Open a board file."""
    return Repository(open_database(path))


def without_history(repository: Repository) -> Board:
    """Return all rows apart from the history."""
    return {table: rows for table, rows in repository.dump_rows().items() if table != History.TABLE}


def closure_of(rows: Board, table: str, uid: str) -> list[RowEdit]:
    """Return the deletion of a row and of everything that refers to it, at any depth."""
    doomed: set[tuple[str, Cell]] = {(table, uid)}
    edits: dict[tuple[str, tuple[str, ...]], RowEdit] = {}
    size = -1
    while size != len(edits):
        size = len(edits)
        for entity in ENTITIES:
            for row in rows.get(entity.TABLE, ()):
                key = tuple(str(row[name]) for name in entity.KEY)
                if (entity.TABLE, row.get("uid")) in doomed or _refers(entity, row, doomed):
                    edits[entity.TABLE, key] = RowEdit(entity.TABLE, key, row, None)
                    doomed.add((entity.TABLE, row.get("uid")))
    return list(edits.values())


def _refers(entity: type[Entity], row: Row, doomed: set[tuple[str, Cell]]) -> bool:
    return any(spec.target and (spec.target, row[spec.name]) in doomed for spec in fields_of(entity))


def changed(row: Row, rows: Board, chance: random.Random) -> Row:
    """Return a row with every field but its key drawn anew."""
    entity = next(each for each in BY_TABLE.values() if each.TABLE in rows and row in rows[each.TABLE])
    uids = {table: [str(item["uid"]) for item in items if "uid" in item] for table, items in rows.items()}
    return {
        spec.name: row[spec.name] if spec.name in entity.KEY else random_cell(spec, uids, chance)
        for spec in fields_of(entity)
    }


def raw(database: Database, sql: str) -> None:
    """Run one statement on an open database, past the repository."""
    database.connection.execute(sql).fetchall()
