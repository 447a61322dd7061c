"""Levels of the plan added and taken out below the tree, with the mouse and the keys, each one undo step."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.branch import Branch
from app.ui.main_window import MainWindow
from app.ui.plan_tree import branch_of
from app.ui.plan_tree_window import PlanTreeWindow
from tests.ui.test_plan_tree import choose, main, type_over, window  # noqa: F401
from tests.ui.working import CONTROL, press, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


def branches(window: PlanTreeWindow) -> list[Branch]:  # noqa: F811
    return [branch_of(item) for item in window.tree.items()]


def kinds(window: PlanTreeWindow) -> Counter[str]:  # noqa: F811
    return Counter(one.kind_words for one in branches(window))


def names(window: PlanTreeWindow) -> list[str]:  # noqa: F811
    return [edit.text() for edit in window.level_line.edits]


@pytest.mark.parametrize(("place", "gone"), [(1, "主要施策"), (2, "取組")])
def test_a_level_taken_out_lets_what_it_held_move_up_and_undo_brings_all_back(
    window: PlanTreeWindow,  # noqa: F811
    main: MainWindow,  # noqa: F811
    place: int,
    gone: str,
) -> None:
    before, rows = kinds(window), main.document.repository.dump_rows()
    QTest.mouseClick(window.level_line.removers[place - 1], Qt.MouseButton.LeftButton)
    after = kinds(window)
    assert names(window) == [one for one in ("基本目標", "主要施策", "取組") if one != gone]
    assert after + Counter({gone: before[gone]}) == before
    assert f"段「{gone}」と、その見出し{before[gone]}件を外しました。" in window.state.text()
    assert "一つ上の段へ移りました" in window.state.text()
    press(Qt.Key.Key_Z, CONTROL)
    assert kinds(window) == before
    assert {**main.document.repository.dump_rows(), "history": []} == {**rows, "history": []}
    press(Qt.Key.Key_Y, CONTROL)
    assert kinds(window) == after


def test_figures_and_order_stay_when_a_level_goes(window: PlanTreeWindow, main: MainWindow) -> None:  # noqa: F811
    document = main.document
    before = [row.uid for row in document.goal_report("goal-1").rows]
    window.level_line.removers[0].click()
    after = document.goal_report("goal-1").rows
    assert [row.uid for row in after] == before
    assert [one.name for one in document.levels()] == ["基本目標", "取組"]


def test_a_level_is_added_where_one_went_and_named_at_once(window: PlanTreeWindow) -> None:  # noqa: F811
    window.level_line.removers[0].click()
    QTest.mouseClick(window.level_line.add, Qt.MouseButton.LeftButton)
    until(window.level_line.edits[1].hasFocus)
    type_keys("ABC")
    press(Qt.Key.Key_Return)
    assert [name.upper() for name in names(window)] == ["基本目標", "ABC", "取組"]
    choose(window, "まちの活性化")
    window.add_kind(branches(window)[0].uid, "measure")
    until(lambda: window.tree.state() == window.tree.State.EditingState)
    type_over("新しい施策")
    until(lambda: any(one.title == "新しい施策" for one in branches(window)))
    made = next(one for one in branches(window) if one.title == "新しい施策")
    assert made.kind_words.upper() == "ABC"


def test_no_more_levels_than_the_tree_can_show(window: PlanTreeWindow) -> None:  # noqa: F811
    window.level_line.add.click()
    assert len(names(window)) == 4
    assert not window.level_line.add.isEnabled()
    assert kinds(window)["新しい段"]  # what the indicators are called
    window.level_line.removers[2].click()
    assert len(names(window)) == 3
    assert kinds(window)["指標"]
