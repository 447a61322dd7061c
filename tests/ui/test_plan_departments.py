"""担当課 in a goal's table: typed, chosen from the list, taken back."""

import pytest
from PySide6.QtCore import Qt

from app.ui.goal_model import GoalModel
from app.ui.goal_tab import GoalTab
from tests.ui.working import press, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


def choose_cell(tab: GoalTab) -> None:
    model = tab.grid.grid_model
    column = next(place for place, one in enumerate(model.columns) if one.key == "departments")
    row = next(place for place, one in enumerate(model.rows) if one.uid == "i1")
    tab.grid.setCurrentIndex(model.index(row, column))


def names(tab: GoalTab) -> tuple[str, ...]:
    row = tab.current_row()
    assert row is not None
    return row.departments


def test_departments_are_typed_into_their_cell(goal_tab: GoalTab) -> None:
    choose_cell(goal_tab)
    before = names(goal_tab)
    type_keys("DX推進課/観光課")
    press(Qt.Key.Key_Tab)
    choose_cell(goal_tab)
    assert names(goal_tab) == ("DX推進課", "観光課")
    goal_tab.document.undo()
    assert names(goal_tab) == before


def test_the_list_of_departments_adds_and_takes_out(goal_tab: GoalTab) -> None:
    choose_cell(goal_tab)
    model, index = goal_tab.grid.grid_model, goal_tab.grid.currentIndex()
    assert isinstance(model, GoalModel)
    listed = model.choices(index.row(), index.column())
    assert [one.label for one in listed if one.chosen] == list(names(goal_tab))
    model.choose(index.row(), index.column(), "教育課")
    assert names(goal_tab) == ("情報課", "観光課", "教育課")
    model.choose(index.row(), index.column(), "情報課")
    assert names(goal_tab) == ("観光課", "教育課")
    model.choose(index.row(), index.column(), None)
    assert names(goal_tab) == ()


def test_delete_takes_the_departments_off(goal_tab: GoalTab) -> None:
    choose_cell(goal_tab)
    press(Qt.Key.Key_Delete)
    until(lambda: names(goal_tab) == ())
