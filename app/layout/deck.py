"""The council's paper from a board: slides in the paper's order, numbered through, with the data sheets behind them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from app.domain.colour import city_colour
from app.domain.errors import BoardError
from app.domain.labels import NODE_KINDS, PAPER_MARKS
from app.domain.outline import SECTION_TAIL, SECTIONED, SlideEntry, outline, version_title
from app.domain.plan import Level, Meeting, Node
from app.domain.report import GoalReport, ItemReport
from app.domain.report_goal import Scene, build_goal_report
from app.domain.report_item import build_item_report
from app.layout.builder import PageBuilder
from app.layout.page import Deck, Page
from app.layout.page import build_deck as assemble
from app.layout.slides.data_sheets import data_sheets
from app.layout.slides.goal import LEVELS, goal_pages
from app.layout.slides.item import Frame, framed, item_pages
from app.layout.slides.plain import closing, cover, office_of, section, with_foot

NO_DAY = date(2000, 1, 1)  # a board without a meeting has no day of its own
SAMPLE_STAMP = "見本"

_Maker = Callable[[str], Page]  # makes a page of its number


class SlidePages(NamedTuple):
    """The pages of one slide of the paper; none where nothing of it is printed. `goal` is what a goal's pages show."""

    entry: SlideEntry
    pages: tuple[Page, ...]
    goal: GoalReport | None = None


def build_deck(scene: Scene) -> Deck:
    """Return the paper of the scene's meeting as its outline says; items without content are left out."""
    return deck_of(scene, deck_pages(scene))


def deck_pages(scene: Scene) -> Iterator[SlidePages]:
    """Yield the slides that are printed, each with its pages, in print order; numbers run over the pages."""
    return _DeckWriter(scene).slides()


def deck_of(scene: Scene, slides: Iterable[SlidePages]) -> Deck:
    """Return the deck of the slides that deck_pages gave; BoardError where there is no page at all."""
    slides = tuple(slides)
    pages = tuple(page for slide in slides for page in slide.pages)
    if not pages:
        raise BoardError("印刷するページがありません。資料に載せるページを選んでください。")
    meeting, board = scene.meeting, scene.index.board
    title = meeting.paper_title if meeting and meeting.paper_title else board.title
    deck = assemble(title, office_of(scene, meeting), day_of(scene), pages)
    sheets = (*deck.data_sheets, *data_sheets(scene, [slide.goal for slide in slides if slide.goal]))
    return replace(deck, data_sheets=sheets, accent=city_colour(board.print_colour) if board.print_colour else None)


def day_of(scene: Scene) -> date:
    """Return the day of a scene's paper: that of its meeting, NO_DAY without one."""
    meeting = scene.meeting
    day = (meeting.held_on or meeting.as_of) if meeting else None
    return date.fromisoformat(day) if day else NO_DAY


def stamp_of(scene: Scene) -> str | None:
    """Return the words of the box at the upper right: 「資料１（案）」, of a sample board 「見本」, None for no box."""
    if scene.index.board.is_sample:
        return SAMPLE_STAMP
    number = scene.meeting.paper_number if scene.meeting else None
    mark = PAPER_MARKS[scene.meeting.paper_mark] if scene.meeting and scene.meeting.paper_mark else None
    return f"{number}（{mark}）" if number and mark else number or mark


class _DeckWriter:
    """Makes the pages in order; a page's number is its place in the deck, counted from the cover.

    A node's own page label tells where it stood in its source; printed here it would contradict the running number.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.office = scene.index.board.print_footer or office_of(scene, scene.meeting)
        self._pages = self._sections = 0
        self._stamp = stamp_of(scene)

    def slides(self) -> Iterator[SlidePages]:
        """Yield the slides; a section that nobody chose waits for the first slide of its own that has pages."""
        waiting: SlideEntry | None = None
        for entry in outline(self.scene):
            if not entry.printed:
                continue
            if entry.kind not in SECTIONED:
                waiting = None
            if entry.kind == "section" and not entry.chosen:
                waiting = entry
                continue
            makers, goal = self._makers(entry)
            if waiting and makers:
                yield self._made(waiting, self._makers(waiting)[0])
                waiting = None
            yield self._made(entry, makers, goal)

    def _made(self, entry: SlideEntry, makers: list[_Maker], goal: GoalReport | None = None) -> SlidePages:
        pages = tuple(make(str(self._pages + place)) for place, make in enumerate(makers, 1))
        self._pages += len(pages)
        return SlidePages(entry, pages, goal)

    def _makers(self, entry: SlideEntry) -> tuple[list[_Maker], GoalReport | None]:
        if entry.kind == "goal":
            return self._goal(self.scene.index.get(Node, entry.node or ""))
        if entry.kind == "item":
            return self._item(entry), None
        if entry.kind == "section":
            return [self._plain(self._section(entry))], None
        meeting = self.scene.meeting
        if meeting is None:
            return [], None
        return [self._plain(self._cover(meeting) if entry.kind == "cover" else closing(meeting.closing or ""))], None

    def _plain(self, builder: PageBuilder) -> _Maker:
        return lambda number: with_foot(builder, self.office, number).build()

    def _cover(self, meeting: Meeting) -> PageBuilder:
        return cover(self.scene, meeting, self._stamp)

    def _section(self, entry: SlideEntry) -> PageBuilder:
        self._sections += 1
        return section(self._sections, f"{entry.title.removesuffix(SECTION_TAIL)}\n{SECTION_TAIL}")

    def _levels(self, goal: Node) -> tuple[str, ...]:
        """Return the city's own names of the two levels below a goal, the usual ones where it has none."""
        names = [level.name for level in self.scene.index.where(Level, "plan", goal.plan)] if goal.plan else []
        own = self.scene.index.one(Level, goal.level)
        below = names[names.index(own.name) + 1 :] if own and own.name in names else []
        return (*below[:2], *LEVELS[len(below[:2]) :])

    def _goal(self, node: Node) -> tuple[list[_Maker], GoalReport]:
        report = build_goal_report(self.scene, node.uid, {})
        as_of = f"（{report.as_of_label}時点）" if report.as_of_label else ""
        title = f"{report.level_name or NODE_KINDS[node.kind]}「{report.number}{report.title}」"
        subtitle = f"{version_title(self.scene.index, node)}{SECTION_TAIL}{as_of}"
        frame = Frame(title, subtitle, self.office, f"{report.number}{report.title}", self._stamp)
        return [page.build for page in goal_pages(report, frame, self._levels(node))], report

    def _item(self, entry: SlideEntry) -> list[_Maker]:
        report = build_item_report(self.scene, entry.node or "")
        frame = self._frame(self.scene.index.get(Node, entry.group or ""), report)
        return [partial(framed, builder, frame) for builder in item_pages(self.scene, report, frame)]

    def _frame(self, group: Node, report: ItemReport) -> Frame:
        inner = report.title.replace("「", "『").replace("」", "』")
        subtitle = report.subtitle or f"{group.title}{SECTION_TAIL}"
        own = report.kind in ("roadmap", "vision") or report.title.startswith(group.title)
        return Frame(
            report.title if own else f"{group.title}「{inner}」",
            subtitle if report.title_given else f"{subtitle}　※題名は仮題",
            self.office,
            report.title,
            self._stamp,
        )
