"""The scale of a value axis: its ends and its step, chosen as spreadsheets do where the chart leaves them open."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from app.layout.page import AxisSpec, ChartSpec, Number

_LEAST_STEP = 20  # px between two figures of an axis
_AIR = Fraction(1, 20)  # of the span, kept free above the highest value
_FLAT = Fraction(5, 6)  # values that all lie above this part of the highest begin their axis above zero


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from minimum to maximum in steps; always minimum < maximum and step > 0."""

    minimum: Fraction
    maximum: Fraction
    step: Fraction

    def ticks(self) -> list[Fraction]:
        """Return the values at which the axis has a figure."""
        count = floor((self.maximum - self.minimum) / self.step)
        return [self.minimum + self.step * place for place in range(count + 1)]

    def share(self, value: Number) -> float:
        """Return how far up the axis a value stands: 0 at the foot, 1 at the top, beyond where it leaves the scale."""
        return float((Fraction(value) - self.minimum) / (self.maximum - self.minimum))


def scale_of(axis: AxisSpec, values: list[Fraction], height: float) -> Scale:
    """Return the scale of an axis height px high for its values."""
    low, high = _ends(values)
    low = Fraction(axis.minimum) if axis.minimum is not None else low
    high = Fraction(axis.maximum) if axis.maximum is not None else high
    high = high if high > low else low + 1
    step = Fraction(axis.step) if axis.step else _step(high - low, height, axis)
    low = low if axis.minimum is not None else floor(low / step) * step
    high = high if axis.maximum is not None else ceil(high / step) * step
    return Scale(low, high, step)


def axis_values(chart: ChartSpec, side: str) -> list[Fraction]:
    """Return the values that an axis has to hold: of stacked columns, the sums."""
    found = [[_exact(value) for value in one.values] for one in chart.series if one.axis == side]
    if chart.kind == "stacked":
        sums = [(_signed_sum(column, 1), _signed_sum(column, -1)) for column in zip(*found, strict=True)]
        return [value for pair in sums for value in pair]
    return [value for values in found for value in values if value is not None]


def _exact(value: Number | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _signed_sum(values: tuple[Fraction | None, ...], sign: int) -> Fraction:
    return sum((value for value in values if value is not None and value * sign > 0), Fraction(0))


def _ends(values: list[Fraction]) -> tuple[Fraction, Fraction]:
    if not values:
        return Fraction(0), Fraction(1)
    low, high = min(values), max(values)
    span = high - low
    if low >= 0:
        foot = low - span / 2 if low > high * _FLAT and span else Fraction(0)
        return foot, high + (high - foot) * _AIR
    return low + low * _AIR, max(high + span * _AIR, Fraction(0))


def _step(span: Fraction, height: float, axis: AxisSpec) -> Fraction:
    """Return the least of 1, 2, 5, 10 … that keeps the figures of an axis apart and different from one another."""
    digits = axis.number_format.digits + (2 if axis.number_format.percent else 0)
    least = max(span * _LEAST_STEP / max(ceil(height), _LEAST_STEP), Fraction(1, 10**digits))
    power = Fraction(1, 10**digits)
    while power * 10 <= least:
        power *= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)
