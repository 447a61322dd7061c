"""Getting about with the keys: search and tabs."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.main_window import MainWindow
from tests.ui.test_main_window import CONTROL, offscreen, shown_tab, theme, window

__all__ = ["offscreen", "theme", "window"]  # fixtures


def test_search_finds_half_width_kana_and_leads_to_the_item(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert window.header.find_box.hasFocus()
    title = next(head.title for head in window.document.item_heads("dx") if head.node == "dx-chatbot")
    window.header.find_box.insert(title)
    assert any(place.node == "dx-chatbot" for _, _, place in window.header.find_box.matches(title))
    assert window.header.find_box.matches("ﾁｬｯﾄﾎﾞｯﾄ") == window.header.find_box.matches("チャットボット") != []
    window.header.find_box.clear()
    for letter in "RPA":
        QTest.keyClick(window.header.find_box, letter)
    QTest.keyClick(window.header.find_box, Qt.Key.Key_Return)
    assert shown_tab(window) == "dx" and window.header.find_box.text() == ""


def test_a_tab_chosen_with_keys_takes_the_keys_even_from_the_tab_bar(window: MainWindow) -> None:
    window.tab_bar.setFocus()
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    page = window.page()
    assert page is not None and page.focusProxy() is QApplication.focusWidget()
