"""Parts that most slides share: the title band, the foot, and text under a heading."""

from app.layout.builder import PageBuilder
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Rect
from app.layout.styles import style_of
from app.layout.text_fit import TEXT_PADDING, breaks_well, cell_lines, line_height, text_width

BAND_HEIGHT = 48  # px
SUBTITLE_HEIGHT = 24
HEADING_HEIGHT = 28
FOOT_HEIGHT = 26
BODY_TOP = BAND_HEIGHT + SUBTITLE_HEIGHT  # px: where a slide's own parts begin
BODY_BOTTOM = PAGE_HEIGHT - FOOT_HEIGHT - 6  # px: where they end
BODY = BODY_BOTTOM - BODY_TOP
_AIR = 8  # px: tinted ground above, between and below paragraphs
_MOST_INSET = 42  # px
_NUMBER_WIDTH = 90  # px: room for 14-2
GROWN = ("", " grown", " grown_more")  # what makes body text 10.5, 12 or 13.5 pt, where a page has the room


def add_frame(builder: PageBuilder, subtitle: str, office: str, stamp: str | None = None, reserved: int = 0) -> None:
    """Place the title band, the line under it and the foot; a stamp such as 資料１ stands boxed at the upper right.

    `reserved` px at the right end of the band are left free for a legend.
    """
    stamp_width = 0 if stamp is None else text_width(stamp, 12, bold=True) + 24
    band = PAGE_WIDTH - stamp_width - reserved
    builder.add(Rect(0, 0, band, BAND_HEIGHT), builder.title, _fitting("title", builder.title, band))
    if stamp is not None:
        builder.add(Rect(band, 0, stamp_width, BAND_HEIGHT), stamp, "stamp")
    builder.add(Rect(0, BAND_HEIGHT, PAGE_WIDTH, SUBTITLE_HEIGHT), subtitle, "subtitle")
    foot = PAGE_HEIGHT - FOOT_HEIGHT
    builder.add(Rect(0, foot, PAGE_WIDTH - _NUMBER_WIDTH, FOOT_HEIGHT), office, "office")
    builder.add(Rect(PAGE_WIDTH - _NUMBER_WIDTH, foot, _NUMBER_WIDTH, FOOT_HEIGHT), builder.number, "page_number")


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
    y = _put(builder, Rect(x, y, width, HEADING_HEIGHT + 2 * grown), heading, tone + GROWN[grown], keep_rows)
    style, top = "panel" + GROWN[grown], y
    inner = width - _inset(paragraphs, width, style)
    for text in paragraphs:
        y = _put(builder, Rect(x, y, inner, _AIR), None, style, keep_rows)
        y = _put(builder, Rect(x, y, inner, _paragraph_height(text, inner, style)), text, style, keep_rows)
    y = _put(builder, Rect(x, y, inner, max(_AIR, place.bottom - y)), None, style, keep_rows)
    if inner < width:
        builder.add(Rect(x + inner, top, width - inner, y - top), None, style)
    return y


def _inset(paragraphs: list[str], width: int, style: str) -> int:
    """Return the px kept free at the right so that no program begins a line of the text with 、 or 」."""
    look = style_of(style)
    tried = (0, *range(6, _MOST_INSET, 2))
    return next((px for px in tried if all(breaks_well(text, width - px, look) for text in paragraphs)), 0)


def _put(builder: PageBuilder, box: Rect, value: str | None, style: str, keep_rows: bool) -> int:
    """Place a box and return the y of its foot, which moves down to the foot of a figure that it would cut."""
    bottom = builder.below_figures(box.bottom) if keep_rows else box.bottom
    builder.add(Rect(box.x, box.y, box.width, bottom - box.y), value, style)
    return bottom


def text_block_height(paragraphs: list[str], width: int, grown: int = 0) -> int:
    """Return the least height in px of add_text for these paragraphs in a width of px."""
    style = "panel" + GROWN[grown]
    inner = width - _inset(paragraphs, width, style)
    heights = [_paragraph_height(text, inner, style) for text in paragraphs]
    return HEADING_HEIGHT + 2 * grown + sum(heights) + _AIR * (len(paragraphs) + 1)


def _paragraph_height(text: str, width: int, name: str) -> int:
    # No room above and below, as the air between the paragraphs is that room.
    style = style_of(name)
    return line_height(len(cell_lines(text, width, style)), style.font) - TEXT_PADDING


def _fitting(name: str, text: str, width: int) -> str:
    """Return a title style that holds the text on one line: smaller, then smallest, where it is long."""
    for style_name in (name, f"{name} title_small"):
        style = style_of(style_name)
        if text_width(text, style.font.size, style.font.name, bold=True) <= width - 2 * 18:
            return style_name
    return f"{name} title_smallest"
