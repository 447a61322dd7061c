"""Times the 検算 of a whole board, figures read but nothing computed yet; prints one JSON object of seconds.

`whole` is each run, `step` the longest stretch of a run without coming back to the caller, in which a window stands
still. Run as a process of its own: `python -m benchmarks.proof_times BOARD ROUNDS`.
"""

import json
import sys
import time
from pathlib import Path

from app.domain.proof.run import run_proof
from app.services.tasks import scene_of
from app.storage.database import open_database
from app.storage.repository import Repository


def main(board: Path, rounds: int) -> int:
    """Prove the board `rounds` times after one that is not counted."""
    runs = [_run(board) for _ in range(rounds + 1)][1:]
    print(json.dumps({"whole": [whole for whole, _ in runs], "step": [step for _, step in runs]}))
    return 0


def _run(board: Path) -> tuple[float, float]:
    repository = Repository(open_database(board, read_only=True))
    scene = scene_of(repository)
    repository.close()
    begun = last = time.perf_counter()
    longest = 0.0
    for _ in run_proof(scene):
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return last - begun, longest


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2])))
