"""The one door for writes to the open file, and the undo stack behind it."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.entity import from_row
from app.lazy import LazyModule
from app.services.places import Place, place_of
from app.services.reading import Reading
from app.services.views import Change
from app.storage.repository import Repository

if TYPE_CHECKING:
    from app.domain import edits as edit_rows
    from app.domain import metrics as metric_rows
    from app.domain import report_item
    from app.domain.edits import Command, RowEdit
    from app.domain.entity import Cell, Row
else:
    edit_rows = LazyModule("app.domain.edits")
    metric_rows = LazyModule("app.domain.metrics")
    report_item = LazyModule("app.domain.report_item")

_OF_INDICATORS = ("target", "assessment", "responsibility")
DELETED = "の削除"  # how the labels of all verbs that delete end


class Session(Reading):
    """The open file with its undo stack. It builds no edits itself; see Document for the verbs."""

    def __init__(
        self, repository: Repository, path: Path, *, who: str | None, pc: str | None, parent: QObject | None = None
    ) -> None:
        super().__init__(repository, path, parent=parent)
        self._who, self._pc = who, pc
        self._done: list[tuple[Command, Place]] = []
        self._undone: list[tuple[Command, Place]] = []

    # undo

    @property
    def can_undo(self) -> bool:
        """Return whether there is an edit to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Return whether there is an edit to do again."""
        return bool(self._undone)

    @property
    def undo_label(self) -> str:
        """Return what undo would take back, '' for nothing."""
        return self._done[-1][0].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """Return what redo would do again, '' for nothing."""
        return self._undone[-1][0].label if self._undone else ""

    def undo(self, ready: "Command | None" = None) -> Change | None:
        """Take back the last edit; the stack moves only when the file has it (StorageError leaves it as it was).

        `ready` is what takes it back, where that was made before.
        """
        if not self._done:
            return None
        change = self._write(ready or self._next_undo(), self._done[-1][1], undone=True)
        self._undone.append(self._done.pop())
        self._announce(change)
        return change

    def redo(self, ready: "Command | None" = None) -> Change | None:
        """Do the last undone edit again; `ready` as for undo."""
        if not self._undone:
            return None
        change = self._write(ready or self._next_redo(), self._undone[-1][1])
        self._done.append(self._undone.pop())
        self._announce(change)
        return change

    def close(self) -> None:
        """Close the file; the document is of no use afterwards."""
        self.repository.close()

    def _next_undo(self) -> "Command":
        last = self._done[-1][0]
        return last.reversed(f"元に戻す: {last.label}")

    def _next_redo(self) -> "Command":
        last = self._undone[-1][0]
        return last.again(f"やり直し: {last.label}")

    # for the verbs

    def _commit(self, label: str, edits: "Iterable[RowEdit]", place: Place | None = None) -> None:
        """Write edits as one command and announce it; no edits, no command."""
        new = edit_rows.command(label, edits)
        if not new.edits:
            return
        self._commit_as(new, place or place_of(self.index, new))

    def _commit_as(self, new: "Command", spot: Place) -> None:
        change = self._write(new, spot, typed=True)
        self._done.append((new, spot))
        self._undone.clear()
        self._announce(change)

    def _write(self, new: "Command", place: Place, *, undone: bool = False, typed: bool = False) -> Change:
        self.revision = self._save(new, place, typed)
        return self._taken_in(new, place, undone)

    def _save(self, new: "Command", place: Place, typed: bool) -> int:
        """Put a command into the file and return its revision; `typed` tells an edit from a step of the undo stack."""
        made_at = datetime.now().astimezone().isoformat(timespec="seconds")
        return self._apply(new, made_at)

    def _apply(self, new: "Command", made_at: str) -> int:
        return self.repository.apply(new, who=self._who, pc=self._pc, made_at=made_at)

    def _taken_in(self, new: "Command", place: Place, undone: bool = False) -> Change:
        """Let everything read so far follow a command."""
        structure = self._follow_structure(new)
        changed = frozenset(edit.key[0] for edit in new.edits if edit.table == "observation")
        self._note_changed(new.edits)
        touched = self._follow(new.edits, changed, structure)
        return Change(self.revision, touched, structure, False, new.label, place, undone)

    def _follow_structure(self, new: "Command") -> bool:
        """Let the structure follow a command; return whether it is touched."""
        return self.index.apply(new.edits)

    def _follow(self, edits: "tuple[RowEdit, ...]", changed: frozenset[str], structure: bool) -> frozenset[str]:
        every = frozenset(metric.uid for metric in self.index.all(metric_rows.Metric))
        if any(edit.table == "meeting" for edit in edits):
            self._start_afresh()
            return every
        redefined = frozenset(edit.key[0] for edit in edits if edit.table == "metric")
        if redefined:
            self._redefine()
        self._put_figures([edit for edit in edits if edit.table == "observation"])
        periods = [edit.key[1] for edit in edits if edit.table == "observation"]
        touched = self._book.forget(changed, periods) | self._book.affected(redefined)
        self._drop_reports(touched, structure, _of_indicators(edits))
        return every if redefined else touched

    def _note_changed(self, edits: "tuple[RowEdit, ...]") -> None:
        """Count what is edited now among what changed since the meeting before."""
        if self._made_changed is None or self._made_changed[0] is None:
            return
        changed = self._made_changed[0]
        left = [edit for edit in edits if edit.after is not None]  # of what is gone no file tells
        figures = {(edit.key[0], edit.key[1]) for edit in left if edit.table == "observation"}
        changed.figures.update(figures)
        changed.rows.update(self._book.affected({metric for metric, _ in figures}))
        changed.rows.update(edit.key[0] for edit in left if edit.table in ("indicator", "metric"))
        owners = (edit.after or {} for edit in left if edit.table in ("target", "assessment"))
        changed.rows.update(str(row.get("indicator") or "") for row in owners)

    def _put_figures(self, edits: "list[RowEdit]") -> None:
        """Let the figures read so far follow edits."""
        self._put(edits)

    def _put(self, edits: "Iterable[RowEdit]") -> None:
        for edit in edits:
            if edit.after is None:
                self._book.remove(edit.key)
            elif edit.key[0] in self._whole or edit.key[0] in self._partly:
                self._book.put([from_row(metric_rows.Observation, edit.after)])

    def _drop_reports(self, touched: frozenset[str], structure: bool, own: frozenset[str] | None) -> None:
        """Forget what edits may show in; `own` are the indicators whose rows alone they change, None for any row."""
        for node in [node for node in self._items if structure or self._shows(node, touched)]:
            del self._items[node]
        for tab, rows in self._rows.items():
            stale = {uid for uid, row in rows.items() if own is None or uid in own or row.metric in touched}
            self._old_rows.setdefault(tab, {}).update({uid: rows.pop(uid) for uid in stale})

    def _shows(self, node: str, touched: frozenset[str]) -> bool:
        return not touched.isdisjoint(report_item.metrics_of_item(self.scene, node))

    def _announce(self, change: Change) -> None:
        self.changed.emit(change)
        self.saved.emit("元に戻しました" if change.undone else f"{_done_words(change.label)}・Ctrl+Zで戻せます")


def _done_words(label: str) -> str:
    """Return what has been done: a deletion says what went, all else is saved."""
    return f"{label.removesuffix(DELETED)}を削除しました" if label.endswith(DELETED) else "保存しました"


def _of_indicators(edits: "Iterable[RowEdit]") -> frozenset[str] | None:
    """Return whose rows edits change beside figures and metrics, None where they change more of the structure."""
    found: set[str] = set()
    for edit in edits:
        rows = [row for row in (edit.before, edit.after) if row is not None]
        if edit.table == "indicator" and len(rows) == 2 and _stands(rows[0]) == _stands(rows[1]):
            found.add(edit.key[0])
        elif edit.table in _OF_INDICATORS and all(row.get("indicator") for row in rows):
            found.update(str(row["indicator"]) for row in rows)
        elif edit.table not in ("observation", "metric") and (edit.table != "department" or edit.before is not None):
            return None
    return frozenset(found)


def _stands(indicator: "Row") -> "tuple[Cell, ...]":
    """Return where an indicator stands, and of what."""
    return tuple(indicator.get(name) for name in ("node", "position", "metric"))
