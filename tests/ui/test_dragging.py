"""Items dragged in their list and blocks dragged by their grip, on the council's board."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.services.document import Document
from app.ui.block_grip import Grip
from app.ui.group_tab import GroupTab
from tests.services.test_planning import NEXT
from tests.ui.working import show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
LEFT, NOTHING = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def tab(document: Document) -> Iterator[GroupTab]:
    made = GroupTab(document, "dx")
    document.changed.connect(made.refresh)
    show(made)
    made.list.choose("dx-cashless")
    until(lambda: len(made.blocks.frames) > 1)
    yield made
    made.stop()
    made.close()
    made.deleteLater()


def items(tab: GroupTab) -> list[str]:
    return [head.node for head in tab.list.heads.heads]


def blocks(tab: GroupTab) -> list[str]:
    return [block.uid for block in tab.document.item_report(str(tab.list.current_node())).blocks]


def drop_item(tab: GroupTab, node: str, row: int, part: float) -> None:
    """Drag an item to a part of a row's height and let go."""
    view = tab.list
    mime = view.heads.mimeData([view.heads.index(items(tab).index(node))])
    rect = view.visualRect(view.heads.index(row))
    at = QPointF(rect.left() + 40, rect.top() + part * (rect.height() - 1))
    looks = (Qt.DropAction.MoveAction, mime, LEFT, NOTHING)
    for event in (QDragEnterEvent(at.toPoint(), *looks), QDragMoveEvent(at.toPoint(), *looks)):
        QApplication.sendEvent(view.viewport(), event)
        assert event.isAccepted()
    QApplication.sendEvent(view.viewport(), QDropEvent(at, *looks))


def test_a_dragged_item_changes_the_order_of_the_slides_in_one_step(tab: GroupTab) -> None:
    before = items(tab)
    drop_item(tab, before[0], 2, 0.9)
    until(lambda: items(tab)[:3] == [before[1], before[2], before[0]])
    assert tab.list.current_node() == before[0]
    slides = [entry.key for entry in tab.document.outline() if entry.key.endswith(tuple(before[:3]))]
    assert [next(node for node in before[:3] if key.endswith(node)) for key in slides] == items(tab)[:3]
    tab.document.undo()
    assert items(tab) == before


def test_an_item_dropped_above_the_first_stands_first(tab: GroupTab) -> None:
    before = items(tab)
    drop_item(tab, before[2], 0, 0.1)
    until(lambda: items(tab)[0] == before[2])


def test_an_item_dropped_where_it_was_stays(tab: GroupTab) -> None:
    drop_item(tab, items(tab)[1], 1, 0.9)
    QApplication.processEvents()
    assert not tab.document.can_undo


def grip_of(tab: GroupTab, place: int) -> Grip:
    return tab.blocks.frames[blocks(tab)[place]].grip


def pull(tab: GroupTab, grip: Grip, onto: QWidget, part: float) -> QPoint:
    """Pull a grip to a part of a block's height without letting go; return where the mouse is, as the grip sees it."""
    QTest.mousePress(grip, LEFT, NOTHING, grip.rect().center())
    for share in (0.3, 0.7, 1, 1):  # the view may scroll on the way
        at = grip.mapFrom(tab, onto.mapTo(tab, QPoint(20, round(part * onto.height()))))
        QTest.mouseMove(grip, at * share)
        QApplication.processEvents()
    return at


def test_a_block_is_dragged_by_its_grip_in_one_step(tab: GroupTab) -> None:
    before = blocks(tab)
    grip = grip_of(tab, 0)
    at = pull(tab, grip, tab.blocks.frames[before[1]], 0.9)
    line = tab.blocks.findChild(QWidget, "dropLine")
    assert line is not None
    assert line.isVisible()
    QTest.mouseRelease(grip, LEFT, NOTHING, at)
    assert blocks(tab)[:2] == [before[1], before[0]]
    assert not line.isVisible()
    tab.document.undo()
    assert blocks(tab) == before


def test_escape_gives_a_drag_up(tab: GroupTab) -> None:
    before = blocks(tab)
    grip = grip_of(tab, 0)
    at = pull(tab, grip, tab.blocks.frames[before[1]], 0.9)
    QTest.keyClick(grip, Qt.Key.Key_Escape)
    QTest.mouseRelease(grip, LEFT, NOTHING, at)
    assert blocks(tab) == before
    assert not tab.document.can_undo


def test_a_click_on_the_grip_moves_nothing(tab: GroupTab) -> None:
    QTest.mouseClick(grip_of(tab, 1), LEFT)
    assert not tab.document.can_undo


def test_a_block_of_the_next_meeting_is_dragged_among_its_own(tab: GroupTab) -> None:
    tab.document.add_meeting(NEXT, True)
    tab.list.choose("dx-cashless")
    before = blocks(tab)
    until(lambda: all(uid in tab.blocks.frames for uid in before))
    QApplication.processEvents()
    grip = grip_of(tab, 0)
    at = pull(tab, grip, tab.blocks.frames[before[1]], 0.9)
    QTest.mouseRelease(grip, LEFT, NOTHING, at)
    assert blocks(tab)[:2] == [before[1], before[0]]
