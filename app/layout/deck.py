"""The council's paper from a board: slides in the paper's order, numbered through, with the data sheets behind them."""

from datetime import date

from app.domain.labels import NODE_KINDS
from app.domain.plan import Indicator, Level, Node, Plan
from app.domain.report import GoalReport
from app.domain.report_goal import Scene, build_goal_report
from app.domain.report_item import build_item_report, item_nodes
from app.layout.builder import PageBuilder
from app.layout.page import Deck, Page
from app.layout.page import build_deck as assemble
from app.layout.slides.data_sheets import data_sheets
from app.layout.slides.goal import LEVELS, goal_pages
from app.layout.slides.item import Frame, framed, item_pages
from app.layout.slides.plain import closing, cover, office_of, section, with_foot

NO_DAY = date(2000, 1, 1)  # a board without a meeting has no day of its own
SAMPLE_STAMP = "見本"


def build_deck(scene: Scene) -> Deck:
    """Return the paper of the scene's meeting: cover, goals, items, closing; items without content are left out."""
    writer = _DeckWriter(scene)
    writer.write()
    meeting = scene.meeting
    day = (meeting.held_on or meeting.as_of) if meeting else None
    title = meeting.paper_title if meeting and meeting.paper_title else scene.index.board.title
    deck = assemble(title, writer.office, date.fromisoformat(day) if day else NO_DAY, tuple(writer.pages))
    sheets = (*deck.data_sheets, *data_sheets(scene, writer.goals))
    return Deck(title=deck.title, author=deck.author, dated=deck.dated, pages=deck.pages, data_sheets=sheets)


class _DeckWriter:
    """Collects the pages in order; a page's number is its place in the deck, counted from the cover.

    A node's own page label tells where it stood in its source; printed here it would contradict the running number.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.office = office_of(scene, scene.meeting)
        self.pages: list[Page] = []
        self.goals: list[GoalReport] = []
        self._sections = 0
        number = scene.meeting.paper_number if scene.meeting else None
        self._stamp = SAMPLE_STAMP if scene.index.board.is_sample else number

    def write(self) -> None:
        """Write all slides."""
        if self.scene.meeting is not None:
            self.pages.append(with_foot(cover(self.scene, self.scene.meeting, self._stamp), self.office, "1").build())
        tops = self.scene.index.children(None)
        goals = [node for node in tops if self._is_goal(node)]
        if goals:
            self._section(f"{self._plan_title(goals[0])}\nの進捗状況")
        for node in goals:
            self._goal(node)
        for node in (node for node in tops if node not in goals):
            self._group(node)
        words = self.scene.meeting.closing if self.scene.meeting else None
        if words:
            self.pages.append(with_foot(closing(words), self.office, self._number()).build())

    def _is_goal(self, top: Node) -> bool:
        """Say whether a top node is printed as a table of indicators; some plans begin at their measures."""
        below = self.scene.index.below(top.uid)
        measured = any(self.scene.index.where(Indicator, "node", node.uid) for node in below)
        return top.kind == "goal" or (top.kind in ("measure", "initiative") and measured)

    def _levels(self, goal: Node) -> tuple[str, ...]:
        """Return the city's own names of the two levels below a goal, the usual ones where it has none."""
        names = [level.name for level in self.scene.index.where(Level, "plan", goal.plan)] if goal.plan else []
        own = self.scene.index.one(Level, goal.level)
        below = names[names.index(own.name) + 1 :] if own and own.name in names else []
        return (*below[:2], *LEVELS[len(below[:2]) :])

    def _number(self) -> str:
        return str(len(self.pages) + 1)

    def _plan_title(self, goal: Node) -> str:
        plan = self.scene.index.one(Plan, goal.plan)
        return f"「{plan.name}」" if plan else "計画"

    def _section(self, title: str) -> None:
        self._sections += 1
        self.pages.append(with_foot(section(self._sections, title), self.office, self._number()).build())

    def _goal(self, node: Node) -> None:
        report = build_goal_report(self.scene, node.uid, {})
        self.goals.append(report)
        as_of = f"（{report.as_of_label}時点）" if report.as_of_label else ""
        title = f"{report.level_name or NODE_KINDS[node.kind]}「{report.number}{report.title}」"
        subtitle = f"{self._plan_title(node)}の進捗状況{as_of}"
        frame = Frame(title, subtitle, self.office, f"{report.number}{report.title}", self._stamp)
        for page in goal_pages(report, frame, self._levels(node)):
            self.pages.append(page.build(self._number()))

    def _group(self, group: Node) -> None:
        items = [(node, self._item(group, node)) for node in item_nodes(self.scene, group.uid) if node.printed]
        items = [(node, found) for node, found in items if found[1]]
        if items:
            self._section(f"「{group.title}」\nの進捗状況")
        for _, (frame, builders) in items:
            self.pages += [
                framed(builder, frame, str(len(self.pages) + 1 + place)) for place, builder in enumerate(builders)
            ]

    def _item(self, group: Node, node: Node) -> tuple[Frame, list[PageBuilder]]:
        report = build_item_report(self.scene, node.uid)
        inner = report.title.replace("「", "『").replace("」", "』")
        subtitle = report.subtitle or f"{group.title}の進捗状況"
        own = report.kind in ("roadmap", "vision") or report.title.startswith(group.title)
        frame = Frame(
            report.title if own else f"{group.title}「{inner}」",
            subtitle if report.title_given else f"{subtitle}　※題名は仮題",
            self.office,
            report.title,
            self._stamp,
        )
        return frame, item_pages(self.scene, report, frame)
