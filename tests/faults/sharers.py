"""A person at a PC who edits a shared board: python -m tests.faults.sharers PLACE HOME WHO SAVES SEED [WORD …].

Each line says what has become of an edit: `typed`, `published`, `kept` with the command's uid, `lease` for each right
to edit that was got, `late` for a version that came after it had gone. The words make trouble: `before` hangs while a
version is written to the shared folder, `inside` between the last check and the replacement, both for longer than the
others wait; `clock` sets the PC's clock back by decades. Of halted.py, `unchecked` takes the check before the
replacement away, `unrelated` the comparison of the histories.
"""

import random
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from app.storage import lease, publish, share, share_files
from app.storage.lease import Times
from tests.storage.share_desk import Desk

TIMES = Times(beat=0.04, stale=0.2, idle=60, patience=0.3, pause=0.01)
HANG = 0.35
CHANCE = {"before": 0.08, "inside": 0.15}


class OtherClock(datetime):
    """A clock that is decades off."""

    @classmethod
    def now(cls, tz: Any = None) -> "OtherClock":
        """Return a moment long gone."""
        return cls(1999, 12, 31, 23, 59, tzinfo=tz)


def say(word: str, uid: str = "") -> None:
    """Tell the parent."""
    print(word, uid, flush=True)


def unsettle(words: Sequence[str]) -> None:
    """Take guards away and let clocks go wrong, as the words say."""
    if "clock" in words:
        lease.datetime = OtherClock  # type: ignore[attr-defined]
    if "unchecked" in words:
        publish._unmoved = lambda board, base, held: True
    if "unrelated" in words:
        share.holds = lambda database, stage: True


def make_trouble(words: Sequence[str], chance: random.Random) -> None:
    """Let calls hang, as the words say."""
    unsettle(words)
    for word, name in (("before", "write_draft"), ("inside", "put_in_place")):
        if word in words:
            setattr(share_files, name, hanging(getattr(share_files, name), chance, CHANCE[word]))


def hanging(call: Any, chance: random.Random, how_often: float) -> Any:
    """Return a call that hangs now and then before it is made."""

    def hang_and_call(draft: Path, other: Any) -> None:
        board = not isinstance(other, Path) or other.suffix == ".ictplan"
        if board and chance.random() < how_often:
            time.sleep(HANG)
        call(draft, other)

    return hang_and_call


class Person:
    """Types figures that nobody else types, and decides as a person would: theirs stays, his own is kept."""

    def __init__(self, desk: Desk, number: int, chance: random.Random) -> None:
        self.desk, self.number, self.chance = desk, number, chance
        self.count = 0
        self.held = False

    def save(self) -> None:
        """Type a figure and see it published or kept."""
        self.look()
        self.count += 1
        uid = self.desk.type(f"2041-{self.chance.randrange(1, 13):02}", str(self.number * 1_000_000 + self.count))
        say("typed", uid)
        offer = True
        while not self.done(uid, self.look(offer=offer)):
            offer = False
            time.sleep(0.005)
        if self.chance.random() < 0.8:
            self.desk.board.give_back()
            self.held = False
            time.sleep(self.chance.uniform(0, 0.01))

    def done(self, uid: str, view: share.View) -> bool:
        """Say whether an edit has met its fate."""
        if view.late:
            say("late", uid)
        if view.apart is not None:
            self.give_way(view.apart)
            say("kept", uid)
            return True
        if not view.waiting and view.error is None:
            say("published", uid)
            return True
        return False

    def look(self, *, offer: bool = False) -> share.View:
        """Take a step, and the right to edit from whoever does not move."""
        view = self.desk.step(offer=offer)
        if view.stale and view.holder is not None:
            self.desk.board.take_over(view.holder)
            view = self.desk.step()
        if self.desk.board.lease.token and not self.held:
            say("lease")
        self.held = bool(self.desk.board.lease.token)
        if view.apart is not None and not offer and not view.waiting:
            self.give_way(view.apart)
        return view

    def give_way(self, file: Path) -> None:
        """Go on with theirs; ours is put aside."""
        self.desk.follow(file)


def main(place: str, home: str, who: str, saves: str, seed: str, *words: str) -> None:
    """Save so many times."""
    chance = random.Random(seed)
    make_trouble(list(words), chance)
    desk = Desk(Path(place), Path(home), who, TIMES)
    person = Person(desk, int(seed), chance)
    say("ready")
    sys.stdin.readline()
    for _ in range(int(saves)):
        person.save()
    desk.leave()
    say("end")


if __name__ == "__main__":
    main(*sys.argv[1:])
