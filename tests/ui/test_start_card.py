"""The start card and the form of a new plan, with real clicks and keys."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.new_plan import build_new_plan
from app.ui.dialogs.new_plan import Field, NewPlanDialog
from app.ui.start_card import StartCard
from tests.ui.working import focused, opened, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

LABEL, PLACE = "瀬戸市の資料（令和5年3月20日）", "/home/user/Documents/瀬戸市.ictplan"
TODAY = date(2026, 2, 1)


@pytest.fixture
def card() -> StartCard:
    made = StartCard(LABEL, PLACE, ["/a/甲&乙.ictplan", *(f"/b/{number}.ictplan" for number in range(9))])
    show(made, 860, 640)
    return made


@pytest.fixture
def dialog() -> NewPlanDialog:
    made = NewPlanDialog(today=TODAY)
    made.show()
    made.activateWindow()
    until(made.isActiveWindow)
    return made


def fill(field: Field, text: str) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClick(field.edit, Qt.Key.Key_Delete)
    field.edit.insert(text)
    press(Qt.Key.Key_Tab)


def make(dialog: NewPlanDialog) -> None:
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)


def test_each_choice_is_asked_for(card: StartCard) -> None:
    heard: list[str] = []
    card.council_requested.connect(lambda: heard.append("council"))
    card.new_requested.connect(lambda: heard.append("new"))
    card.open_requested.connect(lambda: heard.append("open"))
    for button in (card.council_button, card.new_button, card.open_button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == ["council", "new", "open"]


def test_it_names_the_board_and_the_file_that_will_be_made(card: StartCard) -> None:
    shown = " ".join(label.text() for label in card.council_button.findChildren(QLabel))
    assert LABEL in shown and PLACE in shown
    assert card.council_button.accessibleName() == f"{LABEL}を開く"


def test_the_keyboard_starts_at_the_first_choice_and_reaches_all(card: StartCard) -> None:
    heard: list[str] = []
    card.council_requested.connect(lambda: heard.append("council"))
    card.open_requested.connect(lambda: heard.append("open"))
    card.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert focused() is card.open_button
    press(Qt.Key.Key_Space)
    assert heard == ["council", "open"]


def test_a_recent_file_is_asked_for_by_its_path(card: StartCard) -> None:
    heard: list[str] = []
    card.recent_requested.connect(heard.append)
    assert len(card.recent_buttons) == 5
    QTest.mouseClick(card.recent_buttons["/a/甲&乙.ictplan"], Qt.MouseButton.LeftButton)
    assert heard == ["/a/甲&乙.ictplan"]
    assert "甲&&乙" in card.recent_buttons["/a/甲&乙.ictplan"].text()


def test_the_card_fits_a_low_window(card: StartCard) -> None:
    assert card.minimumSizeHint().height() <= 620
    assert StartCard(LABEL, PLACE, []).minimumSizeHint().height() <= 400


def test_an_empty_form_says_what_is_missing_and_leads_there(dialog: NewPlanDialog) -> None:
    assert not dialog.city.note.isVisible()
    make(dialog)
    assert dialog.plan() is None and dialog.isVisible()
    assert (dialog.city.note.text(), dialog.name.note.text()) == (
        "市区町村名を入れてください。",
        "計画名を入れてください。",
    )
    assert dialog.focusWidget() is dialog.city.edit
    dialog.city.edit.insert("市")
    assert not dialog.city.note.isVisible() and not dialog.city.edit.property("wrong")


def test_two_names_are_enough(dialog: NewPlanDialog, tmp_path: Path) -> None:
    fill(dialog.city, "春日井市")
    fill(dialog.name, "春日井市デジタル計画")
    make(dialog)
    plan = dialog.plan()
    assert plan is not None and not dialog.isVisible()
    assert (plan.city, plan.plan_name, plan.fiscal_year, plan.goals) == ("春日井市", "春日井市デジタル計画", 2025, ())
    with opened(build_new_plan(plan), tmp_path / "made.ictplan") as document:
        assert [tab.label for tab in document.tabs()] == ["全体", "①基本目標1", "DX重点取組み事項"]
        assert document.meetings()[0].label == "令和7年度 第1回"
        uid = document.add_indicator(document.tabs()[1].node, "来訪者数")
        assert [row.uid for row in document.goal_report(document.tabs()[1].node).rows] == [uid]


def test_a_whole_form_is_taken_as_typed(dialog: NewPlanDialog) -> None:
    fill(dialog.city, "瀬戸市")
    fill(dialog.code, "２３２０４１")
    fill(dialog.division, "情報政策課")
    fill(dialog.name, "計画")
    fill(dialog.start, "R9")
    assert dialog.start.note.text() == "→ 令和9年度"
    assert dialog.meeting.edit.placeholderText() == "令和9年度 第1回"
    fill(dialog.end, "2030")
    dialog.goals.setPlainText("①まち\n\nくらし")
    assert dialog.goals_note.text() == "2つ作ります: ①まち　②くらし"
    make(dialog)
    plan = dialog.plan()
    assert plan is not None
    assert (plan.city_code, plan.division, plan.plan_start, plan.plan_end) == ("232041", "情報政策課", 2027, 2030)
    assert (plan.fiscal_year, plan.goals) == (2027, ("まち", "くらし"))


@pytest.mark.parametrize(
    ("name", "typed", "part"),
    [("code", "232042", "検査数字"), ("start", "いつか", "年度が読めません"), ("end", "R3", "前です")],
)
def test_what_is_wrong_stands_under_its_field(dialog: NewPlanDialog, name: str, typed: str, part: str) -> None:
    fill(dialog.city, "瀬戸市")
    fill(dialog.name, "計画")
    fill(dialog.start, "R4")
    field = getattr(dialog, name)
    fill(field, typed)
    make(dialog)
    assert dialog.plan() is None
    assert part in field.note.text() and field.note.isVisible() and field.edit.property("wrong")
    assert field.note.sizeHint().width() <= field.note.width()


def test_escape_leaves_without_a_plan(dialog: NewPlanDialog) -> None:
    fill(dialog.city, "瀬戸市")
    fill(dialog.name, "計画")
    press(Qt.Key.Key_Escape)
    assert dialog.plan() is None and not dialog.isVisible()
