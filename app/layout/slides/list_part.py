"""Lists: procedures with the day they start, divisions, requests heard; and large figures with their parts."""

from dataclasses import dataclass, replace

from app.domain.report import FigureView, ListLine
from app.domain.report_goal import Scene
from app.layout.builder import SNAP, CellOptions, PageBuilder
from app.layout.page import Rect
from app.layout.parts import BODY, CONTINUED, GROWN
from app.layout.slides.figure_cell import in_sheet, key_of, live_formula, number_format, sheet_value
from app.layout.slides.part import CAPTION, Part, caption, caption_height
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, cut_text, figure_width, line_width

NUMBER_WIDTH, MOST_NUMBER, LEAST_ROW, NAME_ROW, FIGURE_WIDTH = 34, 96, 22, 26, 150
NUMBER = "label center small"


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
        number = self._number()
        for line in self.lines:
            tall = self._row(line, rect.width)
            if number:
                builder.add(Rect(rect.x, y, number, tall), line.number or None, f"{NUMBER}{look}")
            builder.add(Rect(rect.x + number, y, rect.width - number, tall), _text(line), self._look())
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between lines, or within the first one where no page holds it."""
        used = self._head(width)
        for count, line in enumerate(self.lines):
            used += self._row(line, width)
            if used > room:
                return self._cut(count) if count else self._within_first(width, room)
        return None

    def _cut(self, count: int) -> "tuple[ListPart, ListPart]":
        return replace(self, lines=self.lines[:count]), self._rest(self.lines[count:])

    def _within_first(self, width: int, room: int) -> "tuple[ListPart, ListPart] | None":
        line, least = self.lines[0], self._head(width)
        if least + self._row(line, width) <= BODY:
            return None
        head, tail = cut_text(_text(line), width - self._number(), style_of(self._look()), room - least)
        if not head:
            return None
        pieces = [replace(line, text=text, remark="", figure=None) for text in (head, tail)]
        return replace(self, lines=(pieces[0],)), self._rest((replace(pieces[1], number=""), *self.lines[1:]))

    def _rest(self, lines: tuple[ListLine, ...]) -> "ListPart":
        heading = self.heading.removesuffix(CONTINUED) + CONTINUED if self.heading else ""
        return replace(self, heading=heading, lines=lines)

    def _look(self) -> str:
        return f"label indent{GROWN[self.size]}"

    def _number(self) -> int:
        """Return the width of the numbers: as wide as they need, within limits; 0 where no line has one."""
        widths = [line_width(line.number, style_of(NUMBER)) for line in self.lines if line.number]
        return min(max(NUMBER_WIDTH, *widths), MOST_NUMBER) if widths else 0

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
        number = self._number()
        tall = cell_height(_text(line), width - number, style_of(self._look()))
        if line.number:
            tall = max(tall, cell_height(line.number, number, style_of(f"{NUMBER}{GROWN[self.size]}")))
        return max(LEAST_ROW + 4 * self.size, tall)


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
        return caption_height(self._title(), "", width, self.size) + sum(self._row(line, width) for line in self.lines)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place heading and figures."""
        y = caption(builder, rect, self._title(), size=self.size)
        figure = self._figure_width(rect.width)
        left, look = rect.width - figure, GROWN[self.size]
        for line in self.lines:
            tall, detail = self._row(line, rect.width), _detail(line)
            words = self._name(line, figure)
            name = tall if not detail else self._name_row(words, left)
            line_below = "" if detail else " underlined"
            builder.add(Rect(rect.x, y, left, name), words, f"figure_name{look}{line_below}")
            if detail:
                builder.add(Rect(rect.x, y + name, left, tall - name), detail, f"figure_detail{look}")
            self._place_figure(builder, Rect(rect.x + left, y, figure, tall), line)
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between figures."""
        used = caption_height(self._title(), "", width, self.size)
        for count, line in enumerate(self.lines):
            used += self._row(line, width)
            if used > room:
                rest = replace(self, lines=self.lines[count:])
                return (replace(self, lines=self.lines[:count]), rest) if count else None
        return None

    def _title(self) -> str:
        return f"【{self.heading}】" if self.heading else ""

    def _figure_width(self, width: int) -> int:
        """Return the width of the figures: as wide as the widest needs, never more than three fifths of the part."""
        texts = [line.figure.full for line in self.lines if line.figure]
        needed = max((line_width(text, style_of(self._figure_style())) for text in texts), default=0)
        return min(max(FIGURE_WIDTH, needed + 8), width * 3 // 5)

    def _row(self, line: ListLine, width: int) -> int:
        figure, detail, look = self._figure_width(width), _detail(line), GROWN[self.size]
        left, words = width - figure, self._name(line, figure)
        least = 0
        if line.figure and not in_sheet(line.figure):
            least = cell_height(line.figure.full, figure, style_of(self._words_style(line.figure.full, figure)))
        if not detail:
            return max(40 + 4 * self.size, least, cell_height(words, left, style_of(f"figure_name{look}")))
        below = max(20, cell_height(detail, left, style_of(f"figure_detail{look}")))
        return max(least, self._name_row(words, left) + below)

    def _name_row(self, words: str, width: int) -> int:
        return max(NAME_ROW + 2 * self.size, cell_height(words, width, style_of(f"figure_name{GROWN[self.size]}")))

    def _name(self, line: ListLine, width: int) -> str:
        """Return the name of a figure, with its unit where the figure's place is too narrow for that."""
        unit = _unit(line.figure) if line.figure else ""
        narrow = line.figure is not None and in_sheet(line.figure) and not self._has_room(line.figure, unit, width)
        return f"{line.text}（単位：{unit}）" if unit and narrow else line.text

    def _has_room(self, view: FigureView, unit: str, width: int) -> bool:
        value, shape = sheet_value(view), number_format(view, unit, bracketed=False)
        return (
            value is not None and figure_width(value, style_of(f"{self._figure_style()} small"), shape) <= width - SNAP
        )

    def _figure_style(self) -> str:
        return f"big_figure tinted{GROWN[self.size]}"

    def _words_style(self, text: str, width: int) -> str:
        """Return the style of a figure that is no number: on lines of a smaller size where one does not hold it."""
        style = self._figure_style()
        return style if line_width(text, style_of(style)) <= width else "big_figure tinted small section"

    def _place_figure(self, builder: PageBuilder, rect: Rect, line: ListLine) -> None:
        view = line.figure
        if view is None or not in_sheet(view):
            words = view.full if view else ""
            builder.add(rect, words or None, self._words_style(words, rect.width))
            return
        unit = _unit(view)
        unit = unit if self._has_room(view, unit, rect.width) else ""
        options = CellOptions(
            number_format=number_format(view, unit, bracketed=False), formula=live_formula(self.scene, view)
        )
        if view.metric and view.period:
            options["key"] = key_of(view.metric, view.period)
        builder.add(rect, sheet_value(view), self._figure_style(), **options)


def _unit(view: FigureView) -> str:
    return "" if view.percent else view.full.removeprefix(view.text.strip("[]"))


def _text(line: ListLine) -> str:
    figure = f"　{line.figure.full}" if line.figure and line.figure.full else ""
    remark = f"（{line.remark}）" if line.remark else ""
    return f"{line.text}{remark}{figure}"


def _detail(line: ListLine) -> str:
    """Return the small print under a figure's name: its remark, else what it is computed from."""
    return line.remark or line.explanation.replace("]/[", "] ÷ [").replace("[", "").replace("]", "")
