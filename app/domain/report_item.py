"""Build what an initiative or DX item shows: its blocks in the slide's order."""

from dataclasses import replace
from fractions import Fraction

from app.domain.blocks import Block, ChartSeries, ListItem, Phase
from app.domain.display import show_target
from app.domain.fiscal import Period, add_months, format_period
from app.domain.images import header_of
from app.domain.live import live_text
from app.domain.metrics import Metric, Table
from app.domain.narrative import live_figures
from app.domain.paper import is_printed
from app.domain.plan import Indicator, Node
from app.domain.report import (
    EMPTY,
    BlockView,
    ChartView,
    ImageView,
    ItemHead,
    ItemReport,
    ListLine,
    PhaseView,
    SeriesView,
)
from app.domain.report_goal import Scene, as_of_label, current_target
from app.domain.report_table import build_table, table_metrics
from app.domain.series import months_in

_BADGES = {
    "text": "本文",
    "table": "表",
    "chart": "図",
    "flow": "図",
    "image": "画像",
    "list": "一覧",
    "figures": "数値",
}


def item_nodes(scene: Scene, group: str) -> tuple[Node, ...]:
    """Return the nodes with slides of their own under a group: all below it, in printed order."""
    return scene.index.below(group)[1:]


def item_heads(scene: Scene, group: str) -> tuple[ItemHead, ...]:
    """Return the list of a group's items with what each holds."""
    return tuple(_head(scene, node) for node in item_nodes(scene, group))


def _head(scene: Scene, node: Node) -> ItemHead:
    kinds = [block.kind for block in blocks_of(scene, node.uid)]
    badges = dict.fromkeys(_BADGES[kind] for kind in kinds if kind in _BADGES)
    shown = is_printed(scene, node)
    return ItemHead(node.uid, node.title, node.title_given, node.page_label or "", shown, tuple(badges))


def blocks_of(scene: Scene, node: str) -> tuple[Block, ...]:
    """Return the blocks of a node at the chosen meeting, and those that stand at every meeting."""
    here = scene.meeting.uid if scene.meeting else None
    return tuple(block for block in scene.index.where(Block, "node", node) if block.meeting in (None, here))


def build_item_report(scene: Scene, node: str) -> ItemReport:
    """Return the report of one item."""
    item = scene.index.get(Node, node)
    return ItemReport(
        node=node,
        kind=item.kind,
        title=item.title,
        title_given=item.title_given,
        subtitle=item.subtitle or "",
        page_label=item.page_label or "",
        printed=is_printed(scene, item),
        parents=tuple(parent.title for parent in scene.index.parents(node)),
        blocks=tuple(build_block(scene, block) for block in blocks_of(scene, node)),
    )


def build_block(scene: Scene, block: Block) -> BlockView:
    """Return one block with its live figures filled in."""
    table = scene.index.one(Table, block.table)
    return BlockView(
        uid=block.uid,
        kind=block.kind,
        heading=block.heading or "",
        as_of_label=as_of_label(block.as_of),
        text=live_text(scene, block.body or ""),
        body=block.body or "",
        caption=block.caption or "",
        printed=block.printed,
        table=build_table(scene, table) if table else None,
        chart=_chart(scene, block) if block.kind == "chart" else None,
        lines=tuple(_line(scene, item) for item in scene.index.where(ListItem, "block", block.uid)),
        phases=tuple(_phase(item) for item in scene.index.where(Phase, "block", block.uid)),
        image=_image(scene, block) if block.kind == "image" else None,
    )


def _image(scene: Scene, block: Block) -> ImageView:
    stored = scene.image(block.image) if block.image else None
    mime, width, height = (header_of(stored.data) if stored else None) or ("", 0, 0)
    words = [text or "" for text in (block.caption, block.alt_text, block.source, block.permission)]
    return ImageView(block.image, mime, width, height, *words)


def _line(scene: Scene, item: ListItem) -> ListLine:
    metric = scene.index.one(Metric, item.metric)
    figure = scene.figure(metric, item.period) if metric and item.period else None
    explained = scene.index.shown_formula(metric) if metric else ""
    starts = format_period(item.starts_on, "era_long") if item.starts_on else ""
    return ListLine(
        item.uid, item.number or "", live_text(scene, item.text), item.remark or "", starts, figure, explained
    )


def _phase(item: Phase) -> PhaseView:
    return PhaseView(item.uid, item.label, item.printed or "", item.start, item.end, item.remark or "")


def _chart(scene: Scene, block: Block) -> ChartView | None:
    if not block.start or not block.end:
        return None
    first, last = months_in(block.start), months_in(block.end)
    if not first or not last or first[0] > last[-1]:
        return None
    months = Period.from_code(f"{first[0]}/{last[-1]}").months()
    series = tuple(_series(scene, item, months) for item in scene.index.where(ChartSeries, "block", block.uid))
    labels = tuple(format_period(month, "month") for month in months)
    title = block.heading or block.caption or ""
    chart = ChartView(block.chart_kind or "line", title, labels, months, series, alt_text=block.alt_text or title)
    return _compared(scene, chart) if len(series) == 1 and len(months) <= 12 else chart


def _compared(scene: Scene, chart: ChartView) -> ChartView:
    """Return a chart of one metric with last year's figures and, where a month can reach it, the target in force.

    A target of a year is no line across the months whose sum has to reach it.
    """
    metric = scene.index.get(Metric, chart.series[0].metric)
    before = tuple(scene.book.figure(metric.uid, add_months(month, -12)).value for month in chart.periods)
    indicators = scene.index.where(Indicator, "metric", metric.uid) if metric.aggregation != "sum" else ()
    target = show_target(metric, current_target(scene, indicators[0])[0]) if indicators else EMPTY
    return replace(
        chart,
        last_year=before if any(value is not None for value in before) else (),
        last_year_label="前年同月",
        target=target.value,
        target_label=f"目標値 {target.full}" if target.value is not None else "",
    )


def _series(scene: Scene, item: ChartSeries, months: tuple[str, ...]) -> SeriesView:
    metric = scene.index.get(Metric, item.metric)
    values: tuple[Fraction | None, ...] = tuple(scene.book.figure(metric.uid, month).value for month in months)
    percent = metric.scale == "percent"
    return SeriesView(metric.uid, item.label or metric.name, item.mark, item.axis, values, percent, metric.unit or "")


def metrics_of_item(scene: Scene, node: str) -> tuple[str, ...]:
    """Return every metric that an item shows, in tables, charts, lists and texts."""
    found: dict[str, None] = {}
    for block in blocks_of(scene, node):
        table = scene.index.one(Table, block.table)
        found.update(dict.fromkeys(table_metrics(scene, table) if table else ()))
        found.update(dict.fromkeys(item.metric for item in scene.index.where(ChartSeries, "block", block.uid)))
        lines = scene.index.where(ListItem, "block", block.uid)
        found.update(dict.fromkeys(line.metric for line in lines if line.metric))
        texts = [block.body or "", *(line.text for line in lines)]
        found.update(dict.fromkeys(metric for text in texts for metric, _ in live_figures(text)))
    return tuple(uid for uid in found if scene.index.one(Metric, uid))
