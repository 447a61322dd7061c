"""Blocks from Excel, LibreOffice and PDF pasted into a table."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.services.document import Document
from app.ui.goal_tab import GoalTab
from app.ui.grid import Grid
from tests.ui.working import ALT, CONTROL, bubble_text, focused, press, put_on_clipboard, until

pytestmark = pytest.mark.usefixtures("offscreen")

FEBRUARY, MARCH = 11, 12
ALL, EXCLUDED, RESPONSES = 0, 1, 2
MERGED = """<table><tr><td rowspan=2>5</td><td>6</td></tr><tr><td>7</td></tr>
<![if supportMisalignedColumns]><tr height=0 style='display:none'><td></td><td></td></tr><![endif]></table>"""

# As LibreOffice Calc puts a block of 3 rows on the clipboard: no line breaks and no quotes round a cell in the text.
CALC_TEXT = '件数 (全体)\t1,234.5\t３,２０２\n「AI"ひかり"」\t\t約110\n\t1\t2\n'
CALC_HTML = """<html><head><meta name="generator" content="LibreOffice"/></head><body><table cellspacing="0" border="0">
<colgroup span="3" width="80"></colgroup>
<tr><td height="20">件数<br>(全体)</td><td rowspan=2 sdval="1234.5">1,234.5</td><td>３,２０２</td></tr>
<tr><td rowspan=2>「AI&quot;ひかり&quot;」</td><td>約110</td></tr>
<tr><td sdval="1">1</td><td sdval="2">2</td></tr></table></body></html>"""


def paste(grid: Grid, text: str, html: str = "") -> list[str]:
    said: list[str] = []
    grid.status_message.connect(said.append)
    put_on_clipboard(text, html)
    press(Qt.Key.Key_V, CONTROL)
    return said


def shown(grid: Grid, row: int, *columns: int) -> list[str]:
    return [str(grid.grid_model.index(row, column).data()) for column in columns]


def press_button(grid: Grid, text: str) -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    button = next(button for button in grid.findChildren(QPushButton) if button.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_words_and_figures_of_a_block_are_one_undo_step(grid: Grid, document: Document) -> None:
    before = [shown(grid, row, 0, 1) for row in (ALL, EXCLUDED)]
    grid.go_to(ALL, 0)
    assert paste(grid, "質問の数\t10\r\n除いた数\t2\r\n") == ["貼り付け: 4件"]
    assert [shown(grid, row, 0, 1) for row in (ALL, EXCLUDED)] == [["質問の数", "10"], ["除いた数", "2"]]
    document.undo()
    assert [shown(grid, row, 0, 1) for row in (ALL, EXCLUDED)] == before and not document.can_undo


def test_a_bad_word_takes_everything_else_back_too(goal_tab: GoalTab) -> None:
    goal_tab.grid.go_to(1, 0)
    before = shown(goal_tab.grid, 1, 0, 1)
    paste(goal_tab.grid, "99\t\r\n")
    assert "まだ何も入れていません" in bubble_text(goal_tab) and "空にはできません" in bubble_text(goal_tab)
    assert shown(goal_tab.grid, 1, 0, 1) == before and not goal_tab.document.can_undo


def test_rows_without_room_become_indicators_with_their_figures(goal_tab: GoalTab) -> None:
    model, grid = goal_tab.model, goal_tab.grid
    last, columns = model.rowCount() - 1, [column.key for column in model.columns]
    grid.go_to(last, 0)
    year = next(column.key for column in model.columns if column.current)
    cells = {"no": "99", "title": "新指標", "unit": "件", "baseline": "1", "target": "20", year: "３"}
    line = "\t".join(cells.get(key, "") for key in columns)
    keep = "\t".join(model.cell(model.rows[last], place).edit for place in range(len(columns)))
    paste(grid, f"{keep}\n{line}\n")
    press(Qt.Key.Key_Return, ALT)
    added = dict(zip(columns, shown(grid, last + 1, *range(len(columns))), strict=True))
    assert {key: added[key] for key in cells} == cells | {year: "3"}
    goal_tab.document.undo()
    assert model.rowCount() == last + 1


def test_line_breaks_quotes_and_dressed_figures_of_excel_are_read(grid: Grid) -> None:
    grid.go_to(ALL, 0)
    paste(grid, '"「AI""ひかり""」\n全質問"\t"3,300"\t約110\t▲5\t"1,168\n件"\r\n')
    assert shown(grid, ALL, 0, 1, 2, 3, 4) == ['「AI"ひかり"」全質問', "3,300", "約110", "△5", "1,168"]
    paste(grid, "二行の\x0b見出し\t1\n")  # PowerPoint's line break within a cell
    assert shown(grid, ALL, 0, 1) == ["二行の見出し", "1"]


def test_what_a_merged_cell_covers_stays(grid: Grid) -> None:
    grid.go_to(ALL, 1)
    assert paste(grid, "5\t6\r\n\t7\r\n", MERGED) == ["貼り付け: 3件"]
    assert [shown(grid, ALL, 1, 2), shown(grid, EXCLUDED, 1, 2)] == [["5", "6"], ["674", "7"]]
    grid.go_to(ALL, 1)
    assert paste(grid, "5\t6\r\n\t7\r\n", "<table><tr><td>5</td></tr></table>") == ["貼り付け: 4件"]
    assert shown(grid, EXCLUDED, 1) == [""]


def test_a_block_of_libreoffice_is_read(grid: Grid) -> None:
    grid.go_to(ALL, 0)
    kept = [shown(grid, EXCLUDED, 1), shown(grid, RESPONSES, 0)]
    paste(grid, CALC_TEXT, CALC_HTML)
    assert shown(grid, ALL, 0, 1, 2) == ["件数(全体)", "1,234.5", "3,202"]
    assert shown(grid, EXCLUDED, 0, 2) == ['「AI"ひかり"」', "約110"]
    assert [shown(grid, EXCLUDED, 1), shown(grid, RESPONSES, 0)] == kept  # covered by merged cells


def test_a_computed_figure_below_zero_is_a_number_to_excel(grid: Grid, document: Document) -> None:
    document.set_figure(("chatbot-all", "2022-04", "result", ""), "1")
    grid.go_to(RESPONSES, 1)
    assert shown(grid, RESPONSES, 1) == ["△673"]
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "-673\r\n"


def test_text_of_a_pdf_is_repaired_in_an_open_editor_too(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 0)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_A, CONTROL)
    before = shown(grid, ALL, 0)
    put_on_clipboard("⽤件の\r\n数\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert bubble_text(grid) == "文字を1か所直しました（部首の文字→用）。"
    editor = grid.delegate.open_editor()
    assert editor is not None and editor.text() == "用件の数"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "⽤件の\r\n数\r\n"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == before[0]
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_V, CONTROL)
    press(Qt.Key.Key_Return)
    until(lambda: shown(grid, ALL, 0) == ["用件の数"])
    document.undo()
    assert shown(grid, ALL, 0) == before


def test_a_block_is_repeated_where_the_selection_is_a_multiple_of_it(grid: Grid) -> None:
    grid.select_cells(ALL, 1, EXCLUDED, 4)
    paste(grid, "1\t2\n")
    assert [shown(grid, row, 1, 2, 3, 4, 5) for row in (ALL, EXCLUDED)] == [
        ["1", "2", "1", "2", "1,825"],
        ["1", "2", "1", "2", "172"],
    ]


def test_text_of_a_pdf_is_repaired_and_the_repairs_are_told(grid: Grid) -> None:
    grid.go_to(ALL, 0)
    paste(grid, "⽤件⺠\u200b\t1,900\n")
    assert shown(grid, ALL, 0, 1) == ["用件民", "1,900"]
    assert bubble_text(grid) == "文字を3か所直しました（部首の文字→民・用、見えない制御文字）。"


def test_figures_apart_by_spaces_become_cells(grid: Grid) -> None:
    grid.go_to(ALL, 1)
    paste(grid, "3,202 2,098 －\n674  703 6\n")
    press_button(grid, "未集計")
    assert [shown(grid, row, 1, 2, 3) for row in (ALL, EXCLUDED)] == [["3,202", "2,098", "未集計"], ["674", "703", "6"]]
    grid.go_to(ALL, 0)
    paste(grid, "全 質問 11 12\n除外 13 14\n")
    assert [shown(grid, row, 0, 1, 2) for row in (ALL, EXCLUDED)] == [["全質問", "11", "12"], ["除外", "13", "14"]]
    grid.go_to(ALL, 1)
    paste(grid, "3万 5千\n")
    assert shown(grid, ALL, 1) == ["35,000"]


def test_rows_without_room_are_offered_and_added_as_one_undo_step(grid: Grid, document: Document) -> None:
    last = grid.grid_model.rowCount() - 1
    lines = "".join(f"項目{number}\t{number}\t{number * 1000:,}\r\n" for number in range(3))
    grid.go_to(last, 0)
    rows = grid.grid_model.rowCount()
    paste(grid, lines)
    assert "表の下に2行あふれました" in bubble_text(grid)
    pasted = document.undo_label
    press_button(grid, "あふれた2行を追加")
    assert grid.grid_model.rowCount() == rows + 2 and bubble_text(grid) == ""
    added = [shown(grid, row, 0, 1, 2) for row in range(rows + 2) if shown(grid, row, 0)[0] in ("項目1", "項目2")]
    assert added == [["項目1", "1", "1,000"], ["項目2", "2", "2,000"]]
    document.undo()
    assert grid.grid_model.rowCount() == rows and document.undo_label == pasted


def test_alt_enter_takes_the_offer_and_any_other_key_lets_it_go(grid: Grid) -> None:
    rows = grid.grid_model.rowCount()
    grid.go_to(rows - 1, 0)
    paste(grid, "甲\r\n乙\r\n")
    press(Qt.Key.Key_Up)
    assert bubble_text(grid) == ""
    press(Qt.Key.Key_Return, ALT)
    assert grid.grid_model.rowCount() == rows
    grid.go_to(rows - 1, 0)
    paste(grid, "甲\r\n乙\r\n")
    press(Qt.Key.Key_Return, ALT)
    assert grid.grid_model.rowCount() == rows + 1 and focused() is grid


def test_columns_without_room_are_counted(grid: Grid) -> None:
    grid.go_to(ALL, MARCH)
    assert paste(grid, "1\t\t3\t4\r\n") == ["貼り付け: 1件（入力できない1件はそのまま）（表の外の2件は入れていません）"]


def test_an_empty_clipboard_is_told(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 1)
    assert paste(grid, "") == ["クリップボードに貼り付けられる文字がありません。"] and not document.can_undo


def test_a_bad_figure_is_told_at_its_cell(grid: Grid, document: Document) -> None:
    grid.go_to(ALL, 1)
    paste(grid, "1\t2\t3kg\r\n")
    assert "まだ何も入れていません" in bubble_text(grid) and not document.can_undo
