"""Getting about with the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.main_window import MainWindow
from tests.ui.test_main_window import CONTROL, window

__all__ = ["window"]  # a fixture

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


def test_a_tab_chosen_with_keys_takes_the_keys_even_from_the_tab_bar(window: MainWindow) -> None:
    window.tab_bar.setFocus()
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    page = window.page()
    assert page is not None and page.entry is QApplication.focusWidget()  # type: ignore[attr-defined]


def test_a_tab_s_table_or_list_has_the_keys_at_the_first_visit(window: MainWindow) -> None:
    window.show_tab("goal-1")
    window.show_tab("dx")
    page = window.page()
    assert page is not None and QApplication.focusWidget() is page.entry  # type: ignore[attr-defined]


def test_the_tab_bar_keeps_the_keys_from_page_to_page(window: MainWindow) -> None:
    window.show_tab("overview")
    window.tab_bar.setFocus()
    for _ in range(window.tab_bar.count() - 1):
        QTest.keyClick(window.tab_bar, Qt.Key.Key_Right)
        assert window.tab_bar.hasFocus()
