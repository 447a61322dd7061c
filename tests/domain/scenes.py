"""Boards as a meeting sees them, made from rows without a file."""

from functools import cache
from pathlib import Path

from app.domain.board import BoardIndex
from app.domain.board_text import BoardRows
from app.domain.entity import Entity, from_row, to_row
from app.domain.metrics import Metric, Observation
from app.domain.plan import Meeting
from app.domain.report_goal import Scene
from app.domain.series import SeriesBook
from app.domain.tables import STRUCTURE
from app.storage.seed import seed_rows
from tests.cases.convert import CONVERTERS, convert
from tests.sample_board import sample_board

SEED = Path(__file__).parents[2] / "db" / "seed"
BOARDS = ("council", "sample", *CONVERTERS)


@cache
def rows_of(board: str) -> BoardRows:
    """Return the rows of the council's board, the sample board, or another city's plan."""
    if board == "council":
        return seed_rows(SEED)
    return sample_board() if board == "sample" else convert(board)


def scene_of_rows(rows: BoardRows) -> Scene:
    """Return a board as its last meeting sees it, if it has one."""
    index = BoardIndex({kind: [from_row(kind, row) for row in rows.get(kind.TABLE, [])] for kind in STRUCTURE})
    meeting = index.all(Meeting)[-1] if index.all(Meeting) else None
    book = SeriesBook({metric.uid: metric for metric in index.all(Metric)}, meeting.as_of if meeting else None)
    book.put(from_row(Observation, row) for row in rows.get(Observation.TABLE, []))
    return Scene(index, book, meeting)


def scene_with(*entities: Entity) -> Scene:
    """Return a board of just these entities."""
    rows: BoardRows = {}
    for entity in entities:
        rows.setdefault(entity.TABLE, []).append(to_row(entity))
    return scene_of_rows(rows)
