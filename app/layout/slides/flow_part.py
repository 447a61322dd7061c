"""A flow of shares: each stage splits the last of the stage before; boxes as wide as their figures."""

from dataclasses import dataclass
from fractions import Fraction

from app.domain.report import ListLine
from app.layout.builder import PageBuilder
from app.layout.page import PAGE_WIDTH, Rect
from app.layout.parts import BODY, GROWN
from app.layout.slides.list_part import ListPart
from app.layout.slides.part import GAP, Part, caption, caption_height
from app.layout.styles import style_of
from app.layout.text_fit import cell_height

STAGE = 54
LEAST_BOX, NARROWEST_BOX = 150, 72


@dataclass(frozen=True, slots=True)
class FlowPart:
    """Stages one below the other; the boxes of a stage stand under the one that they split."""

    heading: str
    lines: tuple[ListLine, ...]
    size: int = 0
    share: int = 6
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with heading and stages."""
        boxes = self._boxes(width)
        return caption_height(self._title(), "", width, self.size) + sum(self._tall(stage) for stage in boxes)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading and stages; the last box of each stage is the one that goes on."""
        y = caption(builder, rect, self._title(), size=self.size)
        for stage in self._boxes(rect.width):
            tall = self._tall(stage)
            for place, (line, x, width) in enumerate(stage):
                style = self._style(last=place == len(stage) - 1)
                builder.add(Rect(rect.x + x, y, width, tall), _words(line), style)
            y += tall

    def fits(self, width: int) -> bool:
        """Say whether each box is wide enough for words and all stages stand on one page."""
        narrowest = min(box for stage in self._boxes(width) for _, _, box in stage)
        return narrowest >= NARROWEST_BOX and self.height(width) <= BODY

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Never cut."""
        return None

    def _title(self) -> str:
        return f"【{self.heading}】" if self.heading else ""

    def _style(self, last: bool) -> str:
        return ("head small" if last else "head_pale small") + GROWN[self.size]

    def _tall(self, stage: list[tuple[ListLine, int, int]]) -> int:
        style = style_of(self._style(last=True))
        return max(STAGE + 8 * self.size, *(cell_height(_words(line), width, style) for line, _, width in stage))

    def _boxes(self, width: int) -> list[list[tuple[ListLine, int, int]]]:
        """Return line, x and width of each box of each stage; a stage is as wide as the box that it splits."""
        left, found = 0, []
        for stage in self._stages():
            widths = _shares(stage, width)
            edges = [left + sum(widths[:place]) for place in range(len(widths))]
            found.append(list(zip(stage, edges, widths, strict=True)))
            left, width = edges[-1], widths[-1]
        return found

    def _stages(self) -> list[list[ListLine]]:
        stages: dict[str, list[ListLine]] = {}
        for line in self.lines:
            stages.setdefault(line.number, []).append(line)
        return list(stages.values())


def flow_part(heading: str, lines: tuple[ListLine, ...], size: int = 0) -> Part:
    """Return the part of a flow: its boxes, or a list where they do not fit into half a page's width."""
    flow = FlowPart(heading, lines, size)
    return flow if flow.fits(PAGE_WIDTH // 2 - GAP) else ListPart(heading, "", lines, size)


def _shares(stage: list[ListLine], width: int) -> list[int]:
    """Return the boxes' widths: by their figures, none too narrow for its words."""
    values = [line.figure.value if line.figure and line.figure.value else Fraction(0) for line in stage]
    total = sum(values, Fraction(0))
    if not total or width < LEAST_BOX * len(stage):
        return _even(len(stage), width)
    widths = [max(LEAST_BOX, int(width * value / total)) for value in values[:-1]]
    last = width - sum(widths)
    return [*widths, last] if last >= LEAST_BOX else _even(len(stage), width)


def _even(count: int, width: int) -> list[int]:
    return [width // count] * (count - 1) + [width - width // count * (count - 1)]


def _words(line: ListLine) -> str:
    return f"{line.text}\n{line.figure.full}" if line.figure else line.text
