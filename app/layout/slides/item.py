"""The slides of an initiative or DX item: its blocks on shelves, in their order, over as many pages as they need.

The rules: parts of a kind stand side by side, at most three on a shelf; a part that needs the whole width has a shelf
of its own, and one small part before it waits until after it; two wide tables stand one below the other at the right
with the texts beside them; what goes over a page's height goes on the next page under the same head.
"""

from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from app.domain.report import BlockView, ItemReport
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder
from app.layout.page import PAGE_WIDTH, Page, Rect
from app.layout.parts import BODY_BOTTOM, BODY_TOP, add_frame
from app.layout.slides.chart_part import ChartPart
from app.layout.slides.down_part import DownPart
from app.layout.slides.event_part import EventPart
from app.layout.slides.flow_part import FlowPart
from app.layout.slides.list_part import FiguresPart, ListPart
from app.layout.slides.part import AIR, GAP, Part
from app.layout.slides.roadmap_part import RoadmapPart
from app.layout.slides.table_part import TablePart, is_wide
from app.layout.slides.text_part import TextPart, text_part

FULL, MOST_ON_SHELF = 12, 3
BESIDE = 320  # px: texts beside two wide tables
MOST_GROWN = 330  # px: a chart given the rest of a page is at most this high

Shelf = list[Part]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page of the deck: the line under the title, the presenter, the stamp."""

    title: str
    subtitle: str
    office: str
    sheet_name: str
    stamp: str | None = None


def item_pages(scene: Scene, report: ItemReport, frame: Frame) -> list[PageBuilder]:
    """Return the pages of an item, numbers still open; none where nothing of it is printed."""
    parts = [part for block in report.blocks if block.printed for part in [part_of(scene, block)] if part is not None]
    if not parts:
        return []
    writer = _Writer(frame)
    wide = [part for part in parts if isinstance(part, TablePart) and is_wide(part.view)]
    if len(wide) >= 2:
        parts = _beside(writer, parts, wide[:2])
    for shelf in shelves(parts):
        writer.put(shelf)
    writer.finish()
    return writer.pages


def part_of(scene: Scene, block: BlockView) -> Part | None:
    """Return the part that prints a block, None where there is nothing to print."""
    if block.kind == "text" and block.text.strip():
        return text_part(block.heading, block.text)
    if block.table is not None:
        return _table(scene, block)
    if block.chart is not None and any(value is not None for one in block.chart.series for value in one.values):
        return ChartPart(block.uid, block.chart)
    if block.kind == "list" and block.lines:
        return ListPart(block.heading, block.caption, block.lines)
    if block.kind == "figures" and block.lines:
        return FiguresPart(scene, block.heading, block.lines)
    if block.kind == "flow" and block.lines:
        return FlowPart(block.heading, block.lines)
    if block.kind == "roadmap" and block.phases:
        return RoadmapPart(block.heading, block.phases)
    return None


def _table(scene: Scene, block: BlockView) -> Part | None:
    view = block.table
    if view is None or (not view.rows and not view.groups):
        return None
    if view.groups:
        return EventPart(view)
    return DownPart(scene, view) if view.down else TablePart(scene, view, view.rows)


def shelves(parts: list[Part]) -> list[Shelf]:
    """Return parts on shelves by the rules of this page."""
    found: list[Shelf] = []
    waiting: Shelf = []
    for kind, group in groupby(parts, key=lambda part: type(part) if part.share < FULL else None):
        run = list(group)
        if kind is None:
            if len(waiting) > 1 or any(isinstance(part, TextPart) for part in waiting):
                found.append(waiting)
                waiting = []
            found += [[part] for part in run]
        elif waiting and _fits(waiting + run):
            waiting += run
        else:
            found += [waiting] if waiting else []
            *full, waiting = _rows(run)
            found += full
    return _balanced(found + ([waiting] if waiting else []))


def _fits(shelf: Shelf) -> bool:
    return len(shelf) <= MOST_ON_SHELF and sum(part.share for part in shelf) <= FULL


def _rows(run: Shelf) -> list[Shelf]:
    """Return parts of one kind on as few shelves as will hold them, evenly."""
    most = min(MOST_ON_SHELF, FULL // run[0].share)
    count = -(-len(run) // most)
    size = -(-len(run) // count)
    return [run[start : start + size] for start in range(0, len(run), size)]


def _balanced(found: list[Shelf]) -> list[Shelf]:
    """Move a part down where a lone small one would follow a shelf of three."""
    for above, below in pairwise(found):
        if len(above) == MOST_ON_SHELF and len(below) == 1 and below[0].share < FULL and below is found[-1]:
            below.insert(0, above.pop())
    return found


def _beside(writer: "_Writer", parts: list[Part], wide: list[TablePart]) -> list[Part]:
    """Place two wide tables at the right and texts and figures beside them; return what is left for the shelves."""
    width = PAGE_WIDTH - BESIDE - GAP
    tables = [*(_without_notes_of(table, wide[-1]) for table in wide[:-1]), wide[-1]]
    if sum(table.height(width) for table in tables) + AIR > BODY_BOTTOM - BODY_TOP:
        return parts
    builder, y = writer.builder(), BODY_TOP
    for table in tables:
        table.place(builder, Rect(BESIDE + GAP, y, width, table.height(width)))
        y += table.height(width) + AIR
    edges, y = builder.row_edges(), BODY_TOP
    placed: list[Part] = list(wide)
    for part in parts:
        if isinstance(part, TextPart) and y + part.height(BESIDE) + AIR * 2 <= BODY_BOTTOM:
            y = part.place(builder, Rect(0, y, BESIDE, 0), edges)
            y = next((edge for edge in edges if edge >= y + AIR), y + AIR)
            placed.append(part)
    writer.bottom = BODY_BOTTOM
    return [part for part in parts if part not in placed]


def _without_notes_of(table: TablePart, below: TablePart) -> TablePart:
    """Return a table without the notes that the table below it says once for both."""
    notes = tuple(note for note in table.view.notes if note not in below.view.notes)
    return replace(table, view=replace(table.view, notes=notes))


class _Writer:
    """Puts shelves one below the other and begins a new page where one is full."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.pages: list[PageBuilder] = []
        self.bottom = BODY_BOTTOM
        self._last: tuple[Shelf, int] | None = None

    def builder(self) -> PageBuilder:
        """Return a fresh page under the item's head."""
        mark = "（つづき）" if self.pages else ""
        page = PageBuilder(self._frame.title + mark, self._frame.sheet_name)
        self.pages.append(page)
        self.bottom = BODY_TOP
        return page

    def put(self, shelf: Shelf) -> None:
        """Place a shelf below what is there or on a new page; what is higher than a page is cut."""
        height = max(part.height(width) for part, (_, width) in zip(shelf, _places(shelf), strict=True))
        if not self.pages or self.bottom + height > BODY_BOTTOM:
            cut = self._cut(shelf) if len(shelf) == 1 else None
            if cut is not None:
                self.put([cut[0]])
                self.put([cut[1]])
                return
            self.finish()
            self.builder()
            if self.bottom + height > BODY_BOTTOM:
                self._put_higher_than_a_page(shelf)
                return
        self._place_last()
        self._last = (shelf, height)
        self.bottom += height + AIR

    def finish(self) -> None:
        """Place the page's last shelf; what grows in it takes the rest of the page."""
        if self._last is not None:
            shelf, height = self._last
            if any(isinstance(part, ChartPart) for part in shelf):
                top = self.bottom - height - AIR
                height = max(height, min(BODY_BOTTOM - top, MOST_GROWN))
                self._last = (shelf, height)
                self.bottom = top + height + AIR
        self._place_last()

    def _place_last(self) -> None:
        if self._last is None:
            return
        shelf, height = self._last
        top = self.bottom - height - AIR
        for part, (x, width) in zip(shelf, _places(shelf), strict=True):
            tall = height if part.grows else part.height(width)
            part.place(self.pages[-1], Rect(x, top, width, tall))
        self._last = None

    def _cut(self, shelf: Shelf) -> tuple[Part, Part] | None:
        room = BODY_BOTTOM - self.bottom if self.pages else BODY_BOTTOM - BODY_TOP
        return shelf[0].split(PAGE_WIDTH, room)

    def _put_higher_than_a_page(self, shelf: Shelf) -> None:
        """Cut each part of a shelf that no page can hold; the rests go on one shelf after the other."""
        rests: Shelf = []
        firsts: Shelf = []
        for part, (_, width) in zip(shelf, _places(shelf), strict=True):
            cut = part.split(width, BODY_BOTTOM - BODY_TOP) if part.height(width) > BODY_BOTTOM - BODY_TOP else None
            firsts.append(cut[0] if cut else part)
            rests += [cut[1]] if cut else []
        self._last = (firsts, BODY_BOTTOM - BODY_TOP)
        self.bottom = BODY_BOTTOM + AIR
        if rests:
            self.put(rests)


def _places(shelf: Shelf) -> list[tuple[int, int]]:
    """Return x and width of each part: the shelf is filled in proportion to their shares."""
    room = PAGE_WIDTH - GAP * (len(shelf) - 1)
    total = sum(part.share for part in shelf)
    places, x = [], 0
    for number, part in enumerate(shelf, 1):
        width = room * part.share // total if number < len(shelf) else PAGE_WIDTH - x
        places.append((x, width))
        x += width + GAP
    return places


def framed(builder: PageBuilder, frame: Frame, number: str) -> Page:
    """Return a page with its head, foot and number."""
    builder.number = number
    builder.sheet_name = f"{number} {frame.sheet_name}"
    add_frame(builder, frame.subtitle, frame.office, frame.stamp)
    return builder.build()
