"""What is still missing of pictures before a paper is printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.blocks import Block
from app.domain.outline import printed_items
from app.domain.plan import Node
from app.domain.report_goal import Scene
from app.domain.report_item import blocks_of, build_block

_MISSING = "画像がありません。画像を入れるか、この部分を削除してください。"
_UNREADABLE = "画像を読めません。画像を入れ直してください。"
_WORDLESS = "代替テキストがありません。見えない人にも伝わるように、何が写っているかを入れてください。"


@dataclass(frozen=True, slots=True)
class ImageWarning:
    """A picture that is not ready to be printed: its node and block, and what to do."""

    node: str
    block: str
    message: str


def image_warnings(scene: Scene) -> tuple[ImageWarning, ...]:
    """Return what is missing of the pictures that the paper of the scene's meeting would show, in its order."""
    nodes = printed_items(scene)
    return tuple(warning for uid in nodes for warning in _of_node(scene, scene.index.get(Node, uid)))


def _of_node(scene: Scene, node: Node) -> Iterator[ImageWarning]:
    blocks = [block for block in blocks_of(scene, node.uid) if block.kind == "image" and block.printed]
    for place, block in enumerate(blocks, 1):
        problem = _problem(scene, block)
        if problem:
            name = (
                f"画像「{block.heading or block.caption}」" if block.heading or block.caption else f"{place}枚目の画像"
            )
            yield ImageWarning(node.uid, block.uid, f"「{node.title}」の{name}: {problem}")


def _problem(scene: Scene, block: Block) -> str:
    view = build_block(scene, block).image
    if view is None or view.uid is None:
        return _MISSING
    if not view.width:
        return _UNREADABLE
    return "" if view.alt_text.strip() else _WORDLESS
