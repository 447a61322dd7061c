"""A program at a shared board that does as it is told: python -m tests.faults.halted PLACE HOME WHO [WORD …].

A line to its input is a command, a line of its output what has come of it. `save` types a figure and publishes it,
`seize` takes the right to edit from whoever has it before, `look` takes a step, `rest` gives the right back. The words
of sharers.py take guards away; with `before` it says `halted` while its version is on its way to the shared folder,
with `inside` between the last check and the replacement, and goes on at the next line. So the turns of two programs
come in the order that hurts, each time, without waiting for luck.
"""

import sys
from pathlib import Path
from typing import Any

from app.storage import share, share_files
from app.storage.lease import Times
from tests.faults.sharers import say, unsettle
from tests.storage.share_desk import Desk

TIMES = Times(beat=600, stale=0, idle=600, patience=1, pause=0.01)  # whoever has the right may be overtaken at once
POINTS = {"before": "write_draft", "inside": "put_in_place"}


def is_board(other: Path | bytes) -> bool:
    """Say whether what is written or replaced is a board, and not somebody's right to edit."""
    return other.suffix == ".ictplan" if isinstance(other, Path) else other.startswith(b"SQLite format 3")


def halting(call: Any) -> Any:
    """Return a call that waits for a line of the input before a board is written or moved."""

    def wait_and_call(draft: Path, other: Any) -> None:
        if is_board(other):
            say("halted")
            sys.stdin.readline()
        call(draft, other)

    return wait_and_call


class Obedient:
    """Follows commands; every figure is one that nobody else types."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.count = 0

    def save(self) -> None:
        """Type a figure and tell its fate: published, late, or kept on this PC."""
        self.desk.step()
        self.count += 1
        uid = self.desk.type(f"20{self.count % 60 + 30}-05", str(self.count))
        view = self.desk.step(offer=True)
        say("late" if view.late else "kept" if view.waiting else "published", uid)
        self.give_way(view)

    def seize(self) -> None:
        """Take the right to edit from its holder, as a person does who was told that he does not move, and save."""
        holder = self.desk.step().holder
        assert holder is not None and self.desk.board.take_over(holder)
        self.save()

    def look(self) -> None:
        """Take a step."""
        self.give_way(self.desk.step())
        say("looked")

    def rest(self) -> None:
        """Let others edit."""
        self.desk.board.give_back()
        say("rested")

    def give_way(self, view: share.View) -> None:
        """Go on with theirs where both have something; ours is put aside."""
        if view.apart is not None:
            self.desk.follow(view.apart)


def main(place: str, home: str, who: str, *words: str) -> None:
    """Follow commands until there are no more."""
    unsettle(words)
    person = Obedient(Desk(Path(place), Path(home), who, TIMES))
    for word in POINTS.keys() & words:
        setattr(share_files, POINTS[word], halting(getattr(share_files, POINTS[word])))
    say("ready")
    for line in iter(sys.stdin.readline, ""):
        getattr(person, line.strip())()
    person.desk.leave()
    say("end")


if __name__ == "__main__":
    main(*sys.argv[1:])
