"""Texts one below the other, beside one part that is about as high as they are together."""

from dataclasses import dataclass, replace

from app.layout.builder import PageBuilder
from app.layout.page import Rect
from app.layout.slides.part import AIR
from app.layout.slides.text_part import TextPart


@dataclass(frozen=True, slots=True)
class StackPart:
    """At least one text; the last takes the height that is left, so that its ground ends where its neighbour does."""

    texts: tuple[TextPart, ...]
    share: int = 6
    grows: bool = True

    def height(self, width: int) -> int:
        """Return the height in px of all texts with the air between them."""
        return sum(text.height(width) for text in self.texts) + AIR * (len(self.texts) - 1)

    def place(self, builder: PageBuilder, rect: Rect, keep_rows: bool = False) -> None:
        """Place the texts; with `keep_rows` they keep to the rows of a table beside them."""
        y = rect.y
        for place, text in enumerate(self.texts):
            last = place + 1 == len(self.texts)
            tall = rect.bottom - y if last else text.height(rect.width)
            y = text.place(builder, Rect(rect.x, y, rect.width, tall), keep_rows) + AIR
            y = builder.below_figures(y) if keep_rows else y

    def split(self, width: int, room: int) -> "tuple[StackPart, StackPart] | None":
        """Cut between texts, or within the first one."""
        for count in range(len(self.texts) - 1, 0, -1):
            first = replace(self, texts=self.texts[:count])
            if first.height(width) <= room:
                return first, replace(self, texts=self.texts[count:])
        cut = self.texts[0].split(width, room)
        if cut is None:
            return None
        return replace(self, texts=(cut[0],)), replace(self, texts=(cut[1], *self.texts[1:]))
