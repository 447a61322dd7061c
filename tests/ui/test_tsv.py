"""Blocks on the clipboard, as Excel writes and reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.tsv import format_tsv, parse_tsv

CELL = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from('"\t\n'), max_size=8)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,168\t52\r\n3\t\r\n", [["1,168", "52"], ["3", ""]]),
        ('"二行の\n見出し"\t"""引用"""\r\n', [["二行の\n見出し", '"引用"']]),
        ("一列\r\n\r\n三行目\r\n", [["一列"], [""], ["三行目"]]),
        ('19"モニター\t4\r\n', [['19"モニター', "4"]]),
        ('"A"社\t"B\r\n5', [['"A"社', '"B'], ["5"]]),
        ('""\t""""\n', [["", '"']]),
        ("名\t\t\n\t2\t\n", [["名", "", ""], ["", "2", ""]]),
        ("二列\t", [["二列", ""]]),
        ("\n", [[""]]),
        ("", []),
    ],
)
def test_a_copied_block_is_read_as_excel_means_it(text: str, rows: list[list[str]]) -> None:
    assert parse_tsv(text) == rows


@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    assert parse_tsv(format_tsv(rows)) == rows
