"""Undo in the real window: it leads to what it brought back, whatever that was, and draws the eye to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.plan import Indicator, Reason
from app.paths import Preferences
from app.services.document import Document
from app.ui.goal_tab import GoalTab
from app.ui.group_tab import GroupTab
from app.ui.main_window import MainWindow
from tests.sample_board import sample_board
from tests.ui.working import CONTROL, opened, press, show

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with opened(sample_board(), tmp_path / "plan.ictplan") as document:
        made = MainWindow(document, Preferences())
        show(made, 1366, 700)
        yield made
        made.close()


def title(document: Document) -> None:
    document.set_field("indicator", "i2", "title", "別の名")


def status(document: Document) -> None:
    document.set_status("i2", document.index.all(Reason)[0].uid, "確かめた")


def departments(document: Document) -> None:
    document.set_departments("indicator", "i2", "福祉課")


def target(document: Document) -> None:
    document.set_target("i2", "2600")


def year(document: Document) -> None:
    document.set_figure(("m-i2", "FY2022", "result", ""), "2300")


def deletion(document: Document) -> None:
    document.delete("indicator", "i2")


def measure(document: Document) -> None:
    node = document.index.get(Indicator, "i2").node
    document.set_field("node", node, "title", "別の取組")


@pytest.mark.parametrize(
    ("does", "column"),
    [
        (title, "title"),
        (status, "status"),
        (departments, "departments"),
        (target, "target"),
        (year, "year:FY2022"),
        (deletion, "title"),
        (measure, "title"),
    ],
)
def test_undo_leads_to_the_cell_and_lets_it_glow(
    window: MainWindow, does: Callable[[Document], None], column: str
) -> None:
    does(window.document)
    press(Qt.Key.Key_Z, CONTROL)
    page = window.page()
    assert isinstance(page, GoalTab)
    flashing = page.grid.delegate.flashing
    assert flashing is not None and page.model.columns[flashing[0].column()].key == column
    row = page.model.rows[flashing[0].row()]
    wanted = window.document.index.get(Indicator, "i2")
    assert row.uid == (wanted.node if does is measure else wanted.uid)
    assert window.statusBar().currentMessage().endswith("戻しました") or "元に戻しました:" in (
        window.statusBar().currentMessage()
    )


def test_undo_of_an_item_s_title_lets_the_title_glow(window: MainWindow) -> None:
    window.document.set_field("node", "road", "title", "別の題")
    press(Qt.Key.Key_Z, CONTROL)
    page = window.page()
    assert isinstance(page, GroupTab) and "palette(highlight)" in page.blocks.title.styleSheet()
