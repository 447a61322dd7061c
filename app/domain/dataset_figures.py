"""The figures of the data set in long form: one observation a row, results beside targets, typed beside computed."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from app.domain import formula
from app.domain.blocks import ListItem
from app.domain.dataset_codes import NO_SHARE, NOT_COMPUTABLE, NOT_ENTERED, coded
from app.domain.dataset_model import Cells, Column, DataFile, DataValue, data_file, data_number, pair, times_hundred
from app.domain.dataset_parts import (
    AREA,
    INDICATOR,
    METRIC,
    NODE,
    PLAN,
    REMARK,
    area_cells,
    metric_cells,
    metrics_in_order,
    node_cells,
    period_cells,
    period_columns,
    plan_cells,
    top_of,
)
from app.domain.dataset_text import one_spelling
from app.domain.fiscal import Period
from app.domain.labels import OBSERVATION_KINDS
from app.domain.metrics import Metric, Observation, Table, TableRow
from app.domain.narrative import known_period, live_figures
from app.domain.plan import Indicator, NamedPeriod, Node, Target
from app.domain.report_goal import Scene, year_columns
from app.domain.report_item import blocks_of
from app.domain.report_table import node_of_metric, table_columns, table_period
from app.domain.series import Figure, canonical_period, exact

_KINDS = tuple(OBSERVATION_KINDS)
NO_UNIT = "単位の記載なし"
Periods = dict[str, str]
"""Codes of periods by their canonical code, so that the same months stand only once."""

COLUMNS = (
    *AREA,
    *PLAN,
    *pair("goal", "基本目標等", "計画の木のいちばん上の目標またはまとまり"),
    *NODE,
    *INDICATOR,
    *METRIC,
    *period_columns("値の"),
    *pair("kind", "値の区分", "実績・基準値・見込・公表達成率・目標値の区別", "kind"),
    *pair("origin", "値の出どころ", "入力した値か、ほかの値から計算した値か", "origin"),
    Column("as_of", "時点", "期間の途中の値である場合の、値の時点の日", "date"),
    Column("value", "値", "数値", "number", unit="「単位」の列による"),
    Column("value_text", "文章の値", "値が文章である場合の値"),
    Column("numerator", "分子", "割合の分子", "number", unit="資料による"),
    Column("denominator", "分母", "割合の分母", "number", unit="資料による"),
    Column("unit", "単位", "値の単位", "code", "unit"),
    *pair("missing", "値がない理由", "値がない理由", "missing"),
    Column("missing_sign", "値がない場合の表記", "値がない理由が「資料の表記のまま」の場合の、資料の記号"),
    *pair("qualifier", "値に付く語", "値の前後に付く語（約、以上など）", "qualifier"),
    *pair("quality", "値の確かさ", "値の確かさ", "quality"),
    Column("digits", "公表時の小数桁数", "公表資料に示すときの小数の桁数", "integer", unit="桁"),
    *pair("rounding", "端数処理", "公表資料に示すときの端数処理", "rounding"),
    Column("counted_months", "集計した月数", "計算値が実際に数えた月の数", "integer", unit="か月"),
    Column("counted_from", "集計の初月", "計算値が数えた最初の月", "month"),
    Column("counted_to", "集計の末月", "計算値が数えた最後の月", "month"),
    Column("revision", "目標値の改定回数", "目標値を改定した回数（0は当初）", "integer", unit="回"),
    Column("is_final", "最終目標", "計画の最終の目標値か", "flag", "flag"),
    Column("decided_on", "目標値の決定日", "目標値を決めた日", "date"),
    REMARK,
)


def observations_file(scene: Scene) -> DataFile:
    """Return every figure of the board: what was entered, what is computed of it, and what is aimed at."""
    shown = _shown_periods(scene)
    rows = [row for metric in metrics_in_order(scene) for row in _rows(scene, metric, shown.get(metric.uid, {}))]
    return data_file("observations", "観測値", COLUMNS, rows)


def _rows(scene: Scene, metric: Metric, shown: Periods) -> Iterator[Cells]:
    indicators = scene.index.where(Indicator, "metric", metric.uid)
    head = _head(scene, metric)
    only = _indicator(indicators[0]) if len(indicators) == 1 else {}
    stored = sorted(scene.book.observations(metric.uid), key=lambda item: _order(scene, item))
    for item in stored:
        yield {**head, **only, **_stored_cells(scene, metric, item)}
    known = {**_input_periods(scene, metric), **shown}
    for code in sorted(known.values(), key=lambda code: _place(scene, code)):
        found = scene.book.figure(metric.uid, code)
        if found.source == "computed" and (found.value is not None or found.missing or found.reason):
            yield {**head, **only, **_computed_cells(scene, metric, code, found)}
    for indicator in indicators:
        for target in sorted(scene.index.where(Target, "indicator", indicator.uid), key=lambda t: _aim(scene, t)):
            yield {**head, **_indicator(indicator), **_target_cells(scene, metric, target)}


def _order(scene: Scene, item: Observation) -> tuple[str, int, str]:
    return _place(scene, item.period), _KINDS.index(item.kind), item.as_of


def _aim(scene: Scene, target: Target) -> tuple[str, int, str]:
    return _place(scene, target.period), target.revision, target.uid


def _place(scene: Scene, code: str) -> str:
    named = scene.index.one(NamedPeriod, code)
    return f"{named.sort_key} {code}" if named else Period.from_code(code).sort_key


def _head(scene: Scene, metric: Metric) -> Cells:
    uid = node_of_metric(scene, metric)
    if uid is None:
        return {**area_cells(scene), **metric_cells(metric)}
    node, top = scene.index.get(Node, uid), top_of(scene, uid)
    goal = {"goal_code": top.uid, "goal_name": top.title}
    return {
        **area_cells(scene),
        **plan_cells(scene, node.plan or top.plan),
        **goal,
        **node_cells(scene, uid),
        **metric_cells(metric),
    }


def _indicator(indicator: Indicator) -> Cells:
    return {"indicator_code": indicator.uid, "indicator_name": indicator.title}


def _stored_cells(scene: Scene, metric: Metric, item: Observation) -> Cells:
    return {
        **period_cells(scene, item.period),
        **coded("kind", "kind", item.kind),
        **coded("origin", "origin", "entered"),
        "as_of": item.as_of or None,
        **_figure_cells(metric, item),
    }


def _target_cells(scene: Scene, metric: Metric, target: Target) -> Cells:
    return {
        **period_cells(scene, target.period),
        **coded("kind", "kind", "target"),
        **coded("origin", "origin", "entered"),
        **_figure_cells(metric, target),
        "revision": target.revision,
        "is_final": int(target.is_final),
        "decided_on": target.decided_on,
    }


def _figure_cells(metric: Metric, item: Observation | Target) -> Cells:
    """Return what an entered figure says; its value stands in the unit of its row."""
    value = _value(metric, item)
    return {
        "value": value,
        "value_text": item.text,
        "numerator": Decimal(item.numerator) if item.numerator is not None else None,
        "denominator": Decimal(item.denominator) if item.denominator is not None else None,
        "unit": unit_of(metric, item) or (None if value is None else NO_UNIT),
        **coded("missing", "missing", _missing(item, value)),
        "missing_sign": item.printed if item.missing == "as_printed" else None,
        **_rules(metric, item, value),
        **coded("quality", "quality", item.quality),
        "remark": item.remark,
    }


def _value(metric: Metric, item: Observation | Target) -> Decimal | None:
    share, percent = exact(item), _is_percent(metric, item)
    if share is None:
        return None
    if item.value is not None:
        return times_hundred(Decimal(item.value)) if percent else Decimal(item.value)
    return data_number(share * 100 if percent else share)


def _is_percent(metric: Metric, item: Observation | Target | None) -> bool:
    """Say whether a share is written times 100; a figure with a unit of its own is written in that."""
    own = item is not None and item.unit is not None and item.numerator is None
    return metric.scale == "percent" and not own


def unit_of(metric: Metric, item: Observation | Target | None = None) -> str | None:
    """Return the unit in which a figure of a metric is written, in its one spelling."""
    if _is_percent(metric, item):
        return "%"
    unit = metric.unit if item is None or item.unit is None else item.unit
    return one_spelling(unit) if unit else None


def _missing(item: Observation | Target, value: Decimal | None) -> str | None:
    if item.missing is not None or value is not None or item.text is not None:
        return item.missing
    return NO_SHARE if item.numerator is not None or item.denominator is not None else NOT_ENTERED


def _rules(metric: Metric, item: Observation | Target | None, value: Decimal | None) -> Cells:
    """Return how a figure is printed: its own rules, else the metric's; nothing where there is no figure."""
    if value is None:
        return {}
    digits = metric.digits if item is None or item.digits is None else item.digits
    qualifier = item.qualifier if item and item.qualifier else metric.qualifier
    rounding = item.rounding if item and item.rounding else metric.rounding
    return {
        "digits": digits,
        **coded("rounding", "rounding", rounding if digits is not None else None),
        **coded("qualifier", "qualifier", qualifier),
    }


def _computed_cells(scene: Scene, metric: Metric, code: str, found: Figure) -> Cells:
    months = found.months if len(found.months) > 1 else ()
    value = found.value
    number = data_number(value * 100 if metric.scale == "percent" else value) if isinstance(value, Fraction) else None
    missing = None if number is not None else found.missing or NOT_COMPUTABLE
    counted: dict[str, DataValue] = (
        {"counted_months": len(months), "counted_from": months[0], "counted_to": months[-1]} if months else {}
    )
    return {
        **period_cells(scene, code),
        **coded("kind", "kind", "result"),
        **coded("origin", "origin", "computed"),
        "value": number,
        "unit": unit_of(metric) or (None if number is None else NO_UNIT),
        **coded("missing", "missing", missing),
        **_rules(metric, found.observation, number),
        **counted,
    }


def _shown_periods(scene: Scene) -> dict[str, Periods]:
    """Return, by metric, the periods at which tables, lists, texts and indicators of the board show it."""
    found: dict[str, Periods] = {}

    def see(metric: str | None, period: str) -> None:
        if metric and known_period(period):
            found.setdefault(metric, {}).setdefault(canonical_period(period), period)

    for table in scene.index.all(Table):
        columns = table_columns(scene, table)
        codes = [column.period for column in columns if column.kind == "result"]
        total = table_period(table, columns) if table.total_label is not None else ""
        for row in scene.index.where(TableRow, "table", table.uid):
            for code in filter(None, [*codes, total]):
                see(row.metric, code)
    for node in scene.index.all(Node):
        for block in blocks_of(scene, node.uid):
            lines = scene.index.where(ListItem, "block", block.uid)
            for text in (block.body or "", *(line.text for line in lines)):
                for metric, code in live_figures(text):
                    see(metric, code)
            for line in lines:
                see(line.metric, line.period or "")
    for indicator in scene.index.all(Indicator):
        for year in year_columns(scene.meeting):
            see(indicator.metric, year.period)
    return found


def _input_periods(scene: Scene, metric: Metric) -> Periods:
    """Return the periods at which something that a metric's formula reads, however far, was entered."""
    found: Periods = {}
    waiting, seen = [metric.uid], set[str]()
    while waiting:
        uid = waiting.pop()
        node = scene.book.formula_of(uid)
        if uid in seen or node is None:
            continue
        seen.add(uid)
        for part in formula.references(node):
            waiting.append(part)
            items = (item for item in scene.book.observations(part) if item.kind == "result")
            found.update((canonical_period(item.period), item.period) for item in items)
    return found
