"""The levels of the plan (基本目標・主要施策・取組) as the open file's verbs: added, and taken out."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.plan import Indicator, Level, Node, Placement, Plan
from app.lazy import LazyModule
from app.services.columns import Columns
from app.services.planning import NO_PLACE

if TYPE_CHECKING:
    from app.domain import edits as edit_rows
    from app.domain import metrics as metric_rows
    from app.domain import ordering, removal, tree
    from app.domain.edits import RowEdit
else:
    edit_rows = LazyModule("app.domain.edits")
    metric_rows = LazyModule("app.domain.metrics")
    ordering = LazyModule("app.domain.ordering")
    removal = LazyModule("app.domain.removal")
    tree = LazyModule("app.domain.tree")

MOST_LEVELS = 4
"""Goal, measure, initiative, and what the indicators are called."""
_WORDS = {"node": "見出し{}件", "indicator": "指標{}件", "table_view": "表{}つ", "block": "文章など{}つ"}


class Levels(Columns):
    """The open file with the verbs that change how many levels its plan has."""

    def add_level(self, name: str) -> str:
        """Add a level of the first plan where its tree lacks one, else below all others; return its uid."""
        from app.domain.entity import new_uid

        plans, levels = self.index.all(Plan), self.levels()
        if not plans or len(levels) >= MOST_LEVELS:
            raise InputError(f"段は{MOST_LEVELS}つまでです。")
        if not name.strip():
            raise InputError("段の名前は空にできません。")
        place = self._lacking(levels)
        position, room = ordering.insert_position(levels, place)
        level = Level(uid=new_uid(), plan=plans[0].uid, position=position, name=name.strip())
        self._commit(f"段「{level.name}」の追加", [*room, edit_rows.insertion(level)], NO_PLACE)
        return level.uid

    def _lacking(self, levels: tuple[Level, ...]) -> int:
        """Return the place of the level whose kind of node has none: another's nodes took it when it went."""
        kinds = {node.level: tree.LEVEL_KINDS.index(node.kind) for node in self._leveled() if node.level}
        found = (place for place, level in enumerate(levels) if kinds.get(level.uid, place) > place)
        return next(found, len(levels))

    def remove_level(self, level: str) -> str:
        """Take a level out; what its items hold moves up a level. Return in words what became of all, one step.

        InputError for the highest level, and where something cannot stand a level higher.
        """
        found, levels = self.index.get(Level, level), self.levels()
        if found == levels[0]:
            raise InputError(f"一番上の段「{found.name}」は外せません。")
        named = {node.uid: tree.level_of(self.index, node) for node in self._leveled()}
        going = [uid for uid, own in named.items() if own == found]
        moved = Counter[str]()
        with self.one_step(f"段「{found.name}」を外す"):
            for uid in going:
                moved += self._dissolve(uid)
            last = [levels[-1]] if len(levels) == MOST_LEVELS and found != levels[-1] else []
            self._commit("", [edit_rows.deletion(one) for one in (found, *last)])
            self._commit("", [edit for uid, own in named.items() if own for edit in self._pinned(uid, own)])
        return _told(found.name, len(going), moved)

    def _leveled(self) -> list[Node]:
        """Return the nodes of a plan that stand at a level."""
        return [node for node in self.index.all(Node) if node.plan and node.kind in tree.LEVEL_KINDS]

    def _pinned(self, uid: str, own: Level) -> "list[RowEdit]":
        """Return the edit that keeps a node at its level where the place of the level no longer says so."""
        node = self.index.one(Node, uid)
        if node is None or self.index.one(Level, own.uid) is None or tree.level_of(self.index, node) == own:
            return []
        return [edit_rows.change(node, replace(node, level=own.uid))]

    def _dissolve(self, uid: str) -> Counter[str]:
        """Move what a node holds to where it stands, and delete it; return how many of each table were moved."""
        places, node = self.index.where(Placement, "child", uid), self.index.get(Node, uid)
        above = places[0].parent
        if above is None:
            words = "その段は外せません。先に別の見出しの下へ移してください。"
            raise InputError(f"「{node.title}」は一番上にあるため、{words}")
        moved = Counter[str](node=len(self.index.where(Placement, "parent", uid)))
        at = self.index.where(Placement, "parent", above).index(places[0])
        for offset, child in enumerate(self.index.where(Placement, "parent", uid)):
            self._commit("", tree.moved_node(self.index, child.uid, above, at + offset))
        for one in self.index.where(Indicator, "node", uid):
            count = len(self.index.where(Indicator, "node", above))
            self._commit("", tree.moved_indicator(self.index, one.uid, above, count))
            moved["indicator"] += 1
        moved += self._move_the_rest(uid, above)
        for place in places:
            gone = removal.removal_edits(self.index, Placement.TABLE, place.uid, self._observations_of, self.image)
            self._commit("", gone)
        return moved

    def _move_the_rest(self, uid: str, above: str) -> Counter[str]:
        from app.domain.blocks import Block

        moved = Counter[str]()
        for entity in (metric_rows.Metric, metric_rows.Table, Block):
            for one in self.index.where(entity, "node", uid):
                last = [row.position for row in self.index.where(entity, "node", above) if hasattr(row, "position")]
                place = {"position": max(last, default=0) + ordering.SPACING} if hasattr(one, "position") else {}
                self._commit("", [edit_rows.change(one, replace(one, node=above, **place))])
                moved[entity.TABLE] += getattr(one, "kind", "") != "table"
        del moved["metric"]
        return moved


def _told(name: str, gone: int, moved: Counter[str]) -> str:
    held = "・".join(words.format(moved[table]) for table, words in _WORDS.items() if moved[table])
    if not gone:
        return f"段「{name}」を外しました。Ctrl+Z で戻せます。"
    along = f"中の{held}は、一つ上の段へ移りました。" if held else ""
    return f"段「{name}」と、その見出し{gone}件を外しました。{along}Ctrl+Z で戻せます。"
