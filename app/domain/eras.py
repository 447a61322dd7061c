"""Japanese eras: the words of a year, a month or a day, and from an era's year back to the calendar."""

from datetime import date
from typing import Literal, NamedTuple

LabelStyle = Literal["era_short", "era_long", "western", "month"]

FIRST_YEAR, LAST_YEAR = 1868, 2199
PLAN_AHEAD = 20
"""Years for which an ended era is still read: plans made before 2019 say 平成35年度."""


class Era(NamedTuple):
    """An era with its letter and first day."""

    name: str
    letter: str
    start: date

    @property
    def first_fiscal_year(self) -> int:
        """Return the year in whose April the fiscal year of the era's first day began."""
        return self.start.year - (self.start.month < 4)


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(FIRST_YEAR, 1, 1)),
)
"""Latest first. 明治 is counted from the start of its first year, as the edict of 1868 does."""


def era_called(word: str) -> Era:
    """Return the era of a name or a letter (StopIteration for any other word)."""
    return next(era for era in ERAS if word in (era.name, era.letter))


def era_of(day: date) -> tuple[Era, int]:
    """Return the era of a day, from 1868 on, and the year in it."""
    era = next(era for era in ERAS if era.start <= day)
    return era, day.year - era.start.year + 1


def year_in_era(era: Era, number: int) -> int | None:
    """Return the calendar year of an era's year, None where the era had no such year and no plan speaks of it."""
    year = era.start.year + number - 1
    ends = [other.start.year + PLAN_AHEAD for other in ERAS if other.start > era.start]
    return None if number < 1 or year > min(ends, default=LAST_YEAR) else year


def date_words(day: date, style: LabelStyle, with_day: bool) -> str:
    """Return the label of a day, or of the month that ends with it: R4.6, 令和4年6月1日, 2022年6月, 6月."""
    if style == "era_short":
        return f"{year_words(day, style)}.{day.month}" + (f".{day.day}" if with_day else "")
    year = "" if style == "month" else f"{year_words(day, style)}年"
    return f"{year}{day.month}月" + (f"{day.day}日" if with_day else "")


def year_words(day: date, style: LabelStyle) -> str:
    """Return the year of a day with its era, without 年: R4, 令和元, 2022."""
    if style == "western":
        return str(day.year)
    era, number = era_of(day)
    if style == "era_short":
        return f"{era.letter}{number}"
    return f"{era.name}{'元' if number == 1 else number}"
