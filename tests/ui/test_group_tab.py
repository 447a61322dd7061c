"""The tab of DX items, driven with real keys on the council's board."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.blocks import Block, ListItem, Phase
from app.domain.metrics import Event, Observation, TableRow
from app.domain.plan import Node
from app.services.document import Document
from app.services.places import Place
from app.ui.block_bodies import Body
from app.ui.block_tables import GridBody
from app.ui.grid import Grid
from app.ui.group_tab import GroupTab
from app.ui.item_list import ItemModel
from app.ui.text_body import TextBody
from tests.ui.working import ALT, CONTROL, SHIFT, block_of, focused, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def tab(document: Document) -> Iterator[GroupTab]:
    made = GroupTab(document, "dx")
    document.changed.connect(made.refresh)
    show(made)
    yield made
    made.stop()
    made.close()
    made.deleteLater()


def body_of(tab: GroupTab, uid: str) -> Body:
    """Return the body of a block, or of the block that shows a table."""
    block = block_of(tab.document, str(tab.list.current_node()), uid)
    return tab.blocks.frames[block.uid].body


def grid_of(tab: GroupTab, uid: str) -> Grid:
    body = body_of(tab, uid)
    assert isinstance(body, GridBody)
    until(body.grid.isVisible)
    body.grid.setFocus()
    return body.grid


def is_seen(body: Body) -> bool:
    """Say whether the current cell of a table can be seen; a viewport that paints all of itself hides its parents."""
    assert isinstance(body, GridBody)
    spot, viewport = body.spot(), body.grid.viewport()
    seen = viewport.visibleRegion().translated(viewport.mapTo(body, QPoint(0, 0)))
    return spot is not None and not seen.intersected(spot).isEmpty()


def choose_from(button_menu: QMenu, text: str) -> None:
    """Open a button's menu and trigger an entry of it."""
    button_menu.aboutToShow.emit()
    next(action for action in button_menu.actions() if action.text() == text).trigger()


def titles(tab: GroupTab) -> list[str]:
    return [head.title for head in tab.document.item_heads("dx")]


def test_every_item_of_the_council_is_shown_with_all_its_blocks(tab: GroupTab) -> None:
    for head in tab.document.item_heads("dx"):
        assert tab.list.choose(head.node)
        assert list(tab.blocks.frames) == [block.uid for block in tab.document.item_report(head.node).blocks]
        assert tab.blocks.title.text() == head.title


def test_the_twelve_months_of_1366_are_seen_without_scrolling(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    assert [pane.width() for pane in (tab.panes[0], tab.panes[2])] == [230, 334]
    grid = grid_of(tab, "chatbot-table")
    until(lambda: grid.horizontalScrollBar().maximum() == 0)
    assert grid.columnWidth(1) == 48 and grid.height() == grid.sizeHint().height()


def test_a_typed_month_moves_total_chart_and_right_pane_at_once(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    grid = grid_of(tab, "chatbot-table")
    grid.go_to(0, 12)
    assert tab.detail.chosen == "chatbot-all"
    type_keys("1900")
    press(Qt.Key.Key_Return)
    assert grid.grid_model.index(0, 13).data() == "24,118"
    assert tab.detail.chosen == "chatbot-excluded"
    press(Qt.Key.Key_Up)
    view = tab.detail.chart.view
    assert view is not None and view.series[0].values[-1] == 1900
    assert grid.grid_model.index(2, 12).data() == "未集計"
    tab.document.undo()
    assert grid.grid_model.index(0, 13).data() == "22,218"


def test_a_text_shows_live_figures_and_stores_what_is_written(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    body = body_of(tab, "chatbot-february")
    assert isinstance(body, TextBody) and body.view is not None
    assert "22,218" in body.editor.printed(body.editor.text()) and "{{" not in body.editor.toPlainText()
    body.editor.setFocus()
    assert body.editor.text() == body.view.body and "{{[" in body.view.body
    press(Qt.Key.Key_End, CONTROL)
    type_keys(" more")
    press(Qt.Key.Key_Return, CONTROL)
    stored = tab.document.field("block", body.view.uid, "body")
    assert stored.endswith(" more") and "{{[" in stored
    tab.list.setFocus()
    assert body.editor.text() == stored and "22,218" in body.editor.accessibleDescription()


def test_leaving_a_text_commits_and_escape_gives_up(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    body = body_of(tab, "chatbot-now")
    assert isinstance(body, TextBody) and body.view is not None
    before = body.view.body
    body.editor.setFocus()
    type_keys("abc")
    press(Qt.Key.Key_Escape)
    tab.list.setFocus()
    assert tab.document.field("block", "chatbot-now", "body") == before and not tab.document.can_undo
    body.editor.setFocus()
    type_keys("abc")
    tab.list.setFocus()
    assert tab.document.field("block", "chatbot-now", "body").startswith("abc")


def test_items_are_added_moved_renamed_and_deleted(tab: GroupTab) -> None:
    tab.list.choose("dx-rpa")
    before = titles(tab)
    press(Qt.Key.Key_N, CONTROL | SHIFT)
    type_keys("new item")
    press(Qt.Key.Key_Return)
    place = before.index("RPAとOCRの活用") + 1
    assert titles(tab) == [*before[:place], "new item", *before[place:]]
    press(Qt.Key.Key_PageUp, ALT | SHIFT)
    assert titles(tab)[place - 1] == "new item"
    assert tab.list.currentIndex().row() == place - 1
    press(Qt.Key.Key_Delete, CONTROL | SHIFT)
    assert titles(tab) == before and tab.list.current_node() is not None


def test_blocks_are_added_moved_and_deleted_from_their_menus(tab: GroupTab) -> None:
    tab.list.choose("dx-rpa")
    first = tab.document.item_report("dx-rpa").blocks[0].uid
    menu = tab.blocks.frames[first].add_button.menu()
    choose_from(menu, "表")
    made = tab.document.item_report("dx-rpa").blocks[1]
    assert made.table is not None and [column.label for column in made.table.columns][:2] == ["4月", "5月"]
    choose_from(tab.blocks.frames[made.uid].add_button.menu(), "文章")
    assert [block.kind for block in tab.document.item_report("dx-rpa").blocks][:3] == ["text", "table", "text"]
    choose_from(tab.blocks.frames[made.uid].menu_button.menu(), "上へ")
    assert tab.document.item_report("dx-rpa").blocks[0].uid == made.uid
    until(tab.blocks.frames[made.uid].isVisible)
    choose_from(tab.blocks.frames[made.uid].menu_button.menu(), "削除")
    assert made.uid not in tab.blocks.frames
    tab.document.undo()
    assert made.uid in tab.blocks.frames


def test_a_chart_is_made_from_a_table(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    last = tab.document.item_report("dx-chatbot").blocks[-1].uid
    menu = tab.blocks.frames[last].add_button.menu()
    menu.aboutToShow.emit()
    charts = next(action.menu() for action in menu.actions() if action.text() == "グラフ")
    assert isinstance(charts, QMenu)
    charts.actions()[0].trigger()
    made = tab.document.item_report("dx-chatbot").blocks[-1]
    assert made.chart is not None and made.uid in tab.blocks.frames


def test_rows_are_added_named_moved_and_deleted_with_keys(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    grid = grid_of(tab, "chatbot-table")
    grid.go_to(0, 0)
    press(Qt.Key.Key_Plus, CONTROL)
    type_keys("new row")
    press(Qt.Key.Key_Return)
    rows = tab.document.index.where(TableRow, "table", "chatbot-table")
    assert rows[1].label == "new row"
    grid.go_to(1, 0)
    press(Qt.Key.Key_Down, ALT | SHIFT)
    assert tab.document.index.where(TableRow, "table", "chatbot-table")[2].label == "new row"
    press(Qt.Key.Key_Minus, CONTROL)
    assert "new row" not in [row.label for row in tab.document.index.where(TableRow, "table", "chatbot-table")]


def test_all_selected_lines_are_deleted_as_one_step(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    grid = grid_of(tab, "chatbot-points")
    count = grid.grid_model.rowCount()
    grid.select_cells(0, 0, 1, 0)
    press(Qt.Key.Key_Minus, CONTROL)
    assert grid.grid_model.rowCount() == count - 2 and tab.document.undo_label == "2行の削除"
    tab.document.undo()
    assert grid.grid_model.rowCount() == count and not tab.document.can_undo


def test_lines_and_phases_are_written_in_place(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    grid = grid_of(tab, "chatbot-points")
    grid.go_to(0, 0)
    press(Qt.Key.Key_Plus, CONTROL)
    type_keys("price")
    press(Qt.Key.Key_Return)
    assert [item.text for item in tab.document.index.where(ListItem, "block", "chatbot-points")][1] == "price"
    tab.list.choose("dx-cashless")
    road = next(block for block in tab.document.item_report("dx-cashless").blocks if block.phases)
    grid = grid_of(tab, road.uid)
    grid.go_to(0, 0)
    type_keys("first step")
    press(Qt.Key.Key_Return)
    assert tab.document.index.where(Phase, "block", road.uid)[0].label == "first step"


def test_days_of_a_programme_take_participants_and_places(tab: GroupTab) -> None:
    tab.list.choose("dx-talent")
    block = next(block for block in tab.document.item_report("dx-talent").blocks if block.table)
    assert block.table is not None
    event = block.table.groups[0].events[0]
    grid = grid_of(tab, block.uid)
    row = grid.grid_model.find(event.uid)
    grid.go_to(row, 2)
    type_keys("90")
    press(Qt.Key.Key_Return)
    grid.go_to(row, 1)
    type_keys("hall")
    press(Qt.Key.Key_Return)
    after = next(b for b in tab.document.item_report("dx-talent").blocks if b.table).table
    assert after is not None and after.groups[0].events[0].figure.text == "90"
    assert after.groups[0].total.text == "117"
    assert tab.document.index.get(Event, event.uid).place == "hall"


def test_unknown_and_reconstructed_cells_say_why(tab: GroupTab) -> None:
    tab.list.choose("dx-divide")
    block = next(block for block in tab.document.item_report("dx-divide").blocks if block.table)
    model = grid_of(tab, block.uid).grid_model
    unknown = model.cell(model.rows[0], 1)
    assert unknown.figure is not None and unknown.figure.missing == "unknown" and unknown.reason
    total = model.cell(model.rows[-1], 1)
    assert total.figure is not None and total.figure.state == "printed" and "印字" in total.reason


def test_undo_leads_to_figures_blocks_rows_and_items(tab: GroupTab) -> None:
    document = tab.document
    document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
    document.set_field("block", "chatbot-now", "body", "別の文章")
    document.set_field("node", "dx-rpa", "title", "別の題")
    expected = [("dx-rpa", None), ("dx-chatbot", None), ("dx-chatbot", (0, 12))]
    for node, cell in expected:
        tab.list.choose("dx-pittari")
        change = document.undo()
        assert change is not None and change.place is not None
        tab.reveal(change.place)
        assert tab.list.current_node() == node
        if cell:
            current = grid_of(tab, "chatbot-table").currentIndex()
            assert (current.row(), current.column()) == cell


def test_a_narrow_window_shows_one_pane_and_f6_goes_on(tab: GroupTab) -> None:
    show(tab, 1000, 500)
    assert tab.width() == 1000
    tab.list.setFocus()
    shown = []
    for _ in range(3):
        shown.append([pane.isVisible() for pane in tab.panes])
        press(Qt.Key.Key_F6)
    assert shown == [[True, False, False], [False, True, False], [False, False, True]]
    QTest.mouseClick(tab.pane_bar.buttons[1], Qt.MouseButton.LeftButton)
    assert [pane.isVisible() for pane in tab.panes] == [False, True, False]


def test_an_empty_item_invites_to_write(tab: GroupTab) -> None:
    QTest.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton)
    tab.add_item()
    assert tab.blocks._empty.isVisible() and tab.blocks.frames == {}
    tab.blocks.add_block("text", "現在", None)
    node = tab.list.current_node()
    assert [block.heading for block in tab.document.index.where(Block, "node", node)] == ["現在"]
    assert not tab.blocks._empty.isVisible() and focused() is next(iter(tab.blocks.frames.values())).heading


def test_unchanged_blocks_keep_their_widgets(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    before = dict(tab.blocks.frames)
    tab.document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
    tab.document.add_block("dx-chatbot", "text", "追加", after="chatbot-now")
    assert {uid: frame for uid, frame in tab.blocks.frames.items() if uid in before} == before


def test_the_list_model_keeps_the_rules_of_models(document: Document) -> None:
    model = ItemModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    heads = document.item_heads("dx")
    model.show_heads(heads)
    document.set_field("node", "dx-rpa", "title", "別の題")
    model.show_heads(document.item_heads("dx"))
    model.show_heads(heads[3:])
    assert document.index.get(Node, "dx-rpa").title == "別の題"
    assert document.repository.read_one(Observation, ("chatbot-all", "2023-02", "result", "")) is not None


def test_a_text_not_yet_committed_is_kept_when_another_item_is_chosen(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    body = body_of(tab, "chatbot-now")
    assert isinstance(body, TextBody)
    until(body.editor.isVisible)
    body.editor.setFocus()
    type_keys("kept ")
    tab.list.choose("dx-rpa")
    assert tab.document.field("block", "chatbot-now", "body").startswith("kept ")
    assert tab.blocks.report is not None and tab.blocks.report.node == "dx-rpa"
    assert list(tab.blocks.frames) == [block.uid for block in tab.document.item_report("dx-rpa").blocks]


def test_a_block_deleted_while_it_is_written_in_leaves_nothing_behind(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    body = body_of(tab, "chatbot-now")
    assert isinstance(body, TextBody)
    until(body.editor.isVisible)
    body.editor.setFocus()
    type_keys("lost")
    tab.document.delete("block", "chatbot-now")
    assert "chatbot-now" not in tab.blocks.frames
    tab.document.undo()
    assert "lost" not in tab.document.field("block", "chatbot-now", "body")


def test_the_first_visit_of_a_long_item_scrolls_to_the_cell_led_to(tab: GroupTab) -> None:
    tab.reveal(Place("dx", "dx-chatbot", "observation", ("chatbot-all", "2023-03", "result", "")))
    assert tab.list.current_node() == "dx-chatbot"
    grid = grid_of(tab, "chatbot-table")

    until(lambda: is_seen(body_of(tab, "chatbot-table")))
    assert grid.currentIndex().row() == 0 and grid.currentIndex().column() == 12


def test_the_column_follows_the_keys_in_a_table_that_is_out_of_sight(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    grid = grid_of(tab, "chatbot-table")
    grid.go_to(0, 1)
    until(lambda: not tab.blocks._settled.isActive())
    tab.blocks.area.verticalScrollBar().setValue(0)
    press(Qt.Key.Key_Down)
    assert is_seen(body_of(tab, "chatbot-table"))


def test_ctrl_z_on_a_new_blocks_heading_takes_the_block_back_to_the_window(tab: GroupTab) -> None:
    tab.list.choose("dx-chatbot")
    before = set(tab.blocks.frames)
    tab.blocks.add_block("text", "新しい文章", None)
    made = next(uid for uid in tab.blocks.frames if uid not in before)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CONTROL)
    QApplication.sendEvent(tab.blocks.frames[made].heading, event)
    assert not event.isAccepted()
