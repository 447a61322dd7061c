"""A status by hand asks for its note, one that is behind reminds of it, and the rules are never overruled unseen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.plan import Assessment, Reason
from app.domain.report import IndicatorRow
from app.ui.goal_tab import GoalTab
from app.ui.offer_list import OfferList
from tests.ui.working import (
    ALT,
    CONTROL,
    bubble_text,
    choose_in_menu,
    focused,
    press,
    put_on_clipboard,
    type_keys,
    until,
)

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def tab(goal_tab: GoalTab) -> GoalTab:
    go_to(goal_tab, "i1")
    return goal_tab


def go_to(tab: GoalTab, uid: str) -> None:
    tab.grid.go_to(tab.model.find(uid), [column.key for column in tab.model.columns].index("status"))
    until(lambda: tab.detail.row is not None and tab.detail.row.uid == uid)


def row_of(tab: GoalTab, uid: str) -> IndicatorRow:
    return next(row for row in tab.document.goal_report(tab.node).rows if row.uid == uid)


def choose_by_hand(tab: GoalTab, number: int) -> Reason:
    reason = tab.document.index.all(Reason)[number]
    press(Qt.Key.Key_Down, ALT)
    choose_in_menu(reason.label)
    until(lambda: tab.detail.row is not None and tab.detail.row.status.by_hand)
    return reason


def shown(label: QLabel) -> str:
    return label.text() if label.isVisible() else ""


def test_a_status_by_hand_asks_for_its_note_and_counts_until_it_has_one(tab: GoalTab) -> None:
    heard: list[str] = []
    tab.status_message.connect(heard.append)
    before = tab.model.filter_counts()["doubtful"]
    choose_by_hand(tab, -1)
    note = tab.detail.status_note
    assert tab.grid.hasFocus(), "who chose in the table goes on in the table"
    assert "メモを書いて" in heard[-1] and "手動で選んだ理由" in shown(note.lacks)
    assert tab.model.filter_counts()["doubtful"] == before + 1
    QTest.mouseClick(tab.detail.reminder, Qt.MouseButton.LeftButton)
    assert focused() is note.note
    type_keys("部長と確かめた")
    press(Qt.Key.Key_Return, CONTROL)
    until(lambda: row_of(tab, "i1").status.note == "部長と確かめた")
    until(lambda: not note.lacks.isVisible() and not tab.detail.reminder.isVisible())
    assert tab.model.filter_counts()["doubtful"] == before
    assert "メモ: 部長と確かめた" in tab.model.cell(row_of(tab, "i1"), tab.grid.currentIndex().column()).reason


def test_a_status_is_typed_by_its_words_or_its_mark(tab: GoalTab) -> None:
    second = tab.document.index.all(Reason)[1]
    type_keys(second.label[:3])
    offer = next(iter(tab.window().findChildren(OfferList)))
    assert offer.isVisible()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    until(lambda: row_of(tab, "i1").status.by_hand)
    assert row_of(tab, "i1").status.reason.startswith(second.label[:3])
    go_to(tab, "i2")
    type_keys("◆")
    assert "と読みました" in bubble_text(tab)
    press(Qt.Key.Key_Return)
    until(lambda: row_of(tab, "i2").status.by_hand)
    assert row_of(tab, "i2").status.mark == "◆"
    go_to(tab, "i2")
    press(Qt.Key.Key_Delete)
    assert not row_of(tab, "i2").status.by_hand and row_of(tab, "i2").status.mark == "▲"
    type_keys("だいたい")
    press(Qt.Key.Key_Return)
    assert "分かりません" in bubble_text(tab) and not row_of(tab, "i2").status.by_hand
    press(Qt.Key.Key_Escape)


def test_statuses_are_filled_down_and_pasted_as_one_step(tab: GoalTab) -> None:
    reason = choose_by_hand(tab, -1)
    column = tab.grid.currentIndex().column()
    tab.grid.select_cells(tab.model.find("i1"), column, tab.model.find("i3"), column)
    press(Qt.Key.Key_D, CONTROL)
    assert {row_of(tab, uid).status.reason for uid in ("i1", "i2", "i3")} == {reason.label}
    tab.document.undo()
    assert not row_of(tab, "i2").status.by_hand and row_of(tab, "i1").status.by_hand
    go_to(tab, "i2")
    put_on_clipboard("●\n■\n")
    press(Qt.Key.Key_V, CONTROL)
    assert [row_of(tab, uid).status.mark for uid in ("i2", "i3")] == ["●", "■"]
    tab.document.undo()
    assert not row_of(tab, "i3").status.by_hand


def test_choosing_beside_the_chart_leads_to_the_note(tab: GoalTab) -> None:
    tab.detail._status.menu().actions()[-2].trigger()
    assert focused() is tab.detail.status_note.note and row_of(tab, "i1").status.by_hand


def test_a_status_that_is_behind_reminds_of_its_note_and_stays_the_rules_own(tab: GoalTab) -> None:
    go_to(tab, "i2")
    status = row_of(tab, "i2").status
    assert status.mark == "▲" and not status.by_hand and "遅れの理由" in status.lacks
    assert tab.detail.reminder.isVisible()
    assert "i2" in [row.uid for row in tab.document.goal_report(tab.node).rows if row.doubtful]
    tab.document.set_status_note("i2", "秋から広報を増やす")
    after = row_of(tab, "i2").status
    assert (after.note, after.lacks, after.by_hand) == ("秋から広報を増やす", "", False)
    assert (after.reason, after.why) == (status.reason, status.why)
    tab.document.set_figure((row_of(tab, "i2").metric, "FY2022", "result", ""), "3,100")
    assert row_of(tab, "i2").status.mark == "●" and row_of(tab, "i2").status.note == "秋から広報を増やす"
    tab.document.set_status_note("i2", "")
    assert not [one for one in tab.document.index.all(Assessment) if one.indicator == "i2"]


def test_what_the_rules_would_choose_is_said_and_taken_with_one_click(tab: GoalTab) -> None:
    ruled = row_of(tab, "i1").status
    reason = choose_by_hand(tab, 1)
    note = tab.detail.status_note
    assert row_of(tab, "i1").status.reason == reason.label != ruled.reason
    assert ruled.reason in shown(note.ruled) and ruled.why.partition("→")[0].strip() in shown(note.ruled)
    tab.document.set_status_note("i1", "見直しを決めたため")
    QTest.mouseClick(note.follow_button, Qt.MouseButton.LeftButton)
    after = row_of(tab, "i1").status
    assert (after.reason, after.by_hand) == (ruled.reason, False) and after.note == "見直しを決めたため"
    until(lambda: not note.follow_button.isVisible())
    tab.document.undo()
    assert row_of(tab, "i1").status.by_hand
