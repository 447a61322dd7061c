"""A roadmap: phases over fiscal years, or one after the other where the source gives words only."""

from dataclasses import dataclass, replace

from app.domain.fiscal import Period, fiscal_year_of, format_period
from app.domain.report import PhaseView
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import Rect
from app.layout.parts import BODY, GROWN
from app.layout.slides.part import CAPTION, Part, caption
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, cell_lines

HEAD, LEAST_ROW, LABEL = 24, 30, 300


@dataclass(frozen=True, slots=True)
class RoadmapPart:
    """Phases down, fiscal years across; the years of a phase are filled and carry the source's wording of the time."""

    heading: str
    phases: tuple[PhaseView, ...]
    size: int = 0
    share: int = 6
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with heading, years and phases."""
        return self._caption() + HEAD + sum(self._row(phase, width) for phase in self.phases)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading, years and phases."""
        if self.heading:
            caption(builder, rect, f"【{self.heading}】", size=self.size)
        years, look = self._years(), GROWN[self.size]
        column = (rect.width - self._label(rect.width)) // max(1, len(years))
        label = rect.width - column * len(years)
        y = rect.y + self._caption()
        heads = [RowCell(column, format_period(f"FY{year}", "era_short"), f"head one_line{look}") for year in years]
        builder.add_row(rect.x, y, HEAD, [RowCell(label, "内容", f"head{look}"), *heads])
        y += HEAD
        for phase in self.phases:
            tall = self._row(phase, rect.width)
            self._place_phase(builder, Rect(rect.x, y, label, tall), phase, years, column)
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between phases, only where no page holds them all."""
        used = self._caption() + HEAD
        for count, phase in enumerate(self.phases if self.height(width) > BODY else ()):
            used += self._row(phase, width)
            if used > room:
                return (replace(self, phases=self.phases[:count]), replace(self, phases=self.phases[count:]))
        return None

    def _caption(self) -> int:
        return CAPTION if self.heading else 0

    def _label(self, width: int) -> int:
        return min(LABEL, width // 3)

    def _row(self, phase: PhaseView, width: int) -> int:
        look, label = GROWN[self.size], self._label(width)
        years, span = self._years(), self._span(phase)
        column = (width - label) // max(1, len(years))
        box = column * (span[1] - span[0] + 1) if span else column
        time = cell_height(_time(phase, box, look), box, style_of(f"head_pale small{look}"))
        return max(LEAST_ROW + 4 * self.size, time, cell_height(phase.label, label, style_of(f"label indent{look}")))

    def _span(self, phase: PhaseView) -> tuple[int, int] | None:
        if phase.start is None or phase.end is None:
            return None
        first, last = (_year(code) for code in (phase.start, phase.end))
        return first, last

    def _years(self) -> list[int]:
        spans = [span for span in (self._span(phase) for phase in self.phases) if span]
        if not spans:
            return []
        return list(range(min(first for first, _ in spans), max(last for _, last in spans) + 1))

    def _place_phase(self, builder: PageBuilder, rect: Rect, phase: PhaseView, years: list[int], column: int) -> None:
        look = GROWN[self.size]
        builder.add(rect, phase.label, f"label indent{look}")
        span, x = self._span(phase), rect.right
        for year in years:
            inside = span is not None and span[0] <= year <= span[1]
            if inside and span is not None and year == span[0]:
                width = column * (span[1] - span[0] + 1)
                text = _time(phase, width, look)
                builder.add(Rect(x, rect.y, width, rect.height), text, f"head_pale small{look}")
            elif not inside:
                builder.add(Rect(x, rect.y, column, rect.height), None, "label")
            x += column


def _time(phase: PhaseView, width: int, look: str) -> str:
    """Return the time of a phase in the source's words, broken at its blanks where it is too wide."""
    words = phase.printed or "●"
    style = style_of(f"head_pale small{look}")
    return words if len(cell_lines(words, width, style)) == 1 else words.replace(" ", "\n").replace("　", "\n")


def _year(code: str) -> int:
    period = Period.from_code(code)
    return int(code[2:6]) if period.kind == "fiscal_year" else int(fiscal_year_of(code)[2:])
