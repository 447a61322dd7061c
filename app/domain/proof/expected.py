"""What the board gives for a printed figure: a formula, the sum of events or months, a share, or result by target."""

from dataclasses import dataclass
from fractions import Fraction

from app.domain import formula
from app.domain.fiscal import format_period
from app.domain.metrics import Event, LooseLine, Metric, Observation, Table
from app.domain.plan import Indicator, Target
from app.domain.proof.stored import RECONSTRUCTED, loose_figures
from app.domain.report_goal import Scene
from app.domain.report_table import events_total, table_columns
from app.domain.series import canonical_period, counted_label, exact, months_in

_ADDED = ("sum", "gross")
_AGGREGATES = {
    "sum": "合計",
    "gross": "合計",
    "mean": "平均",
    "max": "最大",
    "last": "最後の値",
    "cumulative": "最後の値",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """The exact value, or the reason why there is none; '' for both where nothing stands beside the printed figure.

    `how` says how it is computed. `unfinished` names months that are still to come, which a printed figure may count.
    `adds_up` marks a plain sum, which cannot be less than its known parts; `circular` one with parts that were
    themselves reconstructed from totals.
    """

    value: Fraction | None = None
    reason: str = ""
    how: str = ""
    unfinished: str = ""
    adds_up: bool = False
    circular: bool = False


def expected(scene: Scene, metric: Metric, item: Observation) -> Expected:
    """Return what the board gives for the period of a printed figure."""
    if item.kind == "rate":
        return _rate(scene, metric, item)
    if metric.formula:
        return _derived(scene, metric, item)
    if item.numerator is not None:
        return Expected(exact(item), how="計算: 分子÷分母") if item.printed else Expected()
    events = scene.index.where(Event, "metric", metric.uid)
    if events and item.period not in {event.period for event in events}:
        view = events_total(scene, metric)
        return Expected(view.value, view.reason, "各回の合計", adds_up=True)
    loose = _loose_sum(scene, metric, item)
    if loose is not None:
        return Expected(loose, how="印字された数（月の位置は分からない）の合計", adds_up=True)
    total = scene.book.total(metric.uid, item.period)
    if total.value is None:
        return Expected(reason=total.reason)
    counted = counted_label(total.months, months_in(item.period))
    way = _AGGREGATES.get(metric.aggregation, "")
    return Expected(
        total.value,
        how=f"月別の{way}" + (f"（{counted}）" if counted else ""),
        unfinished=_unfinished(scene, metric, item, total.months),
        adds_up=metric.aggregation in _ADDED and _not_negative(scene, metric, total.months),
        circular=any(_is_reconstructed(scene, metric.uid, month) for month in total.months),
    )


def _loose_sum(scene: Scene, metric: Metric, item: Observation) -> Fraction | None:
    """Return the sum of a row's figures whose places are lost, None where its total counts other months."""
    for line in scene.index.where(LooseLine, "metric", metric.uid):
        columns = table_columns(scene, scene.index.get(Table, line.table))
        if months_in(item.period) == tuple(column.period for column in columns) and metric.aggregation in _ADDED:
            return sum(loose_figures(line), Fraction(0))
    return None


def _is_reconstructed(scene: Scene, metric: str, period: str) -> bool:
    found = scene.book.observation(metric, period)
    return found is not None and found.quality == RECONSTRUCTED


def _derived(scene: Scene, metric: Metric, item: Observation) -> Expected:
    node = scene.book.formula_of(metric.uid)
    if node is None:
        return Expected(reason="計算式が読めません。")
    figure = scene.book.figure(metric.uid, item.period)
    if figure.source == "computed" and figure.value is not None:
        unfinished = _unfinished(scene, metric, item, figure.months) if figure.months else ""
        how = f"計算: {scene.index.shown_formula(metric)}"
        read = formula.references(node)
        circular = any(_is_reconstructed(scene, uid, month) for uid in read for month in months_in(item.period))
        return Expected(figure.value, how=how, unfinished=unfinished, circular=circular)
    return _from_print(scene, metric, item) or Expected(
        reason=figure.reason or "計算のもとになる数値に、不明か空欄のものがあります。"
    )


def _from_print(scene: Scene, metric: Metric, item: Observation) -> Expected | None:
    """Return what the printed totals of the parts, else the printed months, give for a total with unknown parts."""
    node = scene.book.formula_of(metric.uid)
    months = months_in(item.period)
    if node is None or len(months) < 2:
        return None

    def lookup(uid: str) -> "formula.Operand":
        value = scene.book.figure(uid, item.period).value
        return formula.BLANK if value is None else value

    found = formula.evaluate(node, lookup)
    if isinstance(found, Fraction):
        return Expected(found, how=f"印字された計から: {scene.index.shown_formula(metric)}")
    values = [scene.book.figure(metric.uid, month).value for month in months]
    known = [value for value in values if value is not None]
    if metric.aggregation in _ADDED and len(known) == len(months):
        return Expected(sum(known, Fraction(0)), how="月別の印字値の合計")
    return None


def _unfinished(scene: Scene, metric: Metric, item: Observation, counted: tuple[str, ...]) -> str:
    """Return a sentence on the months that a total does not count though they may still come, '' for none.

    Months that are 未集計 are left out of a total on purpose; only a forecast may count them.
    """
    left = [month for month in months_in(item.period) if month not in counted]
    if item.quality != "forecast":
        left = [month for month in left if scene.book.figure(metric.uid, month).missing is None]
    if not left:
        return ""
    names = counted_label(tuple(left), ()) or format_period(left[0], "month")
    return f"まだ数値のない月（{names}）があるため、比べられません。"


def _not_negative(scene: Scene, metric: Metric, months: tuple[str, ...]) -> bool:
    values = (scene.book.figure(metric.uid, month).value for month in months)
    return all(value is None or value >= 0 for value in values)


def _rate(scene: Scene, metric: Metric, item: Observation) -> Expected:
    """Return result ÷ target; of an indicator that should fall there are several rates, so only agreement counts."""
    result = scene.book.figure(metric.uid, item.period).value
    target = _target_of(scene, metric, item.period)
    if result is None or target is None:
        lacking = "実績値" if result is None else "目標値"
        return Expected(reason=f"この期間の{lacking}がないため計算できません。")
    ways = {"実績÷目標値": (result, target)}
    if metric.direction == "down":
        ways |= {"目標値÷実績": (target, result), "（2×目標値−実績）÷目標値": (2 * target - result, target)}
    known = {how: top / bottom for how, (top, bottom) in ways.items() if bottom}
    if not known:
        return Expected(reason="0で割るため値がありません。")
    printed = exact(item) or Fraction(0)
    how = min(known, key=lambda way: abs(known[way] * 100 - printed))
    if metric.direction == "down" and abs(known[how] * 100 - printed) >= 1:
        return Expected(reason="減らす指標の達成率は、計算のしかたが1つに決まらないため比べていません。")
    return Expected(known[how], how=f"計算: {how}")


def _target_of(scene: Scene, metric: Metric, period: str) -> Fraction | None:
    """Return the target of a period in its latest revision, of the indicator that a metric belongs to."""
    code = canonical_period(period)
    targets = [
        target
        for indicator in scene.index.where(Indicator, "metric", metric.uid)
        for target in scene.index.where(Target, "indicator", indicator.uid)
        if canonical_period(target.period) == code
    ]
    latest = max(targets, key=lambda target: (not target.is_final, target.revision), default=None)
    return exact(latest) if latest else None
