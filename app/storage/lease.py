"""Who may edit a board on a shared folder: one file beside it, made by exclusive creation, renewed while it is held.

No clock is compared with another: a lease is alive where its beat moves while the observer's own monotonic clock runs
on. A lease by itself protects nothing, for a program can hang at any moment; publishing checks.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app.domain.errors import StorageError
from app.storage import share_files

SUFFIX = ".編集中"
LONGEST_NAME = 60
NOT_THERE = ("missing",)


class Holder(NamedTuple):
    """Who edits, as the lease says: display name, PC, since when (ISO, his clock), and the beat's number."""

    who: str
    pc: str
    since: str
    token: str
    beat: int


class Times(NamedTuple):
    """All times of a shared board, in seconds of a monotonic clock."""

    beat: float = 30
    stale: float = 600
    idle: float = 900
    patience: float = 3  # with somebody who holds the file for a moment
    pause: float = 0.1


class Lease:
    """One program's view of a board's lease, and its own part in it.

    Raises StorageError where the folder stands in the way. `token` is ours while we hold it, else ''.
    """

    def __init__(
        self, board: Path, who: str, pc: str, times: Times, token: str = "", now: Callable[[], float] = time.monotonic
    ) -> None:
        self.path = lease_path(board)
        self.token = token
        self._who, self._pc, self._times, self._now = who, pc, times, now
        self._seen: bytes | None = None
        self._seen_at = self._beaten_at = now()

    def look(self) -> Holder | None:
        """Return who holds the lease now, None for nobody; our own is renewed when it is due."""
        raw = self._read()
        if raw is None and self.token:
            return self._make_again()
        if raw != self._seen:
            self._seen, self._seen_at = raw, self._now()
        holder = parse(raw) if raw is not None else None
        if holder is None or holder.token != self.token:
            return holder
        if self._now() - self._beaten_at >= self._times.beat:
            return self._renew(raw or b"", holder)
        return holder

    def is_mine(self) -> bool:
        """Say whether the lease on the shared folder is ours at this moment."""
        raw = self._read() if self.token else None
        return raw is not None and parse(raw).token == self.token

    @property
    def stale(self) -> bool:
        """Return whether the lease last seen has not moved for long enough to be taken over."""
        return self._seen is not None and self._now() - self._seen_at >= self._times.stale

    def take(self, token: str) -> bool:
        """Take a lease that nobody holds, under a token made beforehand; False where somebody has it."""
        mine = self._fresh(token)
        try:
            share_files.create(self.path, to_bytes(mine), draft_path(self.path, token))
        except StorageError as error:
            if error.code != "exists":
                raise
            return False
        self._hold(mine)
        return True

    def take_over(self, seen: Holder, token: str) -> bool:
        """Put our lease in the place of one that a person has seen and decided about; False where it has moved since.

        Where two do so at once, the later one holds it and the other finds out at its next look.
        """
        mine, draft = self._fresh(token), draft_path(self.path, token)
        share_files.write_draft(draft, to_bytes(mine))
        try:
            if not share_files.swap(draft, self.path, lambda: self._is(seen), self._times.patience, self._times.pause):
                return False
        finally:
            share_files.remove(draft)
        self._hold(mine)
        return self.is_mine()

    def give_back(self) -> None:
        """Let the lease go, if it is still ours."""
        if self.is_mine():
            share_files.remove(self.path)
        self.token = ""

    def _is(self, seen: Holder) -> bool:
        raw = self._read()
        return raw is not None and parse(raw) == seen

    def _hold(self, mine: Holder) -> None:
        self.token = mine.token
        self._seen, self._seen_at = to_bytes(mine), self._now()
        self._beaten_at = self._now()

    def _fresh(self, token: str) -> Holder:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        return Holder(self._who, self._pc, since, token, 0)

    def _renew(self, raw: bytes, holder: Holder) -> Holder | None:
        beaten = holder._replace(beat=holder.beat + 1)
        if share_files.rewrite(self.path, raw, to_bytes(beaten)):
            self._hold(beaten)
            return beaten
        again = self._read()
        return parse(again) if again is not None else None

    def _make_again(self) -> Holder | None:
        """Put back a lease that somebody has taken away, as a person tidying the folder may do."""
        raw = self._seen if self.take(self.token) else self._read()
        return parse(raw) if raw is not None else None

    def _read(self) -> bytes | None:
        try:
            return share_files.read(self.path)
        except StorageError as error:
            if error.code not in NOT_THERE:
                raise
        # No lease, or no folder: a folder that is gone must not look as if nobody were editing.
        share_files.mark_of(self.path.parent)
        return None


def lease_path(board: Path) -> Path:
    """Return the place of a board's lease."""
    name = board.name
    if len(name) > LONGEST_NAME:
        name = f"{name[:40]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return board.with_name(f"{name}{SUFFIX}")


def draft_path(board: Path, token: str) -> Path:
    """Return the name under which something waits beside a board for its moment; only the token's owner uses it."""
    return board.with_name(f"~{token}.tmp")


def new_token() -> str:
    """Return a token that nobody else has."""
    return secrets.token_hex(8)


def to_bytes(holder: Holder) -> bytes:
    """Return a lease as it is written."""
    return json.dumps(holder._asdict(), ensure_ascii=False).encode("utf-8")


def parse(raw: bytes) -> Holder:
    """Return who holds a lease; one that cannot be read is held by somebody unknown."""
    try:
        found = json.loads(raw.decode("utf-8"))
        who, pc, since, token = (str(found[name])[:80] for name in ("who", "pc", "since", "token"))
        return Holder(who, pc, since, token, int(found["beat"]))
    except (ValueError, KeyError, TypeError):
        return Holder("", "", "", "?", 0)
