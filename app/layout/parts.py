"""Parts that most slides share: the title band, the foot, and text under a heading."""

from collections.abc import Sequence

from app.layout.builder import PageBuilder
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Rect
from app.layout.styles import style_of
from app.layout.text_fit import (
    TEXT_PADDING,
    breaks_well,
    cell_height,
    cell_lines,
    line_height,
    line_width,
    shortened,
    text_width,
)

BAND_HEIGHT = 48  # px
SUBTITLE_HEIGHT = 24
HEADING_HEIGHT = 28
FOOT_HEIGHT = 26
BODY_TOP = BAND_HEIGHT + SUBTITLE_HEIGHT  # px: where a slide's own parts begin
BODY_BOTTOM = PAGE_HEIGHT - FOOT_HEIGHT - 6  # px: where they end
BODY = BODY_BOTTOM - BODY_TOP
_AIR = 8  # px: tinted ground above, between and below paragraphs
_MOST_INSET = 42  # px
_MOST_WEIGHED = 3000  # letters: beyond that a better width is not worth the time
CONTINUED = "（つづき）"
_TITLE_AIR = 12  # px: free at the right of a title
_NUMBER_WIDTH = 90  # px: room for 14-2
MOST_STAMP, STAMP_AIR = 260, 24  # px: a stamp's width, and what of it is free beside the words
GROWN = ("", " grown", " grown_more")  # what makes body text 10.5, 12 or 13.5 pt, where a page has the room


def add_frame(builder: PageBuilder, subtitle: str, office: str, stamp: str | None = None, reserved: int = 0) -> None:
    """Place the title band, the line under it and the foot; a stamp such as 資料１ stands boxed at the upper right.

    `reserved` px at the right end of the band are left free for a legend. What is too long is cut with …:
    `words_cut` says what a slide has to print whole.
    """
    band = _band(stamp, reserved)
    style, shown = _title(builder.title, band)
    builder.add(Rect(0, 0, band, BAND_HEIGHT), shown, style)
    if stamp is not None:
        width = _stamp_width(stamp)
        builder.add(Rect(band, 0, width, BAND_HEIGHT), _one_line(stamp, width, "stamp"), "stamp")
    line = Rect(0, BAND_HEIGHT, PAGE_WIDTH, SUBTITLE_HEIGHT)
    builder.add(line, _one_line(subtitle, line.width, "subtitle"), "subtitle")
    place_foot(builder, office)


def place_foot(builder: PageBuilder, office: str) -> None:
    """Place presenter and page number at the foot; a presenter too long for it is cut with … (the cover has all)."""
    foot, width = PAGE_HEIGHT - FOOT_HEIGHT, PAGE_WIDTH - _NUMBER_WIDTH
    builder.add(Rect(0, foot, width, FOOT_HEIGHT), _one_line(office, width, "office"), "office")
    builder.add(Rect(width, foot, _NUMBER_WIDTH, FOOT_HEIGHT), builder.number, "page_number")


def words_cut(title: str, subtitle: str, stamp: str | None = None, reserved: int = 0) -> list[str]:
    """Return those of a slide's head words that its head shows cut."""
    band = _band(stamp, reserved)
    shown = [(title, _title(title, band)[1]), (subtitle, _one_line(subtitle, PAGE_WIDTH, "subtitle"))]
    shown.append((stamp or "", _one_line(stamp or "", MOST_STAMP, "stamp")))
    return [" ".join(text.split("\n")) for text, head in shown if head != text.replace("\n", " ")]


def _band(stamp: str | None, reserved: int) -> int:
    return PAGE_WIDTH - (0 if stamp is None else _stamp_width(stamp)) - reserved


def _stamp_width(stamp: str) -> int:
    return min(text_width(stamp, 12, bold=True) + STAMP_AIR, MOST_STAMP)


def _one_line(text: str, width: int, name: str) -> str:
    """Return a text that a line of the least size holds, cut with … where it is longer."""
    words = text.replace("\n", " ")
    if line_width(words, style_of(name)) <= width:
        return words
    return shortened(words, width, style_of(f"{name} small"), BAND_HEIGHT)


def _title(text: str, width: int) -> tuple[str, str]:
    """Return style and words of a title: on one line as large as may be, else on two small ones, else cut with …."""
    words = text.replace("\n", " ")
    for name in ("title", "title title_small", "title title_smallest"):
        if line_width(words, style_of(name)) <= width - _TITLE_AIR:
            return name, words
    name = "title title_smallest section"
    tail = CONTINUED if words.endswith(CONTINUED) else ""
    return name, shortened(words, width, style_of(name), BAND_HEIGHT, tail)


def add_text(
    builder: PageBuilder,
    place: Rect,
    heading: str,
    paragraphs: list[str],
    tone: str = "heading",
    keep_rows: bool = False,
    grown: int = 0,
) -> int:
    """Place a heading and paragraphs on a tinted ground, at least place.height high; return the y below.

    Each paragraph is a cell of its own: LibreOffice then sets their lines at an even pitch. `tone` is the heading's
    style. With `keep_rows` the text keeps to the rows of a table placed beside it: no figure there has to be merged.
    `grown` is a place in GROWN.
    """
    x, y, width = place.x, place.y, place.width
    look, tall = _heading(heading, width, tone + GROWN[grown], HEADING_HEIGHT + 2 * grown)
    y = _put(builder, Rect(x, y, width, tall), heading, look, keep_rows)
    style, top = "panel" + GROWN[grown], y
    inner = width - _inset(paragraphs, width, style)
    for text in paragraphs:
        y = _put(builder, Rect(x, y, inner, _AIR), None, style, keep_rows)
        y = _put(builder, Rect(x, y, inner, _paragraph_height(text, inner, style)), text, style, keep_rows)
    y = _put(builder, Rect(x, y, inner, max(_AIR, place.bottom - y)), None, style, keep_rows)
    if inner < width:
        builder.add(Rect(x + inner, top, width - inner, y - top), None, style)
    return y


def _heading(text: str, width: int, style: str, least: int) -> tuple[str, int]:
    """Return style and height of a heading: on one line, on more where it is too long for one."""
    if line_width(text, style_of(style)) <= width:
        return style, least
    return f"{style} section", max(least, cell_height(text, width, style_of(f"{style} section")))


def _inset(paragraphs: list[str], width: int, style: str) -> int:
    """Return the px kept free at the right so that no program begins a line of the text with 、 or 」."""
    look = style_of(style)
    if sum(map(len, paragraphs)) > _MOST_WEIGHED:
        return 0
    tried = (0, *range(6, _MOST_INSET, 2))
    return next((px for px in tried if all(breaks_well(text, width - px, look) for text in paragraphs)), 0)


def _put(builder: PageBuilder, box: Rect, value: str | None, style: str, keep_rows: bool) -> int:
    """Place a box and return the y of its foot, which moves down to the foot of a figure that it would cut."""
    bottom = builder.below_figures(box.bottom) if keep_rows else box.bottom
    builder.add(Rect(box.x, box.y, box.width, bottom - box.y), value, style)
    return bottom


def text_block_height(heading: str, paragraphs: list[str], width: int, grown: int = 0) -> int:
    """Return the least height in px of add_text for these words in a width of px."""
    style = "panel" + GROWN[grown]
    inner = width - _inset(paragraphs, width, style)
    heights = [_paragraph_height(text, inner, style) for text in paragraphs]
    _, head = _heading(heading, width, "heading" + GROWN[grown], HEADING_HEIGHT + 2 * grown)
    return head + sum(heights) + _AIR * (len(paragraphs) + 1)


def _paragraph_height(text: str, width: int, name: str) -> int:
    # No room above and below, as the air between the paragraphs is that room.
    style = style_of(name)
    return line_height(len(cell_lines(text, width, style)), style.font) - TEXT_PADDING


def rows_that_fit(heights: Sequence[int], used: int, room: int) -> int:
    """Return how many rows fit into a room of px of which some is used already; the last row is never counted."""
    count = 0
    while count < len(heights) - 1 and used + heights[count] <= room:
        used += heights[count]
        count += 1
    return count
