"""Times the export of a board against XlsxWriter writing the same cells, in turns; prints one JSON object of seconds.

Run as a process of its own: `python -m benchmarks.export_times BOARD FOLDER ROUNDS`.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.layout.deck import build_deck
from app.services.tasks import export_task, scene_of
from app.storage.database import open_database
from app.storage.repository import Repository
from benchmarks.xlsxwriter_peer import write_peer


def main(board: Path, folder: Path, rounds: int) -> int:
    """Write the workbook both ways, `rounds` times after one that is not counted."""
    repository = Repository(open_database(board, read_only=True))
    data, deck = repository.serialize(), build_deck(scene_of(repository))
    repository.close()
    ours: list[float] = []
    peer: list[float] = []
    for _ in range(rounds + 1):
        ours.append(_seconds(lambda: list(export_task(data, None, folder / "ours.xlsx")())))
        peer.append(_seconds(lambda: write_peer(deck, folder / "peer.xlsx")))
    print(json.dumps({"ours": ours[1:], "peer": peer[1:]}))
    return 0


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
