"""Figures that a person typed into a text and that equal one of the board: each could follow it from now on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.blocks import Block
from app.domain.plan import Node
from app.domain.proof.link import link_findings
from app.domain.proof.mentions import typed_figures
from app.domain.proof.passages import body_passage
from app.domain.report_goal import Scene
from app.domain.report_item import blocks_of

_AGREES = "M1"


@dataclass(frozen=True, slots=True)
class Offer:
    """A typed figure from character `start` to `end` of a text, the mark to put in its place, and what it is."""

    start: int
    end: int
    words: str
    mark: str
    message: str


def offers(scene: Scene, block: Block, text: str) -> Iterator[Offer]:
    """Yield what the proof ties to exactly one figure in a text of a block as it is being written."""
    if not text:
        return
    title = scene.index.get(Node, block.node).title
    passage = body_passage(replace(block, body=text), title)
    others = (one for one in blocks_of(scene, block.node) if one.uid != block.uid and one.body)
    texts = (passage, *(body_passage(one, title) for one in others))
    for found in link_findings(scene, texts, typed_figures(scene, (passage,))):
        spot = found.spot if found else None
        if not found or not spot or found.code != _AGREES or not found.mends or spot.start is None or spot.end is None:
            continue
        after = found.mends[0].edits[0].after
        mended = str(after["body"]) if after else ""
        mark = mended[spot.start : len(mended) - (len(text) - spot.end)]
        yield Offer(spot.start, spot.end, found.printed, mark, found.message)
