"""Lists: procedures with the day they start, divisions, requests heard; and large figures with their parts."""

from dataclasses import dataclass, replace

from app.domain.report import ListLine
from app.domain.report_goal import Scene
from app.layout.builder import CellOptions, PageBuilder
from app.layout.page import Rect
from app.layout.parts import GROWN
from app.layout.slides.figure_cell import key_of, live_formula, number_format, sheet_value
from app.layout.slides.part import CAPTION, Part, caption
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, line_width

NUMBER_WIDTH, LEAST_ROW, NAME_ROW, FIGURE_WIDTH = 34, 22, 26, 150


@dataclass(frozen=True, slots=True)
class ListPart:
    """A list under a heading; `caption_text` says what holds for all lines (the day they start)."""

    heading: str
    caption_text: str
    lines: tuple[ListLine, ...]
    size: int = 0
    share: int = 4
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with heading, caption and lines."""
        return self._head(width) + sum(self._row(line, width) for line in self.lines)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading, caption and one row a line."""
        y, look = rect.y, GROWN[self.size]
        heading, below = self._heads(rect.width)
        for text, style, least in ((heading, f"head{look}", CAPTION), (below, self._caption_style(), 0)):
            if text:
                tall = max(least, cell_height(text, rect.width, style_of(style)))
                builder.add(Rect(rect.x, y, rect.width, tall), text, style)
                y += tall
        number = NUMBER_WIDTH if any(line.number for line in self.lines) else 0
        for line in self.lines:
            tall = self._row(line, rect.width)
            if number:
                builder.add(Rect(rect.x, y, number, tall), line.number or None, f"label center small{look}")
            builder.add(Rect(rect.x + number, y, rect.width - number, tall), _text(line), f"label indent{look}")
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between lines."""
        used = self._head(width)
        for count, line in enumerate(self.lines):
            used += self._row(line, width)
            if used > room:
                if count == 0:
                    return None
                rest = replace(self, heading=self.heading + "（つづき）", lines=self.lines[count:])
                return replace(self, lines=self.lines[:count]), rest
        return None

    def _head(self, width: int) -> int:
        heading, below = self._heads(width)
        tall = max(CAPTION, cell_height(heading, width, style_of(f"head{GROWN[self.size]}"))) if heading else 0
        return tall + (cell_height(below, width, style_of(self._caption_style())) if below else 0)

    def _heads(self, width: int) -> tuple[str, str]:
        """Return heading and caption; the caption stands in the heading's line where both fit there."""
        joined = f"{self.heading}　{self.caption_text}"
        if self.heading and self.caption_text and line_width(joined, style_of(f"head{GROWN[self.size]}")) <= width:
            return joined, ""
        return self.heading, self.caption_text

    def _caption_style(self) -> str:
        return f"label small shaded center{GROWN[self.size]}"

    def _row(self, line: ListLine, width: int) -> int:
        number = NUMBER_WIDTH if any(other.number for other in self.lines) else 0
        style = style_of(f"label indent{GROWN[self.size]}")
        return max(LEAST_ROW + 4 * self.size, cell_height(_text(line), width - number, style))


@dataclass(frozen=True, slots=True)
class FiguresPart:
    """Large figures: name and explanation at the left, the figure at the right."""

    scene: Scene
    heading: str
    lines: tuple[ListLine, ...]
    size: int = 0
    share: int = 4
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px with heading and a row a figure."""
        return CAPTION + sum(self._row(line, width) for line in self.lines)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading and figures."""
        caption(builder, rect, f"【{self.heading}】" if self.heading else "", size=self.size)
        y = rect.y + CAPTION
        figure = self._figure_width(rect.width)
        left, look = rect.width - figure, GROWN[self.size]
        for line in self.lines:
            tall, detail = self._row(line, rect.width), _detail(line)
            name = tall if not detail else self._name_row()
            line_below = "" if detail else " underlined"
            builder.add(Rect(rect.x, y, left, name), line.text, f"figure_name{look}{line_below}")
            if detail:
                builder.add(Rect(rect.x, y + name, left, tall - name), detail, f"figure_detail{look}")
            self._place_figure(builder, Rect(rect.x + left, y, figure, tall), line)
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between figures."""
        used = CAPTION
        for count, line in enumerate(self.lines):
            used += self._row(line, width)
            if used > room:
                rest = replace(self, lines=self.lines[count:])
                return (replace(self, lines=self.lines[:count]), rest) if count else None
        return None

    def _figure_width(self, width: int) -> int:
        """Return the width of the figures: as wide as the widest needs, never more than three fifths of the part."""
        texts = [line.figure.full for line in self.lines if line.figure]
        needed = max((line_width(text, style_of(self._figure_style())) for text in texts), default=0)
        return min(max(FIGURE_WIDTH, needed + 8), width * 3 // 5)

    def _row(self, line: ListLine, width: int) -> int:
        left, detail, look = width - self._figure_width(width), _detail(line), GROWN[self.size]
        if not detail:
            return max(40 + 4 * self.size, cell_height(line.text, left, style_of(f"figure_name{look}")))
        return self._name_row() + max(20, cell_height(detail, left, style_of(f"figure_detail{look}")))

    def _name_row(self) -> int:
        return NAME_ROW + 2 * self.size

    def _figure_style(self) -> str:
        return f"big_figure tinted{GROWN[self.size]}"

    def _place_figure(self, builder: PageBuilder, rect: Rect, line: ListLine) -> None:
        view = line.figure
        if view is None or view.value is None:
            builder.add(rect, view.full if view else None, self._figure_style())
            return
        unit = view.full.removeprefix(view.text.strip("[]")) if not view.percent else ""
        options = CellOptions(
            number_format=number_format(view, unit, bracketed=False), formula=live_formula(self.scene, view)
        )
        if view.metric and view.period:
            options["key"] = key_of(view.metric, view.period)
        builder.add(rect, sheet_value(view), self._figure_style(), **options)


def _text(line: ListLine) -> str:
    figure = f"　{line.figure.full}" if line.figure and line.figure.full else ""
    remark = f"（{line.remark}）" if line.remark else ""
    return f"{line.text}{remark}{figure}"


def _detail(line: ListLine) -> str:
    """Return the small print under a figure's name: its remark, else what it is computed from."""
    return line.remark or line.explanation.replace("]/[", "] ÷ [").replace("[", "").replace("]", "")
