"""A basic goal's slide: indicators with their figures and status, legend above, counts below, more pages if need be."""

from dataclasses import dataclass

from app.domain.report import GoalReport, IndicatorRow, ListLine
from app.layout.builder import CellOptions, PageBuilder, RowCell
from app.layout.page import PAGE_WIDTH, Choice, Page, Rect
from app.layout.parts import BODY_BOTTOM, BODY_TOP, add_frame, words_cut
from app.layout.slides.goal_rows import (
    GROUP_STYLES,
    Columns,
    columns_of,
    departments_of,
    figure_of,
    figures_of,
    group_runs,
    group_text,
    row_heights,
    status_style,
    title_of,
    with_short_rows,
    with_telling_marks,
)
from app.layout.slides.item import Frame, framed, further_pages
from app.layout.slides.legend import in_band, legend_width, place_legend
from app.layout.slides.list_part import ListPart
from app.layout.slides.long_words import Shortener
from app.layout.slides.part import Part
from app.layout.slides.text_part import whole_part
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, line_width

LEAST_HEAD, FOOT, MOST_MORE, MOST_LEVEL = 28, 28, 14, 40
HEAD_STYLE = "head_pale small"
LEVELS = ("主要施策", "取組")
EMPTY_WORDS = "このページに載せる指標は、まだ登録されていません。"


def goal_pages(report: GoalReport, frame: Frame, levels: tuple[str, ...] = LEVELS) -> "list[GoalPage | ContinuedPage]":
    """Return the pages of a goal: as many rows on each as fit, under the same head.

    `levels` are the city's own names of the two levels below the goal. What the table's cells cut with … stands whole
    on a page after it, and so does a legend that the title band does not hold.
    """
    report = with_telling_marks(report)
    cut = words_cut(frame.title, frame.subtitle, frame.stamp, legend_width(report.legend))
    short = Shortener(dict.fromkeys(cut))
    levels = tuple(short(level, MOST_LEVEL) for level in levels)
    columns = columns_of(report)
    report = with_short_rows(report, columns, short)
    room = BODY_BOTTOM - FOOT - BODY_TOP - _head_height(report, columns, levels)
    runs: list[list[IndicatorRow]] = [[]]
    for row in report.rows:
        if runs[-1] and sum(row_heights([*runs[-1], row], columns)) > room:
            runs.append([])
        runs[-1].append(row)
    ends = [False] * (len(runs) - 1) + [True]
    pages = [GoalPage(report, frame, levels, columns, tuple(run), end) for run, end in zip(runs, ends, strict=True)]
    return [*pages, *(ContinuedPage(page, frame) for page in further_pages(_after(report, tuple(short.cut)), frame))]


def _after(report: GoalReport, whole: tuple[str, ...]) -> list[Part]:
    """Return what stands on pages of its own after the table."""
    parts: list[Part] = [whole_part(whole)] if whole else []
    if line_width(_counts(report), style_of("caption")) > PAGE_WIDTH:
        lines = tuple(ListLine(item.uid, item.mark, f"{item.label}　{item.count}件", "", "") for item in report.legend)
        parts.append(ListPart("状況の区分と件数", "", lines))
    return parts


def _counts(report: GoalReport) -> str:
    """Return the counts: of each mark, or of each class by name where the title band does not explain the marks."""
    named = not in_band(report.legend)
    labels = [f"{item.mark}{item.label}" if named or not item.mark else item.mark for item in report.legend]
    return "　".join(f"{label} {item.count}件" for label, item in zip(labels, report.legend, strict=True))


@dataclass(frozen=True, slots=True)
class ContinuedPage:
    """A page after the table of a goal."""

    builder: PageBuilder
    frame: Frame

    def build(self, number: str) -> Page:
        """Return the laid-out page."""
        return framed(self.builder, self.frame, number)


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One page of a goal with its rows; the counts stand at the foot of the last one."""

    report: GoalReport
    frame: Frame
    levels: tuple[str, ...]
    columns: Columns
    rows: tuple[IndicatorRow, ...]
    is_last: bool

    def build(self, number: str) -> Page:
        """Return the laid-out page."""
        builder = PageBuilder(self.frame.title, f"{number} {self.frame.sheet_name}", number)
        legend = self.report.legend
        add_frame(builder, self.frame.subtitle, self.frame.office, self.frame.stamp, legend_width(legend))
        place_legend(builder, legend)
        head = _head_height(self.report, self.columns, self.levels)
        builder.add_row(0, BODY_TOP, head, _heads(self.report, self.columns, self.levels))
        y = _place_rows(builder, BODY_TOP + head, self.rows, self.columns, self._choices())
        if not self.rows:
            builder.add(Rect(0, BODY_TOP + head, PAGE_WIDTH, 120), EMPTY_WORDS, "label center grey")
        elif self.is_last:
            counts, half = _counts(self.report), PAGE_WIDTH // 2
            width = line_width(counts, style_of("caption"))
            if width <= PAGE_WIDTH:
                builder.add(Rect(0, y + 4, half if width <= half else PAGE_WIDTH, FOOT), counts or None, "caption")
        return builder.build()

    def _choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(item.mark, status_style(item.colour)) for item in self.report.legend if item.mark)


def _heads(report: GoalReport, columns: Columns, levels: tuple[str, ...]) -> list[RowCell]:
    groups = zip((columns.measure, columns.initiative), levels, strict=True)
    texts = [(columns.number, "No."), *groups, (columns.indicator, "指標")]
    figures = [
        (columns.figure, text) for text in ("基準値", report.target_label, *(year.label for year in report.years))
    ]
    cells = [*texts, *figures, (columns.status, "状況"), (columns.department, "担当課")]
    return [RowCell(width, text, HEAD_STYLE) for width, text in cells if width]


def _head_height(report: GoalReport, columns: Columns, levels: tuple[str, ...]) -> int:
    cells = _heads(report, columns, levels)
    return max(LEAST_HEAD, *(cell_height(str(cell.value), cell.width, style_of(HEAD_STYLE)) for cell in cells))


def _place_rows(
    builder: PageBuilder, y: int, rows: tuple[IndicatorRow, ...], columns: Columns, choices: tuple[Choice, ...]
) -> int:
    """Place the rows from y on, with measures and initiatives merged over theirs; return the y below."""
    tops = []
    heights = row_heights(rows, columns)
    more = min(MOST_MORE, (BODY_BOTTOM - FOOT - y - sum(heights)) // len(rows)) if rows else 0
    for place, row in enumerate(rows):
        tops.append(y)
        height = heights[place] + more
        last = place + 1 == len(rows) or rows[place + 1].path[:1] != row.path[:1]
        end = " group_end" if last else ""
        if columns.number:
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


def _place_groups(builder: PageBuilder, rows: tuple[IndicatorRow, ...], tops: list[int], depth: int, at: Rect) -> None:
    for start, end in group_runs(rows, depth):
        last = end == len(rows) or rows[end].path[:1] != rows[start].path[:1]
        style = GROUP_STYLES[depth - 1] + (" group_end" if last else "")
        text = group_text(rows[start], depth)
        builder.add(Rect(at.x, tops[start], at.width, tops[end] - tops[start]), text or None, style)


def _cells(row: IndicatorRow, columns: Columns, choices: tuple[Choice, ...], end: str) -> list[RowCell]:
    figures = [figure_of(row, view, columns, end) for view in figures_of(row)]
    current = figures[-1]
    if row.years:
        figures[-1] = RowCell(current.width, current.value, f"{current.style} bold", current.options)
    style = status_style(row.status.colour) if row.status.mark else "label center small"
    options = CellOptions(choices=choices) if choices else CellOptions()
    cells = [
        RowCell(columns.indicator, title_of(row), f"label indent{end}"),
        *figures,
        RowCell(columns.status, row.status.mark or row.status.reason or None, style + end, options),
        RowCell(columns.department, departments_of(row) or None, f"label small indent{end}"),
    ]
    return [cell for cell in cells if cell.width]
