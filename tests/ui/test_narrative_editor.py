"""The editor of a text with bullets and chips, driven with real keys and with events of an input method."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.domain.live import LiveFigure
from app.ui.chips import SIGN
from app.ui.narrative_editor import NarrativeEditor
from tests.ui.working import CONTROL, SHIFT, press, put_on_clipboard, show, type_keys

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
MARK, OTHER = "{{[all]|2022-04}}", "{{[lost]|2022-05|約}}"
FIGURES = {
    MARK: LiveFigure("22,218件", "全質問", "令和4年4月"),
    OTHER: LiveFigure("未集計", "正答", "令和4年5月", "まだ入力されていません。"),
}


@pytest.fixture
def page(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(NarrativeEditor("文章"))
    column.addWidget(QLineEdit())
    show(made, 600, 300)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def editor(page: QWidget) -> NarrativeEditor:
    found = next(iter(page.findChildren(NarrativeEditor)))
    found.setFocus()
    return found


def begin(editor: NarrativeEditor, text: str) -> None:
    """Show a stored text and go to its end."""
    editor.show_text(text, text)
    editor.show_figures(FIGURES)
    editor.setFocus()
    press(Qt.Key.Key_End, CONTROL)


def compose(editor: QWidget, preedit: str = "", commit: str = "") -> None:
    """Send what an input method sends: words being converted, or the words that were chosen."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(editor, event)


def test_a_chip_is_one_character_and_stays_its_mark(editor: NarrativeEditor) -> None:
    begin(editor, f"・計{MARK}{MARK}と{OTHER}です\n二行目𠮷{MARK}")
    assert editor.toPlainText() == f"・計{SIGN}{SIGN}と{SIGN}です\n二行目𠮷{SIGN}"
    assert editor.text() == f"・計{MARK}{MARK}と{OTHER}です\n二行目𠮷{MARK}"
    assert editor.accessibleDescription() == "・計22,218件22,218件と未集計です\n二行目𠮷22,218件"


def test_a_chip_is_deleted_whole_and_comes_back_by_undo(editor: NarrativeEditor) -> None:
    begin(editor, f"計{MARK}")
    press(Qt.Key.Key_Backspace)
    assert editor.text() == "計"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == f"計{MARK}"


def test_typing_behind_a_chip_is_plain_text(editor: NarrativeEditor) -> None:
    begin(editor, MARK)
    type_keys("abc")
    compose(editor, "けん")
    assert editor.text() == f"{MARK}abc"
    compose(editor, commit="件")
    assert editor.text() == f"{MARK}abc件"


def test_chips_print_new_figures_without_touching_what_is_written(editor: NarrativeEditor) -> None:
    begin(editor, f"{MARK}です")
    type_keys("x")
    editor.show_figures({MARK: LiveFigure("24,118件", "全質問", "令和4年4月")})
    assert editor.text() == f"{MARK}ですx" and editor.accessibleDescription() == "24,118件ですx"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == f"{MARK}です"


def test_a_run_of_the_stored_text_is_selected_where_it_stands(editor: NarrativeEditor) -> None:
    text = f"・𠮷{MARK}の後"
    begin(editor, text)
    start = text.index("の後")
    editor.select_run(start, start + 2)
    assert editor.textCursor().selectedText() == "の後"
    editor.select_run(text.index(MARK), text.index(MARK) + len(MARK))
    assert editor.textCursor().selectedText() == SIGN


def test_enter_continues_a_bullet_and_ends_the_list_on_an_empty_one(editor: NarrativeEditor) -> None:
    begin(editor, "　・二段目")
    press(Qt.Key.Key_Return)
    assert editor.text() == "　・二段目\n　・"
    press(Qt.Key.Key_Return)
    assert editor.text() == "　・二段目\n"
    press(Qt.Key.Key_Return)
    assert editor.text() == "　・二段目\n\n"
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "　・二段目\n　・"


def test_enter_before_the_bullet_only_makes_room(editor: NarrativeEditor) -> None:
    begin(editor, "・一つ")
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    assert editor.text() == "\n・一つ"


def test_tab_indents_and_backspace_takes_the_bullet_away_level_by_level(editor: NarrativeEditor) -> None:
    begin(editor, "・一つ")
    press(Qt.Key.Key_Tab)
    assert editor.text() == "　・一つ" and editor.hasFocus()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Backtab, SHIFT)
    assert editor.text() == "　・一つ"
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Backspace)
    assert editor.text() == "・一つ"
    press(Qt.Key.Key_Backspace)
    assert editor.text() == "一つ"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "・一つ"


def test_tab_on_several_lines_is_one_step_of_undo(editor: NarrativeEditor) -> None:
    begin(editor, f"・一つ\n・{MARK}\n文")
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_Tab)
    assert editor.text() == f"　・一つ\n　・{MARK}\n文"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == f"・一つ\n・{MARK}\n文"


def test_tab_leads_on_from_plain_lines_and_for_who_only_passes_through(page: QWidget, editor: NarrativeEditor) -> None:
    begin(editor, "文")
    press(Qt.Key.Key_Tab)
    line = next(iter(page.findChildren(QLineEdit)))
    assert line.hasFocus()
    editor.show_text("・一つ", "・一つ")
    press(Qt.Key.Key_Backtab, SHIFT)
    assert editor.hasFocus()
    press(Qt.Key.Key_Tab)
    assert line.hasFocus() and editor.text() == "・一つ"


def test_ctrl_tab_leads_out_of_a_bullet(page: QWidget, editor: NarrativeEditor) -> None:
    begin(editor, "・一つ")
    press(Qt.Key.Key_Tab, CONTROL)
    assert not editor.hasFocus() and editor.text() == "・一つ"


def test_bullets_are_put_on_and_taken_off_the_selected_lines(editor: NarrativeEditor) -> None:
    begin(editor, f"一つ\n\n・二つ{MARK}")
    press(Qt.Key.Key_A, CONTROL)
    editor.toggle_bullets()
    assert editor.text() == f"・一つ\n\n・二つ{MARK}"
    press(Qt.Key.Key_A, CONTROL)
    editor.toggle_bullets()
    assert editor.text() == f"一つ\n\n二つ{MARK}"


def test_enter_that_confirms_a_conversion_makes_no_new_line(editor: NarrativeEditor) -> None:
    begin(editor, "・")
    compose(editor, "しんせい")
    assert editor.text() == "・"
    compose(editor, commit="申請")
    assert editor.text() == "・申請"
    press(Qt.Key.Key_Return)
    assert editor.text() == "・申請\n・"


def test_text_from_a_pdf_is_cleaned_and_what_was_changed_is_told(editor: NarrativeEditor) -> None:
    told: list[tuple[object, ...]] = []
    editor.pasted.connect(told.append)
    begin(editor, "")
    put_on_clipboard("官⺠データ\xa0活⽤︓計\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert editor.text() == "官民データ 活用：計"
    assert [(change.before, change.after) for change in told[0]] == [  # type: ignore[attr-defined]
        ("⺠", "民"), ("⽤", "用"), ("︓", "："), ("\xa0", " "),
    ]  # fmt: skip
    put_on_clipboard("ふつうの文")
    press(Qt.Key.Key_V, CONTROL)
    assert len(told) == 1


def test_copied_text_keeps_its_chips_here_and_is_figures_elsewhere(editor: NarrativeEditor) -> None:
    begin(editor, f"計{MARK}です")
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "計22,218件です"
    press(Qt.Key.Key_End, CONTROL)
    press(Qt.Key.Key_V, CONTROL)
    assert editor.text() == f"計{MARK}です計{MARK}です"


def test_a_mark_that_is_pasted_or_dropped_as_text_becomes_a_chip(editor: NarrativeEditor) -> None:
    begin(editor, "計")
    mime = QMimeData()
    mime.setText(f"{MARK}です")
    editor.insertFromMimeData(mime)
    assert editor.toPlainText() == f"計{SIGN}です"


def test_a_mark_that_is_typed_letter_by_letter_becomes_a_chip_when_it_is_kept(editor: NarrativeEditor) -> None:
    kept: list[str] = []
    editor.committed.connect(kept.append)
    begin(editor, "計")
    type_keys(MARK)
    press(Qt.Key.Key_Return, CONTROL)
    assert kept == [f"計{MARK}"] and editor.toPlainText() == f"計{SIGN}"


def test_f2_asks_for_another_way_to_write_the_chip_beside_the_cursor(editor: NarrativeEditor) -> None:
    asked: list[str] = []
    editor.figure_wanted.connect(asked.append)
    begin(editor, f"計{MARK}")
    press(Qt.Key.Key_F2)
    assert asked == [MARK] and editor.textCursor().selectedText() == SIGN
    editor.turn_into_words()
    assert editor.text() == "計22,218件"


def test_a_double_click_on_a_chip_asks_too(editor: NarrativeEditor) -> None:
    asked: list[str] = []
    editor.figure_wanted.connect(asked.append)
    begin(editor, f"{MARK}です")
    cursor = QTextCursor(editor.document())
    spot = editor.cursorRect(cursor).center() + QPoint(12, 0)
    QTest.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked == [MARK]


def test_the_mouse_over_a_chip_tells_its_name_and_its_reason(editor: NarrativeEditor) -> None:
    begin(editor, f"{OTHER}です")
    spot = editor.cursorRect(QTextCursor(editor.document())).center() + QPoint(12, 0)
    place = editor.viewport().mapTo(editor, spot)
    tip = editor._tip(QHelpEvent(QEvent.Type.ToolTip, place, editor.mapToGlobal(place)))
    assert tip.startswith("正答（令和4年5月）\nまだ入力されていません。")
