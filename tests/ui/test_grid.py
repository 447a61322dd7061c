"""The one table of the program, driven with real keys on the council's board."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from app.domain.entity import Key
from app.domain.metrics import Observation
from app.domain.report import FigureView
from app.services.document import Document
from app.ui.grid import Grid
from app.ui.grid_block import summary
from app.ui.grid_model import GridModel, edit_text, figure_cell
from app.ui.parts_model import EventModel, LineModel, PhaseModel
from app.ui.table_model import TableModel
from app.ui.trend_model import TrendModel
from tests.ui.working import ALT, CONTROL, bubble_text, choose_in_menu, focused, press, put_on_clipboard, type_keys

pytestmark = pytest.mark.usefixtures("offscreen")

FEBRUARY, MARCH = 11, 12  # columns of the chatbot's table
ALL, EXCLUDED, RESPONSES = 0, 1, 2  # its rows; the third is derived


def stored(document: Document, metric: str, period: str) -> Observation | None:
    return document.repository.read_one(Observation, (metric, period, "result", ""))


def text_at(grid: Grid, row: int, column: int) -> str:
    return str(grid.grid_model.index(row, column).data())


def test_typing_replaces_and_enter_goes_down(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, MARCH)
    type_keys("1900")
    assert isinstance(focused(), QLineEdit)
    press(Qt.Key.Key_Return)
    item = stored(document, "chatbot-all", "2023-03")
    assert item is not None and item.value == "1900" and item.missing is None
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (EXCLUDED, MARCH)
    assert text_at(grid, ALL, MARCH) == "1,900"
    assert text_at(grid, ALL, MARCH + 1) == "24,118"
    assert text_at(grid, RESPONSES, MARCH) == "未集計"


def test_tab_goes_right_and_full_width_is_understood(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, FEBRUARY)
    type_keys("１，９１７件")
    press(Qt.Key.Key_Tab)
    item = stored(document, "chatbot-all", "2023-02")
    assert item is not None and item.value == "1917"
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (ALL, MARCH)


def test_f2_starts_from_all_digits_and_an_equal_text_is_no_edit(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, FEBRUARY)
    press(Qt.Key.Key_F2)
    editor = focused()
    assert isinstance(editor, QLineEdit) and editor.text() == "1916"
    press(Qt.Key.Key_Return)
    assert not document.can_undo


def test_the_first_key_of_an_input_method_is_not_lost(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, MARCH)
    composing = QInputMethodEvent("１９", [])
    QApplication.sendEvent(grid, composing)
    editor = grid.delegate.open_editor()
    assert editor is not None
    committed = QInputMethodEvent()
    committed.setCommitString("１９００")
    QApplication.sendEvent(grid, committed)
    assert editor.text() == "１９００"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    item = stored(document, "chatbot-all", "2023-03")
    assert item is not None and item.value == "1900"


def test_a_bad_value_stays_in_its_editor_with_the_reason_beside_it(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, FEBRUARY)
    type_keys("abc")
    press(Qt.Key.Key_Return)
    editor = grid.delegate.open_editor()
    assert editor is not None and editor.text() == "abc" and focused() is editor
    assert "数値として読み取れません" in bubble_text(grid)
    elsewhere = grid.visualRect(grid.grid_model.index(5, 3)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, elsewhere)
    assert grid.delegate.open_editor() is editor and grid.currentIndex().row() == ALL
    press(Qt.Key.Key_Escape)
    assert grid.delegate.open_editor() is None and bubble_text(grid) == ""
    assert text_at(grid, ALL, FEBRUARY) == "1,916" and not document.can_undo


def test_one_click_selects_and_a_click_elsewhere_takes_what_was_typed(grid: Grid, document: Document) -> None:
    def click(row: int, column: int) -> None:
        place = grid.visualRect(grid.grid_model.index(row, column)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    click(ALL, 3)
    assert grid.delegate.open_editor() is None and grid.currentIndex().column() == 3
    type_keys("7")
    click(EXCLUDED, 4)
    item = stored(document, "chatbot-all", "2022-06")
    assert item is not None and item.value == "7"
    assert grid.delegate.open_editor() is None and grid.currentIndex().row() == EXCLUDED


def test_a_dash_asks_what_it_means_once_a_table(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, FEBRUARY)
    type_keys("－")
    press(Qt.Key.Key_Return)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    button = next(button for button in grid.findChildren(QPushButton) if button.text() == "該当なし")
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    item = stored(document, "chatbot-all", "2023-02")
    assert item is not None and item.missing == "not_applicable"
    grid.setFocus()
    grid.go_to(EXCLUDED, FEBRUARY)
    type_keys("なし")
    press(Qt.Key.Key_Return)
    second = stored(document, "chatbot-excluded", "2023-02")
    assert second is not None and second.missing == "not_applicable"


def test_alt_down_lists_the_reasons_for_no_value(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, FEBRUARY)
    press(Qt.Key.Key_Down, ALT)
    choose_in_menu("調査中")
    item = stored(document, "chatbot-all", "2023-02")
    assert item is not None and item.missing == "surveying" and item.value is None
    assert text_at(grid, ALL, FEBRUARY) == "調査中"


def test_delete_clears_a_block_in_one_undo_step(grid: Grid, document: Document) -> None:
    grid.select_cells(ALL, 1, EXCLUDED, 3)
    before = [text_at(grid, row, column) for row in (ALL, EXCLUDED) for column in (1, 2, 3)]
    press(Qt.Key.Key_Delete)
    assert [text_at(grid, row, column) for row in (ALL, EXCLUDED) for column in (1, 2, 3)] == [""] * 6
    document.undo()
    assert [text_at(grid, row, column) for row in (ALL, EXCLUDED) for column in (1, 2, 3)] == before


def test_a_block_goes_to_excel_and_back_in_one_undo_step(grid: Grid, document: Document) -> None:
    grid.select_cells(ALL, 1, EXCLUDED, 2)
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "3202\t2098\r\n674\t703\r\n"
    put_on_clipboard('"3,300"\t２１００\r\n675\t(未集計)\r\n')
    said: list[str] = []
    grid.status_message.connect(said.append)
    press(Qt.Key.Key_V, CONTROL)
    assert [text_at(grid, ALL, 1), text_at(grid, ALL, 2), text_at(grid, EXCLUDED, 1), text_at(grid, EXCLUDED, 2)] == [
        "3,300", "2,100", "675", "未集計",
    ]  # fmt: skip
    assert said == ["貼り付け: 4件"]
    document.undo()
    assert text_at(grid, ALL, 1) == "3,202" and text_at(grid, EXCLUDED, 2) == "703" and not document.can_undo


def test_a_block_with_one_bad_cell_changes_nothing_and_says_why(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 1)
    put_on_clipboard("1\tおよそ二百\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert "まだ何も入れていません" in bubble_text(grid) and not document.can_undo


def test_paste_passes_over_computed_cells_and_tells(grid: Grid, document: Document) -> None:
    grid.go_to(EXCLUDED, MARCH)
    said: list[str] = []
    grid.status_message.connect(said.append)
    put_on_clipboard("400\t1\r\n1500\t2\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert said == ["貼り付け: 1件（入力できない3件はそのまま）"]
    item = stored(document, "chatbot-excluded", "2023-03")
    assert item is not None and item.value == "400"


def test_one_value_fills_the_selection_and_ctrl_d_fills_down(grid: Grid) -> None:
    grid.select_cells(ALL, 1, EXCLUDED, 2)
    put_on_clipboard("5\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert [text_at(grid, row, column) for row in (ALL, EXCLUDED) for column in (1, 2)] == ["5"] * 4
    grid.select_cells(ALL, 3, EXCLUDED, 3)
    press(Qt.Key.Key_D, CONTROL)
    assert text_at(grid, EXCLUDED, 3) == text_at(grid, ALL, 3)


def test_a_computed_cell_says_why_it_cannot_be_typed_into(grid: Grid, document: Document) -> None:
    grid.go_to(RESPONSES, FEBRUARY)
    type_keys("5")
    assert grid.delegate.open_editor() is None and not document.can_undo
    assert "計算" in bubble_text(grid)


def test_the_selection_is_added_up(grid: Grid) -> None:
    heard: list[str] = []
    grid.selection_summary.connect(heard.append)
    grid.select_cells(ALL, 1, ALL, MARCH)
    assert heard[-1] == "合計 22,218・平均 2,020・個数 11"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([("50%", Fraction(1, 2), True), ("25%", Fraction(1, 4), True)], "平均 37.5%・個数 2"),
        ([("55.3%", Fraction("55.3"), False), ("60%", Fraction(60), False)], "平均 57.7%・個数 2"),
        ([("55.3%", Fraction("55.3"), False), ("50%", Fraction(1, 2), True)], "個数 2"),
        ([("2,240", Fraction(2240), False), ("60%", Fraction(60), False)], "個数 2（単位が違うため合計なし）"),
        ([("1", Fraction(1), False), ("2", Fraction(2), False)], "合計 3・平均 1.5・個数 2"),
        ([("1", Fraction(1), False)], ""),
    ],
)
def test_a_summary_never_adds_shares_up(figures: list[tuple[str, Fraction, bool]], words: str) -> None:
    views = [FigureView(text, text, value, "value", percent=share, key=("m",)) for text, value, share in figures]
    assert summary([figure_cell(view) for view in views]) == words


@pytest.mark.parametrize(
    ("metrics", "words"),
    [
        (("chatbot-all", "chatbot-answers"), "合計 30・平均 15・個数 2"),  # both 件
        (("cgkids-program", "roundtable-attendees"), "合計 30・平均 15・個数 2"),  # 人 and 名
        (("chatbot-all", "cgkids-program"), "個数 2（単位が違うため合計なし）"),
    ],
)
def test_a_summary_adds_up_only_what_has_one_unit(document: Document, metrics: tuple[str, ...], words: str) -> None:
    views = [FigureView(str(n), "", Fraction(n), "value", metric=one) for n, one in zip((10, 20), metrics, strict=True)]
    assert summary([figure_cell(view) for view in views], document.unit_of) == words


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (FigureView("1,168", "1,168件", Fraction(1168), "value"), "1168"),
        (FigureView("約110", "約110人", Fraction(110), "value"), "約110"),
        (FigureView("100人以上", "", Fraction(100), "value"), "100以上"),
        (FigureView("8.6%", "8.6%", Fraction(86, 1000), "value", percent=True), "8.6"),
        (FigureView("92.0", "92.0", Fraction(92), "value"), "92.0"),
        (FigureView("△5", "△5", Fraction(-5), "value"), "-5"),
        (FigureView("33.3%", "33.3%", Fraction(1, 3), "value", percent=True), "33.3%"),
        (FigureView("未集計", "未集計", None, "missing", "not_counted"), "未集計"),
        (FigureView("[1,393]", "", Fraction(1393), "printed"), "1,393"),
    ],
)
def test_an_editor_starts_with_every_digit_and_the_qualifier(view: FigureView, text: str) -> None:
    assert edit_text(view) == text


def test_only_rows_that_differ_are_told(grid: Grid, document: Document) -> None:
    told: list[int] = []
    resets: list[bool] = []
    grid.grid_model.dataChanged.connect(lambda first, last: told.append(first.row()))
    grid.grid_model.modelReset.connect(lambda: resets.append(True))
    document.set_figure(("chatbot-untitled", "2022-04", "result", ""), "475")
    assert told == []
    document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
    assert ALL in told and EXCLUDED not in told and resets == []


def test_a_new_row_comes_in_without_a_reset_and_the_selection_stays(grid: Grid, document: Document) -> None:
    resets: list[bool] = []
    grid.grid_model.modelReset.connect(lambda: resets.append(True))
    grid.go_to(RESPONSES, 4)
    uid = document.add_row("chatbot-table", "新しい行", after="chatbot-table-chatbot-all")
    assert grid.grid_model.find(uid) == 1
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (RESPONSES + 1, 4)
    document.delete("table_row", uid)
    assert grid.currentIndex().row() == RESPONSES and resets == []


def test_frozen_columns_are_the_table_s_own_where_it_was_scrolled_while_hidden(grid: Grid) -> None:
    grid.resize(400, 400)
    QApplication.processEvents()
    grid.hide()
    grid.horizontalScrollBar().setValue(50)
    grid.show()
    frozen = grid._frozen
    assert frozen is not None and frozen.isVisible() and frozen.isColumnHidden(frozen.count)
    assert frozen.width() == grid.columnWidth(0) + 1


def test_frozen_columns_stay_in_sight_and_do_not_hide_the_chosen_cell(grid: Grid) -> None:
    grid.resize(400, 300)
    grid.go_to(ALL, MARCH)
    frozen = grid._frozen
    assert frozen is not None and frozen.isVisible() and grid.horizontalScrollBar().value() > 0
    left = frozen.mapTo(grid, QPoint(0, 0)).x()
    assert left == 0 and frozen.columnWidth(0) == grid.columnWidth(0)
    for column in range(MARCH, 0, -1):
        grid.go_to(ALL, column)
        if frozen.isVisible():
            assert grid.visualRect(grid.currentIndex()).left() >= frozen.columnWidth(0) - 1
    grid.go_to(ALL, MARCH)
    grid.edit(grid.grid_model.index(ALL, 0))
    assert grid.horizontalScrollBar().value() == 0 and grid.delegate.open_editor() is not None


def test_cells_speak_to_a_screen_reader(grid: Grid) -> None:
    model = grid.grid_model
    assert model.index(ALL, MARCH).data(Qt.ItemDataRole.AccessibleTextRole) == "3月 未集計"
    assert "計算" in model.index(RESPONSES, FEBRUARY).data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_every_small_table_follows_its_model_rules(document: Document) -> None:
    def tested(model: GridModel) -> GridModel:
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
        return model

    for head in document.item_heads("dx"):
        for block in document.item_report(head.node).blocks:
            if block.table is not None and block.table.axis == "events":
                model = tested(EventModel(document))
                assert isinstance(model, EventModel)
                model.show_table(block.table)
            elif block.table is not None:
                table = tested(TableModel(document, wide=True))
                assert isinstance(table, TableModel)
                table.show_table(block.table)
            elif block.lines:
                lines = tested(LineModel(document))
                assert isinstance(lines, LineModel)
                lines.show_lines(block.lines, figures=block.kind == "figures")
                lines.show_lines(block.lines[1:], figures=block.kind == "figures")
            elif block.phases:
                phases = tested(PhaseModel(document))
                assert isinstance(phases, PhaseModel)
                phases.show_phases(block.phases)
    trend = tested(TrendModel(document))
    assert isinstance(trend, TrendModel)
    for wide in (True, False):
        trend.show_months(document.trend("chatbot-all"), wide=wide)
    assert trend.find_figure(key_of("chatbot-all", "2022-10")) == (0, 3)


def key_of(metric: str, period: str) -> Key:
    return (metric, period, "result", "")


def test_a_figure_longer_than_its_column_is_read_whole_while_it_is_typed(grid: Grid) -> None:
    grid.go_to(ALL, FEBRUARY)
    type_keys("123456789")
    editor = focused()
    assert isinstance(editor, QLineEdit)
    assert editor.width() > editor.fontMetrics().horizontalAdvance("123456789") > grid.columnWidth(FEBRUARY)
    press(Qt.Key.Key_Escape)
