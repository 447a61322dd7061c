"""What a person types for a period, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.eras import LabelStyle
from app.domain.errors import InputError
from app.domain.fiscal import Period, add_months, format_period, month_code
from app.domain.fiscal_reading import parse_period

YEARS = st.integers(1869, 2100)
MONTHS = st.builds(month_code, YEARS, st.integers(1, 12))
DAYS = st.dates(date(1869, 1, 1), date(2100, 12, 31)).map(date.isoformat)
SPANS = st.builds(lambda first, length: f"{first}/{add_months(first, length)}", MONTHS, st.integers(1, 40))
WHOLE_YEARS = st.builds(lambda kind, year: f"{kind}{year}", st.sampled_from(["FY", "CY"]), YEARS)
PARTS = st.builds(lambda year, part: f"FY{year}{part}", YEARS, st.sampled_from(["H1", "H2", "Q1", "Q2", "Q3", "Q4"]))
CODES = st.one_of(MONTHS, DAYS, SPANS, WHOLE_YEARS, PARTS)


@given(CODES, st.sampled_from(["era_short", "era_long", "western"]))
def test_every_label_is_read_back(code: str, style: LabelStyle) -> None:
    read, meant = parse_period(format_period(code, style)), Period.from_code(code)
    assert (read.start, read.end) == (meant.start, meant.end)
    assert read == meant or meant.kind == "span"


@given(CODES)
def test_every_code_is_read_as_itself(code: str) -> None:
    read, meant = parse_period(code), Period.from_code(code)
    assert (read.start, read.end) == (meant.start, meant.end)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R4", "FY2022"),
        ("r4", "FY2022"),
        ("Ｒ４", "FY2022"),
        ("H23", "FY2011"),
        ("2022", "FY2022"),
        ("R4年度", "FY2022"),
        ("令和４年度", "FY2022"),
        ("令和 4 年度", "FY2022"),
        ("2022年度", "FY2022"),
        ("1999年度", "FY1999"),
        ("H31年度", "FY2019"),
        ("令和元年度", "FY2019"),
        ("R1", "FY2019"),
        ("平成35年度", "FY2023"),
        ("平成12年", "CY2000"),
        ("令和元年", "CY2019"),
        ("2022年", "CY2022"),
        ("R4.6", "2022-06"),
        ("R4.6月", "2022-06"),
        ("R4/6", "2022-06"),
        ("H28.4", "2016-04"),
        ("2022/6", "2022-06"),
        ("2022-06", "2022-06"),
        ("２０２２．６", "2022-06"),
        ("令和4年6月", "2022-06"),
        ("平成27年10⽉", "2015-10"),
        ("平成31年6月", "2019-06"),
        ("R1.4", "2019-04"),
        ("令和8年度1月", "2027-01"),
        ("令和元年度1月", "2020-01"),
        ("2022年度3月", "2023-03"),
        ("令和4年6月1日", "2022-06-01"),
        ("平成15年9月30日", "2003-09-30"),
        ("R4.6.1", "2022-06-01"),
        ("2022/6/1", "2022-06-01"),
        ("令和4年度3月20日", "2023-03-20"),
        ("R4上半期", "FY2022H1"),
        ("令和4年度下期", "FY2022H2"),
        ("令和4年度の第1四半期", "FY2022Q1"),
        ("2022Q4", "FY2022Q4"),
        ("2002(H14)", "FY2002"),
        ("令和4（2022）年度", "FY2022"),
        ("平成31年度（令和元年度）", "FY2019"),
        ("2022年(令和4年)", "CY2022"),
        ("2022年6月（令和4年6月）", "2022-06"),
        ("令和4年4月〜令和5年2月", "2022-04/2023-02"),
        ("令和4年4月～令和5年2月", "2022-04/2023-02"),
        ("令和4年4月~令和5年2月", "2022-04/2023-02"),
        ("令和4年4月-令和5年2月", "2022-04/2023-02"),
        ("R4.4－R5.2", "2022-04/2023-02"),
        ("2022-04-2023-02", "2022-04/2023-02"),
        ("2022/4〜2023/2", "2022-04/2023-02"),
        ("令和4年4月〜2月", "2022-04/2023-02"),
        ("令和5年1月〜4月", "2023-01/2023-04"),
        ("令和4年4月〜令和5年3月", "FY2022"),
        ("令和4年4月1日〜令和5年2月28日", "2022-04/2023-02"),
        ("R4〜R6", "2022-04/2025-03"),
        ("2022〜2022", "FY2022"),
        ("R4.6〜R4.6", "2022-06"),
    ],
)
def test_what_a_person_types_is_understood(text: str, code: str) -> None:
    assert parse_period(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4月", "2022-04"),
        ("12月", "2022-12"),
        ("1月", "2023-01"),
        ("３⽉", "2023-03"),
        ("7/31", "2022-07-31"),
        ("3/19", "2023-03-19"),
        ("7月31日", "2022-07-31"),
        ("上半期", "FY2022H1"),
        ("第4四半期", "FY2022Q4"),
        ("4〜2月", "2022-04/2023-02"),
        ("4月-5月", "2022-04/2022-05"),
        ("R3", "FY2021"),
    ],
)
def test_a_month_or_day_without_a_year_is_in_the_year_on_screen(text: str, code: str) -> None:
    assert parse_period(text, context_fiscal_year=2022).code == code


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "空です"),
        ("基準年度", "名前をつけた期間"),
        ("5ヵ年", "名前をつけた期間"),
        ("H22~26年度の5年間", "名前をつけた期間"),
        ("2022年上半期", "名前をつけた期間"),
        ("R4-6", "名前をつけた期間"),
        ("2022年度4日", "名前をつけた期間"),
        ("R4〜R5〜R6", "名前をつけた期間"),
        ("R4〜2022年6月", "名前をつけた期間"),
        ("12", "名前をつけた期間"),
        ("2001か2002", "決まっていません"),
        ("2001か2002か2003", "決まっていません"),
        ("2004?", "決まっていません"),
        ("2002(H14)？", "決まっていません"),
        ("21年度", "元号か西暦"),
        ("4年", "元号か西暦"),
        ("4月", "どの年度か"),
        ("7/31", "どの年度か"),
        ("上半期", "どの年度か"),
        ("2022-13", "1〜12"),
        ("R4.0", "1〜12"),
        ("2022/2/30", "日付を確かめて"),
        ("R0", "元号と年を確かめて"),
        ("S99", "元号と年を確かめて"),
        ("平成60年度", "元号と年を確かめて"),
        ("9999", "2199年まで"),
        ("令和元年1月", "「令和元年度1月」"),
        ("R1.3", "「2019年3月」"),
        ("2002(H15)", "どちらか一方"),
        ("令和5年2月〜令和4年4月", "古いほうを先に"),
        ("令和4年4月2日〜令和5年2月28日", "月初から月末"),
        ("4" * 1000, "長すぎて"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        parse_period(text)


def test_a_day_that_does_not_exist_is_refused_in_the_year_on_screen_too() -> None:
    assert parse_period("2/29", 2023).code == "2024-02-29"
    with pytest.raises(InputError, match="2月29日"):
        parse_period("2/29", 2022)


@given(st.text(st.sampled_from("0123456789RHFYCQ-/.〜()令和元年度月日の上半期第四か?x: ")), st.none() | YEARS)
def test_any_text_is_either_a_period_of_days_or_refused_politely(text: str, context: int | None) -> None:
    try:
        period = parse_period(text, context)
    except InputError as error:
        assert error.message.endswith("。")
    else:
        assert Period.from_code(period.code) == period
        assert period.start is not None
