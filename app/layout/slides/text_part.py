"""Text under a heading: 現在, ○月迄の状況."""

from dataclasses import dataclass, replace

from app.domain.text import with_line_feeds
from app.layout.builder import PageBuilder
from app.layout.page import Rect
from app.layout.parts import BODY, CONTINUED, GROWN, add_text, text_block_height
from app.layout.slides.long_words import WHOLE_HEADING
from app.layout.styles import style_of
from app.layout.text_fit import cut_text


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
        return text_block_height(self.heading, list(self.paragraphs), width, self.size)

    def place(self, builder: PageBuilder, rect: Rect, keep_rows: bool = False) -> int:
        """Place the text and return the y below it."""
        tone = "heading_good" if "迄" in self.heading else "heading"
        return add_text(builder, rect, self.heading, list(self.paragraphs), tone, keep_rows, self.size)

    def split(self, width: int, room: int) -> "tuple[TextPart, TextPart] | None":
        """Cut between paragraphs, or within the first one where it alone is too high."""
        count = self._fitting(width, room)
        if count:
            return self._first(count), self._rest(self.paragraphs[count:])
        text = self.paragraphs[0]
        if self._first(1).height(width) <= BODY:
            return None
        for share in range(10, 0, -1):
            head, tail = cut_text(text, width, style_of("panel" + GROWN[self.size]), room * share // 10)
            first = replace(self, paragraphs=(head,))
            if head and tail and first.height(width) <= room:
                return first, self._rest((tail, *self.paragraphs[1:]))
        return None

    def _first(self, count: int) -> "TextPart":
        return replace(self, paragraphs=self.paragraphs[:count])

    def _fitting(self, width: int, room: int) -> int:
        """Return how many paragraphs fit, less than all of them: halving first, as a text may have thousands."""
        low, high = 0, len(self.paragraphs) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._first(middle).height(width) <= room else (low, middle - 1)
        while low and self._first(low).height(width) > room:
            low -= 1
        return low

    def _rest(self, paragraphs: tuple[str, ...]) -> "TextPart":
        return replace(self, heading=self.heading.removesuffix(CONTINUED) + CONTINUED, paragraphs=paragraphs)


def whole_part(texts: tuple[str, ...], size: int = 0) -> TextPart:
    """Return the part of the words that heads and labels show cut, over the page's whole width."""
    return TextPart(WHOLE_HEADING, texts, size, share=12)


def text_part(heading: str, text: str, size: int = 0) -> TextPart:
    """Return the part of a text, one paragraph a line."""
    return TextPart(heading, tuple(line for line in with_line_feeds(text).split("\n") if line.strip()), size)
