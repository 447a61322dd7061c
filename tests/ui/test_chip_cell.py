"""Words of a list edited in their cell: live figures are chips, put in and kept; nobody sees how they are stored."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.blocks import ListItem
from app.services.document import Document
from app.ui.block_tables import LineBody
from app.ui.chip_cell import ChipCell
from app.ui.chips import SIGN
from app.ui.dialogs.figure_picker import FigurePicker
from app.ui.grid_replace import replacement
from app.ui.group_tab import GroupTab
from tests.ui.test_narrative_editor import compose
from tests.ui.working import CONTROL, bubble_text, focused, press, put_on_clipboard, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
POINTS, ALL = "chatbot-points", "{{[chatbot-all]|2022-04/2023-02}}"
STORED = f"計{ALL}です"


@pytest.fixture
def body(document: Document) -> Iterator[LineBody]:
    made = GroupTab(document, "dx")
    document.changed.connect(made.refresh)
    show(made)
    made.list.choose("dx-chatbot")
    document.set_field("list_item", lines(document)[0].uid, "text", STORED)
    found = made.blocks.frames[POINTS].body
    assert isinstance(found, LineBody)
    found.grid.setFocus()
    found.grid.go_to(0, 0)
    yield found
    made.stop()
    made.close()
    made.deleteLater()


def lines(document: Document) -> tuple[ListItem, ...]:
    return document.index.where(ListItem, "block", POINTS)


def stored(body: LineBody, row: int = 0) -> str:
    return lines(body.document)[row].text


def editor_of(body: LineBody) -> ChipCell:
    found = body.grid.delegate.open_editor()
    assert isinstance(found, ChipCell)
    return found


def test_a_figure_in_a_line_is_a_chip_and_stays_live(body: LineBody) -> None:
    press(Qt.Key.Key_F2)
    editor = editor_of(body)
    assert editor.toPlainText() == f"計{SIGN}です" and editor.accessibleDescription() == "計22,218件です"
    press(Qt.Key.Key_End)
    type_keys("。")
    press(Qt.Key.Key_Return)
    until(lambda: stored(body) == f"{STORED}。")
    assert body.model.cell(body.model.rows[0], 0).text == "計22,218件です。"
    assert body.grid.currentIndex().row() == 1


def test_the_first_key_replaces_and_escape_and_undo_bring_back(body: LineBody) -> None:
    type_keys("new")
    assert editor_of(body).text() == "new"
    press(Qt.Key.Key_Escape)
    assert stored(body) == STORED and body.grid.delegate.open_editor() is None
    type_keys("new")
    press(Qt.Key.Key_Tab)
    until(lambda: stored(body) == "new")
    body.document.undo()
    assert stored(body) == STORED


def test_an_input_method_begins_with_its_first_key_and_its_enter_stays(body: LineBody) -> None:
    compose(focused(), "か")
    editor = editor_of(body)
    assert editor.composing
    press(Qt.Key.Key_Return)
    assert body.grid.delegate.open_editor() is editor
    compose(focused(), commit="回答")
    assert editor.text() == "回答" and not editor.composing
    compose(focused(), "すう")
    assert focused() is editor and editor.composing
    press(Qt.Key.Key_Return)
    compose(focused(), commit="数")
    press(Qt.Key.Key_Return)
    until(lambda: stored(body) == "回答数")


def test_a_figure_is_chosen_for_a_line_with_the_keys_of_texts(body: LineBody) -> None:
    body.grid.go_to(1, 0)
    before = stored(body, 1)
    press(Qt.Key.Key_F2)
    editor = editor_of(body)
    press(Qt.Key.Key_End)
    editor.choose_figure()
    picker = next(one for one in body.window().findChildren(FigurePicker) if one.isVisible())
    until(picker.isActiveWindow)
    assert body.grid.delegate.open_editor() is editor
    picker.search.setText("全質問")
    until(lambda: picker.chosen_mark() == ALL)
    press(Qt.Key.Key_Return)
    body.window().activateWindow()
    until(editor.hasFocus)
    assert editor.text() == before + ALL
    press(Qt.Key.Key_Return)
    until(lambda: stored(body, 1) == before + ALL)


def test_pasted_lines_become_one_and_a_click_elsewhere_takes_them(body: LineBody) -> None:
    press(Qt.Key.Key_F2)
    put_on_clipboard("一つ\n二つ")
    press(Qt.Key.Key_V, CONTROL)
    assert editor_of(body).text() == "一つ 二つ"
    place = body.grid.visualRect(body.grid.model().index(3, 0)).center()
    QTest.mouseClick(body.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    until(lambda: stored(body) == "一つ 二つ")


def test_a_long_line_is_seen_whole_while_it_is_edited(body: LineBody) -> None:
    body.document.set_field("list_item", lines(body.document)[-1].uid, "text", "長い文。" * 60)
    body.grid.go_to(len(lines(body.document)) - 1, 0)
    press(Qt.Key.Key_F2)
    editor = editor_of(body)
    until(lambda: editor.height() > body.grid.visualRect(body.grid.currentIndex()).height())
    assert editor.geometry().bottom() <= body.grid.viewport().height() and editor.geometry().top() >= 0
    press(Qt.Key.Key_Escape)


def test_searching_and_replacing_never_reach_into_a_live_figure(body: LineBody) -> None:
    body.document.set_field("list_item", lines(body.document)[0].uid, "text", f"2023年は{ALL}、2023年は多い")
    found = replacement(body.model, "2023", "2024", [(0, 0)])
    assert (found.items[0, 0], found.count) == (f"2024年は{ALL}、2024年は多い", 2)


def test_the_words_before_a_list_show_chips_too(body: LineBody) -> None:
    body.document.set_field("block", POINTS, "body", STORED)
    assert body.lead.toPlainText() == f"計{SIGN}です"
    body.lead.setFocus()
    assert focused() is body.lead and body.lead.toPlainText() == f"計{SIGN}です"
    press(Qt.Key.Key_Home, CONTROL)
    type_keys("a")
    press(Qt.Key.Key_Return, CONTROL)
    assert body.document.field("block", POINTS, "body") == f"a{STORED}"
    assert QApplication.focusWidget() is body.lead


def test_what_a_pdf_leaves_in_a_line_is_repaired_and_told(body: LineBody) -> None:
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_A, CONTROL)
    put_on_clipboard("\u2f64件")
    press(Qt.Key.Key_V, CONTROL)
    assert editor_of(body).text() == "用件"
    assert bubble_text(body.window()) == "文字を1か所直しました（部首の文字→用）。"
