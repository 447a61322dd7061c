"""The ways out for what could not be saved: a copy elsewhere, a list of the inputs, the offer at the next start."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.domain import tables
from app.domain.entity import to_row
from app.domain.errors import StorageError
from app.lazy import LazyModule
from app.services.keeping import Keeping, Pending
from app.services.places import place_of

if TYPE_CHECKING:
    from app.domain import edits as edit_rows
    from app.domain import kept_lines
    from app.domain.edits import Command, LoggedCommand
    from app.domain.entity import Row
    from app.domain.kept_lines import KeptLine
    from app.domain.rescue import BrokenFigure
    from app.storage import broken_figures, copying
else:
    edit_rows = LazyModule("app.domain.edits")
    broken_figures = LazyModule("app.storage.broken_figures")
    copying = LazyModule("app.storage.copying")
    kept_lines = LazyModule("app.domain.kept_lines")


class CopyStep(NamedTuple):
    """How far the writing of a copy has come, in bytes, and how many edits the copy could not take."""

    done: int
    total: int
    missed: int


class Rescuing(Keeping):
    """The open file with the ways out for what it could not take."""

    # figures that are no numbers

    def mend_broken(self, broken: "Sequence[BrokenFigure]") -> None:
        """Put broken figures back to what the history says, or empty them: one undo step.

        Undo brings back what was shown before, an empty figure: the file takes what is no number from nobody.
        """
        found = [one for one in (broken_figures.mending(self.repository, figure) for figure in broken) if one]
        new = edit_rows.command("壊れた値を元に戻す", [mend.edit for mend in found])
        if not new.edits:
            return
        spot = place_of(self.index, new)
        change = self._write(new, spot, typed=True)
        shown = [replace(mend.edit, before=mend.shown) for mend in found if mend.shown != mend.edit.after]
        if shown:
            self._done.append((replace(new, edits=tuple(shown)), spot))
            self._undone.clear()
        self._announce(change)

    def broken_lines(self, broken: "Sequence[BrokenFigure]") -> list[str]:
        """Return where broken figures stand, in a person's words."""
        return kept_lines.broken_lines(self._structure_rows(), broken)

    # copies

    def snapshot_bytes(self) -> bytes:
        """Return the file's content for a job, with what waits to be saved."""
        data = super().snapshot_bytes()
        return self._copier()(data).data if self.pending else data

    def snapshot_task(self) -> "Callable[[], bytes]":
        """Return what reads the file's content in a job's thread, with what waits to be saved by now."""
        read, copier = super().snapshot_task(), self._copier() if self.pending else None
        return (lambda: copier(read()).data) if copier is not None else read

    def copy_task(self, path: Path) -> "Callable[[], Iterator[CopyStep]]":
        """Return the job that writes the file, as it is now and with what waits, into a new file of its own.

        Raises StorageError where the open file cannot be read any more; the job "exists" rather than overwrite.
        """
        data, copier = super().snapshot_bytes(), self._copier(own_life=True)

        def work() -> Iterator[CopyStep]:
            made = copier(data)
            for done in copying.writing_copy(path, made):
                yield CopyStep(done, len(made.data), len(made.missed))

        return work

    def _copier(self, *, own_life: bool = False) -> "Callable[[bytes], copying.Copy]":
        lines = [(one.command, one.made_at) for one in self.pending]
        return lambda data: copying.copy_with(data, lines, self._who, self._pc, own_life=own_life)

    def pending_lines(self) -> "list[KeptLine]":
        """Return what waits to be saved in a person's words."""
        return self._lines((one.command, one.made_at) for one in self.pending)

    def inputs_task(self, path: Path) -> "Callable[[], Iterator[None]]":
        """Return the job that writes what waits to be saved as a list (CSV that Excel opens); WriteError."""
        return _list_task(path, self.pending_lines())

    def _lines(self, commands: "Iterable[tuple[Command, str]]") -> "list[KeptLine]":
        return kept_lines.kept_lines(self._structure_rows(), commands)

    def _structure_rows(self) -> "dict[str, list[Row]]":
        return {entity.TABLE: [to_row(one) for one in self.index.all(entity)] for entity in tables.STRUCTURE}

    # what the last session left

    def leftovers(self) -> "list[LoggedCommand]":
        """Return what was typed in an earlier session and is not in the file, in the order typed."""
        if self._log is None:
            return []
        self._log.adopt()
        entries = [entry for entry in self._log.entries() if not entry.settled]
        waiting = {one.command.uid for one in self.pending}
        revisions = {entry.command.uid: self.repository.revision_of(entry.command.uid) for entry in entries}
        for uid, revision in revisions.items():
            if revision is not None:
                self._settle(uid, revision)
        left = {uid for uid, revision in revisions.items() if revision is None} - waiting
        return [entry for entry in entries if entry.command.uid in left]

    def take_leftovers(self, entries: "Sequence[LoggedCommand]") -> None:
        """Save what an earlier session left, each as one undo step; what clashes waits for a decision."""
        for entry in entries:
            spot = place_of(self.index, entry.command)
            error = StorageError("busy", "")
            self._set_pending((*self.pending, Pending(entry.command, spot, entry.made_at, error)))
            self.revision += 1
            change = self._taken_in(entry.command, spot)
            self._done.append((entry.command, spot))
            self.changed.emit(change)
        self.try_again()

    def drop_leftovers(self, entries: "Sequence[LoggedCommand]") -> None:
        """Let go of what an earlier session left."""
        self._drop(entry.command.uid for entry in entries)

    def forget_saved_inputs(self, covered: int) -> None:
        """Take out of the recovery log what a backup of a revision holds."""
        if self._log is not None:
            self._log.forget_settled(covered)

    def leftover_lines(self, entries: "Sequence[LoggedCommand]") -> "list[KeptLine]":
        """Return what an earlier session left in a person's words."""
        return self._lines((entry.command, entry.made_at) for entry in entries)

    def leftovers_task(self, path: Path, entries: "Sequence[LoggedCommand]") -> "Callable[[], Iterator[None]]":
        """Return the job that writes what an earlier session left as a list (CSV for Excel); WriteError."""
        return _list_task(path, self.leftover_lines(entries))


def _list_task(path: Path, lines: "Iterable[KeptLine]") -> "Callable[[], Iterator[None]]":
    from app.files.replacing import replacing_task

    return replacing_task(path, lambda: _csv_of(lines))


def _csv_of(lines: "Iterable[KeptLine]") -> bytes:
    import csv
    from io import StringIO

    from app.files.safe_text import looks_like_formula

    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerows(
        [f"'{cell}" if looks_like_formula(cell) else cell for cell in line] for line in [kept_lines.HEADS, *lines]
    )
    return sheet.getvalue().encode("utf-8-sig", "replace")
