"""Real plans of other places fit: each case becomes a board in a real file and every leaf is found in its field."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.blocks import Phase
from app.domain.board_text import check_references, format_board
from app.domain.entity import fields_of
from app.domain.metrics import Observation
from app.domain.plan import Assessment, Indicator, NamedPeriod, Node, Scheme, Target
from app.domain.tables import BY_TABLE
from app.storage.repository import create_board
from tests.cases.convert import CONVERTERS, FOLDER, convert
from tests.cases.leaves import read
from tests.cases.walk import Found, leaves

FIGURES = {
    "mie_ict_plan_h13_h16": (72, 28),
    "nagasaki_d3_h27": (22, 10),
    "oyabe_sogokeikaku_h15": (75, 15),
    "tsukuba_sogosenryaku_h27": (9, 9),
    "status_vocabularies": (0, 7),
}


def case_of(name: str) -> dict[str, Any]:
    """Return a case with its numbers exact."""
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    case: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return case


@pytest.fixture(scope="module")
def dumped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return each case's board as dumped from a real file that it was loaded into."""
    folder = tmp_path_factory.mktemp("cases")
    yield {name: dump(folder / f"{name}.ictplan", name) for name in CONVERTERS}


def dump(path: Path, name: str) -> str:
    repository = create_board(path, convert(name), created_with="test")
    try:
        return format_board(repository.dump_rows())
    finally:
        repository.close()


@pytest.mark.parametrize("name", CONVERTERS)
def test_a_case_survives_load_and_dump_byte_for_byte(name: str, dumped: dict[str, str]) -> None:
    rows = convert(name)
    check_references(rows)
    assert dumped[name] == format_board(rows)


@pytest.mark.parametrize("name", CONVERTERS)
def test_every_leaf_of_a_case_stands_in_its_field(name: str, dumped: dict[str, str]) -> None:
    case, found = case_of(name), Found(dumped[name])
    told = [(path, leaf) for path, leaf in leaves(case)]
    wrong = {path: answer for path, leaf in told if (answer := read(found, case, path, leaf)) != leaf}
    assert wrong == {}


@pytest.mark.parametrize("name", CONVERTERS)
def test_a_leaf_that_differed_anywhere_would_be_noticed(name: str, dumped: dict[str, str]) -> None:
    case, found = case_of(name), Found(dumped[name])
    for path, leaf in list(leaves(case)):
        place: Any = case
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = other = not leaf if isinstance(leaf, bool) else f"{leaf}…"
        assert answer_of(found, case, path, other) != other, path
        place[path[-1]] = leaf


def answer_of(found: Found, case: dict[str, Any], path: tuple[str | int, ...], leaf: Any) -> Any:
    """Return what is read for a leaf, None where the changed leaf leads to no row at all."""
    try:
        return read(found, case, path, leaf)
    except (AssertionError, KeyError, ValueError):
        return None


@pytest.mark.parametrize("name", CONVERTERS)
def test_a_board_has_no_figure_that_its_case_has_not(name: str, dumped: dict[str, str]) -> None:
    found = Found(dumped[name])
    assert (len(found.all(Observation)), len(found.all(Target))) == FIGURES[name]


@pytest.mark.parametrize("name", CONVERTERS)
def test_every_figure_is_exactly_one_thing(name: str, dumped: dict[str, str]) -> None:
    found = Found(dumped[name])
    for row in found.figures():
        told = [row.value, row.text, row.missing]
        assert len([part for part in told if part is not None]) == 1, row


def test_the_same_case_gives_the_same_uids_each_time() -> None:
    for name in CONVERTERS:
        assert convert(name) == convert(name)


def test_rows_have_every_field_of_their_table() -> None:
    for name in CONVERTERS:
        for table, rows in convert(name).items():
            fields = {spec.name for spec in fields_of(BY_TABLE[table])}
            assert all(set(row) == fields for row in rows)


KPI_1 = "KPIその1 平成27年度から平成31年度までの国際戦略総合特区新規プロジェクトの創出数"

PERIODS = {
    "mie_ict_plan_h13_h16": {
        "基準年度": (None, None, "unknown"),
        "2002(H14)?": ("2002-04-01", "2003-03-31", "inferred"),
        "2003(H15)?": ("2003-04-01", "2004-03-31", "inferred"),
        "2004(H16)?": ("2004-04-01", "2005-03-31", "inferred"),
        "2006(H18)?": ("2006-04-01", "2007-03-31", "inferred"),
        "2001か2002": ("2001-04-01", "2003-03-31", "inferred"),
        "2004?": ("2004-04-01", "2005-03-31", "inferred"),
        "2006?": ("2006-04-01", "2007-03-31", "inferred"),
        "2001か2002か2003": ("2001-04-01", "2004-03-31", "inferred"),
    },
    "nagasaki_d3_h27": {},
    "oyabe_sogokeikaku_h15": {"5ヵ年": ("2001-01-01", "2005-12-31", "inferred")},
    "tsukuba_sogosenryaku_h27": {
        "H22~26年度の5年間": ("2010-04-01", "2015-03-31", "certain"),
        "H27年度?": ("2015-04-01", "2016-03-31", "inferred"),
    },
}


@pytest.mark.parametrize("name", PERIODS)
def test_what_the_calendar_cannot_say_is_a_named_period(name: str, dumped: dict[str, str]) -> None:
    named = Found(dumped[name]).all(NamedPeriod)
    assert {item.label: (item.start, item.end, item.certainty) for item in named} == PERIODS[name]


def test_printed_periods_become_codes_of_the_right_calendar(dumped: dict[str, str]) -> None:
    codes: dict[str | None, str] = {}
    for name in CONVERTERS:
        found = Found(dumped[name])
        codes |= {row.period_label: row.period for row in found.figures()}
    calendar = {str(label): code for label, code in codes.items() if not code.startswith("x:")}
    assert calendar == {
        "1999年度": "FY1999",
        "2000年度": "FY2000",
        "2001年度": "FY2001",
        "2004年度": "FY2004",
        "2010年度": "FY2010",
        "平成13年度要求": "FY2001",
        "平成14年度要求": "FY2002",
        "2001(H13)": "FY2001",
        "2002(H14)": "FY2002",
        "2003(H15)": "FY2003",
        "2004(H16)": "FY2004",
        "2006(H18)": "FY2006",
        "21年度": "FY2009",
        "H23": "FY2011",
        "H24": "FY2012",
        "H25": "FY2013",
        "H26": "FY2014",
        "H27": "FY2015",
        "H28": "FY2016",
        "H29": "FY2017",
        "H30": "FY2018",
        "H31": "FY2019",
        "H31年度": "FY2019",
        "平成12年": "CY2000",
        "平成13年": "CY2001",
        "平成14年": "CY2002",
        "平成15年": "CY2003",
        "平成27年度": "FY2015",
        "平成27年10月": "2015-10",
        "2024年度": "FY2024",
        "2025年度": "FY2025",
    }


FIGURE_READINGS = [
    ("mie_ict_plan_h13_h16", "約51%", {"value": "51", "qualifier": "約", "unit": None}),
    ("mie_ict_plan_h13_h16", "おおむね 100%", {"value": "100", "qualifier": "おおむね"}),
    ("mie_ict_plan_h13_h16", "年間7.6万件(1996年9月~1997年3月までの平均)", {"value": "7.6", "unit": None}),
    ("mie_ict_plan_h13_h16", "2000年度100%", {"value": "100"}),
    ("mie_ict_plan_h13_h16", "全市町村", {"value": None, "text": "全市町村"}),
    ("mie_ict_plan_h13_h16", "-", {"missing": "as_printed"}),
    ("mie_ict_plan_h13_h16", "-3,152,638", {"value": "-3152638"}),
    ("nagasaki_d3_h27", "92.0", {"value": "92.0"}),
    ("nagasaki_d3_h27", "124.7%", {"value": "124.7", "kind": "rate", "rounding": "half_up", "digits": 1}),
    ("oyabe_sogokeikaku_h15", "196人", {"value": "196", "as_of": "2003-09-30", "quality": "part"}),
    ("oyabe_sogokeikaku_h15", "279人", {"value": "279", "kind": "forecast", "quality": "forecast"}),
    ("oyabe_sogokeikaku_h15", "設置", {"text": "設置"}),
    ("tsukuba_sogosenryaku_h27", "12 プロジェクト", {"value": "12", "unit": None, "is_final": True}),
    ("tsukuba_sogosenryaku_h27", "無し", {"missing": "as_printed"}),
    ("status_vocabularies", "1,000人/年", {"value": "1000", "unit": None}),
    ("status_vocabularies", "4箇所(累計)", {"value": "4", "unit": None}),
]


@pytest.mark.parametrize(("name", "printed", "expected"), FIGURE_READINGS)
def test_a_printed_figure_is_read_as_meant(
    name: str, printed: str, expected: dict[str, Any], dumped: dict[str, str]
) -> None:
    found = Found(dumped[name])
    rows = [row for row in found.figures() if row.printed == printed]
    assert rows
    for row in rows:
        assert {field: getattr(row, field) for field in expected} == expected


NONE_MEANS = [
    ("生涯学習推進協議会の設置", {"as_printed"}),
    ("生涯スポーツプラン策定", {"not_applicable"}),
    ("成人のスポーツ実施率(週1回以上)", {"not_counted"}),
    ("i-net・CATVによるスポーツ情報提供", {"as_printed", "unknown"}),
]


@pytest.mark.parametrize(("name", "expected"), NONE_MEANS)
def test_none_means_what_the_notes_say_and_is_never_zero(name: str, expected: set[str], dumped: dict[str, str]) -> None:
    found = Found(dumped["oyabe_sogokeikaku_h15"])
    metric = found.one(Indicator, title=name).metric
    kinds = {row.missing for row in found.all(Observation, metric=metric) if row.missing}
    assert kinds == expected


def test_a_code_that_three_indicators_share_keeps_them_apart(dumped: dict[str, str]) -> None:
    found = Found(dumped["oyabe_sogokeikaku_h15"])
    assert len(found.all(Indicator, number="11204")) == 3


def test_levels_and_numbers_are_told_from_titles(dumped: dict[str, str]) -> None:
    found = Found(dumped["tsukuba_sogosenryaku_h27"])
    measure = found.one(Node, number="(1)")
    assert (measure.kind, measure.title) == ("initiative", "科学技術の振興によるまちづくり")


def test_a_project_that_ends_within_the_year_has_its_phase(dumped: dict[str, str]) -> None:
    phase = Found(dumped["tsukuba_sogosenryaku_h27"]).one(Phase)
    assert (phase.start, phase.end, phase.printed) == ("2015-04", "2015-10", "事業始期 平成27年4月 終期 平成27年10月")


def test_a_status_on_two_scales_is_two_assessments(dumped: dict[str, str]) -> None:
    found = Found(dumped["tsukuba_sogosenryaku_h27"])
    indicator = found.one(Indicator, number=None, title=KPI_1)
    stated = found.all(Assessment, indicator=indicator.uid)
    assert {found.one(Scheme, uid=item.scheme).name: item.printed for item in stated} == {
        "進捗状況": "概ね順調",
        "総合評価": "B",
    }
