"""A new city's board: rows that a file takes, rules that decide, and what the form refuses."""

import pytest

from app.domain.board import BoardIndex
from app.domain.board_text import check_references, format_board, parse_board
from app.domain.entity import from_row
from app.domain.errors import InputError
from app.domain.metrics import Metric, Observation
from app.domain.new_plan import NewPlan, build_new_plan, city_code, fiscal_year, goal_names, goal_number
from app.domain.plan import Indicator, Legend, Meeting, Plan, Reason, Target
from app.domain.report_goal import Scene, build_goal_report
from app.domain.series import SeriesBook
from app.domain.tables import STRUCTURE

FULL = NewPlan(
    city="春日井市",
    city_code="232068",
    division="情報システム課",
    plan_name="春日井市デジタル計画",
    plan_start=2022,
    plan_end=2026,
    meeting_name="第1回推進会議",
    fiscal_year=2023,
    goals=("くらし", "しごと", "まち"),
)
LEAST = NewPlan(city="春日井市", plan_name="計画", fiscal_year=2026)


def index_of(new: NewPlan) -> BoardIndex:
    rows = build_new_plan(new)
    return BoardIndex({kind: [from_row(kind, row) for row in rows.get(kind.TABLE, ())] for kind in STRUCTURE})


@pytest.mark.parametrize("new", [FULL, LEAST], ids=["full", "least"])
def test_the_rows_hold_together_and_survive_the_open_text_form(new: NewPlan) -> None:
    rows = build_new_plan(new)
    check_references(rows)
    text = format_board(rows)
    assert format_board(parse_board(text)) == text


def test_the_board_says_what_the_form_said() -> None:
    index = index_of(FULL)
    assert (index.board.city, index.board.city_code, index.board.division) == ("春日井市", "232068", "情報システム課")
    assert not index.board.is_sample
    (plan,), (meeting,) = index.all(Plan), index.all(Meeting)
    assert (plan.start, plan.end) == ("FY2022", "FY2026")
    assert (meeting.name, meeting.fiscal_year) == ("第1回推進会議", "FY2023")
    top = [(node.kind, f"{node.number or ''}{node.title}") for node in index.children(None)]
    assert top == [("goal", "①くらし"), ("goal", "②しごと"), ("goal", "③まち"), ("group", "DX重点取組み事項")]


def test_the_least_form_gives_a_goal_to_begin_with() -> None:
    index = index_of(LEAST)
    goal = index.children(None)[0]
    assert (goal.number, goal.title, goal.title_given) == ("①", "基本目標1", False)
    assert index.all(Meeting)[0].name == "令和8年度 第1回"
    assert index.all(Plan)[0].start is None


def test_legend_has_four_classes_and_every_reason_but_one_folds_to_them() -> None:
    index = index_of(FULL)
    legend = {item.uid: item.label for item in index.all(Legend)}
    assert list(legend.values()) == ["達成・達成見込み", "推進中", "完了・対象外", "見直し"]
    folded = {item.label: legend.get(item.legend or "") for item in index.all(Reason)}
    assert folded["達成見込み"] == "達成・達成見込み"
    assert [label for label, under in folded.items() if under is None] == ["判定できない"]


@pytest.mark.parametrize(
    ("baseline", "target", "result", "expected"),
    [
        (None, "3000", "3500", "達成"),
        (None, "3000", "3000", "達成"),
        (None, "3000", "2999.9", "推進中"),
        ("100", "50", "49", "達成"),
        ("100", "50", "60", "推進中"),
        ("10", "50", "60", "達成"),
        ("10", "50", "40", "推進中"),
        ("100", "50", None, ""),
        (None, "3000", None, ""),
    ],
)
def test_rules_decide_the_status(baseline: str | None, target: str, result: str | None, expected: str) -> None:
    index = index_of(FULL)
    goal = index.children(None)[0].uid
    metric = Metric(uid="m", node=goal, name="件数")
    extra = [
        metric,
        Indicator(uid="i", node=goal, metric="m", title="件数", position=1),
        Target(uid="t", indicator="i", period="FY2026", value=target),
    ]
    whole = {kind: [*index.all(kind), *(item for item in extra if isinstance(item, kind))] for kind in STRUCTURE}
    book = SeriesBook({"m": metric}, None)
    for kind, period, value in (("baseline", "FY2021", baseline), ("result", "FY2023", result)):
        if value is not None:
            book.put([Observation(metric="m", period=period, kind=kind, value=value)])
    report = build_goal_report(Scene(BoardIndex(whole), book, index.all(Meeting)[0]), goal, {})
    assert report.rows[0].status.reason == expected


@pytest.mark.parametrize(
    "new",
    [
        NewPlan(city=" ", plan_name="計画", fiscal_year=2026),
        NewPlan(city="春日井市", plan_name="", fiscal_year=2026),
        NewPlan(city="春日井市", plan_name="計画", fiscal_year=2026, plan_start=2026, plan_end=2025),
        NewPlan(city="春日井市", plan_name="計画", fiscal_year=2026, city_code="232069"),
    ],
)
def test_a_form_that_cannot_be_a_board_is_refused(new: NewPlan) -> None:
    with pytest.raises(InputError):
        build_new_plan(new)


@pytest.mark.parametrize("typed", ["232041", "２３２０４１", "011002", "131016", "", " "])
def test_codes_with_a_right_check_digit_are_taken(typed: str) -> None:
    assert city_code(typed) in ("232041", "011002", "131016", "")


@pytest.mark.parametrize("typed", ["23204", "232042", "2320411", "瀬戸市"])
def test_other_codes_are_refused(typed: str) -> None:
    with pytest.raises(InputError):
        city_code(typed)


@pytest.mark.parametrize(
    ("typed", "year"), [("令和4年度", 2022), ("R4", 2022), ("2022", 2022), ("平成31年度", 2019), ("", None)]
)
def test_a_fiscal_year_is_read_as_people_type_it(typed: str, year: int | None) -> None:
    assert fiscal_year(typed) == year


@pytest.mark.parametrize("typed", ["4月", "令和4年6月", "いつか", "R4〜R6"])
def test_anything_else_is_no_fiscal_year(typed: str) -> None:
    with pytest.raises(InputError):
        fiscal_year(typed)


def test_goal_names_come_from_pasted_lines() -> None:
    assert goal_names("①まちの活性化\n\n 2. 生活の利便性\n基本目標3　基盤\n1人1台の端末\n") == (
        "まちの活性化",
        "生活の利便性",
        "基盤",
        "1人1台の端末",
    )


def test_goals_are_numbered_past_the_circled_digits() -> None:
    assert [goal_number(place) for place in (1, 20, 21, 50, 51)] == ["①", "⑳", "㉑", "㊿", "51"]
