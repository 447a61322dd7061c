"""What a head, a label or a caption cannot hold: shortened there with …, and kept whole for a text of its own.

So no label makes a row higher than a page, and nothing that somebody wrote is missing from the print.
"""

from dataclasses import dataclass, field, replace

from app.domain.report import (
    BlockView,
    ChartView,
    ColumnView,
    EventGroup,
    EventView,
    FigureView,
    ListLine,
    PhaseView,
    TableRowView,
    TableView,
)
from app.domain.text import with_line_feeds
from app.layout.text_fit import ELLIPSIS

WHOLE_HEADING = "書ききれない言葉の全文"
# Letters that a place of each kind holds.
HEADING, LABEL, COLUMN, TOTAL, CELL, SERIES, FLOW = 100, 80, 40, 12, 16, 24, 80
PHASE, TIME, NAME, DETAIL, NOTES = 150, 60, 80, 160, 400
MOST_LINES = 4  # of its own: more line breaks than that are no label


@dataclass(slots=True)
class Shortener:
    """Shortens texts and keeps those that it cut, each once, in order."""

    cut: dict[str, None] = field(default_factory=dict)

    def __call__(self, text: str, most: int) -> str:
        """Return a text of at most `most` letters on few lines."""
        if len(text) <= most and text.count("\n") < MOST_LINES:
            return text
        self.cut[text] = None
        return with_line_feeds(text[:most]).replace("\n", " ")[: most - 1].rstrip() + ELLIPSIS


def with_short_words(block: BlockView) -> tuple[BlockView, tuple[str, ...]]:
    """Return a block whose labels fit their places, and the whole of those that had to be shortened."""
    short = Shortener()
    lines = _short_lines(block, short) if block.kind in ("figures", "flow") else block.lines
    found = replace(
        block,
        heading=short(block.heading, HEADING),
        caption=short(block.caption, HEADING),
        lines=tuple(replace(line, number=short(line.number, TOTAL)) for line in lines),
        phases=tuple(_short_phase(phase, short) for phase in block.phases),
        table=_short_table(block.table, short) if block.table else None,
        chart=_short_chart(block.chart, short) if block.chart else None,
    )
    return found, tuple(line for text in short.cut for line in with_line_feeds(text).split("\n") if line.strip())


def _short_lines(block: BlockView, short: Shortener) -> tuple[ListLine, ...]:
    most = FLOW if block.kind == "flow" else NAME
    return tuple(
        replace(
            line,
            text=short(line.text, most),
            remark=short(line.remark, DETAIL),
            explanation=short(line.explanation, DETAIL),
            figure=_short_figure(line.figure, short) if line.figure else None,
        )
        for line in block.lines
    )


def _short_phase(phase: PhaseView, short: Shortener) -> PhaseView:
    return replace(
        phase,
        label=short(phase.label, PHASE),
        printed=short(phase.printed, TIME),
        remark=short(phase.remark, PHASE),
    )


def _short_figure(view: FigureView, short: Shortener) -> FigureView:
    if view.value is not None:
        return view
    text = short(view.text, CELL)
    return view._replace(text=text, full=text if view.full == view.text else short(view.full, NAME))


def _short_table(view: TableView, short: Shortener) -> TableView:
    notes = tuple(short(note, NOTES) for note in view.notes)
    return replace(
        view,
        title=short(view.title, HEADING),
        unit=short(view.unit, COLUMN),
        row_heading=short(view.row_heading, COLUMN),
        total_label=short(view.total_label, TOTAL),
        columns=tuple(_short_column(column, short) for column in view.columns),
        rows=tuple(_short_row(row, short) for row in view.rows),
        groups=tuple(_short_group(group, short) for group in view.groups),
        notes=notes,
    )


def _short_column(column: ColumnView, short: Shortener) -> ColumnView:
    return replace(column, label=short(column.label, COLUMN), group=short(column.group, COLUMN))


def _short_row(row: TableRowView, short: Shortener) -> TableRowView:
    return replace(
        row,
        label=short(row.label, LABEL),
        sublabel=short(row.sublabel, LABEL),
        cells=tuple(_short_figure(cell, short) for cell in row.cells),
        total=_short_figure(row.total, short) if row.total else None,
    )


def _short_group(group: EventGroup, short: Shortener) -> EventGroup:
    events = tuple(_short_event(event, short) for event in group.events)
    return replace(group, label=short(group.label, COLUMN), events=events, total=_short_figure(group.total, short))


def _short_event(event: EventView, short: Shortener) -> EventView:
    return replace(
        event,
        day=short(event.day, COLUMN),
        place=short(event.place, LABEL),
        title=short(event.title, LABEL),
        figure=_short_figure(event.figure, short),
    )


def _short_chart(view: ChartView, short: Shortener) -> ChartView:
    series = tuple(replace(one, label=short(one.label, SERIES)) for one in view.series)
    return replace(view, title=short(view.title, COLUMN), series=series)
