"""A goal's tab, driven with real keys: the sample board's many indicators, and the council's empty goals."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.blocks import Block
from app.domain.metrics import Observation
from app.domain.plan import Indicator, Node, Target
from app.services.document import Document
from app.services.places import Place
from app.ui.goal_model import BandRow, GoalModel
from app.ui.goal_tab import GoalTab, right_width
from tests.sample_board import sample_board
from tests.ui.working import (
    ALT,
    CONTROL,
    SHIFT,
    choose_in_menu,
    focused,
    opened,
    press,
    put_on_clipboard,
    show,
    type_keys,
    until,
)

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

TABLE = (
    "No\t指標\t単位\t基準値\t目標値\tR3\tR4\r\n"
    '1\t"サイトの\n閲覧数"\t件\t1,250\t1,500\t1,420\t約1,380\r\n'
    "2\t申請の利用率\t%\t12.5\t50\t31.2\t38.4\r\n"
)


def goals(document: Document) -> list[str]:
    return [tab.node for tab in document.tabs() if tab.kind == "goal"]


def tab_of(document: Document, node: str) -> GoalTab:
    tab = GoalTab(document, node)
    document.changed.connect(tab.refresh)
    show(tab)
    tab.grid.setFocus()
    return tab


@pytest.fixture
def sample(tmp_path: Path, qapp: QApplication) -> Iterator[GoalTab]:
    with opened(sample_board(), tmp_path / "sample.ictplan") as document:
        tab = tab_of(document, goals(document)[0])
        yield tab
        tab.stop()
        tab.close()
        tab.deleteLater()


@pytest.fixture
def empty(document: Document) -> Iterator[GoalTab]:
    tab = tab_of(document, "goal-1")
    yield tab
    tab.stop()
    tab.close()
    tab.deleteLater()


def go_to(tab: GoalTab, title: str, column: str) -> None:
    row = next(place for place, row in enumerate(tab.model.rows) if getattr(row, "title", "") == title)
    tab.grid.go_to(row, next(place for place, item in enumerate(tab.model.columns) if item.key == column))


def indicator(tab: GoalTab, title: str) -> Indicator:
    return next(item for item in tab.document.index.all(Indicator) if item.title == title)


def test_the_widths_of_the_design_hold() -> None:
    assert (right_width(1366), right_width(1920)) == (420, 664)


def test_all_columns_of_1366_are_seen_without_scrolling(sample: GoalTab) -> None:
    assert sample.grid.horizontalScrollBar().maximum() == 0
    assert [column.head for column in sample.model.columns][:3] == ["No", "指標", "単位"]
    show(sample, 1920, 883)
    assert [column.head for column in sample.model.columns][:3] == ["No", "取組", "指標"]
    assert sample.grid.horizontalScrollBar().maximum() == 0


def test_something_is_always_selected_and_the_right_pane_follows(sample: GoalTab) -> None:
    assert sample.current_row() is not None
    go_to(sample, "アプリのダウンロード数", "title")
    until(lambda: sample.detail.row is not None and sample.detail.row.title == "アプリのダウンロード数")
    assert focused() is sample.grid


def test_title_unit_target_baseline_and_years_are_typed(sample: GoalTab) -> None:
    title = "アプリのダウンロード数"
    uid = indicator(sample, title).uid
    years = [column.key for column in sample.model.columns if column.key.startswith("year:")]
    for column, typed in (
        ("unit", "回"),
        ("baseline", "1300"),
        ("target", "約3,100"),
        (years[0], "1,900"),
        (years[1], "2241"),
    ):
        go_to(sample, title, column)
        type_keys(typed)
        press(Qt.Key.Key_Return)
    go_to(sample, title, "title")
    type_keys("取得数")
    press(Qt.Key.Key_Tab)
    row = next(row for row in sample.document.goal_report(sample.node).rows if row.uid == uid)
    assert (row.title, row.unit, row.baseline.text, row.target.text) == ("取得数", "回", "1,300", "約3,100")
    assert [year.text for year in row.years] == ["1,900", "2,241"]
    assert row.rate.text == "72.3%"


def test_a_past_year_opens_the_yellow_strip(sample: GoalTab) -> None:
    past, current = [column.key for column in sample.model.columns if column.key.startswith("year:")]
    go_to(sample, "アプリのダウンロード数", past)
    type_keys("1")
    assert sample.year_strip.isVisible()
    press(Qt.Key.Key_Escape)
    go_to(sample, "アプリのダウンロード数", current)
    assert not sample.year_strip.isVisible()


def test_a_status_is_chosen_by_hand_and_given_back(sample: GoalTab) -> None:
    title = "アプリのダウンロード数"
    go_to(sample, title, "status")
    row = sample.current_row()
    assert row is not None
    by_rule = row.status.reason
    choice = next(
        choice
        for choice in sample.model.choices(sample.grid.currentIndex().row(), sample.grid.currentIndex().column())
        if choice.value and choice.label != by_rule
    )
    press(Qt.Key.Key_Down, ALT)
    choose_in_menu(choice.label)
    row = sample.current_row()
    assert row is not None and row.status.by_hand and row.status.reason == choice.label
    until(lambda: "手動" in sample.detail._status.text())
    press(Qt.Key.Key_Down, ALT)
    choose_in_menu("規則による判定に戻す")
    row = sample.current_row()
    assert row is not None and not row.status.by_hand and row.status.reason == by_rule


def test_filters_and_legend_show_only_their_rows(sample: GoalTab) -> None:
    counts = sample.model.filter_counts()
    assert counts["all"] == 12 and counts["behind"] > 0
    QTest.mouseClick(sample.filters.buttons["behind"], Qt.MouseButton.LeftButton)
    shown = [row for row in sample.model.rows if not isinstance(row, BandRow)]
    assert len(shown) == counts["behind"]
    sample.show_filter("all")
    legend = next(item for item in sample.document.goal_report(sample.node).legend if item.count)
    sample.show_legend(legend.uid)
    assert len([row for row in sample.model.rows if not isinstance(row, BandRow)]) == legend.count


def test_an_indicator_is_added_moved_and_deleted_with_keys(sample: GoalTab) -> None:
    go_to(sample, "アプリのダウンロード数", "title")
    press(Qt.Key.Key_N, CONTROL | SHIFT)
    assert isinstance(focused(), QLineEdit)
    type_keys("new indicator")
    press(Qt.Key.Key_Return)
    added = indicator(sample, "new indicator")
    go_to(sample, "new indicator", "title")
    band = next(band for band in sample.document.goal_report(sample.node).bands if added.node == band.node)
    assert [row.title for row in band.rows] == ["アプリのダウンロード数", "new indicator"]
    press(Qt.Key.Key_Up, ALT | SHIFT)
    band = next(band for band in sample.document.goal_report(sample.node).bands if added.node == band.node)
    assert [row.title for row in band.rows] == ["new indicator", "アプリのダウンロード数"]
    row = sample.current_row()
    assert row is not None and row.uid == added.uid
    press(Qt.Key.Key_Minus, CONTROL)
    assert added.uid not in [item.uid for item in sample.document.index.all(Indicator)]
    assert sample.current_row() is not None


def test_all_selected_indicators_are_deleted_as_one_step(sample: GoalTab) -> None:
    before = [row.uid for row in sample.model.rows]
    count = len(sample.document.index.all(Indicator))
    sample.grid.selectAll()
    press(Qt.Key.Key_Minus, CONTROL)
    assert sample.document.goal_report(sample.node).rows == ()
    sample.document.undo()
    assert len(sample.document.index.all(Indicator)) == count and not sample.document.can_undo
    assert [row.uid for row in sample.model.rows] == before


def test_an_empty_goal_hides_the_right_pane_and_takes_a_pasted_table(empty: GoalTab) -> None:
    assert not empty.detail.isVisible() and empty.empty.isVisible()
    assert [row.uid for row in empty.model.rows] == ["ghost-1", "ghost-2", "ghost-3"]
    put_on_clipboard(TABLE)
    press(Qt.Key.Key_V, CONTROL)
    rows = empty.document.goal_report("goal-1").rows
    assert [row.title for row in rows] == ["サイトの閲覧数", "申請の利用率"]
    assert [rows[0].target.text, rows[0].years[1].text, rows[1].unit] == ["1,500", "約1,380", "%"]
    assert empty.detail.isVisible() and not empty.empty.isVisible()
    empty.document.undo()
    assert empty.document.goal_report("goal-1").rows == () and empty.empty.isVisible()


def test_a_table_that_cannot_be_read_says_why_on_the_card(empty: GoalTab) -> None:
    put_on_clipboard("指標\t目標値\r\n件数\t3〜5件くらい\r\n\r\n")
    QTest.mouseClick(empty.empty.paste_button, Qt.MouseButton.LeftButton)
    assert (empty.empty.isVisible() and not empty.document.can_undo) or empty.document.goal_report("goal-1").rows
    put_on_clipboard("   ")
    empty.document.undo()
    QTest.mouseClick(empty.empty.paste_button, Qt.MouseButton.LeftButton)
    assert "クリップボードに表がありません" in empty.empty._trouble.text()


def test_the_first_indicator_of_an_empty_goal_is_typed_at_once(empty: GoalTab) -> None:
    QTest.mouseClick(empty.empty.add_button, Qt.MouseButton.LeftButton)
    type_keys("visitors")
    press(Qt.Key.Key_Return)
    assert [row.title for row in empty.document.goal_report("goal-1").rows] == ["visitors"]


def test_undo_leads_back_to_the_cell(sample: GoalTab) -> None:
    year = next(column.key for column in sample.model.columns if column.current)
    go_to(sample, "アプリのダウンロード数", year)
    type_keys("99")
    press(Qt.Key.Key_Return)
    sample.grid.go_to(1, 0)
    change = sample.document.undo()
    assert change is not None and change.place is not None
    sample.reveal(change.place)
    row = sample.current_row()
    assert row is not None and row.title == "アプリのダウンロード数"
    assert sample.model.columns[sample.grid.currentIndex().column()].key == year
    assert sample.grid.delegate.flashing is not None


def test_a_month_is_typed_in_the_right_pane_and_found_again(sample: GoalTab) -> None:
    go_to(sample, "アプリのダウンロード数", "title")
    until(lambda: sample.detail.row is not None and sample.detail.row.title == "アプリのダウンロード数")
    detail = sample.detail
    detail.months.setFocus()
    detail.months.go_to(0, 1)
    type_keys("200")
    press(Qt.Key.Key_Return)
    metric = indicator(sample, "アプリのダウンロード数").metric
    found = [item for item in sample.document.repository.read(Observation, metric=metric) if item.value == "200"]
    assert len(found) == 1
    change = sample.document.undo()
    assert change is not None and isinstance(change.place, Place)
    sample.grid.go_to(1, 0)
    sample.reveal(change.place)
    assert detail.months.currentIndex().row() == 0 and detail.months.currentIndex().column() == 1


def test_remark_and_note_are_written_in_their_tab(sample: GoalTab) -> None:
    go_to(sample, "アプリのダウンロード数", "title")
    until(lambda: sample.detail.row is not None and sample.detail.row.title == "アプリのダウンロード数")
    sample.detail.tabs.setCurrentIndex(2)
    sample.detail.remark.setFocus()
    type_keys("counted at year end")
    press(Qt.Key.Key_Return, CONTROL)
    assert indicator(sample, "アプリのダウンロード数").remark == "counted at year end"


def test_a_narrow_window_shows_one_pane_and_f6_swaps(sample: GoalTab) -> None:
    show(sample, 1000, 500)
    assert sample.grid.isVisible() and not sample.detail.isVisible()
    press(Qt.Key.Key_F6)
    assert not sample.grid.isVisible() and sample.detail.isVisible()
    QTest.mouseClick(sample.pane_bar.buttons[0], Qt.MouseButton.LeftButton)
    assert sample.grid.isVisible() and not sample.detail.isVisible()


def test_a_low_window_folds_chart_and_footer(sample: GoalTab) -> None:
    show(sample, 1366, 280)
    assert not sample.footer.isVisible() and not sample.detail.chart.isVisible() and sample.grid.isVisible()
    show(sample, 1366, 571)
    assert sample.footer.isVisible() and sample.detail.chart.isVisible()


def test_an_edit_elsewhere_tells_no_row_of_this_goal(sample: GoalTab) -> None:
    told: list[int] = []
    sample.model.dataChanged.connect(lambda first, last: told.append(first.row()))
    other = next(
        item
        for item in sample.document.index.all(Node)
        if item.uid not in {n.uid for n in sample.document.index.below(sample.node)}
    )
    sample.document.set_field("node", other.uid, "subtitle", "別の副題")
    assert told == []


def test_the_goal_model_keeps_the_rules_of_models(tmp_path: Path, qapp: QApplication) -> None:
    with opened(sample_board(), tmp_path / "model.ictplan") as document:
        node = goals(document)[0]
        model = GoalModel(document)
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
        model.show_report(document.goal_report(node))
        for chosen in ("late", "behind", "doubtful", "all"):
            model.show_report(document.goal_report(node), chosen)
        model.wide = True
        model.show_report(document.goal_report(node))
        first = document.goal_report(node).rows[0]
        document.set_target(first.uid, "4000")
        assert any(item.value == "4000" for item in document.index.all(Target))
        model.show_report(document.goal_report(node))
        assert (
            model.cell(model.rows[model.find(first.uid)], [c.key for c in model.columns].index("target")).text
            == "4,000"
        )


def test_a_heading_shows_the_groups_counts_and_takes_its_text(sample: GoalTab) -> None:
    band = next(place for place, row in enumerate(sample.model.rows) if isinstance(row, BandRow))
    node = sample.model.rows[band].uid
    sample.grid.go_to(band, 0)
    until(lambda: sample.detail.pages.currentIndex() == 1)
    assert "すべて 1" in sample.detail._band_counts.text()
    sample.detail.band.add_block("text", "現在", None)
    body = next(iter(sample.detail.band.frames.values())).body
    body.start()
    type_keys("in use")
    sample.grid.setFocus()
    assert [block.body for block in sample.document.index.where(Block, "node", node)] == ["in use"]


def test_a_table_is_pasted_under_a_heading_that_waits_for_its_first_indicator(sample: GoalTab) -> None:
    uid = sample.document.add_node(sample.node, "measure", "新しい施策")
    sample.grid.setFocus()
    sample.grid.go_to(sample.model.find(uid), 0)
    put_on_clipboard(TABLE)
    press(Qt.Key.Key_V, CONTROL)
    assert [item.title for item in sample.document.index.where(Indicator, "node", uid)] == [
        "サイトの閲覧数",
        "申請の利用率",
    ]


def test_a_remark_not_yet_committed_stays_with_its_own_indicator(sample: GoalTab) -> None:
    go_to(sample, "アプリのダウンロード数", "title")
    until(lambda: sample.detail.row is not None and sample.detail.row.title == "アプリのダウンロード数")
    sample.detail.tabs.setCurrentIndex(2)
    sample.detail.remark.setFocus()
    type_keys("mine")
    go_to(sample, "開催回数（年間）", "title")
    until(lambda: sample.detail.row is not None and sample.detail.row.title == "開催回数（年間）")
    assert indicator(sample, "アプリのダウンロード数").remark == "mine"
    assert sample.detail.remark.toPlainText() == ""
    sample.grid.setFocus()
    assert indicator(sample, "開催回数（年間）").remark is None
