"""The settings beside the tree of the plan: chosen with keys, typed, refused in words, taken back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.paths import Preferences
from app.services.document import Document
from app.services.places import Place
from app.ui.group_tab import GroupTab
from app.ui.main_window import MainWindow
from app.ui.plan_tree_window import PlanTreeWindow
from tests.ui.test_plan_tree import choose
from tests.ui.working import CONTROL, press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
QR = "QR/バーコード"


@pytest.fixture
def main(document: Document) -> Iterator[MainWindow]:
    made = MainWindow(document, Preferences())
    show(made)
    yield made
    made.close()


@pytest.fixture
def window(main: MainWindow) -> PlanTreeWindow:
    main.menus.tree.trigger()
    made = main.plan_desk.tree
    assert made is not None
    made.resize(1080, 620)
    until(lambda: made.isActiveWindow() and made.tree.hasFocus())
    return made


def line(window: PlanTreeWindow, name: str) -> QLineEdit:
    field = window.settings.fields[name]
    assert isinstance(field, QLineEdit)
    until(field.isVisible)
    return field


def test_the_months_of_a_table_are_typed(window: PlanTreeWindow) -> None:
    uid = choose(window, QR).uid
    assert line(window, "span").text() == "令和4年3月〜令和5年2月"
    line(window, "span").setFocus()
    line(window, "span").selectAll()
    type_keys("R5")
    press(Qt.Key.Key_Return)
    assert line(window, "span").text() == "令和5年4月〜令和6年3月"
    assert window.document.field("table_view", uid, "start") == "2023-04"
    press(Qt.Key.Key_Z, CONTROL)
    until(lambda: line(window, "span").text() == "令和4年3月〜令和5年2月")


def test_a_span_that_cannot_be_read_says_why_and_the_old_one_stands(window: PlanTreeWindow) -> None:
    choose(window, QR)
    line(window, "span").setFocus()
    line(window, "span").selectAll()
    type_keys("abc")
    press(Qt.Key.Key_Return)
    assert "期間が読めません" in window.state.text()
    assert line(window, "span").text() == "令和4年3月〜令和5年2月"


def test_a_direction_is_chosen_with_the_keys(window: PlanTreeWindow) -> None:
    uid = choose(window, "au PAY").uid
    field = window.settings.fields["direction"]
    assert isinstance(field, QComboBox)
    until(field.isVisible)
    field.setFocus()
    press(Qt.Key.Key_Home)
    metric = str(window.document.field("table_row", uid, "metric"))
    assert window.document.field("metric", metric, "direction") == "up"


def test_the_settings_follow_the_tree_and_a_narrow_window_leaves_them_out(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    assert "au PAY" in window.settings.title.text()
    choose(window, QR)
    assert "span" in window.settings.fields
    window.resize(600, 400)
    until(lambda: not window.settings.isVisible())
    press(Qt.Key.Key_F6)
    assert window.settings.isVisible()
    assert not window.tree.isVisible()
    until(lambda: window.settings.isAncestorOf(window.focusWidget() or window))
    window.swap.click()
    assert window.tree.isVisible()
    assert window.tree.hasFocus()


def test_the_name_and_the_years_of_the_plan_are_changed(window: PlanTreeWindow, main: MainWindow) -> None:
    window.whole.click()
    line(window, "division").setFocus()
    line(window, "division").selectAll()
    type_keys("DX")
    press(Qt.Key.Key_Return)
    assert main.document.index.board.division in ("dx", "DX")
    assert "計画の名前と期間" in window.settings.title.text()
    line(window, "title").selectAll()
    line(window, "title").setFocus()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert "空にはできません" in window.state.text()
    choose(window, QR)
    assert "span" in window.settings.fields
    assert "axis" in window.settings.fields


def test_the_tree_opens_on_the_row_in_hand(main: MainWindow) -> None:
    main.lead_to(Place("dx", "dx-cashless", "table_row", ("cashless-qr-qr-paypay",)))
    until(lambda: type(main.focusWidget()).__name__ == "Grid")
    main.menus.tree.trigger()
    tree = main.plan_desk.tree
    assert tree is not None
    chosen = tree.tree.current()
    assert chosen is not None
    assert chosen.uid == "cashless-qr-qr-paypay"


def test_the_menu_of_a_table_leads_to_its_settings(main: MainWindow) -> None:
    main.lead_to(Place("dx", "dx-cashless", "table_row", ("cashless-qr-qr-paypay",)))
    page = main.page()
    assert isinstance(page, GroupTab)
    frame = next(one for one in page.blocks.frames.values() if one.view and one.view.table)
    menu = frame.menu_button.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith("表の期間")).trigger()
    tree = main.plan_desk.tree
    assert tree is not None
    chosen = tree.tree.current()
    assert chosen is not None
    assert frame.view is not None
    assert frame.view.table is not None
    assert chosen.uid == frame.view.table.uid


def test_a_deletion_anywhere_says_what_went(main: MainWindow) -> None:
    main.document.delete("table_row", "cashless-qr-qr-paypay")
    assert main.statusBar().currentMessage() == "「PayPay」を削除しました・Ctrl+Zで戻せます"
