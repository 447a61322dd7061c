"""The selection dragged by its corner and by its edge, with real presses, moves and releases of the mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.services.document import Document
from app.ui.goal_tab import GoalTab
from app.ui.grid import Grid
from app.ui.grid_block import Block
from tests.ui.working import CONTROL, bubble_text, press, show, until

pytestmark = pytest.mark.usefixtures("offscreen")

ALL, EXCLUDED, RESPONSES = 0, 1, 2
_NONE = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def texts(grid: Grid, row: int, *columns: int) -> list[str]:
    return [str(grid.grid_model.index(row, column).data()) for column in columns]


def middle(grid: Grid, row: int, column: int) -> QPoint:
    return grid.visualRect(grid.grid_model.index(row, column)).center()


def corner(grid: Grid) -> QPoint:
    block = grid.selected_block()
    assert block is not None
    return grid.handle_rect(block).center()


def edge(grid: Grid, row: int, column: int) -> QPoint:
    """Return a place on the upper edge of a cell, half its width from its left."""
    rect = grid.visualRect(grid.grid_model.index(row, column))
    return QPoint(rect.center().x(), rect.top() + 1)


def drag(grid: Grid, start: QPoint, *way: QPoint, held: Qt.KeyboardModifier = _NONE) -> None:
    """Press, move along and let go, as a hand does."""
    QTest.mousePress(grid.viewport(), _LEFT, held, start)
    for place in way:
        QTest.mouseMove(grid.viewport(), place)
    QTest.mouseRelease(grid.viewport(), _LEFT, held, way[-1])


def said_by(grid: Grid) -> list[str]:
    said: list[str] = []
    grid.status_message.connect(said.append)
    return said


def test_the_corner_fills_down_and_right_as_one_undo_step(grid: Grid, document: Document) -> None:
    said = said_by(grid)
    before = [texts(grid, row, 1, 2, 3, 4) for row in (ALL, EXCLUDED)]
    grid.go_to(ALL, 1)
    drag(grid, corner(grid), middle(grid, EXCLUDED, 1))
    assert texts(grid, EXCLUDED, 1) == texts(grid, ALL, 1) and said == ["下へコピー: 1件"]
    assert grid.selected_block() == Block(ALL, 1, EXCLUDED, 1)
    drag(grid, corner(grid), middle(grid, EXCLUDED, 2), middle(grid, EXCLUDED, 4))
    assert [texts(grid, row, 1, 2, 3, 4) for row in (ALL, EXCLUDED)] == [before[0][:1] * 4] * 2
    assert said[-1] == "右へコピー: 6件"
    document.undo()
    document.undo()
    assert [texts(grid, row, 1, 2, 3, 4) for row in (ALL, EXCLUDED)] == before and not document.can_undo


def test_several_cells_are_repeated_in_their_order(grid: Grid) -> None:
    first = texts(grid, ALL, 1, 2)
    grid.select_cells(ALL, 1, ALL, 2)
    drag(grid, corner(grid), middle(grid, ALL, 5))
    assert texts(grid, ALL, 1, 2, 3, 4, 5) == [*first, *first, first[0]]


def test_a_hint_tells_what_would_be_filled_and_escape_lets_go(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 1)
    QTest.mousePress(grid.viewport(), _LEFT, _NONE, corner(grid))
    QTest.mouseMove(grid.viewport(), middle(grid, ALL, 4))
    assert bubble_text(grid) == f"「{texts(grid, ALL, 1)[0]}」を3か所に写します"
    QTest.mouseMove(grid.viewport(), middle(grid, ALL, 1))
    assert bubble_text(grid) == ""
    QTest.mouseMove(grid.viewport(), middle(grid, ALL, 3))
    press(Qt.Key.Key_Escape)
    assert bubble_text(grid) == ""
    QTest.mouseRelease(grid.viewport(), _LEFT, _NONE, middle(grid, ALL, 3))
    assert not document.can_undo


def test_the_edge_moves_cells_and_ctrl_copies_them(grid: Grid, document: Document) -> None:
    before = [texts(grid, row, 1, 2, 3, 4) for row in (ALL, EXCLUDED)]
    grid.select_cells(ALL, 1, ALL, 2)
    drag(grid, edge(grid, ALL, 1), middle(grid, EXCLUDED, 2), middle(grid, EXCLUDED, 3))
    assert texts(grid, ALL, 1, 2) == ["", ""] and texts(grid, EXCLUDED, 3, 4) == before[0][:2]
    assert grid.selected_block() == Block(EXCLUDED, 3, EXCLUDED, 4)
    document.undo()
    assert [texts(grid, row, 1, 2, 3, 4) for row in (ALL, EXCLUDED)] == before and not document.can_undo
    grid.select_cells(ALL, 1, ALL, 2)
    drag(grid, edge(grid, ALL, 2), middle(grid, EXCLUDED, 2), held=CONTROL)
    assert [texts(grid, row, 1, 2) for row in (ALL, EXCLUDED)] == [before[0][:2]] * 2


def test_cells_moved_onto_themselves_keep_what_overlaps(grid: Grid) -> None:
    before = texts(grid, ALL, 1, 2, 3)
    grid.select_cells(ALL, 1, ALL, 2)
    drag(grid, edge(grid, ALL, 1), middle(grid, ALL, 2))
    assert texts(grid, ALL, 1, 2, 3) == ["", *before[:2]]


def test_a_value_is_not_lost_where_its_new_place_takes_none(goal_tab: GoalTab) -> None:
    grid, model = goal_tab.grid, goal_tab.model
    rate = next(place for place, column in enumerate(model.columns) if column.key == "rate")
    row = next(row for row in range(model.rowCount()) if model.index(row, rate - 1).data())
    before = texts(grid, row, rate - 1, rate)
    grid.go_to(row, rate - 1)
    drag(grid, edge(grid, row, rate - 1), middle(grid, row, rate))
    assert texts(grid, row, rate - 1, rate) == before and not goal_tab.document.can_undo


def test_a_heading_is_passed_over(goal_tab: GoalTab) -> None:
    grid, model = goal_tab.grid, goal_tab.model
    unit = next(place for place, column in enumerate(model.columns) if column.key == "unit")
    assert [model.cell(model.rows[row], 0).role for row in (1, 2, 3)] == ["plain", "band", "plain"]
    grid.go_to(1, unit)
    press(Qt.Key.Key_F2)
    QTest.keyClicks(grid.delegate.open_editor(), "kai")
    press(Qt.Key.Key_Return)
    until(lambda: grid.delegate.open_editor() is None)
    grid.go_to(1, unit)
    drag(grid, corner(grid), middle(grid, 3, unit))
    assert texts(grid, 3, unit) == texts(grid, 1, unit)


def test_a_moved_block_leaves_headings_out_and_finds_room_at_the_foot(goal_tab: GoalTab) -> None:
    grid, model = goal_tab.grid, goal_tab.model
    target = next(place for place, column in enumerate(model.columns) if column.key == "target")
    plain = [row for row in range(model.rowCount()) if model.cell(model.rows[row], 0).role == "plain"]
    before = [texts(grid, row, target) for row in plain]
    grid.select_cells(plain[0], target, plain[1], target)
    drag(grid, edge(grid, plain[0], target), middle(grid, plain[1] + 1, target), held=CONTROL)
    assert [texts(grid, row, target) for row in plain[2:4]] == before[:2]
    goal_tab.document.undo()
    grid.select_cells(plain[-3], target, plain[-2], target)
    grid.scrollToBottom()
    drag(grid, edge(grid, plain[-3], target), middle(grid, plain[-1], target), held=CONTROL)
    assert [texts(grid, row, target) for row in plain[-2:]] == before[-3:-1]
    goal_tab.document.undo()
    assert [texts(grid, row, target) for row in plain] == before


def test_a_click_on_the_frame_is_a_click_on_the_cell(grid: Grid) -> None:
    grid.select_cells(ALL, 1, EXCLUDED, 3)
    QTest.mouseClick(grid.viewport(), _LEFT, _NONE, edge(grid, ALL, 2))
    assert grid.selected_block() == Block(ALL, 2, ALL, 2)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (ALL, 2)


def test_the_mouse_shows_what_it_would_take_hold_of(grid: Grid) -> None:
    grid.go_to(ALL, 2)
    for place, shape in (
        (corner(grid), Qt.CursorShape.CrossCursor),
        (edge(grid, ALL, 2), Qt.CursorShape.SizeAllCursor),
        (middle(grid, ALL, 2), Qt.CursorShape.ArrowCursor),
    ):
        QTest.mouseMove(grid.viewport(), place)
        assert grid.viewport().cursor().shape() == shape


def test_the_table_scrolls_while_the_mouse_is_held_outside(grid: Grid) -> None:
    show(grid, 500, 300)
    grid.go_to(ALL, 1)
    QTest.mousePress(grid.viewport(), _LEFT, _NONE, corner(grid))
    outside = QPoint(grid.viewport().width() + 20, middle(grid, ALL, 1).y())
    QTest.mouseMove(grid.viewport(), outside)
    bar = grid.horizontalScrollBar()
    until(lambda: bar.value() == bar.maximum() > 0)
    press(Qt.Key.Key_Escape)
    QTest.mouseRelease(grid.viewport(), _LEFT, _NONE, outside)


def test_a_block_over_a_heading_stays_as_wide_as_it_was_drawn(goal_tab: GoalTab) -> None:
    grid = goal_tab.grid
    drag(grid, middle(grid, 1, 4), middle(grid, 3, 5))
    assert grid.selected_block() == Block(1, 4, 3, 5)
    grid.go_to(1, 4)
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected_block() == Block(1, 4, 3, 4)
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selected_block() == Block(1, 4, 1, 4)
    QTest.mouseClick(grid.viewport(), _LEFT, _NONE, middle(grid, 2, 0))
    assert [index.row() for index in grid.selectedIndexes()] == [2] and grid.selected_block() is None


def test_what_takes_no_text_has_no_handle(goal_tab: GoalTab) -> None:
    grid, model = goal_tab.grid, goal_tab.model
    places = {column.key: place for place, column in enumerate(model.columns)}
    grid.go_to(1, places["rate"])
    assert grid.held_block() is None
    QTest.mouseMove(grid.viewport(), corner(grid))
    assert grid.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    grid.go_to(1, places["target"])
    assert grid.held_block() == Block(1, places["target"], 1, places["target"])
    grid.clearFocus()
    assert grid.held_block() is None
