"""The formula language: what formulas and rules give, in which order, and whom a change affects."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction as F
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import formula
from app.domain.errors import InputError
from app.domain.formula import Missing, NoValue, evaluate, parse, references, to_excel, to_stored
from app.domain.formula_tree import Binary, Call, Unary
from tests.domain.formula_trees import UIDS, numbers, refs

CHATBOT = {"全質問": F(22218), "除外": F(4832), "応答": F(17386), "回答": F(14177), "正答": F(12729)}
WORST_FIRST = ("unknown", "as_printed", "surveying", "not_counted", "not_applicable", "blank")
VALUES = st.fractions(max_denominator=1000).filter(lambda value: abs(value) < 10**9)


def value(text: str, **figures: formula.Operand) -> formula.Operand:
    """Return what a stored formula gives for these figures."""
    return evaluate(parse(text), figures.__getitem__)


def holds(text: str, **figures: formula.Operand) -> object:
    """Return what a status rule gives for these variables."""
    return evaluate(parse(text, allow_conditions=True), lambda uid: Missing("blank"), variables=figures)


# What it gives


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[全質問]-[除外]", F(17386)),
        ("[回答]/[応答]", F(14177, 17386)),
        ("ROUNDDOWN([正答]/[回答],3)", F("0.897")),
        ("ROUND([正答]/[回答],3)", F("0.898")),
        ("ROUND([全質問]/11,-1)", F(2020)),
    ],
)
def test_figures_of_the_chatbot(text: str, expected: F) -> None:
    stored = to_stored(text, {f"m{i}": name for i, name in enumerate(CHATBOT)})
    figures = {f"m{i}": figure for i, figure in enumerate(CHATBOT.values())}
    assert evaluate(parse(stored), figures.__getitem__) == expected


def test_utilisation_of_the_telework_terminals() -> None:
    text = "[reserved]/(24*[days]*[devices])"
    assert value(text, reserved=F(4058), days=F(61), devices=F(20)) == F(4058, 29280)
    assert value(text, reserved=F(32590), days=F(365), devices=F(20)) == F(32590, 175200)


def _in_python(tree: formula.Expression, figures: dict[str, F]) -> F:
    """Compute a tree by Python's own grammar and Fraction arithmetic."""
    names: dict[str, Any] = {f"x{index}": figures[uid] for index, uid in enumerate(UIDS)}
    names |= {"F": F, "SUM": lambda *parts: sum(parts, F(0)), "AVERAGE": lambda *parts: sum(parts, F(0)) / len(parts)}
    names |= {"MIN": lambda *parts: min(parts), "MAX": lambda *parts: max(parts)}
    text = to_excel(tree, lambda uid: f"x{UIDS.index(uid)}")
    source = re.sub(r"(?<![\w.])[0-9.]+", lambda number: f"F('{number[0]}')", text)
    return F(eval(source, names))


plain_trees = st.recursive(
    numbers | refs,
    lambda parts: (
        st.builds(Binary, st.sampled_from("+-*/"), parts, parts)
        | st.builds(Unary, parts)
        | st.builds(Call, st.sampled_from(["SUM", "AVG", "MIN", "MAX"]), st.tuples(parts, parts))
    ),
    max_leaves=10,
)


@given(plain_trees, st.fixed_dictionaries({uid: VALUES for uid in UIDS}))
def test_values_are_those_of_exact_arithmetic(tree: formula.Expression, figures: dict[str, F]) -> None:
    found = evaluate(tree, figures.__getitem__)
    try:
        expected: object = _in_python(tree, figures)
    except ZeroDivisionError:
        expected = NoValue("zero_division")
    assert found == expected


@given(st.decimals(-(10**6), 10**6, places=5), st.integers(-3, 6))
def test_roundings_are_those_of_the_decimal_module(figure: Decimal, places: int) -> None:
    modes = {"ROUND": ROUND_HALF_UP, "ROUNDDOWN": ROUND_DOWN, "ROUNDUP": ROUND_UP}
    for name, mode in modes.items():
        assert value(f"{name}([a],{places})", a=F(figure)) == F(figure.quantize(Decimal(1).scaleb(-places), mode))


@pytest.mark.parametrize(("worse", "better"), [(w, b) for w, b in product(WORST_FIRST, WORST_FIRST) if w != b])
def test_the_worst_missing_part_decides(worse: str, better: str) -> None:
    if WORST_FIRST.index(worse) > WORST_FIRST.index(better):
        worse, better = better, worse
    for text in ("[a]+[b]", "[b]*[a]", "SUM(1,[b],[a])", "MAX([a],[b])", "ROUND(-[a]/[b],1)"):
        assert value(text, a=Missing(worse), b=Missing(better)) == Missing(worse)


def test_a_month_not_counted_makes_its_sum_not_counted() -> None:
    assert value("SUM([a],[b])", a=F(1), b=Missing("not_counted")) == Missing("not_counted")


def test_division_by_zero_is_no_value_and_travels_on() -> None:
    assert value("[a]/[b]", a=F(1), b=F(0)) == NoValue("zero_division")
    assert value("1+[a]/([b]-[b])*0", a=F(1), b=F(3)) == NoValue("zero_division")
    assert value("[a]+1", a=NoValue("zero_division")) == NoValue("zero_division")
    assert value("[a]/0+[b]", a=F(1), b=Missing("surveying")) == Missing("surveying")


def test_numbers_beyond_4096_bits_are_no_value() -> None:
    edge = F(2**4096 - 1)
    assert value("[a]", a=edge) == edge
    assert value("[a]+1", a=edge) == NoValue("too_big")
    assert value("1/[a]/[a]", a=edge) == NoValue("too_big")
    assert value("[a]*[a]-[a]*[a]", a=edge) == NoValue("too_big")


def test_previous_year_is_asked_of_its_own_source() -> None:
    growth = parse("[a]/PREV([a])-1")
    assert evaluate(growth, {"a": F(120)}.__getitem__, previous={"a": F(100)}.__getitem__) == F(1, 5)
    assert evaluate(growth, {"a": F(120)}.__getitem__) == Missing("blank")


@pytest.mark.parametrize(
    ("rule", "result", "expected"),
    [
        ("result >= target", 10, True),
        ("result > target", 10, False),
        ("result <> target", 10, False),
        ("result = target", 10, True),
        ("result/target >= 0.95 and result/target <= 1.1", 11, True),
        ("result/target >= 0.95 and result/target <= 1.1", 12, False),
        ("result < 5 or result > 9", 10, True),
        ("not (result < 5 or result > 9)", 10, False),
        ("result/(target*elapsed) >= 1", 4, True),
        ("(result-baseline)/(target-baseline) >= elapsed", 5, False),
    ],
)
def test_rules(rule: str, result: int, expected: bool) -> None:
    assert holds(rule, result=F(result), target=F(10), baseline=F(2), elapsed=F(2, 5)) is expected


def test_a_rule_with_a_missing_part_neither_holds_nor_fails() -> None:
    assert holds("result > target", result=F(1)) == Missing("blank")
    assert holds("result > 5 and target > 5", result=F(1), target=Missing("surveying")) == Missing("surveying")
    assert holds("result < 5 or target > 5", result=F(1)) == Missing("blank")
    assert holds("not result/target > 1", result=F(1), target=F(0)) == NoValue("zero_division")


def test_references_stand_once_in_the_order_of_the_text() -> None:
    assert references(parse("[b]-SUM([a],PREV([c]),[b])*-[d]")) == ("b", "a", "c", "d")
    assert references(parse("[b] > 1 or not [a] < result", allow_conditions=True)) == ("b", "a")


# Order, cycles, dependents

edges = st.dictionaries(st.integers(0, 7), st.frozensets(st.integers(0, 7), max_size=3), max_size=8)


def formulas_of(graph: dict[int, frozenset[int]]) -> dict[str, formula.Node]:
    """Return formulas that read each other as a graph says."""
    return {f"m{uid}": parse("+".join(["1", *(f"[m{read}]" for read in reads)])) for uid, reads in graph.items()}


@given(edges)
def test_order_puts_every_formula_after_what_it_reads_or_a_cycle_is_shown(graph: dict[int, frozenset[int]]) -> None:
    formulas = formulas_of(graph)
    path = formula.find_cycle(formulas)
    if path is None:
        order = formula.evaluation_order(formulas, {})
        assert sorted(order) == sorted(formulas)
        seen = {uid: index for index, uid in enumerate(order)}
        assert all(seen[read] < seen[uid] for uid in order for read in references(formulas[uid]) if read in seen)
    else:
        assert path[0] == path[-1]
        assert all(read in references(formulas[uid]) for uid, read in pairwise(path))


def test_a_cycle_is_told_by_its_names() -> None:
    formulas: dict[str, formula.Node] = {"x": parse("[y]*2"), "y": parse("[z]+[x]"), "z": parse("1")}
    with pytest.raises(formula.CycleError, match=r"(A → B → A|B → A → B)") as caught:
        formula.evaluation_order(formulas, {"x": "A", "y": "B"})
    assert isinstance(caught.value, InputError)
    assert formula.find_cycle(formulas) == caught.value.path


def test_a_formula_that_reads_its_own_previous_year_is_a_cycle() -> None:
    assert formula.find_cycle({"x": parse("PREV([x])*1.02")}) == ("x", "x")


@given(edges, st.frozensets(st.integers(0, 9), max_size=3))
def test_affected_is_the_transitive_closure(graph: dict[int, frozenset[int]], changed: frozenset[int]) -> None:
    expected = set(changed)
    for _ in range(8):
        expected |= {uid for uid, reads in graph.items() if reads & expected}
    found = formula.Dependents({str(uid): map(str, reads) for uid, reads in graph.items()}).affected(map(str, changed))
    assert found == {str(uid) for uid in expected}


def test_a_chain_of_3000_formulas_needs_no_deep_stack() -> None:
    chain: dict[str, formula.Node] = {f"m{i + 1}": parse(f"[m{i}]+1") for i in range(3000)}
    assert formula.evaluation_order(chain, {}) == tuple(chain)
    dependents = formula.Dependents({uid: references(node) for uid, node in chain.items()})
    assert dependents.affected(["m0"]) == {"m0", *chain}
    assert dependents.affected(["m3000"]) == {"m3000"}
    path = formula.find_cycle(chain | {"m0": parse("[m3000]")})
    assert path is not None
    assert len(path) == 3002
