"""What the window remembers, files dropped on it, and the start card's help; with real drags and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from app.paths import Preferences, load_preferences
from app.services.document import Document, Place
from app.storage.database import open_database
from app.storage.repository import Repository
from app.ui.goal_tab import GoalTab
from app.ui.main_window import MainWindow
from app.ui.start_card import StartCard
from app.ui.text_editor import TextEditor
from tests.ui.working import press, show, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


@pytest.fixture
def window(document: Document) -> Iterator[MainWindow]:
    opened = MainWindow(document, Preferences())
    show(opened, 1366, 700)
    yield opened
    if shiboken6.isValid(opened):
        opened.close()


def again(path: Path) -> MainWindow:
    """Return a window on a file with the preferences that were saved last."""
    document = Document(Repository(open_database(path)), path, who="試験", pc="PC")
    opened = MainWindow(document, load_preferences())
    show(opened, 1366, 700)
    opened.state.return_to_place()
    return opened


def drag(splitter: QSplitter, pixels: int) -> None:
    """Drag the last handle of a splitter with the mouse."""
    handle = splitter.handle(splitter.count() - 1)
    start = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(pixels, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + QPoint(pixels, 0))


def test_it_opens_where_it_was_left(window: MainWindow) -> None:
    path = window.document.path
    window.lead_to(Place("dx", "dx-cashless", None, None))
    window.close()
    opened = again(path)
    assert opened.tab_bar.tabData(opened.tab_bar.currentIndex()) == "dx"
    assert opened.page().list.current_node() == "dx-cashless"  # type: ignore[union-attr]
    opened.close()


def test_the_chosen_indicator_is_chosen_again(window: MainWindow) -> None:
    path = window.document.path
    window.document.add_indicator("goal-2", "甲")
    second = window.document.add_indicator("goal-2", "乙")
    window.show_tab("goal-2")
    page = window.page()
    assert isinstance(page, GoalTab)
    page.grid.go_to(page.model.find(second), 1)
    window.close()
    opened = again(path)
    page = opened.page()
    assert isinstance(page, GoalTab) and page.node == "goal-2"
    row = page.current_row()
    assert row is not None and row.uid == second
    opened.close()


def test_a_place_that_is_gone_is_forgotten(window: MainWindow) -> None:
    path = window.document.path
    goal = window.document.add_node(None, "goal", "短い目標")
    window.show_tab(goal)
    window.close()
    document = Document(Repository(open_database(path)), path, who="別の人", pc="PC")
    document.delete("node", goal)
    document.close()
    opened = again(path)
    assert opened.tab_bar.currentIndex() == 0
    opened.close()


def test_panes_keep_the_width_they_were_dragged_to_through_edits_and_starts(window: MainWindow) -> None:
    path = window.document.path
    window.show_tab("dx")
    splitter = window.page().splitter  # type: ignore[union-attr]
    before = splitter.sizes()
    drag(splitter, -80)
    wider = splitter.sizes()
    assert wider[2] - before[2] > 40
    window.resize(1400, 700)
    until(lambda: abs(sum(splitter.sizes()) - 1400) < 20)
    assert abs(splitter.sizes()[2] - wider[2]) < 20
    window.close()
    opened = again(path)
    assert abs(opened.page().splitter.sizes()[2] - wider[2]) < 20  # type: ignore[union-attr]
    opened.close()


def drop(widget: QWidget, *paths: Path) -> bool:
    """Drag files onto a widget and let them go; return whether they were welcome."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    spot = widget.rect().center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(spot, ACTIONS, mime, left, none)
    QApplication.sendEvent(widget, entering)
    if entering.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(spot.toPointF(), ACTIONS, mime, left, none))
    return entering.isAccepted()


def test_a_plan_dropped_on_the_window_is_opened_and_nothing_else_is(window: MainWindow, tmp_path: Path) -> None:
    asked: list[Path] = []
    window.open_requested.connect(asked.append)
    plan, table = tmp_path / "別の計画 #2.ictplan", tmp_path / "表.xlsx"
    assert drop(window, plan) and asked == [plan]
    assert not drop(window, table) and not drop(window, plan, plan) and asked == [plan]


def test_a_plan_dropped_on_a_text_is_opened_and_no_place_is_written_there(window: MainWindow, tmp_path: Path) -> None:
    asked: list[Path] = []
    window.open_requested.connect(asked.append)
    plan = tmp_path / "別の計画.ictplan"
    window.lead_to(Place("dx", "dx-chatbot", "block", ("chatbot-now",)))
    editor = window.page().findChildren(TextEditor)[0]  # type: ignore[union-attr]
    before = editor.text()
    assert drop(editor.viewport(), plan) and asked == [plan] and editor.text() == before
    alone = TextEditor("備考")
    show(alone, 300, 100)
    assert not drop(alone.viewport(), plan) and alone.text() == ""
    alone.close()
    alone.deleteLater()


def test_a_plan_dropped_on_the_start_card_is_opened(qapp: QApplication, tmp_path: Path) -> None:
    card = StartCard("見本", "場所", [])
    show(card, 860, 640)
    asked: list[str] = []
    card.recent_requested.connect(asked.append)
    assert drop(card, tmp_path / "計画.ictplan") and asked == [str(tmp_path / "計画.ictplan")]
    card.close()


def test_f1_on_the_start_card_opens_the_manual_at_the_beginning(qapp: QApplication) -> None:
    card = StartCard("見本", "場所", [])
    show(card, 860, 640)
    card.council_button.setFocus()
    press(Qt.Key.Key_F1)
    assert card.help is not None and card.help.isVisible() and card.help.page_name == "01-start.md"
    card.help.close()
    card.close()
