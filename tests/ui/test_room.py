"""What windows ask of their screen, and that the screen never becomes theirs."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import Preferences
from app.services.document import Document
from app.ui.main_window import MainWindow
from app.ui.room import FRAME, room_around, take_room
from tests.ui.every_window import WINDOWS
from tests.ui.working import show

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

SOURCES = sorted((Path(__file__).parents[2] / "app").rglob("*.py"))


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    document.paste_indicators("goal-1", [["指標", "単位", "目標値", "R4"], ["登録者数", "人", "900", "850"]])
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 700)
    yield opened
    opened.close()


def belongs_to_a_window() -> bool:
    """Say whether PySide counts the screen among the parts of a widget."""
    return "parent...." in shiboken6.dump(QGuiApplication.primaryScreen())


def test_a_widget_s_own_way_to_its_screen_would_take_it(qapp: QApplication) -> None:
    widget = QWidget()
    widget.screen()
    assert belongs_to_a_window(), "mended in PySide: room_around has no reason any more"
    shiboken6.delete(widget)
    assert not belongs_to_a_window()


@pytest.mark.parametrize("name", WINDOWS)
def test_no_window_takes_its_screen_along(window: MainWindow, name: str) -> None:
    shown = WINDOWS[name][1](window)
    QApplication.processEvents()
    assert not belongs_to_a_window()
    if shown is not window:
        shown.close()


def test_nothing_of_the_program_asks_a_widget_for_its_screen() -> None:
    assert [path.name for path in SOURCES if ".screen()." in path.read_text(encoding="utf-8")] == []


def test_a_window_that_is_collected_leaves_the_screen(qapp: QApplication) -> None:
    first, second = QWidget(), QWidget()
    for made in (first, second):
        take_room(made, (400, 300))
        made.mine = made  # type: ignore[attr-defined]
    del first, second, made
    gc.collect()
    assert room_around(QWidget()).isValid()


def test_a_window_is_never_larger_than_what_the_screen_has_free(qapp: QApplication) -> None:
    whole, made = QGuiApplication.primaryScreen().availableGeometry(), QWidget()
    take_room(made, (9000, 9000))
    assert made.size() == whole.size() - FRAME
    take_room(made, (400, 300))
    assert (made.width(), made.height()) == (400, 300)
    made.show()
    assert room_around(made) == whole
