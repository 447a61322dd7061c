"""The figures of a board: what was typed, what is computed, what stands only in print, at any period.

One rule for everybody: a computed figure wins where all its parts are known; where a part is unknown the printed figure
stands, as a value and marked; otherwise there is no value, and the reason is said. Nothing here rounds.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from app.domain import formula
from app.domain.entity import Key
from app.domain.fiscal import Period, add_months, format_period
from app.domain.metrics import Metric, Observation
from app.domain.plan import Target
from app.domain.report import FigureView

Source = Literal["none", "typed", "computed", "printed"]
T = TypeVar("T")
SLOT = tuple[str, str, str]  # metric, canonical period, kind

_QUALITY_RANK = {None: 3, "final": 3, "reconstructed": 2, "provisional": 1, "forecast": 0, "part": 0}
_SKIPPED = ("not_counted", "not_applicable")


class Figure(NamedTuple):
    """An exact figure: value, or the kind of what is missing, or text; where it comes from and why it is missing.

    `months` are the months a total counts; fewer than the period has where some are 未集計 or still to come.
    """

    value: Fraction | None = None
    missing: str | None = None
    text: str | None = None
    source: Source = "none"
    observation: Observation | None = None
    months: tuple[str, ...] = ()
    reason: str = ""


NOTHING = Figure()


@lru_cache(maxsize=4096)
def months_in(code: str) -> tuple[str, ...]:
    """Return the months of a period as codes, empty for days and irregular periods."""
    return Period.from_code(code).months()


@lru_cache(maxsize=4096)
def canonical_period(code: str) -> str:
    """Return one code for all ways to write the same run of months; irregular periods and days stay as they are."""
    months = months_in(code)
    return span_code(months) if months else code


def span_code(months: tuple[str, ...]) -> str:
    """Return the code of a run of months that is in order: 'FY2022' for a whole fiscal year, else 'first/last'."""
    if len(months) == 12 and months[0].endswith("-04"):
        return f"FY{months[0][:4]}"
    return months[0] if len(months) == 1 else f"{months[0]}/{months[-1]}"


def is_blank(observation: Observation) -> bool:
    """Say whether an observation holds no figure at all: neither value, text, missing kind nor a share's parts."""
    if observation.value is not None or observation.text is not None or observation.missing is not None:
        return False
    return observation.numerator is None and observation.denominator is None


def exact(observation: Observation | Target) -> Fraction | None:
    """Return the exact value of an observation: its value, else its share, else None (also for a zero denominator)."""
    if observation.value is not None:
        # Most figures are whole, and reading them so is five times faster.
        return Fraction(int(observation.value) if observation.value.isdecimal() else observation.value)
    if observation.numerator is None or observation.denominator is None or Fraction(observation.denominator) == 0:
        return None
    return Fraction(observation.numerator) / Fraction(observation.denominator)


class SeriesBook:
    """Observations of some metrics and everything computed from them.

    `as_of` is the meeting's day: later observations are not seen. It reads nothing by itself: it is told of changes
    (put, remove) and forgets what they touch (forget).
    """

    def __init__(self, metrics: Mapping[str, Metric], as_of: str | None = None) -> None:
        self.metrics = metrics
        self.as_of = as_of
        self._stored: dict[SLOT, dict[Key, Observation]] = {}
        self._figures: dict[str, dict[tuple[str, str], Figure]] = {}  # by metric, so that forgetting one is cheap
        self._views: dict[str, dict[tuple[str, str], FigureView]] = {}
        self._by_metric: dict[str, set[SLOT]] = {}
        self._baselines: dict[str, list[SLOT]] = {}  # asked for each row of a goal; a metric has hundreds of slots
        self._read_formulas()

    def _read_formulas(self) -> None:
        self._nodes = {uid: _parsed(metric) for uid, metric in self.metrics.items() if metric.formula}
        read = {uid: formula.references(node) for uid, node in self._nodes.items() if node}
        self._dependents = formula.Dependents(read)
        self._looks_back = any("PREV" in (metric.formula or "").upper() for metric in self.metrics.values())

    def redefine(self, metrics: Mapping[str, Metric]) -> bool:
        """Take other definitions for the present ones; return whether any of them computes otherwise.

        Observations stay, and so does what was computed of metrics that only their names, units and the like changed.
        """
        both = self.metrics.keys() | metrics.keys()
        changed = {uid for uid in both if _way(self.metrics.get(uid)) != _way(metrics.get(uid))}
        before = self.affected(changed)
        self.metrics = metrics
        self._views.clear()
        if changed:
            self._read_formulas()
        for metric in before | self.affected(changed):
            self._figures.pop(metric, None)
        return bool(changed)

    def put(self, observations: Iterable[Observation]) -> None:
        """Take in observations, each in place of the one with the same key."""
        for item in observations:
            slot = (item.metric, canonical_period(item.period), item.kind)
            self._stored.setdefault(slot, {})[(item.metric, item.period, item.kind, item.as_of)] = item
            known = self._by_metric.setdefault(item.metric, set())
            if item.kind == "baseline" and slot not in known:
                self._baselines.setdefault(item.metric, []).append(slot)
            known.add(slot)

    def remove(self, key: Key) -> None:
        """Forget one observation; nothing happens where there is none."""
        slot = (key[0], canonical_period(key[1]), key[2])
        self._stored.get(slot, {}).pop(key, None)

    def drop(self, metrics: Iterable[str]) -> None:
        """Forget all observations of some metrics, to be read again when they are asked for."""
        for metric in metrics:
            self._baselines.pop(metric, None)
            for slot in self._by_metric.pop(metric, ()):
                del self._stored[slot]

    def affected(self, metrics: Iterable[str]) -> frozenset[str]:
        """Return metrics and everything derived from them, however far."""
        changed = frozenset(metrics)
        return changed | self._dependents.affected(changed)

    def forget(self, metrics: Iterable[str], periods: Iterable[str] | None = None) -> frozenset[str]:
        """Drop what was computed from metrics and return all metrics that this touches.

        `periods` are those of the changed figures: what shares no month with them is kept (None: nothing is).
        """
        touched = self.affected(metrics)
        changed = self._months_of(periods)
        for metric in touched:
            _drop_within(self._figures.get(metric, {}), changed)
            _drop_within(self._views.get(metric, {}), changed)
        return touched

    def _months_of(self, periods: Iterable[str] | None) -> frozenset[str] | None:
        """Return the months of periods, None where one is no run of months or a formula looks at another year."""
        found = [months_in(period) for period in periods or ()]
        if not found or not all(found) or self._looks_back:
            return None
        return frozenset(month for months in found for month in months)

    def views(self, metric: str) -> "dict[tuple[str, str], FigureView]":
        """Return what was made of a metric's figures for showing, by period and kind; forgotten with the figures."""
        return self._views.setdefault(metric, {})

    def observations(self, metric: str) -> tuple[Observation, ...]:
        """Return the stored observations of a metric, by period."""
        slots = sorted(self._by_metric.get(metric, ()), key=lambda slot: Period.from_code(slot[1]).sort_key)
        return tuple(item for slot in slots for item in self._stored.get(slot, {}).values())

    def stored(self, key: Key) -> Observation | None:
        """Return the observation of a key, None where there is none."""
        return self._stored.get((key[0], canonical_period(key[1]), key[2]), {}).get(key)

    def baseline(self, metric: str) -> Observation | None:
        """Return the baseline (基準値) of a metric, the earliest where it has several, or None."""
        found = [item for slot in self._baselines.get(metric, ()) for item in self._stored[slot].values()]
        return min(found, key=lambda item: Period.from_code(item.period).sort_key, default=None)

    def observation(self, metric: str, period: str, kind: str = "result") -> Observation | None:
        """Return the observation that the meeting shows: 確定 before 速報 before part-year, then the latest as-of."""
        candidates = self._stored.get((metric, canonical_period(period), kind), {}).values()
        if len(candidates) == 0:
            return None
        seen = [item for item in candidates if not self.as_of or item.as_of <= self.as_of]
        if len(seen) < 2:
            return seen[0] if seen else None
        return max(seen, key=lambda item: (not is_blank(item), _QUALITY_RANK[item.quality], item.as_of))

    def figure(self, metric: str, period: str, kind: str = "result") -> Figure:
        """Return the figure of a metric at a period, computed once until something it depends on changes."""
        code = canonical_period(period)
        known = self._figures.setdefault(metric, {})
        found = known.get((code, kind))
        if found is None:
            found = known[code, kind] = self._find(metric, code, kind)
        return found

    def total(self, metric: str, period: str) -> Figure:
        """Return what the months of a longer period give, whatever is typed for the period itself."""
        return self._total(metric, period, self._parts(metric, period))

    def formula_of(self, metric: str) -> "formula.Expression | None":
        """Return the parsed formula of a metric, None where it has none or a broken one."""
        return self._nodes.get(metric)

    def _find(self, metric: str, period: str, kind: str) -> Figure:
        stored = self.observation(metric, period, kind)
        typed = _typed(stored)
        if kind != "result" or metric not in self.metrics:
            return typed
        if self.metrics[metric].formula:
            computed = self._derive(metric, period)
            return self._or_printed(computed, typed)
        if len(months_in(period)) < 2:
            return typed
        return self._or_printed(self._total(metric, period, self._parts(metric, period)), typed)

    def _or_printed(self, computed: Figure, typed: Figure) -> Figure:
        """Return the computed figure, or the typed one where nothing was computed; marked printed beside lost parts."""
        if typed.source == "none":
            return computed
        if computed.value is not None:
            # The print's own digits and qualifier (約14%) still say how the figure is shown.
            return computed._replace(observation=typed.observation)
        lost = computed.missing == "unknown" or (computed.source == "computed" and computed.missing is None)
        if typed.value is None:
            return computed if computed.missing else typed
        source: Source = "printed" if lost else "typed"
        return Figure(typed.value, None, None, source, typed.observation, (), computed.reason)

    def _derive(self, metric: str, period: str) -> Figure:
        node = self._nodes.get(metric)
        if node is None:
            return Figure(source="computed", reason="計算式が読めません。")
        months = months_in(period)
        counted: tuple[str, ...] = ()
        if len(months) > 1:
            parts = self._parts(metric, period)
            counted = tuple(month for month, part in parts if part.value is not None)
            blocked = _blocked(parts) if counted else ""
            if blocked:
                return Figure(None, "unknown", None, "computed", None, counted, blocked)
        result = formula.evaluate(node, self._operand(period, counted), previous=self._year_before(period))
        if isinstance(result, Fraction):
            return Figure(result, None, None, "computed", None, counted)
        kind = result.kind if isinstance(result, formula.Missing) and result.kind != "blank" else None
        return Figure(None, kind, None, "computed", None, counted, _why(result))

    def _year_before(self, period: str) -> "Callable[[str], formula.Operand]":
        def lookup(uid: str) -> "formula.Operand":
            months = months_in(period)
            if not months:
                return formula.BLANK
            earlier = tuple(add_months(month, -12) for month in months)
            return _operand(self.figure(uid, span_code(earlier)))

        return lookup

    def _operand(self, period: str, counted: tuple[str, ...]) -> "Callable[[str], formula.Operand]":
        def lookup(uid: str) -> "formula.Operand":
            figure = self.figure(uid, period)
            if counted and figure.months != counted and self._parts(uid, period):
                figure = self._over(uid, counted)
            return _operand(figure)

        return lookup

    def _over(self, metric: str, months: tuple[str, ...]) -> Figure:
        """Return the total of a metric over exactly these months (common months of a derived total)."""
        parts = [(month, self.figure(metric, month)) for month in months]
        if self.metrics[metric].formula and len(months) > 1 and _is_run(months):
            return self.figure(metric, span_code(months))
        return self._total(metric, "", [part for part in parts if part[1].source != "none"])

    def _parts(self, metric: str, period: str) -> list[tuple[str, Figure]]:
        """Return the months of a longer period with their figures; empty where no month holds anything."""
        months = months_in(period)
        if len(months) < 2:
            return []
        parts = [(month, self.figure(metric, month)) for month in months]
        return parts if any(part.value is not None or part.missing for _, part in parts) else []

    def _total(self, metric: str, period: str, parts: list[tuple[str, Figure]]) -> Figure:
        known = [(month, part) for month, part in parts if part.value is not None]
        way = self.metrics[metric].aggregation
        if not parts or way == "none":
            return NOTHING
        blocked = _blocked(parts)
        if blocked:
            return Figure(None, "unknown", None, "computed", None, (), blocked)
        if not known:
            return Figure(None, parts[-1][1].missing, None, "computed")
        value = _aggregate(way, [part for _, part in known])
        return Figure(value, None, None, "computed", None, tuple(month for month, _ in known))


def _way(metric: Metric | None) -> tuple[str | None, str] | None:
    """Return what says how a metric is computed."""
    return (metric.formula, metric.aggregation) if metric else None


def _drop_within(made: dict[tuple[str, str], T], changed: frozenset[str] | None) -> None:
    """Drop what stands for a period that shares a month with the changed ones, or for one without months."""
    for period, kind in list(made):
        months = months_in(period)
        if changed is None or not months or not changed.isdisjoint(months):
            del made[period, kind]


def counted_label(months: tuple[str, ...], whole: tuple[str, ...]) -> str:
    """Return 「4〜2月」 where a total counts fewer months than the whole, else ''."""
    if not months or months == whole:
        return ""
    first, last = (format_period(month, "month").removesuffix("月") for month in (months[0], months[-1]))
    return f"{first}月" if first == last else f"{first}〜{last}月"


def _parsed(metric: Metric) -> "formula.Expression | None":
    try:
        return formula.parse(metric.formula or "")
    except formula.FormulaError:
        return None


def _operand(figure: Figure) -> "formula.Operand":
    return formula.Missing(figure.missing or "blank") if figure.value is None else figure.value


def _typed(stored: Observation | None) -> Figure:
    if stored is None or is_blank(stored):
        return NOTHING
    return Figure(exact(stored), stored.missing, stored.text, "typed", stored)


def _is_run(months: tuple[str, ...]) -> bool:
    return Period.from_code(f"{months[0]}/{months[-1]}").months() == months


def _blocked(parts: list[tuple[str, Figure]]) -> str:
    """Say which month makes a total impossible: one that is unknown, or left blank before later figures."""
    last = max((index for index, (_, part) in enumerate(parts) if part.value is not None), default=-1)
    for index, (month, part) in enumerate(parts):
        if part.value is not None or part.missing in _SKIPPED:
            continue
        if part.missing or index < last:
            word = "まだ分からない" if part.missing else "空欄の"
            return f"{format_period(month, 'month')}が{word}ため計算できません。"
    return ""


def _aggregate(way: str, known: list[Figure]) -> Fraction | None:
    values = [part.value for part in known if part.value is not None]
    shares = [part.observation for part in known if part.observation and part.observation.numerator is not None]
    if way in ("sum", "gross", "mean") and shares and len(shares) == len(values):
        return _pooled(shares)
    if way in ("sum", "gross"):
        return _sum(values)
    if way == "mean":
        return _sum(values) / len(values)
    return max(values) if way == "max" else values[-1]


def _sum(values: list[Fraction]) -> Fraction:
    if all(value.denominator == 1 for value in values):
        return Fraction(sum(value.numerator for value in values))
    return sum(values, Fraction(0))


def _pooled(shares: list[Observation]) -> Fraction | None:
    """Return Σ numerator / Σ denominator; shares are never averaged."""
    bottom = sum((Fraction(item.denominator or 0) for item in shares), Fraction(0))
    return sum((Fraction(item.numerator or 0) for item in shares), Fraction(0)) / bottom if bottom else None


def _why(result: object) -> str:
    reasons = {"zero_division": "0で割るため値がありません。", "too_big": "桁が大きすぎて計算できません。"}
    return reasons.get(str(getattr(result, "reason", "")), "")
