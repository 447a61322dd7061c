"""Which expressions of the board a typed figure fits, exactly, truncated, rounded or as a round number."""

import re
from fractions import Fraction
from typing import Literal

from app.domain.figures import round_fraction
from app.domain.fiscal import Period
from app.domain.proof.expressions import Expression, Expressions
from app.domain.proof.mentions import Mention
from app.domain.proof.passages import Passage

Fit = Literal["", "exact", "down", "half_up", "rough"]

FIT_WORDS: dict[Fit, str] = {
    "exact": "一致しています",
    "down": "切捨てのときだけ一致しています",
    "half_up": "四捨五入のときだけ一致しています",
    "rough": "概数として一致しています",
}
MONTH = re.compile(r"(?<![0-9])(1[0-2]|[1-9])月(?P<until>末|迄|まで)?(?!から|より|[〜~～])")
_RUN_OF_MONTHS = re.compile(r"(?<![0-9])(1[0-2]|[1-9])月[〜~～](1[0-2]|[1-9])月")
_WHOLE_YEAR = re.compile("年度|全期間|通年|年間")
_FARTHER = 120


def fit(mention: Mention, value: Fraction) -> Fit:
    """Say how a typed figure agrees with an exact value as shown; '' where it does not."""
    if value == mention.value:
        return "exact"
    for step in dict.fromkeys((mention.step, mention.rough_step if mention.qualifier else mention.step)):
        printed = mention.value / step
        half = round_fraction(value / step, 0, "half_up") == printed
        down = round_fraction(value / step, 0, "down") == printed
        if half or down:
            rough: Fit = "exact" if step == mention.step else "rough"
            return rough if half and down else "down" if down else "half_up"
    return ""


def fitting(known: Expressions, node: str, mention: Mention) -> list[Expression]:
    """Return the expressions of an item that a typed figure fits; only the exact ones where there are any."""
    span = mention.rough_step if mention.qualifier else mention.step
    return _best(mention, known.within(node, mention.unit, mention.value - span, mention.value + span))


def elsewhere(known: Expressions, node: str, mention: Mention) -> list[Expression]:
    """Return what fits in other items: totals and shown figures only, and none by chance, as few digits would be."""
    digits = str(mention.value.numerator).rstrip("0") if mention.value.denominator == 1 else "000"
    if len(digits) < 3 or not mention.unit:
        return []
    span = mention.rough_step if mention.qualifier else mention.step
    return _best(mention, known.elsewhere(node, mention.unit, mention.value - span, mention.value + span))


def _best(mention: Mention, near: list[Expression]) -> list[Expression]:
    fits = [(one, fit(mention, one.value)) for one in near]
    exact = [one for one, how in fits if how == "exact"]
    return exact or [one for one, how in fits if how]


def chosen(fits: list[Expression], named: frozenset[str], passage: Passage, mention: Mention) -> Expression | None:
    """Return the one expression that is meant, None where it is open.

    Of several series it is the named one; of its periods the one whose months the text names, then one that is shown.
    """
    if len({one.metric.uid for one in fits}) > 1:
        fits = [one for one in fits if one.metric.uid in named]
    if len({one.metric.uid for one in fits}) != 1:
        return None
    run = _run_before(passage, mention)

    def rank(one: Expression) -> tuple[bool, bool, bool]:
        return ends_of(one.period) != run, not one.shown, one.cell

    best = sorted(fits, key=rank)
    alone = len(best) == 1 or rank(best[0]) != rank(best[1])
    return best[0] if alone or not best[0].cell else None


def _run_before(passage: Passage, mention: Mention) -> tuple[int, int] | None:
    """Return the run of months (4月〜5月) that a text named last before a figure's sentence ends, and no year since."""
    start, end = passage.sentence(mention.start)
    low = max(0, start - _FARTHER)
    runs = list(_RUN_OF_MONTHS.finditer(passage.plain, low, end))
    years = [found.start() for found in _WHOLE_YEAR.finditer(passage.plain, low, mention.start)]
    if not runs or runs[-1].start() < max(years, default=-1):
        return None
    return int(runs[-1][1]), int(runs[-1][2])


def ends_of(period: str) -> tuple[int, int] | None:
    """Return the months, 1 to 12, in which a period starts and ends; None for an irregular one."""
    found = Period.from_code(period)
    return (found.start.month, found.end.month) if found.start and found.end else None


def says_month(words: str, one: Expression) -> bool:
    """Say whether words name the month of an expression."""
    return any(int(found[1]) == int(one.period[5:]) for found in MONTH.finditer(words))
