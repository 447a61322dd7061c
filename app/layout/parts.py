"""Parts that most slides share: the title band, the foot, and text under a heading."""

from app.layout.builder import PageBuilder
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Rect
from app.layout.styles import style_of
from app.layout.text_fit import TEXT_PADDING, cell_lines, line_height, text_width

BAND_HEIGHT = 48  # px
SUBTITLE_HEIGHT = 24
HEADING_HEIGHT = 28
FOOT_HEIGHT = 26
BODY_TOP = BAND_HEIGHT + SUBTITLE_HEIGHT  # px: where a slide's own parts begin
BODY_BOTTOM = PAGE_HEIGHT - FOOT_HEIGHT - 6  # px: where they end
_AIR = 8  # px: tinted ground above, between and below paragraphs
_NUMBER_WIDTH = 90  # px: room for 14-2


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
    edges: tuple[int, ...] = (),
) -> int:
    """Place a heading and paragraphs on a tinted ground, at least place.height high; return the y below.

    Each paragraph is a cell of its own: LibreOffice then sets their lines at an even pitch. `tone` is the heading's
    style. `edges` are the row edges of a table beside the text (builder.row_edges()): the text keeps to them, so that
    no figure of the table has to be merged over two rows.
    """
    x, y, width = place.x, place.y, place.width
    y = _put(builder, Rect(x, y, width, HEADING_HEIGHT), heading, tone, edges)
    for text in paragraphs:
        y = _put(builder, Rect(x, y, width, _AIR), None, "panel", edges)
        y = _put(builder, Rect(x, y, width, _paragraph_height(text, width)), text, "panel", edges)
    return _put(builder, Rect(x, y, width, max(_AIR, place.bottom - y)), None, "panel", edges)


def _put(builder: PageBuilder, box: Rect, value: str | None, style: str, edges: tuple[int, ...]) -> int:
    """Place a box, its foot moved down to the next of edges, and return the y of its foot."""
    bottom = next((edge for edge in edges if edge >= box.bottom), box.bottom)
    builder.add(Rect(box.x, box.y, box.width, bottom - box.y), value, style)
    return bottom


def text_block_height(paragraphs: list[str], width: int) -> int:
    """Return the least height in px of add_text for these paragraphs in a width of px."""
    heights = [_paragraph_height(text, width) for text in paragraphs]
    return HEADING_HEIGHT + sum(heights) + _AIR * (len(paragraphs) + 1)


def _paragraph_height(text: str, width: int) -> int:
    # No room above and below, as the air between the paragraphs is that room.
    style = style_of("panel")
    return line_height(len(cell_lines(text, width, style)), style.font) - TEXT_PADDING


def _fitting(name: str, text: str, width: int) -> str:
    """Return a title style that holds the text on one line: smaller, then smallest, where it is long."""
    for style_name in (name, f"{name} title_small"):
        style = style_of(style_name)
        if text_width(text, style.font.size, style.font.name, bold=True) <= width - 2 * 18:
            return style_name
    return f"{name} title_smallest"
