"""Files made to do harm, and damaged ones: each a function from the bytes of a sound board to those of a bad file."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

PAGE = 16384
NEWER = "PRAGMA user_version=99"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS uid, 'x' AS title FROM n"
BOMB = "hex(zeroblob(4000000))"

# Each is run on a copy of a sound board. None of it may ever be executed, believed, or make the program wait.
HOSTILE: dict[str, tuple[str, ...]] = {
    "a trigger on every insert": ("CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM node; END",),
    "a trigger on meta": ("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN UPDATE observation SET value = '0'; END",),
    "a trigger in place of a view": (
        "CREATE VIEW v AS SELECT * FROM node",
        "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN DELETE FROM node; END",
    ),
    "an endless view in place of a table": ("DROP TABLE correction", f"CREATE VIEW correction AS {ENDLESS}"),
    "an endless view beside the tables": (f"CREATE VIEW endless AS {ENDLESS}",),
    "an endless view in place of meta": ("DROP TABLE meta", f"CREATE VIEW meta AS {ENDLESS}"),
    "an endless view of a newer version": ("DROP TABLE correction", f"CREATE VIEW correction AS {ENDLESS}", NEWER),
    "a view over the list of tables": ("CREATE VIEW v AS SELECT * FROM sqlite_schema",),
    "a computed column": (f"ALTER TABLE correction ADD COLUMN bomb TEXT GENERATED ALWAYS AS ({BOMB})",),
    "a computed column of a newer version": (
        f"ALTER TABLE board ADD COLUMN bomb TEXT GENERATED ALWAYS AS ({BOMB})",
        NEWER,
    ),
    "an index over an expression": (f"CREATE INDEX bomb ON node ({BOMB})",),
    "an index over an expression of a newer version": (f"CREATE INDEX bomb ON observation ({BOMB})", NEWER),
    "a partial index with a condition of a newer version": (
        f"CREATE INDEX bomb ON node (uid) WHERE length({BOMB}) > 1",
        NEWER,
    ),
    "a full text table": ("CREATE VIRTUAL TABLE words USING fts5(a)",),
    "a full text table of a newer version": ("CREATE VIRTUAL TABLE words USING fts5(a)", NEWER),
    "a full text table in place of one of ours": (
        "DROP TABLE correction",
        "CREATE VIRTUAL TABLE correction USING fts5(uid, meeting, position, slide, place, before, after, note)",
        NEWER,
    ),
    "a condition that takes for ever of a newer version": (
        f"CREATE TABLE extra (a CHECK (length({BOMB}) > 0))",
        "INSERT INTO extra VALUES (1)",
        NEWER,
    ),
    "a foreign schema under our name": ("DROP TABLE node", "CREATE TABLE node (id INTEGER PRIMARY KEY, password TEXT)"),
    "a foreign schema of a newer version": ("DROP TABLE node", "CREATE TABLE node (id INTEGER PRIMARY KEY)", NEWER),
    "a thousand tables": tuple(f"CREATE TABLE t{n} (a)" for n in range(1000)),
    "a text under a flag": (
        "PRAGMA ignore_check_constraints=ON",
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'is_sample INTEGER', 'is_sample TEXT') WHERE name = 'board'",
    ),
}


def made_hostile(good: bytes, statements: tuple[str, ...], folder: Path) -> bytes | None:
    """Return the bytes of a sound board after some statements; None where this SQLite does not know one of them."""
    path = folder / "making"
    path.write_bytes(good)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=MEMORY"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        for statement in statements:
            connection.execute(statement).fetchall()
    except sqlite3.OperationalError as error:
        if "no such module" in str(error) or "non-deterministic" in str(error):
            return None
        raise
    finally:
        connection.close()
        data = path.read_bytes()
        path.unlink()
    return data


def with_giant_cell(good: bytes, folder: Path, size: int) -> bytes:
    """Return a board with one title of some bytes: of our schema, and far beyond what a person types."""
    path = folder / "making"
    path.write_bytes(good)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE board SET note = ?", ("あ" * (size // 3),))
    connection.close()
    data = path.read_bytes()
    path.unlink()
    return data


Damage = Callable[[bytes, random.Random], bytes]


def _at(data: bytes, place: int, piece: bytes) -> bytes:
    return data[:place] + piece + data[place + len(piece) :]


DAMAGES: dict[str, Damage] = {
    "nothing left": lambda data, chance: b"",
    "cut somewhere": lambda data, chance: data[: chance.randrange(1, len(data) - 1)],
    "cut between pages": lambda data, chance: data[: PAGE * chance.randrange(1, len(data) // PAGE)],
    "a page of zeros": lambda data, chance: _at(data, PAGE * chance.randrange(len(data) // PAGE), bytes(PAGE)),
    "a page of noise": lambda data, chance: _at(
        data, PAGE * chance.randrange(len(data) // PAGE), chance.randbytes(PAGE)
    ),
    "two pages swapped": lambda data, chance: _swapped(data, *chance.sample(range(len(data) // PAGE), 2)),
    "the header gone": lambda data, chance: bytes(100) + data[100:],
    "the header noise": lambda data, chance: data[:16] + chance.randbytes(84) + data[100:],
    "the list of tables noise": lambda data, chance: data[:100] + chance.randbytes(PAGE - 100) + data[PAGE:],
    "more at the end": lambda data, chance: data + chance.randbytes(chance.randrange(1, 3 * PAGE)),
    "a sector of zeros": lambda data, chance: _at(data, 512 * chance.randrange(len(data) // 512), bytes(512)),
    "another file behind the header": lambda data, chance: data[:100] + chance.randbytes(len(data) - 100),
}


def _swapped(data: bytes, one: int, other: int) -> bytes:
    first, second = (data[PAGE * page : PAGE * (page + 1)] for page in (one, other))
    return _at(_at(data, PAGE * one, second), PAGE * other, first)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Return data with one bit turned over."""
    place = chance.randrange(len(data))
    return _at(data, place, bytes([data[place] ^ 1 << chance.randrange(8)]))
