"""The slides of a meeting's paper in print order: as the board has them, or as a person put them."""

from itertools import takewhile
from typing import NamedTuple

from app.domain.board import BoardIndex
from app.domain.labels import SLIDE_KINDS
from app.domain.paper import IN, Slide, chosen_slides, slide_key
from app.domain.plan import Indicator, Node, Plan
from app.domain.report_goal import Scene
from app.domain.report_item import blocks_of, item_nodes

SECTION_TAIL = "の進捗状況"
SECTIONED = ("goal", "item")


class SlideEntry(NamedTuple):
    """One slide of the paper, which may take several pages.

    `group` is the group under which an item is printed. `chosen` is IN or OUT where a person said so; `default` is
    what the board says. `blank` says that an item has no block to print.
    """

    key: str
    kind: str
    title: str
    node: str | None = None
    group: str | None = None
    default: bool = True
    blank: bool = False
    chosen: str | None = None

    @property
    def printed(self) -> bool:
        """Return whether the slide is in the paper."""
        return self.chosen == IN if self.chosen else self.default


def outline(scene: Scene) -> tuple[SlideEntry, ...]:
    """Return the slides of the scene's paper in print order, those left out too."""
    rows = chosen_slides(scene)
    chosen = [_as_chosen(entry, rows.get(entry.key)) for entry in _in_order(default_outline(scene), list(rows))]
    return tuple(_with_slides(chosen, place) for place in range(len(chosen)))


def default_outline(scene: Scene) -> tuple[SlideEntry, ...]:
    """Return the slides as the board alone has them: cover, goals, the items of each group, closing.

    An item that stands in two groups has one slide, in the first. Of sections `default` says nothing yet.
    """
    tops = dict.fromkeys(scene.index.children(None))
    goals = [node for node in tops if _is_goal(scene.index, node)]
    found = [SlideEntry("cover", "cover", SLIDE_KINDS["cover"])] if scene.meeting else []
    if goals:
        found.append(SlideEntry("section", "section", f"{plan_title(scene.index, goals[0])}{SECTION_TAIL}"))
    found += [_entry("goal", node, f"{node.number or ''}{node.title}") for node in goals]
    for group in (node for node in tops if node not in goals):
        found += _group(scene, group)
    if scene.meeting and scene.meeting.closing:
        found.append(SlideEntry("closing", "closing", SLIDE_KINDS["closing"]))
    once: dict[str, SlideEntry] = {}
    for entry in found:
        once.setdefault(entry.key, entry)
    return tuple(once.values())


def plan_title(index: BoardIndex, goal: Node) -> str:
    """Return the name of a goal's plan as the section page calls it."""
    plan = index.one(Plan, goal.plan)
    return f"「{plan.name}」" if plan else "計画"


def version_title(index: BoardIndex, goal: Node) -> str:
    """Return the name of a goal's plan, with its version where the file holds several versions of it."""
    plan = index.one(Plan, goal.plan)
    several = plan is not None and sum(other.name == plan.name for other in index.all(Plan)) > 1
    return plan_title(index, goal) + (f"（{plan.version}）" if several and plan and plan.version else "")


def printed_items(scene: Scene) -> tuple[str, ...]:
    """Return the uids of the items that the paper of the scene's meeting shows, in its order."""
    return tuple(entry.node for entry in outline(scene) if entry.kind == "item" and entry.printed and entry.node)


def printed_images(scene: Scene) -> tuple[str, ...]:
    """Return the uids of the pictures that the paper of the scene's meeting shows."""
    blocks = [block for node in printed_items(scene) for block in blocks_of(scene, node)]
    return tuple(dict.fromkeys(block.image for block in blocks if block.printed and block.image))


def _is_goal(index: BoardIndex, top: Node) -> bool:
    """Say whether a top node is printed as a table of indicators; some plans begin at their measures."""
    measured = any(index.where(Indicator, "node", node.uid) for node in index.below(top.uid))
    return top.kind == "goal" or (top.kind in ("measure", "initiative") and measured)


def _entry(kind: str, node: Node, title: str) -> SlideEntry:
    return SlideEntry(slide_key(kind, node.uid), kind, title, node.uid, default=node.printed)


def _group(scene: Scene, group: Node) -> list[SlideEntry]:
    items = [_item(scene, node, group.uid) for node in item_nodes(scene, group.uid)]
    return [_entry("section", group, f"「{group.title}」{SECTION_TAIL}"), *items] if items else []


def _item(scene: Scene, node: Node, group: str) -> SlideEntry:
    blank = not any(block.printed for block in blocks_of(scene, node.uid))
    return _entry("item", node, node.title)._replace(group=group, blank=blank)


def _in_order(entries: tuple[SlideEntry, ...], keys: list[str]) -> list[SlideEntry]:
    """Return entries in the order of keys; those without a key stand where the board puts them.

    A slide stands behind the one before it on the board, a section or the closing page behind all that come before.
    """
    place = {entry.key: entry for entry in entries}
    order = [place[key] for key in keys if key in place]
    for number, entry in enumerate(entries):
        if entry not in order:
            alone = entry.kind in ("section", "closing")
            before = entries[:number] if alone else entries[max(0, number - 1) : number]
            order.insert(max((order.index(one) + 1 for one in before), default=0), entry)
    return order


def _as_chosen(entry: SlideEntry, row: Slide | None) -> SlideEntry:
    return entry._replace(chosen=row.chosen) if row else entry


def _with_slides(entries: list[SlideEntry], place: int) -> SlideEntry:
    """Return the entry at a place; a section is printed with the slides that follow it, up to the next of its like."""
    entry = entries[place]
    if entry.kind != "section":
        return entry
    own = takewhile(lambda one: one.kind in SECTIONED, entries[place + 1 :])
    return entry._replace(default=any(one.printed and not one.blank for one in own))
