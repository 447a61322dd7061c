"""How many lines a Japanese text takes in a width, without asking a font.

Advances are those of BIZ UDPゴシック and BIZ UDゴシック in thousandths of an em. Where a letter is not in the table it
counts as a whole em, so that an estimate errs long, never short. Lines break as in Excel and LibreOffice: between any
two Japanese letters; Latin words and figures stay whole; kinsoku keeps 、。」 from a line's start, 「（ from its end.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from math import ceil

from app.domain.text import with_line_feeds
from app.layout.styles import FIGURE_FONT, INDENT_PX, TEXT_FONT, Font, NumberFormat, Style

MEMORY = 4096  # texts measured and remembered: a slide is laid out several times before one way is chosen
CELL_PADDING = 6  # px: what a cell keeps free at its two sides together
PLAIN_PADDING = 3  # px: what LibreOffice keeps free of a cell at its two sides together
FIGURE_PADDING = 4  # px: the least that Excel keeps free beside a number
LINE_PITCH = 1.28  # em: how Excel sets BIZ UD text
TEXT_PADDING = 6  # px: what a text keeps free above and below together

NO_START = frozenset(
    "!%),./:;?]}¢°’”‰′″℃、。々〉》」』】〕〟ぁぃぅぇぉっゃゅょゎゕゖ゛゜ゝゞァィゥェォッャュョヮヵヶ・ーヽヾ！％），．：；？］｝…‥〜～"
    "｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ"
)
NO_END = frozenset("([{£¥‘“〈《「『【〔〝（［｛｢￡￥$＄")

# A word: Latin letters and digits with the signs that hold them together (22,218, 3.5%, Wi-Fi breaks after its hyphen).
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]+(?:[.,:'’_@/][0-9A-Za-zÀ-ɏ]+|-[0-9]+)*[-%]?| +|.", re.DOTALL)

_ASCII = (
    "333 330 470 920 800 1000 890 290 490 490 500 840 310 480 310 500 760 630 760 760 760 760 760 760 760 760 310 310 "
    "840 840 840 775 980 760 770 800 840 700 660 840 820 420 540 750 600 980 820 860 740 890 760 710 700 840 740 980 "
    "800 720 750 500 500 500 500 305 500 650 710 640 710 690 500 670 700 320 380 630 330 940 700 680 710 710 450 590 "
    "470 700 580 880 600 610 580 520 440 520 500"
)
_KANA = (
    "910 980 900 1000 840 910 860 930 910 980 990 1000 980 1000 850 950 960 990 890 970 980 1000 850 910 950 980 970 "
    "1000 940 1000 980 1000 960 990 900 980 1000 970 980 940 980 980 970 980 990 1000 990 990 990 980 1000 1000 980 "
    "1000 1000 980 1000 1000 990 990 990 940 980 980 980 950 890 970 890 980 840 960 920 880 960 980 950 890 990 980 "
    "980 980 940 970 940 880"
)
_KATAKANA = (
    "870 890 830 790 860 920 850 880 850 920 940 980 960 1000 870 970 940 980 890 960 960 1000 890 950 930 980 930 970 "
    "890 960 880 970 940 990 850 920 980 940 990 760 840 940 920 870 920 830 960 990 990 880 970 960 900 980 980 930 "
    "960 960 950 990 990 920 880 900 920 950 850 930 840 960 820 910 930 840 980 870 940 850 940 940 950 900 910 970 "
    "830 860"
)
_SIGNS = {"\u3000": 667, "、": 600, "。": 600, "，": 580, "．": 550, "ー": 960, "–": 500, "°": 370, "゛": 310}
_HALF = "〈〉《》「」『』【】〔〕（）：；［］｛｝＾｀・’‘“”"
_NARROW_SIGNS = "−×÷±"


def _advances() -> dict[str, int]:
    table = {chr(0x20 + index): int(word) for index, word in enumerate(_ASCII.split())}
    table |= {chr(0xFEE0 + ord(sign)): width for sign, width in table.items() if sign.isalnum()}
    table |= {chr(0x3041 + index): int(word) for index, word in enumerate(_KANA.split())}
    table |= {chr(0x30A1 + index): int(word) for index, word in enumerate(_KATAKANA.split())}
    table |= {chr(code): 500 for code in range(0xFF61, 0xFFA0)}
    table |= dict.fromkeys(_HALF, 500) | dict.fromkeys(_NARROW_SIGNS, 840)
    return table | _SIGNS


_PROPORTIONAL = _advances()
_BOLD_GAIN = 30  # thousandths of an em: what bold Latin and kana letters may be wider
_EMOJI, _EMOJI_WIDTH = "\U0001f000", 1400  # from this letter on: the systems' emoji faces are wider than an em
ELLIPSIS = "…"


@cache
def advance(letter: str, font: str = TEXT_FONT, bold: bool = False) -> int:
    """Return the advance of one letter in thousandths of an em (unknown letters and other fonts: long)."""
    if font == FIGURE_FONT:
        return 500 if letter.isascii() or "｡" <= letter <= "ﾟ" else 1000
    width = _PROPORTIONAL.get(letter, 1000)
    if _EMOJI <= letter < "\U00020000":
        return _EMOJI_WIDTH
    return width if not bold or width in (500, 1000) else min(width + _BOLD_GAIN, 1000)


def text_width(text: str, size_pt: float, font: str = TEXT_FONT, bold: bool = False) -> int:
    """Return the width of one line of text in px, rounded up; size in pt."""
    em = round(size_pt / 0.75)
    return ceil(sum(advance(letter, font, bold) for letter in text) * em / 1000)


@lru_cache(maxsize=MEMORY)
def line_width(text: str, style: Style) -> int:
    """Return the width in px that a cell of a style needs for a text on one line (the widest of its own lines)."""
    font = style.font
    widest = max(text_width(line, font.size, font.name, font.bold) for line in text.split("\n"))
    return widest + CELL_PADDING + style.indent * INDENT_PX


def figure_width(number: int | Decimal | Fraction, style: Style, number_format: NumberFormat) -> int:
    """Return the width in px that a cell of a style needs to show a number."""
    text = number_format.display(number) + " " * number_format.pad
    font = style.font
    return text_width(text, font.size, font.name, font.bold) + FIGURE_PADDING + style.indent * INDENT_PX


def wrap_lines(text: str, width_px: int, size_pt: float, font: str = TEXT_FONT, bold: bool = False) -> list[str]:
    """Return the lines that text takes in a width of px, at least one; its own line breaks are kept."""
    limit = max(width_px, 1) * 1000 // round(size_pt / 0.75)
    lines: list[str] = []
    for paragraph in with_line_feeds(text).split("\n"):
        lines += _wrap(paragraph, limit, font, bold)
    return lines


def cell_lines(text: str, width_px: int, style: Style) -> list[str]:
    """Return the lines of a text in a cell of a style, width_px wide from edge to edge."""
    inner = width_px - CELL_PADDING - style.indent * INDENT_PX
    font = style.font
    return list(_wrapped(text, inner, font)) if style.wrap else text.split("\n")


@lru_cache(maxsize=MEMORY)
def _wrapped(text: str, width_px: int, font: Font) -> tuple[str, ...]:
    return tuple(wrap_lines(text, width_px, font.size, font.name, font.bold))


def cell_height(text: str, width_px: int, style: Style) -> int:
    """Return the height in px that a cell of a style needs for a text, width_px wide from edge to edge."""
    return line_height(len(cell_lines(text, width_px, style)), style.font)


def cut_text(text: str, width_px: int, style: Style, height_px: int) -> tuple[str, str]:
    """Return a text cut in two at a line's end, the first part no higher than height_px in a cell of a style.

    The first part is empty where not even one line fits; the second where all fits.
    """
    text = with_line_feeds(text)
    lines = cell_lines(text, width_px, style)
    count = (height_px - TEXT_PADDING) * 100 // round(LINE_PITCH * 100 * style.font.em)
    if count >= len(lines):
        return text, ""
    at = 0
    for line in lines[: max(count, 0)]:
        at += len(line)
        while text[at : at + 1] == " ":
            at += 1
        at += text[at : at + 1] == "\n"
    return text[:at], text[at:]


def shortened(text: str, width_px: int, style: Style, height_px: int, tail: str = "") -> str:
    """Return a text that a cell of a style holds, cut with … where it does not hold the whole; at least one letter.

    `tail` is what a cut text ends with after the ….
    """
    if cell_height(text, width_px, style) <= height_px and _narrow_enough(text, width_px, style):
        return text
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        tried = text[:middle].rstrip() + ELLIPSIS + tail
        fits = cell_height(tried, width_px, style) <= height_px and _narrow_enough(tried, width_px, style)
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + ELLIPSIS + tail


def _narrow_enough(text: str, width_px: int, style: Style) -> bool:
    return style.wrap or line_width(text, style) <= width_px


def line_height(count: int, font: Font) -> int:
    """Return the height in px of a cell of count lines in a font."""
    return ceil(count * LINE_PITCH * font.em) + TEXT_PADDING


@lru_cache(maxsize=MEMORY)
def with_kinsoku(text: str, width_px: int, style: Style) -> str:
    """Return a text with a line break of its own where a program without kinsoku would begin a line with 、 or 」.

    Excel breaks there by itself; LibreOffice has no kinsoku in the cells of a workbook and needs to be told.
    """
    if not style.wrap:
        return text
    kept = _told(text, width_px, style)
    # Where Excel would need a line more for it, the break does more harm than good.
    return kept if len(cell_lines(kept, width_px, style)) <= len(cell_lines(text, width_px, style)) else text


@lru_cache(maxsize=MEMORY)
def breaks_well(text: str, width_px: int, style: Style) -> bool:
    """Say whether a program without kinsoku begins no line of the text with 、 or 」, give or take 2 px of width."""
    return all(_told(text, width_px + slack, style) == text for slack in (-2, 0, 2))


def _told(text: str, width_px: int, style: Style) -> str:
    limit = _plain_limit(width_px, style)
    return "\n".join(_kept(paragraph, limit, style.font) for paragraph in text.split("\n"))


def _plain_limit(width_px: int, style: Style) -> int:
    """Return what LibreOffice gives a line in thousandths of an em: its cells keep less free than CELL_PADDING."""
    return max(width_px - PLAIN_PADDING - style.indent * INDENT_PX, 1) * 1000 // style.font.em


def _kept(paragraph: str, limit: int, font: Font) -> str:
    kept, words = "", _WORD.findall(paragraph)
    while words:
        count, used = 1, _advance_of(words[0], font)
        while count < len(words) and (words[count].isspace() or used + _advance_of(words[count], font) <= limit):
            used += _advance_of(words[count], font)
            count += 1
        good = count
        while 1 < good < len(words) and _holds(words[good - 1][-1], words[good][0]):
            good -= 1
        moved = count < len(words) and good not in (1, count)
        good = good if moved else count
        kept += "".join(words[:good]) + ("\n" if moved else "")
        words = words[good:]
    return kept


def _advance_of(word: str, font: Font) -> int:
    return sum(advance(letter, font.name, font.bold) for letter in word)


def _wrap(paragraph: str, limit: int, font: str, bold: bool) -> list[str]:
    lines, line, used = [], "", 0
    for unit in _units(paragraph):
        width = sum(advance(letter, font, bold) for letter in unit.rstrip(" "))
        if line and used + width > limit:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        if width > limit:
            *full, unit = _cut(unit, limit, font, bold)
            lines += full
        line += unit
        used += sum(advance(letter, font, bold) for letter in unit)
    return [*lines, line.rstrip(" ")]


def _cut(unit: str, limit: int, font: str, bold: bool) -> list[str]:
    """Cut a unit that is wider than a whole line between its letters."""
    parts, part, used = [], "", 0
    for letter in unit:
        width = advance(letter, font, bold)
        if part and used + width > limit:
            parts.append(part)
            part, used = "", 0
        part, used = part + letter, used + width
    return [*parts, part]


def _units(paragraph: str) -> list[str]:
    """Split a paragraph where a line may break; what kinsoku holds together stays one unit."""
    units: list[str] = []
    for word in _WORD.findall(paragraph):
        if units and _holds(units[-1][-1], word[0]):
            units[-1] += word
        else:
            units.append(word)
    return units


def _holds(before: str, after: str) -> bool:
    """Return whether no line may break between two letters."""
    if after in NO_START or after == " " or before in NO_END:
        return True
    # Half-width brackets belong to the Latin word they touch: Mastercard(R), [ApplePay]iD.
    return (_latin(before) and after in "([") or (before in ")]" and _latin(after))


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
