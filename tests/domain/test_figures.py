"""Typed figures become exact canonical text, and exact values are printed as the office prints them."""

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputError
from app.domain.figures import (
    AmbiguousBlank,
    Parsed,
    Rounding,
    canonical,
    format_figure,
    format_number,
    parse_figure,
    round_fraction,
)
from app.domain.labels import MISSING_KINDS, QUALIFIER_CODES

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4)
FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
MODES: dict[Rounding, str] = {
    "half_up": decimal.ROUND_HALF_UP,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1168", Parsed("1168")),
        ("3,202", Parsed("3202")),
        ("１，１６８件", Parsed("1168", unit="件")),
        ("￥１，０００", Parsed("1000", unit="円")),
        ("\\1,000", Parsed("1000", unit="円")),  # as Excel copies it on a Japanese Windows
        ("▲¥5", Parsed("-5", unit="円")),
        ("¥-5円", Parsed("-5", unit="円")),
        ("12 プロジェクト", Parsed("12", unit="プロジェクト")),
        ("約110", Parsed("110", qualifier="約")),
        ("およそ110人", Parsed("110", qualifier="約", unit="人")),
        ("おおむね 100%", Parsed("100", qualifier="おおむね", unit="%")),
        ("約3,500人", Parsed("3500", qualifier="約", unit="人")),
        ("100人以上", Parsed("100", qualifier="以上", unit="人")),
        ("10件未満", Parsed("10", qualifier="未満", unit="件")),
        ("110%超", Parsed("110", qualifier="超", unit="%")),
        ("86％", Parsed("86", unit="%")),
        ("3割", Parsed("3", unit="割")),
        ("4,058h", Parsed("4058", unit="h")),
        ("120㎡", Parsed("120", unit="㎡")),
        ("1,000人/年", Parsed("1000", unit="人/年")),
        ("10予約", Parsed("10", unit="予約")),
        ("92.0", Parsed("92.0")),
        ("2.77点", Parsed("2.77", unit="点")),
        (".5", Parsed("0.5")),
        ("007", Parsed("7")),
        ("+5", Parsed("5")),
        ("-0", Parsed("0")),
        ("▲0.0", Parsed("0.0")),
        ("3万5千", Parsed("35000")),
        ("1億2,000万", Parsed("120000000")),
        ("1.2万", Parsed("12000")),
        ("50万", Parsed("500000")),
        ("1,453百万円", Parsed("1453000000", unit="円")),
        ("3 ⼈", Parsed("3", unit="人")),
        ("9" * 30, Parsed("9" * 30)),
    ],
)
def test_a_typed_number_is_understood(text: str, expected: Parsed) -> None:
    assert parse_figure(text) == expected


@pytest.mark.parametrize("sign", "▲△−‐-－–ー")
def test_every_minus_sign_of_the_office_is_understood(sign: str) -> None:
    assert parse_figure(f"{sign}5") == Parsed("-5")
    assert parse_figure(f"{sign} ５.0％") == Parsed("-5.0", unit="%")


@pytest.mark.parametrize(
    "label, code", [(label, code) for code, label in MISSING_KINDS.items() if code != "as_printed"]
)
def test_words_for_no_value_are_understood(label: str, code: str) -> None:
    for text in (label, f"({label})", f"（{label}）", f"({label}）", f" {label}　"):
        assert parse_figure(text) == Parsed(missing=code)


@pytest.mark.parametrize("text", ["", " ", "　", "\t\n"])
def test_nothing_typed_is_empty_and_not_zero(text: str) -> None:
    assert parse_figure(text) == Parsed(empty=True)


@pytest.mark.parametrize("text", ["－", "-", "ー", "―", "−", "--", "（－）", "なし", "無し", "ﾅｼ"])
@pytest.mark.parametrize("allow_text", [False, True])
def test_a_dash_asks_which_blank_is_meant(text: str, allow_text: bool) -> None:
    with pytest.raises(AmbiguousBlank, match=r"0・該当なし・未集計"):
        parse_figure(text, allow_text=allow_text)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("〃", "もう一度入力"),
        ("同上", "もう一度入力"),
        ("1,2,3", "3桁ごと"),
        ("12,34件", "3桁ごと"),
        ("1234,567", "3桁ごと"),
        ("1 168", "一つの数値"),
        ("1、168", "一つの数値"),
        ("10〜20", "一つの数値"),
        ("196件/10園", "一つの数値"),
        ("1.2.3", "一つの数値"),
        ("3千5百万", "一つの数値"),
        ("3万5万", "一つの数値"),
        ("1.5万2千", "一つの数値"),
        ("1e5", "一つの数値"),
        ("0※", "備考"),
        ("5?", "備考"),
        ("100%以内", "備考"),
        ("75人(累計)", "備考"),
        ("279人見込", "備考"),
        ("2022年度", "備考"),
        ("約100以上", "どちらか一方"),
        ("inf", "数字で入力"),
        ("NaN", "数字で入力"),
        ("∞", "数字で入力"),
        ("####", "Excelで直して"),
        ("#DIV/0!", "Excelで直して"),
        ("#NAME?", "Excelで直して"),
        ("1.23E+05", "Excelで直して"),
        ("¥3件", "単位が二つ"),
        ("-¥-5", "数字で入力"),
        ("(5)", "数字で入力"),
        ("--5", "数字で入力"),
        ("設置", "数字で入力"),
        ("以上", "数字で入力"),
        ("9" * 31, "30桁まで"),
        ("1" * 20 + "兆", "30桁まで"),
        ("1" * 100_000, "30桁まで"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        parse_figure(text)


@pytest.mark.parametrize("text", ["設置", "全市町村", "2025年度末を目途に20業務", "2000年度100%", "100%以内", "未策定"])
def test_words_are_text_where_text_is_allowed(text: str) -> None:
    assert parse_figure(f" {text} ", allow_text=True) == Parsed(text=text)


def test_figures_stay_figures_where_text_is_allowed() -> None:
    assert parse_figure("おおむね100％", allow_text=True) == Parsed("100", qualifier="おおむね", unit="%")
    assert parse_figure("未集計", allow_text=True) == Parsed(missing="not_counted")
    with pytest.raises(InputError):
        parse_figure("12,34件", allow_text=True)


def test_a_scale_word_of_the_metrics_own_unit_is_not_multiplied_out() -> None:
    assert parse_figure("79万件") == Parsed("790000", unit="件")
    assert parse_figure("79万件", unit="万件") == Parsed("79", unit="万件")
    assert parse_figure("約7.6万件以上".removesuffix("以上"), unit="万件") == Parsed("7.6", qualifier="約", unit="万件")
    assert parse_figure("３千円以上", unit="千円") == Parsed("3", qualifier="以上", unit="千円")


@given(DECIMALS)
def test_a_printed_number_is_read_back_exactly(value: Decimal) -> None:
    assert parse_figure(format_number(value, None)) == Parsed(canonical(value))
    assert parse_figure(format_number(value, None, thousands=False, negative="-")) == Parsed(canonical(value))


@given(
    DECIMALS.map(canonical),
    st.sampled_from([None, *QUALIFIER_CODES]),
    st.sampled_from(["", "件", "%", "人/年", "㎡", "プロジェクト"]),
)
def test_a_printed_figure_is_read_back_whole(value: str, qualifier: str | None, unit: str) -> None:
    printed = format_figure(Decimal(value), qualifier=qualifier, unit=unit)
    assert parse_figure(printed) == Parsed(value, qualifier=qualifier, unit=unit or None)


@given(st.text(st.sampled_from("0123456789０９,，．.-－▲約万千億件人%％ 以上()なし未集計〃?\n")))
def test_any_text_is_either_understood_or_refused_politely(text: str) -> None:
    try:
        parsed = parse_figure(text)
    except InputError as error:
        assert error.message.endswith("。")
    else:
        assert [parsed.value, parsed.missing].count(None) == (2 if parsed.empty else 1)
        assert parsed.value is None or canonical(Decimal(parsed.value)) == parsed.value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0E+3"), "0"),
        (Decimal("-0.00"), "0.00"),
        (Decimal("92.0"), "92.0"),
        (Decimal("1E-8"), "0.00000001"),
        (Decimal("123456789012345678901234567890.5"), "123456789012345678901234567890.5"),
        (Fraction(5), "5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 10**12), "0.000000000001"),
        (-3, "-3"),
    ],
)
def test_canonical_text_is_plain(value: Decimal | Fraction | int, text: str) -> None:
    assert canonical(value) == text


@pytest.mark.parametrize("value", [Fraction(1, 3), Decimal("NaN"), Decimal("Infinity")])
def test_what_no_decimal_says_exactly_has_no_canonical_text(value: Decimal | Fraction) -> None:
    with pytest.raises(ValueError, match="no"):
        canonical(value)


@given(DECIMALS)
def test_canonical_text_keeps_the_value(value: Decimal) -> None:
    assert Fraction(canonical(value)) == Fraction(canonical(Fraction(value))) == Fraction(value)


@given(DECIMALS, st.integers(-6, 6), st.sampled_from(sorted(MODES)))
def test_rounding_agrees_with_the_decimal_module(value: Decimal, digits: int, mode: Rounding) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), MODES[mode], decimal.Context(prec=60))
    rounded = round_fraction(Fraction(value), digits, mode)
    assert rounded == expected
    assert -int(rounded.as_tuple().exponent) == max(digits, 0)


@given(FRACTIONS, st.integers(-3, 6), st.sampled_from(sorted(MODES)))
def test_rounding_is_symmetric_and_near(value: Fraction, digits: int, mode: Rounding) -> None:
    rounded = Fraction(round_fraction(value, digits, mode))
    assert Fraction(round_fraction(-value, digits, mode)) == -rounded
    step = Fraction(10) ** -digits
    assert abs(rounded - value) <= (step / 2 if mode.startswith("half") else step)
    assert mode != "down" or abs(rounded) <= abs(value)
    assert mode != "up" or abs(rounded) >= abs(value)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Decimal("-1234567.5"), None, "△1,234,567.5"),
        (Decimal("12"), 1, "12.0"),
        (Decimal("2.25"), 1, "2.3"),
        (Decimal("-0.04"), 1, "0.0"),
        (Decimal("1E+6"), None, "1,000,000"),
        (Decimal("2019.8"), -1, "2,020"),
    ],
)
def test_a_number_is_printed(value: Decimal, digits: int | None, text: str) -> None:
    assert format_number(value, digits) == text


def test_a_number_is_printed_without_separators_and_with_a_hyphen_where_asked() -> None:
    assert format_number(Decimal(-12345), None, thousands=False, negative="-") == "-12345"


@pytest.mark.parametrize(
    ("part", "whole", "rounding", "printed"),
    [
        (12729, 14177, "down", "89.7%"),
        (12729, 14177, "half_up", "89.8%"),
        (14177, 17386, "half_up", "81.5%"),
        (32590, 175200, "half_up", "18.6%"),
    ],
)
def test_the_rates_of_the_council_paper(part: int, whole: int, rounding: Rounding, printed: str) -> None:
    assert format_figure(Fraction(part, whole), digits=1, rounding=rounding, scale_percent=True) == printed


def test_the_rounded_figures_of_the_council_paper() -> None:
    assert format_figure(Fraction(4058, 29280), qualifier="約", digits=0, scale_percent=True) == "約14%"
    assert format_figure(Fraction(22218, 11), qualifier="約", unit="件", digits=-1) == "約2,020件"


def test_qualifiers_stand_where_they_are_said() -> None:
    shown = [format_figure(Fraction(3000), qualifier=code, unit="人") for code in QUALIFIER_CODES]
    assert shown == [
        "約3,000人",
        "おおむね3,000人",
        "3,000人以上",
        "3,000人以下",
        "3,000人未満",
        "3,000人超",
        "3,000人程度",
    ]


def test_without_digits_a_figure_is_as_exact_as_it_can_be() -> None:
    assert format_figure(Decimal("92.0"), unit="%") == "92.0%"
    assert format_figure(Fraction(1, 8)) == "0.125"
    assert format_figure(Fraction(-7)) == "△7"
    assert format_figure(Fraction(-7), negative="-") == "-7"
    assert format_figure(Fraction(2, 3)) == "0.7"
    assert format_figure(Fraction(1, 2**11)) == "0.0"
    assert format_figure(Decimal("0.897"), scale_percent=True) == "89.7%"


def test_what_has_no_number_prints_its_words() -> None:
    assert [
        format_figure(None, missing=code) for code in ("not_counted", "surveying", "not_applicable", "unknown")
    ] == [
        "未集計",
        "調査中",
        "該当なし",
        "不明",
    ]
    assert format_figure(None, text="設置", unit="件") == "設置"
    assert format_figure(None, missing="blank") == format_figure(None) == ""
    assert format_figure(Fraction(0), unit="件") == "0件"
