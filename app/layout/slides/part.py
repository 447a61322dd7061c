"""What every part of a slide can do: say how high it is in a width, place itself, and be cut where a page ends."""

from typing import Protocol

from app.layout.builder import PageBuilder
from app.layout.page import Rect
from app.layout.parts import GROWN
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, line_width

GAP = 16  # px between parts side by side
AIR = 10  # px between parts one below the other
CAPTION = 24  # px: the line over a table, list or chart
UNIT = 110  # px: the unit at its right end


class Part(Protocol):
    """A block of a slide, measured before it is placed."""

    @property
    def share(self) -> int:
        """Return the least share of the page's width, in twelfths."""

    @property
    def grows(self) -> bool:
        """Return whether the part may be given more height than it asks for."""

    def height(self, width: int) -> int:
        """Return the height in px that the part needs in a width of px."""

    def place(self, builder: PageBuilder, rect: Rect) -> object:
        """Place the part into a box at least as high as `height` asks for."""

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Return the part cut in two, the first no higher than `room`; None where it cannot be cut there."""


def caption(builder: PageBuilder, rect: Rect, text: str, unit: str = "", size: int = 0) -> int:
    """Place the line over a part, its name at the left, its unit at the right, and return the y below it.

    A name too long for one line takes more; a unit too long for its place follows the name.
    """
    words, unit_words = _caption_words(text, unit)
    tall = caption_height(text, unit, rect.width, size)
    right = UNIT if unit_words else 0
    lines = "one_line" if tall == CAPTION else "section"
    builder.add(Rect(rect.x, rect.y, rect.width - right, tall), words or None, f"caption {lines}{GROWN[size]}")
    if unit_words:
        builder.add(Rect(rect.x + rect.width - right, rect.y, right, tall), unit_words, "unit")
    return rect.y + tall


def caption_height(text: str, unit: str, width: int, size: int = 0) -> int:
    """Return the height in px of the line over a part."""
    words, unit_words = _caption_words(text, unit)
    room = width - (UNIT if unit_words else 0)
    if line_width(words, style_of("caption small")) <= room:
        return CAPTION
    return cell_height(words, room, style_of(f"caption section{GROWN[size]}"))


def _caption_words(text: str, unit: str) -> tuple[str, str]:
    words = f"（単位：{unit}）" if unit else ""
    if line_width(words, style_of("unit")) > UNIT:
        return text + words, ""
    return text, words
