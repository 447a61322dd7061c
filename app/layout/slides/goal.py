"""A basic goal's slide: indicators with their figures and status, legend above, counts below, more pages if need be."""

from dataclasses import dataclass

from app.domain.report import FigureView, GoalReport, IndicatorRow
from app.layout.builder import CellOptions, PageBuilder, RowCell
from app.layout.page import PAGE_WIDTH, Choice, Page, Rect
from app.layout.parts import BODY_BOTTOM, BODY_TOP, add_frame
from app.layout.slides.figure_cell import figure_cell, number_format, sheet_value
from app.layout.slides.item import Frame
from app.layout.slides.legend import legend_width, place_legend
from app.layout.styles import BASES, FIGURE_FONT, style_of
from app.layout.text_fit import FIGURE_PADDING, cell_height, line_width, text_width

LEAST_HEAD, LEAST_ROW, FOOT, MOST_MORE = 28, 34, 28, 14
LEAST_NUMBER, MOST_NUMBER, FIGURE, STATUS, DEPARTMENT = 44, 96, 78, 50, 124
HEAD_STYLE = "head_pale small"
LEVELS = ("主要施策", "取組")
EMPTY_WORDS = "このページに載せる指標は、まだ登録されていません。"


@dataclass(frozen=True, slots=True)
class _Columns:
    number: int
    measure: int
    initiative: int
    indicator: int
    years: int


def goal_pages(report: GoalReport, frame: Frame, levels: tuple[str, ...] = LEVELS) -> list["GoalPage"]:
    """Return the pages of a goal: as many rows on each as fit, under the same head.

    `levels` are the city's own names of the two levels below the goal.
    """
    columns = _columns(report)
    head = _head_height(report, columns, levels)
    pages: list[list[IndicatorRow]] = [[]]
    y = BODY_TOP + head
    for row in report.rows:
        height = _row_height(row, columns)
        if pages[-1] and y + height > BODY_BOTTOM - FOOT:
            pages.append([])
            y = BODY_TOP + head
        pages[-1].append(row)
        y += height
    return [GoalPage(report, frame, levels, tuple(rows), place + 1 == len(pages)) for place, rows in enumerate(pages)]


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One page of a goal with its rows; the counts stand at the foot of the last one."""

    report: GoalReport
    frame: Frame
    levels: tuple[str, ...]
    rows: tuple[IndicatorRow, ...]
    is_last: bool

    def build(self, number: str) -> Page:
        """Return the laid-out page."""
        builder = PageBuilder(self.frame.title, f"{number} {self.frame.sheet_name}", number)
        legend = self.report.legend
        add_frame(builder, self.frame.subtitle, self.frame.office, self.frame.stamp, legend_width(legend))
        place_legend(builder, legend)
        columns = _columns(self.report)
        head = _head_height(self.report, columns, self.levels)
        builder.add_row(0, BODY_TOP, head, _heads(self.report, columns, self.levels))
        y = _place_rows(builder, BODY_TOP + head, self.rows, columns, self._choices())
        if not self.rows:
            builder.add(Rect(0, BODY_TOP + head, PAGE_WIDTH, 120), EMPTY_WORDS, "label center grey")
        elif self.is_last:
            counts = "　".join(f"{item.mark or item.label} {item.count}件" for item in self.report.legend)
            builder.add(Rect(0, y + 4, PAGE_WIDTH // 2, FOOT), counts or None, "caption")
        return builder.build()

    def _choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(item.mark, _status_style(item.colour)) for item in self.report.legend if item.mark)


def _columns(report: GoalReport) -> _Columns:
    """Return the widths that the texts share: without measures or initiatives their room goes to the indicators."""
    years = len(report.years)
    widest = max((line_width(row.number, style_of("label small")) for row in report.rows), default=0)
    number = min(max(LEAST_NUMBER, widest), MOST_NUMBER)
    room = PAGE_WIDTH - number - FIGURE * (2 + years) - STATUS - DEPARTMENT
    depth = max((len(row.path) for row in report.rows), default=0)
    if depth == 0:
        return _Columns(number, 0, 0, room, years)
    if depth == 1:
        return _Columns(number, room // 3, 0, room - room // 3, years)
    measure, indicator = room * 26 // 100, room * 34 // 100
    return _Columns(number, measure, room - measure - indicator, indicator, years)


def _heads(report: GoalReport, columns: _Columns, levels: tuple[str, ...]) -> list[RowCell]:
    groups = zip((columns.measure, columns.initiative), levels, strict=True)
    texts = [(columns.number, "No."), *groups, (columns.indicator, "指標")]
    figures = [(FIGURE, "基準値"), (FIGURE, report.target_label), *((FIGURE, year.label) for year in report.years)]
    cells = [*texts, *figures, (STATUS, "状況"), (DEPARTMENT, "担当課")]
    return [RowCell(width, text, HEAD_STYLE) for width, text in cells if width]


def _head_height(report: GoalReport, columns: _Columns, levels: tuple[str, ...]) -> int:
    cells = _heads(report, columns, levels)
    return max(LEAST_HEAD, *(cell_height(str(cell.value), cell.width, style_of(HEAD_STYLE)) for cell in cells))


def _place_rows(
    builder: PageBuilder, y: int, rows: tuple[IndicatorRow, ...], columns: _Columns, choices: tuple[Choice, ...]
) -> int:
    """Place the rows from y on, with measures and initiatives merged over theirs; return the y below."""
    tops = []
    more = _more(y, rows, columns)
    for place, row in enumerate(rows):
        tops.append(y)
        height = _row_height(row, columns) + more
        last = place + 1 == len(rows) or rows[place + 1].path[:1] != row.path[:1]
        end = " group_end" if last else ""
        builder.add(Rect(0, y, columns.number, height), row.number or None, f"label center small{end}")
        left = columns.number + columns.measure + columns.initiative
        builder.add_row(left, y, height, _cells(row, columns, choices, end))
        y += height
    for depth, x, width in (
        (1, columns.number, columns.measure),
        (2, columns.number + columns.measure, columns.initiative),
    ):
        if width:
            _place_groups(builder, rows, [*tops, y], depth, Rect(x, 0, width, 0))
    return y


def _more(top: int, rows: tuple[IndicatorRow, ...], columns: _Columns) -> int:
    """Return the px that each row is given of what the page leaves free."""
    used = sum(_row_height(row, columns) for row in rows)
    return min(MOST_MORE, (BODY_BOTTOM - FOOT - top - used) // len(rows)) if rows else 0


def _place_groups(builder: PageBuilder, rows: tuple[IndicatorRow, ...], tops: list[int], depth: int, at: Rect) -> None:
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place].path[:depth] != rows[start].path[:depth]:
            path = rows[start].path
            text = path[depth - 1] if len(path) >= depth else ""
            text = " › ".join(path[depth - 1 :]) if depth == 2 and len(path) > 2 else text
            last = place == len(rows) or rows[place].path[:1] != rows[start].path[:1]
            style = ("group indent" if depth == 1 else "label indent") + (" group_end" if last else "")
            builder.add(Rect(at.x, tops[start], at.width, tops[place] - tops[start]), text or None, style)
            start = place


def _cells(row: IndicatorRow, columns: _Columns, choices: tuple[Choice, ...], end: str) -> list[RowCell]:
    unit = "" if _long_unit(row) else row.unit
    figures = [_figure(view, unit, end) for view in _views(row)]
    current = figures[-1]
    if row.years:
        figures[-1] = RowCell(current.width, current.value, f"{current.style} bold", current.options)
    style = _status_style(row.status.colour) if row.status.mark else "label center small"
    options = CellOptions(choices=choices) if choices else CellOptions()
    return [
        RowCell(columns.indicator, _title(row), f"label indent{end}"),
        *figures,
        RowCell(STATUS, row.status.mark or row.status.reason or None, style + end, options),
        RowCell(DEPARTMENT, "／".join(row.departments) or None, f"label small indent{end}"),
    ]


def _views(row: IndicatorRow) -> tuple[FigureView, ...]:
    return row.baseline, row.target, *row.years


def _long_unit(row: IndicatorRow) -> bool:
    """Say whether some figure of a row is too wide with its unit: the unit then stands behind the indicator's name."""
    texts = [view.full for view in _views(row) if view.value is not None]
    return any(text_width(text, 9, FIGURE_FONT, bold=True) + FIGURE_PADDING > FIGURE for text in texts)


def _title(row: IndicatorRow) -> str:
    return f"{row.title}（単位：{row.unit}）" if _long_unit(row) else row.title


def _figure(view: FigureView, unit: str, end: str) -> RowCell:
    if view.value is None:
        if view.state == "text":
            return RowCell(FIGURE, view.text, f"label center small{end}")
        return figure_cell(view, FIGURE, f"figure{end}")
    shown = "" if view.percent or unit in ("%", "％") else unit
    kind = number_format(view, unit if unit in ("%", "％") else shown, pad=1)
    return RowCell(FIGURE, sheet_value(view), f"figure{end}", CellOptions(number_format=kind))


def _row_height(row: IndicatorRow, columns: _Columns) -> int:
    texts = [
        (_title(row), columns.indicator, "label indent"),
        ("／".join(row.departments), DEPARTMENT, "label small indent"),
    ]
    if columns.initiative and len(row.path) > 1:
        texts.append((" › ".join(row.path[1:]), columns.initiative, "label indent"))
    elif columns.measure and row.path:
        texts.append((row.path[0], columns.measure, "group indent"))
    texts += [(view.text, FIGURE, "label small") for view in _views(row) if view.state == "text"]
    return max(LEAST_ROW, *(cell_height(text, width, style_of(style)) for text, width, style in texts))


def _status_style(colour: str | None) -> str:
    return colour if colour in BASES else "label center"
