"""The cursor goes about a table as in a spreadsheet."""

import pytest
from PySide6.QtCore import Qt

from app.services.document import Document
from app.ui.grid import Grid
from tests.ui.working import CONTROL, SHIFT, press

pytestmark = pytest.mark.usefixtures("offscreen")

ALL, EXCLUDED = 0, 1
FEBRUARY, MARCH = 11, 12


def place(grid: Grid) -> tuple[int, int]:
    return grid.currentIndex().row(), grid.currentIndex().column()


def selected(grid: Grid) -> tuple[int, int, int, int]:
    rows = [index.row() for index in grid.selectedIndexes()]
    columns = [index.column() for index in grid.selectedIndexes()]
    assert len(rows) == (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
    return min(rows), min(columns), max(rows), max(columns)


def test_ctrl_and_an_arrow_go_to_the_edge_of_the_figures(grid: Grid, document: Document) -> None:
    document.set_figure(("chatbot-all", "2022-08", "result", ""), "")
    grid.go_to(ALL, 1)
    stops = []
    for _ in range(4):
        press(Qt.Key.Key_Right, CONTROL)
        stops.append(grid.currentIndex().column())
    last = grid.grid_model.columnCount() - 1
    assert stops == [4, 6, last, last]  # July, September behind the gap, the total
    press(Qt.Key.Key_Left, CONTROL)
    assert place(grid) == (ALL, 6)
    press(Qt.Key.Key_Down, CONTROL)
    assert grid.currentIndex().row() == grid.grid_model.rowCount() - 1


def test_ctrl_shift_and_an_arrow_select_the_run(grid: Grid) -> None:
    grid.go_to(ALL, 2)
    press(Qt.Key.Key_Right, CONTROL | SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    last = grid.grid_model.columnCount() - 1
    assert selected(grid) == (ALL, 2, EXCLUDED, last)


def test_home_and_end_keep_the_row_and_with_ctrl_reach_the_corners(grid: Grid) -> None:
    grid.go_to(EXCLUDED, 5)
    last = grid.grid_model.columnCount() - 1
    press(Qt.Key.Key_Home)
    assert place(grid) == (EXCLUDED, 0)
    press(Qt.Key.Key_End)
    assert place(grid) == (EXCLUDED, last)
    press(Qt.Key.Key_Home, CONTROL)
    assert place(grid) == (0, 0)
    press(Qt.Key.Key_End, CONTROL | SHIFT)
    assert selected(grid) == (0, 0, grid.grid_model.rowCount() - 1, last)


def test_shift_and_arrows_select_a_block_and_ctrl_a_everything(grid: Grid) -> None:
    grid.go_to(ALL, 2)
    press(Qt.Key.Key_Right, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    assert selected(grid) == (ALL, 2, EXCLUDED, 3)
    press(Qt.Key.Key_A, CONTROL)
    assert selected(grid) == (0, 0, grid.grid_model.rowCount() - 1, grid.grid_model.columnCount() - 1)


def test_page_down_goes_down_and_the_first_cell_stays_the_current_ones_column(grid: Grid) -> None:
    grid.go_to(ALL, 3)
    press(Qt.Key.Key_PageDown)
    assert place(grid) == (grid.grid_model.rowCount() - 1, 3)
    press(Qt.Key.Key_PageUp)
    assert place(grid) == (ALL, 3)


def test_ctrl_r_fills_right_and_a_single_cell_takes_its_neighbour(grid: Grid, document: Document) -> None:
    grid.select_cells(ALL, 1, EXCLUDED, 3)
    press(Qt.Key.Key_R, CONTROL)
    shown = [[str(grid.grid_model.index(row, column).data()) for column in (1, 2, 3)] for row in (ALL, EXCLUDED)]
    assert shown == [["3,202"] * 3, ["674"] * 3]
    document.undo()
    assert not document.can_undo
    grid.go_to(EXCLUDED, 2)
    press(Qt.Key.Key_R, CONTROL)
    assert grid.grid_model.index(EXCLUDED, 2).data() == "674"
    press(Qt.Key.Key_D, CONTROL)
    assert grid.grid_model.index(EXCLUDED, 2).data() == "2,098"
