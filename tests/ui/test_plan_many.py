"""Several branches of 計画の構成 in hand: moved, cut, copied and deleted together, each one undo step."""

import pytest
from PySide6.QtCore import Qt

from app.ui.main_window import MainWindow
from app.ui.plan_tree import branch_of
from app.ui.plan_tree_window import NO_SIBLINGS, PlanTreeWindow
from tests.ui.test_plan_tree import choose, drag_to, found, main, titles, window  # noqa: F401
from tests.ui.working import ALT, CONTROL, SHIFT, press, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
FIVE = ["にぎわいの創出", "データ活用の推進", "産業の振興", "人材の育成", "移住・定住の促進"]


def select(window: PlanTreeWindow, first: str, last: str) -> None:  # noqa: F811
    """Select siblings from the first to the last with Shift and the arrows, their branches closed before."""
    for item in window.tree.items():
        item.setExpanded(branch_of(item).kind == "goal")
    choose(window, first)
    while branch_of(window.tree.currentItem()).title != last:
        press(Qt.Key.Key_Down, SHIFT)


def measures(window: PlanTreeWindow) -> list[str]:  # noqa: F811
    return titles(window, "goal-1")


def chosen(window: PlanTreeWindow) -> list[str]:  # noqa: F811
    return [one.title for one in window.tree.chosen()]


def rows(main: MainWindow) -> dict[str, object]:  # noqa: F811
    return {**main.document.repository.dump_rows(), "history": []}


def test_the_arrows_move_two_together_and_stop_at_the_end(window: PlanTreeWindow, main: MainWindow) -> None:  # noqa: F811
    before = rows(main)
    select(window, FIVE[1], FIVE[2])
    press(Qt.Key.Key_Down, ALT)
    assert measures(window) == [FIVE[0], FIVE[3], FIVE[1], FIVE[2], FIVE[4]]
    assert chosen(window) == [FIVE[1], FIVE[2]]
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Down, ALT)
    assert measures(window) == [FIVE[0], FIVE[3], FIVE[4], FIVE[1], FIVE[2]]
    press(Qt.Key.Key_Up, ALT)
    assert measures(window) == [FIVE[0], FIVE[3], FIVE[1], FIVE[2], FIVE[4]]
    for _ in range(3):
        press(Qt.Key.Key_Z, CONTROL)
    assert measures(window) == FIVE
    assert rows(main) == before


def test_two_are_cut_and_pasted_under_another_goal_and_come_back_by_one_undo(
    window: PlanTreeWindow,  # noqa: F811
    main: MainWindow,  # noqa: F811
) -> None:
    before = rows(main)
    select(window, FIVE[0], FIVE[1])
    press(Qt.Key.Key_X, CONTROL)
    assert "2件を、行き先を選んで" in window.state.text()
    choose(window, "生活の利便性向上")
    press(Qt.Key.Key_V, CONTROL)
    assert (measures(window), titles(window, "goal-2")) == (FIVE[2:], FIVE[:2])
    press(Qt.Key.Key_Z, CONTROL)
    assert rows(main) == before


def test_two_are_copied_behind_another_and_doubled(window: PlanTreeWindow) -> None:  # noqa: F811
    select(window, FIVE[0], FIVE[1])
    press(Qt.Key.Key_C, CONTROL)
    choose(window, FIVE[4])
    press(Qt.Key.Key_V, CONTROL)
    assert len(measures(window)) == 7
    assert [title.startswith(of) for title, of in zip(measures(window)[5:], FIVE, strict=False)] == [True, True]
    press(Qt.Key.Key_Z, CONTROL)
    assert measures(window) == FIVE
    select(window, FIVE[3], FIVE[4])
    press(Qt.Key.Key_D, CONTROL)
    assert len(measures(window)) == 7
    press(Qt.Key.Key_Z, CONTROL)
    assert measures(window) == FIVE


def test_three_are_deleted_in_one_step(window: PlanTreeWindow, main: MainWindow) -> None:  # noqa: F811
    before = rows(main)
    select(window, FIVE[1], FIVE[3])
    press(Qt.Key.Key_Delete)
    assert measures(window) == [FIVE[0], FIVE[4]]
    assert "3件を削除しました" in window.state.text()
    assert chosen(window) == [FIVE[4]]
    press(Qt.Key.Key_Z, CONTROL)
    assert rows(main) == before


def test_two_are_dragged_under_another_goal(window: PlanTreeWindow, main: MainWindow) -> None:  # noqa: F811
    select(window, FIVE[0], FIVE[1])
    target = next(item for item in window.tree.items() if branch_of(item).title == "生活の利便性向上")
    drag_to(window, target, 0.5)
    until(lambda: titles(window, "goal-2") == FIVE[:2])
    press(Qt.Key.Key_Z, CONTROL)
    until(lambda: measures(window) == FIVE)


def test_two_are_dragged_behind_a_third(window: PlanTreeWindow) -> None:  # noqa: F811
    select(window, FIVE[0], FIVE[1])
    target = next(item for item in window.tree.items() if branch_of(item).title == FIVE[3])
    drag_to(window, target, 0.95)
    until(lambda: measures(window) == [FIVE[2], FIVE[3], FIVE[0], FIVE[1], FIVE[4]])


def test_what_does_not_stand_side_by_side_is_not_mixed(window: PlanTreeWindow, main: MainWindow) -> None:  # noqa: F811
    revision = main.document.revision
    choose(window, FIVE[0])
    other = next(item for item in window.tree.items() if branch_of(item).title == "生活の利便性向上")
    other.setSelected(True)
    for key, held in ((Qt.Key.Key_Delete, None), (Qt.Key.Key_D, CONTROL), (Qt.Key.Key_X, CONTROL)):
        press(key, held) if held else press(key)
        assert window.state.text() == NO_SIBLINGS
    assert main.document.revision == revision


def test_what_lies_in_a_chosen_branch_goes_with_it(window: PlanTreeWindow) -> None:  # noqa: F811
    choose(window, FIVE[0])
    press(Qt.Key.Key_Down, SHIFT)
    assert len(window.tree.selectedItems()) == 2
    assert chosen(window) == [FIVE[0]]
    press(Qt.Key.Key_Delete)
    assert measures(window) == FIVE[1:]
