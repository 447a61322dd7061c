"""The plan's tree as it is arranged: branches to show, and the edits that add and move nodes and indicators."""

from dataclasses import replace

from app.domain import leaves
from app.domain.additions import add_node
from app.domain.board import BoardIndex
from app.domain.branch import Branch
from app.domain.edits import RowEdit, change
from app.domain.errors import InputError
from app.domain.labels import AXES, NODE_KINDS, ROLES
from app.domain.metrics import Metric, Table, TableRow
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


def branches(index: BoardIndex, meeting: str | None, parent: str | None = None) -> tuple[Branch, ...]:
    """Return what stands under a parent (None: the top), with all below: indicators, tables, loose metrics, nodes.

    The tables are those of the meeting's slides, and those that no slide shows.
    """
    found: list[Branch] = []
    if parent is not None:
        found += [_indicator(index, one) for one in index.where(Indicator, "node", parent)]
        found += [_table(index, one) for one in leaves.tables_at(index, parent, meeting)]
        found += [_metric(index, one) for one in leaves.loose_metrics(index, parent)]
    found += [_node(index, meeting, place) for place in index.where(Placement, "parent", parent)]
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
    level = _usual_level(index, kind, above)
    if level is not None:
        edits[0] = replace(edits[0], after={**(edits[0].after or {}), "level": level})
    if parent is None and kind == "goal":
        plan = next((node.plan for node in reversed(index.children(None)) if node.kind == "goal"), None)
        first = edits[0].after
        assert first is not None
        edits[0] = replace(edits[0], after={**first, "plan": plan})
    return uid, edits


def _usual_level(index: BoardIndex, kind: str, above: Node | None) -> str | None:
    """Return the level that the nodes of a kind in a plan say they stand at, None where their kind tells it."""
    nodes = index.where(Node, "plan", above.plan) if above is not None and above.plan else ()
    return next((one.level for one in nodes if one.kind == kind and one.level), None)


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


def _node(index: BoardIndex, meeting: str | None, place: Placement) -> Branch:
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
        branches(index, meeting, node.uid),
    )


def _indicator(index: BoardIndex, one: Indicator) -> Branch:
    names, node = _departments(index, "indicator", one.uid), index.get(Node, one.node)
    levels = index.where(Level, "plan", node.plan) if node.plan else ()
    words = levels[len(LEVEL_KINDS)].name if len(levels) > len(LEVEL_KINDS) else "指標"
    return Branch("indicator", one.uid, None, one.node, "indicator", words, one.number or "", one.title, names)


def _table(index: BoardIndex, one: Table) -> Branch:
    rows = tuple(_row(index, row, one.orientation == "down") for row in index.where(TableRow, "table", one.uid))
    words = f"表（{AXES[one.axis]}）"
    return Branch("table_view", one.uid, None, one.node, "table_view", words, "", one.title, "", rows)


def _row(index: BoardIndex, row: TableRow, down: bool) -> Branch:
    metric = index.one(Metric, row.metric)
    title = row.label or (metric.name if metric else "")
    names = _departments(index, "metric", metric.uid) if metric else ""
    words = ("表の列" if down else "表の行") if row.role == "value" else f"表の{ROLES[row.role]}"
    return Branch("table_row", row.uid, None, row.table, "table_row", words, "", title, names)


def _metric(index: BoardIndex, one: Metric) -> Branch:
    words = "計算の系列" if one.formula else "数値の系列"
    names = _departments(index, "metric", one.uid)
    return Branch("metric", one.uid, None, one.node, "metric", words, "", one.name, names)


def _departments(index: BoardIndex, column: str, uid: str) -> str:
    links = index.where(Responsibility, column, uid)
    return "／".join(index.get(Department, link.department).name for link in links)
