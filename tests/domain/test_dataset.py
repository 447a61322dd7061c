"""The tables of the data set: what stands in them, how texts become plain, and a form that stays the same."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.blocks import Block, ListItem, Phase
from app.domain.dataset import DatasetOptions, dataset
from app.domain.dataset_about import FORM_CHANGES, FORM_VERSION
from app.domain.dataset_model import Column, DataFile, DataValue, data_file, data_number, times_hundred
from app.domain.dataset_text import one_spelling, plain, with_western_years
from app.domain.metrics import Metric, Observation, Table, TableRow
from app.domain.plan import (
    Assessment,
    Board,
    Correction,
    Department,
    Indicator,
    Legend,
    Meeting,
    NamedPeriod,
    Node,
    Placement,
    Plan,
    Reason,
    Responsibility,
    Rule,
    Scheme,
    Succession,
    Target,
)
from app.domain.report_goal import Scene
from tests.domain.scenes import BOARDS, rows_of, scene_of_rows, scene_with

FORM = Path(__file__).parents[1] / "reference" / "dataset_form.txt"
Record = dict[str, DataValue]

BASE = (
    Board(uid="b", title="板", city="札幌市", city_code="011002"),
    Plan(uid="plan", name="計画", position=1, start="FY2021", end="FY2025", period_label="R3〜R7年度", source="一\n二"),
    Meeting(uid="m", name="第1回", position=1, fiscal_year="FY2022", held_on="2023-03-20", as_of="2023-02-28"),
    Node(uid="g", kind="goal", number="①", title="目標", plan="plan"),
    Node(uid="n", kind="initiative", title="取組", plan="plan"),
    Placement(uid="p1", child="g", position=1),
    Placement(uid="p2", parent="g", child="n", position=1),
)


def tables(scene: Scene, with_provisional: bool = False) -> dict[str, DataFile]:
    return {file.name: file for file in dataset(scene, DatasetOptions(with_provisional=with_provisional))}


def records(file: DataFile) -> list[Record]:
    """Return a table's rows by column name, empty cells left out."""
    names = [column.name for column in file.columns]
    return [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in file.rows]


def some(file: DataFile, *names: str) -> list[tuple[DataValue, ...]]:
    return [tuple(record.get(name) for name in names) for record in records(file)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("①まち", "1まち"),
        ("Ⅳ ㈱ ㋿ ㍻ № ㌔", "IV (株) 令和 平成 No キロ"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("⽤意⺠", "用意民"),
        ("髙﨑・瀨戸", "髙﨑・瀨戸"),
        ("合　計", "合計"),
        ("経営戦略部　情報政策課", "経営戦略部 情報政策課"),
        (" 一行目\r\n 二行目\t三 ", "一行目 二行目 三"),
        ("a\x00b\x0bc\ufffed", "ab cd"),
        ("\ue000外字", "〓外字"),
        ("=1+1", "=1+1"),
        ("", ""),
        ("15 m/s", "15 m/s"),
    ],
)
def test_texts_become_plain(text: str, said: str) -> None:
    assert plain(text) == said


@pytest.mark.parametrize(
    ("text", "said"), [("％", "%"), ("㎡", "m2"), ("１", "1"), ("①", "1"), ("か所", "か所"), ("½", "1/2")]
)
def test_units_and_numbers_are_spelled_one_way(text: str, said: str) -> None:
    assert one_spelling(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("H27年度?", "H27(2015)年度?"),
        ("平成元年度", "平成元(1989)年度"),
        ("R3〜R7年度", "R3(2021)〜R7(2025)年度"),
        ("2002(H14)?", "2002(H14)?"),
        ("5ヵ年", "5ヵ年"),
        ("RPA2", "RPA2"),
        ("令和99年", "令和99(2117)年"),
    ],
)
def test_era_years_get_their_western_year(text: str, said: str) -> None:
    assert with_western_years(text) == said


def test_numbers_are_exact_or_have_ten_decimals() -> None:
    assert data_number(Fraction(1, 8)) == Decimal("0.125")
    assert str(data_number(Fraction(-2, 3))) == "-0.6666666667"
    assert str(data_number(Fraction(22218))) == "22218"
    assert str(times_hundred(Decimal("0.1234567890123456789012345678901"))) == "12.34567890123456789012345678901"
    assert str(times_hundred(Decimal("2"))) == "200"


def test_a_cell_that_no_column_has_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        data_file("one", "一", (Column("name", "名", "名前"),), [{"nam": "値"}])


def test_results_targets_and_computed_figures_stand_in_rows_of_their_own() -> None:
    scene = scene_with(
        *BASE,
        Metric(uid="a", node="n", name="数", unit="件", aggregation="sum"),
        Metric(uid="all", node="n", name="全数", unit="件", aggregation="sum"),
        Metric(uid="share", node="n", name="率", scale="percent", formula="[a]/[all]", digits=1, rounding="down"),
        Indicator(uid="i", node="n", metric="share", number="1-①", title="率の指標", position=1),
        Target(uid="t0", indicator="i", period="FY2025", value="0.5", is_final=True),
        Target(
            uid="t1", indicator="i", period="FY2025", value="0.6", revision=1, decided_on="2022-10-01", is_final=True
        ),
        Observation(metric="a", period="2022-04", value="1", quality="reconstructed"),
        Observation(metric="a", period="2022-05", missing="not_counted"),
        Observation(metric="all", period="2022-04", value="3"),
        Observation(metric="all", period="2022-05", value="0"),
        Observation(metric="share", period="2022-04", value="0.333", qualifier="約", printed="約33.3%"),
    )
    found = tables(scene)
    columns = ("metric_code", "period_code", "kind_code", "origin_code", "value", "unit", "missing_code", "revision")
    assert some(found["observations"], *columns) == [
        ("a", "2022-04", "result", "entered", Decimal(1), "件", None, None),
        ("a", "2022-05", "result", "entered", None, "件", "not_counted", None),
        ("all", "2022-04", "result", "entered", Decimal(3), "件", None, None),
        ("all", "2022-05", "result", "entered", Decimal(0), "件", None, None),
        ("share", "2022-04", "result", "entered", Decimal("33.3"), "%", None, None),
        ("share", "FY2022", "result", "computed", Decimal("33.3333333333"), "%", None, None),
        ("share", "2022-04", "result", "computed", Decimal("33.3333333333"), "%", None, None),
        ("share", "2022-05", "result", "computed", None, "%", "not_counted", None),
        ("share", "FY2025", "target", "entered", Decimal("50.0"), "%", None, 0),
        ("share", "FY2025", "target", "entered", Decimal("60.0"), "%", None, 1),
    ]
    first = records(found["observations"])[4]
    assert (first["area_code"], first["goal_code"], first["plan_name"]) == ("011002", "g", "計画")
    assert (first["indicator_code"], first["qualifier_code"], first["digits"]) == ("i", "約", 1)
    assert (first["period_name"], first["period_start"], first["fiscal_year"]) == ("2022年4月", "2022-04-01", 2022)
    assert some(found["indicators"], "indicator_code", "indicator_number") == [("i", "1-1")]
    calculation = some(found["metrics"], "metric_code", "calculation", "calculation_codes")
    assert calculation[-1] == ("share", "[数]/[全数]", "[a]/[all]")
    assert ("target", "2022-10-01", "i") in some(found["updates"], "update_code", "updated_on", "subject_code")


def test_totals_that_tables_show_are_there_with_the_months_they_count() -> None:
    scene = scene_with(
        *BASE,
        Metric(uid="a", node="n", name="数", aggregation="sum"),
        Table(uid="t", node="n", title="表", axis="months", start="2022-04", end="2022-06", total_label="計"),
        TableRow(uid="r", table="t", position=1, metric="a"),
        *(Observation(metric="a", period=f"2022-0{month}", value=str(month)) for month in (4, 5)),
    )
    row = records(tables(scene)["observations"])[-1]
    assert (row["period_code"], row["value"], row["unit"]) == ("2022-04/2022-06", Decimal(9), "単位の記載なし")
    assert (row["counted_months"], row["counted_from"], row["counted_to"]) == (2, "2022-04", "2022-05")


def test_figures_that_are_none_say_why() -> None:
    scene = scene_with(
        *BASE,
        Metric(uid="a", node="n", name="数", unit="件"),
        Metric(uid="z", node="n", name="割れない", unit="件", formula="[a]/0"),
        Observation(metric="a", period="FY2020", missing="as_printed", printed="-"),
        Observation(metric="a", period="FY2021", text="策定"),
        Observation(metric="a", period="FY2022", value="5", quality="provisional"),
        Observation(metric="a", period="FY2023"),
    )
    columns = ("period_code", "value", "value_text", "missing_code", "missing_name", "missing_sign")
    assert some(tables(scene)["observations"], *columns)[:4] == [
        ("FY2020", None, None, "as_printed", "資料の表記のまま", "-"),
        ("FY2021", None, "策定", None, None, None),
        ("FY2022", None, None, "withheld", "公表前", None),
        ("FY2023", None, None, "not_entered", "未入力", None),
    ]
    told = some(
        tables(scene, with_provisional=True)["observations"], "metric_code", "period_code", "value", "missing_code"
    )
    assert ("a", "FY2022", Decimal(5), None) in told
    assert ("z", "FY2022", None, "not_computable") in told
    assert ("z", "FY2022", "withheld") in some(
        tables(scene)["observations"], "metric_code", "period_code", "missing_code"
    )


def test_a_period_that_the_calendar_cannot_say_has_its_days() -> None:
    scene = scene_with(
        *BASE,
        NamedPeriod(
            uid="x:h", label="H22~26年度", start="2010-04-01", end="2015-03-31", certainty="inferred", sort_key="1"
        ),
        Metric(uid="a", node="n", name="数"),
        Observation(metric="a", period="x:h", value="5"),
        Observation(metric="a", period="CY2012", value="5"),
        Observation(metric="a", period="2022-07-31", value="5"),
    )
    columns = (
        "period_name",
        "period_start",
        "period_end",
        "period_certainty_code",
        "fiscal_year",
        "calendar_year",
        "year_month",
    )
    assert some(tables(scene)["observations"], *columns) == [
        ("H22(2010)~26年度", "2010-04-01", "2015-03-31", "inferred", None, None, None),
        ("2012年", "2012-01-01", "2012-12-31", None, None, 2012, None),
        ("2022年7月31日", "2022-07-31", "2022-07-31", None, 2022, None, "2022-07"),
    ]


def test_a_node_in_two_places_has_two_rows_and_divisions_one_each() -> None:
    scene = scene_with(
        *BASE,
        Node(uid="dx", kind="group", title="重点"),
        Placement(uid="p3", child="dx", position=2),
        Placement(uid="p4", parent="dx", child="n", position=1),
        Department(uid="d1", name="情報課", bureau="経営部", position=1, note="内線1234"),
        Department(uid="d2", name="観光課", position=2),
        *(Responsibility(uid=f"r{d}", department=d, node="n", position=1) for d in ("d1", "d2")),
    )
    found = tables(scene)
    assert some(found["nodes"], "node_code", "parent_code", "node_number") == [
        ("g", None, "1"),
        ("n", "g", None),
        ("n", "dx", None),
        ("dx", None, None),
    ]
    assert some(found["responsibilities"], "department_name", "subject_code") == [("情報課", "n"), ("観光課", "n")]
    plan = records(found["plans"])[0]
    assert (plan["plan_start"], plan["plan_end"]) == ("2021-04-01", "2026-03-31")
    assert plan["plan_period_label"] == "R3(2021)〜R7(2025)年度"
    sources = [row["content"] for row in records(found["about"]) if row["item_code"] == "source"]
    assert sources == ["計画 一", "計画 二"]


def test_statuses_by_hand_and_by_rule_up_to_the_meeting() -> None:
    scene = scene_with(
        *BASE,
        Meeting(uid="m0", name="前回", position=0),
        Metric(uid="a", node="n", name="数"),
        *(Indicator(uid=uid, node="n", metric="a", title=uid, position=1) for uid in ("hand", "rule")),
        Target(uid="t", indicator="rule", period="FY2022", value="10"),
        Observation(metric="a", period="FY2022", value="12"),
        Scheme(uid="s", name="区分", position=1),
        Legend(uid="l", scheme="s", position=1, code="A", label="よい"),
        Reason(uid="x", scheme="s", position=1, label="達成", legend="l"),
        Rule(uid="u", scheme="s", position=1, condition="result >= target", reason="x"),
        Assessment(uid="a1", scheme="s", indicator="hand", meeting="m", reason="x", printed="Ab", note="協議済み"),
        Assessment(uid="a0", scheme="s", node="g", meeting="m0", reason="x"),
    )
    columns = ("indicator_code", "node_code", "meeting_code", "status_reason_code", "status_class_name", "origin_code")
    assert some(tables(scene)["statuses"], *columns) == [
        (None, "g", "m0", "x", "よい", "entered"),
        ("hand", "n", "m", "x", "よい", "entered"),
        ("rule", "n", "m", "x", "よい", "computed"),
    ]
    assert ("status_class", "l", "よい", "区分の区分（記号A）") in some(
        tables(scene)["codes"], "list_code", "code", "name", "meaning"
    )


def test_lists_phases_and_changes_are_told() -> None:
    scene = scene_with(
        *BASE,
        Metric(uid="a", node="n", name="数", unit="件"),
        Observation(metric="a", period="FY2022", value="12"),
        Block(uid="l", node="n", position=1, kind="list", heading="手続き"),
        ListItem(uid="i", block="l", position=1, number="⑴", text="質問は{{[a]|FY2022}}\nです", starts_on="2023-02-06"),
        Block(uid="r", node="n", position=2, kind="roadmap"),
        Phase(uid="f", block="r", position=1, label="検討", start="FY2023", end="FY2024", printed="R5・6年度"),
        Correction(uid="c", meeting="m", position=1, place="14頁", before="89.8%", after="89.7%", reason="端数"),
        Department(uid="d1", name="情報課", position=1),
        Department(uid="d2", name="DX課", position=2),
        Succession(
            uid="s", kind="renamed", on_date="2023-04-01", department_from="d1", department_to="d2", note="内々"
        ),
    )
    found = tables(scene)
    assert some(found["list_items"], "list_name", "item_number", "item_text", "starts_on") == [
        ("手続き", "(1)", "質問は12件 です", "2023-02-06")
    ]
    assert some(found["phases"], "phase_name", "phase_start", "phase_end") == [("検討", "2023-04-01", "2025-03-31")]
    columns = ("update_code", "updated_on", "before", "after", "subject_name", "follower_name")
    assert some(found["updates"], *columns) == [
        ("meeting", "2023-03-20", None, None, None, None),
        ("correction", None, "89.8%", "89.7%", None, None),
        ("department", "2023-04-01", None, None, "情報課", "DX課"),
    ]


def form(scene: Scene) -> str:
    lines = [
        " ".join((file.name, column.name, column.type, column.codes or "-", column.head))
        for file in tables(scene).values()
        for column in file.columns
    ]
    return f"form version {FORM_VERSION}\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("board", BOARDS)
def test_the_form_is_the_same_for_every_board_and_year(board: str) -> None:
    """Where this fails on purpose: raise FORM_VERSION, say the change in FORM_CHANGES, and renew the reference."""
    assert form(scene_of_rows(rows_of(board))) == FORM.read_text(encoding="utf-8")
    assert FORM_CHANGES[-1][0] == FORM_VERSION
