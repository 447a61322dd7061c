"""A table that lists its columns itself: made, filled, its columns worked with mouse and keys, pasted with its head."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.metrics import Table
from app.services.document import Document
from app.ui.block_tables import TableBody
from app.ui.group_tab import GroupTab
from tests.ui.test_table_columns import answer
from tests.ui.working import ALT, CONTROL, SHIFT, block_of, press, put_on_clipboard, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
NODE = "dx-rpa"


@pytest.fixture
def tab(document: Document) -> Iterator[GroupTab]:
    made = GroupTab(document, "dx")
    document.changed.connect(made.refresh)
    show(made)
    made.list.choose(NODE)
    made.blocks.show_block(document.item_report(NODE).blocks[0].uid)
    menu = QMenu(made)
    made.blocks._fill_add(menu, document.item_report(NODE).blocks[0].uid)
    next(action for action in menu.actions() if action.text() == "列を自分で決める表").trigger()
    yield made
    made.stop()
    made.close()
    made.deleteLater()


def table_of(tab: GroupTab) -> Table:
    return next(table for table in tab.document.index.where(Table, "node", NODE) if table.axis == "columns")


def body_of(tab: GroupTab) -> TableBody:
    body = tab.blocks.frames[block_of(tab.document, NODE, table_of(tab).uid).uid].body
    assert isinstance(body, TableBody)
    until(body.grid.isVisible)
    tab.activateWindow()  # the offscreen platform does not give the focus back after a dialog
    until(lambda: QApplication.activeWindow() is tab)
    body.grid.setFocus()
    return body


def heads(tab: GroupTab) -> list[str]:
    return [column.head for column in body_of(tab).model.columns][1:]


def cells(tab: GroupTab) -> list[list[str]]:
    model = body_of(tab).model
    return [[model.cell(row, place).text for place in range(len(model.columns))] for row in model.rows]


def test_a_new_table_has_columns_to_be_named_and_takes_figures_at_once(tab: GroupTab) -> None:
    assert heads(tab) == ["列1", "列2", "列3"]
    body_of(tab).grid.go_to(0, 2)
    press(Qt.Key.Key_7)
    press(Qt.Key.Key_Return)
    until(lambda: cells(tab)[0] == ["項目1", "", "7", ""])


def test_a_double_click_on_a_head_names_the_column(tab: GroupTab) -> None:
    head = body_of(tab).grid.horizontalHeader()
    answer("窓口")
    place = QPoint(head.sectionViewportPosition(1) + 10, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    until(lambda: heads(tab) == ["窓口", "列2", "列3"])


def test_columns_are_added_named_moved_and_deleted_by_keys(tab: GroupTab) -> None:
    body_of(tab).grid.go_to(0, 1)
    answer("窓口")
    press(Qt.Key.Key_F2, CONTROL | SHIFT)
    until(lambda: heads(tab)[0] == "窓口")
    answer("オンライン")
    body_of(tab)
    press(Qt.Key.Key_Insert, ALT)
    until(lambda: heads(tab) == ["窓口", "オンライン", "列2", "列3"])
    assert body_of(tab).grid.currentIndex().column() == 2
    press(Qt.Key.Key_Left, ALT | SHIFT)
    assert heads(tab) == ["オンライン", "窓口", "列2", "列3"]
    body_of(tab).grid.select_cells(0, 3, 0, 4)
    press(Qt.Key.Key_Delete, ALT)
    assert heads(tab) == ["オンライン", "窓口"]
    tab.document.undo()
    assert heads(tab) == ["オンライン", "窓口", "列2", "列3"]


def test_a_head_is_dragged_to_another_place(tab: GroupTab) -> None:
    grid = body_of(tab).grid
    head = grid.horizontalHeader()
    start, end = (
        QPoint(head.sectionViewportPosition(place) + head.sectionSize(place) // 2, head.height() // 2)
        for place in (1, 3)
    )
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(head.viewport(), start + (end + QPoint(12, 0) - start) * step / 8)
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=end + QPoint(12, 0))
    assert heads(tab) == ["列2", "列3", "列1"]
    assert [head.visualIndex(place) for place in range(4)] == [0, 1, 2, 3]
    tab.document.undo()
    assert heads(tab) == ["列1", "列2", "列3"]


def test_a_pasted_block_names_columns_and_rows_and_fills_them_in_one_step(tab: GroupTab) -> None:
    before = tab.document.repository.dump_rows()
    body_of(tab).grid.go_to(0, 0)
    put_on_clipboard("学校\t北小\t南小\t西中\t東中\nタブレット\t120\t１３０\t\t90\n無線LAN\t3\t\t5\t6\n")
    press(Qt.Key.Key_V, CONTROL)
    assert heads(tab) == ["北小", "南小", "西中", "東中"]
    assert cells(tab) == [["タブレット", "120", "130", "", "90"], ["無線LAN", "3", "", "5", "6"]]
    tab.document.undo()
    after = tab.document.repository.dump_rows()
    assert {**after, "history": []} == {**before, "history": []}


def test_a_second_paste_goes_to_the_columns_of_its_names_whatever_their_order(tab: GroupTab) -> None:
    body_of(tab).grid.go_to(0, 0)
    put_on_clipboard("\t北小\t南小\n台数\t1\t2\n")
    press(Qt.Key.Key_V, CONTROL)
    put_on_clipboard("\t南小\t東中\n台数\t20\t30\n")
    press(Qt.Key.Key_V, CONTROL)
    assert (heads(tab), cells(tab)) == (["北小", "南小", "東中"], [["台数", "1", "20", "30"]])


def test_a_bad_figure_in_a_pasted_block_leaves_all_as_it_was(tab: GroupTab) -> None:
    body_of(tab).grid.go_to(0, 0)
    put_on_clipboard("\t北小\t南小\n台数\t1\tたくさん\n")
    press(Qt.Key.Key_V, CONTROL)
    assert (heads(tab), cells(tab)) == (["列1", "列2", "列3"], [["項目1", "", "", ""]])


def test_a_table_of_months_shows_none_of_this(tab: GroupTab) -> None:
    tab.list.choose("dx-cashless")
    body = tab.blocks.frames[block_of(tab.document, "dx-cashless", "cashless-qr").uid].body
    assert isinstance(body, TableBody)
    assert not any(action.isVisible() for action in body.own.actions)
    assert not body.grid.horizontalHeader().sectionsMovable()
