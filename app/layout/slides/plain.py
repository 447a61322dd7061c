"""Slides of few words: cover, section pages, closing page."""

from app.domain.fiscal import format_period
from app.domain.plan import Meeting
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Rect
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, cell_lines

MARGIN = 72


def cover(scene: Scene, meeting: Meeting, stamp: str | None) -> PageBuilder:
    """Return the cover: title of the paper, meeting, day, presenter, and the note on how years are written."""
    board = scene.index.board
    builder = PageBuilder(meeting.paper_title or board.title, "表紙")
    if stamp:
        builder.add(Rect(PAGE_WIDTH - 130, 0, 130, 40), stamp, "stamp")
    y = _lines(builder, Rect(MARGIN, 160, PAGE_WIDTH - 2 * MARGIN, 48), builder.title, "cover_title")
    builder.add(Rect(MARGIN, y, PAGE_WIDTH - 2 * MARGIN, 16), None, "rule")
    builder.add(Rect(MARGIN, 316, PAGE_WIDTH - 2 * MARGIN, 44), _occasion(meeting), "cover_line")
    day = format_period(meeting.held_on, "era_long") if meeting.held_on else ""
    builder.add(Rect(MARGIN, 420, PAGE_WIDTH - 2 * MARGIN, 40), day or None, "cover_line")
    builder.add(Rect(MARGIN, 464, PAGE_WIDTH - 2 * MARGIN, 40), office_of(scene, meeting), "cover_line")
    note = meeting.paper_note or ""
    if note:
        tall = cell_height(note, PAGE_WIDTH, style_of("note center"))
        builder.add(Rect(0, 580, PAGE_WIDTH, tall), note, "note center")
    return builder


def _lines(builder: PageBuilder, first: Rect, text: str, style: str) -> int:
    """Place a text one line a cell, which sets large lines at an even pitch in every program; return the y below."""
    y = first.y
    for line in cell_lines(text, first.width, style_of(style)):
        builder.add(Rect(first.x, y, first.width, first.height), line, f"{style} one_line")
        y += first.height
    return y


def section(number: int, title: str) -> PageBuilder:
    """Return a section page: its number and title on a navy band."""
    builder = PageBuilder(title.replace("\n", ""), title.replace("\n", ""))
    builder.add(Rect(MARGIN, 270, 90, 120), str(number), "title center")
    right = PAGE_WIDTH - 2 * MARGIN - 90
    lines = cell_lines(title, right, style_of("title section"))
    tall = 120 // len(lines)
    for place, line in enumerate(lines):
        style = "title" if place + 1 == len(lines) else "title borderless"
        look = "" if len(lines) == 1 else " top" if place else " bottom_set"
        builder.add(Rect(MARGIN + 90, 270 + place * tall, right, tall), line, f"{style}{look}")
    return builder


def closing(words: str) -> PageBuilder:
    """Return the closing page."""
    builder = PageBuilder(words, "結び")
    builder.add(Rect(MARGIN, 290, PAGE_WIDTH - 2 * MARGIN, 80), words, "cover_title")
    return builder


def with_foot(builder: PageBuilder, office: str, number: str) -> PageBuilder:
    """Put presenter and page number at the foot of a slide without a title band."""
    builder.number = number
    builder.sheet_name = f"{number} {builder.sheet_name}"
    builder.add(Rect(0, PAGE_HEIGHT - 26, PAGE_WIDTH - 90, 26), office, "office")
    builder.add(Rect(PAGE_WIDTH - 90, PAGE_HEIGHT - 26, 90, 26), number, "page_number")
    return builder


def office_of(scene: Scene, meeting: Meeting | None) -> str:
    """Return who presents the paper: as the meeting says, else city and division."""
    board = scene.index.board
    own = " ".join(part for part in (board.city, board.division) if part)
    return (meeting.presenter if meeting and meeting.presenter else own) or board.title


def _occasion(meeting: Meeting) -> str:
    council = f"{meeting.council} 資料" if meeting.council else "資料"
    return f"（{meeting.name} {council}）"
