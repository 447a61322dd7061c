"""Reading the period that a person typed, in any of the forms that an office writes."""

import re
from contextlib import suppress
from datetime import date, timedelta

from app.domain.eras import FIRST_YEAR, LAST_YEAR, era_called, year_in_era
from app.domain.errors import InputError
from app.domain.fiscal import CODE, FIRST_MONTH, Period, fiscal_year_code, month_at, month_code, month_index
from app.domain.text import fold_width

_YEAR = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<number>[0-9]{1,2}|元)|(?P<western>[0-9]{4}))(?P<unit>年度|年|)"
)
_PART = re.compile(r"の?(?:第?(?P<quarter>[1-4])四半期|Q(?P<short>[1-4])|(?P<half>[上下])半?期)")
_MONTH = re.compile(r"の?(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?")
_SIGNED = re.compile(r"(?P<sign>[./-])(?P<month>[0-9]{1,2})(?:月|(?P=sign)(?P<day>[0-9]{1,2}))?")
_SLASHED = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})")
_BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)([^()]*)")
_LONGEST = 60

_EXAMPLES = "「令和4年度」「R4.6」「2022/6」「7/31」のように入力してください。"
_NAMED = "暦で表せない期間は、名前をつけた期間として登録してください。"


def parse_period(text: str, context_fiscal_year: int | None = None) -> Period:
    """Return the period that a person typed; a year alone (R4, H23, 2022) is the fiscal year, 平成12年 not.

    `context_fiscal_year` gives months and days without a year theirs: April to December in it, January to March in the
    next. A run of months that is a whole fiscal year becomes that year. Raises InputError, in Japanese, for all else.
    """
    shown = text.strip()
    folded = re.sub(r"\s", "", fold_width(shown)).upper().replace("ー", "-")
    if not folded:
        raise InputError(f"期間が空です。{_EXAMPLES}")
    if len(folded) > _LONGEST:
        raise InputError(f"期間が長すぎて読み取れません。{_EXAMPLES}")
    found = _parse(folded, context_fiscal_year)
    if found is None:
        raise InputError(f"「{shown}」{_why_not(folded)}")
    return found


def _why_not(folded: str) -> str:
    """Return what is wrong with a text that is no period and what to do; the text itself stands before it."""
    if "?" in folded or re.search(r"[0-9度年月]か[0-9HRS平令昭]", folded):
        return f"は、どの期間か決まっていません。決まっていれば、その期間だけを入力してください。{_NAMED}"
    if re.fullmatch(r"[0-9]{1,2}年度?(?:[0-9]{1,2}月)?", folded):
        return "は、元号か西暦が分かりません。「H21年度」「2009年度」のように入力してください。"
    if _PART.fullmatch(folded) or _MONTH.fullmatch(folded) or _SLASHED.fullmatch(folded):
        return "は、どの年度か分かりません。「令和4年6月」「R4.6」「2022/7/31」のように年から入力してください。"
    return f"は期間として読み取れません。{_EXAMPLES}{_NAMED}"


def _parse(folded: str, context: int | None) -> Period | None:
    """Return the period of a folded text, None where it has no known form, InputError where it cannot be meant."""
    code = CODE.fullmatch(folded)
    if code and (code["last"] or code["fiscal"] or code["calendar"]):
        with suppress(ValueError):
            return _whole(Period.from_code(folded))
    bracketed = _BRACKETED.fullmatch(folded)
    if bracketed:
        return _parse_twice(bracketed[1] + bracketed[3], bracketed[2], context)
    left, wave, right = folded.partition("~")
    if wave:
        return _parse_span(left, right, context)
    return _parse_single(folded, context) or _parse_dashed(folded, context)


def _parse_twice(outer: str, inner: str, context: int | None) -> Period | None:
    """Return what 「2002(H14)」 or 「令和4(2022)年度」 says twice; InputError where the two differ."""
    one, other = _parse(outer, context), _parse(inner, None)
    if one is None or other is None:
        return None
    years = ("fiscal_year", "calendar_year")
    both_years = one.kind in years and other.kind in years
    same = one.start is not None and other.start is not None and one.start.year == other.start.year
    if same if both_years else other.contains(one):
        return one
    raise InputError(f"「{outer}」とかっこの中の「{inner}」が別の期間です。どちらか一方だけを入力してください。")


def _parse_dashed(folded: str, context: int | None) -> Period | None:
    """Return a run written with a dash, which also stands inside dates: the one place where both sides are periods."""
    found = []
    for place in (index for index, sign in enumerate(folded) if sign == "-"):
        left, right = folded[:place], folded[place + 1 :]
        if left and right and _parse_single(left, context):
            found.append(_parse_span(left, right, context))
    runs = [run for run in found if run is not None]
    return runs[0] if len(runs) == 1 else None


def _parse_span(left: str, right: str, context: int | None) -> Period | None:
    if left.isdigit() and len(left) <= 2 and _MONTH.fullmatch(right):
        left += "月"  # 4〜2月
    first = _parse_single(left, context)
    last = first and (_parse_next_month(first, right) or _parse_single(right, None))
    if not first or not last or first.kind != last.kind or not (first.start and first.end and last.start and last.end):
        return None
    if last.end < first.start:
        raise InputError(f"「{left}〜{right}」は終わりが始まりより前です。古いほうを先に入力してください。")
    if first.start.day != 1 or (last.end + timedelta(days=1)).day != 1:
        raise InputError(
            f"「{left}〜{right}」は月の途中で始まるか終わります。月初から月末までの期間を入力してください。"
        )
    return _whole(Period.from_code(f"{month_at(month_index(first.start))}/{month_at(month_index(last.end))}"))


def _parse_next_month(first: Period, right: str) -> Period | None:
    """Return the month of 「〜2月」, which has no year: the first such month not before the start of the run."""
    found = _MONTH.fullmatch(right)
    if not found or found["day"] or first.kind != "month" or first.start is None:
        return None
    month = _checked_month(int(found["month"]))
    return Period.from_code(month_code(first.start.year + (month < first.start.month), month))


def _whole(period: Period) -> Period:
    """Return the fiscal year or the month that a run of months is, else the period itself."""
    months = period.months()
    if period.kind == "span" and len(months) == 1:
        return Period.from_code(months[0])
    if period.kind == "span" and len(months) == 12 and months[0].endswith(f"-{FIRST_MONTH:02d}"):
        return Period.from_code(fiscal_year_code(int(months[0][:4])))
    return period


def _parse_single(folded: str, context: int | None) -> Period | None:
    head = _YEAR.match(folded)
    if head:
        return _parse_dated(head, folded[head.end() :])
    found = _PART.fullmatch(folded) or _MONTH.fullmatch(folded) or _SLASHED.fullmatch(folded)
    if context is None or found is None:
        return None
    return _part_of_year(found, context) if found.re is _PART else _date_of(found, context, fiscal=True)


def _parse_dated(head: "re.Match[str]", tail: str) -> Period | None:
    """Return the period of a text that begins with a year, None where what follows the year has no known form."""
    year, unit = _year_of(head), head["unit"]
    if not tail:
        return Period.from_code(f"CY{year}" if unit == "年" else fiscal_year_code(year))
    part = _PART.fullmatch(tail)
    if part and unit != "年":
        return _part_of_year(part, year)
    found = _MONTH.fullmatch(tail) if unit else _SIGNED.fullmatch(tail)
    if found is None or (found.re is _SIGNED and found["sign"] == "-" and head["era"]):
        return None  # R4-6 may be a month or a run of years
    period = _date_of(found, year, fiscal=unit == "年度")
    if head["era"] and unit != "年度":
        _check_first_year(head, period)
    return period


def _year_of(head: "re.Match[str]") -> int:
    if head["western"]:
        year = int(head["western"])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise InputError(f"{year}年は扱えません。{FIRST_YEAR}年から{LAST_YEAR}年までで入力してください。")
        return year
    era = era_called(head["era"])
    found = year_in_era(era, 1 if head["number"] == "元" else int(head["number"]))
    if found is None:
        raise InputError(f"{era.name}{head['number']}年はありません。元号と年を確かめて入力し直してください。")
    return found


def _check_first_year(head: "re.Match[str]", period: Period) -> None:
    """Refuse 令和元年1月: January 2019 was 平成31年, and January of fiscal 令和元年度 is 2020; April is taken."""
    era = era_called(head["era"])
    if period.start is not None and period.start < date(era.first_fiscal_year, FIRST_MONTH, 1):
        month = period.start.month
        raise InputError(
            f"{era.name}元年に{month}月はありません。年度のつもりなら「{era.name}元年度{month}月」、"
            f"暦の年なら「{era.start.year}年{month}月」と入力してください。"
        )


def _part_of_year(found: "re.Match[str]", year: int) -> Period:
    quarter = found["quarter"] or found["short"]
    part = f"Q{quarter}" if quarter else {"上": "H1", "下": "H2"}[found["half"]]
    return Period.from_code(fiscal_year_code(year) + part)


def _date_of(found: "re.Match[str]", year: int, fiscal: bool) -> Period:
    month = _checked_month(int(found["month"]))
    code = month_code(year + (fiscal and month < FIRST_MONTH), month)
    if found["day"] is None:
        return Period.from_code(code)
    try:
        return Period.from_code(f"{code}-{int(found['day']):02d}")
    except ValueError as error:
        raise InputError(
            f"{month}月{int(found['day'])}日という日はありません。日付を確かめて入力してください。"
        ) from error


def _checked_month(month: int) -> int:
    if not 1 <= month <= 12:
        raise InputError(f"{month}月はありません。月は1〜12で入力してください。")
    return month
