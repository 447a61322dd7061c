"""Five tasks as a new user does them, with real clicks and keys that are counted; docs/usability.md shows the counts.

A chord (Ctrl+V), a click, a drag and a typed sign count one each, here and in the spreadsheet. The spreadsheet's steps
are those of the division's present way: a workbook for the figures and slides beside it, both open.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QTabBar, QWidget

from app.domain.blocks import Block
from app.domain.edits import insertion
from app.domain.metrics import Observation
from app.domain.new_plan import NewPlan, build_new_plan
from app.domain.plan import Meeting
from app.paths import Preferences
from app.services.document import Document
from app.ui.block_tables import TableBody
from app.ui.goal_tab import GoalTab
from app.ui.group_tab import GroupTab
from app.ui.main_window import MainWindow
from tests.ui.working import CONTROL, SHIFT, block_of, opened, press, put_on_clipboard, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

PAGE = Path(__file__).parents[2] / "docs" / "usability.md"
MOST = 2 / 3
TABLE = "指標\t単位\t基準値\t目標値\tR3\tR4\n登録者数\t人\t100\t200\t120\t210\n閲覧数\t件\t10\t30\t15\t20\n"
YEAR = tuple(str(1500 + 37 * month) for month in range(12))
SENTENCE = "次年度に新しいアプリへ移ります。"

Steps = tuple[tuple[str, int], ...]
SPREADSHEET: dict[str, Steps] = {
    "Fill one year of an initiative": (
        ("choose the sheet, click the first cell", 2),
        ("type twelve months of four digits, Tab after each", 60),
        ("save the workbook", 1),
        ("go to the slides, choose the page", 2),
        ("table: select its range, copy, go to the slides, click the cell, paste", 5),
        ("chart: go back, click it, copy, go over, click the old one, delete, paste, place, size", 9),
        ("total and monthly mean in the text: look, go over, select, type six signs, twice", 18),
        ("save the slides", 1),
    ),
    "Paste a table from Excel": (
        ("in the table that came: two clicks on its corners, copy, go to the workbook", 4),
        ("choose the sheet, click the cell", 2),
        ("paste values only", 3),
        ("copy the formulas of rate and status down", 4),
        ("copy the format", 3),
        ("save the workbook", 1),
        ("the slide's table: range, copy, go over, click the cell, paste, save", 6),
    ),
    "Add an indicator with a rule": (
        ("choose the sheet, choose the row, insert one, click the cell", 4),
        ("type name, unit, baseline, target and two results, Tab between them", 23),
        ("copy the formulas of rate and status from above", 4),
        ("type two counts of the legend anew", 6),
        ("save the workbook", 1),
        ("the slide's table: go over, insert a row (3), range (2), copy, go over, click, paste, save", 10),
    ),
    "Find and correct a figure": (
        ("open the search, type it, choose the whole workbook (3), Enter, close", 11),
        ("type the new one, Enter", 5),
        ("save the workbook", 1),
        ("go to the slides, open the search, type it, Enter, close", 9),
        ("select the figure in the slide's table, type", 6),
        ("total in the table and in the text: look, go over, select, type six signs, twice", 18),
        ("save the slides", 1),
    ),
    "Make last month's text": (
        ("choose the page, duplicate it", 2),
        ("select the month in the heading, type", 2),
        ("three figures: look (2), go over, select, type six signs", 30),
        ("click the end of the text, new line, bullet", 3),
        ("type one sentence of sixteen signs", 16),
        ("save the slides", 1),
    ),
}


class Hand:
    """A person's hand: every click and key is real, and counted."""

    def __init__(self) -> None:
        self.count = 0

    def click(self, widget: QWidget, spot: QPoint | None = None) -> None:
        """Click a widget, in its middle where no spot is named."""
        self.count += 1
        place = spot if spot is not None else widget.rect().center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def cell(self, table: QAbstractItemView, row: int, column: int) -> None:
        """Click a cell of a table."""
        self.click(table.viewport(), table.visualRect(table.model().index(row, column)).center())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key or a chord."""
        self.count += 1
        press(key, modifiers)

    def type(self, text: str) -> None:
        """Type a text."""
        self.count += len(text)
        type_keys(text)

    def tab(self, window: MainWindow, node: str) -> None:
        """Click a tab of the window."""
        bar: QTabBar = window.tab_bar
        row = next(row for row in range(bar.count()) if bar.tabData(row) == node)
        self.click(bar, bar.tabRect(row).center())

    def item(self, window: MainWindow, node: str) -> GroupTab:
        """Click an item in the list of a group's tab."""
        page = window.page()
        assert isinstance(page, GroupTab)
        row = next(row for row, head in enumerate(page.list.heads.heads) if head.node == node)
        self.click(page.list.viewport(), page.list.visualRect(page.list.model().index(row, 0)).center())
        QApplication.processEvents()
        return page


def check(task: str, hand: Hand) -> None:
    """Hold a task against the spreadsheet's and against what the page says of both."""
    theirs = sum(count for _, count in SPREADSHEET[task])
    assert hand.count <= MOST * theirs, f"{task}: {hand.count} of {theirs}"
    assert f"| {task} | {hand.count} | {theirs} | {hand.count * 100 // theirs} % |" in PAGE.read_text(encoding="utf-8")


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    shown = MainWindow(document, Preferences())
    show(shown, 1366, 700)
    yield shown
    shown.close()


@pytest.fixture
def planned(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """Return the window of another city's new plan, which has rules for the status."""
    new = NewPlan(city="見本市", plan_name="計画", fiscal_year=2022, goals=("くらし", "しごと"))
    with opened(build_new_plan(new), tmp_path / "new.ictplan") as document:
        shown = MainWindow(document, Preferences())
        show(shown, 1366, 700)
        yield shown
        shown.close()


def test_a_year_of_an_initiative(window: MainWindow) -> None:
    hand, document = Hand(), window.document
    text = next(block.uid for block in document.item_report("dx-chatbot").blocks if block.heading == "2月迄の状況")
    before = block_of(document, "dx-chatbot", text).text
    hand.tab(window, "dx")
    page = hand.item(window, "dx-chatbot")
    body = next(frame.body for frame in page.blocks.frames.values() if isinstance(frame.body, TableBody))
    until(body.grid.isVisible)
    page.blocks.area.ensureWidgetVisible(body.grid)
    months = [place for place, column in enumerate(body.model.columns) if ":" in column.key]
    hand.cell(body.grid, 0, months[0])
    for value in YEAR:
        hand.type(value)
        hand.key(Qt.Key.Key_Tab)
    keys = [cell.key for cell in body.model.rows[0].cells]
    assert tuple(document.repository.read_one(Observation, key).value for key in keys) == YEAR  # type: ignore[union-attr]
    assert body.model.rows[0].total.value == sum(map(int, YEAR))
    assert block_of(document, "dx-chatbot", text).text != before  # the figures in the text have followed
    check("Fill one year of an initiative", hand)


def test_a_table_from_excel(planned: MainWindow) -> None:
    hand = Hand()
    hand.count += 4  # in Excel: a click, a shifted click, Ctrl+C, Alt+Tab
    put_on_clipboard(TABLE)
    goal = planned.document.tabs()[1].node
    hand.tab(planned, goal)
    hand.key(Qt.Key.Key_V, CONTROL)
    rows = planned.document.goal_report(goal).rows
    assert [(row.title, row.years[-1].text, row.status.mark) for row in rows] == [
        ("登録者数", "210", "●"),
        ("閲覧数", "20", "▲"),
    ]
    check("Paste a table from Excel", hand)


def test_an_indicator_whose_status_a_rule_chooses(planned: MainWindow) -> None:
    hand = Hand()
    goal = planned.document.tabs()[1].node
    hand.tab(planned, goal)
    page = planned.page()
    assert isinstance(page, GoalTab)
    hand.key(Qt.Key.Key_N, CONTROL | SHIFT)
    for text in ("登録者数", "人", "100", "200", "120", "210"):
        hand.type(text)
        hand.key(Qt.Key.Key_Tab)
    (row,) = planned.document.goal_report(goal).rows
    assert (row.title, row.unit, row.baseline.text, row.target.text) == ("登録者数", "人", "100", "200")
    assert [year.text for year in row.years] == ["120", "210"]
    assert row.status.mark == "●" and not row.status.by_hand and row.status.why
    check("Add an indicator with a rule", hand)


def test_a_figure_found_and_corrected(window: MainWindow) -> None:
    hand = Hand()
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.type("2,098")
    until(lambda: window.header.find_box.finder.whole)
    until(lambda: bool(window.header.find_box.list.hits()))
    hand.key(Qt.Key.Key_Return)
    hand.type("2089")
    hand.key(Qt.Key.Key_Return)
    assert window.document.undo_label and [
        line.changes[0].after for page in window.document.history(_everything()) for line in page
    ] == ["2,089件"]
    check("Find and correct a figure", hand)


def _everything() -> object:
    from app.services.past_lines import Asked

    return Asked()


@pytest.fixture
def next_meeting(document: Document) -> Iterator[MainWindow]:
    """Return the window at a meeting after one whose text has three figures that follow the table."""
    (held,) = document.index.all(Meeting)
    figures = ("chatbot-all", "chatbot-excluded", "chatbot-answers")
    body = "・{}、{}、{}でした。".format(*(f"{{{{[{metric}]|FY2022}}}}" for metric in figures))
    later = Meeting(
        uid="next", name="令和4年度 第4回", position=99, fiscal_year="FY2022", held_on="2023-05-20", as_of="2023-03-31"
    )
    text = Block(
        uid="text", node="dx-rpa", meeting=held.uid, position=99, kind="text", heading="2月迄の状況", body=body
    )
    document._commit("会議", [insertion(later), insertion(replace(text, body=body))])
    document.set_meeting("next")
    shown = MainWindow(document, Preferences())
    show(shown, 1366, 700)
    yield shown
    shown.close()


def test_the_text_of_last_time_made_this_time_s(next_meeting: MainWindow) -> None:
    hand, document = Hand(), next_meeting.document
    document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
    hand.tab(next_meeting, "dx")
    page = hand.item(next_meeting, "dx-rpa")
    copy = next(button for button in page.blocks.findChildren(QPushButton) if button.text() == "前回の内容を写す")
    hand.click(copy)
    QApplication.processEvents()
    frame = next(frame for frame in page.blocks.frames.values() if frame.heading.text() == "2月迄の状況")
    page.blocks.area.ensureWidgetVisible(frame)
    hand.click(frame.heading, QPoint(6, frame.heading.height() // 2))
    hand.key(Qt.Key.Key_Home)
    hand.key(Qt.Key.Key_Delete)
    hand.type("3")
    editor = frame.body.editor  # type: ignore[attr-defined]
    hand.click(editor.viewport())
    hand.key(Qt.Key.Key_End, CONTROL)
    hand.key(Qt.Key.Key_Return)
    hand.type(SENTENCE)
    hand.key(Qt.Key.Key_Return, CONTROL)
    view = block_of(document, "dx-rpa", frame.uid)
    assert view.heading == "3月迄の状況" and view.text.endswith(f"\n・{SENTENCE}") and "24,118件" in view.text
    check("Make last month's text", hand)


def test_the_page_lists_the_spreadsheet_s_steps() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [step for steps in SPREADSHEET.values() for step, count in steps if f"| {step} | {count} |" not in page]
    assert missing == []
