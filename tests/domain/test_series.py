"""What a figure is: typed, computed over months, printed where parts are unknown, and forgotten when a part changes."""

from dataclasses import replace
from fractions import Fraction

from app.domain.metrics import Metric, Observation
from app.domain.series import SeriesBook, counted_label

MONTHS = [f"2022-{month:02}" for month in range(4, 13)] + ["2023-01", "2023-02", "2023-03"]


def observed(metric: str, period: str, value: str | None = None, **fields: object) -> Observation:
    return Observation(metric=metric, period=period, value=value, **fields)  # type: ignore[arg-type]


def book_of(*metrics: Metric, as_of: str | None = None) -> SeriesBook:
    return SeriesBook({metric.uid: metric for metric in metrics}, as_of)


def full_year(metric: str, step: int = 1) -> list[Observation]:
    return [observed(metric, month, str(step * (place + 1))) for place, month in enumerate(MONTHS)]


def test_a_year_is_the_sum_of_its_twelve_months_however_the_period_is_written() -> None:
    book = book_of(Metric(uid="all", name="全質問", aggregation="sum"))
    book.put(full_year("all"))
    assert book.figure("all", "FY2022").value == 78
    assert book.figure("all", "2022-04/2023-03").value == 78
    assert book.figure("all", "FY2022").source == "computed"


def test_months_not_counted_are_left_out_and_the_total_says_which_it_has() -> None:
    book = book_of(Metric(uid="all", name="全質問", aggregation="sum"))
    book.put([*full_year("all")[:11], observed("all", "2023-03", missing="not_counted")])
    figure = book.figure("all", "FY2022")
    assert figure.value == 66
    assert counted_label(figure.months, tuple(MONTHS)) == "4〜2月"


def test_a_blank_month_before_later_figures_makes_no_total() -> None:
    book = book_of(Metric(uid="all", name="全質問", aggregation="sum"))
    book.put([item for item in full_year("all") if item.period != "2022-06"])
    figure = book.figure("all", "FY2022")
    assert figure.value is None
    assert "6月" in figure.reason


def test_blank_months_still_to_come_do_not_hide_the_total_so_far() -> None:
    book = book_of(Metric(uid="all", name="全質問", aggregation="sum"))
    book.put(full_year("all")[:3])
    assert book.figure("all", "FY2022").value == 6


def test_an_unknown_month_leaves_the_printed_total_standing_and_marked() -> None:
    book = book_of(Metric(uid="card", name="Diners Club", aggregation="sum"))
    book.put([*full_year("card")[:11], observed("card", "2023-03", missing="unknown")])
    book.put([observed("card", "FY2022", "5", printed="5")])
    figure = book.figure("card", "FY2022")
    assert (figure.value, figure.source) == (5, "printed")


def test_a_zero_is_a_value_and_a_blank_is_not() -> None:
    book = book_of(Metric(uid="all", name="件数", aggregation="sum"))
    book.put([observed("all", "2022-04", "0")])
    assert book.figure("all", "2022-04").value == 0
    assert book.figure("all", "2022-05").value is None
    assert book.figure("all", "FY2022").value == 0


def test_a_share_over_a_year_is_the_share_of_the_sums_over_common_months() -> None:
    rate = Metric(uid="rate", name="回答率", formula="[answers]/[responses]")
    parts = [Metric(uid=uid, name=uid, aggregation="sum") for uid in ("answers", "responses")]
    book = book_of(rate, *parts)
    book.put([*full_year("answers")[:11], observed("answers", "2023-03", missing="not_counted")])
    book.put(full_year("responses", 2))
    assert book.figure("rate", "FY2022").value == Fraction(66, 132)
    assert book.figure("rate", "2023-03").missing == "not_counted"


def test_a_typed_month_moves_its_own_total_and_no_derived_one_before_its_partner_is_there() -> None:
    difference = Metric(uid="kept", name="応答", formula="[all]-[out]", aggregation="sum")
    book = book_of(difference, *(Metric(uid=uid, name=uid, aggregation="sum") for uid in ("all", "out")))
    book.put([*full_year("all", 10)[:11], *full_year("out")[:11]])
    before = book.figure("kept", "FY2022").value
    book.put([observed("all", "2023-03", "1900")])
    touched = book.forget(["all"])
    assert touched == {"all", "kept"}
    assert book.figure("all", "FY2022").value == 660 + 1900
    assert book.figure("kept", "FY2022").value == before


def test_a_formula_over_figures_of_one_longer_period_is_taken_there() -> None:
    mean = Metric(uid="mean", name="月平均", formula="[all]/[months]")
    book = book_of(mean, Metric(uid="all", name="全質問", aggregation="sum"), Metric(uid="months", name="月数"))
    book.put(full_year("all")[:11])
    book.put([observed("months", "2022-04/2023-02", "11")])
    assert book.figure("mean", "2022-04/2023-02").value == 6


def test_the_meeting_sees_final_before_provisional_and_nothing_after_its_day() -> None:
    book = book_of(Metric(uid="m", name="m"), as_of="2023-02-28")
    book.put(
        [
            observed("m", "FY2022", "1", as_of="2022-09-30", quality="part"),
            observed("m", "FY2022", "2", as_of="2023-01-31", quality="part"),
            observed("m", "FY2022", "3", as_of="2023-05-31", quality="final"),
            observed("m", "FY2021", "4", as_of="2022-05-31", quality="final"),
            observed("m", "FY2021", "5", as_of="2022-06-30", quality="provisional"),
        ]
    )
    assert book.figure("m", "FY2022").value == 2
    assert book.figure("m", "FY2021").value == 4


def test_shares_are_pooled_never_averaged() -> None:
    book = book_of(Metric(uid="use", name="利用率", aggregation="mean", value_type="ratio"))
    book.put(
        [
            observed("use", "2022-04", numerator="1", denominator="10"),
            observed("use", "2022-05", numerator="30", denominator="40"),
        ]
    )
    assert book.figure("use", "2022-04/2022-05").value == Fraction(31, 50)


def test_division_by_zero_is_no_value_with_a_reason() -> None:
    book = book_of(Metric(uid="r", name="r", formula="[a]/[b]"), Metric(uid="a", name="a"), Metric(uid="b", name="b"))
    book.put([observed("a", "2022-04", "1"), observed("b", "2022-04", "0")])
    figure = book.figure("r", "2022-04")
    assert figure.value is None and "0で割る" in figure.reason


PARTS = Metric(uid="parts", name="部分", aggregation="sum")
TWICE = Metric(uid="twice", name="二倍", formula="[parts] * 2")


def test_a_book_follows_another_definition_of_its_metrics() -> None:
    months = [observed("parts", f"2022-{month:02}", str(month)) for month in range(4, 13)]
    before = (PARTS, TWICE)
    made = book_of(*before)
    made.put(months)
    assert made.figure("twice", "2022-04/2022-12").value == 2 * sum(range(4, 13))
    for after, changes in (
        ((replace(PARTS, unit="件"), before[1]), False),
        ((replace(PARTS, aggregation="max"), before[1]), True),
        ((replace(PARTS, aggregation="max"), replace(TWICE, formula="[parts] * 3")), True),
        ((replace(PARTS, aggregation="max"),), True),
    ):
        fresh = book_of(*after)
        fresh.put(months)
        assert made.redefine({item.uid: item for item in after}) == changes
        for uid in ("parts", "twice"):
            assert made.figure(uid, "2022-04/2022-12") == fresh.figure(uid, "2022-04/2022-12")
        assert made.affected(["parts"]) == fresh.affected(["parts"])
