"""Lists that are only looked at can be taken into a spreadsheet."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.services.document import Document
from app.ui.count_table import CountTable
from app.ui.history_window import HistoryWindow
from app.ui.overview_tab import OverviewTab
from app.ui.tsv import parse_tsv
from tests.ui.test_overview_tab import overview
from tests.ui.working import CONTROL, SHIFT, press, put_on_clipboard, show, until

__all__ = ["overview"]  # a fixture

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


def copied() -> list[list[str]]:
    put_on_clipboard("")
    press(Qt.Key.Key_C, CONTROL)
    return parse_tsv(QApplication.clipboard().text())


def test_the_counts_are_copied_whole_with_their_heads(overview: OverviewTab) -> None:
    table = next(one for one in overview.findChildren(CountTable) if one.rowCount() > 1)
    overview.activateWindow()
    table.setFocus()
    head, *rows = copied()
    assert len(rows) == table.rowCount() and "全数" in head and {len(row) for row in rows} == {len(head)}
    assert rows[0][0] == table.item(0, 0).text()


def test_selected_lines_of_the_history_are_copied_in_their_order(document: Document, qapp: QApplication) -> None:
    for value in ("1", "2", "3"):
        document.set_figure(("chatbot-all", "2022-04", "result", ""), value)
    around = QWidget()
    window = HistoryWindow(document, around)
    show(window, 1100, 600)
    window.show_of((), "")
    until(lambda: window.list.topLevelItemCount() == 3)
    window.list.setFocus()
    window.list.setCurrentItem(window.list.topLevelItem(0))
    press(Qt.Key.Key_Down, SHIFT)
    head, *rows = copied()
    assert [row[head.index("変更後")] for row in rows] == ["3件", "2件"]
    window.stop()
    around.deleteLater()
