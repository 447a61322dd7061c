"""Events held: programmes side by side, each with day, place and figure, and its total at the foot."""

from dataclasses import dataclass

from app.domain.report import EventGroup, TableView
from app.layout.builder import CellOptions, PageBuilder, RowCell
from app.layout.page import Formula, Rect
from app.layout.slides.figure_cell import figure_cell, key_of
from app.layout.slides.part import CAPTION, GAP, Part, caption
from app.layout.styles import style_of
from app.layout.text_fit import cell_height

ROW, HEAD, DAY, INFERRED_DAY, FIGURE = 22, 24, 84, 124, 64


@dataclass(frozen=True, slots=True)
class EventPart:
    """An event table; a day that the source does not give whole is marked as inferred."""

    view: TableView
    share: int = 12
    grows: bool = False

    def height(self, width: int) -> int:
        """Return the height in px of the longest programme with caption, heads, total and notes."""
        rows = max((len(group.events) for group in self.view.groups), default=0)
        return CAPTION + 2 * HEAD + (rows + 1) * ROW + self._notes_height(width)

    def place(self, builder: PageBuilder, rect: Rect) -> None:
        """Place the programmes side by side."""
        caption(builder, rect, f"【{self.view.title}】", self.view.unit)
        count = max(1, len(self.view.groups))
        width = (rect.width - GAP * (count - 1)) // count
        rows = max((len(group.events) for group in self.view.groups), default=0)
        for place, group in enumerate(self.view.groups):
            left = rect.x + place * (width + GAP)
            _place_group(builder, Rect(left, rect.y + CAPTION, width, 0), group, rows, self.view.total_label)
        y = rect.y + CAPTION + 2 * HEAD + (rows + 1) * ROW + 2
        for note in self._notes():
            tall = cell_height(note, rect.width, style_of("note"))
            builder.add(Rect(rect.x, y, rect.width, tall), note, "note")
            y += tall

    def split(self, width: int, room: int) -> "tuple[Part, Part] | None":
        """Never cut."""
        return None

    def _notes(self) -> tuple[str, ...]:
        inferred = any(event.inferred for group in self.view.groups for event in group.events)
        return (
            (*self.view.notes, "（月は推定）は、資料に日だけが印字されている回です。") if inferred else self.view.notes
        )

    def _notes_height(self, width: int) -> int:
        return 2 + sum(cell_height(note, width, style_of("note")) for note in self._notes())


def _place_group(builder: PageBuilder, rect: Rect, group: EventGroup, rows: int, total: str) -> None:
    day_width = INFERRED_DAY if any(event.inferred for event in group.events) else DAY
    place_width = rect.width - day_width - FIGURE
    builder.add(Rect(rect.x, rect.y, rect.width, HEAD), group.label, "head one_line")
    heads = [
        RowCell(day_width, "日程", "head_pale"),
        RowCell(place_width, "会場", "head_pale"),
        RowCell(FIGURE, "人数", "head_pale"),
    ]
    builder.add_row(rect.x, rect.y + HEAD, HEAD, heads)
    y = rect.y + 2 * HEAD
    for event in group.events:
        day = f"{event.day}（月は推定）" if event.inferred else event.day
        cells = [
            RowCell(day_width, day, "label one_line center"),
            RowCell(place_width, event.place or None, "label one_line indent"),
            figure_cell(event.figure, FIGURE, "figure"),
        ]
        builder.add_row(rect.x, y, ROW, cells)
        y += ROW
    for _ in range(rows - len(group.events)):
        builder.add_row(rect.x, y, ROW, [RowCell(size, None, "label") for size in (day_width, place_width, FIGURE)])
        y += ROW
    total_cell = figure_cell(group.total, FIGURE, "figure total", _sum(group))
    builder.add_row(
        rect.x,
        y,
        ROW,
        [RowCell(day_width + place_width, total or "計", "label center total", CellOptions()), total_cell],
    )


def _sum(group: EventGroup) -> Formula | None:
    """Return the sum of the days' cells; they stand one below the other."""
    keys = [key_of(group.metric, event.figure.period) for event in group.events if event.figure.period]
    if group.total.value is None or len(keys) != len(group.events) or len(keys) < 2:
        return None
    return Formula("SUM({0}:{1})", (keys[0], keys[-1]))
