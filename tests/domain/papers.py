"""The papers of known boards, and what a person does to them, without a file."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, insertion
from app.domain.outline import outline
from app.domain.plan import Meeting, Node, Placement
from app.domain.report_goal import Scene
from app.domain.tables import STRUCTURE
from tests.domain.scenes import rows_of, scene_of_rows


def paper_of(board: str = "council") -> Scene:
    """Return a board that no other test edits."""
    return scene_of_rows(rows_of(board))


def after(scene: Scene, edits: Iterable[RowEdit]) -> Scene:
    """Return the scene after edits; the one given stays as it was."""
    index = BoardIndex({kind: scene.index.all(kind) for kind in STRUCTURE})
    index.apply(edits)
    meeting = index.one(Meeting, scene.meeting.uid) if scene.meeting else None
    return replace(scene, index=index, meeting=meeting)


def keys(scene: Scene) -> list[str]:
    """Return the keys of the paper's slides in order, those left out too."""
    return [entry.key for entry in outline(scene)]


def printed(scene: Scene) -> list[str]:
    """Return the keys of the slides that are printed."""
    return [entry.key for entry in outline(scene) if entry.printed]


def with_item(scene: Scene, uid: str, position: int, group: str = "dx") -> Scene:
    """Return the scene with a new item under a group; `position` is that of its placement."""
    node = Node(uid=uid, kind="initiative", title="新しい取組")
    place = Placement(uid=f"place-{uid}", parent=group, child=uid, position=position)
    return after(scene, [insertion(node), insertion(place)])


def next_meeting(scene: Scene) -> Scene:
    """Return the board at a meeting after the scene's."""
    assert scene.meeting
    meeting = replace(scene.meeting, uid="next", name="次の会議", position=scene.meeting.position + 1000)
    return replace(after(scene, [insertion(meeting)]), meeting=meeting)
