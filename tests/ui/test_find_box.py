"""Searching with real keys: from anywhere, to the cell, and back to where one was."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import Preferences
from app.services.document import Document, Place
from app.ui.find_box import FindBox
from app.ui.grid import Grid
from app.ui.main_window import MainWindow
from tests.ui.working import ALT, CONTROL, SHIFT, focused, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

FEBRUARY = ("chatbot-all", "2023-02", "result", "")


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 700)
    yield opened
    opened.close()


def typed(window: MainWindow, text: str) -> FindBox:
    """Search for a text with the keys, until everything is known."""
    press(Qt.Key.Key_F, CONTROL)
    box = window.header.find_box
    assert box.hasFocus()
    box.clear()
    type_keys(text)
    until(lambda: box.finder.whole)
    type_keys(" ")  # asks once more, now of everything
    return box


def rows(box: FindBox) -> list[str]:
    return [box.list.item(row).text() for row in range(box.list.count())]


def cell(window: MainWindow) -> Grid:
    """Return the table that has the keys."""
    grid = focused()
    assert isinstance(grid, Grid) and window.isAncestorOf(grid)
    return grid


@pytest.mark.parametrize("key", [Qt.Key.Key_F, Qt.Key.Key_K])
def test_both_keys_lead_from_a_table_to_the_box_and_esc_leads_back(window: MainWindow, key: Qt.Key) -> None:
    window.lead_to(Place("dx", "dx-chatbot", "observation", FEBRUARY))
    grid, before = cell(window), cell(window).currentIndex()
    press(key, CONTROL)
    assert window.header.find_box.hasFocus()
    type_keys("RPA")
    assert window.header.find_box.list.isVisible()
    press(Qt.Key.Key_Escape)
    assert focused() is grid and grid.currentIndex() == before
    assert not window.header.find_box.list.isVisible()


@pytest.mark.parametrize(("desk", "opens"), [("history_desk", "open"), ("backup_desk", "compare_past")])
def test_the_search_is_reached_from_a_window_beside_the_main_one(window: MainWindow, desk: str, opens: str) -> None:
    getattr(getattr(window, desk), opens)()
    until(lambda: QApplication.activeWindow() not in (None, window))
    beside = QApplication.activeWindow()
    assert beside is not None
    until(lambda: beside.isAncestorOf(QApplication.focusWidget() or window))
    press(Qt.Key.Key_K, CONTROL)
    until(window.isActiveWindow)
    assert focused() is window.header.find_box


def test_a_typed_figure_leads_to_its_cell(window: MainWindow) -> None:
    box = typed(window, "1,968")
    assert any(text.startswith("数値") for text in rows(box))
    press(Qt.Key.Key_Return)
    assert window.tab_bar.tabData(window.tab_bar.currentIndex()) == "dx"
    assert cell(window).currentIndex().data() == "1,968"


def test_a_typed_total_leads_to_its_cell(window: MainWindow) -> None:
    typed(window, "22,218")
    press(Qt.Key.Key_Return)
    index = cell(window).currentIndex()
    assert index.data() == "22,218" and index.column() == cell(window).grid_model.columnCount() - 1


def test_results_stand_in_groups_and_the_arrows_pass_over_their_heads(window: MainWindow) -> None:
    box = typed(window, "未集計")
    heads = [text for text in rows(box) if "件" in text and "　" in text and not text.startswith("未集計")]
    assert {text.partition("　")[0] for text in heads} >= {"数値", "文章"}
    passed = []
    for _ in rows(box):
        passed.append(box.list.currentItem().text())
        press(Qt.Key.Key_Down)
    assert not set(passed) & set(heads) and len(set(passed)) == 3
    press(Qt.Key.Key_PageUp)
    assert box.list.currentRow() == 1


def test_the_rest_of_a_group_is_shown_when_it_is_asked_for(window: MainWindow) -> None:
    box = typed(window, "3月")
    more = next(row for row in range(box.list.count()) if rows(box)[row].startswith("ほか"))
    count = len(box.list.hits())
    spot = box.list.visualItemRect(box.list.item(more)).center()
    box.list.scrollToItem(box.list.item(more))
    spot = box.list.visualItemRect(box.list.item(more)).center()
    QTest.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(box.list.hits()) > count and not any(text.startswith("ほか") for text in rows(box))


def test_f3_goes_from_result_to_result_and_alt_left_goes_back(window: MainWindow) -> None:
    window.lead_to(Place("dx", "dx-chatbot", "observation", FEBRUARY))
    before = cell(window).currentIndex().data()
    typed(window, "196件")
    press(Qt.Key.Key_Return)
    first = (cell(window), cell(window).currentIndex().data())
    press(Qt.Key.Key_F3)
    second = (cell(window), cell(window).currentIndex().data())
    assert first != second and second[1].startswith("1")
    press(Qt.Key.Key_F3, SHIFT)
    assert cell(window).currentIndex().data() == first[1]
    press(Qt.Key.Key_Left, ALT)
    assert window.page().list.current_node() == "dx-chatbot"  # type: ignore[union-attr]
    assert isinstance(focused(), Grid) and cell(window).currentIndex().data() == before


def test_a_hit_in_a_text_is_selected_there(window: MainWindow) -> None:
    typed(window, "予定です")
    press(Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert editor is not None and editor.textCursor().selectedText() == "予定です"  # type: ignore[attr-defined]


def test_nothing_found_says_so(window: MainWindow) -> None:
    box = typed(window, "存在しない言葉")
    assert rows(box)[0].startswith("見つかりません")
    press(Qt.Key.Key_Return)
    assert box.hasFocus()


def test_a_click_on_a_result_leads_there(window: MainWindow) -> None:
    box = typed(window, "RPA")
    spot = box.list.visualItemRect(box.list.item(1)).center()
    QTest.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.tab_bar.tabData(window.tab_bar.currentIndex()) == "dx" and not box.list.isVisible()


def test_the_results_can_be_heard(window: MainWindow) -> None:
    box = typed(window, "1,968")
    assert "チャットボット" in str(box.list.currentItem().data(Qt.ItemDataRole.AccessibleTextRole))
