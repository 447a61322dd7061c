"""What the cases say of their own figures, computed by the program: cost identities, published rates, status rules."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain import formula
from app.domain.board_text import format_board
from app.domain.figures import round_fraction
from app.domain.formula import FormulaError, Missing, Operand
from app.domain.metrics import Metric, Observation, TableRow
from app.domain.metrics import Table as MetricTable
from app.domain.plan import Indicator, Legend, Reason, Rule, Scheme, Target
from tests.cases.convert import convert
from tests.cases.vocabularies import RULES
from tests.cases.walk import Found

YEARS = ("FY2001", "FY2002", "FY2003", "FY2004")
NONE = Missing("blank")


@pytest.fixture(scope="module")
def mie() -> Found:
    return Found(format_board(convert("mie_ict_plan_h13_h16")))


@pytest.fixture(scope="module")
def vocabularies() -> Found:
    return Found(format_board(convert("status_vocabularies")))


def printed(found: Found, year: str) -> Callable[[str], Operand]:
    """Return the printed figures of one year, by metric."""
    values = {row.metric: row.value for row in found.all(Observation, period=year, kind="result")}

    def lookup(uid: str) -> Operand:
        value = values.get(uid)
        return NONE if value is None else Fraction(value)

    return lookup


def year_before(year: str) -> str:
    return f"FY{int(year[2:]) - 1}"


def derived(found: Found, name: str) -> list[Metric]:
    return [metric for metric in found.all(Metric, name=name) if metric.formula]


@pytest.mark.parametrize(
    ("name", "tables", "years"),
    [("必要概算コスト", 2, YEARS), ("概算人件費", 2, YEARS), ("必要概算コスト対前年度", 1, YEARS[1:])],
)
def test_printed_costs_are_what_their_formulas_give(name: str, tables: int, years: tuple[str, ...], mie: Found) -> None:
    metrics = derived(mie, name)
    assert len(metrics) == tables
    for metric in metrics:
        node = formula.parse(str(metric.formula))
        for year in years:
            computed = formula.evaluate(node, printed(mie, year), previous=printed(mie, year_before(year)))
            assert computed == printed(mie, year)(metric.uid), (metric.uid, year)


def test_labour_costs_are_cut_off_not_rounded(mie: Found) -> None:
    hours, rate = Fraction("76573"), Fraction("4.30")
    assert round_fraction(hours * rate, 0, "down") == 329263
    assert round_fraction(hours * rate, 0, "half_up") == 329264


def test_a_cost_table_shows_its_metrics_over_the_printed_columns(mie: Found) -> None:
    tables = mie.all(MetricTable, axis="columns")
    assert [len(mie.all(TableRow, table=table.uid)) for table in tables] == [6, 5]


def test_published_rates_are_result_by_target_rounded_half_up() -> None:
    found = Found(format_board(convert("nagasaki_d3_h27")))
    rates = {"half_up": 0, "down": 0}
    for rate in found.all(Observation, kind="rate"):
        indicator = found.one(Indicator, metric=rate.metric)
        target = found.one(Target, indicator=indicator.uid, period=rate.period)
        result = found.one(Observation, metric=rate.metric, period=rate.period, kind="result")
        share = Fraction(str(result.value)) / Fraction(str(target.value)) * 100
        assert rate.rounding == "half_up" and rate.digits == 1
        rates["half_up"] += round_fraction(share, 1, "half_up") == Decimal(str(rate.value))
        rates["down"] += round_fraction(share, 1, "down") == Decimal(str(rate.value))
    assert rates["half_up"] == 10
    assert rates["down"] < 10


EXAMPLES: dict[str, list[tuple[dict[str, str], str | None]]] = {
    "愛知県 あいちITプラン2010": [
        ({"result": "100", "target": "100"}, "A"),
        ({"result": "99.99", "target": "100"}, "B"),
        ({"result": "80", "target": "100"}, "B"),
        ({"result": "79.9", "target": "100"}, "C"),
        ({"result": "50", "target": "100"}, "C"),
        ({"result": "49", "target": "100"}, "D"),
        ({"result": "0", "target": "100"}, "D"),
        ({"result": "5", "target": "0"}, None),
        ({"target": "100"}, None),
    ],
    "浜松市 行政経営計画H28": [
        ({"result": "110.1", "target": "100"}, "進んでいる"),
        ({"result": "110", "target": "100"}, "計画通り"),
        ({"result": "95", "target": "100"}, "計画通り"),
        ({"result": "94.9", "target": "100"}, "遅れている"),
        ({"result": "5"}, None),
    ],
    "長与町 第9次総合計画": [
        ({"result": "101", "target": "100", "baseline": "80"}, "S"),
        ({"result": "100", "target": "100", "baseline": "80"}, "A"),
        ({"result": "80", "target": "100", "baseline": "80"}, "B"),
        ({"result": "72", "target": "100", "baseline": "80"}, "B"),
        ({"result": "71.9", "target": "100", "baseline": "80"}, "C"),
        ({"target": "100", "baseline": "80"}, "−"),
    ],
    "多摩市 総合戦略": [
        ({"result": "20", "target": "100", "elapsed": "0.2"}, "①"),
        ({"result": "19.9", "target": "100", "elapsed": "0.2"}, "②"),
        ({"result": "24", "target": "100", "elapsed": "0.4"}, "②"),
        ({"result": "23.9", "target": "100", "elapsed": "0.4"}, "③"),
        ({"target": "100", "elapsed": "0.4"}, None),
    ],
    "国 成長戦略KPI": [
        ({"result": "60", "target": "100", "baseline": "20", "elapsed": "0.5"}, "A"),
        ({"result": "59", "target": "100", "baseline": "20", "elapsed": "0.5"}, "B"),
        ({"result": "12", "target": "10", "baseline": "20", "elapsed": "0.8"}, "A"),
        ({"target": "100", "baseline": "20", "elapsed": "0.5"}, "N"),
        ({"result": "5", "target": "5", "baseline": "5", "elapsed": "0.5"}, "N"),
    ],
}


def judged(found: Found, who: str, figures: dict[str, str]) -> str | None:
    """Return the printed class that the first rule that holds gives, by hand from rows alone."""
    scheme = found.one(Scheme, name=who)
    variables: dict[str, Operand] = {name: Fraction(value) for name, value in figures.items()}
    for rule in found.all(Rule, scheme=scheme.uid):
        condition = formula.parse(rule.condition, allow_conditions=True)
        if formula.evaluate(condition, lambda uid: NONE, variables=variables) is True:
            reason = found.one(Reason, uid=rule.reason)
            legend = found.one(Legend, uid=reason.legend)
            return legend.code or legend.label
    return None


@pytest.mark.parametrize(
    ("who", "figures", "expected"), [(who, *example) for who, examples in EXAMPLES.items() for example in examples]
)
def test_a_stated_rule_gives_its_class(
    who: str, figures: dict[str, str], expected: str | None, vocabularies: Found
) -> None:
    assert judged(vocabularies, who, figures) == expected


def test_every_class_with_a_rule_has_an_example(vocabularies: Found) -> None:
    for who, conditions in RULES.items():
        assert {expected for _, expected in EXAMPLES[who]} - {None} == set(conditions)
        scheme = vocabularies.one(Scheme, name=who)
        assert len(vocabularies.all(Rule, scheme=scheme.uid)) == len(conditions)


def test_a_condition_is_no_formula_of_a_metric() -> None:
    with pytest.raises(FormulaError):
        formula.parse("result / target >= 1")
