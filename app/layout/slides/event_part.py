"""Events held: programmes side by side, each with day, place and figure, and its total at the foot."""

from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.fiscal import format_period
from app.domain.report import EventGroup, EventView, TableView
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import Formula, Rect
from app.layout.parts import BODY, CONTINUED, GROWN, rows_that_fit
from app.layout.slides.figure_cell import cell_need, figure_cell, in_sheet, key_of
from app.layout.slides.part import GAP, Part, caption, caption_height
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, line_width

ROW, HEAD, DAY, FIGURE = 22, 24, 96, 64
MOST_BESIDE, MOST_UNIT, MOST_DAY = 3, 4, 132

INFERRED_NOTE = "〔 〕は、資料に日だけが印字されているため推定した月です。"


@dataclass(frozen=True, slots=True)
class EventPart:
    """An event table; the part of a day that the source does not give stands in brackets.

    `day` and `figure` are the least widths in px of their columns, measured once, by `pieces`.
    """

    view: TableView
    size: int = 0
    continued: bool = False
    day: int = DAY
    figure: int = FIGURE
    share: int = 12
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px of the longest programme with caption, heads, total and notes."""
        total = self._row() if self.view.total_label else 0
        return self._above(width) + sum(self._row_heights(width)) + total + self._notes_height(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place the programmes side by side."""
        top = caption(builder, rect, self._title(), self.view.unit, self.size)
        width = self._width(rect.width)
        for place, group in enumerate(self.view.groups):
            left = rect.x + place * (width + GAP)
            self._place_group(builder, Rect(left, top, width, 0), group, self._row_heights(rect.width))
        if self._note():
            tall = cell_height(self._note(), rect.width, style_of("note"))
            y = rect.y + self.height(rect.width) - tall
            builder.add(Rect(rect.x, y, rect.width, tall), self._note(), "note")

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between events, only where no page holds them all; the totals go with the second part."""
        count = rows_that_fit(self._row_heights(width), self._above(width) + self._notes_height(width), room)
        if self.height(width) <= BODY or not count:
            return None
        first, rest = (
            replace(self, view=replace(self.view, groups=tuple(_cut(group, run) for group in self.view.groups)))
            for run in (slice(0, count), slice(count, None))
        )
        return replace(first, view=replace(first.view, total_label="", notes=())), replace(rest, continued=True)

    def pieces(self) -> "list[EventPart]":
        """Return the programmes, at most MOST_BESIDE of them side by side; the notes stand under the last ones."""
        groups, style = self.view.groups, style_of("label one_line center small")
        days = [line_width(day_of(event), style) for group in groups for event in group.events]
        cells = [cell for group in groups for cell in (group.total, *(one.figure for one in group.events))]
        day, figure = max([DAY, *days]), max([FIGURE, *(cell_need(cell) for cell in cells)])
        measured = replace(self, day=min(day, MOST_DAY), figure=figure)
        runs = [groups[start : start + MOST_BESIDE] for start in range(0, len(groups), MOST_BESIDE)]
        views = [replace(self.view, groups=run, notes=() if run is not runs[-1] else self.view.notes) for run in runs]
        return [replace(measured, view=view, continued=place > 0) for place, view in enumerate(views)]

    def _title(self) -> str:
        return f"【{self.view.title}】{CONTINUED if self.continued else ''}"

    def _width(self, width: int) -> int:
        """Return the width of one programme."""
        count = max(1, len(self.view.groups))
        return (width - GAP * (count - 1)) // count

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Return the widths of day, place and figure in a programme of a width."""
        day = max(DAY + 12 * self.size, self.day)
        return day, width - day - self.figure, self.figure

    def _above(self, width: int) -> int:
        return caption_height(self._title(), self.view.unit, width, self.size) + self._head(width) + HEAD

    def _head(self, width: int) -> int:
        """Return the height of the programmes' names."""
        room, style = self._width(width), style_of(f"head{GROWN[self.size]}")
        least = style_of("head small")
        long = [group.label for group in self.view.groups if line_width(group.label, least) > room]
        return max([HEAD, *(cell_height(label, room, style) for label in long)])

    def _row_heights(self, width: int) -> list[int]:
        """Return the height of each row over all programmes: the highest of its events."""
        day, place, _ = self._widths(self._width(width))
        count = max((len(group.events) for group in self.view.groups), default=0)
        heights = [self._row()] * count
        for group in self.view.groups:
            for at, event in enumerate(group.events):
                for text, room, look in ((day_of(event), day, "center"), (_place(event), place, "indent")):
                    style = style_of(self._label(text, room, look))
                    heights[at] = max(heights[at], cell_height(text, room, style) if style.wrap else 0)
        return heights

    def _label(self, text: str, width: int, look: str) -> str:
        """Return the style of a day or place: on lines where one of the least size does not hold it."""
        one_line = line_width(text, style_of(f"label one_line small {look}")) <= width
        return f"label one_line {look}{GROWN[self.size]}" if one_line else f"label small {look}"

    def _row(self) -> int:
        return ROW + 4 * self.size

    def _note(self) -> str:
        inferred = any(event.inferred for group in self.view.groups for event in group.events)
        return "　".join((*self.view.notes, INFERRED_NOTE) if inferred else self.view.notes)

    def _notes_height(self, width: int) -> int:
        return 4 + cell_height(self._note(), width, style_of("note")) if self._note() else 0

    def _place_group(self, builder: PageBuilder, rect: Rect, group: EventGroup, heights: list[int]) -> None:
        look, widths = GROWN[self.size], self._widths(rect.width)
        head = self._head(rect.width * len(self.view.groups) + GAP * (len(self.view.groups) - 1))
        one_line = " one_line" if head == HEAD else ""
        builder.add(Rect(rect.x, rect.y, rect.width, head), group.label, f"head{one_line}{look}")
        unit = self.view.unit if 0 < len(self.view.unit) <= MOST_UNIT else "数"
        unit = "人数" if unit in ("人", "名") else unit
        heads = zip(widths, ("日程", "会場", unit), strict=True)
        cells = [RowCell(width, text, f"head_pale one_line{look}") for width, text in heads]
        builder.add_row(rect.x, rect.y + head, HEAD, cells)
        y = rect.y + head + HEAD
        for event, tall in zip(group.events, heights, strict=False):
            day, place = day_of(event), _place(event)
            cells = [
                RowCell(widths[0], day, self._label(day, widths[0], "center")),
                RowCell(widths[1], place or None, self._label(place, widths[1], "indent")),
                figure_cell(event.figure, widths[2], f"figure{look}", pad=1),
            ]
            builder.add_row(rect.x, y, tall, cells)
            y += tall
        if self.view.total_label:
            total = figure_cell(group.total, widths[2], f"figure total{look}", _sum(group), pad=1)
            label = RowCell(widths[0] + widths[1], self.view.total_label, f"label center total{look}")
            builder.add_row(rect.x, y, self._row(), [label, total])


def _place(event: EventView) -> str:
    """Return where an event was held, after its title where it has one."""
    return "　".join(part for part in (event.title, event.place) if part)


def _cut(group: EventGroup, run: slice) -> EventGroup:
    return replace(group, events=group.events[run])


def day_of(event: EventView) -> str:
    """Return the day as printed; what its period adds to the print stands in brackets: 〔9月〕4日."""
    if not event.inferred or event.figure.period is None:
        return event.day
    whole = format_period(event.figure.period, "month")
    return f"〔{whole.removesuffix(event.day)}〕{event.day}" if whole.endswith(event.day) else f"〔{event.day}〕"


def _sum(group: EventGroup) -> Formula | None:
    """Return the sum of the days' cells; they stand one below the other."""
    keys = [key_of(group.metric, event.figure.period) for event in group.events if event.figure.period]
    known = sum((event.figure.value or Fraction(0) for event in group.events), Fraction(0))
    if not all(in_sheet(cell) for cell in (group.total, *(event.figure for event in group.events))):
        return None
    if group.total.value != known or len(keys) != len(group.events) or len(keys) < 2:
        return None
    return Formula("SUM({0}:{1})", (keys[0], keys[-1]))
