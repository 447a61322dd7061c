"""The tables of the data set beside the figures: the plan's tree, indicators, series, who answers, what happened."""

from collections.abc import Iterator

from app.domain.blocks import Block, ListItem, Phase
from app.domain.dataset_codes import coded
from app.domain.dataset_figures import unit_of
from app.domain.dataset_model import Cells, Column, DataFile, data_file, pair
from app.domain.dataset_parts import (
    AREA,
    DEPARTMENT,
    INDICATOR,
    METRIC,
    NODE,
    PLAN,
    REMARK,
    area_cells,
    metric_cells,
    metrics_in_order,
    node_cells,
    nodes_in_order,
    number_text,
    period_cells,
    period_columns,
    period_days,
    plan_cells,
)
from app.domain.dataset_text import with_western_years
from app.domain.formula_names import shower
from app.domain.live import live_text
from app.domain.metrics import Event, Metric
from app.domain.plan import Department, Indicator, Level, Node, Placement, Plan, Responsibility
from app.domain.report_goal import Scene
from app.domain.report_item import blocks_of
from app.domain.report_table import node_of_metric

_FROM = Column("valid_from", "有効期間の初日", "この行が有効な最初の日（空欄は初めから）", "date")
_TO = Column("valid_to", "有効期間の末日", "この行が有効な最後の日（空欄は今も）", "date")
_ORDER = Column("order_number", "並び順", "資料の中の順", "integer", unit="番目")
_PRINTED_NUMBER = "資料に付いた番号（丸数字やローマ数字は普通の数字と英字にしたもの）"


def plans_file(scene: Scene) -> DataFile:
    """Return the plans with their periods."""
    columns = (
        *AREA,
        *PLAN,
        Column("plan_version", "計画の版", "計画の版の名前"),
        Column("plan_start", "計画期間の初日", "計画の最初の日", "date"),
        Column("plan_end", "計画期間の末日", "計画の最後の日", "date"),
        Column("plan_period_label", "計画期間の表記", "資料の表記（年号には西暦を添える）"),
    )
    return data_file("plans", "計画", columns, (_plan(scene, plan) for plan in scene.index.all(Plan)))


def _plan(scene: Scene, plan: Plan) -> Cells:
    return {
        **area_cells(scene),
        **plan_cells(scene, plan.uid),
        "plan_version": with_western_years(plan.version) if plan.version else None,
        "plan_start": period_days(scene, plan.start)[0],
        "plan_end": period_days(scene, plan.end)[1],
        "plan_period_label": with_western_years(plan.period_label) if plan.period_label else None,
    }


def nodes_file(scene: Scene) -> DataFile:
    """Return the plan's tree: a row for each place of a node, which may stand under two parents."""
    columns = (
        *AREA,
        *PLAN,
        *NODE,
        Column("node_number", "施策・取組の番号", _PRINTED_NUMBER),
        *pair("node_kind", "施策・取組の種類", "施策・取組の種類", "node_kind"),
        *pair("level", "階層", "計画の中の階層", "level"),
        *pair("parent", "上位の施策・取組", "1つ上の施策・取組（空欄はいちばん上）"),
        _ORDER,
        Column("title_given", "名称が資料にある", "0は、資料に題名がないために付けた仮の題名", "flag", "flag"),
        Column("subtitle", "副題", "副題"),
        _FROM,
        _TO,
    )
    return data_file("nodes", "施策・取組", columns, _nodes(scene))


def _nodes(scene: Scene) -> Iterator[Cells]:
    order = 0
    for node in nodes_in_order(scene):
        parents = [place.parent for place in scene.index.where(Placement, "child", node.uid)]
        for uid in parents or [None]:
            order += 1
            parent, level = scene.index.one(Node, uid), scene.index.one(Level, node.level)
            yield {
                **area_cells(scene),
                **plan_cells(scene, node.plan),
                **node_cells(scene, node.uid),
                "node_number": number_text(node.number),
                **coded("node_kind", "node_kind", node.kind),
                **({"level_code": level.uid, "level_name": level.name} if level else {}),
                **({"parent_code": parent.uid, "parent_name": parent.title} if parent else {}),
                "order_number": order,
                "title_given": int(node.title_given),
                "subtitle": node.subtitle,
                "valid_from": node.valid_from,
                "valid_to": node.valid_to,
            }


def indicators_file(scene: Scene) -> DataFile:
    """Return the indicators; what their figures are is said by their series."""
    columns = (
        *AREA,
        *NODE,
        *INDICATOR,
        Column("indicator_number", "指標の番号", _PRINTED_NUMBER),
        *METRIC,
        *pair("indicator_origin", "指標の由来", "計画の当初からの指標か、後からの指標か", "indicator_origin"),
        _FROM,
        _TO,
        REMARK,
    )
    rows = (
        {
            **area_cells(scene),
            **node_cells(scene, indicator.node),
            "indicator_code": indicator.uid,
            "indicator_name": indicator.title,
            "indicator_number": number_text(indicator.number),
            **metric_cells(scene.index.get(Metric, indicator.metric)),
            **coded("indicator_origin", "indicator_origin", indicator.origin),
            "valid_from": indicator.valid_from,
            "valid_to": indicator.valid_to,
            "remark": indicator.remark,
        }
        for node in nodes_in_order(scene)
        for indicator in scene.index.where(Indicator, "node", node.uid)
    )
    return data_file("indicators", "指標", columns, rows)


def metrics_file(scene: Scene) -> DataFile:
    """Return the series of figures: definition, calculation, source, unit, and how they are printed."""
    columns = (
        *AREA,
        *NODE,
        *METRIC,
        Column("definition", "定義", "何を数えた値か"),
        Column("unit", "単位", "値の単位", "code", "unit"),
        *pair("value_type", "値の種類", "値の種類", "value_type"),
        *pair("direction", "望ましい向き", "増えるほうがよいか減るほうがよいか", "direction"),
        *pair("aggregation", "集計の方法", "月の値を年度などの値にまとめる方法", "aggregation"),
        Column("calculation", "算出方法", "計算値の式（系列の名称で書いたもの）"),
        Column("calculation_codes", "算出方法（系列コード）", "計算値の式（系列コードで書いたもの）"),
        Column("digits", "公表時の小数桁数", "公表資料に示すときの小数の桁数", "integer", unit="桁"),
        *pair("rounding", "端数処理", "公表資料に示すときの端数処理", "rounding"),
        Column("is_reference", "参考値", "比べるために載せた、他の団体などの値か", "flag", "flag"),
        Column("source", "出典", "値の出典"),
        Column("fixed_when", "値の確定時期", "値が確定する時期"),
        REMARK,
    )
    names = shower({uid: metric.name for uid, metric in scene.book.metrics.items()})
    rows = (_metric(scene, metric, names(metric.formula or "") or None) for metric in metrics_in_order(scene))
    return data_file("metrics", "数値の系列", columns, rows)


def _metric(scene: Scene, metric: Metric, calculation: str | None) -> Cells:
    return {
        **area_cells(scene),
        **node_cells(scene, node_of_metric(scene, metric)),
        **metric_cells(metric),
        "definition": metric.definition,
        "unit": unit_of(metric),
        **coded("value_type", "value_type", metric.value_type),
        **coded("direction", "direction", metric.direction),
        **coded("aggregation", "aggregation", metric.aggregation),
        "calculation": calculation,
        "calculation_codes": metric.formula,
        "digits": metric.digits,
        **coded("rounding", "rounding", metric.rounding if metric.digits is not None else None),
        "is_reference": int(metric.is_reference),
        "source": metric.source,
        "fixed_when": metric.fixed_when,
        "remark": metric.remark,
    }


def departments_file(scene: Scene) -> DataFile:
    """Return the divisions as they were called from one day to another."""
    columns = (*AREA, *DEPARTMENT, Column("bureau", "部名", "担当課の属する部"), _FROM, _TO)
    rows = (
        {
            **area_cells(scene),
            "department_code": item.uid,
            "department_name": item.name,
            "bureau": item.bureau,
            "valid_from": item.valid_from,
            "valid_to": item.valid_to,
        }
        for item in scene.index.all(Department)
    )
    return data_file("departments", "担当課", columns, rows)


def responsibilities_file(scene: Scene) -> DataFile:
    """Return who answers for what, one division a row."""
    columns = (
        *AREA,
        *DEPARTMENT,
        *pair("subject_kind", "対象の種類", "担当する対象の種類", "subject"),
        *pair("subject", "対象", "担当する施策・取組、指標または系列"),
    )
    rows = (_responsibility(scene, item) for item in scene.index.all(Responsibility))
    return data_file("responsibilities", "担当", columns, rows)


def _responsibility(scene: Scene, item: Responsibility) -> Cells:
    department = scene.index.get(Department, item.department)
    kind, code, name = _subject(scene, item)
    return {
        **area_cells(scene),
        "department_code": department.uid,
        "department_name": department.name,
        **coded("subject_kind", "subject", kind),
        "subject_code": code,
        "subject_name": name,
    }


def _subject(scene: Scene, item: Responsibility) -> tuple[str, str | None, str]:
    if item.node is not None:
        return "node", item.node, scene.index.get(Node, item.node).title
    if item.indicator is not None:
        return "indicator", item.indicator, scene.index.get(Indicator, item.indicator).title
    metric = scene.index.one(Metric, item.metric)
    return "metric", item.metric, metric.name if metric else ""


def events_file(scene: Scene) -> DataFile:
    """Return the days on which something was held; the figure of a day is the observation of its period."""
    columns = (
        *AREA,
        *METRIC,
        _ORDER,
        *period_columns("開催の"),
        *pair("certainty", "開催日の確かさ", "開催日の確かさ", "certainty"),
        Column("place", "場所", "開催した場所"),
        Column("title", "題名", "開催したものの題名"),
        REMARK,
    )
    rows = (
        {
            **area_cells(scene),
            **metric_cells(metric),
            "order_number": order,
            **period_cells(scene, item.period),
            **coded("certainty", "certainty", item.certainty),
            "place": item.place,
            "title": item.title,
            "remark": item.remark,
        }
        for metric in metrics_in_order(scene)
        for order, item in enumerate(scene.index.where(Event, "metric", metric.uid), 1)
    )
    return data_file("events", "開催", columns, rows)


def _blocks(scene: Scene) -> Iterator[Block]:
    return (block for node in nodes_in_order(scene) for block in blocks_of(scene, node.uid))


def list_items_file(scene: Scene) -> DataFile:
    """Return the lines of lists: procedures, divisions, requests; live figures in them are filled in."""
    columns = (
        *AREA,
        *NODE,
        *pair("list", "一覧", "一覧"),
        *pair("list_kind", "一覧の種類", "一覧の種類", "block_kind"),
        _ORDER,
        Column("item_number", "項目の番号", _PRINTED_NUMBER),
        Column("item_text", "項目", "項目の文章"),
        Column("starts_on", "開始日", "サービスを始める日", "date"),
        *DEPARTMENT,
        *METRIC,
        *period_columns("項目に示す値の"),
        REMARK,
    )
    rows = (
        _list_item(scene, block, item, order)
        for block in _blocks(scene)
        for order, item in enumerate(scene.index.where(ListItem, "block", block.uid), 1)
    )
    return data_file("list_items", "一覧の項目", columns, rows)


def _list_item(scene: Scene, block: Block, item: ListItem, order: int) -> Cells:
    department, metric = scene.index.one(Department, item.department), scene.index.one(Metric, item.metric)
    return {
        **area_cells(scene),
        **node_cells(scene, block.node),
        "list_code": block.uid,
        "list_name": block.heading,
        **coded("list_kind", "block_kind", block.kind),
        "order_number": order,
        "item_number": number_text(item.number),
        "item_text": live_text(scene, item.text),
        "starts_on": item.starts_on,
        **({"department_code": department.uid, "department_name": department.name} if department else {}),
        **(metric_cells(metric) if metric else {}),
        **period_cells(scene, item.period),
        "remark": item.remark,
    }


def phases_file(scene: Scene) -> DataFile:
    """Return the phases of roadmaps."""
    columns = (
        *AREA,
        *NODE,
        _ORDER,
        Column("phase_name", "行程", "行程の名称"),
        Column("phase_start", "行程の初日", "行程の最初の日", "date"),
        Column("phase_end", "行程の末日", "行程の最後の日", "date"),
        Column("phase_label", "行程の時期の表記", "資料の表記（年号には西暦を添える）"),
        REMARK,
    )
    rows = (
        {
            **area_cells(scene),
            **node_cells(scene, block.node),
            "order_number": order,
            "phase_name": item.label,
            "phase_start": period_days(scene, item.start)[0],
            "phase_end": period_days(scene, item.end)[1],
            "phase_label": with_western_years(item.printed) if item.printed else None,
            "remark": item.remark,
        }
        for block in _blocks(scene)
        for order, item in enumerate(scene.index.where(Phase, "block", block.uid), 1)
    )
    return data_file("phases", "行程", columns, rows)
