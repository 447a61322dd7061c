"""What a workbook cannot hold never reaches it."""

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.safe_text import (
    MOST_LETTERS,
    MOST_NAME,
    cell_pieces,
    cell_text,
    clean_text,
    looks_like_formula,
    sheet_names,
)

ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates and controls too


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00\x08\x1f\x7f\x9fb", "ab"),
        ("\ud800高\udfff", "高"),
        ("\ufffe\uffff字", "字"),
        ("1\r\n2\r3\n4", "1\n2\n3\n4"),
        ("タブ\tは残る", "タブ\tは残る"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_unwritable_signs_go(text: str, clean: str) -> None:
    assert clean_text(text) == clean


def test_a_long_text_is_cut_between_letters() -> None:
    assert clean_text("a" + "𠮷" * MOST_LETTERS) == "a" + "𠮷" * ((MOST_LETTERS - 1) // 2)


def test_a_long_text_goes_on_in_the_next_cell_between_letters() -> None:
    text = "a" + "𠮷" * MOST_LETTERS
    pieces = cell_pieces(text)
    assert "".join(pieces) == text and len(pieces) == 3
    assert all(len(piece.encode("utf-16-le")) // 2 <= MOST_LETTERS for piece in pieces)
    assert cell_pieces("") == [""]


def test_line_breaks_of_other_programs_stay_line_breaks() -> None:
    assert clean_text("行\v替\u2028え\x85る") == "行\n替\nえ\nる"


def test_escapes_are_escaped() -> None:
    assert cell_text("_x0041_ と _X0041_ と _x41_") == "_x005F_x0041_ と _X0041_ と _x41_"


def test_starts_of_formulas_are_known() -> None:
    assert [looks_like_formula(text) for text in ("=1", "＝1", "-1", "@a", "1", "・=1")] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("A/B\\C?D*E[F]G:H", "A-B-C-D×E(F)G-H"),
        ("Ａ／Ｂ：Ｃ", "Ａ－Ｂ－Ｃ"),
        ("'引用'", "引用"),
        ("’引用’", "引用"),
        ("", "シート"),
        ("   ", "シート"),
        ("History", "History_"),
        ("長" * 40, "長" * 31),
        ("1\n2", "1 2"),
    ],
)
def test_sheet_names_become_legal(wish: str, name: str) -> None:
    assert sheet_names([wish]) == (name,)


def test_names_that_excel_holds_for_the_same_are_told_apart() -> None:
    assert sheet_names(["abc", "ABC", "ＡＢＣ", "abc"]) == ("abc", "ABC (2)", "ＡＢＣ (3)", "abc (4)")
    assert sheet_names(["長" * 40, "長" * 35]) == ("長" * 31, "長" * 27 + " (2)")


@given(st.lists(ANY_TEXT, max_size=6))
def test_every_name_is_one_that_openpyxl_takes_unchanged(wishes: list[str]) -> None:
    names = sheet_names(wishes)
    workbook = openpyxl.Workbook()
    for name in names:
        assert workbook.create_sheet(name).title == name
        assert len(name.encode("utf-16-le")) // 2 <= MOST_NAME


@given(ANY_TEXT)
def test_clean_text_is_clean_already(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    clean.encode("utf-8")
