"""Formulas as people read and type them, and as the file stores them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import formula
from app.domain.formula import to_excel, to_shown, to_stored
from tests.domain.formula_trees import UIDS, trees


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        ("[全質問] − [ 除外 ]", "[m1] − [m2]"),
        ("SUM([［ApplePay］iD], [d払い])", "SUM([m3], [m4])"),
        ("[総計@m5]+[総計@m6]", "[m5]+[m6]"),
    ],
)
def test_names_become_uids(shown: str, stored: str) -> None:
    names = {"m1": "全質問", "m2": "除外", "m3": "[ApplePay]iD", "m4": "d払い", "m5": "総計", "m6": "総計"}
    assert to_stored(shown, names) == stored
    assert to_stored(to_shown(stored, names), names) == stored


@pytest.mark.parametrize(
    ("shown", "stored", "again"),
    [
        ("実績 >= 目標 かつ 経過 > 0.5", "result >= target かつ elapsed > 0.5", "実績 >= 目標 かつ 経過 > 0.5"),
        ("1<実績and目標>1", "1<result and target>1", "1<実績 and 目標>1"),
        ("実績＞[目標]", "result＞[m1]", "実績＞[目標]"),
    ],
)
def test_variables_of_rules_are_stored_in_english(shown: str, stored: str, again: str) -> None:
    names = {"m1": "目標"}
    assert to_stored(shown, names, allow_conditions=True) == stored
    assert to_shown(stored, names) == again


@given(st.lists(st.text(alphabet="ab@.-1[] 　\n応答［］", max_size=6), min_size=4, max_size=4), trees)
def test_shown_formulas_go_back_to_what_is_stored(names: list[str], tree: formula.Expression) -> None:
    stored = to_excel(tree, lambda uid: f"[{uid}]").replace("AVERAGE", "AVG")
    named = dict(zip(UIDS, names, strict=True))
    assert to_stored(to_shown(stored, named), named) == stored


@pytest.mark.parametrize(
    ("shown", "position", "words"),
    [
        ("1+[無い]", 2, ("「無い」", "一覧")),
        ("[総計]", 0, ("「総計」", "2つ", "[総計@a]", "[総計@b]")),
        ("[全質問]+", 6, ("要ります",)),
        ("[全質問]>1", 5, ("規則",)),
    ],
)
def test_a_typed_formula_is_checked_where_it_was_typed(shown: str, position: int, words: tuple[str, ...]) -> None:
    with pytest.raises(formula.FormulaError) as caught:
        to_stored(shown, {"a": "総計", "b": "総計", "c": "全質問"})
    assert caught.value.position == position
    assert all(word in caught.value.message for word in words)


def test_the_length_that_counts_is_the_stored_one() -> None:
    long_names = {"a": "あ" * 300, "b": "い" * 300}
    assert to_stored(f"[{'あ' * 300}]/[{'い' * 300}]", long_names) == "[a]/[b]"
    with pytest.raises(formula.FormulaError, match="500文字"):
        to_stored("[a]" + "+[a]" * 200, {"u" * 60: "a"})


def test_a_metric_that_is_gone_is_shown_and_refused() -> None:
    shown = to_shown("[gone]+1", {})
    assert shown == "[不明な指標@gone]+1"
    with pytest.raises(formula.FormulaError, match="一覧"):
        to_stored(shown, {})


def test_a_broken_formula_can_still_be_shown() -> None:
    assert to_shown("[a]+*(", {"a": "応答"}) == "[応答]+*("
