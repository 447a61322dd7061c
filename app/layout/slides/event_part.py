"""Events held: programmes side by side, each with day, place and figure, and its total at the foot."""

from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.fiscal import format_period
from app.domain.report import EventGroup, EventView, TableView
from app.layout.builder import PageBuilder, RowCell
from app.layout.page import Formula, Rect
from app.layout.parts import BODY, GROWN
from app.layout.slides.figure_cell import figure_cell, key_of
from app.layout.slides.part import CAPTION, GAP, Part, caption
from app.layout.styles import style_of
from app.layout.text_fit import cell_height

ROW, HEAD, DAY, FIGURE = 22, 24, 96, 64

INFERRED_NOTE = "〔 〕は、資料に日だけが印字されているため推定した月です。"


@dataclass(frozen=True, slots=True)
class EventPart:
    """An event table; the part of a day that the source does not give stands in brackets."""

    view: TableView
    size: int = 0
    share: int = 12
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px of the longest programme with caption, heads, total and notes."""
        rows = max((len(group.events) for group in self.view.groups), default=0)
        return CAPTION + 2 * HEAD + (rows + 1) * self._row() + self._notes_height(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place the programmes side by side."""
        caption(builder, rect, f"【{self.view.title}】", self.view.unit, self.size)
        count = max(1, len(self.view.groups))
        width = (rect.width - GAP * (count - 1)) // count
        rows = max((len(group.events) for group in self.view.groups), default=0)
        for place, group in enumerate(self.view.groups):
            left = rect.x + place * (width + GAP)
            self._place_group(builder, Rect(left, rect.y + CAPTION, width, 0), group)
        if self._note():
            y = rect.y + CAPTION + 2 * HEAD + (rows + 1) * self._row() + 4
            tall = cell_height(self._note(), rect.width, style_of("note"))
            builder.add(Rect(rect.x, y, rect.width, tall), self._note(), "note")

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Cut between events, only where no page holds them all; the totals go with the second part."""
        count = (room - CAPTION - 2 * HEAD - self._notes_height(width)) // self._row() - 1
        if self.height(width) <= BODY or count < 1:
            return None
        first, rest = (
            replace(self, view=replace(self.view, groups=tuple(_cut(group, run) for group in self.view.groups)))
            for run in (slice(0, count), slice(count, None))
        )
        return replace(first, view=replace(first.view, total_label="", notes=())), rest

    def _row(self) -> int:
        return ROW + 4 * self.size

    def _note(self) -> str:
        inferred = any(event.inferred for group in self.view.groups for event in group.events)
        return "　".join((*self.view.notes, INFERRED_NOTE) if inferred else self.view.notes)

    def _notes_height(self, width: int) -> int:
        return 4 + cell_height(self._note(), width, style_of("note")) if self._note() else 0

    def _place_group(self, builder: PageBuilder, rect: Rect, group: EventGroup) -> None:
        look, row = GROWN[self.size], self._row()
        widths = (DAY + 12 * self.size, rect.width - DAY - FIGURE - 12 * self.size, FIGURE)
        builder.add(Rect(rect.x, rect.y, rect.width, HEAD), group.label, f"head one_line{look}")
        heads = zip(
            widths, ("日程", "会場", "人数" if self.view.unit in ("人", "名") else self.view.unit or "数"), strict=True
        )
        builder.add_row(
            rect.x, rect.y + HEAD, HEAD, [RowCell(width, text, f"head_pale one_line{look}") for width, text in heads]
        )
        y = rect.y + 2 * HEAD
        for event in group.events:
            cells = [
                RowCell(widths[0], day_of(event), f"label one_line center{look}"),
                RowCell(widths[1], event.place or None, f"label one_line indent{look}"),
                figure_cell(event.figure, FIGURE, f"figure{look}", pad=1),
            ]
            builder.add_row(rect.x, y, row, cells)
            y += row
        if self.view.total_label:
            total = figure_cell(group.total, FIGURE, f"figure total{look}", _sum(group), pad=1)
            label = RowCell(widths[0] + widths[1], self.view.total_label, f"label center total{look}")
            builder.add_row(rect.x, y, row, [label, total])


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
    if group.total.value != known or len(keys) != len(group.events) or len(keys) < 2:
        return None
    return Formula("SUM({0}:{1})", (keys[0], keys[-1]))
