"""What every part of a slide can do: say how high it is in a width, place itself, and be cut where a page ends."""

from typing import Protocol

from app.layout.builder import PageBuilder
from app.layout.page import Rect
from app.layout.parts import GROWN

GAP = 16  # px between parts side by side
AIR = 10  # px between parts one below the other
CAPTION = 24  # px: the line over a table, list or chart


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


def caption(builder: PageBuilder, rect: Rect, text: str, unit: str = "", size: int = 0) -> None:
    """Place the line over a part: its name at the left, its unit at the right."""
    right = 110 if unit else 0
    builder.add(Rect(rect.x, rect.y, rect.width - right, CAPTION), text or None, f"caption one_line{GROWN[size]}")
    if unit:
        builder.add(Rect(rect.x + rect.width - right, rect.y, right, CAPTION), f"（単位：{unit}）", "unit")
