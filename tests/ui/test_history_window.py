"""変更の履歴 with real keys and clicks: for the file, a cell, an indicator; and values brought back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.paths import Preferences
from app.services.document import Document, Place
from app.ui.goal_tab import GoalTab
from app.ui.grid import Grid
from app.ui.history_window import HistoryWindow
from app.ui.main_window import MainWindow
from tests.ui.working import CONTROL, SHIFT, focused, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

MARCH = ("chatbot-all", "2023-03", "result", "")
FEBRUARY = ("chatbot-all", "2023-02", "result", "")


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 700)
    yield opened
    opened.close()


def history(main: MainWindow) -> HistoryWindow:
    """Return the window of the history once everything asked for is read."""
    shown = main.history_desk.window
    assert shown is not None and shown.isVisible()
    until(lambda: shown.state.text().startswith(("全部で", "当てはまる", "変更はまだ")))
    return shown


def cells(shown: HistoryWindow, row: int) -> list[str]:
    item = shown.list.topLevelItem(row)
    assert item is not None
    return [item.text(column) for column in range(1, 6)]


def test_the_whole_file_s_history_reads_as_words(window: MainWindow) -> None:
    window.document.set_figure(MARCH, "1900")
    window.document.undo()
    press(Qt.Key.Key_H, CONTROL | SHIFT)
    shown = history(window)
    where = "DX重点取組み事項 › チャットボット「せとまちナビ」 › 全質問"
    assert cells(shown, 0) == ["試験", where, "令和5年3月の実績（元に戻す）", "1,900件", "未集計"]
    assert cells(shown, 1) == ["試験", where, "令和5年3月の実績", "未集計", "1,900件"]
    assert shown.state.text() == "全部で2件です。"


def test_an_empty_history_says_what_will_come(window: MainWindow) -> None:
    press(Qt.Key.Key_H, CONTROL | SHIFT)
    assert history(window).state.text().startswith("変更はまだありません")


def test_one_cell_s_history_from_its_context_menu(window: MainWindow) -> None:
    window.document.set_figures({MARCH: "1901", FEBRUARY: "2100"}, "貼り付け")
    window.lead_to(Place("dx", "dx-chatbot", "observation", MARCH))
    grid = focused()
    assert isinstance(grid, Grid)
    spot = grid.visualRect(grid.currentIndex()).center()
    until(grid.isVisible)
    place = grid.viewport().mapToGlobal(spot)
    QApplication.sendEvent(grid.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, place))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(action for action in menu.actions() if action.text() == "この値の履歴")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
    shown = history(window)
    assert shown.list.topLevelItemCount() == 1 and cells(shown, 0)[3:] == ["未集計", "1,901件"]
    assert "全質問" in shown.scope.text() and "3月" in shown.scope.text()
    QTest.mouseClick(shown.whole, Qt.MouseButton.LeftButton)
    shown = history(window)
    assert cells(shown, 0)[2] == "2か所の変更"
    shown.list.setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    assert shown.detail.after.toPlainText() in ("1,901件", "2,100件")


def test_the_key_asks_for_the_current_cell_and_elsewhere_says_what_to_do(window: MainWindow) -> None:
    window.tab_bar.setFocus()
    press(Qt.Key.Key_R, CONTROL | SHIFT)
    assert "欄を選んで" in window.statusBar().currentMessage()
    window.document.set_figure(MARCH, "1900")
    window.lead_to(Place("dx", "dx-chatbot", "observation", FEBRUARY))
    press(Qt.Key.Key_R, CONTROL | SHIFT)
    assert history(window).list.topLevelItemCount() == 0


def test_an_earlier_value_comes_back_with_one_button_and_undo_takes_it_away(window: MainWindow) -> None:
    for typed in ("1900", "2500"):
        window.document.set_figure(MARCH, typed)
    press(Qt.Key.Key_H, CONTROL | SHIFT)
    shown = history(window)
    QTest.mouseClick(shown.detail.before_button, Qt.MouseButton.LeftButton)
    until(lambda: shown.list.topLevelItemCount() == 3)
    assert cells(history(window), 0)[2:] == ["令和5年3月の実績（履歴から戻す）", "2,500件", "1,900件"]
    shown.list.setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    until(lambda: shown.list.topLevelItemCount() == 4)
    assert window.document.undo_label.startswith("全質問")


def test_what_cannot_come_back_says_why_where_it_stands(window: MainWindow) -> None:
    window.document.set_figure(MARCH, "1900")
    press(Qt.Key.Key_H, CONTROL | SHIFT)
    shown = history(window)
    QTest.mouseClick(shown.detail.after_button, Qt.MouseButton.LeftButton)
    assert "いまの値と同じ" in shown.detail.said.text() and shown.detail.said.isVisible()


def test_a_file_that_is_closed_while_its_history_is_read_is_read_no_further(document: Document) -> None:
    document.set_figure(MARCH, "1900")
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 700)
    opened.history_desk.open()
    shown = opened.history_desk.window
    assert shown is not None and opened.close()
    assert not any(timer.isActive() for timer in shown.findChildren(QTimer))


def test_words_people_and_days_narrow_the_list(window: MainWindow) -> None:
    window.document.set_figure(MARCH, "1900")
    window.document.set_field("node", "dx-chatbot", "title", "案内ロボット")
    press(Qt.Key.Key_H, CONTROL | SHIFT)
    shown = history(window)
    shown.words.setFocus()
    type_keys("1900")
    until(lambda: shown.list.topLevelItemCount() == 1)
    shown.words.clear()
    until(lambda: shown.list.topLevelItemCount() == 2)
    assert [shown.who.itemText(row) for row in range(shown.who.count())] == ["全員", "試験"]
    assert shown.day.count() == 2 and "2件" in shown.day.itemText(1)
    shown.day.setFocus()
    press(Qt.Key.Key_Down)
    assert history(window).list.topLevelItemCount() == 2


def test_enter_opens_the_place_and_esc_leads_back(window: MainWindow) -> None:
    window.document.set_figure(MARCH, "1900")
    press(Qt.Key.Key_H, CONTROL | SHIFT)
    shown = history(window)
    press(Qt.Key.Key_Return)
    assert window.tab_bar.tabData(window.tab_bar.currentIndex()) == "dx"
    shown.activateWindow()
    shown.list.setFocus()
    press(Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_an_indicator_s_history_from_its_evidence(window: MainWindow) -> None:
    uid = window.document.add_indicator("goal-1", "登録者数")
    window.document.set_target(uid, "900")
    window.document.set_figure(MARCH, "1900")
    window.show_tab("goal-1")
    page = window.page()
    assert isinstance(page, GoalTab)
    until(lambda: page.detail.row is not None)
    page.detail.tabs.setCurrentIndex(3)
    QTest.mouseClick(page.detail.history_button, Qt.MouseButton.LeftButton)
    shown = history(window)
    assert shown.scope.text() == "登録者数" and shown.list.topLevelItemCount() == 2


def test_a_row_s_history_from_its_evidence(window: MainWindow) -> None:
    window.document.set_figure(MARCH, "1900")
    window.lead_to(Place("dx", "dx-chatbot", "observation", MARCH))
    page = window.page()
    until(lambda: page.detail.chosen == "chatbot-all")  # type: ignore[union-attr]
    page.detail.tabs.setCurrentIndex(3)  # type: ignore[union-attr]
    QTest.mouseClick(page.detail.history_button, Qt.MouseButton.LeftButton)  # type: ignore[union-attr]
    shown = history(window)
    assert shown.scope.text() == "全質問" and shown.list.topLevelItemCount() == 1
