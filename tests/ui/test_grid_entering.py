"""Keys while a cell is being filled, as a spreadsheet has them: where they lead, and what they fill."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.fiscal import format_period
from app.services.document import Document
from app.ui.grid import Grid
from tests.ui.working import CONTROL, SHIFT, bubble_text, focused, press, type_keys, until

pytestmark = pytest.mark.usefixtures("offscreen")

ALL, EXCLUDED, RESPONSES, NO_ANSWER = range(4)
_LEFT = Qt.MouseButton.LeftButton


def place(grid: Grid) -> tuple[int, int]:
    return grid.currentIndex().row(), grid.currentIndex().column()


def text(grid: Grid, row: int, column: int) -> str:
    return str(grid.grid_model.index(row, column).data())


def test_arrows_lead_on_from_a_typed_value_and_stay_in_one_opened_with_f2(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 3)
    type_keys("7")
    press(Qt.Key.Key_Right)
    assert text(grid, ALL, 3) == "7" and place(grid) == (ALL, 4)
    type_keys("8")
    press(Qt.Key.Key_Left)
    assert text(grid, ALL, 4) == "8" and place(grid) == (ALL, 3)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Left)
    type_keys("1")
    assert grid.delegate.open_editor() is not None
    press(Qt.Key.Key_Return)
    assert text(grid, ALL, 3) == "17"


def test_f2_and_the_mouse_make_the_arrows_the_lines_own(grid: Grid) -> None:
    grid.go_to(ALL, 3)
    type_keys("12")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Left)
    type_keys("5")
    press(Qt.Key.Key_Return)
    assert text(grid, ALL, 3) == "152"
    grid.go_to(ALL, 4)
    type_keys("12")
    QTest.mouseClick(focused(), _LEFT)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    type_keys("5")
    press(Qt.Key.Key_Return)
    assert text(grid, ALL, 4) == "152"


def test_an_arrow_at_the_edge_takes_what_was_typed_and_stays(grid: Grid) -> None:
    last = grid.grid_model.columnCount() - 2
    grid.go_to(ALL, last)
    type_keys("4")
    press(Qt.Key.Key_Up)
    assert text(grid, ALL, last) == "4" and place(grid) == (ALL, last)


def test_a_bad_value_keeps_the_arrows_from_leading_on(grid: Grid) -> None:
    grid.go_to(ALL, 3)
    type_keys("1,2,3")
    press(Qt.Key.Key_Right)
    assert place(grid) == (ALL, 3) and "桁区切り" in bubble_text(grid)


def test_enter_goes_back_below_the_cell_where_the_tabs_began(grid: Grid) -> None:
    grid.go_to(ALL, 3)
    for digit in "12":
        type_keys(digit)
        press(Qt.Key.Key_Tab)
    type_keys("3")
    press(Qt.Key.Key_Return)
    assert place(grid) == (EXCLUDED, 3)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)  # leads away: Enter knows of no run any more
    press(Qt.Key.Key_Return)
    assert place(grid) == (RESPONSES, 5)


def test_enter_and_tab_go_round_a_selected_block(grid: Grid, document: Document) -> None:
    grid.select_cells(ALL, 3, EXCLUDED, 4)
    for digit in "1234":
        type_keys(digit)
        press(Qt.Key.Key_Return)
    assert [text(grid, row, column) for column in (3, 4) for row in (ALL, EXCLUDED)] == ["1", "2", "3", "4"]
    assert place(grid) == (ALL, 3) and len(grid.selectedIndexes()) == 4
    stops = []
    for _ in range(4):
        press(Qt.Key.Key_Tab)
        stops.append(place(grid))
    assert stops == [(ALL, 4), (EXCLUDED, 3), (EXCLUDED, 4), (ALL, 3)]
    press(Qt.Key.Key_Return, SHIFT)
    assert place(grid) == (EXCLUDED, 4)


def test_ctrl_enter_fills_the_selection_as_one_step_and_stays(grid: Grid, document: Document) -> None:
    said: list[str] = []
    grid.status_message.connect(said.append)
    before = text(grid, EXCLUDED, 4)
    grid.select_cells(ALL, 3, EXCLUDED, 4)
    type_keys("５")
    press(Qt.Key.Key_Return, CONTROL)
    assert {text(grid, row, column) for row in (ALL, EXCLUDED) for column in (3, 4)} == {"5"}
    assert said == ["まとめて入力: 4件"] and place(grid) == (ALL, 3) and len(grid.selectedIndexes()) == 4
    document.undo()
    assert text(grid, EXCLUDED, 4) == before and not document.can_undo


def test_ctrl_enter_keeps_what_cannot_be_read_and_asks_what_a_dash_means(grid: Grid, document: Document) -> None:
    grid.select_cells(ALL, 3, EXCLUDED, 3)
    type_keys("三つ")
    press(Qt.Key.Key_Return, CONTROL)
    assert bubble_text(grid) and grid.delegate.open_editor() is not None and not document.can_undo
    press(Qt.Key.Key_Escape)
    grid.select_cells(ALL, 3, EXCLUDED, 3)
    type_keys("-")
    press(Qt.Key.Key_Return, CONTROL)
    bubble = grid._bubble
    assert bubble is not None and "2か所" in bubble_text(grid)
    bubble.choose("0")
    until(lambda: text(grid, EXCLUDED, 3) == "0")
    assert text(grid, ALL, 3) == "0"
    document.undo()
    assert not document.can_undo


def test_shift_space_selects_rows_and_ctrl_space_columns(grid: Grid) -> None:
    rows, columns = grid.grid_model.rowCount(), grid.grid_model.columnCount()
    grid.select_cells(EXCLUDED, 3, RESPONSES, 4)
    press(Qt.Key.Key_Space, SHIFT)
    assert {index.row() for index in grid.selectedIndexes()} == {EXCLUDED, RESPONSES}
    assert len(grid.selectedIndexes()) == 2 * columns and grid.delegate.open_editor() is None
    grid.select_cells(EXCLUDED, 3, RESPONSES, 4)
    press(Qt.Key.Key_Space, CONTROL)
    assert {index.column() for index in grid.selectedIndexes()} == {3, 4}
    assert len(grid.selectedIndexes()) == 2 * rows


def test_a_double_click_on_the_corner_fills_down_as_far_as_the_neighbours_reach(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 4)
    block = grid.selected_block()
    assert block is not None
    at = grid.handle_rect(block).center()
    QTest.mouseClick(grid.viewport(), _LEFT, pos=at)
    QTest.mouseDClick(grid.viewport(), _LEFT, pos=at)
    assert {text(grid, row, 4) for row in (ALL, EXCLUDED, NO_ANSWER)} == {text(grid, ALL, 4)}
    assert grid.delegate.open_editor() is None
    document.undo()
    assert not document.can_undo


def today() -> str:
    return format_period(date.today().isoformat(), "era_long")


def test_todays_date_is_no_figure_in_an_open_editor_either(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 3)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Semicolon, CONTROL)
    assert "日付" in bubble_text(grid) and grid.delegate.open_editor() is not None
    press(Qt.Key.Key_Escape)
    assert not document.can_undo
