"""One thread for calls that may hang as long as a network does; the answers come back in the window's thread."""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.jobs import STILL_MS, begin_work, end_work, rest_while

Call = Callable[[], Any]
Then = Callable[[Any], None]


class FarThread(QObject):
    """Makes calls one after the other in a thread of its own that never keeps the program from ending.

    Bugs in a call are raised again in the window's thread. Nobody waits for a call that hangs.
    """

    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: SimpleQueue[tuple[Call, Then | None] | None] = SimpleQueue()
        self._waiting = 0
        self._stopped = False
        self._answered.connect(self._on_answered)
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Return whether a call is under way or waits."""
        return self._waiting > 0

    def ask(self, call: Call, then: Then | None = None) -> None:
        """Make a call in the thread and hand its answer to `then` in the window's."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="shared folder", daemon=True)
            self._thread.start()
        self._waiting += 1
        begin_work(self._thread)
        self._calls.put((call, then))

    def stop(self) -> None:
        """End the thread after the calls that wait; answers are no longer told."""
        self._stopped = True  # not a disconnect: this may be asked for in the middle of an answer
        self._calls.put(None)
        if self._thread is not None:
            rest_while(self._thread)

    def _run(self) -> None:
        for call, then in iter(self._calls.get, None):
            answer, error = None, None
            try:
                answer = call()
            except Exception as caught:
                error = caught
            if not self._stopped:  # else the window may be going at this very moment
                self._answered.emit(then, answer, error)

    def _rest(self) -> None:
        if not self._waiting and not self._stopped:
            end_work(self._thread)

    def _on_answered(self, then: Then | None, answer: object, error: Exception | None) -> None:
        if self._stopped:
            return
        self._waiting -= 1
        if not self._waiting:
            QTimer.singleShot(STILL_MS, self, self._rest)  # the thread has gone back to waiting by then
        if error is not None:
            raise error
        if then is not None:
            then(answer)
