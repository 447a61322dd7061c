"""A new city's plan made by hand from nothing: every shape of the plan, in the program's own windows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.domain.metrics import TableRow
from app.domain.new_plan import NewPlan, build_new_plan
from app.domain.plan import Indicator
from app.paths import Preferences
from app.ui.goal_tab import GoalTab
from app.ui.main_window import MainWindow
from app.ui.plan_tree_window import PlanTreeWindow
from tests.ui.test_plan_tree import choose, titles, type_over
from tests.ui.working import CONTROL, opened, press, put_on_clipboard, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
GOALS = ("健やかなまち", "学びのまち", "便利なまち")


@pytest.fixture
def main(tmp_path: Path, qapp: object) -> Iterator[MainWindow]:
    new = NewPlan(city="新市", plan_name="新市DX計画", fiscal_year=2023, plan_start=2023, plan_end=2027, goals=GOALS)
    with opened(build_new_plan(new), tmp_path / "new.ictplan") as document:
        made = MainWindow(document, Preferences())
        show(made)
        yield made
        made.close()


def tree_of(main: MainWindow) -> PlanTreeWindow:
    main.menus.tree.trigger()
    window = main.plan_desk.tree
    assert window is not None
    window.resize(1080, 620)
    until(lambda: window.isActiveWindow() and window.tree.hasFocus())
    return window


def add_below(window: PlanTreeWindow, words: str, name: str) -> None:
    """Choose an entry of 追加 and type the new one's name."""
    window.add.menu().aboutToShow.emit()
    next(action for action in window.add.menu().actions() if action.text().startswith(words)).trigger()
    type_over(name)
    until(lambda: (chosen := window.tree.current()) is not None and chosen.title == name)


def set_choice(window: PlanTreeWindow, name: str, code: str) -> None:
    field = window.settings.fields[name]
    assert isinstance(field, QComboBox)
    until(field.isVisible)
    field.setFocus()
    while field.currentData() != code:
        press(Qt.Key.Key_Down if field.currentIndex() < field.findData(code) else Qt.Key.Key_Up)


def set_text(window: PlanTreeWindow, name: str, text: str) -> None:
    field = window.settings.fields[name]
    assert isinstance(field, QLineEdit)
    until(field.isVisible)
    field.setFocus()
    field.selectAll()
    type_keys(text)
    press(Qt.Key.Key_Return)


def test_a_measure_an_initiative_and_an_indicator_with_months(main: MainWindow) -> None:
    window = tree_of(main)
    choose(window, GOALS[0])
    add_below(window, "主要施策を", "健診")
    add_below(window, "取組を", "がん検診")
    add_below(window, "指標を", "受診者数")
    set_choice(window, "aggregation", "sum")
    set_choice(window, "direction", "up")
    set_text(window, "unit", "人")
    indicator = main.document.index.all(Indicator)[0]
    window.open_place()
    tab = main.page()
    assert isinstance(tab, GoalTab)
    until(lambda: main.isActiveWindow() and tab.current_row() is not None)
    months = tab.detail.months
    until(months.isVisible)
    months.setFocus()
    until(months.hasFocus)
    months.go_to(0, 1)
    type_keys("12")
    press(Qt.Key.Key_Return)
    until(lambda: main.document.undo_label.startswith("受診者数"))
    assert main.document.field("metric", indicator.metric, "unit") == "人"
    row = tab.current_row()
    assert row is not None
    assert row.years[-1].text == "12"


def test_a_table_of_twelve_months_with_rows_from_a_list_of_names(main: MainWindow) -> None:
    window = tree_of(main)
    choose(window, "DX重点取組み事項")
    add_below(window, "取組を", "オンライン申請")
    item = window.tree.current()
    assert item is not None
    add_below(window, "表を", "月ごとの申請")
    table = window.tree.current()
    assert table is not None
    set_text(window, "span", "R5")
    set_text(window, "unit", "件")
    choose(window, "項目1")
    put_on_clipboard("住民票\r\n税証明\r\n")
    window.tree.setFocus()
    press(Qt.Key.Key_V, CONTROL)
    assert titles(window, table.uid) == ["項目1", "住民票", "税証明"]
    choose(window, "項目1")
    press(Qt.Key.Key_Delete)
    rows = main.document.index.where(TableRow, "table", table.uid)
    main.document.set_figure((str(rows[0].metric), "2023-04", "result", ""), "5")
    shown = next(block.table for block in main.document.item_report(item.uid).blocks if block.table)
    assert (len(shown.columns), shown.rows[0].cells[0].text) == (12, "5")


def test_a_table_of_years_and_one_of_days(main: MainWindow) -> None:
    window = tree_of(main)
    choose(window, "DX重点取組み事項")
    add_below(window, "取組を", "講座")
    add_below(window, "表を", "年度ごと")
    set_choice(window, "axis", "years")
    set_text(window, "span", "R1-R5")
    choose(window, "講座")
    add_below(window, "表を", "開催")
    set_choice(window, "axis", "events")
    choose(window, "項目1")
    uid = next(one.uid for one in main.document.plan_tree()[-1].below)
    tables = [block.table for block in main.document.item_report(uid).blocks if block.table]
    assert [(table.axis, len(table.columns), len(table.groups)) for table in tables] == [
        ("years", 5, 0),
        ("events", 0, 1),
    ]


def test_levels_a_division_and_a_meeting(main: MainWindow) -> None:
    window = tree_of(main)
    assert [edit.text() for edit in window.level_line.edits] == ["基本目標", "主要施策", "取組"]
    window.level_line.edits[1].setFocus()
    window.level_line.edits[1].selectAll()
    type_keys("b")
    press(Qt.Key.Key_Return)
    assert [level.name for level in main.document.levels()][1] in ("b", "B")
    main.menus.departments.trigger()
    departments = main.plan_desk.departments
    assert departments is not None
    until(departments.isActiveWindow)
    departments.list.setFocus()
    press(Qt.Key.Key_Insert)
    type_keys("c")
    press(Qt.Key.Key_Return)
    assert len(main.document.departments()) == 1
    main.menus.meetings.trigger()
    meetings = main.plan_desk.meetings
    assert meetings is not None
    until(meetings.isActiveWindow)
    meetings.list.setFocus()
    press(Qt.Key.Key_Insert)
    press(Qt.Key.Key_Return)
    until(lambda: len(main.document.meetings()) == 2)
