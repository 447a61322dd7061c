"""A picture as large as its place allows and no larger than it is, its caption below, its source small under that."""

from dataclasses import dataclass

from app.domain.report import ImageView
from app.layout.builder import PageBuilder
from app.layout.page import Picture, Rect
from app.layout.parts import GROWN
from app.layout.slides.part import Part, caption, caption_height
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, shortened

LEAST_ROOM = 260  # px: a picture asks for no more than this height; it may be given more
LEAST_SIDE = 4  # px: a hair's breadth of a picture is widened to this
UNDER = 4  # px between a picture and its words
MOST_WORDS = 120  # px: words higher than this are cut with …
MOST_LEANING = 3  # a picture this many times as wide as high, or as high as wide, gets no more or less of a shelf


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A picture with its words; `data` are the bytes of a PNG or JPEG of the size that the view tells."""

    heading: str
    view: ImageView
    data: bytes
    size: int = 0
    share: int = 4
    grows: bool = True

    def height(self, width: int) -> int:
        """Return the least height in px that shows the picture well."""
        return self._around(width) + min(self._whole(width), LEAST_ROOM)

    def most(self, width: int) -> int:
        """Return the height in px beyond which the picture cannot grow in a width of px."""
        return self._around(width) + self._whole(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading, picture and words, the picture in the middle of the width."""
        heading = self._head(rect.width)
        y = caption(builder, rect, heading) if heading else rect.y
        room = rect.height - self._around(rect.width)
        tall = min(self._whole(rect.width), room)
        wide = min(rect.width, max(LEAST_SIDE, round(tall * self.view.width / self.view.height)))
        x = rect.x + (rect.width - wide) // 2
        builder.add_picture(Picture(rect=Rect(x, y, wide, tall), data=self.data, alt_text=self._alt_text()))
        y += tall + UNDER
        for text, style in self._words(rect.width):
            height = cell_height(text, rect.width, style_of(style))
            builder.add(Rect(rect.x, y, rect.width, height), text, style)
            y += height

    @property
    def weight(self) -> float:
        """Return the share of a width that makes pictures side by side equally high."""
        return min(max(self.view.width / self.view.height, 1 / MOST_LEANING), MOST_LEANING)

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Never cut."""
        return None

    def _whole(self, width: int) -> int:
        """Return the picture's height in a width of px, at most as large as it is."""
        return max(LEAST_SIDE, min(self.view.height, round(width * self.view.height / self.view.width)))

    def _around(self, width: int) -> int:
        """Return the height in px of all but the picture."""
        words = sum(cell_height(text, width, style_of(style)) for text, style in self._words(width))
        heading = self._head(width)
        return (caption_height(heading, "", width) if heading else 0) + (UNDER + words if words else 0)

    def _head(self, width: int) -> str:
        return shortened(self.heading, width, style_of("caption section"), MOST_WORDS) if self.heading else ""

    def _words(self, width: int) -> list[tuple[str, str]]:
        source = f"出典: {self.view.source}" if self.view.source else ""
        words = ((self.view.caption, f"text center{GROWN[self.size]}"), (source, f"note center{GROWN[self.size]}"))
        return [(shortened(text, width, style_of(style), MOST_WORDS), style) for text, style in words if text]

    def _alt_text(self) -> str:
        return self.view.alt_text or self.view.caption or self.heading or "画像"
