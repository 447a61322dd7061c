"""Sorting and filtering by a column, on the screen only."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.services.document import Document
from app.ui.arrange_strip import ArrangeStrip
from app.ui.column_menu import ColumnMenu
from app.ui.goal_model import BandRow
from app.ui.goal_tab import GoalTab
from app.ui.grid import Grid
from tests.ui.working import CONTROL, SHIFT, block_of, press, put_on_clipboard, type_keys

pytestmark = pytest.mark.usefixtures("offscreen")


def titles(tab: GoalTab) -> list[str]:
    return [row.title for row in tab.model.rows if hasattr(row, "number")]


def column(tab: GoalTab, key: str) -> int:
    return next(place for place, item in enumerate(tab.model.columns) if item.key == key)


def cells(tab: GoalTab, key: str) -> list[str]:
    return [tab.model.cell(row, column(tab, key)).text for row in tab.model.rows if hasattr(row, "number")]


def opened_menu() -> ColumnMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, ColumnMenu)
    return menu


def menu_of(tab: GoalTab, key: str) -> ColumnMenu:
    """Open the menu of a column by the mark in its head."""
    head = tab.grid.horizontalHeader()
    section = column(tab, key)
    tab.grid.scrollTo(tab.model.index(0, section))
    right = head.sectionViewportPosition(section) + head.sectionSize(section)
    QTest.mouseClick(
        head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(right - 9, head.height() - 6)
    )
    return opened_menu()


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def tick(menu: ColumnMenu, *texts: str) -> None:
    """Leave just these values ticked."""
    menu.values.item(0).setCheckState(Qt.CheckState.Unchecked)
    for row in range(1, menu.values.count()):
        item = menu.values.item(row)
        if item.data(Qt.ItemDataRole.UserRole) in texts:
            item.setCheckState(Qt.CheckState.Checked)


def strip_of(tab: GoalTab) -> ArrangeStrip:
    found = tab.findChildren(ArrangeStrip)
    return next(strip for strip in found if strip.parentWidget() is tab.grid.parentWidget())


def test_sorting_by_a_head_orders_the_screen_and_never_the_print(goal_tab: GoalTab) -> None:
    printed = titles(goal_tab)
    goal_tab.grid.go_to(goal_tab.model.find(goal_tab.model.report.rows[0].uid), 1)  # type: ignore[union-attr]
    click(menu_of(goal_tab, "rate").descending)
    rates = [row.rate.value for row in goal_tab.model.rows if hasattr(row, "rate")]
    known = [rate for rate in rates if rate is not None]
    assert known == sorted(known, reverse=True) and rates[: len(known)] == known
    assert not any(isinstance(row, BandRow) for row in goal_tab.model.rows), "headings mean nothing in this order"
    assert goal_tab.current_row() is not None and goal_tab.current_row().title == printed[0]  # type: ignore[union-attr]
    assert "印刷の順は変わりません" in strip_of(goal_tab).words.text()
    report = goal_tab.document.goal_report(goal_tab.node)
    assert [row.title for row in report.rows] == printed and not goal_tab.document.can_undo
    click(strip_of(goal_tab).printed)
    assert titles(goal_tab) == printed and strip_of(goal_tab).isHidden()


def test_a_typed_value_neither_moves_its_row_nor_hides_it(goal_tab: GoalTab) -> None:
    click(menu_of(goal_tab, "rate").ascending)
    order = titles(goal_tab)
    goal_tab.grid.go_to(0, column(goal_tab, "target"))
    type_keys("1")
    press(Qt.Key.Key_Return)
    assert titles(goal_tab) == order and goal_tab.grid.currentIndex().row() == 1
    goal_tab.document.undo()
    assert titles(goal_tab) == order


def test_a_filter_shows_its_values_and_paste_touches_those_rows_only(goal_tab: GoalTab) -> None:
    whole = titles(goal_tab)
    hidden = {row.uid: row.unit for row in goal_tab.model.report.rows if row.unit != "件"}  # type: ignore[union-attr]
    menu = menu_of(goal_tab, "unit")
    tick(menu, "件")
    click(menu.apply_button)
    shown = titles(goal_tab)
    assert set(cells(goal_tab, "unit")) == {"件"} and 1 < len(shown) < len(whole)
    assert f"{len(whole)}件のうち{len(shown)}件を表示" in strip_of(goal_tab).words.text()
    said: list[str] = []
    goal_tab.status_message.connect(said.append)
    first = goal_tab.model.find(next(row.uid for row in goal_tab.model.rows if hasattr(row, "number")))
    goal_tab.grid.go_to(first, column(goal_tab, "no"))
    put_on_clipboard("".join(f"a{number}\n" for number in range(len(shown))))
    press(Qt.Key.Key_V, CONTROL)
    assert cells(goal_tab, "no") == [f"a{number}" for number in range(len(shown))]
    assert said[-1] == f"貼り付け: 表示中の{len(shown)}件"
    press(Qt.Key.Key_Delete)
    assert said[-1] == f"クリア: 表示中の{len(shown)}件" and set(cells(goal_tab, "no")) == {""}
    click(strip_of(goal_tab).whole)
    report = goal_tab.document.goal_report(goal_tab.node)
    assert all(row.number for row in report.rows if row.uid in hidden)


def test_the_list_narrows_by_text_and_offers_blanks(goal_tab: GoalTab) -> None:
    menu = menu_of(goal_tab, "title")
    wanted = titles(goal_tab)[1]
    menu.search.setFocus()
    type_keys(wanted)
    QTest.keyClick(menu.search, Qt.Key.Key_Return)
    assert titles(goal_tab) == [wanted]
    assert any(isinstance(row, BandRow) for row in goal_tab.model.rows) == (
        goal_tab.model.cell(goal_tab.model.rows[0], 0).role == "band"
    ), "the heading over a row that is shown stays"
    click(menu_of(goal_tab, "title").all)
    goal_tab.grid.go_to(goal_tab.model.find(goal_tab.model.report.rows[0].uid), column(goal_tab, "no"))  # type: ignore[union-attr]
    press(Qt.Key.Key_Delete)
    menu = menu_of(goal_tab, "no")
    last = menu.values.item(menu.values.count() - 1)
    assert last.text() == "（空欄）　1件"
    tick(menu, "")
    click(menu.apply_button)
    assert cells(goal_tab, "no") == [""]


def test_the_menu_opens_by_key_and_by_the_right_button_and_closes_by_escape(goal_tab: GoalTab) -> None:
    before = titles(goal_tab)
    goal_tab.grid.go_to(1, column(goal_tab, "rate"))
    press(Qt.Key.Key_L, CONTROL | SHIFT)
    assert "達成率" in opened_menu().accessibleName() and opened_menu().ascending.hasFocus()
    QTest.keyClick(opened_menu(), Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None and titles(goal_tab) == before
    press(Qt.Key.Key_L, CONTROL | SHIFT)
    QTest.keyClick(opened_menu(), Qt.Key.Key_Down)
    QTest.keyClick(opened_menu().descending, Qt.Key.Key_Return)
    assert titles(goal_tab) != before


def test_a_new_indicator_and_an_undo_lift_a_filter_that_hides_them(goal_tab: GoalTab) -> None:
    model = goal_tab.model
    uid = next(row.uid for row in model.report.rows if row.unit != "件")  # type: ignore[union-attr]
    goal_tab.grid.go_to(model.find(uid), column(goal_tab, "no"))
    type_keys("77")
    press(Qt.Key.Key_Return)
    menu = menu_of(goal_tab, "unit")
    tick(menu, "件")
    click(menu.apply_button)
    assert model.find(uid) < 0
    change = goal_tab.document.undo()
    assert change is not None and change.place is not None
    goal_tab.reveal(change.place)
    assert goal_tab.grid.currentIndex().row() == model.find(uid) >= 0
    click(menu_of(goal_tab, "rate").ascending)
    goal_tab.add_indicator()
    assert goal_tab.grid.delegate.open_editor() is not None


def test_rows_cannot_be_moved_while_they_are_sorted(goal_tab: GoalTab) -> None:
    click(menu_of(goal_tab, "rate").ascending)
    said: list[str] = []
    goal_tab.status_message.connect(said.append)
    goal_tab.grid.go_to(0, 1)
    goal_tab.move_indicator(1)
    assert "元の順" in said[-1] and not goal_tab.document.can_undo


def test_totals_stay_last_and_headings_of_days_stay_over_theirs(grid: Grid, document: Document) -> None:
    view = block_of(document, "dx-chatbot", "chatbot-table").table
    assert view is not None
    grid.grid_model.sort_by(1, True)
    figures = [grid.grid_model.cell(row, 1).figure for row in grid.grid_model.rows]
    values = [figure.value for figure in figures if figure is not None and figure.value is not None]
    assert values == sorted(values, reverse=True)
    document.set_figure(("chatbot-all", "2022-04", "result", ""), "1")
    assert [row.uid for row in grid.grid_model.rows if row.metric == "chatbot-all"]
    grid.grid_model.sort_as_printed()
    assert [row.uid for row in grid.grid_model.rows] == [row.uid for row in view.rows]


def test_a_width_chosen_by_mouse_outlives_edits(grid: Grid, document: Document) -> None:
    head = grid.horizontalHeader()
    edge = head.sectionViewportPosition(3) + head.sectionSize(3) - 1
    before = head.sectionSize(3)
    start, end = QPoint(edge, 10), QPoint(edge + 30, 10)
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(head.viewport(), end)
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert head.sectionSize(3) == before + 30
    document.set_figure(("chatbot-all", "2022-04", "result", ""), "1")
    grid.resize(grid.width() + 50, grid.height())
    assert head.sectionSize(3) == before + 30
    grid.usual_widths()
    assert head.sectionSize(3) == before
