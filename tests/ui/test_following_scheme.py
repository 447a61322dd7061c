"""The system turns dark while the window is open: it then looks just as a window that was opened in the dark."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import Preferences
from app.services.document import Document
from app.ui.main_window import MainWindow
from tests.sample_board import sample_board
from tests.ui.working import opened, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

TURN = Callable[[Qt.ColorScheme], None]


@pytest.fixture
def turn(qapp: QApplication) -> Iterator[TURN]:
    """Return what tells the program the system's scheme; it is light again at the end."""
    tell = qapp.styleHints().colorSchemeChanged.emit
    yield tell
    tell(Qt.ColorScheme.Light)


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with opened(sample_board(), tmp_path / "計画.ictplan") as document:
        yield document


def goal_of(window: MainWindow) -> QWidget:
    """Show the first goal with its right pane and return its page."""
    show(window, 1366, 697)
    window.show_tab_number(1)
    page = window.page()
    until(lambda: page.detail.row is not None and page.detail.chart.view is not None)  # type: ignore[union-attr]
    assert page is not None
    return page


def picture(page: QWidget) -> QImage:
    """Return a picture of a page once two in a row are the same."""
    shown: list[QImage] = [page.grab().toImage()]

    def rests() -> bool:
        shown.append(page.grab().toImage())
        return shown[-1] == shown[-2]

    until(rests)
    return shown[-1]


def test_a_goal_turns_dark_with_the_system(document: Document, turn: TURN) -> None:
    window = MainWindow(document, Preferences())
    page = goal_of(window)
    light = picture(page)
    turn(Qt.ColorScheme.Dark)
    turned = picture(page)
    other = MainWindow(document, Preferences())
    dark = picture(goal_of(other))
    window.close()
    other.close()
    assert light != turned
    assert turned == dark
