"""Finding words and figures: what matches, where the hit stands, how many there are."""

import pytest

from app.domain.find import FigureLines, entry, matching, number_span, read_query, spans
from app.domain.text import search_key


def found(text: str, typed: str) -> bool:
    """Say whether a typed text finds an entry."""
    return bool(matching([entry("title", text, "", "n", "node", ("n",))], read_query(typed)))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("髙齢者", "高齢者"),
        ("高齢者", "髙齢者"),
        ("⼈材育成", "人材育成"),
        ("人材", "⼈材"),
        ("チャットボット", "ﾁｬｯﾄﾎﾞｯﾄ"),
        ("チャットボット", "ちゃっとぼっと"),
        ("ＲＰＡ・ＯＣＲ", "rpa"),
        ("第１回", "第1回"),
        ("瀨戸の國", "瀬戸の国"),
        ("スマホ 講座", "スマホ講座"),
        ("保育園の見学申込み", "見学 保育園"),
    ],
)
def test_width_kana_radicals_old_forms_and_the_order_of_words_make_no_difference(text: str, typed: str) -> None:
    assert found(text, typed)


def test_all_words_must_be_there() -> None:
    assert not found("保育園の見学", "保育園 予約")
    assert not found("保育園の見学", "　 ")


def test_what_begins_with_the_word_comes_first() -> None:
    entries = [entry("title", text, "", "n", "node", (text,)) for text in ("新しい公園", "公園の予約")]
    assert [one.text for one in matching(entries, read_query("公園"))] == ["公園の予約", "新しい公園"]


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("新しいﾁｬｯﾄﾎﾞｯﾄの質問", "チャットボット", ["ﾁｬｯﾄﾎﾞｯﾄ"]),
        ("か\u3099くせい", "がくせい", ["か\u3099くせい"]),
        ("見学と予約", "予約 見学", ["見学", "予約"]),
        ("㈱瀬戸", "株", ["㈱"]),
    ],
)
def test_the_hit_is_marked_as_it_is_written(text: str, typed: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, read_query(typed).words)] == marked


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("2,020", "2020", ""),
        ("２，０２０件", "2020", "件"),
        ("約110", "110", ""),
        ("△5", "-5", ""),
        ("8.6%", "8.6", "%"),
    ],
)
def test_a_number_is_read_with_its_separators_width_and_unit(typed: str, number: str, unit: str) -> None:
    query = read_query(typed)
    assert (query.number, query.unit) == (number, unit)


def test_a_number_in_words_is_no_number() -> None:
    assert read_query("R4").number == "" and read_query("令和4年").number == ""


def test_the_mark_of_a_figure_goes_over_its_separators() -> None:
    shown = "約12,020件"
    ((start, end),) = number_span(shown, "1202")
    assert shown[start:end] == "12,02"


def figures() -> FigureLines:
    """Return the figures of two metrics."""
    lines = FigureLines()
    lines.put("a", "件", [("20",), ("2020",), ("201", "2014"), (search_key("未集計"),)])
    lines.put("b", "人", [("120",), ("20",)])
    return lines


def test_figures_are_found_by_their_beginning_the_whole_ones_first() -> None:
    assert figures().search(read_query("20"), 9) == ([("a", 0), ("b", 1), ("a", 1), ("a", 2)], 4)


def test_a_typed_unit_must_be_the_figure_s() -> None:
    assert figures().search(read_query("20人"), 9) == ([("b", 1)], 1)
    assert figures().search(read_query("20月"), 9) == ([], 0)


def test_more_than_asked_for_are_counted() -> None:
    places, count = figures().search(read_query("2"), 2)
    assert (places, count) == ([("a", 0), ("a", 1)], 4)


def test_a_reason_for_no_value_is_found_like_a_value() -> None:
    assert figures().search(read_query("未集計"), 9) == ([("a", 3)], 1)


def test_what_is_dropped_is_found_no_more() -> None:
    lines = figures()
    lines.keep({"b"})
    assert lines.search(read_query("20"), 9) == ([("b", 1)], 1)
