"""会議: the next meeting added, dates corrected and refused, one deleted and brought back, by keys and clicks."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.domain.plan import Meeting
from app.paths import Preferences
from app.services.document import Document
from app.ui.dialogs.meetings import MeetingsWindow
from app.ui.main_window import MainWindow
from tests.ui.working import CONTROL, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def main(document: Document) -> Iterator[MainWindow]:
    made = MainWindow(document, Preferences())
    show(made)
    yield made
    made.close()


@pytest.fixture
def window(main: MainWindow) -> MeetingsWindow:
    main.menus.meetings.trigger()
    found = main.plan_desk.meetings
    assert found is not None
    until(found.isActiveWindow)
    return found


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def test_the_next_meeting_is_added_with_the_parts_of_the_last_and_shown(
    window: MeetingsWindow, main: MainWindow
) -> None:
    document = main.document
    shown = len(document.item_report("dx-chatbot").blocks)
    click(window.add)
    assert window.name.text == "令和4年度 第4回"
    assert window.carry.isChecked()
    write(window.held_on.edit, "R5.8.1")
    assert window.year.text == "令和5年度"
    assert window.held_on.note.text() == "令和5年8月1日"
    write(window.as_of.edit, "2023/6/30")
    assert window.name.text == "令和5年度 第1回"
    click(window.take)
    added = document.index.get(Meeting, str(document.meeting))
    assert (added.name, added.held_on, added.as_of) == ("令和5年度 第1回", "2023-08-01", "2023-06-30")
    assert window.current() == added.uid
    assert main.header.meeting.currentData() == added.uid
    assert len(document.item_report("dx-chatbot").blocks) == shown
    press(Qt.Key.Key_Z, CONTROL)
    assert len(document.index.all(Meeting)) == 1
    assert main.header.meeting.currentData() == document.index.all(Meeting)[0].uid


def test_a_typed_name_and_year_stay_as_typed(window: MeetingsWindow) -> None:
    click(window.add)
    write(window.name.edit, "R5-1")
    write(window.year.edit, "R6")
    write(window.held_on.edit, "R5.8.1")
    assert (window.name.text, window.year.text) == ("R5-1", "R6")


def test_a_bad_day_stays_in_its_field_with_the_reason(window: MeetingsWindow) -> None:
    click(window.add)
    write(window.held_on.edit, "R5.8.32")
    click(window.take)
    assert "日付が読めません" in window.held_on.note.text()
    assert len(window.document.index.all(Meeting)) == 1
    press(Qt.Key.Key_Escape)
    assert window.current() == window.document.meeting


def test_a_corrected_day_is_saved_when_the_field_is_left(window: MeetingsWindow, main: MainWindow) -> None:
    write(window.held_on.edit, "R5.3.22")
    press(Qt.Key.Key_Tab)
    assert window.document.index.all(Meeting)[0].held_on == "2023-03-22"
    assert "R5.3.22" in main.header.meeting.currentText()
    main.menus.undo.trigger()
    assert window.held_on.text == "令和5年3月20日"


def test_a_day_of_figures_after_the_meeting_is_refused_with_its_reason(window: MeetingsWindow) -> None:
    write(window.as_of.edit, "R5.12.31")
    press(Qt.Key.Key_Tab)
    assert "基準日が開催日より後" in window.state.text()
    assert window.document.index.all(Meeting)[0].as_of != "2023-12-31"


def test_a_meeting_is_deleted_and_brought_back(window: MeetingsWindow) -> None:
    click(window.add)
    click(window.take)
    assert "文章・表・図などの部品" in window.note.text()
    click(window.delete)
    assert len(window.document.index.all(Meeting)) == 1
    window.document.undo()
    assert len(window.document.index.all(Meeting)) == 2


def test_a_meeting_with_tables_of_its_own_stays_and_says_why(window: MeetingsWindow) -> None:
    click(window.delete)
    assert "この会議にだけある表" in window.state.text()
    assert len(window.document.index.all(Meeting)) == 1


def test_a_double_click_shows_a_meeting_in_every_tab(window: MeetingsWindow) -> None:
    first = window.document.meeting
    click(window.add)
    click(window.take)
    rect = window.list.visualItemRect(window.list.item(1))
    QTest.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    QTest.mouseDClick(window.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert window.document.meeting == first


def test_the_headers_list_leads_to_the_meetings(main: MainWindow) -> None:
    box = main.header.meeting
    before = box.currentIndex()
    box.activated.emit(box.count() - 1)
    assert main.plan_desk.meetings is not None
    assert main.plan_desk.meetings.isVisible()
    assert box.currentIndex() == before
