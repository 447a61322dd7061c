"""What a person chose of the council's paper: its slides and their order at a meeting."""

from typing import TYPE_CHECKING, ClassVar

from app.domain.entity import Record, choice, entity, ref
from app.domain.labels import SLIDE_CHOICES, SLIDE_KINDS
from app.domain.plan import Meeting, Node

if TYPE_CHECKING:
    from app.domain.report_goal import Scene

IN, OUT = SLIDE_CHOICES


@entity
class Slide(Record):
    """A slide's place in the paper of a meeting (None: of a board that has no meeting).

    `node` is what it shows, None for slides of no node. `chosen` None leaves it to the board whether it is printed.
    """

    TABLE: ClassVar[str] = "slide"
    KEY: ClassVar[tuple[str, ...]] = ("uid",)
    uid: str
    meeting: str | None = ref("meeting", default=None)
    kind: str = choice(SLIDE_KINDS)
    node: str | None = ref("node", default=None)
    position: int
    chosen: str | None = choice(SLIDE_CHOICES, default=None)


def slide_key(kind: str, node: str | None) -> str:
    """Return a slide's name in a paper, the same at every meeting: 'cover', 'section:dx', 'item:dx-chatbot'."""
    return f"{kind}:{node}" if node else kind


def own_slides(scene: "Scene") -> dict[str, Slide]:
    """Return by key, in order, what was chosen for the scene's meeting itself."""
    return _by_key(scene, _meetings(scene)[0])


def earlier_slides(scene: "Scene") -> dict[str, Slide]:
    """Return by key, in order, what was chosen for the latest meeting before the scene's that has a choice."""
    return _by_key(scene, _latest(scene, _meetings(scene)[1:])) if scene.meeting else {}


def chosen_slides(scene: "Scene") -> dict[str, Slide]:
    """Return by key, in order, what is chosen for the scene's paper: its own, else the latest earlier meeting's."""
    return _by_key(scene, _latest(scene, _meetings(scene)))


def is_printed(scene: "Scene", node: Node) -> bool:
    """Say whether a goal's or item's slide is printed: as chosen for the scene's paper, else as the node says."""
    rows = scene.index.where(Slide, "node", node.uid)
    held = _latest(scene, _meetings(scene)) if rows else None
    row = next((row for row in rows if row.meeting == held and row.kind in ("goal", "item")), None)
    return node.printed if row is None or row.chosen is None else row.chosen == IN


def _meetings(scene: "Scene") -> list[str | None]:
    """Return the scene's meeting and those before it, the latest first; None stands for no meeting."""
    if scene.meeting is None:
        return [None]
    uids: list[str | None] = [meeting.uid for meeting in scene.index.all(Meeting)]
    return [*reversed(uids[: uids.index(scene.meeting.uid) + 1]), None]


def _latest(scene: "Scene", meetings: list[str | None]) -> str | None:
    return next((uid for uid in meetings if scene.index.where(Slide, "meeting", uid)), None)


def _by_key(scene: "Scene", meeting: str | None) -> dict[str, Slide]:
    found: dict[str, Slide] = {}
    for row in scene.index.where(Slide, "meeting", meeting):
        found.setdefault(slide_key(row.kind, row.node), row)  # two merged files may both have one
    return found
