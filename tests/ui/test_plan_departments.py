"""担当課: typed in a goal's table, chosen from the list, taken back; named, merged and deleted in their own window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem, QWidget

from app.ui.dialogs.departments import DepartmentsWindow
from app.ui.goal_model import GoalModel
from app.ui.goal_tab import GoalTab
from tests.ui.working import focused, press, show, type_keys, until

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


@pytest.fixture
def window(goal_tab: GoalTab) -> Iterator[DepartmentsWindow]:
    owner = QWidget()
    made = DepartmentsWindow(goal_tab.document, owner)
    show(made, 520, 460)
    yield made
    made.close()
    owner.deleteLater()


def row(window: DepartmentsWindow, name: str) -> QTreeWidgetItem | None:
    items = window.list.findItems(name, Qt.MatchFlag.MatchExactly)
    return items[0] if items else None


def choose(window: DepartmentsWindow, name: str) -> None:
    found = row(window, name)
    assert found is not None
    window.list.setCurrentItem(found)
    window.list.setFocus()


def test_a_department_is_added_renamed_and_deleted(window: DepartmentsWindow) -> None:
    window.name.setFocus()
    QTest.keyClicks(window.name, "DX")
    press(Qt.Key.Key_Return)
    choose(window, "DX")
    press(Qt.Key.Key_F2)
    editor = focused()
    assert isinstance(editor, QLineEdit)
    editor.setText("DX推進課")
    press(Qt.Key.Key_Return)
    until(lambda: "DX推進課" in [one.name for one, _ in window.document.departments()])
    choose(window, "DX推進課")
    press(Qt.Key.Key_Delete)
    assert row(window, "DX推進課") is None
    window.document.undo()
    assert row(window, "DX推進課") is not None


def test_a_department_in_use_is_not_deleted_but_merged(window: DepartmentsWindow, goal_tab: GoalTab) -> None:
    choose(window, "観光課")
    QTest.mouseClick(window.delete, Qt.MouseButton.LeftButton)
    assert "使われています" in window.state.text()
    window.merge.menu().aboutToShow.emit()
    next(one for one in window.merge.menu().actions() if one.text() == "「情報課」に").trigger()
    assert row(window, "観光課") is None
    choose_cell(goal_tab)
    assert names(goal_tab) == ("情報課",)
