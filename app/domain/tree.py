"""The plan's tree as it is arranged: branches to show, and the edits that move, copy and add them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from app.domain.additions import add_at, add_node
from app.domain.board import BoardIndex
from app.domain.edits import RowEdit, change, insertion
from app.domain.entity import new_uid
from app.domain.errors import InputError
from app.domain.labels import NODE_KINDS
from app.domain.metrics import Metric
from app.domain.ordering import insert_position, move_edits
from app.domain.plan import Department, Indicator, Level, Node, Placement, Responsibility

TOP_KINDS = ("goal", "group")
LEVEL_KINDS = ("goal", "measure", "initiative")
BELOW = {
    None: ("goal", "group"),
    "goal": ("measure", "initiative"),
    "measure": ("initiative",),
    "initiative": ("initiative",),
    "group": ("initiative",),
}
"""What may be added below a node of a kind (None: at the top), the usual first."""
_ABOVE = {"measure": (None, "goal", "measure"), "initiative": (None, "goal", "measure", "initiative", "group")}
COPY = "（写し）"


class Branch(NamedTuple):
    """A node at one of its places, or an indicator (then `table` is indicator and it has no placement)."""

    table: str
    uid: str
    placement: str | None
    parent: str | None
    kind: str
    kind_words: str
    number: str
    title: str
    departments: str
    below: "tuple[Branch, ...]" = ()

    @property
    def identity(self) -> tuple[str, str]:
        """Return what tells it from the others, the same after every edit."""
        return self.table, self.placement or self.uid


def branches(index: BoardIndex, parent: str | None = None) -> tuple[Branch, ...]:
    """Return the nodes under a parent (None: the top) with all below them; indicators stand before nodes."""
    found = [_indicator(index, one) for one in (index.where(Indicator, "node", parent) if parent else ())]
    found += [_node(index, place) for place in index.where(Placement, "parent", parent)]
    return tuple(found)


def level_of(index: BoardIndex, node: Node) -> Level | None:
    """Return the level that names a node: its own, else that of its kind in its plan."""
    own = index.one(Level, node.level)
    if own is not None or node.kind not in LEVEL_KINDS or node.plan is None:
        return own
    levels = index.where(Level, "plan", node.plan)
    place = LEVEL_KINDS.index(node.kind)
    return levels[place] if place < len(levels) else None


def added(index: BoardIndex, parent: str | None, kind: str, title: str, after: str | None) -> tuple[str, list[RowEdit]]:
    """Return a new node's uid and the edits that add it below a parent, behind the child `after` (None: last)."""
    above = index.one(Node, parent)
    _check_place(kind, above)
    uid, edits = add_node(index, parent, kind, title, after)
    if parent is None and kind == "goal":
        plan = next((node.plan for node in reversed(index.children(None)) if node.kind == "goal"), None)
        first = edits[0].after
        assert first is not None
        edits[0] = replace(edits[0], after={**first, "plan": plan})
    return uid, edits


def moved_node(index: BoardIndex, placement: str, parent: str | None, place: int) -> list[RowEdit]:
    """Return the edits that put a node's place under a parent as its child number `place` (0-based, without itself).

    Raises InputError where the tree would make no sense: a goal below another, a node below itself.
    """
    own = index.get(Placement, placement)
    node, above = index.get(Node, own.child), index.one(Node, parent)
    siblings = index.where(Placement, "parent", parent)
    if own.parent == parent:
        return move_edits(siblings, own, place)
    _check_place(node.kind, above)
    if above is not None and above in index.below(node.uid):
        raise InputError(f"「{node.title}」を、その中へ移すことはできません。")
    if any(one.child == node.uid for one in siblings):
        raise InputError(f"「{node.title}」は、そこにもうあります。")
    position, room = insert_position(siblings, max(0, min(place, len(siblings))))
    edits = [*room, change(own, replace(own, parent=parent, position=position))]
    return [*edits, *_replanned(index, node, above)]


def moved_indicator(index: BoardIndex, indicator: str, node: str, place: int) -> list[RowEdit]:
    """Return the edits that put an indicator under a node as its indicator number `place` (0-based)."""
    own = index.get(Indicator, indicator)
    siblings = index.where(Indicator, "node", node)
    if own.node == node:
        return move_edits(siblings, own, place)
    if index.get(Node, node).kind == "group":
        raise InputError("指標は、基本目標・施策・取組の下に置けます。")
    position, room = insert_position(siblings, max(0, min(place, len(siblings))))
    edits = [*room, change(own, replace(own, node=node, position=position))]
    metric = index.one(Metric, own.metric)
    if metric is not None and metric.node == own.node:
        edits.append(change(metric, replace(metric, node=node)))
    return edits


def copied_node(index: BoardIndex, placement: str) -> tuple[str, list[RowEdit]]:
    """Return the copy's uid and the edits that put a node again behind itself, with its tree and without figures."""
    own = index.get(Placement, placement)
    fresh = Placement(uid=new_uid(), parent=own.parent, child=new_uid(), position=0)
    edits = list(_copied(index, index.get(Node, own.child), fresh.child, COPY))
    return fresh.child, [*edits, *add_at(index, fresh, "parent", own.uid)]


def copied_indicator(index: BoardIndex, indicator: str) -> tuple[str, list[RowEdit]]:
    """Return the copy's uid and the edits that put an indicator again behind itself, without figures and targets."""
    own = index.get(Indicator, indicator)
    fresh, edits = _fresh_indicator(index, own, own.node, COPY)
    return fresh.uid, [*edits, *add_at(index, fresh, "node", own.uid)]


def _copied(index: BoardIndex, node: Node, uid: str, tail: str) -> Iterator[RowEdit]:
    yield insertion(replace(node, uid=uid, title=node.title + tail))
    yield from _links(index, "node", node.uid, uid)
    for own in index.where(Indicator, "node", node.uid):
        fresh, edits = _fresh_indicator(index, own, uid, "")
        yield from (edits[0], insertion(fresh), *edits[1:])
    for place in index.where(Placement, "parent", node.uid):
        child = new_uid()
        yield from _copied(index, index.get(Node, place.child), child, "")
        yield insertion(replace(place, uid=new_uid(), parent=uid, child=child))


def _fresh_indicator(index: BoardIndex, own: Indicator, node: str, tail: str) -> tuple[Indicator, list[RowEdit]]:
    metric = replace(index.get(Metric, own.metric), uid=new_uid(), node=node)
    metric = replace(metric, name=metric.name + tail)
    fresh = replace(own, uid=new_uid(), node=node, metric=metric.uid, title=own.title + tail)
    links = [] if tail else list(_links(index, "indicator", own.uid, fresh.uid))
    return fresh, [insertion(metric), *links]


def _links(index: BoardIndex, column: str, old: str, new: str) -> Iterator[RowEdit]:
    for link in index.where(Responsibility, column, old):
        owner: dict[str, Any] = {column: new}
        yield insertion(replace(link, uid=new_uid(), **owner))


def _check_place(kind: str, above: Node | None) -> None:
    over = above.kind if above else None
    allowed = (None,) if kind in TOP_KINDS else _ABOVE.get(kind)
    if allowed is None or over in allowed:
        return
    if kind in TOP_KINDS:
        raise InputError(f"{NODE_KINDS[kind]}は、ほかの見出しの下には置けません。")
    places = "・".join(NODE_KINDS[one] for one in allowed if one)
    raise InputError(f"{NODE_KINDS[kind]}は、{places}の下に置けます。")


def _replanned(index: BoardIndex, node: Node, above: Node | None) -> list[RowEdit]:
    """Return the edits that bring a node and its tree into the plan of what it stands under now."""
    if above is None or above.plan is None:
        return []
    inner = (one for one in index.below(node.uid) if one.plan != above.plan)
    return [change(one, replace(one, plan=above.plan, level=None)) for one in inner]


def _node(index: BoardIndex, place: Placement) -> Branch:
    node = index.get(Node, place.child)
    level = level_of(index, node)
    return Branch(
        "node",
        node.uid,
        place.uid,
        place.parent,
        node.kind,
        level.name if level else NODE_KINDS[node.kind],
        node.number or "",
        node.title,
        _departments(index, "node", node.uid),
        branches(index, node.uid),
    )


def _indicator(index: BoardIndex, one: Indicator) -> Branch:
    names = _departments(index, "indicator", one.uid)
    return Branch("indicator", one.uid, None, one.node, "indicator", "指標", one.number or "", one.title, names)


def _departments(index: BoardIndex, column: str, uid: str) -> str:
    links = index.where(Responsibility, column, uid)
    return "／".join(index.get(Department, link.department).name for link in links)
