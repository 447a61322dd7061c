"""A program killed while it writes loses no acknowledged edit and leaves no half of one."""

import random
import shutil
from pathlib import Path

from app.domain.history import History
from app.domain.metrics import Observation
from tests.faults.killing import killed_while
from tests.faults.proof import Proof
from tests.faults.writers import MONTHS
from tests.storage.boards import make_board, open_board


def check(path: Path, revision: int, acknowledged: int) -> None:
    """Check a board that a killed program leaves; `revision` is the board's before the program began."""
    repository = open_board(path)
    pair = [row for month in MONTHS for row in repository.read(Observation, metric="metric-0", period=month)]
    assert len(pair) == 2 and len({each.value for each in pair}) == 1, "half a command"
    number = int(str(pair[0].value))
    assert number >= acknowledged, "an acknowledged edit is lost"
    assert repository.revision == revision + 1 + number
    assert repository.revision == max(line.sequence for line in repository.read(History))
    assert repository.database.rows("PRAGMA integrity_check") == [("ok",)]
    repository.close()


def test_no_acknowledged_edit_is_lost(proof: Proof, tmp_path: Path) -> None:
    template, path = tmp_path / "template.ictplan", tmp_path / "board.ictplan"
    repository = make_board(template)
    revision = repository.revision
    repository.close()
    hot = 0
    promise = "no acknowledged edit lost, no file damaged, no half of an edit"
    for number in proof.rounds(1000, "killed at a random moment while saving", promise, least=6):
        shutil.copyfile(template, path)
        acknowledged = killed_while("edit", path, random.Random(number), most=12)
        journal = path.with_name(path.name + "-journal")
        hot += journal.exists() and journal.stat().st_size > 0
        check(path, revision, acknowledged)
    proof.note(f"{hot} with a save half written")
