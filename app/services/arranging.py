"""The tree of the plan as the open file's verbs: every kind of branch added, renamed, moved, copied and deleted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.plan import Indicator, Level
from app.lazy import LazyModule
from app.services.places import Place, tab_of
from app.services.planning import NO_PLACE, Planning
from app.services.steps import Steps

if TYPE_CHECKING:
    from app.domain import additions, branch_settings, fiscal, leaves, removal, tree, tree_copies
    from app.domain import blocks as block_rows
    from app.domain import edits as edit_rows
    from app.domain import metrics as metric_rows
    from app.domain.branch import Branch
    from app.domain.branch_settings import Setting
    from app.domain.edits import RowEdit
else:
    additions = LazyModule("app.domain.additions")
    branch_settings = LazyModule("app.domain.branch_settings")
    block_rows = LazyModule("app.domain.blocks")
    edit_rows = LazyModule("app.domain.edits")
    fiscal = LazyModule("app.domain.fiscal")
    leaves = LazyModule("app.domain.leaves")
    metric_rows = LazyModule("app.domain.metrics")
    removal = LazyModule("app.domain.removal")
    tree = LazyModule("app.domain.tree")
    tree_copies = LazyModule("app.domain.tree_copies")

_NAMES = {"node": "title", "indicator": "title", "table_view": "title", "table_row": "label", "metric": "name"}
_GONE = {
    "node": "見出し{}",
    "indicator": "指標{}件",
    "table_view": "表{}つ",
    "table_row": "行{}行",
    "target": "目標値{}件",
    "observation": "数値{:,}件",
}
_USES = (("list_item", "一覧"), ("chart_series", "グラフ"), ("event", "開催日の表"))


class Arranging(Planning, Steps):
    """The open file with the verbs of 計画の構成."""

    def plan_tree(self) -> "tuple[Branch, ...]":
        """Return the whole tree with indicators, tables of the meeting's slides and their rows, and loose metrics."""
        return tree.branches(self.index, self.meeting)

    def levels(self) -> tuple[Level, ...]:
        """Return the levels of the tree, whose names a city chooses."""
        return self.index.all(Level)

    def rename_level(self, level: str, name: str) -> None:
        """Give a level of the tree another name."""
        present = self.index.get(Level, level)
        if not name.strip():
            raise InputError("段の名前は空にできません。")
        after = replace(present, name=name.strip())
        edits = [edit_rows.change(present, after)] if after != present else []
        self._commit(f"段の名前「{present.name}」の変更", edits, NO_PLACE)

    def add_branch(self, parent: str | None, kind: str, title: str, after: str | None = None) -> str:
        """Add a branch below a parent (None: at the top), behind the child `after`.

        A table has the months of the meeting's year; `kind` is that of a Branch.
        """
        if not title.strip():
            raise InputError("名前を入れてください。")
        uid, edits = self._added(parent, kind, title.strip(), after)
        self._commit(f"「{title.strip()}」の追加", edits, self._spot(parent))
        return uid

    def _added(self, parent: str | None, kind: str, title: str, after: str | None) -> "tuple[str, list[RowEdit]]":
        if kind not in leaves.KINDS or parent is None:
            return tree.added(self.index, parent, kind, title, after)
        if kind == "indicator":
            return additions.add_indicator(self.index, parent, title, None, after)
        if kind == "table_row":
            return additions.add_row(self.index, parent, title, after)
        if kind == "metric":
            return leaves.new_metric(self.index, parent, title, after)
        year = self.scene.fiscal_year
        if year is None:
            raise InputError("会議の年度が決まっていないため、表の月が分かりません。先に会議の年度を入れてください。")
        months = fiscal.months_of(year)
        behind = next(
            (one.uid for one in leaves.blocks_at(self.index, parent, self.meeting) if one.table == after), None
        )
        where = (title, "months", months[0], months[-1], behind if after else None)
        return additions.add_table(self.index, parent, self.meeting, *where)

    def rename_branch(self, branch: "Branch", name: str) -> None:
        """Give a branch another name; InputError for an empty one."""
        if not name.strip():
            raise InputError("空にはできません。名前を入れてください。")
        if name.strip() != branch.title:
            self.set_field(branch.table, branch.uid, _NAMES[branch.table], name.strip())  # type: ignore[attr-defined]

    def move_branch(self, branch: "Branch", parent: str | None, place: int) -> None:
        """Put a branch under a parent as its child number `place` of its sort (0-based, without itself)."""
        self._commit(f"「{branch.title}」の移動", self._moved(branch, parent, place))

    def move_branches(self, branches: "Sequence[Branch]", parent: str | None, place: int) -> None:
        """Put siblings under a parent in one step, the first at `place` (0-based, counted without any of them)."""
        if len(branches) == 1:
            self.move_branch(branches[0], parent, place)
            return
        inside, behind = branches[0].parent == parent, None
        if inside:
            moving = {one.identity for one in branches}
            others = [one for one in self._siblings(branches[0]) if one not in moving]
            behind = others[min(place, len(others)) - 1] if place and others else None
        with self.one_step(f"{len(branches)}件の移動"):
            for offset, one in enumerate(branches):
                rest = [other for other in self._siblings(one) if other != one.identity] if inside else []
                at = place + offset if not inside else rest.index(behind) + 1 if behind else 0
                self.move_branch(one, parent, at)
                behind = one.identity

    def _siblings(self, branch: "Branch") -> list[tuple[str, str]]:
        """Return the identities of the branches of a branch's sort beside it, itself among them, in order."""
        every = (self.plan_tree(), *(one.below for one in _every(self.plan_tree())))
        beside = next(found for found in every if any(one.identity == branch.identity for one in found))
        return [one.identity for one in beside if one.table == branch.table]

    def copy_branches(self, branches: "Sequence[Branch]") -> list[str]:
        """Put each of these branches again behind itself, in one step; return the copies' uids."""
        if len(branches) == 1:
            return [self.copy_branch(branches[0])]
        with self.one_step(f"{len(branches)}件の複写"):
            return [self.copy_branch(one) for one in branches]

    def copy_branches_to(self, branches: "Sequence[Branch]", parent: str | None, place: int) -> list[str]:
        """Put copies of branches under a parent from its child number `place` on, in one step; return their uids."""
        if len(branches) == 1:
            return [self.copy_branch_to(branches[0], parent, place)]
        with self.one_step(f"{len(branches)}件の複写"):
            return [self.copy_branch_to(one, parent, place + offset) for offset, one in enumerate(branches)]

    def delete_branches(self, branches: "Sequence[Branch]") -> str:
        """Delete branches with all below them in one step; return in words what went with a single one."""
        if len(branches) == 1:
            return self.delete_branch(branches[0])
        with self.one_step(f"{len(branches)}件の削除"):
            for one in branches:
                self.delete_branch(one)
        return ""

    def _moved(self, branch: "Branch", parent: str | None, place: int) -> "list[RowEdit]":
        table = self.index.one(metric_rows.Table, parent)
        if branch.table == "table_row":
            if table is None:
                raise InputError("行は、表の中に置けます。")
            return leaves.moved_row(self.index, branch.uid, table.uid, place)
        if branch.table == "metric" and table is not None:
            return leaves.shown_in_table(self.index, branch.uid, table.uid, place)
        if branch.placement is not None and table is None:
            return tree.moved_node(self.index, branch.placement, parent, place)
        if parent is None or table is not None:
            words = {"indicator": "指標", "table_view": "表", "metric": "数値の系列"}.get(
                branch.table, branch.kind_words
            )
            raise InputError(f"{words}は、基本目標・施策・取組の下に置けます。")
        if branch.table == "table_view":
            return leaves.moved_table(self.index, branch.uid, parent, place, self.meeting)
        if branch.table == "metric":
            return leaves.moved_metric(self.index, branch.uid, parent, place)
        return tree.moved_indicator(self.index, branch.uid, parent, place)

    def move_indicators(self, uids: Sequence[str], node: str, after: str | None) -> None:
        """Put indicators under a node in one step, one behind the other behind its indicator `after` (None: first)."""
        label = (
            f"「{self.index.get(Indicator, uids[0]).title}」の移動" if len(uids) == 1 else f"指標{len(uids)}件の移動"
        )
        order = [one.uid for one in self.index.where(Indicator, "node", node)]
        before = order[: order.index(after) + 1] if after in order else []
        behind = next((uid for uid in reversed(before) if uid not in uids), None)
        with self.one_step(label):
            for uid in uids:
                others = [one.uid for one in self.index.where(Indicator, "node", node) if one.uid != uid]
                place = others.index(behind) + 1 if behind else 0
                self._commit("", tree.moved_indicator(self.index, uid, node, place))
                behind = uid

    def copy_branch(self, branch: "Branch") -> str:
        """Put a branch with all below it again behind itself; figures, targets and texts are not copied."""
        uid, edits = self._copied(branch)
        self._commit(f"「{branch.title}」の複写", edits, self._spot(branch.parent))
        return uid

    def _copied(self, branch: "Branch") -> "tuple[str, list[RowEdit]]":
        if branch.placement is not None:
            return tree_copies.copied_node(self.index, branch.placement, self.meeting)
        if branch.table == "table_view":
            return tree_copies.copied_table(self.index, branch.uid, self.meeting)
        copied = {
            "indicator": tree_copies.copied_indicator,
            "table_row": tree_copies.copied_row,
            "metric": tree_copies.copied_metric,
        }
        return copied[branch.table](self.index, branch.uid)

    def copy_branch_to(self, branch: "Branch", parent: str | None, place: int) -> str:
        """Put a copy of a branch under a parent as its child number `place`, in one step; return the copy's uid."""
        with self.one_step(f"「{branch.title}」の複写"):
            uid = self.copy_branch(branch)
            fresh = next(one for one in _every(self.plan_tree()) if (one.table, one.uid) == (branch.table, uid))
            self.move_branch(fresh, parent, place)
        return uid

    def paste_names(self, names: Sequence[str], kind: str, parent: str | None, after: str | None) -> str:
        """Add branches of a kind with these names, in one step; return the last one's uid. At least one name."""
        with self.one_step(f"{len(names)}件の名前の貼り付け"):
            for name in names:
                after = self.add_branch(parent, kind, name, after)
        return str(after)

    def delete_branch(self, branch: "Branch") -> str:
        """Delete a branch with all below it and return in words what went with it, '' for nothing.

        Of a node that stands in several places only this place goes. InputError where something still needs it.
        """
        if branch.table == "metric":
            self._refuse_shown(branch)
        table, uid = ("placement", branch.placement) if branch.placement else (branch.table, branch.uid)
        edits = removal.removal_edits(self.index, table, uid, self._observations_of, self.image)
        self._commit(f"「{branch.title}」の削除", edits, self._spot(branch.parent))
        return _gone_words(edits, branch)

    def _refuse_shown(self, branch: "Branch") -> None:
        users = {"list_item": block_rows.ListItem, "chart_series": block_rows.ChartSeries, "event": metric_rows.Event}
        for table, words in _USES:
            if self.index.where(users[table], "metric", branch.uid):
                raise InputError(f"「{branch.title}」は{words}で使われています。先にそちらから外してください。")

    def place_of_branch(self, branch: "Branch") -> Place:
        """Return where the window shows a branch."""
        node = branch.uid if branch.table == "node" else str(branch.parent)
        if branch.table == "table_row":
            node = self.index.get(metric_rows.Table, node).node
        return Place(tab_of(self.index, node), node, branch.table, (branch.uid,))

    def _owner_title(self, table: str, uid: str) -> str:
        if table == "metric":
            return self.index.get(metric_rows.Metric, uid).name
        return super()._owner_title(table, uid)

    def set_branch_departments(self, branch: "Branch", typed: str) -> None:
        """Make the typed departments answer for a branch: of a row, for its metric."""
        if branch.table == "table_view":
            raise InputError("担当課は、表の行ごとに入れます。")
        if branch.table != "table_row":
            self.set_departments(branch.table, branch.uid, typed)
            return
        metric = self.index.get(metric_rows.TableRow, branch.uid).metric
        if metric is None:
            raise InputError("見出しの行には、担当課を入れられません。")
        self.set_departments("metric", metric, typed)

    def branch_settings(self, branch: "Branch") -> "tuple[Setting, ...]":
        """Return what can be set of a branch beside its name, number and departments."""
        return branch_settings.settings_of(self.index, branch)

    def plan_settings(self) -> "tuple[Setting, ...]":
        """Return what can be set of the whole plan."""
        return branch_settings.settings_of_plan(self.index)

    def change_setting(self, setting: "Setting", typed: str) -> None:
        """Give a setting of a branch a typed value."""
        users = self.index.where(metric_rows.TableRow, "table", setting.uid) if setting.table == "table_view" else ()
        metrics = [str(row.metric) for row in users if row.metric] if users else [setting.uid]
        filled = any(self._observations_of(metric) for metric in metrics)
        edits = branch_settings.setting_edits(self.index, setting, typed, filled=filled)
        self._commit(f"「{setting.words}」の変更", edits)

    def _spot(self, parent: str | None) -> Place:
        table = self.index.one(metric_rows.Table, parent)
        node = table.node if table else parent
        return Place(tab_of(self.index, node), node, "node", (node,)) if node else NO_PLACE


def _every(found: "Iterable[Branch]") -> "Iterator[Branch]":
    for one in found:
        yield one
        yield from _every(one.below)


def _gone_words(edits: "Iterable[RowEdit]", branch: "Branch") -> str:
    """Return what went beside a branch itself."""
    gone = Counter(edit.table for edit in edits if edit.after is None)
    gone[branch.table] -= 1
    return "・".join(words.format(gone[table]) for table, words in _GONE.items() if gone[table] > 0)
