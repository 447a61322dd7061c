"""Plain data sheets behind the slides: every indicator and every figure of the board, one a row.

Figures of slides that the paper leaves out stay out.
"""

from fractions import Fraction

from app.domain.fiscal import Period
from app.domain.labels import MISSING_WORDS, OBSERVATION_KINDS, QUALITIES
from app.domain.metrics import Metric, Observation
from app.domain.outline import SECTIONED, outline
from app.domain.plan import Node
from app.domain.report import EMPTY, FigureView, GoalReport, IndicatorRow
from app.domain.report_goal import Scene
from app.domain.report_table import node_of_metric
from app.domain.series import exact
from app.layout.page import CellValue, DataCell, DataSheet, DataTable

FIGURE_HEADS = (
    "取組",
    "指標・項目",
    "期間",
    "始まり",
    "終わり",
    "区分",
    "時点",
    "値",
    "単位",
    "値がない理由",
    "確かさ",
    "資料の印字",
)
INDICATOR_HEADS = (
    "基本目標",
    "施策・取組",
    "No.",
    "指標",
    "単位",
    "基準値",
    "目標値",
    "前年度",
    "今年度",
    "状況",
    "担当課",
)


def data_sheets(scene: Scene, goals: list[GoalReport]) -> tuple[DataSheet, ...]:
    """Return the sheets of indicators (where there are any) and of all figures; internal notes stay out."""
    indicators = [row for report in goals for row in _indicator_rows(report)]
    sheets = [_sheet("データ_指標", "指標の一覧", INDICATOR_HEADS, indicators)] if indicators else []
    order, out = {node.uid: place for place, node in enumerate(_nodes(scene))}, _left_out(scene)
    nodes = {metric: node_of_metric(scene, metric) or "" for metric in scene.index.all(Metric)}
    metrics = sorted((one for one, node in nodes.items() if node not in out), key=lambda one: order.get(nodes[one], -1))
    figures = [_figure_row(scene, metric, item) for metric in metrics for item in scene.book.observations(metric.uid)]
    return (*sheets, _sheet("データ_数値", "数値の一覧", FIGURE_HEADS, figures))


def _nodes(scene: Scene) -> list[Node]:
    """Return all nodes in the order of the paper."""
    return [node for top in scene.index.children(None) for node in scene.index.below(top.uid)]


def _left_out(scene: Scene) -> set[str]:
    """Return the nodes of slides that are not printed; a goal's slide shows all below it, an item's the item."""
    out = [entry for entry in outline(scene) if entry.kind in SECTIONED and not entry.printed and entry.node]
    goals = {node.uid for entry in out if entry.kind == "goal" for node in scene.index.below(entry.node or "")}
    return goals | {entry.node or "" for entry in out}


def _sheet(name: str, title: str, heads: tuple[str, ...], rows: list[tuple[CellValue, ...]]) -> DataSheet:
    head = tuple(DataCell(text) for text in heads)
    body = tuple(tuple(DataCell(value) for value in row) for row in rows)
    return DataSheet(sheet_name=name, tables=(DataTable(title=title, head=head, rows=body),))


def _indicator_rows(report: GoalReport) -> list[tuple[CellValue, ...]]:
    return [
        (
            f"{report.number}{report.title}",
            " › ".join(row.path) or None,
            row.number or None,
            row.title,
            row.unit or None,
            *(view.value if view.value is not None else view.text or None for view in figures_of(row)),
            row.status.reason or None,
            "／".join(row.departments) or None,
        )
        for row in report.rows
    ]


def figures_of(row: IndicatorRow) -> tuple[FigureView, ...]:
    """Return baseline, target, last year and this year of an indicator; a board without a meeting has no years."""
    last, this = row.years[-2:] if row.years else (EMPTY, EMPTY)
    return row.baseline, row.target, last, this


def _figure_row(scene: Scene, metric: Metric, item: Observation) -> tuple[CellValue, ...]:
    period, node = Period.from_code(item.period), node_of_metric(scene, metric)
    value: Fraction | str | None = exact(item) if item.text is None else item.text
    return (
        scene.index.get(Node, node).title if node else None,
        metric.name,
        scene.period_label(item.period, "western"),
        period.start.isoformat() if period.start else None,
        period.end.isoformat() if period.end else None,
        OBSERVATION_KINDS[item.kind],
        item.as_of or None,
        value,
        item.unit if item.unit is not None else metric.unit,
        MISSING_WORDS[item.missing] if item.missing else None,
        QUALITIES[item.quality] if item.quality else None,
        item.printed,
    )
