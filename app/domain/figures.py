"""Figures: from what a person types to canonical decimal text, and from an exact value to what is printed.

Canonical decimal text is what the file stores: plain digits with a point, no exponent, no sign on zero. Decimals are
kept as typed (92.0 stays 92.0: printed precision says something); whole numbers have no point. Nothing here is a float.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from app.domain.errors import InputError
from app.domain.labels import MISSING_KINDS, MISSING_WORDS, QUALIFIER_CODES
from app.domain.text import fold_marks, fold_radicals

Rounding = Literal["half_up", "down", "up", "half_even"]

MOST_DIGITS = 30
EXACT_DECIMALS = 10
"""An exact figure with no more decimals than these prints all of them where no digits are asked for; others one."""

_BEFORE = {"約": "約", "およそ": "約", "おおむね": "おおむね", "概ね": "おおむね"}
_AFTER = tuple(code for code in QUALIFIER_CODES if code not in _BEFORE.values())
_MISSING = {label: code for code, label in MISSING_KINDS.items() if code != "as_printed"} | {
    "該当無し": "not_applicable"
}
_BLANKS = ("なし", "無し", "無", "ナシ")
_SAME_AS_ABOVE = ("〃", '"', "''", "′′", "”", "〟", "同上", "同左")
_SCALES = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "億": 10**8,
    "十億": 10**9,
    "百億": 10**10,
    "千億": 10**11,
    "兆": 10**12,
}
# Words at the end of a figure that say something about it and are no part of its unit.
_REMARKS = (
    "見込",
    "見込み",
    "予定",
    "以内",
    "前後",
    "くらい",
    "ぐらい",
    "ほど",
    "弱",
    "強",
    "増",
    "減",
    "累計",
    *_AFTER,
)

_TERM = re.compile(r"\s*([0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)\s*((?:[十百千]?[万億]|百万|千万|百|千|兆)?)")
# Errors of a formula, #### in a column too narrow, and a number of which only the first digits are left.
_EXCEL_SIGNS = re.compile(r"#+|#[A-Z/0]+[!?]?|[-+]?[0-9.]+E[-+][0-9]+")
_YEN = ("¥", "\\")  # Excel copies the sign of a currency as either
_PLAIN = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?")
_SQUARED = "\u3300-\u33ff"
_UNIT = re.compile(rf"(?!年度|月)[^\W\d_%‰°/{_SQUARED}][^,.()?*~※]*|[%‰°/{_SQUARED}][^,.()?*~※]*")


class AmbiguousBlank(InputError):
    """A dash or なし was typed, which may mean 0, 該当なし or 未集計; the person has to say which."""


class _NoPlainFigure(InputError):
    """What was typed is more than one figure with its unit; where text is allowed it is text."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood of a typed figure: a value in canonical text, a missing kind or a text; or empty.

    `qualifier` is a code of QUALIFIER_CODES; `unit` is as typed but in half width; scale words (万) are multiplied out.
    """

    value: str | None = None
    missing: str | None = None
    text: str | None = None
    qualifier: str | None = None
    unit: str | None = None
    empty: bool = False


def parse_figure(text: str, allow_text: bool = False, unit: str | None = None) -> Parsed:
    """Return what a person typed as a figure: full width, 1,168件, 約110, ▲5, 3万5千, 86％, （未集計）, 100人以上.

    `allow_text` takes words that are no figure as text. `unit` is the metric's own: where it holds a scale word (万件),
    「79万件」 is 79 of it. Raises AmbiguousBlank for a dash or なし, else InputError with what to type instead.
    """
    shown = text.strip()
    if len(shown) <= MOST_DIGITS and _PLAIN.fullmatch(shown):
        return Parsed(value=str(int(shown.replace(",", ""))))  # most of what is typed and pasted
    folded = _folded(shown)
    if not folded:
        return Parsed(empty=True)
    bare = re.sub(r"^\((.*)\)$", r"\1", folded).replace(" ", "")
    if bare in _MISSING:
        return Parsed(missing=_MISSING[bare])
    if bare in _BLANKS or re.fullmatch("[-ー]+", bare):
        raise AmbiguousBlank(f"「{shown}」は、0・該当なし・未集計のどれか分かりません。どれかを選んでください。")
    if _EXCEL_SIGNS.fullmatch(bare):
        raise InputError(
            f"「{shown}」は、Excelの画面に数値が出ていないときの表示です。Excelで直してから入れてください。"
        )
    if bare in _SAME_AS_ABOVE:
        raise InputError(f"「{shown}」は使えません。上と同じ値なら、その値をもう一度入力してください。")
    if allow_text and not _is_numeric(folded):
        return Parsed(text=shown)
    try:
        return _parse_number(folded, _folded(unit or ""))
    except _NoPlainFigure:
        if allow_text and re.search(r"[^\W\d_]", folded):
            return Parsed(text=shown)
        raise


def _folded(text: str) -> str:
    """Return text in half width with one kind of dash; squared units (㎡), which NFKC would take apart, stay."""
    pieces = re.split(f"([{_SQUARED}]+)", fold_radicals(text))
    wide = (piece if index % 2 else unicodedata.normalize("NFKC", piece) for index, piece in enumerate(pieces))
    return fold_marks("".join(wide)).strip()


def _is_numeric(folded: str) -> bool:
    """Say whether a text begins like a figure, which is then read as one and not taken as words."""
    return re.match(rf"(?:{'|'.join(_BEFORE)})?\s*[-+▲△ー]?\s*[¥\\]?\s*\.?[0-9]", folded) is not None


def _parse_number(folded: str, own_unit: str) -> Parsed:
    head = next((word for word in _BEFORE if folded.startswith(word)), "")
    rest = folded.removeprefix(head).strip()
    tail = next((word for word in _AFTER if rest.endswith(word)), "")
    if head and tail:
        raise InputError(f"「{folded}」には「{head}」と「{tail}」があります。どちらか一方だけを入力してください。")
    rest = rest.removesuffix(tail).strip()
    unit = own_unit if own_unit and rest.endswith(own_unit) else ""
    sign, rest = _sign_of(rest.removesuffix(unit).strip())
    yen = rest.startswith(_YEN)
    sign, rest = (_sign_of(rest[1:].strip(), sign)) if yen else (sign, rest)
    terms, other = _terms_of(rest)
    if not terms:
        raise InputError(f"「{folded}」は数値として読み取れません。「1,168」のように数字で入力してください。")
    _check_unit(folded, other)
    if yen and other + unit not in ("", "円"):
        raise _NoPlainFigure(f"「{folded}」には単位が二つあります。数値と単位を一つずつ入力してください。")
    value = _value_of(folded, terms)
    if Fraction(value) == 0:
        sign = ""
    return Parsed(
        value=sign + value, qualifier=_BEFORE.get(head, tail) or None, unit=(other + unit) or ("円" if yen else None)
    )


def _sign_of(text: str, before: str = "") -> tuple[str, str]:
    """Return '-' or '' and the rest; ▲ and △ are minus signs in this office, and ー is what an IME makes of one.

    A sign that stood `before` a currency's stays; two are none that can be read.
    """
    if not before and text[:1] and text[0] in "-▲△ー":
        return "-", text[1:].strip()
    return before, text.removeprefix("+").strip()


def _terms_of(text: str) -> tuple[list[tuple[str, int]], str]:
    """Return the numbers at the start of a text, each with its scale (3万5千), and what stands behind them."""
    terms: list[tuple[str, int]] = []
    place = 0
    while found := _TERM.match(text, place):
        terms.append((found[1], _SCALES[found[2]] if found[2] else 1))
        place = found.end()
    return terms, text[place:].strip()


def _check_unit(folded: str, unit: str) -> None:
    """Refuse what stands behind a number and is no unit: another number, signs, or words about the figure."""
    if re.search(r"\d", unit):
        raise _NoPlainFigure(f"「{folded}」には数値が二つ以上あります。一つの欄には一つの数値を入力してください。")
    if unit and (not _UNIT.fullmatch(unit) or unit.endswith(_REMARKS)):
        raise _NoPlainFigure(
            f"「{unit}」は単位として読み取れません。数値と単位だけを入力し、説明は備考に入力してください。"
        )


def _value_of(folded: str, terms: list[tuple[str, int]]) -> str:
    """Return the canonical text of a number of one or more terms."""
    if not all(_GROUPED.fullmatch(number) for number, _ in terms):
        raise InputError(f"「{folded}」は桁区切りの位置が違います。「1,234」のように3桁ごとに区切ってください。")
    numbers = [number.replace(",", "") for number, _ in terms]
    if sum(map(len, numbers)) > MOST_DIGITS + 1:
        raise _too_long(folded)
    if len(terms) == 1 and terms[0][1] == 1:
        value = canonical(Decimal(numbers[0]))
    else:
        value = canonical(_scaled_sum(folded, numbers, [scale for _, scale in terms]))
    if len(value.replace(".", "")) > MOST_DIGITS:
        raise _too_long(folded)
    return value


def _too_long(folded: str) -> InputError:
    return InputError(f"「{folded[:20]}…」は桁が多すぎます。{MOST_DIGITS}桁までで入力してください。")


def _scaled_sum(folded: str, numbers: list[str], scales: list[int]) -> Fraction:
    """Return 3万5千 as 35000; each term has to fit below the scale before it, or two numbers were typed."""
    terms = [(Fraction(number) * scale, scale) for number, scale in zip(numbers, scales, strict=True)]
    fits = all(value < above for (_, above), (value, _) in pairwise(terms))
    if not fits or (len(terms) > 1 and any("." in number for number in numbers)):
        raise _NoPlainFigure(f"「{folded}」には数値が二つ以上あります。一つの欄には一つの数値を入力してください。")
    return sum((value for value, _ in terms), Fraction(0))


def canonical(value: Decimal | Fraction | int) -> str:
    """Return the canonical text of an exact value; ValueError where no finite decimal says it exactly."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"not a finite number: {value}")
        text = format(value, "f") if int(value.as_tuple().exponent) < 0 else str(int(value))
        return text.removeprefix("-") if value == 0 else text
    if value.denominator == 1:
        return str(value.numerator)
    places = _places(Fraction(value))
    if places is None:
        raise ValueError(f"no finite decimal: {value}")
    return canonical(round_fraction(Fraction(value), places, "down"))


def _places(value: Fraction) -> int | None:
    """Return how many decimals say a value exactly, None where no number of them does."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def round_fraction(value: Fraction, digits: int, mode: Rounding) -> Decimal:
    """Return value rounded to so many decimals (negative: to tens, hundreds …), symmetrically about zero.

    down cuts off (切捨て), up goes away from zero (切上げ), half_up takes halves away from zero (四捨五入).
    """
    if digits == 0 and value.denominator == 1:
        return Decimal(value.numerator)  # most figures: a paste of a thousand of them is not to be felt
    # In whole numbers: a Fraction would look for common divisors at every step.
    above, below = 10 ** max(digits, 0), 10 ** max(-digits, 0)
    size = value.denominator * below
    whole, rest = divmod(abs(value.numerator) * above, size)
    half = 2 * rest - size
    rises = {
        "down": False,
        "up": rest > 0,
        "half_up": half >= 0,
        "half_even": half > 0 or (half == 0 and whole % 2 == 1),
    }
    signed = (whole + rises[mode]) * (-1 if value < 0 else 1)
    return Decimal(f"{signed}E-{digits}") if digits > 0 else Decimal(signed * 10**-digits)


def format_number(value: Decimal, digits: int | None, thousands: bool = True, negative: Literal["△", "-"] = "△") -> str:
    """Return a number as printed: with as many decimals as it has, or with `digits` of them, halves up."""
    shown = value if digits is None else round_fraction(Fraction(value), digits, "half_up")
    size = shown.copy_abs()  # abs() would round to the 28 digits of the decimal context
    return f"{negative if shown < 0 else ''}{size:,f}" if thousands else f"{negative if shown < 0 else ''}{size:f}"


def format_figure(
    value: Fraction | Decimal | None,
    *,
    missing: str | None = None,
    text: str | None = None,
    qualifier: str | None = None,
    unit: str = "",
    digits: int | None = None,
    rounding: Rounding = "half_up",
    scale_percent: bool = False,
    negative: Literal["△", "-"] = "△",
) -> str:
    """Return a figure as printed: its text, else the word for what is missing, else the number; '' for nothing.

    `missing` is a code of MISSING_WORDS; any other, such as a formula's 'blank', prints nothing.
    `digits` None prints a Decimal as typed, a fraction exactly where EXACT_DECIMALS suffice, else with one decimal.
    `scale_percent` prints a share times 100, with % where no unit is given. 約 and おおむね stand before the number,
    other qualifiers behind the unit.
    """
    if text is not None:
        return text
    if missing is not None:
        return MISSING_WORDS.get(missing, "")
    if value is None:
        return ""
    if isinstance(value, Fraction) and value.denominator == 1 and not digits and not scale_percent:
        number = f"{negative if value < 0 else ''}{abs(value.numerator):,}"  # most figures
    elif digits is None and isinstance(value, Decimal) and not scale_percent:
        number = format_number(value, None, negative=negative)
    else:
        exact = value if isinstance(value, Fraction) else Fraction(value)
        exact = exact * 100 if scale_percent else exact
        places = _shown_places(exact) if digits is None else digits
        number = format_number(round_fraction(exact, places, rounding), None, negative=negative)
    number += unit or ("%" if scale_percent else "")
    before = qualifier in _BEFORE.values()
    return f"{qualifier}{number}" if before else f"{number}{qualifier or ''}"


def _shown_places(value: Fraction) -> int:
    places = _places(value)
    return 1 if places is None or places > EXACT_DECIMALS else places
