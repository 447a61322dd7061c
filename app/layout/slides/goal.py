"""A basic goal's slide: indicators with their figures and status, legend above, counts below, more pages if need be."""

from dataclasses import dataclass

from app.domain.report import FigureView, GoalReport, IndicatorRow
from app.layout.builder import CellOptions, PageBuilder, RowCell
from app.layout.page import PAGE_WIDTH, Choice, Page, Rect
from app.layout.parts import BAND_HEIGHT, BODY_BOTTOM, BODY_TOP, add_frame
from app.layout.slides.figure_cell import figure_cell, number_format, sheet_value
from app.layout.slides.item import Frame
from app.layout.styles import BASES, style_of
from app.layout.text_fit import cell_height

HEAD, LEAST_ROW, FOOT, MOST_MORE = 28, 34, 28, 14
LEGEND_WIDTH, MARK = 424, 26
NUMBER, FIGURE, STATUS, DEPARTMENT = 44, 78, 50, 124
EMPTY_WORDS = "このページに載せる指標は、まだ登録されていません。"


@dataclass(frozen=True, slots=True)
class _Columns:
    measure: int
    initiative: int
    indicator: int
    years: int


def goal_pages(report: GoalReport, frame: Frame) -> list["GoalPage"]:
    """Return the pages of a goal: as many rows on each as fit, under the same head."""
    columns = _columns(report)
    pages: list[list[IndicatorRow]] = [[]]
    y = BODY_TOP + HEAD
    for row in report.rows:
        height = _row_height(row, columns)
        if pages[-1] and y + height > BODY_BOTTOM - FOOT:
            pages.append([])
            y = BODY_TOP + HEAD
        pages[-1].append(row)
        y += height
    return [GoalPage(report, frame, tuple(rows), place + 1 == len(pages)) for place, rows in enumerate(pages)]


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One page of a goal with its rows; the counts stand at the foot of the last one."""

    report: GoalReport
    frame: Frame
    rows: tuple[IndicatorRow, ...]
    is_last: bool

    def build(self, number: str) -> Page:
        """Return the laid-out page."""
        builder = PageBuilder(self.frame.title, f"{number} {self.frame.sheet_name}", number)
        reserved = LEGEND_WIDTH if self.report.legend else 0
        add_frame(builder, self.frame.subtitle, self.frame.office, self.frame.stamp, reserved)
        _place_legend(builder, self.report)
        columns = _columns(self.report)
        builder.add_row(0, BODY_TOP, HEAD, _heads(self.report, columns))
        y = _place_rows(builder, self.rows, columns, self._choices())
        if not self.rows:
            builder.add(Rect(0, BODY_TOP + HEAD, PAGE_WIDTH, 120), EMPTY_WORDS, "label center grey")
        elif self.is_last:
            counts = "　".join(f"{item.mark} {item.count}件" for item in self.report.legend)
            builder.add(Rect(0, y + 4, PAGE_WIDTH // 2, FOOT), counts or None, "caption")
        return builder.build()

    def _choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(item.mark, _status_style(item.colour)) for item in self.report.legend if item.mark)


def _columns(report: GoalReport) -> _Columns:
    """Return the widths that the texts share: without measures or initiatives their room goes to the indicators."""
    years = len(report.years)
    room = PAGE_WIDTH - NUMBER - FIGURE * (2 + years) - STATUS - DEPARTMENT
    depth = max((len(row.path) for row in report.rows), default=0)
    if depth == 0:
        return _Columns(0, 0, room, years)
    if depth == 1:
        return _Columns(room // 3, 0, room - room // 3, years)
    measure, indicator = room * 26 // 100, room * 34 // 100
    return _Columns(measure, room - measure - indicator, indicator, years)


def _heads(report: GoalReport, columns: _Columns) -> list[RowCell]:
    texts = [(NUMBER, "No."), (columns.measure, "主要施策"), (columns.initiative, "取組"), (columns.indicator, "指標")]
    figures = [(FIGURE, "基準値"), (FIGURE, report.target_label), *((FIGURE, year.label) for year in report.years)]
    cells = [*texts, *figures, (STATUS, "状況"), (DEPARTMENT, "担当課")]
    return [RowCell(width, text, "head_pale small") for width, text in cells if width]


def _place_rows(
    builder: PageBuilder, rows: tuple[IndicatorRow, ...], columns: _Columns, choices: tuple[Choice, ...]
) -> int:
    """Place the rows with measures and initiatives merged over theirs; return the y below."""
    y = BODY_TOP + HEAD
    tops = []
    more = _more(rows, columns)
    for place, row in enumerate(rows):
        tops.append(y)
        height = _row_height(row, columns) + more
        last = place + 1 == len(rows) or rows[place + 1].path[:1] != row.path[:1]
        end = " group_end" if last else ""
        builder.add(Rect(0, y, NUMBER, height), row.number or None, f"label center small{end}")
        left = NUMBER + columns.measure + columns.initiative
        builder.add_row(left, y, height, _cells(row, columns, choices, end))
        y += height
    for depth, x, width in ((1, NUMBER, columns.measure), (2, NUMBER + columns.measure, columns.initiative)):
        if width:
            _place_groups(builder, rows, [*tops, y], depth, Rect(x, 0, width, 0))
    return y


def _more(rows: tuple[IndicatorRow, ...], columns: _Columns) -> int:
    """Return the px that each row is given of what the page leaves free."""
    used = sum(_row_height(row, columns) for row in rows)
    return min(MOST_MORE, (BODY_BOTTOM - FOOT - BODY_TOP - HEAD - used) // len(rows)) if rows else 0


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
    figures = [_figure(view, row.unit, end) for view in (row.baseline, row.target, *row.years)]
    current = figures[-1]
    if row.years:
        figures[-1] = RowCell(current.width, current.value, f"{current.style} bold", current.options)
    style = _status_style(row.status.colour) if row.status.mark else "label center small"
    options = CellOptions(choices=choices) if choices else CellOptions()
    return [
        RowCell(columns.indicator, row.title, f"label indent{end}"),
        *figures,
        RowCell(STATUS, row.status.mark or row.status.reason or None, style + end, options),
        RowCell(DEPARTMENT, "／".join(row.departments) or None, f"label small indent{end}"),
    ]


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
        (row.title, columns.indicator, "label indent"),
        ("／".join(row.departments), DEPARTMENT, "label small indent"),
    ]
    if columns.initiative and len(row.path) > 1:
        texts.append((" › ".join(row.path[1:]), columns.initiative, "label indent"))
    elif columns.measure and row.path:
        texts.append((row.path[0], columns.measure, "group indent"))
    texts += [
        (view.text, FIGURE, "label small") for view in (row.baseline, row.target, *row.years) if view.state == "text"
    ]
    return max(LEAST_ROW, *(cell_height(text, width, style_of(style)) for text, width, style in texts))


def _place_legend(builder: PageBuilder, report: GoalReport) -> None:
    """Place the legend in two columns at the right end of the title band."""
    if not report.legend:
        return
    left, half = PAGE_WIDTH - LEGEND_WIDTH, LEGEND_WIDTH // 2
    lines = -(-len(report.legend) // 2)
    height = BAND_HEIGHT // max(2, lines)
    for place in range(lines * 2):
        x, y = left + half * (place % 2), height * (place // 2)
        item = report.legend[place] if place < len(report.legend) else None
        tone = (item.colour or "").removeprefix("status_") if item else ""
        mark = f"legend center {tone}" if tone in ("good", "behind", "done", "review") else "legend center"
        frame = (" line_top" if place < 2 else "") + (" line_bottom" if place >= lines * 2 - 2 else "")
        sides = (" line_left", "") if place % 2 == 0 else ("", " line_right")
        builder.add(Rect(x, y, MARK, height), item.mark if item else None, mark + frame + sides[0])
        label = item.label if item else None
        builder.add(Rect(x + MARK, y, half - MARK, height), label, f"legend small one_line{frame}{sides[1]}")


def _status_style(colour: str | None) -> str:
    return colour if colour in BASES else "label center"
