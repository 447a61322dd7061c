"""What a session did to the disk, written down, and what a power cut at any of its moments may leave of it.

The disk is modelled as Windows' is: what was written since the last flush of a file may have arrived or not, in any
order, and the last of it torn between sectors; lengths likewise; and there is no flush of a folder, so a name that was
made or deleted is only certain after the next flush of any file.
"""

import hashlib
import os
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.disk import Call, watched

SECTOR = 512  # bytes that a disk writes whole or not at all
RECORDED = frozenset({"write", "truncate", "sync", "delete"})


class Event(NamedTuple):
    """One thing that happened: "write", "truncate" (to `offset`), "sync", "delete" or "ack", an edit acknowledged."""

    what: str
    name: str = ""
    offset: int = 0
    data: bytes = b""


class Tape:
    """The events of a session in their order, as the hook hears them; `ack` is for who runs the session.

    With `failing`, the flush of that number (from 0) is refused once and makes nothing certain.
    """

    def __init__(self, failing: int | None = None) -> None:
        self.events: list[Event] = []
        self.syncs = 0
        self.failing = failing

    def hook(self, call: Call) -> int:
        """Write an operation down and let it happen."""
        name, first = call.path.name, (*call.arguments, 0)[0]
        if call.operation == "write":
            self.events.append(Event("write", name, call.arguments[2], call.data()))
        elif call.operation == "truncate":
            self.events.append(Event("truncate", name, first))
        elif call.operation == "sync":
            return self._sync(name)
        elif call.operation == "delete":
            self.events.append(Event("delete", name))
        return call.go()

    def _sync(self, name: str) -> int:
        """Flush a file, or fail to; the real disk need not be waited for."""
        self.syncs += 1
        if self.syncs - 1 == self.failing:
            return sqlite3.SQLITE_IOERR_FSYNC
        self.events.append(Event("sync", name))
        return 0

    def ack(self) -> None:
        """Write down that the program said of an edit that it is saved."""
        self.events.append(Event("ack"))


@contextmanager
def recorded(path: Path, failing: int | None = None) -> Iterator[Tape]:
    """Write down what happens to a board and its journal inside the block, where it must be opened and closed."""
    tape = Tape(failing)
    journal = path.with_name(path.name + "-journal")

    def fsync(handle: int) -> None:
        assert os.path.samestat(os.fstat(handle), journal.stat()), "only the journal is flushed past SQLite"
        tape.events.append(Event("sync", journal.name))

    with watched(tape.hook, RECORDED), pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield tape


class Stored:
    """One file: what the disk certainly has of it (None: no such name), and what it may have of what came later."""

    def __init__(self, content: bytes | None = None) -> None:
        self.certain = content
        self.pending: list[Event] = []

    def flush(self) -> None:
        """Let everything arrive."""
        self.certain, self.pending = _after(self.certain, self.pending), []

    def flush_names(self) -> None:
        """Let a deletion arrive, with what came before it."""
        ends = [place for place, event in enumerate(self.pending, 1) if event.what == "delete"]
        if ends:
            self.certain, self.pending = None, self.pending[ends[-1] :]

    def survivor(self, chance: random.Random) -> bytes | None:
        """Return what may be found after a power cut; None: no such name."""
        likely = chance.choice((0.0, 0.5, 0.9, 1.0))
        arrived: list[Event] = []
        for event in self.pending:
            if chance.random() < likely:
                arrived.append(event)
            elif event.what == "delete":
                break  # the old name is back, and nothing of a new file under it has been heard of
            elif event.what == "write" and chance.random() < 0.5:
                arrived += _torn(event, chance)
        return _after(self.certain, arrived)


def _torn(event: Event, chance: random.Random) -> list[Event]:
    """Return the sectors of a write that arrived."""
    starts = range(event.offset - event.offset % SECTOR, event.offset + len(event.data), SECTOR)
    ends = [(max(start, event.offset), start + SECTOR - event.offset) for start in starts if chance.random() < 0.5]
    return [Event("write", event.name, begin, event.data[begin - event.offset : end]) for begin, end in ends]


def _after(content: bytes | None, events: Sequence[Event]) -> bytes | None:
    if not events:
        return content
    data: bytearray | None = None if content is None else bytearray(content)
    for event in events:
        if event.what == "delete":
            data = None
            continue
        data = bytearray() if data is None else data
        end = event.offset + len(event.data)
        if event.what == "truncate":
            del data[event.offset :]
        data.extend(bytes(max(0, end - len(data))))
        if event.what == "write":
            data[event.offset : end] = event.data
    return None if data is None else bytes(data)


class Image(NamedTuple):
    """What a power cut left: the files by name, and how many edits had been acknowledged."""

    files: dict[str, bytes]
    acknowledged: int

    @property
    def half_written(self) -> bool:
        """Whether a journal tells of a transaction that did not end."""
        return any(content for name, content in self.files.items() if name.endswith("-journal"))

    def digest(self) -> bytes:
        """Return what tells an image from others."""
        made = hashlib.sha256(bytes([self.acknowledged]))
        for name, content in sorted(self.files.items()):
            made.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
        return made.digest()


def images(start: dict[str, bytes], events: Sequence[Event], number: int, chance: random.Random) -> Iterator[Image]:
    """Yield images for power cuts at about `number` moments of a session, at all of them where it has fewer."""
    disk = {name: Stored(content) for name, content in start.items()}
    acknowledged = 0
    for event in events:
        if event.what == "ack":
            acknowledged += 1
        elif event.what == "sync":
            disk[event.name].flush()
            for each in disk.values():
                each.flush_names()
        else:
            disk.setdefault(event.name, Stored()).pending.append(event)
        if chance.random() < number / len(events):
            found = {name: stored.survivor(chance) for name, stored in disk.items()}
            yield Image({name: content for name, content in found.items() if content is not None}, acknowledged)
