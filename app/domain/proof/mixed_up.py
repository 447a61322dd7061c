"""What a printed figure may have been mixed up with: its parts, its neighbours, other rows, last year's figure."""

from collections.abc import Iterator
from fractions import Fraction

from app.domain import formula
from app.domain.fiscal import add_months, format_period
from app.domain.formula_tree import Binary, Ref
from app.domain.metrics import Event, Metric, Observation, Table, TableRow
from app.domain.proof.linear import linear
from app.domain.proof.slips import Context, Named
from app.domain.report_goal import Scene
from app.domain.report_table import node_of_metric, table_metrics
from app.domain.series import months_in, span_code

MOST_ROWS = 40
_DIVISORS = range(2, 32)
"""Numbers that a mean is divided by: months of a year, days of a month."""


def context_of(scene: Scene, metric: Metric, item: Observation, decimals: int, factor: Fraction) -> Context:
    """Return what a printed figure may have been mixed up with, in its own unit: exact values times `factor`."""

    def scaled(found: Iterator[Named]) -> tuple[Named, ...]:
        return tuple((name, value * factor) for name, value in found)

    before = scene.book.figure(metric.uid, _year_before(item.period)).value if months_in(item.period) else None
    return Context(
        decimals=decimals,
        parts=scaled(_parts(scene, metric, item)) if decimals == 0 else (),
        others=scaled(_others(scene, metric, item.period)),
        neighbours=scaled(_neighbours(scene, metric, item)),
        last_year=None if before is None else before * factor,
    )


def _year_before(period: str) -> str:
    return span_code(tuple(add_months(month, -12) for month in months_in(period)))


def _parts(scene: Scene, metric: Metric, item: Observation) -> Iterator[Named]:
    """Yield what the computed figure adds up: rows of a sum, events, or months."""
    node = scene.book.formula_of(metric.uid)
    if node is not None:
        terms = linear(node) or {}
        named = ((uid, sign, scene.book.figure(uid, item.period).value) for uid, sign in terms.items())
        yield from ((_name(scene, uid), sign * value) for uid, sign, value in named if value is not None)
        return
    events = scene.index.where(Event, "metric", metric.uid)
    periods = [event.period for event in events] or list(months_in(item.period))
    for period in periods:
        value = scene.book.figure(metric.uid, period).value
        if value is not None:
            label = scene.period_label(period, "era_long") if events else format_period(period, "month")
            yield label, value


def _others(scene: Scene, metric: Metric, period: str) -> Iterator[Named]:
    """Yield what a share would be with another row, or another number of months, as its denominator."""
    node = scene.book.formula_of(metric.uid)
    if not (isinstance(node, Binary) and node.op == "/" and isinstance(node.right, Ref)):
        return

    def lookup(uid: str) -> "formula.Operand":
        value = scene.book.figure(uid, period).value
        return formula.BLANK if value is None else value

    top, bottom = formula.evaluate(node.left, lookup), lookup(node.right.uid)
    if not isinstance(top, Fraction) or not isinstance(bottom, Fraction):
        return
    if bottom.denominator == 1 and bottom in _DIVISORS:
        for other in (bottom - 1, bottom + 1, Fraction(12)):
            if other not in (0, bottom):
                yield f"{bottom}ではなく{other}で割った値", top / other
        return
    used = {*formula.references(node), metric.uid}
    for uid in _siblings(scene, metric):
        value = scene.book.figure(uid, period).value
        if uid not in used and value and value != bottom:
            yield f"分母を「{_name(scene, uid)}」にした値", top / value


def _neighbours(scene: Scene, metric: Metric, item: Observation) -> Iterator[Named]:
    """Yield the figures of the rows above and below at the same period, and of the months beside."""
    for row in scene.index.where(TableRow, "metric", metric.uid):
        rows = table_metrics(scene, scene.index.get(Table, row.table))
        place = rows.index(metric.uid)
        for uid in (*rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2]):
            value = scene.book.figure(uid, item.period).value
            if value is not None:
                yield f"隣の「{_name(scene, uid)}」", value
    if len(months_in(item.period)) == 1:
        for step in (-1, 1):
            month = add_months(months_in(item.period)[0], step)
            value = scene.book.figure(metric.uid, month).value
            if value is not None:
                yield f"隣の{format_period(month, 'month')}", value


def _siblings(scene: Scene, metric: Metric) -> tuple[str, ...]:
    """Return the metrics of the same tables, else of the same item."""
    tables = (scene.index.get(Table, row.table) for row in scene.index.where(TableRow, "metric", metric.uid))
    own = [uid for table in tables for uid in table_metrics(scene, table)]
    if not own:
        own = [other.uid for other in scene.index.where(Metric, "node", node_of_metric(scene, metric))]
    return tuple(dict.fromkeys(own))[:MOST_ROWS]


def _name(scene: Scene, uid: str) -> str:
    found = scene.index.one(Metric, uid)
    return found.name if found else uid
