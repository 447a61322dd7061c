"""Build 全体: how far each goal and department is, counted from the same rows that the goals' tabs show."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from app.domain.metrics import Table, TableRow
from app.domain.plan import Node
from app.domain.report import FigureView, IndicatorRow, OverviewLine, OverviewReport, TableView
from app.domain.report_goal import Scene, as_of_label, build_legend
from app.domain.report_table import build_table
from app.domain.status import BEHIND_MARKS

NO_DEPARTMENT = "担当課なし"


def build_overview(scene: Scene, lines: Iterable[OverviewLine], rows: Sequence[IndicatorRow]) -> OverviewReport:
    """Return the overview of lines counted so far; `rows` are the indicators behind them."""
    return OverviewReport(
        meeting=scene.meeting.name if scene.meeting else "",
        as_of_label=as_of_label(scene.meeting.as_of) if scene.meeting else "",
        goals=tuple(lines),
        departments=_by_department(scene, rows),
        legend=build_legend(scene.index, [row.status.legend_uid for row in rows]),
        since=scene.changed.since if scene.changed else "",
    )


def _by_department(scene: Scene, rows: Iterable[IndicatorRow]) -> tuple[OverviewLine, ...]:
    groups: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        for name in row.departments or (NO_DEPARTMENT,):
            groups.setdefault(name, []).append(row)
    return tuple(count_indicators(scene, None, name, found) for name, found in sorted(groups.items()))


def count_indicators(scene: Scene, node: str | None, label: str, rows: Sequence[IndicatorRow]) -> OverviewLine:
    """Count a goal's or a department's indicators."""
    return OverviewLine(
        node=node,
        label=label,
        total=len(rows),
        filled=sum(not row.late for row in rows),
        late=sum(row.late for row in rows),
        behind=sum(row.status.mark in BEHIND_MARKS for row in rows),
        doubtful=sum(row.doubtful for row in rows),
        unknown=sum(map(has_unknown, rows)),
        changed=sum(row.changed for row in rows) if scene.changed is not None else None,
    )


def has_unknown(row: IndicatorRow) -> bool:
    """Say whether one of an indicator's shown years is unknown."""
    return any(year.missing == "unknown" for year in row.years)


def figures_in(tables: Iterable[TableView]) -> Iterator[FigureView]:
    """Yield the figures of a group's tables that are counted: every cell of a row with a metric."""
    for table in tables:
        for row in table.rows:
            if row.metric:
                yield from row.cells


def counted_as(scene: Scene, cell: FigureView) -> tuple[str, ...]:
    """Return the counts in which a table's figure is: filled, late (未集計 and blank), doubtful, unknown, changed."""
    late = cell.state == "empty" or cell.missing in ("not_counted", "surveying")
    unknown = cell.missing == "unknown"
    doubtful = cell.state in ("reconstructed", "provisional", "printed")
    changed = scene.changed is not None and scene.changed.figure(cell.metric, cell.period)
    held = {"filled": not late and not unknown, "late": late, "doubtful": doubtful, "unknown": unknown}
    return tuple(name for name, holds in (held | {"changed": changed}).items() if holds)


def count_figures(scene: Scene, group: Node, tables: Iterable[TableView]) -> OverviewLine:
    """Count the figures of a group's tables."""
    cells = list(figures_in(tables))
    count = Counter(name for cell in cells for name in counted_as(scene, cell))
    return OverviewLine(
        node=group.uid,
        label=label_of(group),
        total=len(cells),
        filled=count["filled"],
        late=count["late"],
        behind=0,
        doubtful=count["doubtful"],
        unknown=count["unknown"],
        changed=count["changed"] if scene.changed is not None else None,
    )


def label_of(top: Node) -> str:
    """Return a top node's number and title."""
    return f"{top.number or ''}{top.title}"


def tables_of(scene: Scene, node: str) -> Iterator[TableView]:
    """Yield an item's tables that have rows; the figures of the item must have been read."""
    for table in scene.index.where(Table, "node", node):
        if scene.index.where(TableRow, "table", table.uid):
            yield build_table(scene, table)
