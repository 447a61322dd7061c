"""A table that runs down: its columns are added, named, moved and deleted where they stand."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QToolButton

from app.domain.metrics import TableRow
from app.services.document import Document
from app.ui.block_tables import TableBody
from app.ui.group_tab import GroupTab
from tests.ui.working import ALT, CONTROL, SHIFT, block_of, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
QR = "cashless-qr"


@pytest.fixture
def tab(document: Document) -> Iterator[GroupTab]:
    document.set_field("table_view", QR, "orientation", "down")
    made = GroupTab(document, "dx")
    document.changed.connect(made.refresh)
    show(made)
    made.list.choose("dx-cashless")
    yield made
    made.stop()
    made.close()
    made.deleteLater()


def body_of(tab: GroupTab) -> TableBody:
    body = tab.blocks.frames[block_of(tab.document, "dx-cashless", QR).uid].body
    assert isinstance(body, TableBody)
    until(body.grid.isVisible)
    body.grid.setFocus()
    return body


def heads(tab: GroupTab) -> list[str]:
    return [column.head for column in body_of(tab).model.columns][1:]


def answer(text: str) -> None:
    """Type a text into the dialog that is about to open, and take it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QInputDialog):
            dialog.setTextValue(text)
            dialog.accept()
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def test_a_column_is_added_behind_the_chosen_one_and_named_at_once(tab: GroupTab) -> None:
    before = heads(tab)
    body_of(tab).grid.go_to(0, 1)
    answer("新しい決済")
    press(Qt.Key.Key_Plus, CONTROL)
    until(lambda: heads(tab)[:3] == [before[0], "新しい決済", before[1]])


def test_a_column_is_moved_and_deleted_by_the_keys_of_rows(tab: GroupTab) -> None:
    before = heads(tab)
    body_of(tab).grid.go_to(2, 1)
    press(Qt.Key.Key_Down, ALT | SHIFT)
    assert heads(tab)[:2] == [before[1], before[0]]
    index = body_of(tab).grid.currentIndex()
    assert (index.row(), index.column()) == (2, 2)
    press(Qt.Key.Key_Minus, CONTROL)
    assert before[0] not in heads(tab)
    tab.document.undo()
    tab.document.undo()
    assert heads(tab) == before


def test_a_column_gets_another_name(tab: GroupTab) -> None:
    body_of(tab).grid.go_to(0, 2)
    answer("d払い（改）")
    press(Qt.Key.Key_F2, CONTROL | SHIFT)
    until(lambda: heads(tab)[1] == "d払い（改）")


def test_the_words_follow_the_way_a_table_runs(tab: GroupTab) -> None:
    texts = [action.text() for action in body_of(tab).actions_of_rows]
    assert texts[:2] == ["列を追加", "列を左へ"]
    tab.document.set_field("table_view", QR, "orientation", "across")
    texts = [action.text() for action in body_of(tab).actions_of_rows]
    assert texts[:4] == ["行を追加", "行を上へ", "行を下へ", "行を削除"]
    rename = body_of(tab).actions_of_rows[-1]
    assert not rename.isVisible()
    assert not [
        one for one in body_of(tab).findChildren(QToolButton) if one.text() == rename.text() and one.isVisible()
    ]
    assert len(tab.document.index.where(TableRow, "table", QR)) == 6
