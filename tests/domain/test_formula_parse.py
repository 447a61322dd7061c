"""The formula language: what it reads and what it refuses, and where it says the fault is."""

import re
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import formula
from app.domain.errors import InputError
from app.domain.formula import parse, references
from app.domain.formula_tree import Binary, Bool, Compare, Number, Ref, Unary, Variable


def refused(text: str, *, allow_conditions: bool = False) -> formula.FormulaError:
    """Return the error that a text gives."""
    with pytest.raises(formula.FormulaError) as caught:
        if allow_conditions:
            parse(text, allow_conditions=True)
        else:
            parse(text)
    return caught.value


# What is read


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("[a]×１００÷[b]", "[a]*100/[b]"),
        ("（[a]＋[b]）−１．５", "([a]+[b])-1.5"),
        ("sum( [a] ,\n[b] )", "SUM([a],[b])"),
        ("ＲＯＵＮＤＤＯＷＮ（[a]，１）", "ROUNDDOWN([a],1)"),
        ("[a]　／　.5", "[a]/0.5"),
        ("01.50", "1.5"),
        ("((([a])))", "[a]"),
    ],
)
def test_spellings_of_a_japanese_keyboard_mean_the_same(typed: str, plain: str) -> None:
    assert parse(typed) == parse(plain)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("実績≧目標かつ経過＜0.5", "result >= target and elapsed < 0.5"),
        ("実績≦目標または基準≠0", "result <= target or baseline <> 0"),
        ("実績==目標", "result = target"),
        ("NOT (Result > 1 AND target > 1)", "not (result > 1 and target > 1)"),
    ],
)
def test_spellings_of_conditions_mean_the_same(typed: str, plain: str) -> None:
    assert parse(typed, allow_conditions=True) == parse(plain, allow_conditions=True)


def test_precedence_and_direction() -> None:
    a, b, c = Ref("a"), Ref("b-1"), Ref("c_2")
    assert parse("[a]-[b-1]-[c_2]") == Binary("-", Binary("-", a, b), c)
    assert parse("[a]-[b-1]/[c_2]") == Binary("-", a, Binary("/", b, c))
    assert parse("-[a]*[b-1]") == Binary("*", Unary(a), b)
    assert parse("[a]--[b-1]") == Binary("-", a, Unary(b))


def test_and_binds_closer_than_or_and_not_closest() -> None:
    one, two, three = (Compare("=", Variable("result"), Number(F(n))) for n in (1, 2, 3))
    found = parse("result=1 or not result=2 and result=3", allow_conditions=True)
    assert found == Bool("or", (one, Bool("and", (Bool("not", (two,)), three))))


# What is refused


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("", 0, "空"),
        ("   ", 0, "空"),
        ("1,000", 1, "桁区切り"),
        ("回答/応答", 0, "角括弧"),
        ("1+[a", 2, "角括弧"),
        ("a]+1", 0, "関数はありません"),
        ("(1+2", 0, "対応する"),
        ("1+2)", 3, "余分"),
        ("(1,2)", 2, "余分"),
        ("1 2", 2, "前の項"),
        ("2[a]", 1, "前の項"),
        ("1+", 2, "要ります"),
        ("+1", 0, "要ります"),
        ("SUM()", 4, "要ります"),
        ("SUM 1", 0, "(」"),
        ("EXEC(1)", 0, "EXEC"),
        ("9**9**9", 2, "要ります"),
        ("1e9", 1, "「e」"),
        ("__import__('os')", 0, "「_」"),
        ("[名前]", 0, "識別子"),
        ("[]", 0, "識別子"),
        ("PREV([a]+1)", 0, "PREV"),
        ("PREV([a],[b])", 0, "PREV"),
        ("ROUND([a])", 0, "桁数"),
        ("ROUND([a],1.5)", 0, "桁数"),
        ("ROUND([a],[b])", 0, "桁数"),
        ("ROUND([a],-11)", 0, "-10 から 10"),
        ("[a]>1", 3, "規則"),
        ("[a] or [b]", 4, "規則"),
        ("not 1", 0, "規則"),
        ("1+実績", 2, "規則"),
    ],
)
def test_a_bad_formula_is_refused_with_its_place(text: str, position: int, word: str) -> None:
    error = refused(text)
    assert isinstance(error, InputError)
    assert error.position == position
    assert word in error.message
    assert error.message.endswith(f"（{position + 1}文字目）")


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("実績", 0, "条件ではありません"),
        ("実績>1 かつ 目標", 8, "条件ではありません"),
        ("not 実績", 4, "条件ではありません"),
        ("60<=実績<100", 6, "不等号"),
        ("(実績>1)+1>2", 0, "条件は計算"),
        ("1+(実績>1)>2", 2, "条件は計算"),
        ("-(実績>1)>2", 1, "条件は計算"),
        ("SUM(実績>1)>2", 4, "条件は計算"),
        ("実績>(目標>1)", 3, "条件は計算"),
    ],
)
def test_a_bad_condition_is_refused_with_its_place(text: str, position: int, word: str) -> None:
    error = refused(text, allow_conditions=True)
    assert error.position == position
    assert word in error.message


def test_500_characters_are_taken_and_501_refused() -> None:
    text = "1" + "0" * 499
    assert parse(text) == Number(F(10**499))
    error = refused(text + "0")
    assert error.position == 500
    assert "500文字" in error.message


def test_200_nodes_are_taken_and_201_refused() -> None:
    text = "-" + "1+" * 99 + "1"  # a sign, 100 numbers, 99 sums
    assert isinstance(parse(text), Binary)
    error = refused("-" + text)
    assert error.position is not None
    assert "200個" in error.message


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("-", ""), ("SUM(", ")")])
def test_30_levels_are_taken_and_31_refused(opening: str, closing: str) -> None:
    assert references(parse(opening * 30 + "[a]" + closing * 30)) == ("a",)
    error = refused(opening * 31 + "5" + closing * 31)
    assert error.position == 30 * len(opening)
    assert "30段" in error.message


@given(st.text(alphabet="[]ab1.0+-*/()<>=, SUMROUNDPREV実績かつまたはnot×（）［］", max_size=60), st.booleans())
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str, conditions: bool) -> None:
    try:
        node = parse(text, allow_conditions=True) if conditions else parse(text)
    except formula.FormulaError as error:
        assert error.position is not None
        assert 0 <= error.position <= len(text)
    else:
        assert set(references(node)) <= set(re.findall(r"\[\s*([^\[\]]*?)\s*\]", text))
