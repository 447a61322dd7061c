"""What an item said at the meeting before: the same text then, and the blocks to begin with now."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from app.domain.blocks import Block, ChartSeries, ListItem, Phase
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, insertion
from app.domain.entity import new_uid
from app.domain.labels import BLOCK_KINDS
from app.domain.live import live_text
from app.domain.narrative import live_figures
from app.domain.plan import Meeting
from app.domain.report_goal import Scene

_MONTH = re.compile(r"[0-9０-９]+月")
_CHILDREN: tuple[type[Any], ...] = (ListItem, Phase, ChartSeries)


class PreviousText(NamedTuple):
    """A text as the meeting before had it: that meeting's name, the text as stored, and as it prints now."""

    meeting: str
    body: str
    printed: str


def previous_meeting(index: BoardIndex, meeting: str | None, node: str) -> Meeting | None:
    """Return the last meeting before one at which an item had blocks of that meeting's own, None where none had."""
    order = [item.uid for item in index.all(Meeting)]
    here = order.index(meeting) if meeting in order else 0
    held = {block.meeting for block in index.where(Block, "node", node)}
    found = next((uid for uid in reversed(order[:here]) if uid in held), None)
    return index.one(Meeting, found)


def previous_text(index: BoardIndex, block: Block) -> tuple[Meeting, Block] | None:
    """Return the text under the same heading at the meeting before, whatever month the heading names, else None."""
    meeting = previous_meeting(index, block.meeting, block.node)
    if meeting is None or block.meeting is None:
        return None
    place = _alike(index, block, block.meeting).index(block)
    then = _alike(index, block, meeting.uid)
    return (meeting, then[min(place, len(then) - 1)]) if then else None


def block_words(scene: Scene, block: Block) -> str:
    """Return the words of a block as they print now: its text, the lines of a list, the phases of a roadmap."""
    lines = [live_text(scene, block.body)] if block.body else []
    for item in scene.index.where(ListItem, "block", block.uid):
        parts = (item.number, live_text(scene, item.text), item.remark)
        lines.append("　".join(part for part in parts if part))
    lines += [phase.label for phase in scene.index.where(Phase, "block", block.uid)]
    return "\n".join(lines)


def item_words(scene: Scene, node: str, meeting: str) -> str:
    """Return the words of the blocks that an item had of its own at a meeting, under their headings."""
    found = (block for block in scene.index.where(Block, "node", node) if block.meeting == meeting)
    parts = [(block.heading or BLOCK_KINDS[block.kind], block_words(scene, block)) for block in found]
    return "\n\n".join(f"［{heading}］\n{words}" for heading, words in parts if words)


def live_metrics(index: BoardIndex, blocks: Sequence[Block]) -> set[str]:
    """Return the series whose figures stand in the words of blocks."""
    texts = [block.body or "" for block in blocks]
    texts += [item.text for block in blocks for item in index.where(ListItem, "block", block.uid)]
    return {metric for text in texts for metric, _ in live_figures(text)}


def _alike(index: BoardIndex, block: Block, meeting: str) -> list[Block]:
    """Return the blocks of a meeting with a block's kind and heading, in order."""
    return [
        one
        for one in index.where(Block, "node", block.node)
        if one.meeting == meeting and one.kind == block.kind and _key(one) == _key(block)
    ]


def _key(block: Block) -> str:
    return _MONTH.sub("○月", block.heading or "")


def carried_edits(index: BoardIndex, node: str, before: str, meeting: str) -> list[RowEdit]:
    """Return the edits that give an item the blocks of an earlier meeting at a later one, to be written anew.

    Tables and pictures are the same ones; as-of days and internal notes stay behind, as they spoke of that time.
    """
    edits: list[RowEdit] = []
    for block in index.where(Block, "node", node):
        if block.meeting == before:
            fresh = replace(block, uid=new_uid(), meeting=meeting, as_of=None, note=None)
            edits += [insertion(fresh), *_children(index, block.uid, fresh.uid)]
    return edits


def _children(index: BoardIndex, block: str, fresh: str) -> Iterator[RowEdit]:
    for kind in _CHILDREN:
        for child in index.where(kind, "block", block):
            yield insertion(replace(child, uid=new_uid(), block=fresh))
