"""Which backups are kept: all of 48 hours, then one a day (12), one a week (10), one a month (9).

Days, weeks and months are counted where there are backups, so that a plan that is opened twice a year keeps its past
just as long. Of each the newest is kept.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

KEPT_WHOLE = timedelta(hours=48)
DAYS, WEEKS, MONTHS = 12, 10, 9

_Unit = Callable[[datetime], tuple[int, ...]]


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return the moments whose backups are kept; what a wrong clock put into the future counts as new."""
    newest_first = sorted(moments, reverse=True)
    found = {moment for moment in newest_first if now - moment <= KEPT_WHOLE}
    rest = [moment for moment in newest_first if moment not in found]
    units: tuple[tuple[_Unit, int], ...] = ((_day, DAYS), (_week, WEEKS), (_month, MONTHS))
    for unit, count in units:
        newest = _newest_of_each(rest, unit, count)
        found.update(newest.values())
        rest = [moment for moment in rest if unit(moment) not in newest]
    return found | set(newest_first[:1])


def _newest_of_each(newest_first: list[datetime], unit: _Unit, count: int) -> dict[tuple[int, ...], datetime]:
    found: dict[tuple[int, ...], datetime] = {}
    for moment in newest_first:
        if len(found) < count or unit(moment) in found:
            found.setdefault(unit(moment), moment)
    return found


def _day(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month, moment.day)


def _week(moment: datetime) -> tuple[int, ...]:
    return tuple(moment.isocalendar()[:2])


def _month(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month)
