"""Pasted text is repaired without touching real spellings; search keys find a word however it was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import CHANGE_LABELS, RADICALS, Change, Cleaned, clean_pasted, fold_width, search_key

PASTED = st.text(st.sampled_from("⽤⽉⺠⼾︓︕ 　\t\r\n\u00a0\u200b\x07かﾊﾞハは\u3099效國Ａa～〜－ー1１①"))


def test_radicals_of_the_council_paper_become_common_characters() -> None:
    radicals = "⽤⽉⾏⼊⼿⼾⾒⺠⼒⼜⼈⼝⾯⾦⼦⾳⽣⽐⽂⽒⼀⺟⽴⾜⽅⾞⾚"
    assert clean_pasted(radicals).text == "用月行入手戸見民力又人口面金子音生比文氏一母立足方車赤"


def test_the_city_keeps_its_name_where_nfkc_alone_would_change_it() -> None:
    assert unicodedata.normalize("NFKC", "瀬⼾市⺠") == "瀬戶市⺠"
    assert clean_pasted("瀬⼾市⺠").text == "瀬戸市民"


@pytest.mark.parametrize("radical, common", RADICALS.items())
def test_every_radical_becomes_one_character_outside_the_radical_blocks(radical: str, common: str) -> None:
    assert 0x2E80 <= ord(radical) <= 0x2FDF
    assert len(common) == 1
    assert not 0x2E80 <= ord(common) <= 0x2FDF
    assert clean_pasted(common).changes == ()


def test_all_kangxi_radicals_and_the_japanese_supplement_are_known() -> None:
    assert {chr(code) for code in range(0x2F00, 0x2FD6)} <= RADICALS.keys()
    supplement = "⺠⺟⻑⻄⻘⻝⻩⻫⻯⻲⻁⻤⻨⻭⻆⻅⻉⻋⻌⻏⻖⻔⻚⻛⻜⻢⻣⻥⻦⻱"
    common = "民母長西青食黄斉竜亀虎鬼麦歯角見貝車辶阝阝門頁風飛馬骨魚鳥亀"
    assert "".join(RADICALS[sign] for sign in supplement) == common


@pytest.mark.parametrize(
    "text", ["效範小学校", "國", "髙﨑", "\ufa19", "葛\U000e0100飾区", "①㈱２月迄", "a\tb　c\n", "か゛", "e\u0301"]
)
def test_spellings_that_may_be_meant_stay(text: str) -> None:
    assert clean_pasted(text) == Cleaned(text, ())


def test_vertical_signs_become_full_width_ones() -> None:
    assert clean_pasted("期間︓４月︕").text == "期間：４月！"
    forms = "".join(chr(code) for code in range(0xFE10, 0xFE1A))
    assert clean_pasted(forms).text == "，、。：；！？〖〗…"


def test_line_ends_spaces_and_invisible_characters_are_repaired() -> None:
    assert clean_pasted("a\r\nb\rc\u2028d\x0be").text == "a\nb\nc\nd\ne"
    assert clean_pasted("1\u00a0168\u2009件").text == "1 168 件"
    assert clean_pasted("\ufeff計\u200b画\x00\x1b").text == "計画"


def test_kana_with_a_loose_sound_mark_become_one_character() -> None:
    assert clean_pasted("テ\u3099シ\u3099タルハ\u309aス").text == "デジタルパス"
    assert clean_pasted("あ\u3099").changes == ()


def test_every_change_is_listed_with_its_count() -> None:
    cleaned = clean_pasted("⽤⽤⺠︓\u00a0\r\nx\x00カ\u3099")
    assert cleaned.changes == (
        Change("radical", "⺠", "民", 1),
        Change("radical", "⽤", "用", 2),
        Change("vertical", "︓", "：", 1),
        Change("space", "\u00a0", " ", 1),
        Change("newline", "\r\n", "\n", 1),
        Change("control", "\x00", "", 1),
        Change("kana", "カ\u3099", "ガ", 1),
    )
    assert {change.kind for change in cleaned.changes} == set(CHANGE_LABELS)


@given(PASTED)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    cleaned = clean_pasted(text)
    assert clean_pasted(cleaned.text) == Cleaned(cleaned.text, ())
    assert (cleaned.text == text) == (cleaned.changes == ())


@given(PASTED)
def test_cleaning_never_changes_what_a_search_finds(text: str) -> None:
    assert search_key(clean_pasted(text).text) == search_key(text)


@given(PASTED)
def test_a_search_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    "one, other",
    [
        ("コンビニ交付", "ｺﾝﾋﾞﾆ 交付"),
        ("せとまちナビ", "セトマチなび"),
        ("ＲＰＡ", "rpa"),
        ("市⺠⽤", "市民用"),
        ("効範小学校", "效範小學校"),
        ("4月〜2月", "４月～２月"),
        ("A－B", "a-b"),
        ("瀬戸", "瀨戶"),
        ("高橋 髙﨑", "髙橋高崎"),
        ("バス", "ハ\u3099ス"),
    ],
)
def test_a_search_finds_the_word_however_it_was_typed(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


def test_a_search_tells_different_words_apart() -> None:
    assert search_key("ハス") != search_key("バス")
    assert search_key("受付") != search_key("受け付け")


def test_parsers_see_half_width_digits_and_one_dash() -> None:
    assert fold_width("１，１６８％ −５ ４〜⽉") == "1,168% -5 4~月"
