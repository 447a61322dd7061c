"""The council's board with a text written anew, and what the checks of texts find on it."""

from dataclasses import replace

from app.domain.blocks import Block
from app.domain.edits import change, insertion
from app.domain.entity import Entity
from app.domain.live import live_text
from app.domain.narrative import LIVE
from app.domain.plan import Node, Placement
from app.domain.proof.finding import Finding
from app.domain.proof.texts import text_findings
from app.domain.report_goal import Scene
from tests.domain.papers import after, paper_of
from tests.domain.scenes import scene_with


def written(body: str, block: str = "chatbot-now", **fields: str) -> Scene:
    """Return the council's board with another body in a block, the chatbot's 現在 unless another is named."""
    scene = paper_of()
    old = scene.index.get(Block, block)
    return after(scene, [change(old, replace(old, body=body, **fields))])


def with_rows(scene: Scene, *rows: Entity) -> Scene:
    """Return a scene with rows added."""
    return after(scene, [insertion(row) for row in rows])


def item_of(*rows: Entity) -> Scene:
    """Return a board with one item 'n' and these rows."""
    node = Node(uid="n", kind="initiative", title="取組")
    return scene_with(node, Placement(uid="p", child="n", position=1), *rows)


def typed_out() -> Scene:
    """Return the council's board with every live figure of its texts typed out."""
    scene = paper_of()
    blocks = [block for block in scene.index.all(Block) if block.body and LIVE.search(block.body)]
    return after(scene, [change(one, replace(one, body=live_text(scene, one.body or ""))) for one in blocks])


def found(scene: Scene, *codes: str) -> list[Finding]:
    """Return the findings of the texts with one of these codes, or beginning so (M, H)."""
    return [one for one in text_findings(scene) if one and one.code.startswith(codes)]


def marked(scene: Scene, finding: Finding) -> str:
    """Return the characters that a finding points at."""
    row = scene.index.get(Block, finding.spot.key[0])
    return str(getattr(row, finding.spot.field))[finding.spot.start : finding.spot.end]


def mended(scene: Scene, finding: Finding) -> Scene:
    """Return the scene after a finding's first mend."""
    return after(scene, finding.mends[0].edits)
