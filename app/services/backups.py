"""The open file's backups: when they are made, and restoring one.

When. The content of the moment is secured before the first write of a day: when the file has been opened, at midnight
while it stays open, and, where an edit is quicker than both, in the instant before it is written (the copy in memory
takes milliseconds; a thread then puts it on the disk while the person goes on). Every 30 minutes when something has
changed. Before an edit of many rows and whenever a caller says so (`back_up`, before an import). When the file is
closed. The storage makes one by itself before a file is migrated. What has not changed since the newest backup is not
backed up again. A backup that fails says so in the status bar and never stands in the way.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from app.domain.errors import BoardError, StorageError
from app.lazy import LazyModule
from app.services.places import Place
from app.services.session import Session

if TYPE_CHECKING:
    from app.domain.backup import Backup
    from app.domain.edits import Command
    from app.services import jobs
    from app.services.comparing import Side
    from app.services.jobs import Job
    from app.storage import backup as stored
else:
    stored = LazyModule("app.storage.backup")
    jobs = LazyModule("app.services.jobs")

OPENED, DAILY, HALF_HOURLY, BULK, CLOSED = ("開いたとき", "その日の初め", "30分ごと", "まとめて直す前", "閉じたとき")
FIRST_AFTER_MS = 1500
TICK_MS = 60_000
EVERY_SECONDS = 30 * 60
MANY_ROWS = 200
log = logging.getLogger("app.backups")


class BackingUp(Session):
    """The open file with its backups. Signals: `backed_up(Backup)`, `backup_failed(str)` with words for a person."""

    _backup_root: Path | None = None
    _secured_on: date | None = None
    _secured_revision: int | None = None
    _secured_at = 0.0
    _clock: QTimer | None = None
    _waiting: "list[Job] | None" = None

    def keep_backups_in(self, root: Path) -> None:
        """Make backups in a folder of the user's own from now on."""
        self._backup_root = root
        if not self.repository.database.writable:  # while others edit a shared board, its versions are worth keeping
            return
        self._clock = QTimer(self)
        # Never a bound method: it would become a slot of the document, in front of signals that are still to come.
        self._clock.timeout.connect(lambda: self._on_tick())
        self._clock.start(TICK_MS)
        QTimer.singleShot(FIRST_AFTER_MS, self, lambda: self._on_opened())

    @property
    def backup_root(self) -> Path | None:
        """Return the folder of all backups, None where none are made."""
        return self._backup_root

    @property
    def backs_up(self) -> bool:
        """Return whether backups of this file are made."""
        return self._clock is not None

    def back_up(self, reason: str) -> None:
        """Secure the file as it is now and put it on the disk in a thread; before imports and the like."""
        if self._backup_root is None or not self.repository.database.writable:
            return
        try:
            data = self.repository.serialize()
        except StorageError as error:
            if error.code != "busy":  # another program is writing: the next edit or minute tries again
                self._secured_on, self._secured_at = _today(), time.monotonic()
                self._tell_failure(error)
            return
        self._secured_on, self._secured_at = _today(), time.monotonic()
        self._secured_revision = self.revision
        self._start(_making(self._backup_root, data, str(self.path), reason))

    def backups(self) -> "list[Backup]":
        """Return the backups of this file, the newest first; read from the disk, so ask in a job where many are."""
        return stored.backups_of(self._backup_root, self.repository.uuid) if self._backup_root else []

    def present_side(self) -> "Side":
        """Return the open file as one side of a comparison, as it is when a job reads it, with what waits by now."""
        from app.services.comparing import Side

        return Side("今の計画", self.snapshot_task())

    def restore(self, backup: "Backup", out: Path) -> None:
        """Make a new file of a backup; StorageError "exists" where the name is taken, "backup_damaged"."""
        stored.restore(self._backup_root or backup.path.parent.parent, backup, out)

    def close(self) -> None:
        """Close the file; what changed since the newest backup is backed up behind the closed window."""
        clock, self._clock = self._clock, None
        if clock is not None:
            clock.stop()
            if self._secured_on is not None and self.revision != self._secured_revision:
                self.back_up(CLOSED)
        super().close()

    # when

    def _save(self, new: "Command", place: Place, typed: bool) -> int:
        self._secure_before(len(new.edits))
        return super()._save(new, place, typed)

    def _secure_before(self, rows: int) -> None:
        if self._clock is None:
            return
        if self._secured_on != _today():
            self.back_up(DAILY)
        elif rows >= MANY_ROWS and self.revision != self._secured_revision:
            self.back_up(BULK)

    def _on_opened(self) -> None:
        if self._secured_on is None and self._clock is not None:
            self.back_up(OPENED)

    def _on_tick(self) -> None:
        if self._secured_on != _today():
            self.back_up(DAILY)
        elif self.revision != self._secured_revision and time.monotonic() - self._secured_at >= EVERY_SECONDS:
            self.back_up(HALF_HOURLY)

    # how

    def _start(self, work: "Callable[[], Iterator[Any]]") -> None:
        """Run jobs one after the other: the second must see what the first has made."""
        job = jobs.Job(work)
        waiting = self._waiting = [] if self._waiting is None else self._waiting
        job.finished.connect(lambda made: self._on_made(made))
        job.failed.connect(lambda error: self._on_failed(error))
        waiting.append(job)
        if len(waiting) == 1:
            job.start()

    def _next(self) -> None:
        assert self._waiting is not None
        self._waiting.pop(0)
        if self._waiting:
            self._waiting[0].start()

    def _on_made(self, backup: "Backup") -> None:
        self._next()
        self.backed_up.emit(backup)

    def _on_failed(self, error: Exception) -> None:
        self._next()
        if not isinstance(error, BoardError):
            raise error
        self._tell_failure(error)

    def _tell_failure(self, error: BoardError) -> None:
        self._secured_revision = None  # so that the next occasion tries again
        log.info("backup failed: %s", getattr(error, "code", ""))
        self.backup_failed.emit("控えを作れませんでした（データ本体は無事）。")


def _today() -> date:
    return datetime.now().astimezone().date()


def _making(root: Path, data: bytes, origin: str, reason: str) -> "Callable[[], Iterator[Backup]]":
    def work() -> "Iterator[Backup]":
        moment = datetime.now().astimezone()
        yield stored.make_unless_known(root, data, origin=origin, reason=reason, moment=moment)

    return work
