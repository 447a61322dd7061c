"""Departments are completed while they are typed into a goal's table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.report import IndicatorRow
from app.ui.cell_editor import CellEditor
from app.ui.cell_offer import CellOffer
from app.ui.goal_tab import GoalTab
from tests.ui.working import focused, press, type_keys

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def tab(goal_tab: GoalTab) -> GoalTab:
    for name in ("情報政策課", "情報広報課", "企画課"):
        goal_tab.document.add_department(name)
    goal_tab.grid.go_to(1, [column.key for column in goal_tab.model.columns].index("departments"))
    goal_tab.document.set_departments("indicator", row_of(goal_tab).uid, "")
    return goal_tab


def row_of(tab: GoalTab) -> IndicatorRow:
    row = tab.current_row()
    assert row is not None
    return row


def offered() -> list[str]:
    editor = focused()
    assert isinstance(editor, CellEditor)
    offer = editor.findChild(CellOffer)
    return offer.list.offered if offer is not None else []


def test_what_begins_with_the_typed_name_is_offered_and_taken_with_the_keys(tab: GoalTab) -> None:
    type_keys("情報")
    assert offered() == ["情報課", "情報政策課", "情報広報課"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert offered() == [] and isinstance(focused(), CellEditor)
    type_keys("／企")
    assert offered() == ["情報広報課／企画課"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Up)  # the list is closed: the key leaves the cell again
    tab.grid.go_to(1, tab.grid.currentIndex().column())
    assert row_of(tab).departments == ("情報広報課", "企画課")


def test_a_new_name_that_begins_like_a_known_one_is_taken_as_typed(tab: GoalTab) -> None:
    type_keys("情報")
    place = tab.grid.currentIndex().row()
    press(Qt.Key.Key_Return)
    tab.grid.go_to(place, tab.grid.currentIndex().column())
    assert row_of(tab).departments == ("情報",)


def test_escape_closes_the_list_first_and_the_cell_then(tab: GoalTab) -> None:
    type_keys("企")
    assert offered() == ["企画課"]
    editor = focused()
    press(Qt.Key.Key_Escape)
    assert focused() is editor and offered() == []
    press(Qt.Key.Key_Escape)
    assert focused() is not editor and row_of(tab).departments == ()


def test_a_click_takes_the_name_and_what_was_typed_can_be_brought_back(tab: GoalTab) -> None:
    type_keys("広報")
    editor = focused()
    assert isinstance(editor, CellEditor)
    offer = editor.findChild(CellOffer)
    assert offer is not None
    shown = offer.list
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(0)).center())
    assert editor.text() == "情報広報課" and focused() is editor
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "広報"
