"""What a person typed, kept on this PC until it is surely in the file and in a backup: one line of text an edit.

The log lies in the user's own folder and not beside the file, so that it is there when the file's disk is not. It is
only ever appended to, and every line carries its checksum: a line that a crash cut short is passed over.
"""

import base64
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.domain.edits import Command, LoggedCommand, RowEdit
from app.domain.entity import Cell, Row

EDITS_A_STEP = 200
_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class RecoveryLog:
    """The log of one board file; a folder that refuses to be written costs the log, never the work.

    `origin` is the place of the file: another file that is put there inherits what waits.
    """

    def __init__(self, folder: Path, uuid: str, origin: str = "") -> None:
        self.path = folder / f"{uuid}.log"
        self.origin = origin

    def add(self, command: Command, made_at: str, revision: int) -> bool:
        """Keep a command that is about to be written, on the disk before this returns; False where it could not be."""
        *_, kept = self.adding(command, made_at, revision)
        return kept

    def adding(self, command: Command, made_at: str, revision: int) -> Iterator[bool]:
        """Add a command in steps of few milliseconds; the last one says whether it is kept."""
        texts: list[str] = []
        for start in range(0, len(command.edits), EDITS_A_STEP):
            yield False
            texts += map(_edit_to_json, command.edits[start : start + EDITS_A_STEP])
        head = _LINE.encode({"uid": command.uid, "label": command.label})[:-1]
        rest = _LINE.encode({"made_at": made_at, "revision": revision, "origin": self.origin})[1:]
        yield self._append_line(f'{{"add":{head},"edits":[{",".join(texts)}]}},{rest}')

    def settle(self, uid: str, revision: int) -> bool:
        """Note that the file has a command, and as which revision."""
        # Not forced to the disk: what a lost note leaves behind is found in the file's history.
        return self._append({"settled": uid, "revision": revision}, durable=False)

    def drop(self, uids: Iterable[str]) -> bool:
        """Forget commands that a person has taken back or given up: nothing may bring them back."""
        return self._append({"dropped": list(uids)})

    def entries(self) -> list[LoggedCommand]:
        """Return the commands kept, in the order typed, each once."""
        found: dict[str, LoggedCommand] = {}
        for line in self._lines():
            if line.get("settled") in found:
                uid = line["settled"]
                found[uid] = found[uid]._replace(settled=True, revision=line["revision"])
            for uid in line.get("dropped", ()):
                found.pop(uid, None)
            if "add" in line:
                made = _from_json(line["add"])
                found.setdefault(made.uid, LoggedCommand(made, line["made_at"], line["revision"], False))
        return list(found.values())

    def adopt(self) -> None:
        """Take over what waits for a file that lay at this place before: one that was replaced, or restored here."""
        for path in self.path.parent.glob("*.log"):
            other = RecoveryLog(path.parent, path.stem)
            if path == self.path or not self.origin:
                continue
            here = {line["add"]["uid"] for line in other._lines() if line.get("origin") == self.origin}
            waiting = [one for one in other.entries() if not one.settled and one.command.uid in here]
            for entry in waiting:
                if self.add(*entry[:3]):
                    other.drop([entry.command.uid])

    def forget_settled(self, covered: int) -> None:
        """Take the settled commands out that a backup of a revision holds; what waits stays, and an empty log goes."""
        waiting = [entry for entry in self.entries() if not entry.settled or entry.revision > covered]
        with suppress(OSError):
            if not waiting:
                self.path.unlink(missing_ok=True)
                return
            draft = self.path.with_suffix(".tmp")
            draft.unlink(missing_ok=True)
            fresh = RecoveryLog(self.path.parent, "", self.origin)
            fresh.path = draft
            if all(fresh._take(entry) for entry in waiting):
                os.replace(draft, self.path)

    def _take(self, entry: LoggedCommand) -> bool:
        kept = self.add(*entry[:3])
        return kept and (not entry.settled or self.settle(entry.command.uid, entry.revision))

    def _append(self, content: dict[str, Any], *, durable: bool = True) -> bool:
        return self._append_line(_LINE.encode(content), durable=durable)

    def _append_line(self, line: str, *, durable: bool = True) -> bool:
        text = line.encode("utf-8", "surrogatepass")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                # A line that a crash cut short must not swallow the next one.
                file.write(b"\n%08x " % zlib.crc32(text) + text + b"\n")
                file.flush()
                if durable:
                    os.fsync(file.fileno())
        except OSError:
            return False
        return True

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            raw = self.path.read_bytes()
        except OSError:
            return
        for line in raw.split(b"\n"):
            checksum, _, text = line.partition(b" ")
            if text and checksum == b"%08x" % zlib.crc32(text):
                yield json.loads(text.decode("utf-8", "surrogatepass"))


def _edit_to_json(edit: RowEdit) -> str:
    return _LINE.encode([edit.table, list(edit.key), _plain(edit.before), _plain(edit.after)])


def _from_json(content: dict[str, Any]) -> Command:
    edits = tuple(
        RowEdit(table, tuple(key), _row(before), _row(after)) for table, key, before, after in content["edits"]
    )
    return Command(content["label"], edits, content["uid"])


def _plain(row: Row | None) -> dict[str, Any] | None:
    """Return a row as JSON has it, pictures with their bytes, unlike in the history: the log may hold the only ones."""
    if row is None:
        return None
    return {name: [base64.b64encode(cell).decode()] if isinstance(cell, bytes) else cell for name, cell in row.items()}


def _row(content: dict[str, Any] | None) -> dict[str, Cell] | None:
    if content is None:
        return None
    return {name: base64.b64decode(cell[0]) if isinstance(cell, list) else cell for name, cell in content.items()}
