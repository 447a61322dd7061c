"""Times the search of a board in its own window; prints one JSON object of seconds.

`key` is each key of some searches, from the press to the painted list, with the index whole; `early` the same while it
is still being made; `step` is the longest step of the index, in which a window stands still, `index` all of them.
Run as a process of its own: `python -m benchmarks.find_times BOARD`.
"""

import gc
import json
import sys
import time
from functools import partial
from pathlib import Path

SEARCHES = ("指標1999", "2,020", "1", "未集計", "goal", "約110件")
IDLE = 2.5  # seconds after the first picture: what the window builds ahead is not part of a key


def main(board: Path) -> int:
    """Open the board, search while the index grows and when it is whole."""
    from PySide6.QtCore import QEventLoop, QTimer

    from app.main import make_application, open_document
    from app.paths import Preferences
    from app.ui.main_window import MainWindow
    from benchmarks.probe import PaintWatcher

    application = make_application()
    window = MainWindow(open_document(board), Preferences())
    window.show()
    loop = QEventLoop()
    QTimer.singleShot(round(IDLE * 1000), loop.quit)
    loop.exec()
    gc.collect()
    gc.freeze()
    box = window.header.find_box
    box.enter()
    watcher = PaintWatcher(application)
    early = [watcher.painted_after(partial(_press, box, sign)) for sign in "指標1"]
    box.stop()
    steps = list(_index(box.finder))
    keys = [watcher.painted_after(partial(_press, box, sign)) for words in SEARCHES for sign in ("", *words)]
    print(json.dumps({"key": keys, "early": early, "step": [max(steps)], "index": [sum(steps)]}))
    window.close()
    return 0


def _press(box: object, sign: str) -> None:
    """Type a sign; '' empties the line first."""
    from app.ui.find_box import FindBox

    assert isinstance(box, FindBox)
    box.setText(box.text() + sign if sign else "")
    box.textEdited.emit(box.text())
    box.update()


def _index(finder: object) -> "list[float]":
    from app.services.finding import Finder

    assert isinstance(finder, Finder)
    steps, more = [0.0], True
    while more:
        begun = time.perf_counter()
        more = finder.work()
        steps.append(time.perf_counter() - begun)
    return steps


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
