"""Where a year will end if it goes on as it did: a plain estimate for the screen, never stored and never printed.

A printed 見込 comes from the division that answers for the figure. Only totals are continued; what is continued and how
is always said in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.metrics import Metric
from app.domain.series import counted_label

LEAST_MONTHS = 3
SUMMED = ("sum", "gross")


@dataclass(frozen=True, slots=True)
class Forecast:
    """The estimated months (None where there is a figure) and the year's total, with the method in words.

    `value` None says that there is no estimate, and `method` why.
    """

    months: tuple[Fraction | None, ...]
    value: Fraction | None
    method: str


def forecast(
    metric: Metric, periods: tuple[str, ...], this: Sequence[Fraction | None], last: Sequence[Fraction | None]
) -> Forecast:
    """Return the estimate for a fiscal year's twelve months from those so far and the year before.

    The rest of last year, times how this year's months so far stand to the same ones of last year; where last year is
    not whole, or was nothing so far, the mean of this year's months so far.
    """
    count = next((place for place, value in enumerate(this) if value is None), len(this))
    why = _reason(metric, this, count)
    if why:
        return Forecast((None,) * len(this), None, why)
    known = [value for value in this if value is not None]
    so_far = counted_label(periods[:count], periods)
    before = [value for value in last if value is not None]
    base = sum(before[:count], Fraction(0))
    if len(before) == len(this) == len(last) and base > 0:
        ratio = sum(known, Fraction(0)) / base
        rest = [value * ratio for value in before[count:]]
        method = f"前年度の残りの月に、{so_far}の前年同期比（{_percent(ratio)}）をかけた値"
    else:
        rest = [sum(known, Fraction(0)) / count] * (len(this) - count)
        method = f"残りの月を、{so_far}の月平均とした値"
    return Forecast((*((None,) * count), *rest), sum(known, Fraction(0)) + sum(rest, Fraction(0)), method)


def _reason(metric: Metric, this: Sequence[Fraction | None], count: int) -> str:
    """Return why there is no estimate, '' where there is one."""
    if metric.aggregation not in SUMMED or metric.scale == "percent":
        return "月の値を足して年の値にする数値ではないため、見込は出しません。"
    if count == len(this):
        return "12か月の値がそろっているため、見込は要りません。"
    if any(value is not None for value in this[count:]):
        return "途中の月の値が分からないため、見込は出しません。"
    if count < LEAST_MONTHS:
        return f"値のある月が{LEAST_MONTHS}か月に満たないため、見込は出しません。"
    return ""


def _percent(ratio: Fraction) -> str:
    return f"{round(ratio * 100)}%"
