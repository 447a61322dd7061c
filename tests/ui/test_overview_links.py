"""From 全体 to the rows: counts of goals, groups and departments, and what changed since the last meeting."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.edits import insertion
from app.domain.new_plan import NewPlan, build_new_plan
from app.domain.plan import Department, Indicator, Legend, Meeting, Reason, Responsibility
from app.domain.report import IndicatorRow
from app.paths import Preferences
from app.services.document import Document
from app.ui.count_table import CHANGED, COUNTS, NAME, CountTable
from app.ui.goal_tab import GoalTab
from app.ui.grid import Grid
from app.ui.main_window import MainWindow
from app.ui.overview_tab import OverviewTab
from tests.ui.working import focused, opened, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

HEADS = ["指標", "単位", "基準値", "目標値", "R3", "R4"]
COLUMN = {count.head: place for place, count in COUNTS.items()}
MARCH = ("chatbot-all", "2023-03", "result", "")
DX = 4


@pytest.fixture
def planned(tmp_path: Path, qapp: object) -> Iterator[Document]:
    new = NewPlan(city="見本市", plan_name="計画", fiscal_year=2022, goals=("くらし", "しごと"))
    with opened(build_new_plan(new), tmp_path / "new.ictplan") as document:
        first, second = (tab.node for tab in document.tabs()[1:3])
        document.paste_indicators(
            first, [HEADS, ["甲", "件", "10", "30", "15", ""], ["乙", "件", "10", "30", "15", "40"]]
        )
        document.paste_indicators(second, [HEADS, ["丙", "件", "10", "30", "15", ""], ["丁", "件", "1", "3", "1", ""]])
        department = Department(uid="d", name="市民課", position=1)
        links = [
            Responsibility(uid=item.uid, department="d", indicator=item.uid, position=1)
            for item in document.index.all(Indicator)
            if item.title in ("甲", "乙", "丙")
        ]
        document._commit("担当課", [insertion(department), *(insertion(link) for link in links)])
        yield document


def shown(document: Document) -> MainWindow:
    window = MainWindow(document, Preferences())
    show(window, 1366, 700)
    page = overview(window)
    until(lambda: page._report is not None and page._counting is None)
    return window


def overview(window: MainWindow) -> OverviewTab:
    page = window.page()
    assert isinstance(page, OverviewTab)
    return page


def row_of(table: CountTable, name: str) -> int:
    return next(row for row in range(table.rowCount()) if table.item(row, NAME).text() == name)  # type: ignore[union-attr]


def click(table: CountTable, row: int, column: int) -> None:
    spot = table.visualItemRect(table.item(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def goal(window: MainWindow) -> GoalTab:
    page = window.page()
    assert isinstance(page, GoalTab)
    return page


def titles(window: MainWindow) -> list[str]:
    return [row.title for row in goal(window).model.rows if isinstance(row, IndicatorRow)]


def test_a_department_in_two_goals_is_asked_for_and_only_its_rows_are_shown(planned: Document) -> None:
    window = shown(planned)
    page = overview(window)
    click(page.departments, row_of(page.departments, "市民課"), COLUMN["未入力"])
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text().partition("　")[2] for action in menu.actions()] == ["1件", "1件"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert titles(window) == ["丙"] and goal(window).filters.asked.text() == "市民課"
    assert goal(window).filters.buttons["late"].isChecked() and "1" in goal(window).filters.buttons["all"].text()
    QTest.mouseClick(goal(window).filters.buttons["all"], Qt.MouseButton.LeftButton)
    assert titles(window) == ["丙"]
    QTest.mouseClick(goal(window).filters.asked, Qt.MouseButton.LeftButton)
    assert titles(window) == ["丙", "丁"] and goal(window).filters.asked.isHidden()
    window.close()


def test_a_department_in_one_goal_leads_there_at_once(planned: Document) -> None:
    window = shown(planned)
    page = overview(window)
    click(page.departments, row_of(page.departments, "担当課なし"), COLUMN["未入力"])
    assert titles(window) == ["丁"] and goal(window).filters.asked.text() == "担当課なし"
    window.close()


def test_a_goal_s_count_shows_as_many_rows_as_it_says(planned: Document) -> None:
    window = shown(planned)
    for head in ("全数", "入力済み", "未入力"):
        window.show_tab("overview")
        page = overview(window)
        count = int(page.goals.item(0, COLUMN[head]).text())  # type: ignore[union-attr]
        click(page.goals, 0, COLUMN[head])
        assert len(titles(window)) == count > 0
    window.close()


def test_a_group_s_count_leads_from_cell_to_cell(document: Document) -> None:
    window = shown(document)
    page = overview(window)
    count = int(page.goals.item(DX, COLUMN["未入力"]).text())  # type: ignore[union-attr]
    click(page.goals, DX, COLUMN["未入力"])
    assert window.statusBar().currentMessage().startswith(f"{count}件のうち1件目")
    seen = []
    for _ in range(count):
        grid = focused()
        assert isinstance(grid, Grid)
        seen.append(grid.currentIndex().data())
        press(Qt.Key.Key_F3)
    assert seen == ["未集計"] * count
    window.close()


@pytest.fixture
def two_meetings(document: Document) -> Document:
    """Return the council's board with a meeting held before everything that is edited now."""
    first = Meeting(uid="m0", name="第2回", position=0, fiscal_year="FY2022", held_on="2022-11-01", as_of="2022-10-31")
    document._commit("会議", [insertion(first)])
    return document


def test_without_a_meeting_before_changes_are_not_counted(document: Document) -> None:
    window = shown(document)
    assert overview(window).goals.isColumnHidden(CHANGED)
    window.close()


def test_what_changed_since_the_last_meeting_is_counted_and_leads_there(two_meetings: Document) -> None:
    two_meetings.set_figure(MARCH, "1900")
    uid = two_meetings.add_indicator("goal-1", "登録者数")
    two_meetings.set_target(uid, "900")
    window = shown(two_meetings)
    page = overview(window)
    assert not page.goals.isColumnHidden(CHANGED)
    assert [page.goals.item(row, CHANGED).text() for row in (0, DX)] == ["1", "1"]  # type: ignore[union-attr]
    two_meetings.set_figure(("chatbot-all", "2023-02", "result", ""), "2100")
    until(lambda: page.goals.item(DX, CHANGED).text() == "2")  # type: ignore[union-attr]
    click(page.goals, DX, CHANGED)
    assert focused().currentIndex().data() in ("1,900", "2,100")  # type: ignore[attr-defined]
    window.show_tab("overview")
    click(page.goals, 0, CHANGED)
    assert titles(window) == ["登録者数"] and goal(window).filters.buttons["changed"].isChecked()
    window.close()


def test_a_class_of_the_legend_leads_to_its_rows_by_the_keys(planned: Document) -> None:
    reasons = {reason.label: reason.uid for reason in planned.index.all(Reason)}
    for item in planned.index.all(Indicator):
        planned.set_status(item.uid, reasons["達成" if item.title == "丁" else "推進中"], "確かめた")
    window = shown(planned)
    page = overview(window)
    page._legend.setFocus()
    QTest.keyClick(page._legend, Qt.Key.Key_Tab)
    QTest.keyClick(page._legend, Qt.Key.Key_Return)
    assert titles(window) == ["丁"]
    window.show_tab("overview")
    page._legend.setFocus()
    QTest.keyClick(page._legend, Qt.Key.Key_Tab)
    QTest.keyClick(page._legend, Qt.Key.Key_Tab)
    QTest.keyClick(page._legend, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text().partition("　")[2] for action in menu.actions()] == ["2件", "1件"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert titles(window) == ["甲", "乙"]
    window.close()


def test_a_count_shows_all_its_rows_whatever_class_was_looked_at_before(planned: Document) -> None:
    window = shown(planned)
    count = int(overview(window).goals.item(0, COLUMN["全数"]).text())  # type: ignore[union-attr]
    window.show_tab(planned.tabs()[1].node)
    goal(window).show_legend(planned.index.all(Legend)[-1].uid)
    assert titles(window) == []
    window.show_tab("overview")
    click(overview(window).goals, 0, COLUMN["全数"])
    assert len(titles(window)) == count
    window.close()
