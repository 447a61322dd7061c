"""The verdict on a printed figure: agrees, only cut off, only rounded, differs by how much, cannot be checked."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.edits import Command
from app.domain.metrics import Event, Metric, Observation, Table, TableRow
from app.domain.plan import Indicator, Node, Placement, Target
from app.domain.proof.finding import Finding
from app.domain.proof.printed import (
    AGREES,
    DIFFERS,
    ROUNDED,
    TRUNCATED,
    UNCHECKED,
    printed_findings,
    verdict,
)
from app.domain.report_goal import Scene
from tests.domain.scenes import scene_with

NODE = (Node(uid="n", kind="initiative", title="取組"), Placement(uid="p", child="n", position=1))


@pytest.mark.parametrize(
    ("printed", "digits", "computed", "code"),
    [
        ("0.086", 3, Fraction(3148, 36345), TRUNCATED),
        ("0.897", 3, Fraction(12729, 14177), TRUNCATED),
        ("0.14", 2, Fraction(4058, 29280), ROUNDED),
        ("2020", 0, Fraction(22218, 11), ROUNDED),
        ("0.815", 3, Fraction(14177, 17386), AGREES),
        ("0.732", 3, Fraction(12729, 17386), AGREES),
        ("0.186", 3, Fraction(32590, 175200), AGREES),
        ("110", 0, Fraction(552, 5), AGREES),
        ("0.898", 3, Fraction(12729, 14177), ROUNDED),
        ("1168", 0, Fraction(1167), DIFFERS),
        ("0", 0, Fraction(0), AGREES),
        ("2000", -3, Fraction(2499), AGREES),
        ("3000", -3, Fraction(2500), ROUNDED),
    ],
)
def test_a_printed_figure_is_judged_by_its_own_decimals(
    printed: str, digits: int, computed: Fraction, code: str
) -> None:
    assert verdict(Fraction(printed), digits, computed) == code


@given(st.integers(-(10**7), 10**7), st.integers(1, 999), st.integers(0, 3), st.integers(-2, 2))
def test_the_verdict_is_that_of_decimal_arithmetic(top: int, bottom: int, digits: int, off: int) -> None:
    computed, unit = Fraction(top, bottom), Decimal(1).scaleb(-digits)
    exact = Decimal(top) / Decimal(bottom)
    half, down = exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_DOWN)
    printed = half + off * unit
    expected = {(True, True): AGREES, (False, True): TRUNCATED, (True, False): ROUNDED, (False, False): DIFFERS}
    assert verdict(Fraction(printed), digits, computed) == expected[printed == half, printed == down]


def judged(scene: Scene, metric: str = "m") -> Finding:
    """Return the only verdict on a metric."""
    (found,) = printed_findings(scene, scene.index.get(Metric, metric))
    return found


def months(values: dict[int, str], metric: str = "m", year: int = 2022) -> list[Observation]:
    return [Observation(metric=metric, period=f"{year}-{month:02}", value=value) for month, value in values.items()]


def board_of_total(total: str, values: dict[int, str], **fields: str) -> Scene:
    metric = Metric(uid="m", node="n", name="件数", unit="件", aggregation="sum")
    whole = Observation(metric="m", period="2022-04/2022-09", value=total, **fields)
    return scene_with(*NODE, metric, *months(values), whole)


SIX = {4: "120", 5: "98", 6: "143", 7: "77", 8: "205", 9: "64"}  # 707


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ("770", "63多く|隣り合う数字の入れ替わり（07を70）"),
        ("564", "143少なく|6月の足し忘れ"),
        ("912", "205多く|8月を2回足した値"),
        ("717", "10多く|1字の打ち間違い（0を1）"),
        ("7007", "6,300多く|同じ数字の打ち重ね（0）"),
        ("7070", "6,363多く|1桁の取り違え"),
        ("707000", "706,293多く|単位の取り違え（千）"),
        ("531", "176少なく|。"),
    ],
)
def test_a_difference_says_by_how_much_and_which_slip_would_explain_it(total: str, words: str) -> None:
    found = judged(board_of_total(total, SIX))
    amount, slip = words.split("|")
    assert (found.code, found.computed) == (DIFFERS, "707")
    assert f"計算値より{amount}なっています" in found.message and slip in found.message
    assert ("考えられる誤り" in found.message) == (slip != "。")


def test_a_difference_is_mended_by_the_computed_figure() -> None:
    scene = board_of_total("770", SIX, printed="770件")
    (mend,) = judged(scene).mends
    (edit,) = mend.edits
    assert mend.label == "計算値の707にする" and edit.after is not None
    assert (edit.after["value"], edit.after["printed"]) == ("707", None)
    assert Command("直す", mend.edits, "c").edits[0].before == edit.before


def test_last_years_figure_is_recognised() -> None:
    scene = board_of_total("613", SIX)
    before = Observation(metric="m", period="2021-04/2021-09", value="613")
    scene.book.put([before])
    assert "前の年の値" in [found for found in printed_findings(scene, scene.index.get(Metric, "m"))][-1].message


def test_months_still_to_come_leave_a_total_unchecked_unless_it_is_too_small_already() -> None:
    open_months = {month: value for month, value in SIX.items() if month < 9}  # 643
    assert judged(board_of_total("707", open_months)).code == UNCHECKED
    assert "9月" in judged(board_of_total("707", open_months)).message
    assert judged(board_of_total("643", open_months)).code == AGREES
    assert judged(board_of_total("600", open_months)).code == DIFFERS


def test_an_earlier_as_of_that_the_meeting_does_not_show_is_not_judged() -> None:
    scene = board_of_total("707", SIX)
    scene.book.put([Observation(metric="m", period="2022-04/2022-09", value="500", as_of="2022-08-31")])
    scene.book.put([Observation(metric="m", period="2022-04/2022-09", value="707", as_of="2022-10-31")])
    assert judged(scene).code == AGREES


@pytest.mark.parametrize(
    ("printed", "fields", "code"),
    [
        ("2000", {"qualifier": "約"}, AGREES),
        ("2030", {"qualifier": "約"}, DIFFERS),
        ("2000", {}, DIFFERS),
        ("2000", {"qualifier": "以上"}, AGREES),
        ("2000", {"qualifier": "超"}, AGREES),
        ("2000", {"qualifier": "以下"}, DIFFERS),
        ("2000", {"qualifier": "未満"}, DIFFERS),
        ("2", {"unit": "千件"}, AGREES),
        ("2", {"unit": "万件"}, DIFFERS),
        ("2", {"unit": "円"}, UNCHECKED),
        ("2000", {"printed": "2千件"}, AGREES),
    ],
)
def test_words_and_units_of_print_are_heeded(printed: str, fields: dict[str, str], code: str) -> None:
    metric = Metric(uid="m", node="n", name="件数", unit="件", aggregation="sum")
    parts = months({4: "1019", 5: "1000"})
    whole = Observation(metric="m", period="2022-04/2022-05", value=printed, **fields)  # type: ignore[arg-type]
    assert judged(scene_with(*NODE, metric, *parts, whole)).code == code


def share(printed: str, value: str, top: str = "12729", **fields: str) -> Scene:
    """Return a board with a rate of which the metric says nothing about rounding."""
    rate = Metric(uid="m", node="n", name="率", scale="percent", formula="[a]/[b]", digits=1)
    parts = [Metric(uid=uid, node="n", name=uid, unit="件") for uid in ("a", "b", "c")]
    values = {"a": top, "b": "14177", "c": "17386"}
    table = Table(uid="t", node="n", title="表", axis="months", start="2022-04", end="2022-04")
    rows = [TableRow(uid=f"r-{uid}", table="t", position=1, metric=uid) for uid in (*values, "m")]
    given = [Observation(metric=uid, period="2022-04", value=number) for uid, number in values.items()]
    return scene_with(
        *NODE,
        rate,
        *parts,
        table,
        *rows,
        *given,
        Observation(metric="m", period="2022-04", value=value, printed=printed, **fields),
    )


def test_a_figure_that_only_agrees_cut_off_says_both_digits_and_can_set_its_rounding() -> None:
    found = judged(share("89.7%", "0.897"))
    assert (found.code, found.computed) == (TRUNCATED, "89.786%")
    assert "切捨てで89.7%、四捨五入で89.8%" in found.message
    (edit,) = found.mends[0].edits
    assert edit.after is not None and (edit.after["rounding"], edit.after["digits"]) == ("down", 1)
    assert judged(share("89.7%", "0.897", rounding="down")).mends == ()


def test_another_row_as_denominator_is_recognised() -> None:
    found = judged(share("73.2%", "0.732"))
    assert found.code == DIFFERS and "分母を「c」にした値" in found.message
    assert "16.6ポイント少なく" in found.message


def test_a_rounding_up_that_is_the_rule_agrees_and_else_is_named_as_a_slip() -> None:
    assert judged(share("81.6%", "0.816", top="11561", rounding="up")).code == ROUNDED
    found = judged(share("81.6%", "0.816", top="11561"))
    assert found.code == DIFFERS and "切上げの値" in found.message


@pytest.mark.parametrize(("printed", "code"), [("89.7%", TRUNCATED), ("9割", ROUNDED), ("88%", DIFFERS)])
def test_a_share_with_its_own_parts_is_judged_as_printed(printed: str, code: str) -> None:
    metric = Metric(uid="m", node="n", name="率", scale="percent", value_type="ratio")
    given = Observation(metric="m", period="2022-04", numerator="12729", denominator="14177", printed=printed)
    if printed == "9割":
        given = Observation(metric="m", period="2022-04", value="0.9", printed=printed)
        assert list(printed_findings(scene_with(*NODE, metric, given), metric)) == []
        return
    assert judged(scene_with(*NODE, metric, given)).code == code


def test_events_add_up_to_a_printed_total() -> None:
    metric = Metric(uid="m", node="n", name="参加者", unit="人", aggregation="gross")
    days = {"2022-07-31": "89", "2023-03-19": "27"}
    events = [Event(uid=day, metric="m", position=place, period=day) for place, day in enumerate(days)]
    held = [Observation(metric="m", period=day, value=value) for day, value in days.items()]
    for total, code, words in (("116", AGREES, "表の中では一致"), ("89", DIFFERS, "令和5年3月19日の足し忘れ")):
        whole = Observation(metric="m", period="FY2022", value=total, printed=total)
        found = judged(scene_with(*NODE, metric, *events, *held, whole))
        assert found.code == code and words in found.message


def rate_of(direction: str, rate: str) -> Finding:
    metric = Metric(uid="m", node="n", name="指標", unit="件", direction=direction)
    indicator = Indicator(uid="i", node="n", metric="m", title="指標", position=1)
    target = Target(uid="t", indicator="i", period="FY2022", value="80")
    result = Observation(metric="m", period="FY2022", value="100")
    published = Observation(metric="m", period="FY2022", kind="rate", value=rate, printed=rate + "%")
    return judged(scene_with(*NODE, metric, indicator, target, result, published))


def test_a_published_rate_is_result_by_target_and_either_way_where_the_figure_should_fall() -> None:
    assert rate_of("up", "125.0").code == AGREES
    assert rate_of("up", "80.0").code == DIFFERS
    assert rate_of("down", "80.0").code == AGREES
    assert rate_of("down", "75").code == AGREES
    assert rate_of("down", "40").code == UNCHECKED


def test_a_total_with_unknown_parts_is_proved_by_the_printed_totals_of_its_rows() -> None:
    total = Metric(uid="m", node="n", name="総計", unit="件", aggregation="sum", formula="[a]+[b]")
    parts = [Metric(uid=uid, node="n", name=uid, unit="件", aggregation="sum") for uid in ("a", "b")]
    unknown = [Observation(metric=uid, period="2022-04", missing="unknown") for uid in ("a", "b")]
    unknown += [Observation(metric=uid, period="2022-05", value="10") for uid in ("a", "b")]
    wholes = [
        Observation(metric=uid, period="2022-04/2022-05", value=value) for uid, value in (("a", "30"), ("b", "12"))
    ]
    for value, code in (("42", AGREES), ("24", DIFFERS)):
        printed = Observation(metric="m", period="2022-04/2022-05", value=value, printed=value)
        found = judged(scene_with(*NODE, total, *parts, *unknown, *wholes, printed))
        assert found.code == code and "印字された計から" in found.why
