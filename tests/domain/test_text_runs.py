"""Where a text holds a word, however either is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text_runs import replaced, runs_of


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("ＡＩﾁｬｯﾄﾎﾞｯﾄの件数", "aiチャットボット", ["ＡＩﾁｬｯﾄﾎﾞｯﾄ"]),
        ("オンライン おんらいん", "オンライン", ["オンライン", "おんらいん"]),
        ("國の効果と效果", "効果", ["効果", "效果"]),
        ("申 請", "申請", ["申 請"]),
        ("㎡と2", "2", ["2"]),
        ("がぎ", "か", []),
        ("aaaa", "aa", ["aa", "aa"]),
        ("何か", "", []),
        ("何か", " ", []),
    ],
)
def test_a_word_is_found_in_any_form(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in runs_of(text, wanted)] == found


def test_replacing_keeps_what_stands_around() -> None:
    assert replaced("旧ＰＣ、旧pc", "PC", "端末") == ("旧端末、旧端末", 2)
    assert replaced("同じ", "別", "x") == ("同じ", 0)


@given(st.text(max_size=20), st.text(max_size=3))
def test_runs_lie_in_order_and_apart(text: str, wanted: str) -> None:
    ends = [0, *(place for run in runs_of(text, wanted) for place in run)]
    assert ends == sorted(ends) and ends[-1] <= len(text)
