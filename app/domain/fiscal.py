"""Periods of a board: their codes, what covers what, and Japanese labels; fiscal_reading.py reads what a person typed.

Codes are what the file stores: '2022-04' a month, 'FY2022' the year from April 2022 to March 2023, 'FY2022H1' and
'FY2022Q1' its halves and quarters, 'CY2022' the calendar year, '2022-07-31' a day, '2022-03/2023-02' a run of months,
'x:…' an irregular period, whose label and days are those of its NamedPeriod.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from app.domain.eras import FIRST_YEAR, LAST_YEAR, LabelStyle, date_words, year_words

PeriodKind = Literal["month", "fiscal_year", "calendar_year", "half", "quarter", "day", "span", "irregular"]

FIRST_MONTH = 4
"""The month in which a fiscal year starts (地方自治法 第208条)."""

CODE = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<first>[0-9]{4}-[0-9]{2})(?:/(?P<last>[0-9]{4}-[0-9]{2}))?"
    r"|FY(?P<fiscal>[0-9]{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4]))?"
    r"|CY(?P<calendar>[0-9]{4})"
    r"|x:\S+"
)


class Period(NamedTuple):
    """A period with its first and last day, both None where it is irregular; made by from_code."""

    code: str
    kind: PeriodKind
    start: date | None
    end: date | None

    @staticmethod
    def from_code(code: str) -> "Period":
        """Return the period of a code; ValueError for anything else, or a year outside FIRST_YEAR to LAST_YEAR."""
        return _read_code(code)

    @property
    def sort_key(self) -> str:
        """Return a text that sorts by start, the whole before its parts, irregular periods last."""
        if self.start is None or self.end is None:
            return f"9999-99-99 {self.code}"
        return f"{self.start.isoformat()} {999999 - (self.end - self.start).days:06d} {self.code}"

    def months(self) -> tuple[str, ...]:
        """Return the codes of the whole months in it, in order; none for a day or an irregular period."""
        if self.start is None or self.end is None or self.kind == "day":
            return ()
        return tuple(month_at(index) for index in range(month_index(self.start), month_index(self.end) + 1))

    def contains(self, other: "Period") -> bool:
        """Say whether every day of other lies in this period; an irregular period contains only itself."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return self == other
        return self.start <= other.start and other.end <= self.end


@lru_cache(maxsize=8192)
def _read_code(code: str) -> Period:
    found = CODE.fullmatch(code)
    if found is None:
        raise ValueError(f"not a period code: {code!r}")
    if code.startswith("x:"):
        return Period(code, "irregular", None, None)
    if found["day"]:
        day = date.fromisoformat(code)
        return _checked(Period(code, "day", day, day))
    kind, first, last = _run_of_months(found)
    if last < first:
        raise ValueError(f"the period ends before it starts: {code!r}")
    return _checked(Period(code, kind, _first_day(first), _first_day(last + 1) - timedelta(days=1)))


def _run_of_months(found: "re.Match[str]") -> tuple[PeriodKind, int, int]:
    """Return kind, first and last month (counted from year 0) of a matched code."""
    if found["first"]:
        first = month_index(date.fromisoformat(f"{found['first']}-01"))
        last = month_index(date.fromisoformat(f"{found['last'] or found['first']}-01"))
        return ("span" if found["last"] else "month"), first, last
    if found["calendar"]:
        january = int(found["calendar"]) * 12
        return "calendar_year", january, january + 11
    april = int(found["fiscal"]) * 12 + FIRST_MONTH - 1
    if found["half"]:
        first = april + 6 * (int(found["half"]) - 1)
        return "half", first, first + 5
    if found["quarter"]:
        first = april + 3 * (int(found["quarter"]) - 1)
        return "quarter", first, first + 2
    return "fiscal_year", april, april + 11


def _checked(period: Period) -> Period:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, FIRST_MONTH, 1)
    if period.start is None or period.end is None or period.start < first or period.end >= last:
        raise ValueError(f"the period is not within {FIRST_YEAR} to {LAST_YEAR}: {period.code!r}")
    return period


def month_index(day: date) -> int:
    """Return the number of a day's month, counted from January of year 0."""
    return day.year * 12 + day.month - 1


def month_at(index: int) -> str:
    """Return the code of the month with this number."""
    return month_code(index // 12, index % 12 + 1)


def _first_day(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def month_code(year: int, month: int) -> str:
    """Return the code of a month, 1 to 12, of a calendar year."""
    return f"{year:04d}-{month:02d}"


def fiscal_year_code(year: int) -> str:
    """Return the code of the fiscal year that starts in April of year."""
    return f"FY{year:04d}"


def fiscal_year_of(code: str) -> str:
    """Return the code of the fiscal year in which a period lies; ValueError where it lies in no single one."""
    period = Period.from_code(code)
    if period.start is not None:
        year = period.start.year - (period.start.month < FIRST_MONTH)
        if year >= FIRST_YEAR and Period.from_code(fiscal_year_code(year)).contains(period):
            return fiscal_year_code(year)
    raise ValueError(f"not within one fiscal year: {code!r}")


def months_of(code: str) -> tuple[str, ...]:
    """Return the month codes of a period by its code; see Period.months."""
    return Period.from_code(code).months()


def add_months(month: str, count: int) -> str:
    """Return the month code `count` months after a month code, before it where negative."""
    period = Period.from_code(month)
    if period.kind != "month" or period.start is None:
        raise ValueError(f"not a month: {month!r}")
    return Period.from_code(month_at(month_index(period.start) + count)).code


def format_period(code: str, style: LabelStyle) -> str:
    """Return the label of a period.

    era_short: R4, R4.6, R4.6.1, R4年 (calendar year). era_long: 令和4年度, 令和4年6月. western: 2022年度, 2022年6月.
    month: heads of columns, 6月, 7月31日, 4〜2月, other kinds as era_short. A year has the era of its 31 December, so
    fiscal 2019 is 令和元年度. An irregular period shows the rest of its code: its label is in its NamedPeriod.
    """
    period = Period.from_code(code)
    start, end = period.start, period.end
    if start is None or end is None:
        return code.removeprefix("x:")
    if style == "month" and period.kind not in ("month", "day", "span"):
        style = "era_short"
    if period.kind == "span":
        first, last = (format_period(month_at(month_index(day)), style) for day in (start, end))
        return f"{first.removesuffix('月') if style == 'month' else first}〜{last}"
    if period.kind in ("month", "day"):
        return date_words(end, style, with_day=period.kind == "day")
    if period.kind == "calendar_year":
        return f"{year_words(end, style)}年"
    year = year_words(date(int(code[2:6]), 12, 31), style)
    return year + ("" if style == "era_short" else "年度") + _part_words(code)


def _part_words(code: str) -> str:
    part = code[6:]
    if part.startswith("Q"):
        return f"第{part[1]}四半期"
    return {"H1": "上半期", "H2": "下半期"}.get(part, "")
