"""全体 on the council's board and on one with indicators: skeleton, counts, links, steps, recounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.edits import insertion
from app.domain.errors import StorageError
from app.domain.new_plan import NewPlan, build_new_plan
from app.domain.plan import Department, Indicator, Responsibility
from app.paths import Preferences, load_preferences
from app.services.document import Change, Document
from app.ui.count_table import COUNTS, NAME, NOTHING, CountTable
from app.ui.overview_tab import OverviewTab
from app.ui.spaced_label import JOINED, with_joins
from tests.ui.working import opened, press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

MARCH = ("chatbot-all", "2023-03", "result", "")
DX = 4
COLUMN = {count.head: place for place, count in COUNTS.items()}
HEADS = ["No", "指標", "単位", "基準値", "目標値", "R3", "R4"]


@pytest.fixture
def overview(document: Document) -> Iterator[OverviewTab]:
    tab = OverviewTab(document, Preferences())
    show(tab)
    yield tab
    tab.stop()
    tab.close()


@pytest.fixture
def planned(tmp_path: Path, qapp: object) -> Iterator[Document]:
    new = NewPlan(city="見本市", plan_name="計画", fiscal_year=2022, goals=("くらし", "しごと"))
    with opened(build_new_plan(new), tmp_path / "new.ictplan") as document:
        first, second = (tab.node for tab in document.tabs()[1:3])
        document.paste_indicators(first, [HEADS, ["1", "甲", "件", "10", "30", "15", "40"]])
        document.paste_indicators(
            second, [HEADS, ["1", "乙", "件", "10", "30", "15", "20"], ["2", "丙", "件", "10", "30", "15", ""]]
        )
        give_department(document, "市民課", ["乙", "丙"])
        yield document


def give_department(document: Document, name: str, titles: list[str]) -> None:
    department = Department(uid="d", name=name, position=1)
    found = [item for item in document.index.all(Indicator) if item.title in titles]
    links = [Responsibility(uid=item.uid, department="d", indicator=item.uid, position=1) for item in found]
    document._commit("担当課", [insertion(department), *(insertion(link) for link in links)])


def text(table: CountTable, row: int, column: int) -> str:
    item = table.item(row, column)
    return item.text() if item else ""


def place_of(table: CountTable, row: int, column: int) -> QPoint:
    return table.visualItemRect(table.item(row, column)).center()


def click(table: CountTable, row: int, column: int) -> None:
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place_of(table, row, column))


def counted(tab: OverviewTab) -> bool:
    return tab._report is not None and tab._counting is None


def requests(tab: OverviewTab) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    tab.tab_requested.connect(lambda node, name: heard.append((node, name)))
    return heard


def test_labels_stand_before_anything_is_counted(document: Document) -> None:
    tab = OverviewTab(document, Preferences())
    assert [text(tab.goals, row, NAME) for row in range(5)] == [item.label for item in document.tabs()[1:]]
    assert {text(tab.goals, row, COLUMN["全数"]) for row in range(5)} == {"…"}
    tab.stop()


def test_heads_say_what_is_counted(overview: OverviewTab) -> None:
    until(lambda: counted(overview))
    heads = [overview.goals.horizontalHeaderItem(place).text() for place in range(overview.goals.columnCount())]
    assert heads == [
        "基本目標・重点取組み", "数えるもの", "全数", "入力済み", "入力の進み",
        "未入力", "遅れ", "要確認", "不明", "変更",
    ]  # fmt: skip
    assert text(overview.goals, 0, 1) == "指標" and text(overview.goals, DX, 1) == "表の数値"


def test_every_count_above_zero_leads_to_its_rows(overview: OverviewTab) -> None:
    until(lambda: counted(overview))
    heard = requests(overview)
    shown = {head: text(overview.goals, DX, place) for head, place in COLUMN.items()}
    assert int(shown["全数"]) == int(shown["入力済み"]) + int(shown["未入力"]) + int(shown["不明"]) > 0
    assert shown["遅れ"] == "－"
    for place in (place for place in COLUMN.values() if not overview.goals.isColumnHidden(place)):
        click(overview.goals, DX, place)
    assert heard == [("dx", name) for name in ("all", "filled", "late", "doubtful", "unknown")]


def test_a_goal_without_indicators_says_so_and_leads_to_its_tab(overview: OverviewTab) -> None:
    until(lambda: counted(overview))
    heard = requests(overview)
    assert text(overview.goals, 1, NOTHING).startswith("指標はまだありません")
    click(overview.goals, 1, NOTHING)
    assert heard == [("goal-2", "all")]


def test_enter_follows_a_link_and_a_zero_leads_nowhere(planned: Document) -> None:
    tab = OverviewTab(planned, Preferences())
    show(tab)
    until(lambda: counted(tab))
    heard = requests(tab)
    tab.goals.setFocus()
    tab.goals.setCurrentCell(1, COLUMN["未入力"])
    press(Qt.Key.Key_Return)
    tab.goals.setCurrentCell(0, COLUMN["未入力"])
    press(Qt.Key.Key_Return)
    click(tab.goals, 0, COLUMN["不明"])
    assert heard == [(planned.tabs()[2].node, "late")]
    tab.stop()


def test_departments_are_counted_and_lead_to_the_goal_that_holds_their_rows(planned: Document) -> None:
    tab = OverviewTab(planned, Preferences())
    show(tab)
    until(lambda: counted(tab))
    lines = {text(tab.departments, row, NAME): row for row in range(tab.departments.rowCount())}
    assert set(lines) == {"市民課", "担当課なし"}
    assert text(tab.departments, lines["市民課"], COLUMN["全数"]) == "2"
    heard = requests(tab)
    click(tab.departments, lines["市民課"], COLUMN["遅れ"])
    click(tab.departments, lines["担当課なし"], COLUMN["全数"])
    assert heard == [(planned.tabs()[2].node, "behind@市民課"), (planned.tabs()[1].node, "all@担当課なし")]
    tab.stop()


def test_the_legend_counts_with_marks_and_words(planned: Document) -> None:
    tab = OverviewTab(planned, Preferences())
    show(tab)
    until(lambda: counted(tab))
    shown = tab._legend.text().replace(with_joins(JOINED), "")
    assert all(sign in shown for sign in ("●", "▲", "■", "◆", "達成・達成見込み", "見直し"))
    assert shown.count("<b>1件</b>") == 2 and shown.count("<b>0件</b>") == 2
    tab.stop()


def test_an_edit_is_counted_once_the_changes_pause(document: Document, overview: OverviewTab) -> None:
    until(lambda: counted(overview))
    document.changed.connect(overview.refresh)
    before = int(text(overview.goals, DX, COLUMN["未入力"]))
    document.set_figure(MARCH, "1900")
    assert text(overview.goals, DX, COLUMN["未入力"]) == str(before)
    until(lambda: text(overview.goals, DX, COLUMN["未入力"]) == str(before - 1))
    document.undo()
    until(lambda: text(overview.goals, DX, COLUMN["未入力"]) == str(before))


def test_a_change_while_counting_starts_over(document: Document) -> None:
    tab = OverviewTab(document, Preferences())
    show(tab)
    document.changed.connect(tab.refresh)
    until(lambda: tab._counting is not None)
    document.set_figure(MARCH, "1900")
    assert tab._counting is None
    until(lambda: counted(tab))
    assert text(tab.goals, DX, COLUMN["全数"]) == "380"
    document.undo()
    tab.stop()


def test_counting_takes_small_steps_and_builds_the_rows_of_the_tabs(planned: Document) -> None:
    reports = [report for report in planned.count() if report is not None]
    assert len(reports) == len(planned.tabs()) - 1
    assert [len(report.goals) for report in reports] == list(range(1, len(reports) + 1))
    goal = planned.tabs()[1].node
    built = planned.goal_report(goal).rows
    assert len(built) == reports[-1].goals[0].total
    again = [report for report in planned.count() if report is not None]
    assert again[-1] == reports[-1]
    assert all(new is old for new, old in zip(planned.goal_report(goal).rows, built, strict=True))


def test_a_new_goal_has_its_line_at_once(document: Document, overview: OverviewTab) -> None:
    until(lambda: counted(overview))
    document.changed.connect(overview.refresh)
    document.add_node(None, "goal", "新しい目標")
    labels = [text(overview.goals, row, NAME) for row in range(overview.goals.rowCount())]
    assert labels[-1] == "新しい目標"


def test_a_count_that_fails_says_so_and_can_be_tried_again(overview: OverviewTab) -> None:
    until(lambda: counted(overview))
    overview._give_up(StorageError("io", "読めません。", "", ""))
    assert overview._when.text() == "数えられませんでした。" and overview.retry_button.isVisible()
    QTest.mouseClick(overview.retry_button, Qt.MouseButton.LeftButton)
    until(lambda: counted(overview))
    assert not overview.retry_button.isVisible() and "時点" in overview._when.text()


def test_steps_are_asked_for_ticked_closed_and_shown_again(overview: OverviewTab) -> None:
    heard: list[int] = []
    overview.step_requested.connect(heard.append)
    for card in overview.steps.cards:
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert heard == [1, 2, 3]
    overview.mark_step(2)
    assert [card.done for card in overview.steps.cards] == [False, True, False]
    QTest.mouseClick(overview.steps.close_button, Qt.MouseButton.LeftButton)
    assert not overview.steps.isVisible()
    remembered = load_preferences()
    assert (remembered.steps_done, remembered.steps_closed) == ([2], True)
    QTest.mouseClick(overview.show_steps_button, Qt.MouseButton.LeftButton)
    assert overview.steps.isVisible() and not load_preferences().steps_closed


def test_steps_fold_in_a_low_window(overview: OverviewTab) -> None:
    overview.resize(1366, 300)
    until(lambda: not overview.steps.isVisible())
    overview.resize(1366, 571)
    until(overview.steps.isVisible)


@pytest.mark.parametrize("width", [683, 900, 1366, 1900])
def test_nothing_is_cut_at_any_width(overview: OverviewTab, width: int) -> None:
    until(lambda: counted(overview))
    overview.resize(width, 571)
    until(lambda: overview.width() == width)
    body = overview._scroll.widget()
    assert body.width() <= overview._scroll.viewport().width()
    assert not overview.goals.horizontalScrollBar().isVisible()
    for row in range(5):
        name = overview.goals.fontMetrics().horizontalAdvance(text(overview.goals, row, NAME))
        assert overview.goals.columnWidth(NAME) >= name + 20


def test_a_change_of_meeting_counts_from_nothing(overview: OverviewTab) -> None:
    until(lambda: counted(overview))
    overview.refresh(Change(1, frozenset(), True, True, "会議の選択"))
    assert text(overview.goals, DX, COLUMN["全数"]) == "…"
    until(lambda: text(overview.goals, DX, COLUMN["全数"]) == "380")
