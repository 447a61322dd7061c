"""Jobs with real threads: progress, result, failure and cancel, each told once in the window's thread."""

import gc
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEventLoop, QThread, QTimer
from PySide6.QtWidgets import QApplication

from app.services.jobs import _ALIVE, _OTHERS, TURN_SECONDS, Job
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("qapp")


def outcome(job: Job) -> list[tuple[str, object]]:
    """Run a job to its end and return what it told, in order; fails after 10 seconds."""
    told: list[tuple[str, object]] = []
    loop = QEventLoop()
    job.progressed.connect(lambda value: told.append(("progressed", value)))
    for name in ("finished", "failed"):
        getattr(job, name).connect(lambda value, name=name: (told.append((name, value)), loop.quit()))
    job.cancelled.connect(lambda: (told.append(("cancelled", None)), loop.quit()))
    QTimer.singleShot(10_000, loop.quit)
    job.start()
    loop.exec()
    job.wait()
    return told


def test_a_job_works_off_the_window_s_thread_and_gives_its_last_value() -> None:
    threads: list[bool] = []

    def work() -> Iterator[int]:
        threads.append(threading.current_thread() is threading.main_thread())
        yield 1
        yield 2

    told = outcome(Job(work))
    assert threads == [False]
    assert told[-1] == ("finished", 2)
    assert told[0] == ("progressed", 1)


def test_what_a_job_tells_arrives_in_the_window_s_thread() -> None:
    heard: list[bool] = []
    job = Job(lambda: iter([1]))
    job.finished.connect(lambda value: heard.append(QThread.currentThread() is QApplication.instance().thread()))
    outcome(job)
    assert heard == [True]


def test_a_failure_is_told_with_its_exception() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    kind, error = outcome(Job(work))[-1]
    assert kind == "failed" and isinstance(error, ValueError)


def test_cancel_closes_the_generator_so_that_it_can_tidy_up() -> None:
    tidied: list[bool] = []
    first, may_go_on = threading.Event(), threading.Event()

    def work() -> Iterator[int]:
        try:
            yield 1
            first.set()
            may_go_on.wait(10)
            yield 2
        finally:
            tidied.append(True)

    job = Job(work)
    job.progressed.connect(lambda value: (first.wait(10), job.cancel(), may_go_on.set()))
    assert outcome(job)[-1] == ("cancelled", None)
    assert tidied == [True]


def test_what_closed_windows_leave_behind_is_not_destroyed_in_the_job_s_thread() -> None:
    destroyers: list[bool] = []

    class Left:
        """Stands for a widget in a cycle: only the cycle collector can destroy it."""

        def __init__(self) -> None:
            self.myself = self

        def __del__(self) -> None:
            destroyers.append(threading.current_thread() is threading.main_thread())

    def work() -> Iterator[int]:
        kept: list[list[int]] = []
        for step in range(50):
            kept += [[number] for number in range(2_000)]  # enough new objects to wake the collector many times
            yield step

    for earlier in list(_ALIVE):  # what another test left at work must not be what keeps the collector at rest
        earlier.wait()
    until(lambda: not _OTHERS)
    gc.collect()
    job = Job(work)
    Left()
    outcome(job)
    assert gc.isenabled()
    gc.collect()
    assert destroyers == [True]


def test_while_a_job_runs_the_window_waits_a_millisecond_for_its_turn_not_five() -> None:
    def work() -> Iterator[float]:
        yield sys.getswitchinterval()

    for earlier in list(_ALIVE):
        earlier.wait()
    usual = sys.getswitchinterval()
    assert outcome(Job(work))[-1] == ("finished", pytest.approx(TURN_SECONDS))
    for earlier in list(_ALIVE):
        earlier.wait()
    assert sys.getswitchinterval() == usual > TURN_SECONDS


class Ring:
    """Something that only the cycle collector can take away."""

    def __init__(self) -> None:
        self.me = self


def test_what_piled_up_while_a_job_ran_is_collected_before_the_job_goes() -> None:
    end = threading.Event()
    job = Job(lambda: iter([end.wait(5)]))
    job.start()
    gone = weakref.ref(Ring())
    assert gone() is not None
    end.set()
    job.wait()
    assert gone() is None
