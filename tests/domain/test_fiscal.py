"""Periods: their codes, what covers what, labels of both calendars, and what a person types for them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.eras import LabelStyle
from app.domain.fiscal import (
    Period,
    add_months,
    fiscal_year_code,
    fiscal_year_of,
    format_period,
    month_code,
)

YEARS = st.integers(1869, 2100)
MONTHS = st.builds(month_code, YEARS, st.integers(1, 12))
DAYS = st.dates(date(1869, 1, 1), date(2100, 12, 31)).map(date.isoformat)
SPANS = st.builds(lambda first, length: f"{first}/{add_months(first, length)}", MONTHS, st.integers(1, 40))
WHOLE_YEARS = st.builds(lambda kind, year: f"{kind}{year}", st.sampled_from(["FY", "CY"]), YEARS)
PARTS = st.builds(lambda year, part: f"FY{year}{part}", YEARS, st.sampled_from(["H1", "H2", "Q1", "Q2", "Q3", "Q4"]))
CODES = st.one_of(MONTHS, DAYS, SPANS, WHOLE_YEARS, PARTS)
# Few and near each other, so that they often touch, overlap and contain one another.
NEAR = st.sampled_from(
    [
        "FY2022",
        "FY2022H1",
        "FY2022H2",
        "FY2022Q1",
        "FY2022Q2",
        "FY2022Q3",
        "FY2022Q4",
        "CY2022",
        "2022-04/2022-05",
        "2022-04/2022-09",
        "2022-10/2023-03",
        "2022-04",
        "2022-05",
        "2022-06",
        "2022-07",
        "2022-04-01",
        "x:five-years",
    ]
)


def days_of(period: Period) -> list[date]:
    assert period.start is not None
    assert period.end is not None
    return [period.start + timedelta(days=count) for count in range((period.end - period.start).days + 1)]


@pytest.mark.parametrize(
    ("code", "kind", "start", "end", "months"),
    [
        ("2022-04", "month", "2022-04-01", "2022-04-30", 1),
        ("2024-02", "month", "2024-02-01", "2024-02-29", 1),
        ("FY2022", "fiscal_year", "2022-04-01", "2023-03-31", 12),
        ("CY2022", "calendar_year", "2022-01-01", "2022-12-31", 12),
        ("FY2022H1", "half", "2022-04-01", "2022-09-30", 6),
        ("FY2022H2", "half", "2022-10-01", "2023-03-31", 6),
        ("FY2022Q4", "quarter", "2023-01-01", "2023-03-31", 3),
        ("2022-07-31", "day", "2022-07-31", "2022-07-31", 0),
        ("2022-03/2023-02", "span", "2022-03-01", "2023-02-28", 12),
        ("2022-03/2022-03", "span", "2022-03-01", "2022-03-31", 1),
        ("FY2199", "fiscal_year", "2199-04-01", "2200-03-31", 12),
    ],
)
def test_a_code_says_its_days(code: str, kind: str, start: str, end: str, months: int) -> None:
    period = Period.from_code(code)
    assert (period.kind, str(period.start), str(period.end)) == (kind, start, end)
    assert len(period.months()) == months


def test_an_irregular_period_has_no_days() -> None:
    period = Period.from_code("x:five-years")
    assert (period.kind, period.start, period.end, period.months()) == ("irregular", None, None, ())


NO_CODES = [
    "2022",
    "2022-4",
    "2022-00",
    "2022-13",
    "2022-02-30",
    "FY22",
    "FY2022H3",
    "FY2022Q0",
    "CY2022H1",
    "R4",
    "x:",
    "2023-02/2022-03",
    "2022-04/",
    "FY1867",
    "FY2200",
    "0000-04",
    "9999-12",
    "2022-04/9999-12",
    "２０２２-04",
    "fy2022",
    "2022-04-01/2022-04-02",
]


@pytest.mark.parametrize("code", [*NO_CODES, "", "x:a b", "2022-04\n", " 2022-04"])
def test_anything_else_is_no_code(code: str) -> None:
    with pytest.raises(ValueError, match=r"not a period|ends before|is not within|year|month|day"):
        Period.from_code(code)


@given(CODES)
def test_a_code_is_read_back_and_its_months_are_its_days(code: str) -> None:
    period = Period.from_code(code)
    assert period.code == code
    if period.kind != "day":
        assert [day for month in period.months() for day in days_of(Period.from_code(month))] == days_of(period)


@given(st.lists(CODES, min_size=2, max_size=6))
def test_periods_sort_by_start_and_the_whole_before_its_parts(codes: list[str]) -> None:
    periods = sorted(map(Period.from_code, codes), key=lambda period: period.sort_key)
    keys = [(period.start or date.max, -(period.end or date.max).toordinal()) for period in periods]
    assert keys == sorted(keys)


def test_irregular_periods_sort_last() -> None:
    assert max("FY2199", "x:0", "2022-04", key=lambda code: Period.from_code(code).sort_key) == "x:0"


@given(NEAR, NEAR)
def test_containing_is_what_the_days_say(one: str, other: str) -> None:
    whole, part = Period.from_code(one), Period.from_code(other)
    if "irregular" in (whole.kind, part.kind):
        assert whole.contains(part) == (one == other)
    else:
        assert whole.contains(part) == (set(days_of(part)) <= set(days_of(whole)))


@given(MONTHS, st.integers(-12, 500))
def test_adding_months_goes_there_and_back(month: str, count: int) -> None:
    assert add_months(add_months(month, count), -count) == month


def test_months_step_over_the_year() -> None:
    assert [add_months("2022-12", count) for count in (-12, -1, 0, 1, 4)] == [
        "2021-12",
        "2022-11",
        "2022-12",
        "2023-01",
        "2023-04",
    ]
    with pytest.raises(ValueError, match="not a month"):
        add_months("FY2022", 1)


@pytest.mark.parametrize(
    ("code", "year"),
    [
        ("2022-04", 2022),
        ("2023-03", 2022),
        ("2022-03", 2021),
        ("2023-03-20", 2022),
        ("FY2022H2", 2022),
        ("FY2022", 2022),
    ],
)
def test_the_fiscal_year_starts_in_april(code: str, year: int) -> None:
    assert fiscal_year_of(code) == fiscal_year_code(year)


@pytest.mark.parametrize("code", ["CY2022", "2022-03/2023-02", "x:five-years", "1868-02"])
def test_what_spans_fiscal_years_lies_in_none(code: str) -> None:
    with pytest.raises(ValueError, match="not within one fiscal year"):
        fiscal_year_of(code)


@pytest.mark.parametrize(
    ("code", "era_short", "era_long", "western", "month"),
    [
        ("FY2022", "R4", "令和4年度", "2022年度", "R4"),
        ("FY2019", "R1", "令和元年度", "2019年度", "R1"),
        ("FY2018", "H30", "平成30年度", "2018年度", "H30"),
        ("FY1988", "S63", "昭和63年度", "1988年度", "S63"),
        ("CY2022", "R4年", "令和4年", "2022年", "R4年"),
        ("FY2022H1", "R4上半期", "令和4年度上半期", "2022年度上半期", "R4上半期"),
        ("FY2022Q3", "R4第3四半期", "令和4年度第3四半期", "2022年度第3四半期", "R4第3四半期"),
        ("2022-06", "R4.6", "令和4年6月", "2022年6月", "6月"),
        ("2019-04", "H31.4", "平成31年4月", "2019年4月", "4月"),
        ("2019-05", "R1.5", "令和元年5月", "2019年5月", "5月"),
        ("2022-06-01", "R4.6.1", "令和4年6月1日", "2022年6月1日", "6月1日"),
        ("2019-04-30", "H31.4.30", "平成31年4月30日", "2019年4月30日", "4月30日"),
        ("2019-05-01", "R1.5.1", "令和元年5月1日", "2019年5月1日", "5月1日"),
        ("1989-01-07", "S64.1.7", "昭和64年1月7日", "1989年1月7日", "1月7日"),
        ("1989-01-08", "H1.1.8", "平成元年1月8日", "1989年1月8日", "1月8日"),
        ("2022-03/2023-02", "R4.3〜R5.2", "令和4年3月〜令和5年2月", "2022年3月〜2023年2月", "3〜2月"),
        ("x:five-years", "five-years", "five-years", "five-years", "five-years"),
    ],
)
def test_labels(code: str, era_short: str, era_long: str, western: str, month: str) -> None:
    styles: tuple[LabelStyle, ...] = ("era_short", "era_long", "western", "month")
    assert tuple(format_period(code, style) for style in styles) == (era_short, era_long, western, month)


def test_the_short_label_of_a_fiscal_year_has_the_era_it_ends_in() -> None:
    labels = [format_period(f"FY{year}", "era_short") for year in (1912, 1926, 1989, 2019, 2026)]
    assert labels == ["T1", "S1", "H1", "R1", "R8"]
