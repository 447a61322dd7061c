"""Every window without a mouse: Tab and Shift+Tab reach all there is, Esc leaves, and no letter means two things."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QLabel,
    QMenu,
    QMenuBar,
    QRadioButton,
    QTabBar,
    QTextBrowser,
    QWidget,
)

from app.paths import Preferences
from app.services.document import Document
from app.ui.main_window import MainWindow
from tests.ui.every_window import WINDOWS
from tests.ui.test_accessible import reached
from tests.ui.working import SHIFT, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

MOST = 80  # more than any window has
BY_ITSELF = {"search", "main"}  # the list under the search never takes the keys; the main window has its own tests
STAYS = {"start card", "main", "search", "publishing"}  # Esc leaves these as they are, or asks their desk
LINKS = (QLabel, QTextBrowser)  # Tab goes from link to link in them


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    measure = document.add_node("goal-1", "measure", "情報の発信")
    document.paste_indicators(measure, [["指標", "単位", "目標値", "R4"], ["登録者数", "人", "900", "850"]])
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 700)
    yield opened
    opened.close()


def opened(window: MainWindow, name: str) -> QWidget:
    """Open one of WINDOWS and make it the one that gets the keys."""
    shown = WINDOWS[name][1](window)
    until(shown.isVisible)
    shown.activateWindow()
    until(lambda: name in BY_ITSELF or QApplication.activeWindow() is shown or QApplication.activePopupWidget())
    QApplication.processEvents()
    return shown


def letters(top: QWidget) -> list[str]:
    """Return the letters that Alt leads with in a window, as it is shown."""
    shown = [widget for widget in top.findChildren(QWidget) if widget.isVisibleTo(top) and widget.window() is top]
    texts = [widget.text() for widget in shown if isinstance(widget, QAbstractButton)]
    texts += [widget.text() for widget in shown if isinstance(widget, QLabel) and widget.buddy() is not None]
    for bar in shown:
        if isinstance(bar, QTabBar):
            texts += [bar.tabText(place) for place in range(bar.count())]
        elif isinstance(bar, QMenuBar):
            texts += [action.text() for action in bar.actions()]
    return [QKeySequence.mnemonic(text).toString() for text in texts if not QKeySequence.mnemonic(text).isEmpty()]


@pytest.mark.parametrize("name", WINDOWS)
def test_no_letter_leads_to_two_places_of_a_window(window: MainWindow, name: str) -> None:
    shown = opened(window, name)
    found = Counter(letters(shown))
    shown.close()
    assert {letter for letter, count in found.items() if count > 1} == set()


def test_no_letter_leads_to_two_entries_of_a_menu(window: MainWindow) -> None:
    bar = window.menuBar()
    menus: list[QMenu] = [action.menu() for action in bar.actions()]  # type: ignore[misc]
    for menu in menus:
        menu.aboutToShow.emit()
        texts = [action.text() for action in menu.actions()]
        found = Counter(QKeySequence.mnemonic(text).toString() for text in texts)
        assert {letter for letter, count in found.items() if letter and count > 1} == set(), menu.title()


def walk(name: str, key: Qt.Key, modifier: Qt.KeyboardModifier) -> list[QWidget]:
    """Press a key until it leads back to a place it has led to, and return the places."""
    met: list[QWidget] = []
    for _ in range(MOST):
        now = QApplication.focusWidget()
        assert now is not None, f"{name}: the keys go nowhere after {[type(one).__name__ for one in met[-3:]]}"
        if now in met and not (now is met[-1] and isinstance(now, LINKS)):
            return met
        met.append(now)
        press(key, modifier)
    raise AssertionError(f"{name}: no way back")


def _stops(shown: QWidget) -> set[QWidget]:
    """Return what Tab has to come to; of the choices of a group, to the chosen one."""
    found = set(reached(shown))
    groups = {one.group() for one in found if isinstance(one, QRadioButton) and one.group() is not None}
    for group in groups:
        assert isinstance(group, QButtonGroup)
        found -= {one for one in group.buttons() if one is not group.checkedButton()}
    return found


@pytest.mark.parametrize("name", [name for name in WINDOWS if name not in BY_ITSELF])
def test_tab_reaches_everything_and_goes_back_the_same_way(window: MainWindow, name: str) -> None:
    shown = opened(window, name)
    there = walk(name, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    back = walk(name, Qt.Key.Key_Backtab, SHIFT)
    missed = _stops(shown) - set(there)
    shown.close()
    assert [f"{type(one).__name__} {one.accessibleName()}" for one in missed] == []
    assert set(there) == set(back)


@pytest.mark.parametrize("name", [name for name in WINDOWS if name not in STAYS])
def test_escape_leaves(window: MainWindow, name: str) -> None:
    shown = opened(window, name)
    press(Qt.Key.Key_Escape)
    until(lambda: not shown.isVisible())
