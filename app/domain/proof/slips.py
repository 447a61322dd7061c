"""Slips of the hand that would explain why a printed figure differs from the computed one, the most plausible first.

A slip is named only where it gives the printed figure to its last digit; figures of one digit are never explained,
since almost anything would do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from app.domain import figures
from app.domain.proof.finding import Sureness

MOST = 3
_SURE_FROM = 100
"""A figure of three digits or more is seldom met by chance."""
_FACTORS = (
    (Fraction(1000), "千"),
    (Fraction(10000), "万"),
    (Fraction(100), "百"),
    (Fraction(10), "1桁"),
    (Fraction(10**6), "百万"),
    (Fraction(10**8), "億"),
)

Named = tuple[str, Fraction]


@dataclass(frozen=True, slots=True)
class Slip:
    """One possible slip: its kind, what a person reads, and how sure it is."""

    kind: str
    words: str
    sure: Sureness


@dataclass(frozen=True, slots=True)
class Context:
    """What a figure could have been mixed up with, all in the unit and scale of the printed figure.

    `decimals` are those of the printed figure (negative: it counts tens, hundreds …). `parts` are what the computed
    figure adds up, `others` the results of other ways to compute it, each named in words.
    """

    decimals: int = 0
    parts: tuple[Named, ...] = ()
    others: tuple[Named, ...] = ()
    neighbours: tuple[Named, ...] = ()
    last_year: Fraction | None = None


def explain(printed: Fraction, computed: Fraction, context: Context) -> tuple[Slip, ...]:
    """Return the slips that turn a computed figure into the printed one, at most MOST, the most plausible first."""
    size = abs(_units(printed, context.decimals))
    if size < 10:
        return ()
    if printed == -computed:
        return (Slip("sign", "符号（▲）の付け忘れか付け違い", "likely"),)
    sure: Sureness = "likely" if size >= _SURE_FROM else "possible"
    found = [*_swapped(printed, computed, context), *_from_context(printed, computed, context, sure)]
    found += _scaled(printed, computed, context, sure)
    found += _retyped(printed, computed, context)
    return tuple(found[:MOST])


def agrees(printed: Fraction, value: Fraction, decimals: int) -> bool:
    """Say whether a value gives the printed figure, cut off or rounded half up to so many decimals."""
    return any(figures.round_fraction(value, decimals, mode) == printed for mode in ("half_up", "down"))


def _units(value: Fraction, decimals: int) -> int:
    """Return a value in units of its last printed digit."""
    return int(value * Fraction(10) ** decimals)


def _texts(printed: Fraction, computed: Fraction, decimals: int) -> tuple[str, tuple[str, ...]]:
    """Return the digits of the printed figure, and those that the computed one may be printed with."""
    rounded = (figures.round_fraction(computed, decimals, mode) for mode in ("half_up", "down"))
    texts = dict.fromkeys(str(abs(_units(Fraction(value), decimals))) for value in rounded)
    return str(abs(_units(printed, decimals))), tuple(texts)


def _swapped(printed: Fraction, computed: Fraction, context: Context) -> Iterator[Slip]:
    text, wanted = _texts(printed, computed, context.decimals)
    for right in wanted:
        for place, (one, two) in enumerate(pairwise(text)):
            if one != two and text[:place] + two + one + text[place + 2 :] == right:
                yield Slip("transposed", f"隣り合う数字の入れ替わり（{two}{one}を{one}{two}）", "likely")
                return


def _from_context(printed: Fraction, computed: Fraction, context: Context, sure: Sureness) -> Iterator[Slip]:
    yield from _added_up(printed, computed, context, sure)
    for kind, words, values in (
        ("neighbour", "{}の値との取り違え", context.neighbours),
        ("other", "{}", context.others),
    ):
        names = [name for name, value in values if agrees(printed, value, context.decimals)]
        if names:
            yield Slip(kind, words.format("か".join(names[:2])), sure)
    if context.last_year is not None and agrees(printed, context.last_year, context.decimals):
        yield Slip("last_year", "前の年の値", sure)
    if figures.round_fraction(computed, context.decimals, "up") == printed:
        yield Slip("rounded_up", "切上げの値", "likely")


def _added_up(printed: Fraction, computed: Fraction, context: Context, sure: Sureness) -> Iterator[Slip]:
    """Yield the parts that were left out or counted twice, where no more than two of them would explain it."""
    for kind, sign, words in (("left_out", -1, "{}の足し忘れ"), ("twice", 1, "{}を2回足した値")):
        named = [name for name, value in context.parts if value and agrees(printed, computed + sign * value, 0)]
        if context.decimals == 0 and 0 < len(named) <= 2:
            yield Slip(kind, words.format("か".join(named)), sure if len(named) == 1 else "possible")


def _scaled(printed: Fraction, computed: Fraction, context: Context, sure: Sureness) -> Iterator[Slip]:
    for factor, name in _FACTORS:
        if any(agrees(printed, computed * way, context.decimals) for way in (factor, 1 / factor)):
            yield Slip("unit", f"単位の取り違え（{name}）" if name != "1桁" else "1桁の取り違え（10倍か10分の1）", sure)
            return


def _retyped(printed: Fraction, computed: Fraction, context: Context) -> Iterator[Slip]:
    """Yield a single wrong, missing or added digit; of figures so long that it is not met by chance."""
    text, wanted = _texts(printed, computed, context.decimals)
    for right in wanted:
        if len(text) == len(right) >= 3:
            wrong = [place for place, (one, two) in enumerate(zip(text, right, strict=True)) if one != two]
            if len(wrong) == 1:
                sure: Sureness = "likely" if len(text) > 3 else "possible"
                yield Slip("mistyped", f"1字の打ち間違い（{right[wrong[0]]}を{text[wrong[0]]}）", sure)
                return
        if max(len(text), len(right)) < 4:
            continue
        missing, added = _one_more(right, text), _one_more(text, right)
        if missing is not None:
            yield Slip("missing", f"数字の抜け（{right[missing]}）", "likely")
            return
        if added is not None:
            doubled = text[added] in (text[added - 1 : added] + text[added + 1 : added + 2])
            words = "同じ数字の打ち重ね" if doubled else "余分な数字"
            yield Slip("doubled" if doubled else "added", f"{words}（{text[added]}）", "likely")
            return


def _one_more(longer: str, shorter: str) -> int | None:
    """Return the place of the digit that one text has more than the other, None where they differ otherwise."""
    if len(longer) != len(shorter) + 1:
        return None
    places = (place for place in range(len(longer)) if longer[:place] + longer[place + 1 :] == shorter)
    return next(places, None)
