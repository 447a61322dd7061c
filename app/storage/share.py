"""A board on a shared folder, followed and published from the copy on this PC.

Nothing here knows the window. Every method may hang for as long as the network does and belongs into one thread. What
the two versions, ours and the shared one, have to do with each other is told by their histories (lineage.py): ours goes
to the shared folder only where it holds everything that lies there, and theirs is followed only where it holds
everything of ours. Otherwise both are kept, and a person chooses.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from app.domain.errors import StorageError
from app.storage import publish as publishing
from app.storage import share_files
from app.storage.database import Before, Database, open_database
from app.storage.lease import Holder, Lease, Times, draft_path, new_token
from app.storage.lineage import Stage, checked, holds, stage_of
from app.storage.publish import Displaced, digest_of
from app.storage.share_files import Mark
from app.storage.working_copy import WorkingCopy

Relation = Literal["same", "ahead", "behind", "apart"]
"""Of our version to the shared one: ahead holds everything that lies there, behind is held by it."""
DAMAGED = ("corrupt", "not_a_database", "truncated")


class Shared(NamedTuple):
    """The version on the shared folder as last read; `file` is a local copy of it, None where it is our own."""

    stage: Stage
    digest: str
    mark: Mark
    file: Path | None


class Damaged(NamedTuple):
    """A shared file that cannot be read as a board, as last looked at."""

    mark: Mark
    digest: str
    error: StorageError


class Offer(NamedTuple):
    """Our version with edits that the shared folder does not have yet, checked, and open to be asked."""

    data: bytes
    stage: Stage
    database: Database


@dataclass(frozen=True, slots=True)
class View:
    """What one step found and did.

    `news` is a newer version to follow, `apart` the shared version where it and ours have parted; both are checked
    files of this PC. `holder` is whoever else edits, `lost_to` the one who took over from us, told once. `late` says
    that our version reached the shared folder after the right to edit had gone. `waiting`: something of ours is not
    there yet. `gone`: the folder answers, and the file is not in it.
    """

    mine: bool = False
    holder: Holder | None = None
    stale: bool = False
    lost_to: Holder | None = None
    late: bool = False
    news: Path | None = None
    apart: Path | None = None
    common: Stage | None = None
    waiting: bool = False
    may_write: bool = True
    gone: bool = False
    error: StorageError | None = None


class SharedBoard:
    """One program's dealings with one shared board; `before_migrating` is called with an older version of it."""

    def __init__(
        self,
        copy: WorkingCopy,
        who: str,
        pc: str,
        times: Times | None = None,
        now: Callable[[], float] = time.monotonic,
        before_migrating: Before | None = None,
    ) -> None:
        self.copy = copy
        self._before_migrating = before_migrating
        self.place = Path(copy.state.place)
        self.times = times or Times()
        self.lease = Lease(self.place, who, pc, self.times, copy.state.token, now)
        self.stage: Stage | None = copy.state.common
        self._now = now
        self._edited_at = now()
        self._shared: Shared | None = None
        self._damaged: Damaged | None = None
        self._gone = False
        self._folder: tuple[int, int] | None = None
        self._offer: Offer | None = None
        self._related: tuple[object, Relation] = (None, "same")
        self._left_over = copy.state.token
        self._allowed: bool | None = None
        self._tried_at = now()

    # the first time

    def fetch(self) -> Path:
        """Copy the board to this PC and return the file to open; StorageError where that cannot be."""
        shared = self._read_shared()
        assert shared.file is not None
        self.followed(shared.file, shared.stage)
        return shared.file

    # again and again

    def step(self, offered: bytes | None = None, *, wish: bool = False) -> View:
        """Look at the shared folder and do what is to be done: beat, follow, publish.

        `offered` is our version where it has edits that were not offered yet; `wish` says that somebody is about to
        edit. A folder that stands in the way is told in the view, and the next step tries again.
        """
        view, self._gone = View(), False
        try:
            if offered is not None:
                self._take_offer(offered)
            self._tidy()
            if wish:
                self._edited_at = self._now()
            view = self._look(view)
            self._read_shared()
            view = self._act(self._told(view), wish)
        except StorageError as error:
            self._gone = error.code == "missing" and share_files.is_gone(self.place, self._folder)
            view = replace(view, error=error, gone=self._gone)
            if error.code in share_files.HELD:
                self._allowed = None
        return replace(
            view,
            mine=bool(self.lease.token),
            common=self.copy.state.common,
            waiting=self._offer is not None,
        )

    def followed(self, file: Path, stage: Stage) -> Path | None:
        """Note that the window works on this shared version now; return where ours is kept if it is no part."""
        ours, kept = self.copy.file, None
        if ours is not None and self._shared is not None and self._relation() in ("ahead", "apart"):
            kept = self.copy.keep(ours.read_bytes(), "入力の控え")
        self._drop_offer()
        self.stage = stage
        self.copy.use(file, stage)
        self.copy.drop_others(*([self._shared.file] if self._shared and self._shared.file else []))
        return kept

    def take_over(self, seen: Holder) -> bool:
        """Take the right to edit from a holder that a person has decided about; False where he moves after all."""
        token = self._note_token()
        if not self.lease.take_over(seen, token):
            self._forget_token()
            return False
        self._edited_at = self._now()
        return True

    def put_back(self, data: bytes) -> bool:
        """Put our version where the shared file is damaged or was deleted, for a person who has decided so.

        A damaged file stays beside it under a name that says so. False where somebody else may edit, or what lies
        there is no longer as it was seen; StorageError where the folder stands in the way.
        """
        damaged, gone = self._damaged, self._gone
        self._take_offer(data)
        offer, seen = self._offer, self.lease.look()
        assert offer is not None
        if not (damaged or gone) or not (self.lease.token or self._seized(seen)):
            return False
        try:
            if gone or damaged is None:
                mark = publishing.put_where_nothing_is(self.place, data, self.lease)
            else:
                mark = self._over(damaged, data)
        except Displaced:
            return False
        self._note_published(offer, mark)
        return True

    def _over(self, damaged: Damaged, data: bytes) -> Mark:
        bytes_there = share_files.read(self.place)
        if digest_of(bytes_there) != damaged.digest:
            raise Displaced
        aside = self.place.with_name(f"{self.place.stem}（壊れたファイル {datetime.now():%Y%m%d-%H%M%S}）.bak")
        share_files.create(aside, bytes_there, draft_path(self.place, self.lease.token))
        return publishing.publish(self.place, data, damaged.digest, self.lease, self.times)

    def _seized(self, holder: Holder | None) -> bool:
        """Get the right to edit where nobody holds it or its holder does not move."""
        if holder is None:
            return self._take()
        return self.lease.stale and self.take_over(holder)

    def give_back(self) -> None:
        """Let others edit."""
        if self.lease.token:
            self.lease.give_back()
        self._forget_token()

    def leave(self) -> None:
        """Let the copy on this PC go, for the end of the program; the lease is given back before, or stays."""
        self._drop_offer()
        self.copy.leave()

    # parts of a step

    def _tidy(self) -> None:
        """Take away what the last program of this copy left half done on the shared folder."""
        if self._left_over:
            share_files.remove(draft_path(self.place, self._left_over))
            self._left_over = ""

    def _take_offer(self, data: bytes) -> None:
        database = checked(data)
        self._drop_offer()
        self._offer = Offer(data, stage_of(database), database)
        self.stage = self._offer.stage
        self._edited_at = self._now()

    def _drop_offer(self) -> None:
        offer, self._offer = self._offer, None
        if offer is not None:
            offer.database.connection.close()

    def _look(self, view: View) -> View:
        had = self.lease.token
        holder = self.lease.look()
        if had and holder is not None and holder.token != had:
            self._forget_token()
            return replace(view, holder=holder, lost_to=holder)
        if holder is not None and holder.token == self.lease.token:
            return view
        return replace(view, holder=holder, stale=self.lease.stale)

    def _read_shared(self) -> Shared:
        """Read the shared file where it has changed since it was last read."""
        mark = share_files.mark_of(self.place)
        if self._shared is not None and self._shared.mark == mark:
            return self._shared
        if self._damaged is not None and self._damaged.mark == mark:
            raise self._damaged.error
        data, self._folder = share_files.read(self.place), share_files.folder_of(self.place)
        digest = digest_of(data)
        if self._shared is not None and self._shared.digest == digest:
            self._shared = self._shared._replace(mark=mark)
        else:
            file = self.copy.take_in(data)
            self._shared = Shared(self._stage_in(file, mark, digest), digest, mark, file)
        self._damaged = None
        return self._shared

    def _stage_in(self, file: Path, mark: Mark, digest: str) -> Stage:
        """Return how far a version has come; one that is damaged is remembered, and its copy goes."""
        try:
            database = open_database(file, before_migrating=self._before_migrating)
        except StorageError as error:
            if error.code in DAMAGED:
                self._damaged = Damaged(mark, digest, error)
                self.copy.drop(file)
            raise
        try:
            return stage_of(database)
        finally:
            database.close()

    def _told(self, view: View) -> View:
        relation, shared = self._relation(), self._shared
        assert shared is not None
        view = replace(view, may_write=self._is_allowed())
        if relation == "same":
            self._drop_offer()
            self.copy.save(common=shared.stage)
        return replace(
            view,
            news=shared.file if relation == "behind" else None,
            apart=shared.file if relation == "apart" else None,
        )

    def _is_allowed(self) -> bool:
        """Say whether the folder takes files from us: tried at the start, and now and then where it refused."""
        again = not self._allowed and self._now() - self._tried_at >= self.times.beat
        if self._allowed is None or again:
            self._allowed, self._tried_at = share_files.may_write(self.place.parent), self._now()
        return self._allowed

    def _relation(self) -> Relation:
        key = (self._shared, self.stage)
        if self._related[0] != key:
            self._related = (key, self._related_anew())
        return self._related[1]

    def _related_anew(self) -> Relation:
        shared = self._shared
        assert shared is not None
        if self.stage is None or self.stage == shared.stage:
            return "same"
        if self._offer is not None and holds(self._offer.database, shared.stage):
            return "ahead"
        return "behind" if shared.file is not None and _file_holds(shared.file, self.stage) else "apart"

    def _act(self, view: View, wish: bool) -> View:
        idle = self._now() - self._edited_at >= self.times.idle
        if self.lease.token and self._offer is None and idle:
            self.give_back()
        free = view.holder is None and view.news is None and view.apart is None
        if free and (self._offer is not None or wish) and not self.lease.token:
            if not self._take():
                return self._look(view)
            self._read_shared()
        if self._offer is not None and self.lease.token and self._relation() == "ahead":
            return self._publish(view, self._offer)
        return view

    def _take(self) -> bool:
        taken = self.lease.take(self._note_token())
        if not taken:
            self._forget_token()
        return taken

    def _publish(self, view: View, offer: Offer) -> View:
        shared = self._shared
        assert shared is not None
        try:
            mark = publishing.publish(self.place, offer.data, shared.digest, self.lease, self.times)
        except Displaced:
            return self._told(self._look_again(view))
        self._note_published(offer, mark)
        view = self._look(view)
        return replace(view, late=view.lost_to is not None)

    def _note_published(self, offer: Offer, mark: Mark) -> None:
        self._shared, self._damaged = Shared(offer.stage, digest_of(offer.data), mark, None), None
        self._drop_offer()
        self.copy.save(common=offer.stage)

    def _look_again(self, view: View) -> View:
        view = self._look(view)
        self._read_shared()
        return view

    def _note_token(self) -> str:
        # Known to the next start before anybody can see it, so that a crash leaves no lease of an unknown owner.
        token = new_token()
        self.copy.save(token=token)
        return token

    def _forget_token(self) -> None:
        self.lease.token = ""
        self.copy.save(token="")


def _file_holds(file: Path, stage: Stage) -> bool:
    database = open_database(file, read_only=True)
    try:
        return holds(database, stage)
    finally:
        database.close()
