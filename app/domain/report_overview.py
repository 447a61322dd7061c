"""Build 全体: how far each goal and department is, counted from the same rows that the goals' tabs show."""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.metrics import Table, TableRow
from app.domain.plan import Node
from app.domain.report import IndicatorRow, OverviewLine, OverviewReport, TableView
from app.domain.report_goal import Scene, as_of_label, build_legend
from app.domain.report_table import build_table

BEHIND_MARKS = ("▲",)


def build_overview(scene: Scene, lines: Iterable[OverviewLine], rows: Sequence[IndicatorRow]) -> OverviewReport:
    """Return the overview of lines counted so far; `rows` are the indicators behind them."""
    return OverviewReport(
        meeting=scene.meeting.name if scene.meeting else "",
        as_of_label=as_of_label(scene.meeting.as_of) if scene.meeting else "",
        goals=tuple(lines),
        departments=_by_department(rows),
        legend=build_legend(scene.index, [row.status.legend_uid for row in rows]),
    )


def _by_department(rows: Iterable[IndicatorRow]) -> tuple[OverviewLine, ...]:
    groups: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        for name in row.departments or ("担当課なし",):
            groups.setdefault(name, []).append(row)
    return tuple(count_indicators(None, name, found) for name, found in sorted(groups.items()))


def count_indicators(node: str | None, label: str, rows: Sequence[IndicatorRow]) -> OverviewLine:
    """Count a goal's or a department's indicators."""
    return OverviewLine(
        node=node,
        label=label,
        total=len(rows),
        filled=sum(not row.late for row in rows),
        late=sum(row.late for row in rows),
        behind=sum(row.status.mark in BEHIND_MARKS for row in rows),
        doubtful=sum(row.doubtful for row in rows),
        unknown=sum(any(year.missing == "unknown" for year in row.years) for row in rows),
    )


def count_figures(group: Node, tables: Iterable[TableView]) -> OverviewLine:
    """Count the figures of a group's tables: filled, waiting (未集計 and blank), and unknown."""
    cells = [cell for table in tables for row in table.rows for cell in row.cells if row.metric]
    late = sum(cell.state == "empty" or cell.missing in ("not_counted", "surveying") for cell in cells)
    unknown = sum(cell.missing == "unknown" for cell in cells)
    doubtful = sum(cell.state in ("reconstructed", "provisional", "printed") for cell in cells)
    return OverviewLine(group.uid, label_of(group), len(cells), len(cells) - late - unknown, late, 0, doubtful, unknown)


def label_of(top: Node) -> str:
    """Return a top node's number and title."""
    return f"{top.number or ''}{top.title}"


def tables_of(scene: Scene, node: str) -> Iterator[TableView]:
    """Yield an item's tables that have rows; the figures of the item must have been read."""
    for table in scene.index.where(Table, "node", node):
        if scene.index.where(TableRow, "table", table.uid):
            yield build_table(scene, table)
