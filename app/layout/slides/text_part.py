"""Text under a heading: 現在, ○月迄の状況."""

from dataclasses import dataclass, replace

from app.layout.builder import PageBuilder
from app.layout.page import Rect
from app.layout.parts import add_text, text_block_height

CONTINUED = "（つづき）"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A heading with paragraphs on a tinted ground; a report of progress (○月迄) has a heading in another tone."""

    heading: str
    paragraphs: tuple[str, ...]
    share: int = 3
    grows: bool = True

    def height(self, width: int) -> int:
        """Return the height in px that the paragraphs need in a width of px."""
        return text_block_height(list(self.paragraphs), width)

    def place(self, builder: PageBuilder, rect: Rect, edges: tuple[int, ...] = ()) -> int:
        """Place the text and return the y below it."""
        tone = "heading_good" if "迄" in self.heading else "heading"
        return add_text(builder, rect, self.heading, list(self.paragraphs), tone, edges)

    def split(self, width: int, room: int) -> "tuple[TextPart, TextPart] | None":
        """Cut between paragraphs."""
        for count in range(len(self.paragraphs) - 1, 0, -1):
            first = replace(self, paragraphs=self.paragraphs[:count])
            if first.height(width) <= room:
                rest = replace(self, heading=self.heading + CONTINUED, paragraphs=self.paragraphs[count:])
                return first, rest
        return None


def text_part(heading: str, text: str) -> TextPart:
    """Return the part of a text, one paragraph a line."""
    return TextPart(heading, tuple(line for line in text.split("\n") if line.strip()))
