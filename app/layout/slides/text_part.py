"""Text under a heading: 現在, ○月迄の状況."""

from dataclasses import dataclass, replace

from app.layout.builder import PageBuilder
from app.layout.page import Rect
from app.layout.parts import BODY, add_text, text_block_height

CONTINUED = "（つづき）"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A heading with paragraphs on a tinted ground; a report of progress (○月迄) has a heading in another tone."""

    heading: str
    paragraphs: tuple[str, ...]
    size: int = 0
    share: int = 3
    grows: bool = True

    def height(self, width: int) -> int:
        """Return the height in px that the paragraphs need in a width of px."""
        return text_block_height(list(self.paragraphs), width, self.size)

    def place(self, builder: PageBuilder, rect: Rect, keep_rows: bool = False) -> int:
        """Place the text and return the y below it."""
        tone = "heading_good" if "迄" in self.heading else "heading"
        return add_text(builder, rect, self.heading, list(self.paragraphs), tone, keep_rows, self.size)

    def split(self, width: int, room: int) -> "tuple[TextPart, TextPart] | None":
        """Cut between paragraphs, or within the first one where it alone is too high."""
        for count in range(len(self.paragraphs) - 1, 0, -1):
            first = replace(self, paragraphs=self.paragraphs[:count])
            if first.height(width) <= room:
                return first, self._rest(self.paragraphs[count:])
        text = self.paragraphs[0]
        alone = replace(self, paragraphs=(text,))
        for share in range(9, 0, -1) if alone.height(width) > BODY else ():
            at = len(text) * share // 10
            first = replace(self, paragraphs=(text[:at],))
            if at and first.height(width) <= room:
                return first, self._rest((text[at:], *self.paragraphs[1:]))
        return None

    def _rest(self, paragraphs: tuple[str, ...]) -> "TextPart":
        return replace(self, heading=self.heading.removesuffix(CONTINUED) + CONTINUED, paragraphs=paragraphs)


def text_part(heading: str, text: str, size: int = 0) -> TextPart:
    """Return the part of a text, one paragraph a line."""
    return TextPart(heading, tuple(line for line in text.split("\n") if line.strip()), size)
