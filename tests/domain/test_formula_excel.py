"""Formulas as Excel text: the same tree, and no parenthesis to spare."""

import pytest
from hypothesis import given

from app.domain import formula
from app.domain.formula import parse, to_excel
from tests.domain.formula_trees import trees


@pytest.mark.parametrize(
    ("text", "excel"),
    [
        ("[chatbot-all]-[chatbot-excluded]", "<chatbot-all>-<chatbot-excluded>"),
        ("([answers])/([responses])", "<answers>/<responses>"),
        ("[reserved]/(24*[days]*[devices])", "<reserved>/(24*<days>*<devices>)"),
        ("([a]-[b])-([c]-[d])", "<a>-<b>-(<c>-<d>)"),
        ("([a]*[b])/([c]/[d])", "<a>*<b>/(<c>/<d>)"),
        ("-([a]+[b])*(-[c])", "-(<a>+<b>)*-<c>"),
        ("avg([a],0.05)", "AVERAGE(<a>,0.05)"),
        ("ROUNDDOWN([a]/[b],3)+ROUNDUP([a],-2)", "ROUNDDOWN(<a>/<b>,3)+ROUNDUP(<a>,-2)"),
        ("[a]/PREV([a])", "<a>/<a:before>"),
    ],
)
def test_excel_text(text: str, excel: str) -> None:
    assert to_excel(parse(text), lambda uid: f"<{uid}>", lambda uid: f"<{uid}:before>") == excel


def _read_back(excel: str) -> formula.Node:
    return parse(excel.replace("AVERAGE", "AVG"))


@given(trees)
def test_excel_text_reads_back_as_the_same_tree(tree: formula.Expression) -> None:
    assert _read_back(to_excel(tree, lambda uid: f"[{uid}]")) == tree


def _without_each_pair(text: str) -> list[str]:
    """Return text without one pair of grouping parentheses, once for each pair."""
    found, opened = [], []
    for index, character in enumerate(text):
        if character == "(":
            opened.append(index)
        elif character == ")":
            start = opened.pop()
            if start == 0 or not text[start - 1].isalpha():
                found.append(text[:start] + text[start + 1 : index] + text[index + 1 :])
    return found


@given(trees)
def test_excel_text_has_no_parentheses_to_spare(tree: formula.Expression) -> None:
    for shorter in _without_each_pair(to_excel(tree, lambda uid: f"[{uid}]")):
        assert _read_back(shorter) != tree


def test_what_excel_cannot_say_is_refused() -> None:
    with pytest.raises(formula.FormulaError, match="前年"):
        to_excel(parse("PREV([a])"), str)
    with pytest.raises(formula.FormulaError, match="規則"):
        to_excel(parse("実績 > 1", allow_conditions=True), str)
