"""A program of its own that has a board open: it holds the file's lock, or saves an edit, until it is told to end."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

HOLD = """
import sqlite3, sys
board = sqlite3.connect(sys.argv[1], isolation_level=None)
board.execute("BEGIN EXCLUSIVE")
print("holds", flush=True)
sys.stdin.read()
board.execute("ROLLBACK")
"""
SAVE = """
import sys
from pathlib import Path
from app.domain.edits import change, command
from app.domain.metrics import Observation
from app.storage.database import open_database
from app.storage.repository import Repository
repository = Repository(open_database(Path(sys.argv[1])))
before = repository.read_one(Observation, tuple(sys.argv[2].split("|")))
edit = change(before, Observation(metric=before.metric, period=before.period, value=sys.argv[3]))
repository.apply(command("入力", [edit]), who="佐藤", pc="PC-2", made_at=sys.argv[4])
repository.close()
"""
ROOT = Path(__file__).parents[1]


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Let another program hold the file's lock as at the moment of its commit."""
    line = [sys.executable, "-X", "utf8", "-c", HOLD, str(path)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None and program.stdout.readline() == "holds\n"
        yield
        program.communicate()


def saves(path: Path, key: tuple[str, ...], value: str) -> None:
    """Let another program save a figure that the file holds already, as 佐藤 at 10:31 today."""
    moment = datetime.now().astimezone().replace(hour=10, minute=31).isoformat(timespec="seconds")
    line = [sys.executable, "-X", "utf8", "-c", SAVE, str(path), "|".join(key), value, moment]
    subprocess.run(line, check=True, cwd=ROOT)
