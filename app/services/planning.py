"""The plan itself as the open file's verbs: meetings, departments, and the tree of goals, measures and initiatives."""

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import InputError
from app.domain.plan import Department, Indicator, Level, Meeting, Node
from app.lazy import LazyModule
from app.services.places import Place, tab_of
from app.services.session import Session
from app.services.views import Change

if TYPE_CHECKING:
    from app.domain import departments as department_rows
    from app.domain import edits as edit_rows
    from app.domain import meetings as meeting_rows
    from app.domain import removal, tree
    from app.domain.edits import Command, RowEdit
    from app.domain.meetings import MeetingWords
    from app.domain.tree import Branch
else:
    edit_rows = LazyModule("app.domain.edits")
    meeting_rows = LazyModule("app.domain.meetings")
    department_rows = LazyModule("app.domain.departments")
    removal = LazyModule("app.domain.removal")
    tree = LazyModule("app.domain.tree")

NO_PLACE = Place()


class Planning(Session):
    """The open file with the verbs of 会議 and 計画の構成."""

    # meetings

    def next_meeting(self) -> "MeetingWords":
        """Return the meeting that probably comes next, as the form proposes it."""
        return meeting_rows.proposed(self.index)

    def meeting_words(self, meeting: str) -> "MeetingWords":
        """Return a meeting as the form shows it."""
        return meeting_rows.typed_words(self.index.get(Meeting, meeting))

    def meeting_hangings(self, meeting: str) -> str:
        """Return in words what would go with a meeting, '' for nothing."""
        return meeting_rows.hanging(self._without_meeting(meeting))

    def add_meeting(self, words: "MeetingWords", carry: bool) -> str:
        """Add a meeting and choose it; `carry` gives it the slides' parts of the meeting before, to be written anew."""
        uid, edits = meeting_rows.added(self.index, words, carry)
        self._commit(f"会議「{words.name.strip()}」の追加", edits, NO_PLACE)
        self.set_meeting(uid)
        return uid

    def change_meeting(self, meeting: str, words: "MeetingWords") -> None:
        """Give a meeting another name, year or days; a corrected day puts it in its place among the others."""
        label = f"会議「{self.index.get(Meeting, meeting).name}」の変更"
        self._commit(label, meeting_rows.changed(self.index, meeting, words), NO_PLACE)

    def delete_meeting(self, meeting: str) -> None:
        """Delete a meeting with the parts, statuses and slides that are its own; InputError where figures would go."""
        name = self.index.get(Meeting, meeting).name
        meeting_rows.check_deletable(self.index, meeting)
        self._commit(f"会議「{name}」の削除", self._without_meeting(meeting), NO_PLACE)

    def _without_meeting(self, meeting: str) -> "list[RowEdit]":
        return removal.removal_edits(self.index, Meeting.TABLE, meeting, self._observations_of, self.image)

    # departments

    def departments(self) -> tuple[tuple[Department, int], ...]:
        """Return the departments in order, each with how many rows name it."""
        return tuple((one, department_rows.uses(self.index, one.uid)) for one in self.index.all(Department))

    def set_departments(self, table: str, uid: str, typed: str) -> None:
        """Make the typed departments (企画課／財政課) answer for a node or an indicator; a new name is added."""
        title = (self.index.get(Node, uid) if table == "node" else self.index.get(Indicator, uid)).title
        self._commit(f"「{title}」の担当課の変更", department_rows.assigned(self.index, table, uid, typed))

    def completed_departments(self, typed: str) -> tuple[str, ...]:
        """Return a typed text (企画課／情) with its last name completed to each department that may be meant."""
        return department_rows.completed(typed, [one.name for one, _ in self.departments()])

    def add_department(self, name: str) -> str:
        """Add a department; InputError where there is one of that name."""
        uid, edits = department_rows.added(self.index, name)
        self._commit(f"担当課「{name.strip()}」の追加", edits, NO_PLACE)
        return uid

    def rename_department(self, department: str, name: str) -> None:
        """Rename a department; a name that another has raises InputError, as those are to be merged."""
        edits = department_rows.renamed(self.index, department, name)
        self._commit(f"担当課「{self.index.get(Department, department).name}」の改称", edits, NO_PLACE)

    def merge_department(self, gone: str, into: str) -> None:
        """Put one department into another; all that named it names the other."""
        names = [self.index.get(Department, uid).name for uid in (gone, into)]
        edits = department_rows.merged(self.index, gone, into)
        self._commit(f"担当課「{names[0]}」を「{names[1]}」にまとめる", edits, NO_PLACE)

    def delete_department(self, department: str) -> None:
        """Delete a department that nothing names; InputError where something does."""
        found = self.index.get(Department, department)
        self._commit(f"担当課「{found.name}」の削除", department_rows.deleted(self.index, found), NO_PLACE)

    # the tree

    def plan_tree(self) -> "tuple[Branch, ...]":
        """Return the whole tree with its indicators, as 計画の構成 shows it."""
        return tree.branches(self.index)

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
        """Add a node below a parent (None: at the top), behind the child `after`."""
        if not title.strip():
            raise InputError("名前を入れてください。")
        uid, edits = tree.added(self.index, parent, kind, title.strip(), after)
        self._commit(f"「{title.strip()}」の追加", edits, self._spot(parent))
        return uid

    def move_branch(self, branch: "Branch", parent: str | None, place: int) -> None:
        """Put a node or an indicator under a parent as its child number `place` (0-based, without itself)."""
        if branch.placement is not None:
            edits = tree.moved_node(self.index, branch.placement, parent, place)
        elif parent is None:
            raise InputError("指標は、基本目標・施策・取組の下に置けます。")
        else:
            edits = tree.moved_indicator(self.index, branch.uid, parent, place)
        self._commit(f"「{branch.title}」の移動", edits)

    def copy_branch(self, branch: "Branch") -> str:
        """Put a node with its tree, or an indicator, again behind itself; figures and texts are not copied."""
        if branch.placement is not None:
            uid, edits = tree.copied_node(self.index, branch.placement)
        else:
            uid, edits = tree.copied_indicator(self.index, branch.uid)
        self._commit(f"「{branch.title}」の複写", edits, self._spot(branch.parent))
        return uid

    def delete_branch(self, branch: "Branch") -> None:
        """Delete a place of a node (the node itself with all below where it is the last place), or an indicator."""
        table, uid = ("placement", branch.placement) if branch.placement else ("indicator", branch.uid)
        edits = removal.removal_edits(self.index, table, uid, self._observations_of, self.image)
        self._commit(f"「{branch.title}」の削除", edits, self._spot(branch.parent))

    def place_of_branch(self, branch: "Branch") -> Place:
        """Return where the window shows a node or an indicator."""
        node = branch.uid if branch.table == "node" else str(branch.parent)
        return Place(tab_of(self.index, node), node, branch.table, (branch.uid,))

    def _spot(self, node: str | None) -> Place:
        return Place(tab_of(self.index, node), node, "node", (node,)) if node else NO_PLACE

    # following

    def _taken_in(self, new: "Command", place: Place, undone: bool = False) -> Change:
        """Keep a meeting chosen that is there, and let every tab follow where a meeting came, went or changed."""
        change = super()._taken_in(new, place, undone)
        if not any(edit.table == Meeting.TABLE for edit in new.edits):
            return change
        if self.index.one(Meeting, self.meeting) is None:
            meetings = self.index.all(Meeting)
            self.meeting = meetings[-1].uid if meetings else None
            self._start_afresh()
        return change._replace(everything=True)
