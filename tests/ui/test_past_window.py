"""以前と比べる: opened from the menu, a moment chosen by mouse and keys, an earlier value taken back, plain limits."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.metrics import Observation
from app.paths import load_preferences
from app.services.document import Document
from app.ui.compare_pane import COMPARING
from app.ui.main_window import MainWindow
from app.ui.past_window import NOT_A_DAY, STOPPED, PastWindow
from tests.ui.working import CONTROL, SHIFT, press, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
MARCH = ("chatbot-all", "2023-03", "result", "")


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    document.set_figure(MARCH, "1,850")
    document.set_figure(MARCH, "1,900")
    document.repository.database.connection.execute(
        "UPDATE history SET made_at = '2023-03-22T10:00:00+09:00' WHERE sequence = 1"
    )
    made = MainWindow(document, load_preferences())
    made.show()
    made.activateWindow()
    until(lambda: QApplication.activeWindow() is made)
    yield made
    made.close()


def opened_past(window: MainWindow) -> PastWindow:
    """Open 以前と比べる by its keys and wait for the first comparison."""
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL | SHIFT)
    past = window.backup_desk.past_window
    assert past is not None
    until(lambda: past.pane.view.comparison is not None)
    return past


def said(past: PastWindow) -> str:
    return past.pane.view.empty.text()


def found(past: PastWindow) -> list[tuple[str, str, str]]:
    comparison = past.pane.view.comparison
    assert comparison is not None
    return [(one.place[-1], one.before, one.after) for one in comparison.differences]


def test_the_first_day_s_end_is_compared_and_an_earlier_value_taken_back(window: MainWindow) -> None:
    past = opened_past(window)
    assert past.when.currentText() == "R5.3.22 の終わり"
    ((place, before, after),) = found(past)
    assert "全質問" in place and (before, after) == ("1,900件", "1,850件")
    past.pane.view.list.setFocus()
    press(Qt.Key.Key_Space)
    until(past.pane.take_button.isEnabled)
    QTest.mouseClick(past.pane.take_button, Qt.MouseButton.LeftButton)
    assert window.document.repository.read_one(Observation, MARCH).value == "1850"  # type: ignore[union-attr]
    assert "Ctrl+Z" in past.pane.said.text()
    QTest.keyClick(past, Qt.Key.Key_Z, CONTROL)
    assert window.document.repository.read_one(Observation, MARCH).value == "1900"  # type: ignore[union-attr]


def test_a_typed_day_is_read_in_any_form_and_refused_with_a_reason(window: MainWindow) -> None:
    past = opened_past(window)
    past.day.setFocus()
    type_keys("R5.3.22")
    press(Qt.Key.Key_Return)
    until(lambda: past.pane.view.comparison is not None)
    assert past.pane.view.sides.other == "R5.3.22 の終わり" and len(found(past)) == 1
    past.day.clear()
    type_keys("3月ごろ")
    press(Qt.Key.Key_Return)
    assert said(past) == NOT_A_DAY
    past.day.clear()
    type_keys("令和4年12月1日")
    press(Qt.Key.Key_Return)
    assert said(past).startswith("変更の履歴は R5.3.22 に始まります。R4.12.1 の計画は分かりません。")


def test_the_beginning_of_the_history_and_meetings_before_it_can_be_chosen(window: MainWindow) -> None:
    past = opened_past(window)
    held = window.document.held_meetings()
    assert [past.when.itemText(place) for place in range(len(held))] == [
        text for text in (past.when.itemText(place) for place in range(past.when.count())) if "会議" in text
    ]
    past.when.setFocus()
    press(Qt.Key.Key_End)
    until(lambda: past.pane.view.comparison is not None and past.pane.view.sides.other == "履歴の始まり")
    assert [(before, after) for _, before, after in found(past)] == [("1,900件", "未集計")]


def test_work_can_be_stopped_and_a_closed_window_works_no_more(window: MainWindow) -> None:
    past = opened_past(window)
    past._compare_chosen()
    assert past.halt.isEnabled() and said(past) == COMPARING
    QTest.mouseClick(past.halt, Qt.MouseButton.LeftButton)
    assert said(past) == STOPPED and not past.halt.isEnabled()
    past._compare_chosen()
    QTest.keyClick(past, Qt.Key.Key_Escape)
    assert not past.isVisible() and not past.halt.isEnabled()


def test_the_list_leads_to_the_cell(window: MainWindow) -> None:
    past = opened_past(window)
    past.pane.view.list.setFocus()
    press(Qt.Key.Key_Return)
    assert window.tab_bar.tabData(window.tab_bar.currentIndex()) == "dx"


def test_a_file_never_changed_says_that_there_is_nothing_to_go_back_to(document: Document) -> None:
    window = MainWindow(document, load_preferences())
    window.show()
    window.backup_desk.compare_past()
    past = window.backup_desk.past_window
    assert past is not None
    until(lambda: said(past).startswith("この計画ファイルには、まだ変更の履歴がありません。"))
    window.close()
