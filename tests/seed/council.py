"""The shipped board as the tests of its facts look at it."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.board import BoardIndex
from app.domain.board_text import BoardRows, merge, parse_board
from app.domain.entity import Cell, from_row
from app.domain.metrics import Metric, Observation
from app.domain.plan import Meeting
from app.domain.report_goal import Scene
from app.domain.series import SeriesBook
from app.domain.tables import STRUCTURE

SEED = Path(__file__).parents[2] / "db" / "seed"
FILES = sorted(SEED.glob("*.json"))
UNKNOWN = "?"
CASHLESS_SPAN = "2022-03/2023-02"
CHATBOT_SPAN = "2022-04/2023-02"
COURSE_SPAN = "2022-07/2023-02"


@cache
def board_rows() -> BoardRows:
    """Return the whole shipped board."""
    return merge(parse_board(path.read_text(encoding="utf-8")) for path in FILES)


def rows_of(table: str, /, **equal: Cell) -> list[Mapping[str, Any]]:
    """Return the rows of a table with these values, by position."""
    found = [row for row in board_rows().get(table, []) if all(row[name] == value for name, value in equal.items())]
    return sorted(found, key=lambda row: row.get("position") or 0)


def row_of(table: str, /, **equal: Cell) -> Mapping[str, Any]:
    """Return the only row of a table with these values."""
    (row,) = rows_of(table, **equal)
    return row


def metric_named(name: str) -> str:
    """Return the uid of the only metric with this name."""
    return str(row_of("metric", name=name)["uid"])


def observed(metric: str, period: str) -> Mapping[str, Any]:
    """Return the only observation of a metric, by its name, at a period."""
    return row_of("observation", metric=metric_named(metric), period=period)


def values_of(metric: str, periods: Iterable[str]) -> list[str]:
    """Return the values of a metric, by its name, at some periods, UNKNOWN where the month is unknown."""
    seen = [observed(metric, period) for period in periods]
    assert all((row["value"] is None) == (row["missing"] == "unknown") for row in seen)
    return [row["value"] or UNKNOWN for row in seen]


@cache
def scene() -> Scene:
    """Return the board as the meeting sees it."""
    index = BoardIndex({kind: [from_row(kind, row) for row in board_rows().get(kind.TABLE, [])] for kind in STRUCTURE})
    meeting = index.get(Meeting, "meeting-r4-3")
    book = SeriesBook({item.uid: item for item in index.all(Metric)}, meeting.as_of)
    book.put(from_row(Observation, row) for row in board_rows()["observation"])
    return Scene(index, book, meeting)


def as_lines(text: str) -> list[tuple[str, ...]]:
    """Return the fields of each line of a table of facts."""
    return [tuple(line.split("|")) for line in text.split("\n") if line]
