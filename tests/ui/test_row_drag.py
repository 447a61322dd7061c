"""Divisions, meetings and statuses put in another order by mouse and keys, each one undo step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from app.domain.meetings import MeetingWords
from app.paths import Preferences
from app.ui.dialogs.departments import DepartmentsWindow
from app.ui.dialogs.meetings import MeetingsWindow
from app.ui.legend_window import LegendWindow
from app.ui.main_window import MainWindow
from tests.sample_board import sample_board
from tests.ui.working import ALT, opened, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def main(tmp_path: Path, qapp: object) -> Iterator[MainWindow]:
    with opened(sample_board(), tmp_path / "order.ictplan") as document:
        made = MainWindow(document, Preferences())
        show(made)
        yield made
        made.close()


def drag_row(view: QAbstractItemView, row: int, onto: int, part: float) -> None:
    """Drag a row to a part of another row's height and let go."""
    view.setCurrentIndex(view.model().index(row, 0))
    rect = view.visualRect(view.model().index(onto, 0))
    at = QPointF(rect.left() + 20, rect.top() + part * (rect.height() - 1))
    mime = view.model().mimeData([view.model().index(row, 0)])
    looks = (Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), QDragEnterEvent(at.toPoint(), *looks))
    QApplication.sendEvent(view.viewport(), QDragMoveEvent(at.toPoint(), *looks))
    QApplication.sendEvent(view.viewport(), QDropEvent(at, *looks))


def ready(window: QWidget | None, view: QAbstractItemView) -> None:
    assert window is not None
    until(lambda: window.isActiveWindow() and view.isVisible())
    view.setFocus()


def names(window: DepartmentsWindow) -> list[str]:
    return [one.name for one, _ in window.document.departments()]


def test_departments_are_dragged_and_moved_by_keys(main: MainWindow) -> None:
    main.menus.departments.trigger()
    window = main.plan_desk.departments
    assert window is not None
    ready(window, window.list)
    before = names(window)
    drag_row(window.list, 0, 2, 0.9)
    assert names(window)[:3] == [before[1], before[2], before[0]]
    assert window.list.currentIndex().row() == 2
    press(Qt.Key.Key_Up, ALT)
    assert names(window)[:3] == [before[1], before[0], before[2]]
    main.document.undo()
    main.document.undo()
    assert names(window) == before


def test_a_department_dropped_where_it_was_is_no_edit(main: MainWindow) -> None:
    main.menus.departments.trigger()
    window = main.plan_desk.departments
    assert window is not None
    ready(window, window.list)
    drag_row(window.list, 1, 1, 0.9)
    drag_row(window.list, 1, 1, 0.1)
    assert not main.document.can_undo


def labels(window: MeetingsWindow) -> list[str]:
    return [one.label for one in window.document.meetings()]


def test_a_meeting_without_a_day_is_moved(main: MainWindow) -> None:
    document = main.document
    document.add_meeting(MeetingWords(name="臨時の会議"), False)
    main.menus.meetings.trigger()
    window = main.plan_desk.meetings
    assert window is not None
    ready(window, window.list)
    before = labels(window)
    drag_row(window.list, 0, 1, 0.9)
    assert labels(window) == before[::-1]
    press(Qt.Key.Key_Up, ALT)
    assert labels(window) == before


def test_the_days_of_meetings_keep_their_order(main: MainWindow) -> None:
    main.document.add_meeting(MeetingWords(name="次の会議", held_on="R5.8.1"), False)
    main.menus.meetings.trigger()
    window = main.plan_desk.meetings
    assert window is not None
    ready(window, window.list)
    before = labels(window)
    window.list.setCurrentRow(0)
    press(Qt.Key.Key_Down, ALT)
    assert labels(window) == before
    assert "開催日の順" in window.state.text()


def test_keys_add_rename_and_delete_meetings(main: MainWindow) -> None:
    main.menus.meetings.trigger()
    window = main.plan_desk.meetings
    assert window is not None
    ready(window, window.list)
    press(Qt.Key.Key_F2)
    assert window.name.edit.hasFocus()
    window.list.setFocus()
    press(Qt.Key.Key_Insert)
    assert window.take.isVisible()
    press(Qt.Key.Key_Return)
    until(lambda: len(labels(window)) == 2)
    window.list.setFocus()
    press(Qt.Key.Key_Delete)
    assert len(labels(window)) == 1
    assert "Ctrl+Z" in window.state.text()


def words(window: LegendWindow) -> list[str]:
    return [window.reasons.item(row).text() for row in range(window.reasons.count())]


def test_statuses_are_dragged(main: MainWindow) -> None:
    main.menus.legend.trigger()
    window = main.rules_desk.legend
    assert window is not None
    ready(window, window.reasons)
    before = words(window)
    drag_row(window.reasons, 0, 2, 0.9)
    assert words(window)[:3] == [before[1], before[2], before[0]]
    drag_row(window.classes, 0, 1, 0.9)
    assert window.classes.item(1).text() == "指標達成又は達成見込み"
