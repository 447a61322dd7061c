"""On a failing disk, what was typed is in the file, or waits on this PC and is offered at the next start."""

from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from app.domain.metrics import Observation
from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository
from tests.faults.disk import watched
from tests.faults.failing import FAULTS, Disk, Fault
from tests.faults.proof import Proof, share

MONTHS = ("2023-03", "2023-02", "2023-03")  # the last one is typed over
TYPED = ("1900", "1800", "1901")
KINDS = [(kind, for_ever) for kind in FAULTS for for_ever in (False, True)]


def opened(path: Path) -> Document:
    """Open the file as the window does, with a log of what is typed."""
    document = Document(Repository(open_database(path)), path, who="試験", pc="PC")
    document.keep_inputs_in(path.with_name("recovery"))
    return document


def typed_on(disk: Disk, fault: Fault, path: Path) -> bool:
    """Type figures while a fault is set, and end the program; return whether the fault struck."""
    document = opened(path)
    document.item_report("dx-chatbot")  # a person types where a table is shown
    disk.set(fault)
    for month, value in zip(MONTHS, TYPED, strict=True):
        document.set_figure(("chatbot-all", month, "result", ""), value)
    struck = disk.struck
    document.close()
    disk.set(None)
    return struck


def after_the_next_start(path: Path) -> tuple[int, list[str | None]]:
    """Start again, take what is offered, and return how much that was and what the file has then."""
    document = opened(path)
    offered = document.leftovers()
    document.take_leftovers(offered)
    assert document.pending == () and document.leftovers() == []
    document.close()
    repository = Repository(open_database(path, read_only=True))
    rows = [repository.read_one(Observation, ("chatbot-all", month, "result", "")) for month in MONTHS]
    repository.close()
    return len(offered), [row.value if row else None for row in rows]


@pytest.mark.parametrize(("kind", "for_ever"), KINDS)
def test_what_was_typed_is_saved_or_offered_again(
    kind: str, for_ever: bool, council_file: bytes, qapp: object, proof: Proof, tmp_path: Path
) -> None:
    when = "and all later ones fail" if for_ever else "fails once"
    proof.begin(f"typing while file operation n {when}: {kind}", "all of it saved, or offered at the next start")
    path, disk, found = tmp_path / "board.ictplan", Disk(), Counter[str]()
    with watched(disk.hook):
        for at in count(0, max(1, round(0.5 / share()))):
            for old in tmp_path.rglob("*.*"):
                old.unlink()
            path.write_bytes(council_file)
            if not typed_on(disk, Fault(kind, at, for_ever), path):
                break
            offered, values = after_the_next_start(path)
            proof.count += 1
            found[f"{offered} offered"] += 1
            assert values == ["1901", "1800", "1901"], f"operation {at}"
    proof.note(", ".join(f"{times} × {what}" for what, times in sorted(found.items())))
