"""Every window and dialog as a screen reader meets it: whatever the keyboard reaches has a role and a name."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSplitterHandle, QWidget

from app.paths import Preferences
from app.services.document import Document, Place
from app.ui.main_window import MainWindow
from app.ui.share_desk import ShareDesk
from tests.screens_edge import STANDINGS
from tests.ui.every_window import WINDOWS, sharing_of, window_classes
from tests.ui.working import CONTROL, SHIFT, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

TEXT = QAccessible.Text
PAINTED = QAccessible.Role.Client  # what paints itself; it must say besides its name what can be done with it
BASES = {"Desks", "Stepping", "WritingDialog"}  # shown only as what is made of them


def reached(top: QWidget) -> list[QWidget]:
    """Return what Tab, or a click, gives the keys to in a window, as it is shown."""
    found = [widget for widget in top.findChildren(QWidget) if widget.isVisibleTo(top) and widget.isEnabled()]
    focused = [widget for widget in found if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()]
    return [widget for widget in focused if not isinstance(widget, QSplitterHandle) and not _inner(widget)]


def _inner(widget: QWidget) -> bool:
    """Say whether a widget is a part of another that speaks for it: a viewport, a spin box's line."""
    parent = widget.parentWidget()
    if widget.objectName().startswith("qt_") and widget.objectName() != "qt_toolbar_ext_button":
        return True
    return isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()


def unnamed(top: QWidget) -> list[str]:
    """Return what a screen reader could not name in a window."""
    lacking = []
    for widget in reached(top):
        told: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(widget)
        wanted = (TEXT.Name, TEXT.Description) if told is not None and told.role() == PAINTED else (TEXT.Name,)
        if told is None or told.role() == QAccessible.Role.NoRole or not all(told.text(one).strip() for one in wanted):
            role = told.role().name if told is not None else "nothing"
            lacking.append(f"{type(widget).__name__} {widget.objectName()} {role} in {_path(widget)}")
    return lacking


def _path(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{_path(parent)}/{type(parent).__name__}" if parent is not None else ""


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    measure = document.add_node("goal-1", "measure", "情報の発信")
    document.paste_indicators(measure, [["指標", "単位", "目標値", "R4"], ["登録者数", "人", "900", "850"]])
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 700)
    yield opened
    opened.close()


ITEMS = ("dx-chatbot", "dx-cashless", "dx-talent", "dx-pittari")


@pytest.mark.parametrize("tab", ["overview", "goal-1", "goal-2", *ITEMS])
def test_every_tab(window: MainWindow, tab: str) -> None:
    if tab.startswith("dx-"):
        window.lead_to(Place("dx", tab, None, None))
    else:
        window.show_tab(tab)
    page = window.page()
    until(lambda: page is not None and page.isVisible())
    QApplication.processEvents()
    assert unnamed(window) == []
    details = getattr(page, "detail", None)
    for number in range(details.tabs.count() if details is not None else 0):
        details.tabs.setCurrentIndex(number)  # type: ignore[union-attr]
        assert unnamed(window) == []


@pytest.mark.parametrize("name", WINDOWS)
def test_every_window_and_dialog(window: MainWindow, name: str) -> None:
    wanted, opens = WINDOWS[name]
    shown = opens(window)
    until(shown.isVisible)
    QApplication.processEvents()
    title = QAccessible.queryAccessibleInterface(shown)
    assert type(shown).__name__ == wanted
    assert title is not None and title.text(TEXT.Name).strip()
    assert unnamed(shown) == []
    shown.close()


def test_every_class_that_opens_a_window_is_gone_over() -> None:
    """A new window without its place in WINDOWS would not be looked at."""
    known = {wanted for wanted, _ in WINDOWS.values()}
    assert window_classes() - known - BASES == set()
    assert known <= window_classes()


def test_a_formula_that_is_written(window: MainWindow) -> None:
    window.show_tab("goal-1")
    page: Any = window.page()
    page.grid.go_to(1, 1)
    until(lambda: page.detail.row is not None)
    window.writing_desk.write_formula()
    type_keys("[x] +")
    until(lambda: bool(page.detail.formula.result.text()))
    assert unnamed(window) == []
    told = QAccessible.queryAccessibleInterface(page.detail.formula.result)
    assert told is not None and told.text(TEXT.Name) == page.detail.formula.result.text()


def test_a_text_with_figures_that_is_written(window: MainWindow) -> None:
    window.lead_to(Place("dx", "dx-chatbot", None, None))
    page: Any = window.page()
    until(lambda: page.isVisible() and page.blocks.frames)
    for frame in page.blocks.frames.values():
        if frame.view is not None and frame.view.kind == "text":
            frame.body.start()
            QApplication.processEvents()
            assert unnamed(window) == []


@pytest.mark.parametrize("name", STANDINGS)
def test_how_a_shared_folder_stands(window: MainWindow, name: str) -> None:
    desk = ShareDesk(window, sharing_of(window))
    desk.show_standing(STANDINGS[name])
    QApplication.processEvents()
    assert unnamed(window) == []
    bar = QAccessible.queryAccessibleInterface(desk.bar)
    assert bar is not None and bar.text(TEXT.Name) == desk.bar.words.text()
    desk.deleteLater()


def test_what_stands_in_the_way_of_saving(window: MainWindow) -> None:
    bar = window.keep_desk.bar
    bar.say("保存先につながりません。", "io", [("もう一度保存", bar.hide), ("別の場所に控えを保存…", bar.hide)])
    assert bar.isVisible() and unnamed(window) == []


def test_every_entry_of_the_menus_has_a_name_and_none_says_the_same_key_twice(window: MainWindow) -> None:
    entries = [action for menu in window.menuBar().actions() for action in menu.menu().actions()]
    assert not [entry for entry in entries if not entry.isSeparator() and not entry.text().strip()]


@pytest.mark.parametrize("tab", ["overview", "goal-1", "dx"])
def test_the_keys_go_round_the_window_without_a_trap(window: MainWindow, tab: str) -> None:
    """Tab goes from cell to cell in a table, Ctrl+Tab out of it."""
    window.show_tab(tab)
    QApplication.processEvents()
    for key, modifiers in ((Qt.Key.Key_Tab, CONTROL), (Qt.Key.Key_Backtab, CONTROL | SHIFT)):
        window.header.meeting.setFocus()
        met: list[QWidget] = []
        for _ in range(120):
            press(key, modifiers)
            now = QApplication.focusWidget()
            assert now is not None
            if now is window.header.meeting:
                break
            met.append(now)
        assert QApplication.focusWidget() is window.header.meeting, [type(widget).__name__ for widget in met[-6:]]
        assert len(met) == len(set(met))
        missed = set(reached(window)) - set(met) - {window.header.meeting}
        assert [f"{type(one).__name__} {one.accessibleName()} in {_path(one)}" for one in missed] == []


@pytest.mark.parametrize("tab", ["goal-1", "dx"])
def test_f6_goes_round_the_panes(window: MainWindow, tab: str) -> None:
    window.show_tab(tab)
    page = window.page()
    assert page is not None
    QApplication.processEvents()
    page.entry.setFocus()  # type: ignore[attr-defined]
    places = []
    for _ in range(4):
        places.append(QApplication.focusWidget())
        press(Qt.Key.Key_F6)
    assert len(set(places)) == (2 if tab == "goal-1" else 3)
