"""The window as a person drives it: real keys and clicks on the council's board in a real file."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QStyle, QStyleOptionComboBox, QWidget

from app.domain.board_text import BoardRows
from app.domain.metrics import Observation
from app.domain.plan import Board, Meeting
from app.paths import Preferences, load_preferences
from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from app.storage.seed import seed_rows
from app.ui.main_window import MainWindow
from app.ui.overview_tab import OverviewTab

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

SEED = Path(__file__).parents[2] / "db" / "seed"
MARCH = ("chatbot-all", "2023-03", "result", "")
CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 10_000


def until(holds: Callable[[], object]) -> None:
    """Let the window live until something holds; fail after PATIENCE_MS."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not holds():
        assert not deadline.hasExpired(), "what was waited for did not come"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def live(milliseconds: int) -> None:
    """Let the window live for some time, for what must not happen in it."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def shown(document: Document) -> MainWindow:
    """Return the window of a document, painted and with the keyboard."""
    window = MainWindow(document, Preferences())
    window.show()
    assert QTest.qWaitForWindowActive(window)
    return window


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    opened = shown(document)
    yield opened
    opened.close()


def board_with(tmp_path: Path, dress: Callable[[BoardRows], None]) -> Path:
    """Return a board file made from the shipped rows after `dress` had its hand in them."""
    rows = {table: [dict(row) for row in found] for table, found in seed_rows(SEED).items()}
    dress(rows)
    path = tmp_path / "別の市.ictplan"
    create_board(path, rows, created_with="tests").close()
    return path


def tab_texts(window: MainWindow) -> list[str]:
    return [window.tab_bar.tabText(row) for row in range(window.tab_bar.count())]


def shown_tab(window: MainWindow) -> str:
    return str(window.tab_bar.tabData(window.tab_bar.currentIndex()))


def message(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


# the window's frame


def test_the_title_names_the_plan_the_city_and_the_file(window: MainWindow) -> None:
    title = window.windowTitle()
    assert window.document.board_title in title and window.document.city in title and "計画 #1%.ictplan" in title
    assert "見本" not in title and "閲覧" not in title


def test_a_sample_and_a_file_that_cannot_be_written_say_so_in_the_title(tmp_path: Path, qapp: object) -> None:
    path = board_with(tmp_path, lambda rows: rows[Board.TABLE][0].update(is_sample=1))  # type: ignore[attr-defined]
    document = Document(Repository(open_database(path, read_only=True)), path, who=None, pc=None)
    window = shown(document)
    assert "見本" in window.windowTitle() and "閲覧のみ" in window.windowTitle()
    window.close()


def test_header_tabs_and_status_bar_have_their_heights(window: MainWindow) -> None:
    parts = (window.menuBar(), window.header, window.tab_bar, window.statusBar())
    heights = [part.height() for part in parts]
    assert all(abs(height - wanted) <= 3 for height, wanted in zip(heights, (24, 44, 34, 24), strict=True)), heights
    right_edge = window.header.export_button.mapTo(window, QPoint(window.header.export_button.width(), 0)).x()
    assert window.width() - right_edge <= 16


def test_the_chosen_meeting_can_be_read_whole(window: MainWindow) -> None:
    meeting = window.header.meeting
    option = QStyleOptionComboBox()
    meeting.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = meeting.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, meeting)
    assert meeting.fontMetrics().horizontalAdvance(meeting.currentText()) <= room.width()


def test_the_wheel_does_not_change_the_meeting_in_passing(two_meetings: MainWindow) -> None:
    before = two_meetings.document.meeting
    meeting = two_meetings.header.meeting
    centre = QPointF(meeting.rect().center())
    down, none = QPoint(0, -120), QPoint()
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    for _ in range(2):
        spot = meeting.mapToGlobal(centre)
        QApplication.sendEvent(meeting, QWheelEvent(centre, spot, none, down, buttons, keys, phase, False))
    assert two_meetings.document.meeting == before


def test_a_long_file_name_leaves_room_for_the_words_after_an_edit(council_file: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"{'情報政策課の共有資料（令和4年度）' * 4}.ictplan"
    path.write_bytes(council_file)
    window = shown(Document(Repository(open_database(path)), path, who=None, pc=None))
    window.resize(1100, 600)
    window.document.set_figure(MARCH, "1900")
    taken = sum(label.width() for label in window.statusBar().findChildren(QLabel) if label.isVisible())
    assert window.width() - taken > window.fontMetrics().horizontalAdvance(message(window)) + 100
    window.close()


def test_the_window_fits_a_screen_of_1366_by_768_at_200_percent(window: MainWindow) -> None:
    window.resize(683, 345)
    assert (window.width(), window.height()) == (683, 345)
    header = window.header
    for part in (header.meeting, header.find_box, header.export_button):
        assert header.rect().contains(part.geometry())
    page = window.page()
    assert isinstance(page, OverviewTab)
    until(lambda: page.goals.item(4, 2).text() == "380")
    assert page.goals.visualItemRect(page.goals.item(4, 8)).right() <= page.goals.viewport().width()


def test_no_two_functions_share_a_shortcut(window: MainWindow) -> None:
    menus = [menu for menu in window.menuBar().actions() if menu.menu()]
    actions = [action for menu in menus for action in menu.menu().actions()] + window.actions()
    keys = Counter(key.toString() for action in set(actions) for key in action.shortcuts())
    assert {"Ctrl+S", "Ctrl+Z", "Ctrl+Y", "Ctrl+F", "Ctrl+E", "Ctrl+N", "Ctrl+O"} <= set(keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_everything_in_the_header_has_a_name_to_be_read_aloud(window: MainWindow) -> None:
    reachable = [
        part
        for part in window.header.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(window)
    ]
    assert reachable
    assert [part for part in reachable if not (part.accessibleName() or part.property("text"))] == []


# tabs


def test_it_opens_at_the_overview_and_has_a_tab_for_each_goal(window: MainWindow) -> None:
    assert tab_texts(window) == [tab.label for tab in window.document.tabs()]
    assert tab_texts(window)[0] == "全体" and len(tab_texts(window)) == 6
    assert shown_tab(window) == "overview" and isinstance(window.page(), OverviewTab)


def test_a_tab_s_page_is_made_when_it_is_first_visited(window: MainWindow) -> None:
    assert window.stack.count() == 1
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert (shown_tab(window), window.stack.count()) == ("goal-1", 2)
    first = window.page()
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.page() is first and window.stack.count() == 2


def test_a_new_goal_gets_a_tab_and_undo_takes_it_away(window: MainWindow) -> None:
    before = tab_texts(window)
    goal = window.document.add_node(None, "goal", "みんなのデジタル")
    assert any("みんなのデジタル" in text for text in tab_texts(window))
    window.show_tab(goal)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert tab_texts(window) == before
    assert window.page() is not None and shown_tab(window) in [tab.node for tab in window.document.tabs()]


def test_a_renamed_goal_renames_its_tab(window: MainWindow) -> None:
    window.document.set_field("node", "goal-1", "title", "まち&ひと")
    assert tab_texts(window)[1].replace("&&", "&") == "①まち&ひと"


# saving and undoing


def test_ctrl_s_answers_that_all_is_saved_with_the_time(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert re.fullmatch(r"保存済みです（\d\d:\d\d）", message(window))


def test_undo_leads_to_the_edit_and_says_what_came_back(window: MainWindow) -> None:
    window.document.set_figure(MARCH, "1900")
    assert "保存しました" in message(window)
    assert shown_tab(window) == "overview"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert shown_tab(window) == "dx"
    assert message(window) == "全質問の令和5年3月の実績を 1,900件 → 未集計 に戻しました"
    assert not window.menus.undo.isEnabled() and window.menus.redo.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL)
    assert message(window) == "全質問の令和5年3月の実績を 未集計 → 1,900件 にやり直しました"
    assert "全質問の入力" in window.menus.undo.text()


def test_an_undo_that_would_overwrite_a_colleague_is_refused_and_kept(window: MainWindow) -> None:
    window.document.set_figure(MARCH, "1900")
    other = Document(Repository(open_database(window.document.path)), window.document.path, who="別の人", pc="PC2")
    other.set_figure(MARCH, "1950")
    other.close()
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    box = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    assert box.text()
    box.close()
    assert window.menus.undo.isEnabled()
    assert not message(window).endswith("戻しました")


def test_closing_keeps_the_edit_and_lets_the_file_go(document: Document) -> None:
    window = shown(document)
    document.set_figure(MARCH, "1900")
    window.close()
    live(600)  # what the window had put off must not wake up after it
    again = Document(Repository(open_database(document.path)), document.path, who=None, pc=None)
    assert again.repository.read_one(Observation, MARCH).value == "1900"  # type: ignore[union-attr]
    again.close()
    assert load_preferences().geometry


# 全体


def test_the_overview_counts_and_follows_edits_made_on_other_tabs(window: MainWindow) -> None:
    page = window.page()
    assert isinstance(page, OverviewTab)
    until(lambda: page.goals.item(4, 2).text() == "380")
    before = page.goals.item(4, 5).text()
    window.show_tab("goal-1")
    window.document.set_figure(MARCH, "1900")
    window.show_tab("overview")
    until(lambda: page.goals.item(4, 5).text() not in (before, "…"))
    assert int(page.goals.item(4, 5).text()) < int(before)


def test_a_goal_without_indicators_leads_to_its_tab(window: MainWindow) -> None:
    page = window.page()
    assert isinstance(page, OverviewTab)
    until(lambda: "指標はまだありません" in page.goals.item(1, 2).text())
    cell = page.goals.visualItemRect(page.goals.item(1, 2)).center()
    QTest.mouseClick(page.goals.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert shown_tab(window) == "goal-2"


def test_the_first_step_leads_to_the_figure_that_waits_and_an_edit_ticks_it(window: MainWindow) -> None:
    page = window.page()
    assert isinstance(page, OverviewTab)
    QTest.mouseClick(page.steps.cards[0], Qt.MouseButton.LeftButton)
    assert shown_tab(window) == "dx"
    place = window.document.first_waiting_figure()
    assert place is not None and place.key == MARCH
    window.document.set_figure(MARCH, "1900")
    assert load_preferences().steps_done == [1]
    assert page.steps.cards[0].done and not page.steps.cards[2].done


def test_the_first_five_minutes_step_type_read_the_total_and_take_it_back(window: MainWindow) -> None:
    document, page = window.document, window.page()
    assert isinstance(page, OverviewTab)
    QTest.mouseClick(page.steps.cards[0], Qt.MouseButton.LeftButton)
    live(400)
    assert QTest.qWaitForWindowActive(window)
    for letter in "1900":
        QTest.keyClick(QApplication.focusWidget(), letter)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert (total(document), message(window)) == ("24,118", "保存しました・Ctrl+Zで戻せます")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CONTROL)
    came_back = "全質問の令和5年3月の実績を 1,900件 → 未集計 に戻しました"
    assert (total(document), message(window)) == ("22,218", came_back)
    assert document.repository.read_one(Observation, MARCH).missing == "not_counted"  # type: ignore[union-attr]


def total(document: Document) -> str:
    """Return the printed total of the row 全質問."""
    table = next(block.table for block in document.item_report("dx-chatbot").blocks if block.table)
    row = next(row for row in table.rows if row.label == "全質問")
    return row.total.text if row.total else ""


def test_no_window_of_its_own_flashes_up_while_tabs_are_visited(window: MainWindow) -> None:
    watcher = WindowWatcher()
    QApplication.instance().installEventFilter(watcher)  # type: ignore[union-attr]
    for tab in window.document.tabs():
        window.show_tab(tab.node)
        live(150)
    QApplication.instance().removeEventFilter(watcher)  # type: ignore[union-attr]
    assert watcher.shown == []


class WindowWatcher(QObject):
    """Notes every window that is shown while it watches."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a widget that is shown as a window."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(repr(watched))
        return False


def test_what_is_selected_is_forgotten_in_the_status_bar_with_its_tab(window: MainWindow) -> None:
    window.show_tab("dx")
    window.page().selection_summary.emit("合計 5・平均 5・個数 1")  # type: ignore[union-attr]
    labels = window.statusBar().findChildren(QLabel)
    assert any("合計" in label.text() for label in labels)
    window.show_tab("overview")
    assert not any("合計" in label.text() for label in labels)


# finding and choosing


@pytest.fixture
def two_meetings(tmp_path: Path, qapp: object) -> Iterator[MainWindow]:
    def add_meeting(rows: BoardRows) -> None:
        held = dict(rows[Meeting.TABLE][0])
        held.update(uid="earlier", name="令和3年度 第3回", position=1, fiscal_year="FY2021", held_on="2022-03-20")
        held.update(as_of="2022-02-28")
        rows[Meeting.TABLE].append(held)

    path = board_with(tmp_path, add_meeting)
    document = Document(Repository(open_database(path)), path, who=None, pc=None)
    window = shown(document)
    yield window
    window.close()


def test_a_meeting_is_chosen_with_the_keys_and_every_tab_follows(two_meetings: MainWindow) -> None:
    window, document = two_meetings, two_meetings.document
    window.show_tab("goal-1")
    newest = document.meeting
    window.header.meeting.setFocus()
    QTest.keyClick(window.header.meeting, Qt.Key.Key_Down)
    assert document.meeting == "earlier" != newest
    assert window.header.meeting.currentText().startswith("令和3年度")
    assert shown_tab(window) == "goal-1"
