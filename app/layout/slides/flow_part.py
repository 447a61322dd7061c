"""A flow of shares: each stage splits the last of the stage before; boxes as wide as their figures."""

from dataclasses import dataclass
from fractions import Fraction

from app.domain.report import ListLine
from app.layout.builder import PageBuilder
from app.layout.page import Rect
from app.layout.parts import GROWN
from app.layout.slides.part import CAPTION, Part, caption

STAGE = 54
LEAST_BOX = 150


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
        return CAPTION + (STAGE + 8 * self.size) * len(self._stages())

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading and stages; the last box of each stage is the one that goes on."""
        caption(builder, rect, f"【{self.heading}】" if self.heading else "", size=self.size)
        left, width, y, tall = rect.x, rect.width, rect.y + CAPTION, STAGE + 8 * self.size
        for stage in self._stages():
            x = left
            widths = _shares(stage, width)
            for place, (line, box) in enumerate(zip(stage, widths, strict=True)):
                last = place == len(stage) - 1
                style = ("head small" if last else "head_pale small") + GROWN[self.size]
                builder.add(Rect(x, y, box, tall), _words(line), style)
                x += box
            left, width = x - widths[-1], widths[-1]
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Never cut."""
        return None

    def _stages(self) -> list[list[ListLine]]:
        stages: dict[str, list[ListLine]] = {}
        for line in self.lines:
            stages.setdefault(line.number, []).append(line)
        return list(stages.values())


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
