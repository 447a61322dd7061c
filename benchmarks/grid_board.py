"""A board with one large table of months and one goal of 2,000 indicators, for what a person does in a grid."""

from app.domain.blocks import Block
from app.domain.board_text import BoardRows
from app.domain.entity import Entity, to_row
from app.domain.metrics import Metric, Table, TableRow
from app.domain.plan import Node, Placement
from benchmarks.large_board import FIRST_YEAR, YEARS, large_board

GROUP, ITEM = "months", "months-item"
ROWS = 84  # of 12 months: 1,008 cells


def grid_board() -> BoardRows:
    """Return the large board with all indicators under one goal, and the table."""
    rows = large_board(goals=1)
    for entity in _table():
        rows.setdefault(entity.TABLE, []).append(to_row(entity))
    return rows


def _table() -> list[Entity]:
    year = FIRST_YEAR + YEARS - 1
    table = Table(uid="table", node=ITEM, title="月別", axis="months", start=f"{year}-04", end=f"{year + 1}-03")
    found: list[Entity] = [
        Node(uid=GROUP, kind="group", title="取組"),
        Node(uid=ITEM, kind="initiative", title="月別の件数"),
        Placement(uid="place-months", child=GROUP, position=9),
        Placement(uid="place-item", parent=GROUP, child=ITEM, position=1),
        table,
        Block(uid="block", node=ITEM, position=1, kind="table", table="table"),
    ]
    for place in range(ROWS):
        metric = Metric(uid=f"tm{place:03}", node=ITEM, name=f"件数{place + 1}", unit="件", aggregation="sum")
        found += [metric, TableRow(uid=f"tr{place:03}", table="table", position=place, metric=metric.uid)]
    return found
