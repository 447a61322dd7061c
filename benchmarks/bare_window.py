"""The peer of a start: a Qt window with four empty tabs and nothing else. Run as a process of its own."""

import sys

from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from benchmarks.probe import report_start


def main() -> int:
    """Show the window, report, and end."""
    application = QApplication(sys.argv[:1])
    window = QTabWidget()
    for number in range(1, 5):
        window.addTab(QWidget(), str(number))
    window.resize(1366, 740)
    window.show()
    report_start(application, window)
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main())
