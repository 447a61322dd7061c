"""What a measured window tells about itself: the moment it is painted, and the memory it takes. Needs Qt only."""

import ctypes
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

SETTLE_MS = 1500  # after the first picture, before memory is read: late imports and counts are in by then
PATIENCE = 10.0  # seconds that a picture may take before the measurement is given up


class PaintWatcher(QObject):
    """Counts the paint events of a whole application, or of one window only, where the watching must cost nothing."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.count = 0
        self.ended = 0.0
        self.on_first: Callable[[], object] = lambda: None
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count a paint event and let it pass; the first calls `on_first` as soon as the picture is done."""
        if event.type() is QEvent.Type.Paint:
            self.count += 1
            if self.count == 1:
                QTimer.singleShot(0, self.on_first)
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))  # comes when this painting is done
        return False

    def event(self, event: QEvent) -> bool:
        """Note the moment at which the first painting is done."""
        if event.type() is QEvent.Type.User:
            self.ended = time.perf_counter()
            return True
        return super().event(event)

    def painted_after(self, action: Callable[[], object]) -> float:
        """Return the seconds from the start of an action to the end of the painting it calls for.

        What a timer does after that picture, such as the pane that follows the selection, is not part of it.
        """
        QApplication.processEvents()
        self.count, self.ended = 0, 0.0
        start = time.perf_counter()
        action()
        while not self.ended:
            QApplication.processEvents()
            if time.perf_counter() - start > PATIENCE:
                raise TimeoutError("nothing was painted")
        return self.ended - start


def report_start(application: QApplication, window: QWidget) -> None:
    """Print a line when the window's first picture is done, then one with the memory in bytes, and end the program.

    A filter over the whole application would see every event of every widget in Python, and so measure itself.
    """

    def settled() -> None:
        print(resident_bytes(), flush=True)
        application.exit(0)

    def painted() -> None:
        print("painted", flush=True)
        QTimer.singleShot(SETTLE_MS, settled)

    PaintWatcher(window).on_first = painted


def resident_bytes() -> int:
    """Return the memory that this process holds now, in bytes."""
    if sys.platform == "win32":
        counters = (ctypes.c_size_t * 10)()  # PROCESS_MEMORY_COUNTERS: two DWORDs, then sizes; [2] is the working set
        process = ctypes.c_void_p(ctypes.windll.kernel32.GetCurrentProcess())
        ctypes.windll.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), ctypes.sizeof(counters))
        return int(counters[2])
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
