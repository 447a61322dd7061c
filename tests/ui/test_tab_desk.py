"""The tabs of the plan: dragged, renamed where they stand, added, copied and deleted, each taken back by Ctrl+Z."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from app.paths import Preferences
from app.ui.main_window import MainWindow
from tests.sample_board import sample_board
from tests.ui.test_plan_tree import type_over
from tests.ui.working import ALT, CONTROL, SHIFT, choose_in_menu, focused, opened, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def main(tmp_path: Path, qapp: object) -> Iterator[MainWindow]:
    with opened(sample_board(), tmp_path / "tabs.ictplan") as document:
        made = MainWindow(document, Preferences())
        show(made)
        made.tab_bar.setFocus()
        yield made
        made.close()


def labels(main: MainWindow) -> list[str]:
    return [main.tab_bar.tabText(row) for row in range(main.tab_bar.count())]


def tabs(main: MainWindow) -> list[str]:
    return [tab.label for tab in main.document.tabs()]


def drag(main: MainWindow, before: int, after: int) -> None:
    """Drag a tab by the mouse to the place of another."""
    bar = main.tab_bar
    start = bar.tabRect(before).center()
    step = QPoint(30 if after > before else -30, 0)
    QTest.mousePress(bar, LEFT, Qt.KeyboardModifier.NoModifier, start)
    end = bar.tabRect(after).right() - 4 if after > before else bar.tabRect(after).left() + 4
    at = start
    while (end - at.x()) * step.x() > 0:
        at = at + step
        QTest.mouseMove(bar, at)
        QApplication.processEvents()
    QTest.mouseRelease(bar, LEFT, Qt.KeyboardModifier.NoModifier, at)


def test_a_dragged_tab_moves_its_goal_in_one_step(main: MainWindow) -> None:
    before = labels(main)
    drag(main, 1, 2)
    until(lambda: tabs(main)[1:3] == [before[2], before[1]])
    assert labels(main) == tabs(main)
    assert main.document.undo_label == "「まちの活性化」の移動"
    main.undo()
    assert labels(main) == tabs(main) == before
    drag(main, 2, 1)
    until(lambda: labels(main) == tabs(main) == [before[0], before[2], before[1], *before[3:]])


def test_the_first_tab_stays_first(main: MainWindow) -> None:
    before = labels(main)
    drag(main, 0, 2)
    assert labels(main) == tabs(main) == before
    drag(main, 2, 0)
    until(lambda: labels(main) == tabs(main) == [before[0], before[2], before[1], *before[3:]])


def test_a_click_moves_nothing_and_shows_the_page(main: MainWindow) -> None:
    QTest.mouseClick(main.tab_bar, LEFT, Qt.KeyboardModifier.NoModifier, main.tab_bar.tabRect(2).center())
    assert main.tab_bar.currentIndex() == 2
    assert not main.document.can_undo


def test_f2_renames_the_tab_where_it_stands(main: MainWindow) -> None:
    main.tab_bar.setCurrentIndex(1)
    press(Qt.Key.Key_F2)
    assert focused().parent() is main.tab_bar
    type_over("まちの元気")
    until(lambda: labels(main)[1] == "①まちの元気")
    assert main.tab_bar.hasFocus()
    press(Qt.Key.Key_Z, CONTROL)
    until(lambda: labels(main)[1] == "①まちの活性化")


def test_a_double_click_opens_the_name_and_escape_gives_it_up(main: MainWindow) -> None:
    place = main.tab_bar.tabRect(2).center()
    QTest.mouseClick(main.tab_bar, LEFT, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(main.tab_bar, LEFT, Qt.KeyboardModifier.NoModifier, place)
    editor = focused()
    assert isinstance(editor, QLineEdit)
    editor.setText("別の名")
    press(Qt.Key.Key_Escape)
    assert editor.isHidden()
    assert main.tab_bar.hasFocus()
    assert not main.document.can_undo


def test_an_empty_name_is_refused_and_leaving_takes_the_name(main: MainWindow) -> None:
    main.tab_bar.setCurrentIndex(1)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    until(lambda: "空にはできません" in main.statusBar().currentMessage())
    press(Qt.Key.Key_F2)
    editor = focused()
    assert isinstance(editor, QLineEdit)
    editor.setText("別の名")
    main.header.setFocus()
    main.tab_bar.setFocus()
    until(lambda: labels(main)[1] == "①別の名")


def test_keys_move_add_copy_and_delete(main: MainWindow) -> None:
    before = labels(main)
    main.tab_bar.setCurrentIndex(2)
    press(Qt.Key.Key_Left, ALT | SHIFT)
    assert labels(main)[1:3] == [before[2], before[1]]
    assert main.tab_bar.currentIndex() == 1
    press(Qt.Key.Key_Right, ALT | SHIFT)
    assert labels(main) == before
    press(Qt.Key.Key_Insert)
    type_over("安心の暮らし")
    until(lambda: labels(main)[3] == "安心の暮らし")
    press(Qt.Key.Key_D, CONTROL)
    assert labels(main)[4] == "安心の暮らし（写し）"
    main.tab_bar.setFocus()
    press(Qt.Key.Key_Delete)
    assert "安心の暮らし（写し）" not in labels(main)
    assert "Ctrl+Z で戻せます" in main.statusBar().currentMessage()


def test_deleting_a_goal_says_what_went_with_it(main: MainWindow) -> None:
    main.tab_bar.setCurrentIndex(1)
    before = labels(main)
    press(Qt.Key.Key_Delete)
    assert "指標12件" in main.statusBar().currentMessage()
    press(Qt.Key.Key_Z, CONTROL)
    assert labels(main) == before


def test_the_overview_has_no_name_to_change(main: MainWindow) -> None:
    main.tab_bar.setCurrentIndex(0)
    press(Qt.Key.Key_F2)
    assert "全体" in main.statusBar().currentMessage()
    assert main.tab_bar.findChild(QLineEdit) is None


def test_the_menu_of_a_tab_does_the_same(main: MainWindow) -> None:
    at = main.tab_bar.tabRect(2).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, main.tab_bar.mapToGlobal(at))
    QApplication.sendEvent(main.tab_bar, event)
    until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    assert main.tab_bar.currentIndex() == 2
    choose_in_menu("左へ")
    until(lambda: labels(main)[1] == "②生活の利便性向上")
