"""Slides of few words: cover, section pages, closing page."""

from app.domain.errors import BoardError
from app.domain.fiscal import format_period
from app.domain.plan import Meeting
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Rect
from app.layout.parts import BODY_BOTTOM, STAMP_AIR, place_foot
from app.layout.styles import style_of
from app.layout.text_fit import cell_height, cell_lines, line_height, line_width

MARGIN, TOP = 72, 60
WIDTH = PAGE_WIDTH - 2 * MARGIN
COVER_PLACES = ((316, 44), (420, 40), (464, 40), (580, 0))  # y and least height of meeting, day, presenter, note
SMALLER_LINES = {"": "", " title_small": " large", " title_smallest": " small"}
SECTION_SIZES = (("title", 40, 120), ("title title_small", 32, 240), ("title title_smallest", 24, 560))
MOST_CLOSING = 560  # px


def cover(scene: Scene, meeting: Meeting, stamp: str | None) -> PageBuilder:
    """Return the cover: title of the paper, meeting, day, presenter, and the note on how years are written.

    Long words make the lines smaller and move them up; BoardError where no size gets them on the page.
    """
    builder = PageBuilder(meeting.paper_title or scene.index.board.title, "表紙")
    top = _place_stamp(builder, stamp) if stamp else TOP
    day = format_period(meeting.held_on, "era_long") if meeting.held_on else ""
    words = (builder.title, _occasion(meeting), day, office_of(scene, meeting), meeting.paper_note or "")
    for smaller in ("", " title_small", " title_smallest"):
        placed = _cover_rects(words, smaller, top)
        if placed[-1][0].bottom <= BODY_BOTTOM:
            break
    else:
        raise BoardError("表紙に収まりません。資料の題名、会議名、説明者、注記のどれかを短くしてください。")
    for rect, text, style in placed:
        builder.add(rect, text or None, style)
    return builder


def _place_stamp(builder: PageBuilder, stamp: str) -> int:
    """Place the stamp at the upper right and return the first y that is free below it."""
    width = min(max(130, line_width(stamp, style_of("stamp")) + STAMP_AIR), PAGE_WIDTH)
    wide = line_width(stamp, style_of("stamp")) > width
    tall = max(40, cell_height(stamp, width, style_of("stamp section"))) if wide else 40
    if tall > PAGE_HEIGHT // 3:
        raise BoardError("資料番号が長すぎて表紙に収まりません。短くしてください。")
    builder.add(Rect(PAGE_WIDTH - width, 0, width, tall), stamp, "stamp section" if wide else "stamp")
    return max(TOP, tall + 20)


def _cover_rects(words: tuple[str, ...], smaller: str, top: int) -> list[tuple[Rect, str, str]]:
    """Return where the words of a cover stand, with a line under the title: at their usual places or below.

    With smaller words the places close up from the top.
    """
    title, *others = words
    style, line = f"cover_title{smaller}", f"cover_line{SMALLER_LINES[smaller]}"
    y = 160 if not smaller else top
    found = []
    pitch = 48 if not smaller else line_height(1, style_of(style).font)
    for text in cell_lines(title, WIDTH, style_of(style)):
        found.append((Rect(MARGIN, y, WIDTH, pitch), text, f"{style} one_line"))
        y += pitch
    found.append((Rect(MARGIN, y, WIDTH, 16), "", "rule"))
    y += 16
    places = zip(others, COVER_PLACES, (line, line, line, "note center"), strict=True)
    for text, (usual, least), look in places:
        x, width = (0, PAGE_WIDTH) if look == "note center" else (MARGIN, WIDTH)
        tall = max(least, cell_height(text, width, style_of(look)))
        y = max(y, usual if not smaller else 0)
        if text:
            found.append((Rect(x, y, width, tall), text, look))
        y += tall
    return found


def section(number: int, title: str) -> PageBuilder:
    """Return a section page: its number and title on a navy band; BoardError where the title is longer than a page."""
    words = title.replace("\n", "")
    builder = PageBuilder(words, words)
    right = WIDTH - 90
    lines, style, band = _section_lines(title, right)
    top = 330 - band // 2
    builder.add(Rect(MARGIN, top, 90, band), str(number), "title center")
    tall = band // len(lines)
    for place, line in enumerate(lines):
        last = place + 1 == len(lines)
        look = "" if len(lines) != 2 else " top" if place else " bottom_set"
        name = f"{style}{look}" if last else f"{style} borderless{look}"
        height = band - tall * place if last else tall
        builder.add(Rect(MARGIN + 90, top + tall * place, right, height), line or None, name)
    return builder


def _section_lines(title: str, width: int) -> tuple[list[str], str, int]:
    """Return lines, style and height of a section's title: smaller and higher where it is long."""
    for style, least, most in SECTION_SIZES:
        lines = cell_lines(title, width, style_of(f"{style} section"))
        band = max(120, least * len(lines))
        if band <= most:
            return lines, style, band
    raise BoardError(f"「{title[:40]}…」の題名が長すぎて、見出しの頁に収まりません。短くしてください。")


def closing(words: str) -> PageBuilder:
    """Return the closing page; BoardError where its words are longer than a page."""
    builder = PageBuilder(words, "結び")
    for smaller in ("", " title_small", " title_smallest"):
        style = f"cover_title{smaller}"
        tall = max(80, cell_height(words, WIDTH, style_of(style)))
        if tall == 80 or (smaller and tall <= MOST_CLOSING):
            builder.add(Rect(MARGIN, 330 - tall // 2, WIDTH, tall), words, style)
            return builder
    raise BoardError("結びの言葉が長すぎて1頁に収まりません。短くしてください。")


def with_foot(builder: PageBuilder, office: str, number: str) -> PageBuilder:
    """Put presenter and page number at the foot of a slide without a title band."""
    builder.number = number
    builder.sheet_name = f"{number} {builder.sheet_name}"
    place_foot(builder, office)
    return builder


def office_of(scene: Scene, meeting: Meeting | None) -> str:
    """Return who presents the paper: as the meeting says, else city and division."""
    board = scene.index.board
    own = " ".join(part for part in (board.city, board.division) if part)
    return (meeting.presenter if meeting and meeting.presenter else own) or board.title


def _occasion(meeting: Meeting) -> str:
    council = f"{meeting.council} 資料" if meeting.council else "資料"
    return f"（{meeting.name} {council}）"
