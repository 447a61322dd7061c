"""Rows of a goal dragged by their grip: in their group, under another heading, several at once, and given up."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.report import IndicatorRow
from app.services.document import Document
from app.ui.goal_model import BandRow
from app.ui.goal_tab import GoalTab
from tests.ui.test_goal_tab import sample  # noqa: F401
from tests.ui.working import press

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def order(tab: GoalTab) -> list[str]:
    """Return what the table shows: headings in brackets, rows by name."""
    return [f"[{row.uid}]" if isinstance(row, BandRow) else row.uid for row in tab.model.rows]


def of_node(document: Document, uid: str) -> str:
    return str(document.field("indicator", uid, "node"))


def place(tab: GoalTab, row: int, part: float = 0.5) -> QPoint:
    """Return a place on a row's grip, so far down the row."""
    rect = tab.grid.visualRect(tab.model.index(row, 0))
    return QPoint(6, rect.top() + round(rect.height() * part))


def hold(tab: GoalTab, start: int, end: QPoint) -> None:
    QTest.mouseMove(tab.grid.viewport(), place(tab, start))
    QTest.mousePress(tab.grid.viewport(), _LEFT, _NONE, place(tab, start))
    QTest.mouseMove(tab.grid.viewport(), (place(tab, start) + end) / 2)
    QTest.mouseMove(tab.grid.viewport(), end)


def let_go(tab: GoalTab, end: QPoint) -> None:
    QTest.mouseRelease(tab.grid.viewport(), _LEFT, _NONE, end)


def rows(tab: GoalTab) -> list[int]:
    return [at for at, row in enumerate(tab.model.rows) if isinstance(row, IndicatorRow)]


def test_a_row_goes_behind_another_group_s_row_and_back_in_one_step(sample: GoalTab) -> None:  # noqa: F811
    document, before = sample.document, order(sample)
    first, second = rows(sample)[0], rows(sample)[1]
    moved, other = before[first], before[second]
    assert of_node(document, moved) != of_node(document, other)
    end = place(sample, second, 0.8)
    hold(sample, first, end)
    assert sample.row_hand.line.isVisible()
    let_go(sample, end)
    assert not sample.row_hand.line.isVisible()
    assert of_node(document, moved) == of_node(document, other)
    assert order(sample).index(moved) == order(sample).index(other) + 1
    assert sample.current_row() is not None and sample.current_row().uid == moved  # type: ignore[union-attr]
    document.undo()
    assert order(sample) == before


def test_a_row_dropped_under_a_heading_is_its_first(sample: GoalTab) -> None:  # noqa: F811
    before = order(sample)
    first, second = rows(sample)[0], rows(sample)[1]
    end = place(sample, second, 0.2)
    hold(sample, first, end)
    let_go(sample, end)
    after = order(sample)
    assert after.index(before[first]) + 1 == after.index(before[second])


def test_several_selected_rows_go_together_in_their_order(sample: GoalTab) -> None:  # noqa: F811
    before = order(sample)
    first, second, third = rows(sample)[:3]
    sample.grid.select_cells(first, 1, second, 1)
    end = place(sample, third, 0.8)
    hold(sample, first, end)
    let_go(sample, end)
    after = order(sample)
    at = after.index(before[third])
    assert after[at : at + 3] == [before[third], before[first], before[second]]
    sample.document.undo()
    assert order(sample) == before


def test_escape_and_a_drop_on_its_own_place_move_nothing(sample: GoalTab) -> None:  # noqa: F811
    revision, before = sample.document.revision, order(sample)
    first, second = rows(sample)[:2]
    hold(sample, first, place(sample, second, 0.8))
    press(Qt.Key.Key_Escape)
    assert not sample.row_hand.line.isVisible()
    let_go(sample, place(sample, second, 0.8))
    hold(sample, first, place(sample, first, 0.8))
    let_go(sample, place(sample, first, 0.8))
    assert (sample.document.revision, order(sample)) == (revision, before)


def test_a_sorted_table_says_why_its_rows_stay(sample: GoalTab) -> None:  # noqa: F811
    said: list[str] = []
    sample.status_message.connect(said.append)
    sample.model.sort_by(1, False)
    first = rows(sample)[0]
    hold(sample, first, place(sample, rows(sample)[1], 0.8))
    let_go(sample, place(sample, rows(sample)[1], 0.8))
    assert any("並べ替えて表示しています" in text for text in said)


def test_a_button_let_go_elsewhere_and_an_edit_meanwhile_let_the_row_stay(sample: GoalTab) -> None:  # noqa: F811
    first, second = rows(sample)[:2]
    end, before = place(sample, second, 0.8), order(sample)
    hold(sample, first, end)
    where = QPointF(sample.grid.viewport().mapToGlobal(end))
    free = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(end), where, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, _NONE
    )
    QApplication.sendEvent(sample.grid.viewport(), free)
    assert not sample.row_hand.line.isVisible()
    let_go(sample, end)
    hold(sample, first, end)
    sample.document.delete("indicator", before[first])
    assert not sample.row_hand.line.isVisible()
    let_go(sample, end)
    sample.document.undo()
    assert order(sample) == before
