"""計画の構成 with tables, rows and loose metrics: keys, mouse, clipboard and the menu, on the council's board."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.paths import Preferences
from app.services.document import Document
from app.ui.main_window import MainWindow
from app.ui.plan_tree import DEPARTMENTS, branch_of
from app.ui.plan_tree_window import PlanTreeWindow
from tests.ui.test_plan_tree import choose, drag_to, item_of, titles, type_over
from tests.ui.working import ALT, CONTROL, choose_in_menu, press, put_on_clipboard, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
QR, CARDS, CHATBOT = "QR/バーコード", "クレジットカード・電子マネー", "チャットボット「せとまちナビ」"


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
    until(lambda: made.isActiveWindow() and made.tree.hasFocus())
    return made


def rows(window: PlanTreeWindow, title: str) -> list[str]:
    return [one.title for one in branch_of(item_of(window, title)).below]


def test_tables_stand_folded_under_their_item_and_open_to_their_rows(window: PlanTreeWindow) -> None:
    item = item_of(window, QR)
    assert branch_of(item.parent()).uid == "dx-cashless"
    assert not item.isExpanded()
    assert branch_of(item).kind_words == "表（月）"
    assert rows(window, QR)[0] == "au PAY"
    assert branch_of(item).below[-1].kind_words == "表の計"
    item.setExpanded(True)
    window.refresh()
    assert item_of(window, QR).isExpanded()


def test_a_row_is_renamed_and_its_figures_follow(window: PlanTreeWindow) -> None:
    chosen = choose(window, "au PAY")
    press(Qt.Key.Key_F2)
    type_over("エーユーペイ")
    until(lambda: rows(window, QR)[0] == "エーユーペイ")
    document = window.document
    assert document.field("metric", str(document.field("table_row", chosen.uid, "metric")), "name") == "エーユーペイ"
    press(Qt.Key.Key_Z, CONTROL)
    assert rows(window, QR)[0] == "au PAY"


def test_an_empty_row_name_is_refused_and_shown_again(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    until(lambda: "空にはできません" in window.state.text())
    assert item_of(window, QR).child(0).text(0) == "au PAY"


def test_insert_adds_a_row_a_table_and_a_metric(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    press(Qt.Key.Key_Insert)
    type_over("新しい決済")
    until(lambda: rows(window, QR)[1] == "新しい決済")
    choose(window, QR)
    press(Qt.Key.Key_Insert)
    type_over("決済の表")
    until(lambda: "決済の表" in titles(window, "dx-cashless"))
    assert titles(window, "dx-cashless")[1] == "決済の表"
    window.add_kind("dx-cashless", "metric")
    type_over("予備の系列")
    until(lambda: "予備の系列" in titles(window, "dx-cashless"))
    assert choose(window, "予備の系列").kind_words == "数値の系列"


def test_alt_and_arrows_move_rows_and_tables(window: PlanTreeWindow) -> None:
    before = rows(window, QR)
    choose(window, before[0])
    press(Qt.Key.Key_Down, ALT)
    assert rows(window, QR)[:2] == [before[1], before[0]]
    choose(window, QR)
    press(Qt.Key.Key_Down, ALT)
    assert titles(window, "dx-cashless")[:2] == [CARDS, QR]
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_Z, CONTROL)
    assert rows(window, QR) == before


def test_a_row_is_dragged_into_another_table_and_a_table_onto_another_item(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    drag_to(window, item_of(window, CARDS), 0.5)
    until(lambda: rows(window, CARDS)[-1] == "au PAY")
    choose(window, CARDS)
    drag_to(window, item_of(window, CHATBOT), 0.5)
    until(lambda: CARDS in titles(window, "dx-chatbot"))


def test_a_row_dropped_on_an_item_is_refused_with_its_reason(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    drag_to(window, item_of(window, CHATBOT), 0.5)
    until(lambda: "表の中に置けます" in window.state.text())


def test_copy_and_paste_put_a_copy_elsewhere_in_one_step(window: PlanTreeWindow) -> None:
    before = titles(window, "dx-chatbot")
    choose(window, QR)
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == QR
    choose(window, CHATBOT)
    press(Qt.Key.Key_V, CONTROL)
    assert f"{QR}（写し）" in titles(window, "dx-chatbot")
    press(Qt.Key.Key_Z, CONTROL)
    assert titles(window, "dx-chatbot") == before


def test_a_metric_is_cut_and_pasted_into_a_table_as_a_row(window: PlanTreeWindow) -> None:
    window.document.add_branch("dx-cashless", "metric", "予備の系列")
    choose(window, "予備の系列")
    press(Qt.Key.Key_X, CONTROL)
    choose(window, "au PAY")
    press(Qt.Key.Key_V, CONTROL)
    assert rows(window, QR)[:2] == ["au PAY", "予備の系列"]
    assert branch_of(window.tree.currentItem()).title == QR


def test_names_from_another_program_become_branches_of_the_chosen_sort(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    press(Qt.Key.Key_C, CONTROL)
    put_on_clipboard("甲ペイ\r\n乙ペイ\r\n\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert rows(window, QR)[:3] == ["au PAY", "甲ペイ", "乙ペイ"]
    assert "2行" in window.state.text()
    press(Qt.Key.Key_Z, CONTROL)
    assert rows(window, QR)[1] != "甲ペイ"


def test_departments_of_a_row_are_those_of_its_figures(window: PlanTreeWindow) -> None:
    choose(window, "au PAY", DEPARTMENTS)
    press(Qt.Key.Key_F2)
    type_over("会計課")
    until(lambda: branch_of(item_of(window, "au PAY")).departments == "会計課")


def test_delete_says_what_went_and_a_refusal_says_why(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    press(Qt.Key.Key_Delete)
    assert "削除しました" in window.state.text()
    assert "数値" in window.state.text()
    assert "au PAY" not in rows(window, QR)
    choose(window, QR)
    press(Qt.Key.Key_Delete)
    assert "使われています" in window.state.text()
    assert QR in titles(window, "dx-cashless")


def test_the_menu_of_a_branch_does_the_same(window: PlanTreeWindow) -> None:
    choose(window, "au PAY")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(window.tree, event)
    until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    choose_in_menu("すぐ下に複写")
    until(lambda: "au PAY（写し）" in rows(window, QR))


def test_a_table_is_opened_where_it_stands(window: PlanTreeWindow, main: MainWindow) -> None:
    choose(window, "au PAY")
    window.open.click()
    assert main.page().list.current_node() == "dx-cashless"  # type: ignore[union-attr]
