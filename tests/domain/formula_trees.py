"""Random formulas for the tests of the formula language."""

from fractions import Fraction as F
from typing import Any

from hypothesis import strategies as st

from app.domain.formula_tree import Binary, Call, Number, Ref, Unary

UIDS = ("a", "b-1", "c_2", "d.3")

numbers = st.builds(lambda whole, places: Number(F(whole, 10**places)), st.integers(0, 99999), st.integers(0, 4))
refs = st.sampled_from(UIDS).map(Ref)
digits = st.integers(0, 6).map(lambda n: Number(F(n))) | st.integers(1, 6).map(lambda n: Unary(Number(F(n))))


def _larger(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listed = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return (
        st.builds(Binary, st.sampled_from("+-*/"), parts, parts)
        | st.builds(Unary, parts)
        | st.builds(Call, st.sampled_from(["SUM", "AVG", "MIN", "MAX"]), listed)
        | st.builds(Call, st.sampled_from(["ROUND", "ROUNDDOWN", "ROUNDUP"]), st.tuples(parts, digits))
    )


trees = st.recursive(numbers | refs, _larger, max_leaves=12)
