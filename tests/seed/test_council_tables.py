"""The tables of the council paper cell by cell, and the cells that only its totals prove."""

from collections.abc import Mapping
from itertools import combinations, product

import pytest

from tests.data import council_facts as facts
from tests.seed.council import (
    CASHLESS_SPAN,
    CHATBOT_SPAN,
    COURSE_SPAN,
    UNKNOWN,
    as_lines,
    metric_named,
    observed,
    row_of,
    rows_of,
    scene,
    values_of,
)

Grid = tuple[tuple[int, ...], ...]


@pytest.mark.parametrize("name", [name for name in [*facts.QR_ROWS, *facts.CARD_ROWS] if name != "総計"])
def test_a_whole_row_of_the_cashless_tables(name: str) -> None:
    *months, total = {**facts.QR_ROWS, **facts.CARD_ROWS}[name].split()
    assert values_of(name, facts.CASHLESS_MONTHS) == months
    assert sum(map(int, months)) == int(total)
    found = observed(name, CASHLESS_SPAN)
    assert (found["value"], found["printed"]) == (total, total)


@pytest.mark.parametrize(
    ("name", "printed"),
    [("QR/バーコードの総計", facts.QR_ROWS["総計"]), ("クレジットカード・電子マネーの総計", facts.CARD_ROWS["総計"])],
)
def test_the_printed_totals_stand_beside_their_formula(name: str, printed: str) -> None:
    *months, total = printed.split()
    assert [observed(name, month)["printed"] for month in facts.CASHLESS_MONTHS] == months
    assert values_of(name, facts.CASHLESS_MONTHS) == months
    assert observed(name, CASHLESS_SPAN)["printed"] == total
    assert row_of("metric", name=name)["formula"].startswith("SUM(")


def test_month_totals_are_the_sums_of_their_columns_where_all_is_known() -> None:
    book = scene().book
    totals = facts.QR_ROWS["総計"].split()
    figures = [book.figure("qr-total", month) for month in [*facts.CASHLESS_MONTHS, CASHLESS_SPAN]]
    assert [str(figure.value) for figure in figures] == totals
    assert {figure.source for figure in figures} == {"computed"}


def test_a_month_total_with_an_unknown_part_is_the_printed_number() -> None:
    figures = [scene().book.figure("cc-total", month) for month in facts.CASHLESS_MONTHS]
    assert [str(figure.value) for figure in figures] == facts.CARD_ROWS["総計"].split()[:-1]
    sources = zip(facts.CASHLESS_MONTHS, figures, strict=True)
    assert [month for month, figure in sources if figure.source == "printed"] == [
        "2022-04",
        "2022-08",
        "2022-10",
        "2022-11",
        "2023-01",
    ]


def test_both_tables_together_make_the_circled_total() -> None:
    months = zip(facts.QR_ROWS["総計"].split(), facts.CARD_ROWS["総計"].split(), strict=True)
    sums = [int(qr) + int(card) for qr, card in months]
    book = scene().book
    assert [book.figure("cl-total", month).value for month in facts.CASHLESS_MONTHS] == sums[:-1]
    assert book.figure("cl-total", CASHLESS_SPAN).value == sums[-1] == 3148


def placements(figures: list[int], room: list[int]) -> list[tuple[int, ...]]:
    """Return every way to spread figures, in order, over months that have room for them."""
    found = []
    for columns in combinations(range(len(room)), len(figures)):
        row = [0] * len(room)
        for column, figure in zip(columns, figures, strict=True):
            row[column] = figure
        if all(cell <= most for cell, most in zip(row, room, strict=True)):
            found.append(tuple(row))
    return found


def solutions(loose: Mapping[str, str], whole: Mapping[str, str]) -> list[Grid]:
    """Return every way to place rows whose columns were lost so that the printed month totals come out."""
    known = [[int(cell) for cell in text.split()[:-1]] for name, text in whole.items() if name != "総計"]
    totals = [int(cell) for cell in whole["総計"].split()[:-1]]
    room = [total - sum(column) for total, column in zip(totals, zip(*known, strict=True), strict=True)]
    rows = [placements([int(cell) for cell in text.split()[:-1]], room) for text in loose.values()]
    return [grid for grid in product(*rows) if [sum(column) for column in zip(*grid, strict=True)] == room]


def certain(grids: list[Grid]) -> list[list[str]]:
    """Return the cells on which all solutions agree, UNKNOWN where they differ."""
    rows, columns = range(len(grids[0])), range(len(grids[0][0]))
    cells = [[{grid[row][column] for grid in grids} for column in columns] for row in rows]
    return [[str(cell.pop()) if len(cell) == 1 else UNKNOWN for cell in row] for row in cells]


@pytest.mark.parametrize(
    ("loose", "whole", "ways"),
    [(facts.QR_LOOSE_ROWS, facts.QR_ROWS, 1), (facts.CARD_LOOSE_ROWS, facts.CARD_ROWS, 17)],
)
def test_lost_months_are_reconstructed_exactly_where_the_totals_prove_them(
    loose: Mapping[str, str], whole: Mapping[str, str], ways: int
) -> None:
    found = solutions(loose, whole)
    assert len(found) == ways
    assert [values_of(name, facts.CASHLESS_MONTHS) for name in loose] == certain(found)
    for name, text in loose.items():
        months = [observed(name, month) for month in facts.CASHLESS_MONTHS]
        assert all((row["quality"] == "reconstructed") == (row["value"] is not None) for row in months)
        assert observed(name, CASHLESS_SPAN)["printed"] == text.split()[-1]
        assert sum(map(int, text.split()[:-1])) == int(text.split()[-1])


def test_the_tables_run_from_march_and_list_the_rows_as_printed() -> None:
    names = {row["uid"]: row["name"] for row in rows_of("metric")}
    for uid, rows in facts.CASHLESS_ROW_ORDER.items():
        table = row_of("table_view", uid=uid)
        assert (table["start"], table["end"], table["unit"]) == ("2022-03", "2023-02", "件")
        *values, total = rows_of("table_row", table=uid)
        assert [names[row["metric"]] for row in values] == rows.split(" / ")
        assert (total["label"], total["role"], table["printed_total_label"]) == ("総計", "total", "総計")


def test_the_next_reservation_system_starts_in_january_2027() -> None:
    phases = rows_of("phase", block="cashless-roadmap")
    assert [(row["label"], row["start"], row["end"], row["printed"]) for row in phases] == [
        ("次期システム仕様の検討", "FY2023", "FY2024", "R5・６年度"),
        ("システム選定", "FY2025", "FY2025", "R7年度"),
        ("新システム移行", "2027-01", "2027-01", "R８年度 1月稼働"),
    ]


@pytest.mark.parametrize("name", facts.CHATBOT_ROWS)
def test_a_row_of_the_chatbot_table(name: str) -> None:
    *months, total = facts.CHATBOT_ROWS[name].split()
    assert values_of(name, facts.CHATBOT_MONTHS) == months
    assert sum(map(int, months)) == int(total)
    found = observed(name, CHATBOT_SPAN)
    assert (found["value"], found["printed"]) == (total, f"{int(total):,}")
    book = scene().book
    computed = [book.figure(metric_named(name), period).value for period in [*facts.CHATBOT_MONTHS, CHATBOT_SPAN]]
    assert [str(value) for value in computed] == [*months, total]


@pytest.mark.parametrize("name", [*facts.CHATBOT_ROWS, "回答率", "正答率", "正答率（応答数が分母）"])
def test_march_is_not_counted_and_not_zero(name: str) -> None:
    figure = scene().book.figure(metric_named(name), "2023-03")
    assert (figure.value, figure.missing) == (None, "not_counted")


def test_three_rows_are_derived_and_the_relearning_row_keeps_its_quirk() -> None:
    derived = [row["name"] for row in rows_of("metric", node="dx-chatbot") if row["formula"]]
    assert derived[:3] == ["応答", "回答", "正答"]
    relearn = row_of("metric", name="再学習要")
    assert relearn["definition"] == "回答のうち再学習が必要な質問"
    assert "数値と合わない" in relearn["note"]
    table = row_of("table_view", uid="chatbot-table")
    assert (table["start"], table["end"], table["printed_total_label"]) == ("2022-04", "2023-03", "年合計")
    assert [row["role"] for row in rows_of("table_row", table="chatbot-table")] == ["value"] * 8 + ["rate"] * 3


def test_the_flow_splits_all_questions_down_to_the_correct_answers() -> None:
    items = rows_of("list_item", block="chatbot-flow")
    steps = [(item["number"], str(scene().book.figure(item["metric"], item["period"]).value)) for item in items]
    assert steps == [
        ("1", "22218"),
        ("2", "4832"),
        ("2", "17386"),
        ("3", "3209"),
        ("3", "14177"),
        ("4", "1448"),
        ("4", "12729"),
    ]
    points = " ".join(item["text"] for item in rows_of("list_item", block="chatbot-points"))
    assert points == "利用者メリット 安全性 機能性 導入実績 対費用効果 運用の利便性"


@pytest.mark.parametrize(("metric", "day", "place", "value", "certainty"), as_lines(facts.EVENTS))
def test_an_event(metric: str, day: str, place: str, value: str, certainty: str) -> None:
    event = row_of("event", metric=metric_named(metric), period=day)
    assert (event["place"], event["certainty"]) == (place, certainty)
    assert event["printed_day"].endswith(f"{int(day[-2:])}日")
    assert (event["printed_day"] in ("4日", "25日", "21日", "22日")) == (certainty == "inferred")
    assert observed(metric, day)["value"] == value


@pytest.mark.parametrize("metric", ["Seto CG Kid's Program", "Seto CG Kid's Advance", "教職員向けプログラミング研修"])
def test_the_events_of_a_programme_add_up(metric: str) -> None:
    events = rows_of("event", metric=metric_named(metric))
    total = sum(int(observed(metric, str(event["period"]))["value"]) for event in events)
    assert str(total) == observed(metric, "FY2022")["printed"]
    assert row_of("metric", name=metric)["aggregation"] == "gross"


def course_solutions() -> list[Grid]:
    """Return every way to place the courses of a month in the three columns so that the printed totals come out."""
    totals = [int(cell) for cell in facts.COURSE_TOTALS.split()]
    rows = [placements([int(cell) for cell in text.split()], totals) for text in facts.COURSE_ROWS.values()]
    return [grid for grid in product(*rows) if [sum(column) for column in zip(*grid, strict=True)] == totals]


COURSES = {
    "スマホ講座": "名古屋スマホ倶楽部",
    "スマホコーチになろう！講座": "NPO法人デジタルサポーターズネット",
    "スマートフォン活用講座": "グリーンシティケーブルテレビ",
}


def test_courses_hold_only_the_cells_that_are_certain() -> None:
    found = course_solutions()
    assert len(found) == 9
    by_course = [list(column) for column in zip(*certain(found), strict=True)]
    assert [values_of(name, facts.COURSE_MONTHS) for name in COURSES] == by_course
    assert [observed(name, COURSE_SPAN)["printed"] for name in COURSES] == facts.COURSE_TOTALS.split()
    assert [row["sublabel"] for row in rows_of("table_row", table="course-table")] == [*COURSES.values(), None]


def test_months_of_courses_add_up_to_the_columns() -> None:
    name = "講座実施回数（月ごとの計）"
    months = [str(sum(map(int, text.split()))) for text in facts.COURSE_ROWS.values()]
    assert values_of(name, facts.COURSE_MONTHS) == months
    assert observed(name, COURSE_SPAN)["value"] == "38" == str(sum(map(int, facts.COURSE_TOTALS.split())))
