"""Printed figures against what the figures of the board give.

P1 agrees, P2 agrees only cut off, P3 agrees only rounded (half up, or up where that is the rule), P4 differs, P5 cannot
be checked. What a meeting does not show is not judged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain import figures
from app.domain.display import show
from app.domain.edits import change
from app.domain.entity import key_of
from app.domain.errors import InputError
from app.domain.labels import ROUNDINGS
from app.domain.metrics import Metric, Observation
from app.domain.plan import Node
from app.domain.proof.expected import Expected, expected
from app.domain.proof.finding import Finding, Mend, Spot
from app.domain.proof.mixed_up import context_of
from app.domain.proof.slips import Context, explain
from app.domain.report_goal import Scene
from app.domain.report_table import node_of_metric
from app.domain.series import Figure, exact, is_blank, months_in

AGREES, TRUNCATED, ROUNDED, DIFFERS, UNCHECKED = "P1", "P2", "P3", "P4", "P5"
VERDICTS = {
    AGREES: "表の中では一致（元資料との照合は含みません）",
    TRUNCATED: "切捨てのときだけ一致",
    ROUNDED: "四捨五入のときだけ一致",
    DIFFERS: "不一致",
    UNCHECKED: "検算できません",
}
_ROUGH = ("約", "おおむね", "程度")
_BOUNDS = {
    "以上": lambda computed, printed: computed >= printed,
    "超": lambda computed, printed: computed > printed,
    "以下": lambda computed, printed: computed <= printed,
    "未満": lambda computed, printed: computed < printed,
}
_SCALED = re.compile(r"([0-9０-９.．,，]+)\s*(百万|千万|十億|千|万|億)")
_SCALES = {"千": 3, "万": 4, "百万": 6, "千万": 7, "億": 8, "十億": 9}
_PLACES = ("整数", "十の位まで", "百の位まで", "千の位まで", "万の位まで", "十万の位まで", "百万の位まで")


@dataclass(frozen=True, slots=True)
class Print:
    """A printed figure in the unit that it is printed in, and what the board gives in the same unit."""

    value: Fraction
    decimals: int
    computed: Fraction
    unit: str


def printed_findings(scene: Scene, metric: Metric) -> Iterator[Finding]:
    """Yield the verdict on every figure of a metric that the board can prove or contradict."""
    for item in scene.book.observations(metric.uid):
        if item.kind in ("result", "rate") and not is_blank(item) and _is_judged(scene, metric, item):
            finding = _judge(scene, metric, item)
            if finding is not None:
                yield finding


def _is_judged(scene: Scene, metric: Metric, item: Observation) -> bool:
    """Say whether a figure can stand beside a computed one, and is the one that the meeting shows."""
    alone = item.kind == "result" and not metric.formula and item.numerator is None
    if alone and len(months_in(item.period)) < 2 and not item.printed:
        return False
    return scene.book.observation(metric.uid, item.period, item.kind) is item


def _judge(scene: Scene, metric: Metric, item: Observation) -> Finding | None:
    """Return the finding of one figure; None where it is typed data and nothing to compare exists."""
    given = expected(scene, metric, item)
    if given.value is None:
        return _finding(scene, metric, item, UNCHECKED, given.reason) if given.reason else None
    both = _in_print(metric, item, given.value)
    if both is None:
        return _finding(scene, metric, item, UNCHECKED, "印字の単位が表の単位と違うため、比べていません。")
    code, decimals = _verdict(metric, item, both)
    if code == DIFFERS and given.unfinished and not (given.adds_up and both.value < both.computed):
        return _finding(scene, metric, item, UNCHECKED, given.unfinished)
    both = replace(both, decimals=decimals)
    if code == DIFFERS:
        return _difference(scene, metric, item, both, given)
    message = VERDICTS[code] + "。" if code == AGREES else _only(both, code)
    made = _finding(scene, metric, item, code, message)
    mends = () if code == AGREES else _rounding_mends(metric, item, both, code)
    if given.circular:
        made = replace(made, sure="likely")
    return replace(made, computed=_shown(both), why=_how(given), mends=mends)


def _how(given: Expected) -> str:
    return given.how + ("（計から復元した値を含みます）" if given.circular else "")


def verdict(printed: Fraction, digits: int, computed: Fraction) -> str:
    """Return the code for a printed value of so many decimals (negative: tens, hundreds …) against an exact one."""
    down = Fraction(figures.round_fraction(computed, digits, "down")) == printed
    half = Fraction(figures.round_fraction(computed, digits, "half_up")) == printed
    if down and half:
        return AGREES
    return TRUNCATED if down else ROUNDED if half else DIFFERS


def _verdict(metric: Metric, item: Observation, both: Print) -> tuple[str, int]:
    """Return the code with the decimals at which it holds; 約 may count tens or more, 以上 and its kin are bounds."""
    qualifier = item.qualifier or metric.qualifier or ""
    if qualifier in _BOUNDS and _BOUNDS[qualifier](both.computed, both.value):
        return AGREES, both.decimals
    zeros = len(str(both.value)) - len(str(both.value).rstrip("0")) if both.value.denominator == 1 else 0
    rough = range(-1, -zeros - 1, -1) if qualifier in _ROUGH and both.value and both.decimals == 0 else ()
    for decimals in (both.decimals, *rough):
        code = verdict(both.value, decimals, both.computed)
        if code != DIFFERS:
            return code if decimals == both.decimals else AGREES, decimals
    up = figures.round_fraction(both.computed, both.decimals, "up") == both.value
    return (ROUNDED if up and _rounding(metric, item) == "up" else DIFFERS), both.decimals


def _rounding(metric: Metric, item: Observation) -> str:
    return item.rounding or metric.rounding


def _in_print(metric: Metric, item: Observation, computed: Fraction) -> Print | None:
    """Return both figures in the unit of print, None where that unit is none of the metric's."""
    value = exact(item)
    if item.numerator is not None:
        value = _read(item.printed, metric)
    if value is None:
        return None
    if item.kind == "rate":
        return Print(value, _decimals(value, item, item.value), computed * 100, "%")
    if metric.scale == "percent" and item.unit is None:
        return Print(value * 100, _decimals(value * 100, item, item.value, 2), computed * 100, "%")
    factor = _unit_factor(metric, item.unit)
    if factor is None:
        return None
    return Print(value, _decimals(value, item, item.value), computed * factor, item.unit or metric.unit or "")


def _read(printed: str | None, metric: Metric) -> Fraction | None:
    """Return a share as printed, as the metric keeps it; None where the print cannot be read."""
    try:
        found = figures.parse_figure(printed or "").value
    except InputError:
        return None
    if found is None:
        return None
    return Fraction(found) / (100 if metric.scale == "percent" else 1)


def _unit_factor(metric: Metric, unit: str | None) -> Fraction | None:
    """Return what turns the metric's own figure into one of a print's unit."""
    if unit is None or unit == metric.unit:
        return Fraction(1)
    if metric.scale == "percent":
        return {"%": Fraction(100), "％": Fraction(100), "割": Fraction(10)}.get(unit)
    scale = next((word for word in _SCALES if unit == word + (metric.unit or "")), None)
    return Fraction(1, 10 ** _SCALES[scale]) if scale else None


def _decimals(value: Fraction, item: Observation, stored: str | None, shift: int = 0) -> int:
    """Return the decimals of a print: those of its text where that says the same value, else those of the value."""
    text = (item.printed or "").translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    scaled = _SCALED.search(text)
    if scaled:
        return len(scaled[1].partition(".")[2]) - _SCALES[scaled[2]]
    plain = re.search(r"[0-9][0-9,，]*(?:\.([0-9]+))?", text)
    if plain and Fraction(re.sub("[,，]", "", plain[0])) == abs(value):
        return len(plain[1] or "")
    return max(len((stored or "").partition(".")[2]) - shift, 0)


def _only(both: Print, code: str) -> str:
    """Say with which rounding a figure agrees, and what the other one would give."""
    place = f"小数第{both.decimals}位まで" if both.decimals > 0 else _PLACES[min(-both.decimals, len(_PLACES) - 1)]
    ways = {mode: f"{words}で{_written(both, both.computed, both.decimals, mode)}" for mode, words in ROUNDINGS.items()}
    if code == TRUNCATED:
        agreeing, other = "down", "half_up"
    elif Fraction(figures.round_fraction(both.computed, both.decimals, "half_up")) == both.value:
        agreeing, other = "half_up", "down"
    else:
        agreeing, other = "up", "half_up"
    both_ways = f"{_shown(both)}を{place}にすると、{ways[agreeing]}、{ways[other]}"
    return f"{ROUNDINGS[agreeing]}のときだけ一致します（{both_ways}）。"


def _rounding_mends(metric: Metric, item: Observation, both: Print, code: str) -> tuple[Mend, ...]:
    """Return what makes the program round this figure as it is printed, where it would round it otherwise."""
    way = "down" if code == TRUNCATED else "half_up"
    if item.kind == "rate" or both.decimals < 0 or _rounding(metric, item) in (way, "up"):
        return ()
    after = replace(item, rounding=way, digits=both.decimals)
    return (Mend(f"この数値の丸め方を「{ROUNDINGS[way]}」にする", (change(item, after),)),)


def _difference(scene: Scene, metric: Metric, item: Observation, both: Print, given: Expected) -> Finding:
    """Return the finding of a figure that differs: by how much, which slip would explain it, and the right figure."""
    factor = both.computed / given.value if given.value else Fraction(1)
    known = item.kind == "result"
    context = context_of(scene, metric, item, both.decimals, factor) if known else Context(both.decimals)
    slips = explain(both.value, both.computed, context)
    gap = both.value - _rounded(metric, item, both)
    way = "多く" if gap > 0 else "少なく"
    size = _written(both, abs(gap), both.decimals, "half_up").replace("%", "ポイント")
    words = "、または".join(slip.words for slip in slips)
    message = f"印字値は計算値より{size}{way}なっています。" + (f"考えられる誤り: {words}。" if words else "")
    made = _finding(scene, metric, item, DIFFERS, message)
    return replace(made, computed=_shown(both), why=_how(given), mends=_corrections(metric, item, both))


def _rounded(metric: Metric, item: Observation, both: Print) -> Fraction:
    rounding = _rounding(metric, item)
    return Fraction(figures.round_fraction(both.computed, both.decimals, rounding))  # type: ignore[arg-type]


def _corrections(metric: Metric, item: Observation, both: Print) -> tuple[Mend, ...]:
    """Return what puts the computed figure in place of the printed one; a share keeps its two parts."""
    if item.value is None:
        return ()
    right = _rounded(metric, item, both)
    share = metric.scale == "percent" and item.unit is None and item.kind != "rate"
    after = replace(item, value=figures.canonical(right / (100 if share else 1)), printed=None)
    return (Mend(f"計算値の{_written(both, right, both.decimals, 'down')}にする", (change(item, after),)),)


def _shown(both: Print) -> str:
    """Return the computed figure with two digits more than the print, so that its rounding can be seen."""
    digits = 0 if both.computed.denominator == 1 else max(both.decimals, 0) + 2
    return _written(both, both.computed, digits, "down")


def _written(both: Print, value: Fraction, decimals: int, mode: str) -> str:
    rounded = Fraction(figures.round_fraction(value, decimals, mode))  # type: ignore[arg-type]
    return figures.format_figure(rounded, digits=max(decimals, 0), unit="%" if both.unit in ("%", "％") else "")


def _finding(scene: Scene, metric: Metric, item: Observation, code: str, message: str) -> Finding:
    node = node_of_metric(scene, metric) or ""
    found = scene.index.one(Node, node)
    label = item.period_label or scene.period_label(item.period, "era_long")
    return Finding(
        code=code,
        spot=Spot(node, item.TABLE, key_of(item), "value"),
        item=found.title if found else "",
        subject=metric.name + ("（達成率）" if item.kind == "rate" else ""),
        period_label=label,
        printed=item.printed or _as_typed(metric, item),
        computed="",
        message=message,
    )


def _as_typed(metric: Metric, item: Observation) -> str:
    """Return a figure as it was typed, whatever is computed in its place."""
    return show(metric, Figure(exact(item), item.missing, item.text, "typed", item), item.period).full
