"""Charts as the screen shows them: forms of one series, the targets' history, an estimate of the year's end.

The printed chart is a block's own (report_item.py); nothing here prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

from app.domain.board import BoardIndex
from app.domain.display import show_target
from app.domain.fiscal import fiscal_year_of, format_period
from app.domain.forecasting import SUMMED, Forecast, forecast
from app.domain.formula import parse
from app.domain.formula_tree import Binary, Call, FormulaError, Ref
from app.domain.labels import SUCCESSIONS
from app.domain.metrics import Metric, TableRow
from app.domain.plan import Indicator, Succession, Target
from app.domain.report import ChartView, SeriesView, TrendView
from app.domain.report_goal import Scene, current_target

FORMS = {
    "months": "月別（前年と）",
    "years": "年度別",
    "cumulative": "累計",
    "stacked": "内訳（積み上げ）",
    "share": "構成比",
}
Values = tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A mark before a category (0 the first) where a series or its target changed, and what happened."""

    place: int
    words: str


@dataclass(frozen=True, slots=True)
class ScreenChart:
    """A chart with what only the screen shows: estimates, the targets in force over time, and breaks.

    `method` says how the estimate was made, or why there is none.
    """

    form: str
    view: ChartView
    estimate: Values = ()
    estimate_label: str = ""
    method: str = ""
    targets: Values = ()
    breaks: tuple[Break, ...] = ()
    target_label: str = ""


def forms_of(index: BoardIndex, metric: Metric) -> tuple[str, ...]:
    """Return the forms in which a series can be drawn, keys of FORMS."""
    found = ["months", "years"]
    found += ["cumulative"] if metric.aggregation in SUMMED and metric.scale != "percent" else []
    return (*found, "stacked", "share") if len(parts_of(index, metric)) > 1 else tuple(found)


def parts_of(index: BoardIndex, metric: Metric) -> tuple[str, ...]:
    """Return the series that add up to a series, as the formulas say: its own sum, or what is taken off it elsewhere.

    応答 ＝ 全質問 － 除外 says that 全質問 is 応答 and 除外; parts are taken apart as far as they go.
    """
    sums: dict[str, tuple[str, ...]] = {}
    for item in index.all(Metric):
        signed = _signed(item.formula) if item.formula else []
        whole = [uid for uid, plus in signed if plus]
        rest = [uid for uid, plus in signed if not plus]
        if len(whole) > 1 and not rest:
            sums[item.uid] = tuple(whole)
        elif len(whole) == 1 and rest:
            sums.setdefault(whole[0], (item.uid, *rest))
    found = _apart(metric.uid, sums, ())
    return found if len(found) > 1 else ()


def _apart(uid: str, sums: dict[str, tuple[str, ...]], above: tuple[str, ...]) -> tuple[str, ...]:
    if uid not in sums or uid in above:
        return (uid,)
    return tuple(dict.fromkeys(leaf for part in sums[uid] for leaf in _apart(part, sums, (*above, uid))))


@lru_cache(maxsize=4096)
def _signed(text: str) -> list[tuple[str, bool]]:
    """Return the series of a formula that only adds and takes off, each with its sign; [] for any other."""
    try:
        return _terms(parse(text), True)
    except (FormulaError, ValueError):
        return []


def _terms(node: object, plus: bool) -> list[tuple[str, bool]]:
    match node:
        case Ref(uid):
            return [(uid, plus)]
        case Binary("+" | "-" as sign, left, right):
            return [*_terms(left, plus), *_terms(right, plus == (sign == "+"))]
        case Call("SUM", args):
            return [term for arg in args for term in _terms(arg, plus)]
    raise ValueError("no plain sum")


def build_chart(scene: Scene, trend: TrendView, form: str, *, estimate: bool) -> ScreenChart:
    """Return a series' chart in a form; with `estimate` the year's end is estimated where that can be done."""
    metric = scene.index.get(Metric, trend.metric)
    guess = _estimate(metric, trend) if estimate else None
    if form == "years":
        return _years(scene, metric, trend, guess)
    if form == "cumulative":
        return _cumulative(scene, metric, trend, guess)
    if form in ("stacked", "share"):
        return _parts_chart(scene, metric, trend, form)
    view = trend.months
    if metric.aggregation not in SUMMED:
        view = _with_target(scene, metric, view)
    if guess is None:
        return ScreenChart("months", view)
    return ScreenChart("months", view, guess.months, _label(metric, guess), guess.method)


def _estimate(metric: Metric, trend: TrendView) -> Forecast:
    values, before = ([cell.value for cell in cells] for cells in (trend.month_cells, trend.last_year_cells))
    return forecast(metric, trend.months.periods, values, before)


def _label(metric: Metric, guess: Forecast) -> str:
    if guess.value is None:
        return ""
    words = f"{round(guess.value):,}{metric.unit or ''}"
    return f"見込 約{words}"


def _with_target(scene: Scene, metric: Metric, view: ChartView) -> ChartView:
    """Return a chart with the target in force as a line."""
    indicators = scene.index.where(Indicator, "metric", metric.uid)
    shown = show_target(metric, current_target(scene, indicators[0])[0]) if indicators else None
    if shown is None or shown.value is None:
        return view
    return replace(view, target=shown.value, target_label=f"目標値 {shown.full}")


def _cumulative(scene: Scene, metric: Metric, trend: TrendView, guess: Forecast | None) -> ScreenChart:
    """Return the running totals of this year and last year; they end at the first month without a figure."""
    base = trend.months
    values = _running(base.series[0].values)
    series = replace(base.series[0], values=values)
    title = f"{metric.name}（累計）"
    view = replace(base, title=title, series=(series,), last_year=_running(base.last_year) if base.last_year else ())
    view = _with_target(scene, metric, view)
    if guess is None:
        return ScreenChart("cumulative", view)
    known = [value for value in values if value is not None]
    rest = [value for value in guess.months if value is not None]
    tail = tuple(accumulate([known[-1], *rest]))[1:] if known and rest else ()
    estimate: Values = (*((None,) * len(known)), *tail) if tail else ()
    return ScreenChart("cumulative", view, estimate, _label(metric, guess), guess.method)


def _running(values: Sequence[Fraction | None]) -> Values:
    found: list[Fraction | None] = []
    total: Fraction | None = Fraction(0)
    for value in values:
        total = None if total is None or value is None else total + value
        found.append(total)
    return tuple(found)


def _years(scene: Scene, metric: Metric, trend: TrendView, guess: Forecast | None) -> ScreenChart:
    """Return the years with the targets in force in each of them, breaks where those or the indicator changed."""
    made = ScreenChart("years", trend.years)
    indicators = scene.index.where(Indicator, "metric", metric.uid)
    if indicators:
        made = _with_history(scene, metric, indicators[0], made)
    if guess is None or scene.fiscal_year not in made.view.periods:
        return made
    ends = tuple(guess.value if period == scene.fiscal_year else None for period in made.view.periods)
    estimate = ends if guess.value is not None else ()
    return replace(made, estimate=estimate, estimate_label=_label(metric, guess), method=guess.method)


def _with_history(scene: Scene, metric: Metric, indicator: Indicator, chart: ScreenChart) -> ScreenChart:
    """Return a chart of years with the targets in force in place of the one line of the present target."""
    view = chart.view
    targets, revised = _history(scene, metric, indicator, view.periods)
    breaks = tuple(sorted((*revised, *_successions(scene, indicator, view.periods)), key=lambda one: one.place))
    if not any(value is not None for value in targets):
        return replace(chart, breaks=breaks)
    label = view.target_label if len(set(targets)) == 1 else "目標値（その年度のもの）"
    plain = replace(view, target=None, target_label="")
    return replace(chart, view=plain, targets=targets, breaks=breaks, target_label=label)


def _history(
    scene: Scene, metric: Metric, indicator: Indicator, periods: tuple[str, ...]
) -> tuple[Values, tuple[Break, ...]]:
    """Return the target in force in each year: the year's own, else the last one decided by then."""
    present, _ = current_target(scene, indicator)
    if present is None:
        return (), ()
    every = scene.index.where(Target, "indicator", indicator.uid)
    line = [one for one in every if (one.period, one.is_final) == (present.period, present.is_final)]
    line.sort(key=lambda one: one.revision)
    found: list[Fraction | None] = []
    breaks: list[Break] = []
    before: Target | None = None
    for place, period in enumerate(periods):
        own = [one for one in every if one.period == period]
        decided = [one for one in line if one.decided_on is None or fiscal_year_of(one.decided_on) <= period]
        now = max(own, key=lambda one: one.revision) if own else decided[-1] if decided else line[0]
        found.append(show_target(metric, now).value)
        if before is not None and now in line and before in line and now is not before:
            words = f"目標値の見直し {show_target(metric, before).full} → {show_target(metric, now).full}"
            breaks.append(Break(place, words))
        before = now
    return tuple(found), tuple(breaks)


def _successions(scene: Scene, indicator: Indicator, periods: tuple[str, ...]) -> list[Break]:
    """Return the breaks where an indicator was replaced, split or ended."""
    every = scene.index.all(Succession)
    mine = [one for one in every if indicator.uid in (one.indicator_from, one.indicator_to) and one.on_date]
    found = []
    for one in mine:
        year = fiscal_year_of(one.on_date or "")
        if year in periods:
            found.append(Break(periods.index(year), f"指標の{SUCCESSIONS[one.kind]}"))
    return found


def _parts_chart(scene: Scene, metric: Metric, trend: TrendView, form: str) -> ScreenChart:
    """Return the parts of a series month by month on each other, or each as its share of their sum."""
    months = trend.months.periods
    uids = parts_of(scene.index, metric)
    rows = [tuple(scene.book.figure(uid, month).value for month in months) for uid in uids]
    share = form == "share"
    if share:
        sums = [_whole(column) for column in zip(*rows, strict=True)]
        rows = [tuple(_share(value, total) for value, total in zip(row, sums, strict=True)) for row in rows]
    series = tuple(
        SeriesView(uid, _name(scene, uid), "bar", "left", row, share, "" if share else metric.unit or "")
        for uid, row in zip(uids, rows, strict=True)
    )
    year = format_period(scene.fiscal_year, "era_short") if scene.fiscal_year else ""
    title = f"{metric.name}の{'構成比' if share else '内訳'}（{year}）"
    return ScreenChart(form, ChartView("stacked", title, trend.months.categories, months, series, alt_text=title))


def _whole(values: tuple[Fraction | None, ...]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None


def _share(value: Fraction | None, total: Fraction | None) -> Fraction | None:
    return value / total if value is not None and total else None


def _name(scene: Scene, uid: str) -> str:
    rows = scene.index.where(TableRow, "metric", uid)
    return (rows[0].label if rows else None) or scene.index.get(Metric, uid).name
