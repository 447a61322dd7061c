"""Build 全体: how far each goal and department is, counted from the same rows that the goals' tabs show."""

from collections.abc import Iterable, Iterator

from app.domain.metrics import Table, TableRow
from app.domain.plan import Node
from app.domain.report import IndicatorRow, OverviewLine, OverviewReport, TableView
from app.domain.report_goal import Scene, as_of_label, build_goal_report, build_legend
from app.domain.report_item import item_nodes
from app.domain.report_table import build_table

BEHIND_MARKS = ("▲",)


def build_overview(scene: Scene) -> Iterator[OverviewReport]:
    """Yield the overview after each top node, so that it can grow on screen and be cancelled; the last one is whole."""
    lines: list[OverviewLine] = []
    rows: list[IndicatorRow] = []
    for node in scene.index.children(None):
        if node.kind == "goal":
            found = list(build_goal_report(scene, node.uid, {}).rows)
            rows += found
            lines.append(_indicators(node.uid, f"{node.number or ''}{node.title}", found))
        else:
            lines.append(_items(scene, node))
        yield _report(scene, lines, rows)
    if not lines:
        yield _report(scene, lines, rows)


def _report(scene: Scene, lines: list[OverviewLine], rows: list[IndicatorRow]) -> OverviewReport:
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
    return tuple(_indicators(None, name, found) for name, found in sorted(groups.items()))


def _indicators(node: str | None, label: str, rows: list[IndicatorRow]) -> OverviewLine:
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


def _items(scene: Scene, group: Node) -> OverviewLine:
    """Count the figures of a group's tables: filled, waiting (未集計 and blank), and unknown."""
    cells = [cell for table in _tables(scene, group.uid) for row in table.rows for cell in row.cells if row.metric]
    late = sum(cell.state == "empty" or cell.missing in ("not_counted", "surveying") for cell in cells)
    unknown = sum(cell.missing == "unknown" for cell in cells)
    doubtful = sum(cell.state in ("reconstructed", "provisional", "printed") for cell in cells)
    label = f"{group.number or ''}{group.title}"
    return OverviewLine(group.uid, label, len(cells), len(cells) - late - unknown, late, 0, doubtful, unknown)


def _tables(scene: Scene, group: str) -> Iterator[TableView]:
    for node in item_nodes(scene, group):
        for table in scene.index.where(Table, "node", node.uid):
            if scene.index.where(TableRow, "table", table.uid):
                yield build_table(scene, table)
