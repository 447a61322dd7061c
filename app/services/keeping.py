"""What was typed is never lost when the file cannot be written: it is kept, shown, tried again, and offered later."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer

from app.domain.board import BoardIndex
from app.domain.entity import E, Key, Row, from_row, key_of
from app.domain.errors import ConflictError, StorageError
from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session
from app.services.views import Change

if TYPE_CHECKING:
    from app.domain import metrics as metric_rows
    from app.domain import rebasing
    from app.domain.edits import Command, RowEdit
    from app.domain.metrics import Observation
    from app.storage import failures, recovery_log
    from app.storage.recovery_log import RecoveryLog
else:
    metric_rows = LazyModule("app.domain.metrics")
    rebasing = LazyModule("app.domain.rebasing")
    failures = LazyModule("app.storage.failures")
    recovery_log = LazyModule("app.storage.recovery_log")

RETRY_MS = {"busy": 250, "io": 3000, "missing": 3000, "unknown_outcome": 3000, "full": 5000, "moved": 10_000}
"""After how long an error that may pass by itself is tried again; the others wait for a person."""
RECONNECT = ("io", "unknown_outcome", "corrupt", "missing", "moved")
NEVER_SAVED = ("value", "too_big")  # no disk will ever take it, so it stays with the person who typed it
NOT_HELD: "Row | None" = {"": None}  # stands for 'nothing of this row is waiting'


class Pending(NamedTuple):
    """An edit that the file does not have yet, and why."""

    command: "Command"
    place: Place
    made_at: str
    error: StorageError


class Keeping(Session):
    """The open file with the edits that could not be saved: `pending`, in the order typed.

    Everything shows them as if they were saved, and later edits wait behind them. They are tried again by a timer where
    the trouble may pass by itself, and kept in the recovery log of this PC meanwhile. Signals: `pending_changed()`.
    """

    pending: tuple[Pending, ...] = ()
    _rows_held: "Mapping[tuple[str, Key], Row | None]" = MappingProxyType({})
    _log: "RecoveryLog | None" = None
    _unkept: frozenset[str] = frozenset()  # the uids of commands that the log could not take
    _retry: QTimer | None = None

    def keep_inputs_in(self, folder: Path) -> None:
        """Keep what is typed in a folder of the user's own too, until the file and a backup have it."""
        self._log = recovery_log.RecoveryLog(folder, self.repository.uuid, str(self.path.absolute()))

    @property
    def kept_on_this_pc(self) -> bool:
        """Return whether what could not be saved would survive the end of the program, all of it."""
        return self._log is not None and all(one.command.uid not in self._unkept for one in self.pending)

    @property
    def write_protected(self) -> bool:
        """Return whether the file or its folder forbade edits when it was opened; a copy can be edited."""
        return self.read_only and self.notice == failures.storage_error("readonly").message

    # trying again

    def try_again(self) -> bool:
        """Save what waits, in the order typed, as far as it goes; return whether nothing waits any more."""
        before, others_wrote = len(self.pending), False
        while self.pending:
            first = self.pending[0]
            try:
                revision = self._written_out(first)
            except StorageError as error:
                self._set_pending((first._replace(error=error), *self.pending[1:]))
                break
            self._settle(first.command.uid, revision)
            others_wrote |= revision != self.revision - len(self.pending) + 1
            self._set_pending(self.pending[1:])
        self._keep_again()
        if others_wrote:
            self.reload()
        if before and not self.pending:
            self.saved.emit("保存しました・Ctrl+Zで戻せます")
        return not self.pending

    def _written_out(self, waiting: Pending) -> int:
        if waiting.error.code in RECONNECT:
            self.repository.database.reconnect()
        there = self.repository.confirmed(waiting.command.uid)
        if there is not None:
            return there
        return self.repository.apply(waiting.command, who=self._who, pc=self._pc, made_at=waiting.made_at)

    def stop_trying(self) -> None:
        """Try no more by itself; what waits stays."""
        if self._retry is not None:
            self._retry.stop()

    def decide(self, mine: bool) -> None:
        """Settle the conflict that the first waiting edit has: `mine` writes it over the other's, else that one stays.

        What of the edit does not clash is saved either way.
        """
        first = self.pending[0]
        present = {(edit.table, edit.key): self._in_file(edit.table, edit.key) for edit in first.command.edits}
        # Where what the edit belongs to is gone, there is no other value to choose: the edit falls away whole.
        beyond = not isinstance(first.error, ConflictError)
        edits = () if beyond else rebasing.rebased(first.command.edits, present, mine)
        self._drop([first.command.uid])
        kept = rebasing.renewed(first.command, edits)
        self._done = [(kept if step is first.command else step, place) for step, place in self._done]
        if edits:
            self._note(kept, first.made_at)
            again = first._replace(command=kept)
            self._set_pending((again, *self.pending[1:]))
        else:
            self._done = [(step, place) for step, place in self._done if step is not kept]
            self._set_pending(self.pending[1:])
        self.try_again()
        self.reload()

    def reload(self) -> None:
        """Read the file anew, as others have left it, with what waits over it."""
        self.revision = self.repository.revision + len(self.pending)
        self.index = BoardIndex(self.repository.read_structure())
        for waiting in self.pending:
            self.index.apply(waiting.command.edits)
        self._start_afresh()
        self.changed.emit(Change(self.revision, frozenset(), True, True, "読み直し"))

    def close(self) -> None:
        """Close the file; what could not be saved stays in the recovery log."""
        if self._retry is not None:
            self._retry.stop()
        super().close()

    # the way of an edit

    def _save(self, new: "Command", place: Place, typed: bool) -> int:
        made_at = datetime.now().astimezone().isoformat(timespec="seconds")
        if self.pending:
            self._enqueue(Pending(new, place, made_at, self.pending[-1].error))
            return self.revision + 1
        if self.read_only:
            return super()._save(new, place, typed)
        self._note(new, made_at)
        try:
            revision = self._apply(new, made_at)
        except StorageError as error:
            if not typed or error.code in NEVER_SAVED:
                self._drop([new.uid])
                raise
            self._set_pending((Pending(new, place, made_at, error),))
            return self.revision + 1
        except BaseException:
            self._drop([new.uid])
            raise
        self._settle(new.uid, revision)
        return revision

    def _enqueue(self, waiting: Pending) -> None:
        """Put an edit behind those that wait; one that only takes the last of them back takes it away instead."""
        last = self.pending[-1]
        taken_back = tuple(edit.reversed() for edit in reversed(last.command.edits))
        if waiting.command.edits == taken_back and last.error.code != "unknown_outcome":
            self._drop([last.command.uid])
            self._set_pending(self.pending[:-1])
            return
        self._note(waiting.command, waiting.made_at)
        self._set_pending((*self.pending, waiting))

    def _announce(self, change: Change) -> None:
        if self.pending:
            self.changed.emit(change)
        else:
            super()._announce(change)

    def _set_pending(self, pending: tuple[Pending, ...]) -> None:
        self.pending = pending
        self._rows_held = {(edit.table, edit.key): edit.after for one in pending for edit in one.command.edits}
        self._plan_retry()
        self.pending_changed.emit()

    def _plan_retry(self) -> None:
        pause = RETRY_MS.get(self.pending[0].error.code) if self.pending else None
        if pause is None:
            if self._retry is not None:
                self._retry.stop()
            return
        if self._retry is None:
            self._retry = QTimer(self)
            self._retry.setSingleShot(True)
            self._retry.timeout.connect(self.try_again)
        self._retry.start(pause)

    def _note(self, command: "Command", made_at: str) -> None:
        if self._log is not None:
            self._noted(command.uid, self._log.add(command, made_at, self.revision))

    def _noted(self, uid: str, kept: bool) -> None:
        """Remember whether the log has a command: its own disk may be full as well."""
        self._unkept = self._unkept - {uid} if kept else self._unkept | {uid}

    def _keep_again(self) -> None:
        for waiting in self.pending if self._unkept else ():
            if waiting.command.uid in self._unkept:
                self._note(waiting.command, waiting.made_at)

    def _settle(self, uid: str, revision: int) -> None:
        self._unkept -= {uid}
        if self._log is not None:
            self._log.settle(uid, revision)

    def _drop(self, uids: Iterable[str]) -> None:
        if self._log is not None:
            self._log.drop(uids)

    # reading with what waits over the file

    def is_waiting(self, table: str, key: Key) -> bool:
        """Say whether what a row shows is not saved yet; a look-up, as every painted cell asks."""
        return (table, key) in self._rows_held

    def _held(self, table: str, key: Key) -> Row | None:
        """Return the row that waits to be saved (None: a deletion), NOT_HELD where the file's own stands."""
        return self._rows_held.get((table, key), NOT_HELD)

    def _in_file(self, table: str, key: Key) -> Row | None:
        from app.domain import tables
        from app.domain.entity import to_row

        row = self.repository.read_one(tables.BY_TABLE[table], key)
        return None if row is None else to_row(row)

    def _row(self, entity: type[E], key: Key) -> E | None:
        held = self._held(entity.TABLE, key) if self.pending else NOT_HELD
        if held is not NOT_HELD:
            return None if held is None else from_row(entity, held)
        if entity.TABLE == "observation" and (key[0] in self._whole or key[0] in self._partly):
            # What the person saw when typing: where the file has another figure by now, that is a conflict to be told.
            seen = self._book.stored(key)
            if seen is not None or key[0] in self._whole:
                return seen  # type: ignore[return-value]
        return super()._row(entity, key)

    def _observations_of(self, metric: str) -> "list[Observation]":
        rows: dict[Key, Observation] = {key_of(one): one for one in super()._observations_of(metric)}
        for edit in self._waiting_figures():
            if edit.key[0] == metric:
                rows.pop(edit.key, None)
                if edit.after is not None:
                    rows[edit.key] = from_row(metric_rows.Observation, edit.after)
        return list(rows.values())

    def _waiting_figures(self) -> "list[RowEdit]":
        return [edit for one in self.pending for edit in one.command.edits if edit.table == "observation"]

    def _ensure(self, metrics: Iterable[str], *, whole: bool) -> None:
        super()._ensure(metrics, whole=whole)
        if self.pending:
            self._put(self._waiting_figures())
