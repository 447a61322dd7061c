"""The slides of an initiative or DX item: its blocks on shelves, in their order, over as many pages as they need.

The rules: parts of a kind stand side by side, at most three on a shelf; a part that needs the whole width has a shelf
of its own, and one small part before it waits until after it; two wide tables stand one below the other at the right
with the texts beside them; what goes over a page's height goes on the next page under the same head.
"""

from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from app.domain.blocks import ListItem
from app.domain.errors import BoardError
from app.domain.fiscal import format_period
from app.domain.report import BlockView, ImageView, ItemReport
from app.domain.report_goal import Scene
from app.layout.builder import PageBuilder
from app.layout.page import PAGE_WIDTH, Page, Rect
from app.layout.parts import BODY, BODY_BOTTOM, BODY_TOP, CONTINUED, GROWN, add_frame, words_cut
from app.layout.slides.chart_part import ChartPart
from app.layout.slides.down_part import DownPart
from app.layout.slides.event_part import EventPart
from app.layout.slides.flow_part import flow_part
from app.layout.slides.image_part import ImagePart
from app.layout.slides.list_part import FiguresPart, ListPart
from app.layout.slides.long_words import with_short_words
from app.layout.slides.part import AIR, GAP, Part
from app.layout.slides.roadmap_part import roadmap_part
from app.layout.slides.stack_part import StackPart
from app.layout.slides.table_part import TablePart, is_wide
from app.layout.slides.text_part import TextPart, text_part, whole_part

FULL, MOST_ON_SHELF = 12, 3
BESIDE = 320  # px: texts beside two wide tables
MOST_GROWN = 330  # px: a chart given the rest of a page is at most this high

NARROW, WIDE = 4, 6  # twelfths: texts one below the other beside a table, beside anything smaller
SNAPPED = 1.35  # how much higher a text may get that keeps to the rows of a table

Shelf = list[Part]
_InPieces = TablePart | DownPart | EventPart | ChartPart


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page of the deck: the line under the title, the presenter, the stamp."""

    title: str
    subtitle: str
    office: str
    sheet_name: str
    stamp: str | None = None


def item_pages(scene: Scene, report: ItemReport, frame: Frame) -> list[PageBuilder]:
    """Return the pages of an item, numbers still open; none where nothing of it is printed.

    Body text grows to 12 or 13.5 pt where the item takes no more pages for it.
    """
    plain = [_pages(scene, report, frame, 0, stacked) for stacked in (True, False)]
    fewest = min(len(pages) for pages in plain)
    ways = [(size, stacked) for stacked in (True, False) for size in range(len(GROWN) - 1, 0, -1)]
    for size, stacked in ways:
        if len(plain[not stacked]) == fewest:
            pages = _pages(scene, report, frame, size, stacked)
            if pages and len(pages) == fewest:
                return pages
    return min(plain, key=len)


def _pages(scene: Scene, report: ItemReport, frame: Frame, size: int, stacked: bool) -> list[PageBuilder]:
    """Return the pages with text of a size (a place in GROWN); none where grown parts are higher than a page."""
    parts = [part for block in report.blocks if block.printed for part in parts_of(scene, block, size)]
    cut = words_cut(frame.title, frame.subtitle, frame.stamp)
    if cut and parts:
        parts.insert(0, whole_part(tuple(cut), size))
    if not parts or (size and any(_height(shelf) > BODY for shelf in shelves(parts, stacked))):
        return []
    writer = _Writer(frame)
    wide = [part for part in parts if isinstance(part, TablePart) and is_wide(part.view)]
    if len(wide) >= 2:
        parts = _beside(writer, parts, wide[:2])
    for shelf in shelves(parts, stacked):
        writer.put(shelf)
    writer.finish()
    return writer.pages


def further_pages(parts: list[Part], frame: Frame) -> list[PageBuilder]:
    """Return the pages of parts that go on after other pages under the same head."""
    writer = _Writer(frame, begun=True)
    for part in parts:
        writer.put([part])
    writer.finish()
    return writer.pages


def parts_of(scene: Scene, block: BlockView, size: int = 0) -> list[Part]:
    """Return the parts that print a block: its own, in pieces where it is too wide, then what its labels cut whole."""
    short, whole = with_short_words(block)
    part = part_of(scene, short, size)
    if part is None:
        return []
    parts: list[Part] = [*part.pieces()] if isinstance(part, _InPieces) else [part]
    return [*parts, whole_part(whole, size)] if whole else parts


def part_of(scene: Scene, block: BlockView, size: int = 0) -> Part | None:
    """Return the part that prints a block in a size of text, None where there is nothing to print."""
    if block.kind == "text" and block.text.strip():
        return text_part(block.heading, block.text, size)
    if block.table is not None:
        return _table(scene, block, size)
    if block.chart is not None and any(value is not None for one in block.chart.series for value in one.values):
        return ChartPart(scene, block.uid, block.chart)
    if block.image is not None:
        return _image(scene, block.heading, replace(block.image, caption=block.caption), size)
    if block.kind == "list" and block.lines:
        return ListPart(block.heading, block.caption or _start(scene, block), block.lines, size)
    if block.kind == "figures" and block.lines:
        return FiguresPart(scene, block.heading, block.lines, size)
    if block.kind == "flow" and block.lines:
        return flow_part(block.heading, block.lines, size)
    if block.kind == "roadmap" and block.phases:
        return roadmap_part(block.heading, block.phases, size)
    return None


def _start(scene: Scene, block: BlockView) -> str:
    """Return the day on which all lines of a list start, '' where they do not start together."""
    days = {item.starts_on for item in scene.index.where(ListItem, "block", block.uid)}
    day = days.pop() if len(days) == 1 and len(block.lines) > 1 else None
    if day is None:
        return ""
    held = scene.meeting.held_on if scene.meeting else None
    return format_period(day, "era_long") + ("から（予定）" if held and day > held else "から")


def _image(scene: Scene, heading: str, view: ImageView, size: int) -> Part | None:
    stored = scene.image(view.uid) if view.uid and view.width else None
    return ImagePart(heading, view, stored.data, size) if stored else None


def _table(scene: Scene, block: BlockView, size: int) -> Part | None:
    view = block.table
    if view is None or (not view.rows and not view.groups):
        return None
    if view.groups:
        return EventPart(view, size)
    return DownPart(scene, view, size) if view.down else TablePart(scene, view, view.rows)


def shelves(parts: list[Part], stacked: bool) -> list[Shelf]:
    """Return parts on shelves by the rules of this page; texts beside another part one below the other if stacked."""
    found: list[Shelf] = []
    waiting: Shelf = []
    for kind, group in groupby(parts, key=lambda part: type(part) if part.share < FULL else None):
        run = list(group)
        if kind is None:
            if len(waiting) > 1 or any(isinstance(part, TextPart | ImagePart) for part in waiting):
                found.append(waiting)
                waiting = []
            found += [[part] for part in run]
        elif waiting and _fits(waiting + run):
            waiting += run
        else:
            found += [waiting] if waiting else []
            *full, waiting = _rows(run)
            found += full
    balanced = _balanced(found + ([waiting] if waiting else []))
    return [_stacked(shelf) for shelf in balanced] if stacked else balanced


def _stacked(shelf: Shelf) -> Shelf:
    """Return a shelf of texts and one other part with the texts one below the other."""
    texts = tuple(part for part in shelf if isinstance(part, TextPart))
    others = [part for part in shelf if not isinstance(part, TextPart)]
    if len(texts) < 2 or len(others) != 1 or shelf[-1] is not others[0]:
        return shelf
    return [StackPart(texts, NARROW if others[0].share > NARROW else WIDE), *others]


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
    if not all(table.fits(width) for table in tables) or sum(table.height(width) for table in tables) + AIR > BODY:
        return parts
    builder, y = writer.builder(), BODY_TOP
    for table in tables:
        table.place(builder, Rect(BESIDE + GAP, y, width, table.height(width)))
        y += table.height(width) + AIR
    y = BODY_TOP
    placed: list[Part] = list(wide)
    for part in parts:
        if not isinstance(part, TextPart):
            continue
        small = replace(part, size=0)
        if y + small.height(BESIDE) + AIR * 2 <= BODY_BOTTOM:
            y = builder.below_figures(small.place(builder, Rect(0, y, BESIDE, 0), keep_rows=True) + AIR)
            placed.append(part)
    writer.bottom = BODY_BOTTOM
    return [part for part in parts if part not in placed]


def _without_notes_of(table: TablePart, below: TablePart) -> TablePart:
    """Return a table without the notes that the table below it says once for both."""
    notes = tuple(note for note in table.view.notes if note not in below.view.notes)
    return replace(table, view=replace(table.view, notes=notes))


class _Writer:
    """Puts shelves one below the other and begins a new page where one is full."""

    def __init__(self, frame: Frame, begun: bool = False) -> None:
        self._frame = frame
        self._begun = begun
        self.pages: list[PageBuilder] = []
        self.bottom = BODY_BOTTOM
        self._last: tuple[Shelf, int] | None = None

    def builder(self) -> PageBuilder:
        """Return a fresh page under the item's head."""
        mark = CONTINUED if self._begun or self.pages else ""
        page = PageBuilder(self._frame.title + mark, self._frame.sheet_name)
        self.pages.append(page)
        self.bottom = BODY_TOP
        return page

    def put(self, shelf: Shelf) -> None:
        """Place a shelf below what is there or on a new page; what is higher than a page is cut."""
        if not self.pages:
            self.builder()
        rest = shelf
        while rest:
            rest = self._put_what_fits(rest)

    def _put_what_fits(self, shelf: Shelf) -> Shelf:
        """Place a shelf, or as much of it as the page or a fresh one holds, and return what is left."""
        if self.bottom + _height(shelf) <= BODY_BOTTOM:
            return self._keep(shelf)
        cut = self._cut(shelf) if len(shelf) == 1 else None
        if cut is not None:
            self._keep([cut[0]])
            return [cut[1]]
        if self.bottom > BODY_TOP:
            self.finish()
            self.builder()
            return shelf
        return self._put_higher_than_a_page(shelf)

    def _keep(self, shelf: Shelf) -> Shelf:
        self._place_last()
        height = _height(shelf)
        self._last = (shelf, height)
        self.bottom += height + AIR
        return []

    def finish(self) -> None:
        """Place the page's last shelf; what grows in it takes the rest of the page."""
        if self._last is not None:
            shelf, height = self._last
            top = self.bottom - height - AIR
            height = max(height, min(BODY_BOTTOM - top, _most(shelf)))
            self._last = (shelf, height)
            self.bottom = top + height + AIR
        self._place_last()

    def _place_last(self) -> None:
        if self._last is None:
            return
        shelf, height = self._last
        top = self.bottom - height - AIR
        builder, table = self.pages[-1], False
        for part, (x, width) in reversed(list(zip(shelf, _places(shelf), strict=True))):
            tall = height if part.grows else part.height(width)
            rect = Rect(x, top, width, tall)
            # A text keeps to the rows of a table at its right: else its lines would cut the rows of figures.
            if isinstance(part, StackPart) and table and part.height(width) * SNAPPED < tall:
                part.place(builder, rect, keep_rows=True)
            else:
                part.place(builder, rect)
            table = isinstance(part, DownPart)
        self._last = None

    def _cut(self, shelf: Shelf) -> tuple[Part, Part] | None:
        room = BODY_BOTTOM - self.bottom
        cut = shelf[0].split(PAGE_WIDTH, room)
        return cut if cut and cut[0].height(PAGE_WIDTH) <= room else None

    def _put_higher_than_a_page(self, shelf: Shelf) -> Shelf:
        """Cut each part of a shelf that no page can hold; the rests go on one shelf after the other."""
        rests: Shelf = []
        firsts: Shelf = []
        for part, (_, width) in zip(shelf, _places(shelf), strict=True):
            cut = part.split(width, BODY) if part.height(width) > BODY else None
            firsts.append(cut[0] if cut else part)
            rests += [cut[1]] if cut else []
        if _height(firsts) > BODY:
            raise BoardError(f"「{self._frame.title[:40]}」に、1頁に収まらない部分があります。文言を短くしてください。")
        self._last = (firsts, BODY)
        self.bottom = BODY_BOTTOM + AIR
        return rests


def _height(shelf: Shelf) -> int:
    """Return the height in px of the highest part of a shelf."""
    return max(part.height(width) for part, (_, width) in zip(shelf, _places(shelf), strict=True))


def _most(shelf: Shelf) -> int:
    """Return the height in px up to which the charts and pictures of a page's last shelf make use of it."""
    found = [MOST_GROWN] if any(isinstance(part, ChartPart) for part in shelf) else [0]
    pairs = zip(shelf, _places(shelf), strict=True)
    return max(found + [part.most(width) for part, (_, width) in pairs if isinstance(part, ImagePart)])


def _places(shelf: Shelf) -> list[tuple[int, int]]:
    """Return x and width of each part: the shelf is filled in proportion to their shares, pictures to one height."""
    room = PAGE_WIDTH - GAP * (len(shelf) - 1)
    pictures = [part for part in shelf if isinstance(part, ImagePart)]
    weights = [part.weight for part in pictures] if len(pictures) == len(shelf) else [part.share for part in shelf]
    places, x = [], 0
    for number, weight in enumerate(weights, 1):
        width = int(room * weight / sum(weights)) if number < len(shelf) else PAGE_WIDTH - x
        places.append((x, width))
        x += width + GAP
    return places


def framed(builder: PageBuilder, frame: Frame, number: str) -> Page:
    """Return a page with its head, foot and number."""
    builder.number = number
    builder.sheet_name = f"{number} {frame.sheet_name}"
    add_frame(builder, frame.subtitle, frame.office, frame.stamp)
    return builder.build()
