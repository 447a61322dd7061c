"""検算: what is printed against what the figures give, and totals against their parts. Nothing is changed here.

Each finding has a stable code: P1 agrees, P2 agrees only truncated, P3 agrees only rounded half up, P4 differs,
P5 cannot be checked, S1 a total differs from its parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.domain import figures, formula
from app.domain.errors import InputError
from app.domain.metrics import Event, Metric, Observation, Table, TableRow
from app.domain.plan import Node
from app.domain.report_goal import Scene
from app.domain.report_table import events_total

AGREES, TRUNCATED, ROUNDED, DIFFERS, UNCHECKED = "P1", "P2", "P3", "P4", "P5"
VERDICTS = {
    AGREES: "一致（元資料との照合は含みません）",
    TRUNCATED: "切捨てのときだけ一致",
    ROUNDED: "四捨五入のときだけ一致",
    DIFFERS: "不一致",
    UNCHECKED: "検算できません",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check: code, where it stands, the printed text, the computed figure as text, and the words."""

    code: str
    node: str
    item: str
    metric: str
    period: str
    period_label: str
    printed: str
    computed: str
    message: str


def run_checks(scene: Scene) -> Iterator[Finding]:
    """Yield a finding for every printed figure that data of the board can prove or contradict."""
    for metric in scene.index.all(Metric):
        for item in scene.book.observations(metric.uid):
            if item.kind == "result" and item.printed and item.value is not None:
                finding = _check(scene, metric, item)
                if finding is not None:
                    yield finding


def _check(scene: Scene, metric: Metric, item: Observation) -> Finding | None:
    """Return the finding of one printed figure; None where a figure is typed data and nothing to compare exists."""
    computed, reason = _computed(scene, metric, item)
    if computed is None:
        return _finding(scene, metric, item, UNCHECKED, "", reason) if reason else None
    printed = item.value or ""
    code = verdict(Fraction(printed), _decimals(printed), computed)
    return _finding(scene, metric, item, code, _shown(metric, item, computed), VERDICTS[code])


def _computed(scene: Scene, metric: Metric, item: Observation) -> tuple[Fraction | None, str]:
    """Return what the board computes for the period of a printed figure, or why it cannot."""
    if metric.formula:
        node = scene.book.formula_of(metric.uid)
        if node is None:
            return None, "計算式が読めません。"
        figure = scene.book.figure(metric.uid, item.period)
        if figure.source == "computed" and figure.value is not None:
            return figure.value, ""
        return None, figure.reason or "計算のもとになる数値に、不明か空欄のものがあります。"
    events = scene.index.where(Event, "metric", metric.uid)
    if events and item.period not in {event.period for event in events}:
        view = events_total(scene, metric)
        return view.value, view.reason
    total = scene.book.total(metric.uid, item.period)
    if total.value is not None:
        return total.value, ""
    return None, total.reason


def verdict(printed: Fraction, digits: int, computed: Fraction) -> str:
    """Return the code for a printed value of so many decimals against an exact one (a share for percentages)."""
    down = Fraction(figures.round_fraction(computed, digits, "down")) == printed
    half = Fraction(figures.round_fraction(computed, digits, "half_up")) == printed
    if down and half:
        return AGREES
    return TRUNCATED if down else ROUNDED if half else DIFFERS


def _decimals(value: str) -> int:
    return len(value.partition(".")[2])


def _shown(metric: Metric, item: Observation, computed: Fraction) -> str:
    """Return the computed figure with two digits more than the print, so that its rounding can be seen."""
    percent = metric.scale == "percent"
    whole = (computed * 100 if percent else computed).denominator == 1
    digits = 0 if whole else max(_decimals(item.value or "") - 2 * percent, 0) + 2
    return figures.format_figure(computed, digits=digits, rounding="down", scale_percent=percent)


def _finding(scene: Scene, metric: Metric, item: Observation, code: str, computed: str, message: str) -> Finding:
    node = node_of_metric(scene, metric)
    label = item.period_label or scene.period_label(item.period, "era_long")
    title = scene.index.get(Node, node).title if node else ""
    return Finding(code, node or "", title, metric.name, item.period, label, item.printed or "", computed, message)


def node_of_metric(scene: Scene, metric: Metric) -> str | None:
    """Return the node that a metric belongs to: its own, else that of the first table that shows it."""
    if metric.node is not None:
        return metric.node
    rows = scene.index.where(TableRow, "metric", metric.uid)
    return scene.index.get(Table, rows[0].table).node if rows else None


def broken_formulas(scene: Scene) -> Iterator[str]:
    """Yield a message for every formula that cannot be read or that goes round in a circle."""
    names = {metric.uid: metric.name for metric in scene.index.all(Metric)}
    nodes = {}
    for metric in scene.index.all(Metric):
        if metric.formula:
            try:
                nodes[metric.uid] = formula.parse(metric.formula)
            except InputError as error:
                yield f"「{metric.name}」の計算式: {error.message}"
    cycle = formula.find_cycle(nodes)
    if cycle:
        yield formula.CycleError(cycle, names).message
