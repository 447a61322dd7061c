"""A roadmap: phases over fiscal years, or one after the other where the source gives words only."""

from dataclasses import dataclass, replace

from app.domain.fiscal import Period, fiscal_year_of, format_period
from app.domain.report import ListLine, PhaseView
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import Rect
from app.layout.parts import BODY, GROWN
from app.layout.slides.list_part import ListPart
from app.layout.slides.part import Part, caption, caption_height
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, cell_lines

HEAD, LEAST_ROW, LABEL = 24, 30, 300
LEAST_YEAR = 34  # px: narrower years are a list
LEAST_WIDTH = 514  # px: what a part of six twelfths of the page is given


@dataclass(frozen=True, slots=True)
class RoadmapPart:
    """Phases down, fiscal years across; the years of a phase are filled and carry the source's wording of the time.

    `years` are those of the whole roadmap, on each of its pages.
    """

    heading: str
    phases: tuple[PhaseView, ...]
    years: tuple[int, ...]
    size: int = 0
    share: int = 6
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with heading, years and phases."""
        return self._caption(width) + HEAD + sum(self._row(phase, width) for phase in self.phases)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading, years and phases."""
        if self.heading:
            caption(builder, rect, f"【{self.heading}】", size=self.size)
        years, look = self.years, GROWN[self.size]
        column = (rect.width - self._label(rect.width)) // max(1, len(years))
        label = rect.width - column * len(years)
        y = rect.y + self._caption(rect.width)
        heads = [RowCell(column, format_period(f"FY{year}", "era_short"), f"head one_line{look}") for year in years]
        builder.add_row(rect.x, y, HEAD, [RowCell(label, "内容", f"head{look}"), *heads])
        y += HEAD
        for phase in self.phases:
            tall = self._row(phase, rect.width)
            self._place_phase(builder, Rect(rect.x, y, label, tall), phase, column)
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between phases, only where no page holds them all."""
        used = self._caption(width) + HEAD
        for count, phase in enumerate(self.phases if self.height(width) > BODY else ()):
            used += self._row(phase, width)
            if used > room:
                rest = replace(self, phases=self.phases[count:])
                return (replace(self, phases=self.phases[:count]), rest) if count else None
        return None

    def _caption(self, width: int) -> int:
        return caption_height(f"【{self.heading}】", "", width, self.size) if self.heading else 0

    def _label(self, width: int) -> int:
        return min(LABEL, width // 3)

    def _row(self, phase: PhaseView, width: int) -> int:
        look, label = GROWN[self.size], self._label(width)
        span, column = _span(phase), (width - label) // max(1, len(self.years))
        box = column * (span[1] - span[0] + 1) if span else column
        time = cell_height(_time(phase, box, look), box, style_of(f"head_pale small{look}"))
        return max(LEAST_ROW + 4 * self.size, time, cell_height(_words(phase), label, style_of(f"label indent{look}")))

    def fits(self) -> bool:
        """Say whether there are years at all, and none too narrow to be read."""
        room = LEAST_WIDTH - self._label(LEAST_WIDTH)
        return bool(self.years) and room // len(self.years) >= LEAST_YEAR

    def _place_phase(self, builder: PageBuilder, rect: Rect, phase: PhaseView, column: int) -> None:
        look = GROWN[self.size]
        builder.add(rect, _words(phase), f"label indent{look}")
        span, x = _span(phase), rect.right
        for year in self.years:
            inside = span is not None and span[0] <= year <= span[1]
            if inside and span is not None and year == span[0]:
                width = column * (span[1] - span[0] + 1)
                text = _time(phase, width, look)
                builder.add(Rect(x, rect.y, width, rect.height), text, f"head_pale small{look}")
            elif not inside:
                builder.add(Rect(x, rect.y, column, rect.height), None, "label")
            x += column


def roadmap_part(heading: str, phases: tuple[PhaseView, ...], size: int = 0) -> Part:
    """Return the part of a roadmap: bars over years, or a list where there are too many years or none."""
    roadmap = RoadmapPart(heading, phases, years_of(phases), size)
    return roadmap if roadmap.fits() else ListPart(heading, "", tuple(_line(phase) for phase in phases), size)


def years_of(phases: tuple[PhaseView, ...]) -> tuple[int, ...]:
    """Return the fiscal years from the first to the last that a phase names."""
    spans = [span for span in map(_span, phases) if span]
    if not spans:
        return ()
    return tuple(range(min(first for first, _ in spans), max(last for _, last in spans) + 1))


def _line(phase: PhaseView) -> ListLine:
    printed = phase.printed or "〜".join(dict.fromkeys(format_period(code, "era_long") for code in _ends(phase)))
    return ListLine(phase.uid, "", "　".join(text for text in (phase.label, printed) if text), phase.remark, "")


def _ends(phase: PhaseView) -> tuple[str, ...]:
    return tuple(code for code in (phase.start, phase.end) if code)


def _span(phase: PhaseView) -> tuple[int, int] | None:
    """Return the fiscal years of a phase, None where the source or the calendar does not say them."""
    if phase.start is None or phase.end is None:
        return None
    days = Period.from_code(phase.start).start, Period.from_code(phase.end).end
    if days[0] is None or days[1] is None:
        return None
    first, last = _year(phase.start), _year(phase.end)
    return (first, last) if first <= last else None


def _words(phase: PhaseView) -> str:
    """Return what stands at the left: the label, the remark, and the time where no year can be filled."""
    time = phase.printed if _span(phase) is None else ""
    remark = f"（{phase.remark}）" if phase.remark else ""
    return "　".join(text for text in (phase.label + remark, time) if text)


def _time(phase: PhaseView, width: int, look: str) -> str:
    """Return the time of a phase in the source's words, broken at its blanks where it is too wide."""
    words = phase.printed or "●"
    style = style_of(f"head_pale small{look}")
    return words if len(cell_lines(words, width, style)) == 1 else words.replace(" ", "\n").replace("　", "\n")


def _year(code: str) -> int:
    period = Period.from_code(code)
    return int(code[2:6]) if period.kind == "fiscal_year" else int(fiscal_year_of(code)[2:])
