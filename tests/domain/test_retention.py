"""Which backups are kept: all of two days, then thinner and thinner, the newest always."""

from datetime import datetime, timedelta, timezone

from app.domain.retention import DAYS, MONTHS, WEEKS, kept

NOW = datetime(2026, 6, 30, 17, 0, tzinfo=timezone(timedelta(hours=9)))


def every(hours: float, days: int) -> list[datetime]:
    return [NOW - timedelta(hours=hours * number) for number in range(int(days * 24 / hours))]


def test_all_of_48_hours_are_kept() -> None:
    moments = every(0.5, 2)
    assert kept(moments, NOW) == set(moments) and len(moments) == 96


def test_a_backup_every_half_hour_for_two_years_becomes_a_few() -> None:
    moments = every(0.5, 730)
    staying = sorted(kept(moments, NOW), reverse=True)
    older = [moment for moment in staying if NOW - moment > timedelta(hours=48)]
    assert len(older) == DAYS + WEEKS + MONTHS
    assert len({moment.date() for moment in older[:DAYS]}) == DAYS
    assert len({moment.isocalendar()[:2] for moment in older[DAYS : DAYS + WEEKS]}) == WEEKS
    assert len({(moment.year, moment.month) for moment in older[DAYS + WEEKS :]}) == MONTHS
    assert NOW - older[-1] > timedelta(days=300)


def test_of_a_day_its_last_backup_is_kept() -> None:
    day = NOW - timedelta(days=5)
    moments = [day.replace(hour=hour) for hour in (9, 13, 16)]
    assert kept([NOW, *moments], NOW) == {NOW, day.replace(hour=16)}


def test_keeping_again_and_again_keeps_the_same_as_a_file_used_daily_grows() -> None:
    present: set[datetime] = set()
    start = NOW - timedelta(days=500)
    for day in range(500):
        for hour in (9, 12, 17):
            moment = start.replace(hour=hour) + timedelta(days=day)
            present = kept({*present, moment}, moment)
    assert len(present) <= 9 + DAYS + WEEKS + MONTHS
    assert min(present) < NOW - timedelta(days=250)


def test_a_plan_opened_twice_a_year_keeps_its_past() -> None:
    moments = [NOW - timedelta(days=180 * number) for number in range(10)]
    assert kept(moments, NOW) == set(moments)


def test_newest_stays_however_old_and_the_future_of_a_wrong_clock_too() -> None:
    old, ahead = NOW - timedelta(days=4000), NOW + timedelta(days=3)
    assert kept([old], NOW) == {old}
    assert kept([NOW, ahead], NOW) == {NOW, ahead}
    assert kept([], NOW) == set()
