"""Times pasting and scrolling in the program's own window; prints one JSON object of seconds.

`figures` is a paste of 1,008 months into a table, `words` one of 1,000 targets into a goal, each from the key to
committed and repainted; `frame` each frame while a goal of 2,000 rows is scrolled by three rows a frame.
Run as a process of its own: `python -m benchmarks.grid_times BOARD`.
"""

import gc
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.grid import Grid
    from app.ui.main_window import MainWindow
    from benchmarks.probe import PaintWatcher

FRAMES = 240
STEP = 90  # px: what one notch of a wheel scrolls
TIMES = 5


def main(board: Path) -> int:
    """Open the board in a window and measure."""
    from app.main import make_application, open_document
    from app.paths import Preferences
    from app.ui.main_window import MainWindow
    from benchmarks.probe import PaintWatcher

    watcher = PaintWatcher(make_application())
    window = MainWindow(open_document(board), Preferences())
    window.show()
    _idle(1.0)
    found = {"figures": _figures(window, watcher), "words": _words(window, watcher), "frame": _frames(window, watcher)}
    print(json.dumps(found))
    window.close()
    return 0


def _figures(window: "MainWindow", watcher: "PaintWatcher") -> list[float]:
    from app.services.document import Place
    from app.ui.grid import Grid
    from benchmarks.grid_board import GROUP, ITEM, ROWS

    window.lead_to(Place(GROUP, ITEM, "observation", ("tm000", "2022-04", "result", "")))
    page = window.page()
    assert page is not None
    grid = next(grid for grid in page.findChildren(Grid) if grid.grid_model.rowCount() == ROWS)
    blocks = [[_line(time + row) for row in range(ROWS)] for time in range(TIMES)]
    return [_pasted(watcher, grid, 1, block) for block in blocks]


def _line(number: int) -> str:
    return "\t".join(f"{number + 100 * month:,}" for month in range(12))


def _words(window: "MainWindow", watcher: "PaintWatcher") -> list[float]:
    grid = _goal(window)
    target = next(place for place, column in enumerate(grid.grid_model.columns) if column.key == "target")
    blocks = [[f"{time + 1}{row:04}" for row in range(1000)] for time in range(TIMES)]
    return [_pasted(watcher, grid, target, block) for block in blocks]


def _frames(window: "MainWindow", watcher: "PaintWatcher") -> list[float]:
    bar = _goal(window).verticalScrollBar()
    bar.setValue(0)
    _idle(0.5)
    gc.collect()
    return [watcher.painted_after(partial(bar.setValue, STEP * (frame + 1))) for frame in range(FRAMES)]


def _goal(window: "MainWindow") -> "Grid":
    from app.ui.goal_tab import GoalTab

    window.show_tab("goal-0")
    _idle(1.0)
    tab = window.page()
    assert isinstance(tab, GoalTab)
    return tab.grid


def _pasted(watcher: "PaintWatcher", grid: "Grid", column: int, lines: list[str]) -> float:
    from PySide6.QtWidgets import QApplication

    QApplication.clipboard().setText("".join(line + "\r\n" for line in lines))
    grid.go_to(0, column)
    _idle(0.3)  # a person looks before pasting; what follows the selection is done by then
    gc.collect()
    return watcher.painted_after(grid.paste)


def _idle(seconds: float) -> None:
    """Let the window live for some time."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
