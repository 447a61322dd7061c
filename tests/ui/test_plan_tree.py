"""計画の構成: added, renamed, moved by keys, mouse and clipboard, copied, deleted, taken back with the window open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeWidgetItem

from app.domain.branch import Branch
from app.paths import Preferences
from app.ui.main_window import MainWindow
from app.ui.plan_tree import DEPARTMENTS, NAME, NUMBER, branch_of
from app.ui.plan_tree_window import PlanTreeWindow
from tests.sample_board import sample_board
from tests.ui.working import ALT, CONTROL, focused, opened, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def main(tmp_path: Path, qapp: object) -> Iterator[MainWindow]:
    with opened(sample_board(), tmp_path / "tree.ictplan") as document:
        made = MainWindow(document, Preferences())
        show(made)
        yield made
        made.close()


@pytest.fixture
def window(main: MainWindow) -> PlanTreeWindow:
    main.menus.tree.trigger()
    made = main.plan_desk.tree
    assert made is not None
    until(lambda: made.isActiveWindow() and made.tree.hasFocus())
    return made


def titles(window: PlanTreeWindow, parent: str | None = None) -> list[str]:
    every = [branch_of(item) for item in window.tree.items()]
    return [one.title for one in every if one.parent == parent]


def choose(window: PlanTreeWindow, title: str, column: int = NAME) -> Branch:
    item = next(item for item in window.tree.items() if branch_of(item).title == title)
    window.tree.choose(branch_of(item).identity, column)
    return branch_of(item)


def found(window: PlanTreeWindow, title: str) -> Branch:
    return next(branch_of(item) for item in window.tree.items() if branch_of(item).title == title)


def type_over(text: str) -> None:
    editor = focused()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)
    press(Qt.Key.Key_Return)


def test_f2_renames_and_the_tab_follows(window: PlanTreeWindow, main: MainWindow) -> None:
    choose(window, titles(window)[0])
    press(Qt.Key.Key_F2)
    type_over("まちの元気")
    until(lambda: titles(window)[0] == "まちの元気")
    assert "まちの元気" in main.tab_bar.tabText(1)
    press(Qt.Key.Key_Z, CONTROL)
    assert titles(window)[0] != "まちの元気"


def test_an_empty_name_is_refused_and_the_old_one_stands(window: PlanTreeWindow) -> None:
    before = choose(window, titles(window)[0]).title
    press(Qt.Key.Key_F2)
    editor = focused()
    assert isinstance(editor, QLineEdit)
    editor.clear()
    press(Qt.Key.Key_Return)
    until(lambda: "空にはできません" in window.state.text())
    assert titles(window)[0] == before


def test_numbers_and_departments_are_typed_in_their_columns(window: PlanTreeWindow) -> None:
    title = "アプリのダウンロード数"
    choose(window, title, NUMBER)
    press(Qt.Key.Key_F2)
    type_over("9-9")
    until(lambda: found(window, title).number == "9-9")
    choose(window, title, DEPARTMENTS)
    press(Qt.Key.Key_F2)
    type_over("観光課／DX課")
    until(lambda: found(window, title).departments == "観光課／DX課")


def test_insert_adds_a_measure_and_opens_its_name(window: PlanTreeWindow) -> None:
    chosen = choose(window, "にぎわいの創出")
    press(Qt.Key.Key_Insert)
    type_over("新しい柱")
    until(lambda: "新しい柱" in titles(window, chosen.parent))
    assert titles(window, chosen.parent)[:2] == ["にぎわいの創出", "新しい柱"]
    assert choose(window, "新しい柱").kind == "measure"


def test_the_menu_offers_what_may_stand_below(window: PlanTreeWindow) -> None:
    chosen = choose(window, "にぎわいの創出")
    window.add.menu().aboutToShow.emit()
    words = [action.text() for action in window.add.menu().actions()]
    assert words[0] == "取組を「にぎわいの創出」の下に"
    assert words[1] == "指標を「にぎわいの創出」の下に"
    window.add.menu().actions()[1].trigger()
    type_over("にぎわいの数")
    until(lambda: "にぎわいの数" in titles(window, chosen.uid))


def test_alt_and_arrows_move_among_siblings(window: PlanTreeWindow) -> None:
    chosen = choose(window, "データ活用の推進")
    before = titles(window, chosen.parent)
    press(Qt.Key.Key_Up, ALT)
    assert titles(window, chosen.parent)[0] == "データ活用の推進"
    press(Qt.Key.Key_Up, ALT)
    press(Qt.Key.Key_Down, ALT)
    assert titles(window, chosen.parent) == before


def test_cut_and_paste_move_an_indicator_to_another_initiative(window: PlanTreeWindow) -> None:
    choose(window, "アプリのダウンロード数")
    press(Qt.Key.Key_X, CONTROL)
    there = choose(window, "空き家情報等のWeb公開")
    press(Qt.Key.Key_V, CONTROL)
    assert "アプリのダウンロード数" in titles(window, there.uid)
    press(Qt.Key.Key_Z, CONTROL)
    assert "アプリのダウンロード数" not in titles(window, there.uid)


def drag_to(window: PlanTreeWindow, target: QTreeWidgetItem, part: float) -> None:
    """Drag the chosen branch to a part of a row's height (0 top, 1 bottom) and let go."""
    tree, rect = window.tree, window.tree.visualItemRect(target)
    at = QPointF(rect.left() + 60, rect.top() + part * (rect.height() - 1))
    mime: QMimeData = tree.mimeData([tree.currentItem()])
    looks = (Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(at.toPoint(), *looks), QDragMoveEvent(at.toPoint(), *looks)):
        QApplication.sendEvent(tree.viewport(), event)
        assert event.isAccepted()
    QApplication.sendEvent(tree.viewport(), QDropEvent(at, *looks))


def item_of(window: PlanTreeWindow, title: str) -> QTreeWidgetItem:
    item = next(item for item in window.tree.items() if branch_of(item).title == title)
    window.tree.scrollToItem(item)
    return item


def test_a_branch_is_dragged_behind_another_and_taken_back(window: PlanTreeWindow) -> None:
    chosen = choose(window, "にぎわいの創出")
    before = titles(window, chosen.parent)
    drag_to(window, item_of(window, "データ活用の推進"), 1)
    until(lambda: titles(window, chosen.parent)[:2] == ["データ活用の推進", "にぎわいの創出"])
    window.document.undo()
    assert titles(window, chosen.parent) == before


def test_an_indicator_is_dragged_onto_another_initiative(window: PlanTreeWindow) -> None:
    choose(window, "アプリのダウンロード数")
    there = item_of(window, "仮想空間を活用した観光・商業の情報発信")
    uid = branch_of(there).uid
    drag_to(window, there, 0.5)
    until(lambda: titles(window, uid) == ["仮想空間の来訪者数（累計）", "アプリのダウンロード数"])


def test_a_moved_goal_moves_its_tab(window: PlanTreeWindow, main: MainWindow) -> None:
    tops = titles(window)
    choose(window, tops[0])
    press(Qt.Key.Key_Down, ALT)
    assert titles(window)[:2] == [tops[1], tops[0]]
    assert tops[1] in main.tab_bar.tabText(1)


def test_a_place_that_makes_no_sense_is_refused_with_its_reason(window: PlanTreeWindow) -> None:
    tops = titles(window)
    choose(window, tops[0])
    press(Qt.Key.Key_X, CONTROL)
    choose(window, "アプリのダウンロード数")
    press(Qt.Key.Key_V, CONTROL)
    assert "下には置けません" in window.state.text()
    assert titles(window) == tops


def test_a_copy_stands_behind_and_says_what_it_left(window: PlanTreeWindow) -> None:
    chosen = choose(window, "にぎわいの創出")
    press(Qt.Key.Key_D, CONTROL)
    assert titles(window, chosen.parent)[:2] == ["にぎわいの創出", "にぎわいの創出（写し）"]
    assert "数値" in window.state.text()


def test_delete_takes_all_below_and_undo_brings_it_back(window: PlanTreeWindow) -> None:
    before = [branch_of(item).title for item in window.tree.items()]
    choose(window, "にぎわいの創出")
    press(Qt.Key.Key_Delete)
    after = [branch_of(item).title for item in window.tree.items()]
    assert "アプリのダウンロード数" not in after
    press(Qt.Key.Key_Z, CONTROL)
    assert [branch_of(item).title for item in window.tree.items()] == before


def test_the_names_of_levels_are_the_citys(window: PlanTreeWindow, main: MainWindow) -> None:
    window.level_line.edits[0].setFocus()
    window.level_line.edits[0].selectAll()
    type_keys("A")
    press(Qt.Key.Key_Return)
    assert main.document.levels()[0].name in ("a", "A")
    assert choose(window, titles(window)[0]).kind_words == main.document.levels()[0].name
    press(Qt.Key.Key_Z, CONTROL)
    assert window.level_line.edits[0].text() == "基本目標"


def test_the_place_of_a_branch_is_opened(window: PlanTreeWindow, main: MainWindow) -> None:
    chosen = choose(window, "アプリのダウンロード数")
    window.open.click()
    row = main.page().current_row()  # type: ignore[union-attr]
    assert row.uid == chosen.uid
