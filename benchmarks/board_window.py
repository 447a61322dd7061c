"""The program's own window under measurement, a process of its own: `start FILE` or `work FILE TAB NODE METRIC PERIOD`.

`start` goes the way of `python -m app FILE`. `work` prints one JSON object with lists of seconds.
"""

import gc
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from benchmarks.probe import PaintWatcher

EDITS = 40
IDLE = 2.5  # seconds after the first picture, in which the window builds ahead what is not shown yet


def start(path: Path) -> int:
    """Open a board as the program does, report, and end."""
    gc.disable()  # as app.__main__ does
    from app.main import Program, make_application
    from benchmarks.probe import report_start

    application = make_application()
    program = Program()
    program.begin(path)
    assert program.window is not None
    report_start(application, program.window)
    status = application.exec()
    from app.services.jobs import finish_all

    if program.window is not None:
        program.window.close()
    finish_all()
    return status


def work(path: Path, tab: str, node: str, metric: str, period: str) -> int:
    """Open a board, change tabs, edit one month again and again; print what it took."""
    from app.main import make_application, open_document
    from app.paths import Preferences
    from app.services.document import Place
    from app.services.jobs import finish_all
    from app.ui.main_window import MainWindow
    from benchmarks.probe import PaintWatcher

    application = make_application()
    watcher = PaintWatcher(application)
    windows: list[MainWindow] = []

    def open_window() -> None:
        windows.append(MainWindow(open_document(path), Preferences()))
        windows[0].show()

    opened = watcher.painted_after(open_window)
    window = windows[0]
    _idle(IDLE)
    nodes = [tab.node for tab in window.document.tabs()]
    first = [watcher.painted_after(partial(window.show_tab, node)) for node in nodes[1:]]
    again = [watcher.painted_after(partial(window.show_tab, node)) for node in nodes]
    key = (metric, period, "result", "")
    window.lead_to(Place(tab, node, "observation", key))
    _idle(0.5)
    gc.collect()
    edits = [_edit(watcher, window, key, 1000 + number) for number in range(EDITS)]
    print(json.dumps({"open": [opened], "first_visit": first, "tab": again, "edit": edits}))
    window.close()
    finish_all()
    return 0


def _edit(watcher: "PaintWatcher", window: "MainWindow", key: tuple[str, str, str, str], value: int) -> float:
    taken = watcher.painted_after(lambda: window.document.set_figure(key, str(value)))
    _idle(0.12)  # a person is not faster; what follows the selection late is not part of the next edit
    return float(taken)


def _idle(seconds: float) -> None:
    """Let the window live for some time."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    command, file, *rest = sys.argv[1:]
    raise SystemExit(start(Path(file)) if command == "start" else work(Path(file), *rest))
