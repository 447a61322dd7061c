"""A text of a slide written at the desk: figures put in and offered, last time's text, and what undo brings back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from app.domain.entity import to_row
from app.domain.plan import Meeting
from app.paths import Preferences
from app.services.document import Document
from app.storage.seed import seed_rows
from app.ui.block_tables import GridBody
from app.ui.dialogs.figure_picker import NOTHING, FigurePicker
from app.ui.group_tab import GroupTab
from app.ui.main_window import MainWindow
from app.ui.text_body import TextBody
from app.ui.writing_desk import NO_ROW, NO_TEXT
from tests.domain.scenes import SEED
from tests.ui.test_narrative_editor import compose
from tests.ui.working import ALT, CONTROL, block_of, opened, press, put_on_clipboard, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
ITEM, FEBRUARY, NOW = "dx-chatbot", "chatbot-february", "chatbot-now"
NEXT = Meeting(uid="meeting-r5-1", name="令和5年度 第1回", position=99, fiscal_year="FY2023", as_of="2023-06-30")
ALL = "{{[chatbot-all]|2022-04/2023-02}}"


@pytest.fixture
def tab(document: Document) -> Iterator[GroupTab]:
    yield from shown(document)


@pytest.fixture
def later(tmp_path: Path) -> Iterator[GroupTab]:
    """Give the tab of a board with one more meeting, whose slides are empty yet."""
    rows = seed_rows(SEED)
    rows[Meeting.TABLE] = [*rows[Meeting.TABLE], to_row(NEXT)]
    with opened(rows, tmp_path / "board.ictplan") as document:
        yield from shown(document)


def shown(document: Document) -> Iterator[GroupTab]:
    made = GroupTab(document, "dx")
    document.changed.connect(made.refresh)
    show(made)
    made.list.choose(ITEM)
    yield made
    made.stop()
    made.close()
    made.deleteLater()


def text_body(tab: GroupTab, uid: str) -> TextBody:
    found = tab.blocks.frames[uid].body
    assert isinstance(found, TextBody)
    found.editor.setFocus()
    until(found.editor.hasFocus)
    return found


def picker_of(tab: GroupTab) -> FigurePicker:
    found = next(picker for picker in tab.window().findChildren(FigurePicker) if picker.isVisible())
    until(found.isActiveWindow)
    return found


def back_in(tab: GroupTab, body: TextBody) -> None:
    """Wait until the text has the keys again; the offscreen platform does not give them back by itself."""
    tab.window().activateWindow()
    until(body.editor.hasFocus)


def stored(tab: GroupTab, uid: str) -> str:
    return tab.document.field("block", uid, "body")


def type_in_picker(picker: FigurePicker, text: str) -> None:
    picker.search.setFocus()
    compose(picker.search, text[:1])
    compose(picker.search, commit=text)
    until(lambda: not picker._later.isActive())


def test_a_figure_is_chosen_by_name_and_follows_the_board(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    before = stored(tab, NOW)
    press(Qt.Key.Key_End, CONTROL)
    body.choose_figure()
    picker = picker_of(tab)
    assert picker.preview.text() and picker.list.topLevelItemCount() > 3
    type_in_picker(picker, "全質問 3月")
    assert picker.preview.text() == "未集計" or "件" in picker.preview.text()
    type_in_picker(picker, "")
    picker.search.setText("全質問")
    until(lambda: not picker._later.isActive())
    assert picker.chosen_mark() == ALL and picker.preview.text() == "22,218件"
    press(Qt.Key.Key_Return)
    back_in(tab, body)
    assert body.editor.text() == before + ALL and stored(tab, NOW) == before
    press(Qt.Key.Key_Return, CONTROL)
    assert stored(tab, NOW) == before + ALL
    tab.document.set_figure(("chatbot-all", "2022-04", "result", ""), "3203")
    assert body.editor.accessibleDescription().endswith("22,219件")
    tab.document.undo()
    assert body.editor.accessibleDescription().endswith("22,218件")


def test_giving_up_the_picker_changes_nothing_and_commits_nothing(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    type_keys("a")
    body.choose_figure()
    picker_of(tab)
    press(Qt.Key.Key_Escape)
    back_in(tab, body)
    assert body.editor.text().startswith("a") and not tab.document.can_undo
    press(Qt.Key.Key_Z, CONTROL)
    assert body.editor.text() == stored(tab, NOW)


def test_the_way_a_figure_is_written_is_changed_with_f2(tab: GroupTab) -> None:
    body = text_body(tab, FEBRUARY)
    spot = stored(tab, FEBRUARY).index(ALL)
    body.editor.select_run(spot, spot + len(ALL))
    press(Qt.Key.Key_F2)
    picker = picker_of(tab)
    assert picker.chosen_mark() == ALL and picker.take.text() == "この書き方にする"
    choose(picker.qualifier, "約")
    choose(picker.rounding, "切捨て")
    choose(picker.places, "千の位まで")
    assert picker.preview.text() == "約22,000件"
    picker.unit.setChecked(False)
    assert picker.preview.text() == "約22,000"
    picker.accept()
    back_in(tab, body)
    press(Qt.Key.Key_Return, CONTROL)
    assert "{{[chatbot-all]|2022-04/2023-02|約,down,-3,bare}}" in stored(tab, FEBRUARY)
    assert "約22,000、" in block_of(tab.document, ITEM, FEBRUARY).text


def choose(box: QComboBox, text: str) -> None:
    box.setCurrentIndex(box.findText(text))


def test_the_present_way_is_shown_again_and_a_word_that_finds_nothing_is_told(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    body.editor.put("{{[chatbot-all]|2022-04|exact,up,-1}}")
    body.editor.chip_here()
    press(Qt.Key.Key_F2)
    picker = picker_of(tab)
    ways = [picker.qualifier.currentText(), picker.rounding.currentText(), picker.places.currentText()]
    assert ways == ["付けない", "切上げ", "十の位まで"] and picker.preview.text() == "3,210件"
    type_in_picker(picker, "どこにもない")
    assert picker.preview.text() == "" and picker._reason.text() == NOTHING and not picker.take.isEnabled()
    picker.reject()


def test_a_typed_figure_that_equals_one_of_the_board_becomes_a_chip_when_asked(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    press(Qt.Key.Key_End, CONTROL)
    compose(body.editor, "ぜんしつもんは")
    compose(body.editor, commit="全質問は22,218件です。")
    until(lambda: "22,218件" in body.strip.words)
    assert body.editor.hasFocus() and "全質問" in body.strip.words
    press(Qt.Key.Key_Return, ALT)
    assert body.editor.text().endswith(f"全質問は{ALL}です。")
    press(Qt.Key.Key_Z, CONTROL)
    assert body.editor.text().endswith("全質問は22,218件です。")


def test_an_offer_that_is_declined_does_not_come_again(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    compose(body.editor, commit="全質問は22,218件です。")
    until(lambda: body.strip.words)
    next(button for button in body.strip.findChildren(QPushButton) if button.text() == "このまま").click()
    assert body.strip.words == "" and body.editor.hasFocus()
    type_keys("x")
    until(lambda: not body._later.isActive())
    assert body.strip.words == ""


def test_a_copied_cell_is_pasted_as_a_figure_that_follows(tab: GroupTab) -> None:
    grid_body = next(frame.body for frame in tab.blocks.frames.values() if frame.view and frame.view.table is not None)
    assert isinstance(grid_body, GridBody)
    grid_body.grid.setFocus()
    grid_body.grid.go_to(0, 2)
    press(Qt.Key.Key_C, CONTROL)
    body = text_body(tab, NOW)
    press(Qt.Key.Key_V, CONTROL)
    marks = tab.document.live_words(body.editor.text())
    assert [figure.name for figure in marks.values()] == ["全質問"]
    put_on_clipboard("別の写し")
    press(Qt.Key.Key_V, CONTROL)
    assert "別の写し" in body.editor.text()


def test_what_was_cleaned_in_a_paste_is_told_under_the_text(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    put_on_clipboard("官⺠の⺠\xa0間")
    press(Qt.Key.Key_V, CONTROL)
    assert body.strip.words == "貼り付けた文字を直しました: 「⺠」を「民」に2か所、特殊な空白1か所"


def test_undo_is_the_texts_first_and_then_the_files(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    before = stored(tab, NOW)
    type_keys("ab")
    press(Qt.Key.Key_Return, CONTROL)
    assert stored(tab, NOW) == "ab" + before
    tab.list.setFocus()
    body.editor.setFocus()
    assert not body.editor.document().isUndoAvailable()
    tab.document.undo()
    assert body.editor.text() == before


def test_last_times_text_is_compared_and_copied(later: GroupTab) -> None:
    document = later.document
    document.set_meeting(NEXT.uid)
    made = document.add_block(ITEM, "text", "6月迄の状況", body="・質問は{{[chatbot-all]|2022-04}}でした。")
    later.list.choose(ITEM)
    body = text_body(later, made)
    until(body.strip.isVisible)
    body.compare.click()
    assert body.previous is not None and body.previous.isVisible()
    assert "line-through" in body.previous._words.text() and "underline" in body.previous._words.text()
    assert "3,202" in body.previous._words.text() and "22,218" in body.previous._words.text()
    body.previous.copy.click()
    assert ALL in body.editor.text() and body.editor.hasFocus()
    press(Qt.Key.Key_Z, CONTROL)
    assert body.editor.text() == "・質問は{{[chatbot-all]|2022-04}}でした。"
    body.compare.click()
    assert not body.previous.isVisible()


def test_a_text_without_one_before_says_so(tab: GroupTab) -> None:
    body = text_body(tab, NOW)
    body.compare.click()
    assert body.previous is None and "ありません" in body.strip.words and not body.compare.isChecked()


def test_an_empty_item_offers_what_the_meeting_before_had(later: GroupTab) -> None:
    document = later.document
    document.set_meeting(NEXT.uid)
    later.list.choose(ITEM)
    until(later.blocks._carry.isVisible)
    later.blocks._carry.click()
    assert len(later.blocks.frames) == len(document.item_report(ITEM).blocks) > 3
    document.undo()
    assert later.blocks.frames == {}


def test_the_menu_leads_to_the_text_with_the_keys(document: Document) -> None:
    window = MainWindow(document, Preferences())
    show(window)
    window.writing_desk.insert_figure()
    assert window.statusBar().currentMessage() == NO_TEXT
    window.show_tab("dx")
    tab = window.page()
    assert isinstance(tab, GroupTab)
    tab.list.choose(ITEM)
    text_body(tab, NOW)
    press(Qt.Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    until(lambda: QApplication.activeModalWidget() is not None)
    picker_of(tab).reject()
    window.writing_desk.write_formula()
    assert tab.detail.formula.edit.isVisible() and tab.detail.formula.shown == tab.detail.chosen
    window.resize(900, 600)
    until(lambda: not tab.detail.isVisible())
    tab.detail.tabs.setCurrentIndex(3)
    window.writing_desk.write_formula()
    until(tab.detail.formula.edit.isVisible)
    window.show_tab(window.document.tabs()[0].node)
    window.writing_desk.write_formula()
    assert window.statusBar().currentMessage() == NO_ROW
    window.close()


def test_a_line_of_a_list_is_copied_with_its_figure_not_its_mark(tab: GroupTab) -> None:
    lines = next(frame.body for frame in tab.blocks.frames.values() if frame.view and frame.view.kind == "list")
    assert isinstance(lines, GridBody) and lines.view is not None
    tab.document.set_field("list_item", lines.view.lines[0].uid, "text", f"質問{ALL}")
    lines.grid.setFocus()
    column = next(place for place, one in enumerate(lines.grid.grid_model.columns) if one.key == "text")
    lines.grid.go_to(0, column)
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text().strip() == "質問22,218件"
