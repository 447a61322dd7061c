"""The rows of a goal's table: how wide its columns are, how high its rows, and what its cells hold of long texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.report import FigureView, GoalReport, IndicatorRow
from app.layout.builder import CellOptions, RowCell
from app.layout.page import PAGE_WIDTH
from app.layout.slides.figure_cell import cell_need, figure_cell, in_sheet, number_format, sheet_value
from app.layout.slides.legend import telling
from app.layout.slides.long_words import Shortener
from app.layout.styles import BASES, FIGURE_FONT, style_of
from app.layout.text_fit import FIGURE_PADDING, cell_height, line_width, shortened, text_width

LEAST_ROW, LEAST_NUMBER, MOST_NUMBER, STATUS, MOST_STATUS, DEPARTMENT = 34, 44, 96, 50, 104, 124
FIGURE, MOST_FIGURE = 78, 110  # px
MOST_TEXT = 220  # px: what is higher is cut with …
NUMBER_STYLE, TITLE_STYLE, SMALL = "label center small", "label indent", "label small indent"
GROUP_STYLES = ("group indent", "label indent")


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths in px of a goal's columns; 0 where the goal has no such level, or nothing to put there."""

    number: int
    measure: int
    initiative: int
    indicator: int
    figure: int
    status: int
    department: int


def columns_of(report: GoalReport) -> Columns:
    """Return the widths that the texts share.

    Without measures or initiatives their room goes to the indicators, and so does that of a column that all rows of
    the goal leave empty.
    """
    rows = report.rows
    widest = max((line_width(row.number, style_of("label small")) for row in rows), default=0)
    number = min(max(LEAST_NUMBER, widest), MOST_NUMBER) if _used(report, [row.number for row in rows]) else 0
    words = [row.status.reason for row in rows if not row.status.mark]
    widest = max((line_width(text, style_of("label small one_line")) for text in words), default=0)
    status = max(STATUS, min(widest, MOST_STATUS)) if report.legend or _used(report, words) else 0
    department = DEPARTMENT if _used(report, [departments_of(row) for row in rows]) else 0
    figure = min(max([FIGURE, *(_need(view) for row in rows for view in figures_of(row))]), MOST_FIGURE)
    room = PAGE_WIDTH - number - figure * (2 + len(report.years)) - status - department
    depth = max((len(row.path) for row in rows), default=0)
    if depth == 0:
        return Columns(number, 0, 0, room, figure, status, department)
    if depth == 1:
        return Columns(number, room // 3, 0, room - room // 3, figure, status, department)
    measure, indicator = room * 26 // 100, room * 34 // 100
    return Columns(number, measure, room - measure - indicator, indicator, figure, status, department)


def _used(report: GoalReport, texts: list[str]) -> bool:
    """Say whether a column is printed: some row fills it, or there is no row yet."""
    return not report.rows or any(texts)


def figures_of(row: IndicatorRow) -> tuple[FigureView, ...]:
    """Return the figures of a row in the order of its columns."""
    return row.baseline, row.target, *row.years


def _need(view: FigureView) -> int:
    return cell_need(view) if in_sheet(view) else 0


def with_telling_marks(report: GoalReport) -> GoalReport:
    """Return the report with the status in words where its mark stands for several classes."""
    legend = telling(report.legend)
    marks = {item.mark for item in legend}

    def told(row: IndicatorRow) -> IndicatorRow:
        return row if row.status.mark in marks else row._replace(status=row.status._replace(mark=""))

    bands = tuple(replace(band, rows=tuple(told(row) for row in band.rows)) for band in report.bands)
    return replace(report, legend=legend, bands=bands)


def with_short_rows(report: GoalReport, columns: Columns, short: Shortener) -> GoalReport:
    """Return the report with every text cut to what a cell of MOST_TEXT px holds; `short` keeps the whole of it."""

    def fitted(text: str, width: int, style: str) -> str:
        found = shortened(text, width, style_of(style), MOST_TEXT)
        if found != text:
            short.cut[text] = None
        return found

    bands = tuple(
        replace(band, rows=tuple(_fitted(row, columns, fitted) for row in band.rows)) for band in report.bands
    )
    return replace(report, bands=bands)


def _fitted(row: IndicatorRow, columns: Columns, fitted: Callable[[str, int, str], str]) -> IndicatorRow:
    def figure(view: FigureView) -> FigureView:
        if view.value is not None:
            return view
        return view._replace(text=fitted(view.text, columns.figure, "label center small"))

    widths = (columns.measure, columns.initiative)
    path = tuple(group_text(row, depth) for depth in (1, 2))[: len(row.path)]
    return row._replace(
        number=fitted(row.number, columns.number, NUMBER_STYLE),
        title=fitted(title_of(row), columns.indicator, TITLE_STYLE),
        unit="" if _long_unit(row) else row.unit,
        path=tuple(
            fitted(text, width, style) if width else text
            for text, width, style in zip(path, widths, GROUP_STYLES, strict=False)
        ),
        departments=(fitted(departments_of(row), DEPARTMENT, SMALL),),
        baseline=figure(row.baseline),
        target=figure(row.target),
        years=tuple(figure(view) for view in row.years),
        status=row.status._replace(reason=fitted(row.status.reason, columns.status or STATUS, "label center small")),
    )


def row_heights(rows: Sequence[IndicatorRow], columns: Columns) -> list[int]:
    """Return the heights of rows that stand on one page: a group's last row makes room for the group's own words."""
    heights = [_own_height(row, columns) for row in rows]
    for depth, width in ((2, columns.initiative), (1, columns.measure)):
        for start, end in group_runs(rows, depth) if width else ():
            needed = cell_height(group_text(rows[start], depth), width, style_of(GROUP_STYLES[depth - 1]))
            heights[end - 1] += max(0, needed - sum(heights[start:end]))
    return heights


def _own_height(row: IndicatorRow, columns: Columns) -> int:
    status = "" if row.status.mark else row.status.reason
    texts = [
        (row.number, columns.number, NUMBER_STYLE),
        (title_of(row), columns.indicator, TITLE_STYLE),
        (departments_of(row), DEPARTMENT, SMALL),
        (status, columns.status, "label center small"),
    ]
    texts += [(view.text, columns.figure, _words_style(view)) for view in figures_of(row) if _is_words(view, columns)]
    return max(LEAST_ROW, *(cell_height(text, width, style_of(style)) for text, width, style in texts))


def group_runs(rows: Sequence[IndicatorRow], depth: int) -> list[tuple[int, int]]:
    """Return start and end of the runs of rows that share their path down to a depth."""
    starts = [at for at in range(len(rows)) if not at or rows[at].path[:depth] != rows[at - 1].path[:depth]]
    return list(zip(starts, [*starts[1:], len(rows)], strict=True))


def group_text(row: IndicatorRow, depth: int) -> str:
    """Return the words of a row's group: its measure, or its initiative with what stands below that."""
    if depth == 2:
        return " › ".join(row.path[1:])
    return row.path[0] if row.path else ""


def title_of(row: IndicatorRow) -> str:
    """Return the name of an indicator, with its unit where that is too long for the figures' cells."""
    return f"{row.title}（単位：{row.unit}）" if row.unit and _long_unit(row) else row.title


def departments_of(row: IndicatorRow) -> str:
    """Return the divisions of a row as printed."""
    return "／".join(row.departments)


def _long_unit(row: IndicatorRow) -> bool:
    """Say whether some figure of a row is too wide with its unit: the unit then stands behind the indicator's name."""
    texts = [view.full for view in figures_of(row) if view.value is not None]
    return any(text_width(text, 9, FIGURE_FONT, bold=True) + FIGURE_PADDING > FIGURE for text in texts)


def figure_of(row: IndicatorRow, view: FigureView, columns: Columns, end: str) -> RowCell:
    """Return the cell of a figure; one that no column holds is printed as text on several lines."""
    width = columns.figure
    if _is_words(view, columns):
        return RowCell(width, view.text, _words_style(view) + end)
    if view.value is None:
        return figure_cell(view, width, f"figure{end}")
    unit = "" if _long_unit(row) else row.unit
    shown = "" if view.percent and unit not in ("%", "％") else unit
    kind = number_format(view, shown, pad=1)
    return RowCell(width, sheet_value(view), f"figure{end}", CellOptions(number_format=kind))


def _is_words(view: FigureView, columns: Columns) -> bool:
    if view.value is None:
        return view.state == "text" or line_width(view.text, style_of("missing")) > columns.figure
    return not in_sheet(view) or cell_need(view) > columns.figure


def _words_style(view: FigureView) -> str:
    return "label center small" if view.value is None else "label right small"


def status_style(colour: str | None) -> str:
    """Return the style of a status in a colour of the palette, a plain one where it has none."""
    return colour if colour in BASES else "label center"
