"""python -m benchmarks: how the program compares with the least a program of its kind could cost.

Everything is measured in processes of their own, ours and its peer in turns, and given as medians. `--write` keeps the
result with the machine's description in docs/performance.md. The exit status is 1 where a limit is passed.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from app.cli import council_rows
from app.storage.repository import create_board
from benchmarks.children import ROOT, figures_of, start_of
from benchmarks.grid_board import grid_board
from benchmarks.large_board import large_board
from benchmarks.results import Result, performance_page, printed

Measure = Callable[[Path, int], list[Result]]


def start_and_memory(folder: Path, rounds: int) -> list[Result]:
    """Compare the start on the council board and the memory after it with a bare four-tab Qt window."""
    board = str(folder / "council.ictplan")
    pairs = [
        (start_of(folder, "benchmarks.board_window", "start", board), start_of(folder, "benchmarks.bare_window"))
        for _ in range(rounds + 1)
    ][1:]  # the first pair finds the disk cold
    ours, bare = (median(pair[side].seconds for pair in pairs) for side in (0, 1))
    memory, bare_memory = (median(pair[side].memory for pair in pairs) / 2**20 for side in (0, 1))
    return [
        Result("start to first painted board ÷ bare four-tab window", ours / bare, 2.0, "×", _against(ours, bare)),
        Result(
            "memory after start ÷ bare four-tab window",
            memory / bare_memory,
            2.5,
            "×",
            f"{memory:.0f} MB : {bare_memory:.0f} MB",
        ),
    ]


def council_work(folder: Path, rounds: int) -> list[Result]:
    """Time one edit of the council board, from the typed figure to committed and repainted."""
    figures = _work(folder, folder / "council.ictplan", "dx", "dx-chatbot", "chatbot-all", "2023-03")
    return [_edit_result("one edit, committed and repainted (median)", figures["edit"])]


def export(folder: Path, rounds: int) -> list[Result]:
    """Compare the export of the council board with XlsxWriter writing the same cells."""
    board = str(folder / "council.ictplan")
    figures = figures_of(folder, "benchmarks.export_times", board, str(folder), str(rounds))
    ours, peer = median(figures["ours"]), median(figures["peer"])
    return [Result("export of the council board ÷ XlsxWriter, same cells", ours / peer, 6.0, "×", _against(ours, peer))]


def large(folder: Path, rounds: int) -> list[Result]:
    """Time opening, tabs and edits of a board of 2,000 indicators over 10 years (240,000 monthly values)."""
    path = folder / "large.ictplan"
    create_board(path, large_board(), created_with="benchmarks").close()
    runs = [_work(folder, path, "goal-0", "goal-0", "m0000", "2022-06") for _ in range(3)]
    opened = median(run["open"][0] for run in runs) * 1000
    first, again = (median(max(run[name]) for run in runs) * 1000 for name in ("first_visit", "tab"))
    return [
        Result("large board: open to painted", opened, 500, "ms", "median of 3"),
        Result("large board: first visit of a tab", first, 100, "ms", "the slowest tab, median of 3"),
        Result("large board: change to a visited tab", again, 100, "ms", "the slowest tab, median of 3"),
        _edit_result("large board: one edit (median)", [second for run in runs for second in run["edit"]]),
    ]


def proof(folder: Path, rounds: int) -> list[Result]:
    """Time the 検算 of the council board and of the large one, and the longest step in which a window stands still."""
    path = folder / "large-proof.ictplan"
    create_board(path, large_board(), created_with="benchmarks").close()
    results = []
    for name, board, most, times in (
        ("council board", folder / "council.ictplan", 100, rounds),
        ("large board", path, 2000, 2),
    ):
        found = figures_of(folder, "benchmarks.proof_times", str(board), str(times))
        step = f"longest step {median(found['step']) * 1000:.1f} ms"
        results.append(
            Result(f"{name}: all figures and texts checked", median(found["whole"]) * 1000, most, "ms", step)
        )
    return results


def search(folder: Path, rounds: int) -> list[Result]:
    """Time the search of the large board, key by key, and the longest step of its index."""
    path = folder / "large-search.ictplan"
    create_board(path, large_board(), created_with="benchmarks").close()
    found = figures_of(folder, "benchmarks.find_times", str(path))
    key, step = max(found["key"] + found["early"]) * 1000, max(found["step"]) * 1000
    said = f"{len(found['key'])} keys, median {median(found['key']) * 1000:.1f} ms; index {found['index'][0]:.1f} s"
    return [
        Result("large board: search, the slowest key to the painted results", key, 50, "ms", said),
        Result("large board: the longest step of the search's index", step, 50, "ms", "in idle moments"),
    ]


def grid(folder: Path, rounds: int) -> list[Result]:
    """Time blocks pasted into tables, and the frames in which 2,000 rows are scrolled."""
    path = folder / "grid.ictplan"
    create_board(path, grid_board(), created_with="benchmarks").close()
    found = figures_of(folder, "benchmarks.grid_times", str(path))
    figures, words = (median(found[name]) * 1000 for name in ("figures", "words"))
    frames = sorted(second * 1000 for second in found["frame"])
    slow = frames[int(len(frames) * 0.95)]
    return [
        Result("paste of 1,008 months into a table", figures, 200, "ms", f"median of {len(found['figures'])}"),
        Result("paste of 1,000 targets into a goal", words, 200, "ms", f"median of {len(found['words'])}"),
        Result("scrolling 2,000 rows: one frame (95 %)", slow, 1000 / 60, "ms", f"median {median(frames):.1f} ms"),
    ]


MEASURES: dict[str, Measure] = {
    "start": start_and_memory,
    "edit": council_work,
    "export": export,
    "large": large,
    "proof": proof,
    "grid": grid,
    "search": search,
}


def main(arguments: list[str]) -> int:
    """Measure what is named (everything when nothing is), print the table, and say whether all limits hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"one of {', '.join(MEASURES)}; all when none is named"
    )
    parser.add_argument("--rounds", type=int, default=7, help="how often a pair is measured")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in MEASURES]
    if unknown or (options.write and options.names):
        parser.error(f"unknown: {' '.join(unknown)}" if unknown else "--write keeps a whole run only")
    results = _measured(options.names or list(MEASURES), options.rounds)
    print(printed(results))
    if options.write:
        (ROOT / "docs" / "performance.md").write_text(performance_page(results), encoding="utf-8", newline="\n")
    return 0 if all(result.passed for result in results) else 1


def _measured(names: list[str], rounds: int) -> list[Result]:
    (ROOT / "var").mkdir(exist_ok=True)  # on the disk of the checkout: a temporary folder may lie in memory
    with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="bench-") as name:
        folder = Path(name)
        create_board(folder / "council.ictplan", council_rows(), created_with="benchmarks").close()
        results: list[Result] = []
        for measure in names:
            print(f"measuring {measure} …", file=sys.stderr, flush=True)
            results += MEASURES[measure](folder, rounds)
        return results


def _work(folder: Path, board: Path, *place: str) -> dict[str, list[float]]:
    return figures_of(folder, "benchmarks.board_window", "work", str(board), *place)


def _edit_result(name: str, seconds: list[float]) -> Result:
    ordered = sorted(seconds)
    slow = ordered[int(len(ordered) * 0.95)] * 1000
    return Result(name, median(seconds) * 1000, 16, "ms", f"{len(ordered)} edits, 95 % within {slow:.1f} ms")


def _against(ours: float, peer: float) -> str:
    return f"{ours * 1000:.0f} ms : {peer * 1000:.0f} ms"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
