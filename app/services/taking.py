"""Edits of thousands of rows in steps of few milliseconds, so that the window lives and a person can stop them."""

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain import tables
from app.domain.errors import InputError
from app.domain.progress import Progress
from app.lazy import LazyModule
from app.services.backups import BackingUp
from app.services.places import place_of
from app.services.rescuing import Rescuing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from app.domain import compare_choice
    from app.domain import edits as edit_rows
    from app.domain.board import BoardIndex
    from app.domain.compare import Comparison
    from app.domain.edits import Command, LoggedCommand, RowEdit
    from app.services.views import Change

    T = TypeVar("T")
    Steps = Generator[Progress, None, T]
else:
    compare_choice = LazyModule("app.domain.compare_choice")
    edit_rows = LazyModule("app.domain.edits")

AT_ONCE = 200  # rows that nobody waits for
STALE = "比べたあとで計画が変わっています。もう一度比べてから取り込んでください。"


class Taking(BackingUp, Rescuing):
    """The open file, of which a person may take in, take back and do again thousands of rows at once.

    The steps are one transaction: until the last one nothing is taken, and closing them leaves the file as it was.
    """

    _ready: "tuple[Command, Generator[int, None, int]] | None" = None
    _index_ahead: "BoardIndex | None" = None  # the structure as the command will leave it
    _under_way = ""  # the uid of the command whose steps are being taken

    def take_over(self, comparison: "Comparison", chosen: "set[str]", revision: int, label: str) -> int:
        """Take chosen differences of a comparison with the file as it was at `revision` in as one undo step.

        Returns how many rows changed. InputError where the file has changed since: what was chosen may not hold.
        """
        edits = compare_choice.edits_for(comparison, chosen)
        for _ in self.taking_in(edits, revision, label):
            pass
        return len(edits)

    def taking_in(self, edits: "Sequence[RowEdit]", revision: int, label: str) -> Iterator[Progress]:
        """Take in edits of the file as it was at `revision` as one undo step, in steps; InputError where it changed."""
        if self.revision != revision:
            raise InputError(STALE)
        new = edit_rows.command(label, edits)
        if new.edits:
            yield from self._in_steps(new, "取り込んでいます", lambda: self._commit_as(new, place_of(self.index, new)))

    def leftovers(self) -> "list[LoggedCommand]":
        """Return what was typed in an earlier session and is not in the file; not what is just being written."""
        return [entry for entry in super().leftovers() if entry.command.uid != self._under_way]

    @property
    def undo_is_long(self) -> bool:
        """Return whether taking back the last edit is worth steps."""
        return bool(self._done) and len(self._done[-1][0].edits) > AT_ONCE

    @property
    def redo_is_long(self) -> bool:
        """Return whether doing the last undone edit again is worth steps."""
        return bool(self._undone) and len(self._undone[-1][0].edits) > AT_ONCE

    def undoing(self) -> "Steps[Change | None]":
        """Take back the last edit in steps, and return the change."""
        new = self._next_undo()
        return (yield from self._in_steps(new, "元に戻しています", lambda: self.undo(new)))

    def redoing(self) -> "Steps[Change | None]":
        """Do the last undone edit again in steps, and return the change."""
        new = self._next_redo()
        return (yield from self._in_steps(new, "やり直しています", lambda: self.redo(new)))

    # one transaction in steps

    def _in_steps(self, new: "Command", text: str, finish: "Callable[[], T]") -> "Steps[T]":
        """Write a command's rows ahead, then let `finish` write the command as it always does; return what it does."""
        if self.pending or len(new.edits) <= AT_ONCE:
            return finish()
        yield Progress(text, 0, len(new.edits))
        self._secure_before(len(new.edits))
        made_at = datetime.now().astimezone().isoformat(timespec="seconds")
        writing = self.repository.applying(new, who=self._who, pc=self._pc, made_at=made_at)
        self._under_way = new.uid
        try:
            self._index_ahead = yield from self._written_ahead(new, made_at, writing, text)
            self._ready = (new, writing)
            return finish()
        finally:
            self._ready = self._index_ahead = None
            self._under_way = ""
            writing.close()

    def _written_ahead(
        self, new: "Command", made_at: str, writing: Generator[int, None, int], text: str
    ) -> "Steps[BoardIndex | None]":
        """Write all rows, and return the structure as it will be; None where the command leaves it as it is."""
        try:
            for kept in self._log.adding(new, made_at, self.revision) if self._log is not None else ():
                self._noted(new.uid, kept)
                yield Progress(text, 0, len(new.edits))
            for done in writing:
                yield Progress(text, done, len(new.edits))
                if done == len(new.edits):
                    return (yield from self._followed_ahead(new, Progress(text, done, done)))
            raise AssertionError("a command ends before its last row")
        except BaseException:  # a person's stop as well
            self._drop([new.uid])
            raise

    def _followed_ahead(self, new: "Command", step: Progress) -> "Steps[BoardIndex | None]":
        """Let a copy of the structure follow a command in steps; None where something else was done meanwhile."""
        if not any(edit.table in tables.STRUCTURE_NAMES for edit in new.edits):
            return None
        revision, ahead = self.revision, self.index.copy()
        for start in range(0, len(new.edits), AT_ONCE):
            ahead.apply(new.edits[start : start + AT_ONCE])
            yield step
        return ahead if revision == self.revision else None

    def _follow_structure(self, new: "Command") -> bool:
        if self._index_ahead is None or self._ready is None or self._ready[0] is not new:
            return super()._follow_structure(new)
        self.index = self._index_ahead
        return True

    def _put_figures(self, edits: "list[RowEdit]") -> None:
        if self.pending or len(edits) <= AT_ONCE:
            super()._put_figures(edits)
            return
        # Thousands are read again by whoever shows them; taking them in here would hold the window.
        changed = {edit.key[0] for edit in edits}
        self._book.drop(changed)
        self._whole -= changed
        self._partly -= changed

    def _note(self, command: "Command", made_at: str) -> None:
        if self._ready is None or self._ready[0] is not command:
            super()._note(command, made_at)

    def _apply(self, new: "Command", made_at: str) -> int:
        if self._ready is None or self._ready[0] is not new:
            return super()._apply(new, made_at)
        try:
            next(self._ready[1])
        except StopIteration as end:
            return int(end.value)
        raise AssertionError("a command goes on after its last row")
