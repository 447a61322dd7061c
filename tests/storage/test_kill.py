"""A program killed while it writes loses no acknowledged edit and leaves no half of one."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.history import History
from app.domain.metrics import Observation
from tests.storage.boards import make_board, open_board

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from dataclasses import replace
from app.domain.edits import change, command, insertion
from app.domain.metrics import Observation
from app.storage.database import open_database
from app.storage.repository import Repository

repository = Repository(open_database(sys.argv[1]))
pair = [Observation(metric="metric-0", period=period, value="0") for period in ("2040-01", "2040-02")]
repository.apply(command("start", map(insertion, pair)), who=None, pc=None, made_at="2026-04-01T00:00:00+09:00")
number = 0
while True:
    number += 1
    after = [replace(each, value=str(number)) for each in pair]
    edits = [change(old, new) for old, new in zip(pair, after)]
    repository.apply(command("next", edits), who=None, pc=None, made_at="2026-04-01T00:00:00+09:00")
    pair = after
    print(number, flush=True)
"""


@pytest.mark.parametrize("round_", range(4))
def test_no_acknowledged_edit_is_lost(round_: int, tmp_path: Path) -> None:
    path = tmp_path / "board.ictplan"
    repository = make_board(path)
    start = repository.revision
    repository.close()
    line = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(random.Random(round_).randrange(1, 60))]
        writer.kill()
        lines += writer.stdout.readlines()
    acknowledged = [int(line) for line in lines if line.endswith("\n")][-1]
    repository = open_board(path)
    pair = repository.read(Observation, metric="metric-0", period="2040-01")
    pair += repository.read(Observation, metric="metric-0", period="2040-02")
    assert len({each.value for each in pair}) == 1, "half a command"
    assert int(str(pair[0].value)) >= acknowledged
    assert (
        repository.revision
        == start + 1 + int(str(pair[0].value))
        == max(line.sequence for line in repository.read(History))
    )
    assert repository.database.rows("PRAGMA integrity_check") == [("ok",)]
    repository.close()
