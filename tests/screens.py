"""The screens of an open plan for `tests.shots`: each tab, and each window that stands beside the main one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.entity import Key
from app.domain.plan import Reason
from app.services.document import Document, Place
from tests.ui.working import press, type_keys, until

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

ITEMS = {"chatbot": "dx-chatbot", "cashless": "dx-cashless", "talent": "dx-talent", "pittari": "dx-pittari"}
GROUP, GOAL = "dx", "goal-1"
MARCH = ("chatbot-all", "2023-03", "result", "")
Screen = tuple[str, QWidget]
Live = Callable[[], None]

# A made-up goal: measures, each with its table as a person would paste it.
HEAD = ["指標", "単位", "基準値", "目標値", "R3", "R4"]
MEASURES = {
    "市民と行政をつなぐ情報発信": [
        ["公式SNSの登録者数", "人", "8,200", "15,000", "12,640", "16,030"],
        ["市ホームページの年間閲覧数", "件", "1,850,000", "2,000,000", "1,912,400", "1,702,115"],
        ["広報紙の電子版の閲覧数", "件", "900", "3,000", "2,410", ""],
    ],
    "オープンデータの活用": [
        ["公開したデータセットの数", "件", "12", "60", "41", "52"],
        ["データを使った催しの参加者数", "人", "0", "120", "35", ""],
        ["公開から更新までの日数（短いほどよい、年度内のすべてのデータの平均）", "日", "45", "14", "21", "18.5"],
    ],
    "地域のにぎわいの創出": [
        ["無料Wi-Fiの設置施設数", "施設", "6", "20", "14", "20"],
        ["キャッシュレス決済のできる施設の割合", "％", "0", "100", "62.5", "87.5"],
        ["観光案内アプリの利用件数", "件", "", "5,000", "約3,200", "未集計"],
    ],
}


def fill(document: Document) -> Document:
    """Return the board with the made-up goal pasted in, states chosen, and months for the first indicator."""
    for title, rows in MEASURES.items():
        measure = document.add_node(GOAL, "measure", title)
        document.paste_indicators(measure, [HEAD, *rows])
    indicators = document.goal_report(GOAL).rows
    for row, reason in zip(indicators, document.index.all(Reason), strict=False):
        document.set_status(row.uid, reason.uid, None)
    first = indicators[0].metric
    months = [f"2022-{month:02}" for month in range(4, 13)] + ["2023-01", "2023-02"]
    keys: list[Key] = [(first, month, "result", "") for month in months]
    document.set_figures({key: str(1100 + 90 * number) for number, key in enumerate(keys)}, "月別の入力")
    return document


def from_council(window: "MainWindow", folder: Path, live: Live) -> Iterator[Screen]:
    """Yield (name, widget) of each screen that the council's plan fills, while it is shown."""
    yield "全体", window
    window.show_tab(GOAL)
    yield "目標-空", window
    for name, node in ITEMS.items():
        window.lead_to(Place(GROUP, node, None, None))
        yield f"DX-{name}", window
    yield from _typing(window, live)
    yield from _written(window, live)
    yield from lists(window)
    yield from compared(window, folder)
    yield from _outputs(window, folder)


def from_filled(window: "MainWindow", live: Live) -> Iterator[Screen]:
    """Yield the screens that want indicators."""
    window.show_tab(GOAL)
    yield "目標-指標あり", window
    page: Any = window.page()
    for number in range(1, page.detail.tabs.count()):
        page.detail.tabs.setCurrentIndex(number)
        yield f"目標-右-{page.detail.tabs.tabText(number)}", page.detail
    page.detail.tabs.setCurrentIndex(0)
    page.detail.formula.begin_writing()
    yield "目標-計算式", window
    press(Qt.Key.Key_Escape)
    yield from _column_menu(window)
    window.show_tab("overview")
    yield "全体-指標あり", window
    yield from plan(window)
    yield from _menus(window)


def _typing(window: "MainWindow", live: Live) -> Iterator[Screen]:
    place = window.document.first_waiting_figure()
    assert place is not None
    window.activateWindow()
    window.lead_to(place)
    live()
    type_keys("19oo")
    press(Qt.Key.Key_Return)
    yield "値-読み取れない", window
    press(Qt.Key.Key_Escape)
    type_keys("1900")
    press(Qt.Key.Key_Return)
    yield "値-入力後", window
    window.undo()


def _written(window: "MainWindow", live: Live) -> Iterator[Screen]:
    """Yield a text that is being written, the choice of a figure for it, and the search within a table."""
    from app.ui.dialogs.figure_picker import FigurePicker
    from app.ui.grid import Grid
    from app.ui.replace_window import ReplaceWindow

    window.lead_to(Place(GROUP, ITEMS["chatbot"], None, None))
    live()
    page: Any = window.page()
    frames = page.blocks.frames.values()
    text = next(frame for frame in frames if frame.view is not None and frame.view.kind == "text")
    page.blocks.area.ensureWidgetVisible(text)
    text.body.start()
    yield "文章を書く", window
    window.setFocus()
    picker = FigurePicker(window.document, ITEMS["chatbot"], "", window)
    picker.open()
    yield "数値を入れる", picker
    picker.reject()
    replace = ReplaceWindow(page.findChild(Grid))
    replace.open_for_selection()
    replace.wanted.setText("1")
    replace.find_next()
    yield "さがして置き換える", replace
    replace.close()


def lists(window: "MainWindow") -> Iterator[Screen]:
    """Yield the windows that list something, and the list under the search."""
    document = window.document
    document.set_figure(MARCH, "1900")
    document.set_figure(MARCH, "1950")
    desks: Any = {"検算": window.proof_desk, "変更の履歴": window.history_desk, "使い方": window.help_desk}
    for name, desk in desks.items():
        desk.open()
        if name == "検算":
            until(lambda: document.last_proof is not None)
        yield name, desk.window
        desk.window.close()
    window.history_desk.open_of((MARCH,), "全質問　3月")
    assert window.history_desk.window is not None
    yield "値の履歴", window.history_desk.window
    window.history_desk.window.close()
    from app.ui.keys import KEYS_PAGE

    window.help_desk.open(KEYS_PAGE)
    assert window.help_desk.window is not None
    yield "キー操作の一覧", window.help_desk.window
    window.help_desk.window.close()
    window.activateWindow()
    until(window.isActiveWindow)
    window.find_desk.enter()
    box = window.header.find_box
    box.setText("3月")
    box.textEdited.emit("3月")
    until(lambda: box.finder.whole)
    box.textEdited.emit("3月")
    yield "検索", box.list
    box.list.hide()
    box.clear()


def compared(window: "MainWindow", folder: Path) -> Iterator[Screen]:
    """Yield the backups, another file beside this one, and this file beside itself as it was."""
    document, desk = window.document, window.backup_desk
    other = folder / "相手の計画.ictplan"
    document.keep_backups_in(folder / "控え")
    document.back_up("押したとき")
    list(document.copy_task(other)())
    document.set_figure(MARCH, "2010")
    document.set_field("node", GOAL, "title", "市民とつながるまち")
    desk.open()
    assert desk.window is not None
    until(lambda: desk.window.model.rowCount() > 0)  # type: ignore[union-attr]
    desk.window.list.setCurrentIndex(desk.window.model.index(0, 0))
    yield "控え", desk.window
    desk.window.close()
    desk.compare_file(other)
    assert desk.compare_window is not None
    yield "ほかの計画ファイルと比べる", desk.compare_window
    desk.compare_window.close()
    desk.compare_past()
    assert desk.past_window is not None
    yield "以前と比べる", desk.past_window
    desk.past_window.close()


def _outputs(window: "MainWindow", folder: Path) -> Iterator[Screen]:
    from app.ui.dialogs.export_dialog import ExportDialog
    from app.ui.dialogs.output_name import DATASET, PDF, WORKBOOK

    dialog = ExportDialog(window.document, folder, window)
    dialog.open()
    yield "Excel出力", dialog
    for name, kind in (("PDF出力", PDF), ("データ一式の出力", DATASET)):
        dialog.form.kinds[kind].setChecked(True)
        yield name, dialog
    dialog.form.kinds[WORKBOOK].setChecked(True)
    (folder / "塞がった名前.xlsx").mkdir()
    for title, name in (("失敗", "塞がった名前"), ("完了", "資料")):
        dialog.name.setText(name)
        loop = QEventLoop()
        dialog.ended.connect(loop.quit)
        dialog.start()
        loop.exec()
        yield f"Excel出力-{title}", dialog
    dialog.reject()


def plan(window: "MainWindow") -> Iterator[Screen]:
    """Yield the windows that change the plan itself and how it is judged."""
    plan, rules = window.plan_desk, window.rules_desk
    plan.open_tree()
    assert plan.tree is not None
    yield "計画の構成", plan.tree
    plan.tree.close()
    plan.open_meetings()
    assert plan.meetings is not None
    yield "会議", plan.meetings
    plan.meetings.close()
    plan.open_departments()
    assert plan.departments is not None
    yield "担当課", plan.departments
    plan.departments.close()
    rules.open()
    assert rules.window is not None
    rules.window.offer()
    for row, place in zip(rules.window.rows, (1, 3, 1, 3), strict=True):  # 達成, 推進中
        row.reason.setCurrentIndex(place)
        row.reason.activated.emit(place)
    yield "状況の規則", rules.window
    rules.window.close()
    rules.open_legend()
    assert rules.legend is not None
    yield "凡例", rules.legend
    rules.legend.close()


def _column_menu(window: "MainWindow") -> Iterator[Screen]:
    """Yield what a column's head offers, and what a cell's menu does."""
    from app.ui.column_menu import ColumnMenu

    page: Any = window.page()
    menu = ColumnMenu(page.grid, 1)
    menu.move(page.grid.mapToGlobal(QPoint(60, 40)))
    menu.show()
    yield "列の絞り込み", menu
    menu.close()


def _menus(window: "MainWindow") -> Iterator[Screen]:
    for action in window.menuBar().actions():
        menu: Any = action.menu()
        assert isinstance(menu, QMenu)
        menu.popup(window.mapToGlobal(QPoint(0, 24)))
        yield f"メニュー-{action.text().partition('(')[0]}", menu
        menu.close()
