"""Long work off the window's thread: a plain generator with progress, cancelled between its steps."""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer, Signal

QUIET_SECONDS = 0.05  # progress more often than this would only cost the window time
STILL_MS = 50  # between two looks whether a thread is still at work
TURN_SECONDS = 0.001  # how long the window waits for Python at most; it asks some dozen times to paint a list
_USUAL_TURN = sys.getswitchinterval()


class _Worker(QThread):
    """Runs the generator; its signals reach Job in the window's thread."""

    stepped = Signal(object)
    ended = Signal(str, object)

    def __init__(self, work: Callable[[], Iterator[object]]) -> None:
        super().__init__()
        self._work = work
        self.stop = False

    def run(self) -> None:
        """Go through the generator; closing it lets its `finally` take away what is half done."""
        last: object = None
        try:
            steps = self._work()
            told = 0.0
            for last in steps:
                if self.stop:
                    getattr(steps, "close", lambda: None)()
                    self.ended.emit("cancelled", None)
                    return
                if time.monotonic() - told >= QUIET_SECONDS:
                    told = time.monotonic()
                    self.stepped.emit(last)
        except Exception as error:
            self.ended.emit("failed", error)
            return
        self.ended.emit("finished", last)


class Job(QObject):
    """One piece of long work. Signals: `progressed(value)` at most every 50 ms, then exactly one of `finished(last
    value)`, `failed(exception)`, `cancelled()`.

    The work must not touch the open file or any widget. The job keeps itself alive until it has ended. While any job
    runs, Python's cycle collector rests: it would destroy the widgets of closed windows in the job's thread, and Qt
    ends the program for that. Threads take turns more often then, so that the window stays quick.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, work: Callable[[], Iterator[object]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker(work)
        self._worker.stepped.connect(self._on_stepped)
        self._worker.ended.connect(self._on_ended)

    @property
    def running(self) -> bool:
        """Return whether the work is still going on."""
        return self._worker.isRunning()

    def start(self) -> None:
        """Begin; returns at once."""
        _ALIVE.add(self)
        _rest_collector()
        self._worker.finished.connect(self._on_thread_gone)
        self._worker.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; `cancelled` follows."""
        self._worker.stop = True

    def wait(self) -> None:
        """Block until the work has ended, for closing the window; results are no longer told."""
        self._worker.wait()
        self._on_thread_gone()

    def _on_stepped(self, value: object) -> None:
        if not self._worker.stop:
            self.progressed.emit(value)

    def _on_ended(self, how: str, value: object) -> None:
        if how == "cancelled":
            self.cancelled.emit()
        elif how == "failed":
            self.failed.emit(value)
        else:
            self.finished.emit(value)

    def _on_thread_gone(self) -> None:
        _ALIVE.discard(self)
        _wake_collector()


def begin_work(worker: object) -> None:
    """Note that a thread other than the window's begins to run Python for `worker`; see Job for what that asks for."""
    _OTHERS.add(worker)
    _rest_collector()


def end_work(worker: object) -> None:
    """Note that it has ended; with the last one everything is as usual again."""
    _OTHERS.discard(worker)
    _wake_collector()


def rest_while(thread: threading.Thread) -> None:
    """Note that a thread runs Python until it has ended."""
    begin_work(thread)
    if thread.is_alive():
        QTimer.singleShot(STILL_MS, lambda: rest_while(thread))
    else:
        end_work(thread)


def _rest_collector() -> None:
    gc.disable()
    sys.setswitchinterval(TURN_SECONDS)


def _wake_collector() -> None:
    if not _ALIVE and not _OTHERS:
        if _COLLECTOR.wanted:
            gc.enable()
            # What has piled up goes now, while Qt holds none of its locks. Else the next allocation would collect it,
            # and that may be in the middle of destroying this very job: another object that goes then waits for ever.
            gc.collect(0)
        sys.setswitchinterval(_USUAL_TURN)


def let_collector_work() -> None:
    """Let the cycle collector begin, as soon as no work is under way: the program starts without it."""
    gc.freeze()
    _COLLECTOR.wanted = True
    _wake_collector()


class _Collector:
    """Whether the cycle collector is to run where no work is under way."""

    wanted = gc.isenabled()


_COLLECTOR = _Collector()


_OTHERS: set[object] = set()
_ALIVE: set[Job] = set()  # a QThread that is collected while it runs ends the program


def finish_all() -> None:
    """Block until all jobs, and those that they begin, have ended; for the end of the program, without a window."""
    while _ALIVE:
        for job in list(_ALIVE):
            job.wait()
        QCoreApplication.processEvents()
