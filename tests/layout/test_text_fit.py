"""Line breaks against those that Qt's text layout made with the real BIZ UD fonts, and the rules behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layout.styles import FIGURE_FONT, TEXT_FONT, NumberFormat, style_of
from app.layout.text_fit import (
    NO_END,
    NO_START,
    advance,
    cell_height,
    cut_text,
    figure_width,
    line_width,
    shortened,
    text_width,
    wrap_lines,
)

LETTERS = st.text(alphabet="あいうアイー漢字、。「」（）ABCabc 0123,.-ｱ①※ゃ", max_size=80)


@pytest.mark.parametrize(
    ("width", "size", "font", "lines"),
    [
        (
            204,
            10.5,
            TEXT_FONT,
            ["公衆無線LAN（Wi-Fi）環境の整", "備と利用者データの分析による", "回遊性の把握"],
        ),
        (300, 10.5, TEXT_FONT, ["公衆無線LAN（Wi-Fi）環境の整備と利用者デー", "タの分析による回遊性の把握"]),
        (
            180,
            9.0,
            FIGURE_FONT,
            ["公衆無線LAN（Wi-Fi）環境の整備", "と利用者データの分析による回遊", "性の把握"],
        ),
    ],
)
def test_breaks_where_the_real_fonts_do(width: int, size: float, font: str, lines: list[str]) -> None:
    text = "公衆無線LAN（Wi-Fi）環境の整備と利用者データの分析による回遊性の把握"
    assert wrap_lines(text, width, size, font) == lines


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("バーチャル瀬戸の来訪者数（累計）", 204, 2),
        ("バーチャル瀬戸の来訪者数（累計）", 300, 1),
        ("児童手当等の受給資格及び児童手当の額についての認定請求", 110, 4),
        ("まちづくり協働課／高齢者福祉課", 110, 2),
        ("Mastercard(R)とVisaの取扱件数", 110, 3),
        ("[ApplePay]QUICPay", 110, 2),
        ("質問総数が22,218件で、1か月あたりの平均は約2,020件でした。", 204, 3),
    ],
)
def test_line_counts_of_the_real_fonts(text: str, width: int, count: int) -> None:
    assert len(wrap_lines(text, width, 10.5)) == count


def test_a_closing_bracket_takes_the_letter_before_it_along() -> None:
    assert wrap_lines("来訪者数（累計）", text_width("来訪者数（累計", 10.5), 10.5) == ["来訪者数（累", "計）"]


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert wrap_lines("現在「瀬戸」", text_width("現在「", 10.5), 10.5) == ["現在", "「瀬", "戸」"]


def test_figures_and_latin_words_stay_whole() -> None:
    assert wrap_lines("合計は36,345件", text_width("合計は36,34", 10.5), 10.5) == ["合計は", "36,345件"]
    assert wrap_lines("use Excel now", text_width("use Exc", 10.5), 10.5) == ["use", "Excel", "now"]


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert wrap_lines("ABCDEFGH", text_width("ABC", 10.5), 10.5) == ["ABC", "DEF", "GH"]


def test_own_line_breaks_and_empty_lines_are_kept() -> None:
    assert wrap_lines("一\n\n二\r\n三", 100, 10.5) == ["一", "", "二", "三"]
    assert wrap_lines("", 100, 10.5) == [""]


@given(LETTERS, st.integers(60, 400))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrap_lines(text, width, 10.5)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 10.5) <= width for line in lines)


@given(st.text(alphabet="漢字、。「」（）", max_size=40).filter(lambda text: "「（" not in text), st.integers(90, 300))
def test_no_line_begins_or_ends_against_kinsoku(text: str, width: int) -> None:
    body = f"漢{text}字"
    lines = wrap_lines(body, width, 10.5)
    unbroken = max(text_width(part, 10.5) for part in lines)
    if unbroken <= width // 2:  # a run of brackets wider than a line has to be cut somewhere
        assert not any(line[0] in NO_START for line in lines[1:] if line)
        assert not any(line[-1] in NO_END for line in lines[:-1] if line)


@given(LETTERS)
def test_bold_is_never_narrower(text: str) -> None:
    assert text_width(text, 10.5, TEXT_FONT, bold=True) >= text_width(text, 10.5)


def test_heights_grow_by_the_line_pitch() -> None:
    one, two = (cell_height(text, 100, style_of("label")) for text in ("一", "一\n二"))
    assert two - one == 18  # 1.28 em of 14 px, rounded up


def test_a_digit_of_the_figure_font_is_half_an_em() -> None:
    assert text_width("1234", 9, FIGURE_FONT) == 24
    assert figure_width(1234, style_of("figure small"), NumberFormat(pad=0)) == 34  # 1,234 and the cell's own room


@given(LETTERS, st.integers(40, 400), st.integers(0, 200))
def test_a_text_is_cut_at_a_line_s_end_and_nothing_of_it_is_lost(text: str, width: int, height: int) -> None:
    style = style_of("label indent")
    first, rest = cut_text(text, width, style, height)
    assert first + rest == text
    assert not first or cell_height(first, width, style) <= max(height, cell_height("", width, style))
    again, _ = cut_text(first, width, style, height)
    assert again == first


def test_a_text_is_cut_after_its_own_line_breaks() -> None:
    style = style_of("label")
    assert cut_text("一行目\n二行目\r\n三行目", 200, style, cell_height("行\n行", 200, style)) == (
        "一行目\n二行目\n",
        "三行目",
    )


@given(LETTERS.filter(lambda text: "…" not in text and len(text) > 1), st.integers(60, 300))
def test_a_shortened_text_fits_and_begins_as_the_whole(text: str, width: int) -> None:
    for name, height in (("label", 60), ("label one_line", 60)):
        style = style_of(name)
        shown = shortened(text, width, style, height)
        assert shown == text or text.startswith(shown.removesuffix("…").rstrip())
        assert cell_height(shown, width, style) <= height and (style.wrap or line_width(shown, style) <= width)


def test_a_shortened_title_keeps_its_tail() -> None:
    style = style_of("title one_line")
    shown = shortened("長い題名" * 20, 400, style, 48, "（つづき）")
    assert shown.startswith("長い題名") and shown.endswith("…（つづき）") and line_width(shown, style) <= 400


def test_emoji_are_wider_than_an_em() -> None:
    assert advance("🌈") > advance("虹") == advance("⼀") == advance("𠮷") == 1000
