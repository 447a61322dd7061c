"""The plan's frame as the open file's verbs: meetings and departments."""

from typing import TYPE_CHECKING

from app.domain.plan import Department, Indicator, Meeting, Node
from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session
from app.services.views import Change

if TYPE_CHECKING:
    from app.domain import departments as department_rows
    from app.domain import meetings as meeting_rows
    from app.domain import ordering, removal
    from app.domain.edits import Command, RowEdit
    from app.domain.meetings import MeetingWords
else:
    meeting_rows = LazyModule("app.domain.meetings")
    department_rows = LazyModule("app.domain.departments")
    ordering = LazyModule("app.domain.ordering")
    removal = LazyModule("app.domain.removal")

NO_PLACE = Place()


class Planning(Session):
    """The open file with the verbs of 会議 and 担当課."""

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

    def move_meeting(self, meeting: str, place: int) -> None:
        """Put a meeting at another place (0-based, the oldest first); InputError where the days say otherwise."""
        label = f"会議「{self.index.get(Meeting, meeting).name}」の移動"
        self._commit(label, meeting_rows.moved(self.index, meeting, place), NO_PLACE)

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
        label = f"「{self._owner_title(table, uid)}」の担当課の変更"
        self._commit(label, department_rows.assigned(self.index, table, uid, typed))

    def _owner_title(self, table: str, uid: str) -> str:
        return (self.index.get(Node, uid) if table == "node" else self.index.get(Indicator, uid)).title

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

    def move_department(self, department: str, place: int) -> None:
        """Put a department at another place of the list (0-based)."""
        found = self.index.get(Department, department)
        edits = ordering.move_edits(self.index.all(Department), found, place)
        self._commit(f"担当課「{found.name}」の移動", edits, NO_PLACE)

    def merge_department(self, gone: str, into: str) -> None:
        """Put one department into another; all that named it names the other."""
        names = [self.index.get(Department, uid).name for uid in (gone, into)]
        edits = department_rows.merged(self.index, gone, into)
        self._commit(f"担当課「{names[0]}」を「{names[1]}」にまとめる", edits, NO_PLACE)

    def delete_department(self, department: str) -> None:
        """Delete a department that nothing names; InputError where something does."""
        found = self.index.get(Department, department)
        self._commit(f"担当課「{found.name}」の削除", department_rows.deleted(self.index, found), NO_PLACE)

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
