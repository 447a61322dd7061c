"""The window of the status rules, with real keys and clicks on a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.plan import Rule
from app.domain.rules import RuleLine
from app.paths import Preferences
from app.services.document import Document
from app.ui.main_window import MainWindow
from app.ui.rules_window import ROW, RulesWindow
from tests.sample_board import sample_board
from tests.ui.working import CONTROL, focused, opened, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def document(tmp_path: Path, qapp: QApplication) -> Iterator[Document]:
    with opened(sample_board(), tmp_path / "見本.ictplan") as made:
        yield made


@pytest.fixture
def window(document: Document) -> Iterator[RulesWindow]:

    parent = QWidget()
    made = RulesWindow(document, parent)
    made.show()
    made.activateWindow()
    until(lambda: QApplication.activeWindow() is made)
    until(lambda: "件のうち" in made.counts.text())
    yield made
    made.close()


def shown(window: RulesWindow, column: int) -> list[str]:
    items = (window.preview.topLevelItem(row) for row in range(window.preview.topLevelItemCount()))
    return [item.text(column) for item in items if item is not None and not item.isHidden()]


def test_it_opens_with_the_rules_in_force_which_change_nothing(window: RulesWindow) -> None:
    assert [row.condition.text() for row in window.rows] == ["実績 >= 目標", "実績 < 目標"]
    assert "0件の状況が変わります" in window.counts.text()
    assert not window.apply_button.isEnabled() and not window.reset_button.isEnabled()
    assert "手動のまま" in shown(window, 2)


def test_a_rule_is_tried_before_it_is_in_force_and_taken_back_whole(window: RulesWindow) -> None:
    document, before = window.document, window.document.rule_lines()
    condition = window.rows[0].condition
    condition.setFocus()
    condition.selectAll()
    type_keys("実績 >= 目標 * 0.5")
    until(lambda: "12件のうち" in window.counts.text() and "0件の状況" not in window.counts.text())
    changing = [text for text in shown(window, 2) if text.startswith("→")]
    assert changing and document.rule_lines() == before
    window.only_changes.click()
    assert len(shown(window, 0)) == len(changing)
    assert all("≧" in why and "× 0.5" in why.replace("*", "×") for why in shown(window, 3)), shown(window, 3)
    QTest.mouseClick(window.apply_button, Qt.MouseButton.LeftButton)
    assert document.rule_lines()[0].condition == "実績 >= 目標 * 0.5"
    until(lambda: "0件の状況" in window.counts.text())
    document.undo()
    assert document.rule_lines() == before and not document.can_undo


def test_what_cannot_be_read_says_why_under_its_place(window: RulesWindow) -> None:
    row = window.rows[1]
    row.condition.setFocus()
    row.condition.selectAll()
    type_keys("実績 >= ")
    assert row.note.isVisible() and "7文字目" in row.note.text() and row.note.contentsMargins().left() > 0
    assert not window.apply_button.isEnabled() and not window.preview.isEnabled()
    window.reset_button.click()
    assert [one.condition.text() for one in window.rows] == ["実績 >= 目標", "実績 < 目標"]


def test_names_are_put_in_where_the_keys_are(window: RulesWindow) -> None:
    QTest.mouseClick(window.add_button, Qt.MouseButton.LeftButton)
    assert window.rows[2].condition.hasFocus()
    buttons = {button.text(): button for button in window.findChildren(QPushButton)}
    QTest.mouseClick(buttons["経過"], Qt.MouseButton.LeftButton)
    type_keys("> 0.5")
    assert window.rows[2].condition.text() == "経過 > 0.5" and window.rows[2].condition.hasFocus()
    assert "状況を選んで" in window.rows[2].note.text()


def test_the_order_decides_and_is_changed_by_keys(window: RulesWindow) -> None:
    window.rows[1].condition.setFocus()
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row.condition.text() for row in window.rows] == ["実績 < 目標", "実績 >= 目標"]
    assert window.apply_button.isEnabled()
    window.rows[0].delete.click()
    QTest.mouseClick(window.apply_button, Qt.MouseButton.LeftButton)
    assert window.document.rule_lines() == (RuleLine("実績 >= 目標", "reason-good"),)


def test_a_board_without_rules_offers_some_that_are_still_to_be_given_a_status(window: RulesWindow) -> None:
    document = window.document
    document.set_rules([])
    assert not document.index.all(Rule) and not window.rows and window.offer_button.isVisible()
    QTest.mouseClick(window.offer_button, Qt.MouseButton.LeftButton)
    assert not window.rows[1].visibleRegion().isEmpty(), "the offered rules can be seen at once"
    assert len(window.rows) == 4 and not window.apply_button.isEnabled()
    for row in window.rows:
        row.reason.setCurrentIndex(1)
        row.reason.activated.emit(1)
    assert window.apply_button.isEnabled()


def test_the_usual_rules_stand_there_at_once_when_they_are_asked_for(window: RulesWindow) -> None:
    window.document.set_rules([])
    QTest.mouseClick(window.offer_button, Qt.MouseButton.LeftButton)
    until(lambda: all(not row.condition.visibleRegion().isEmpty() for row in window.rows))
    for row in window.rows:
        row.reason.setCurrentIndex(1)
        row.reason.activated.emit(1)
    until(lambda: window._area.height() == window._body.sizeHint().height())  # no gap where words stood


def test_a_status_by_hand_stays_and_shows_what_the_rules_choose_and_why(window: RulesWindow) -> None:
    document = window.document
    row = next(
        row
        for tab in document.tabs()
        if tab.kind == "goal"
        for row in document.goal_report(tab.node).rows
        if row.status.reason and not row.status.by_hand and row.status.reason_uid != "reason-review"
    )
    document.set_status(row.uid, "reason-review", "見直しのため")
    expected = f"手動のまま（規則では {row.status.mark} {row.status.reason}）"
    until(lambda: (row.title, expected) in zip(shown(window, 0), shown(window, 2), strict=True))
    assert shown(window, 3)[shown(window, 0).index(row.title)] == row.status.why
    assert "0件の状況が変わります" in window.counts.text()
    assert not window.apply_button.isEnabled()


def test_rules_that_are_being_written_outlive_other_edits_and_the_closed_window(window: RulesWindow) -> None:
    document = window.document
    condition = window.rows[0].condition
    condition.setFocus()
    condition.selectAll()
    type_keys("実績 >= 目標 * 0.5")
    document.set_field("reason", "reason-good", "label", "できた")
    assert condition.text() == "実績 >= 目標 * 0.5" and window.rows[0].reason.currentText() == "できた"
    window.close()
    window.show()
    window.follow()
    assert window.rows[0].condition is condition and condition.text() == "実績 >= 目標 * 0.5"
    QTest.mouseClick(window.reset_button, Qt.MouseButton.LeftButton)
    document.set_rules([RuleLine("実績 > 目標", "reason-good")])
    assert [row.condition.text() for row in window.rows] == ["実績 > 目標"]


def test_the_trial_follows_a_figure_that_is_typed_meanwhile(window: RulesWindow) -> None:
    document = window.document
    before = shown(window, 3)
    row = next(
        row
        for row in document.goal_report(document.tabs()[1].node).rows
        if not row.status.by_hand and row.status.reason and row.years[-1].key
    )
    assert row.years[-1].key is not None
    document.set_figure(row.years[-1].key, "7")
    until(lambda: "件のうち" in window.counts.text() and len(shown(window, 3)) == len(before) != 0)
    until(lambda: shown(window, 3) != before)
    place = shown(window, 0).index(row.title)
    until(lambda: len(shown(window, 3)) > place and shown(window, 3)[place].startswith("7"))


def test_a_name_that_no_rule_knows_is_told_whole_with_those_there_are(window: RulesWindow) -> None:
    row = window.rows[0]
    row.condition.setFocus()
    row.condition.selectAll()
    type_keys("実績 >= 目票")
    assert row.note.text() == "「目票」は条件に使えません。使える言葉は 実績・目標・基準・経過 です。（7文字目）"


def test_a_low_window_keeps_rules_and_trial_in_sight(window: RulesWindow) -> None:
    for _ in range(4):
        QTest.mouseClick(window.add_button, Qt.MouseButton.LeftButton)
    window.resize(683, 313)
    QApplication.processEvents()
    until(lambda: window.height() < 320)
    until(lambda: window.preview.viewport().height() >= 2 * ROW - 2 and window._area.height() >= 66)
    last = window.preview.header().count() - 1
    assert window.preview.columnViewportPosition(last) < window.preview.viewport().width() - 100


def test_it_is_worked_with_keys_alone_and_ctrl_z_takes_the_rules_back(main: MainWindow) -> None:
    main.rules_desk.open()
    window = main.rules_desk.window
    assert window is not None
    until(lambda: QApplication.activeWindow() is window)
    before = main.document.rule_lines()
    assert focused() is window.rows[0].condition
    press(Qt.Key.Key_A, CONTROL)
    type_keys("実績 >= 目標 * 0.5")
    for _ in range(20):
        if focused() is not window.apply_button:
            press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert main.document.rule_lines()[0].condition == "実績 >= 目標 * 0.5"
    press(Qt.Key.Key_Z, CONTROL)
    assert main.document.rule_lines() == before
    assert [row.condition.text() for row in window.rows] == [line.condition for line in before]
    press(Qt.Key.Key_Escape)
    assert not window.isVisible()


@pytest.fixture
def main(document: Document) -> Iterator[MainWindow]:
    made = MainWindow(document, Preferences())
    show(made)
    yield made
    made.close()
