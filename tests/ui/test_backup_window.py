"""控え as a person works with it: the council's board with real backups, a broken one, real clicks and keys."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.domain.plan import Node
from app.paths import Preferences, load_preferences
from app.services.document import Document
from app.services.jobs import finish_all
from app.storage.backup import make_backup
from app.storage.database import open_database
from app.storage.repository import Repository
from app.ui.backup_model import BROKEN, STATE
from app.ui.backup_window import BROKEN_WORDS, NONE_YET, BackupWindow
from app.ui.compare_window import CompareWindow
from app.ui.main_window import MainWindow
from tests.far_folder import far_folder
from tests.ui.working import CONTROL, press, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")

NOW = datetime.now().astimezone()


def nodes(document: Document) -> list[str]:
    return [node.uid for node in document.index.all(Node)]


def backup(document: Document, root: Path, hours: int, reason: str) -> Path:
    data, moment = document.repository.serialize(), NOW - timedelta(hours=hours)
    return make_backup(root, data, origin=str(document.path), reason=reason, moment=moment).path


@pytest.fixture
def main(document: Document, tmp_path: Path) -> Iterator[MainWindow]:
    """Return the window of a board with three backups, the middle one with a flipped bit."""
    root = tmp_path / "backups"
    first = nodes(document)[0]
    backup(document, root, 30, "その日の初め")
    document.set_field("node", first, "title", "二番目の題名")
    broken = backup(document, root, 20, "30分ごと")
    document.set_field("node", first, "title", "三番目の題名")
    backup(document, root, 1, "閉じたとき")
    data = bytearray(broken.read_bytes())
    data[5000] ^= 4
    broken.write_bytes(data)
    document.set_field("node", first, "title", "今の題名")
    document.keep_backups_in(root)
    window = MainWindow(document, Preferences())
    window.show()
    assert QTest.qWaitForWindowActive(window)
    yield window
    if isValid(window):
        window.close()
    finish_all()


def action(main: MainWindow, text: str) -> QAction:
    return next(one for one in main.findChildren(QAction) if one.text() == text)


@pytest.fixture
def window(main: MainWindow) -> BackupWindow:
    """Return the window of backups as the menu opens it, with all of them checked."""
    action(main, "控え…").trigger()
    found = main.backup_desk.window
    assert found is not None
    until(lambda: len(found.model.sound) >= 3 and found.pane.view.comparison is not None)
    return found


def choose(window: BackupWindow, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = window.list.visualRect(window.model.index(row, 0)).center()
    QTest.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def row_of(window: BackupWindow, reason: str) -> int:
    return next(row for row, one in enumerate(window.model.backups) if one.reason == reason)


def before_and_after(window: BackupWindow) -> list[tuple[str, str]]:
    comparison = window.pane.view.comparison
    return [(one.before, one.after) for one in comparison.differences] if comparison else []


def test_list_tells_what_is_in_each_and_which_is_broken(window: BackupWindow) -> None:
    model = window.model
    states = [model.data(model.index(row, STATE)) for row in range(model.rowCount())]
    assert states[row_of(window, "30分ごと")] == BROKEN
    assert states.count("無事") == model.rowCount() - 1
    choose(window, row_of(window, "閉じたとき"))
    assert "三番目の題名" not in window.edits.text() and "の変更" in window.edits.text()


def test_broken_backup_cannot_be_restored_and_says_why(window: BackupWindow) -> None:
    choose(window, row_of(window, "30分ごと"))
    until(lambda: window.pane.view.empty.text() == BROKEN_WORDS)
    assert not window.restore_button.isEnabled()


def test_chosen_difference_is_taken_in_as_one_step_and_the_list_follows(window: BackupWindow, main: MainWindow) -> None:
    choose(window, row_of(window, "その日の初め"))
    until(lambda: any(before.startswith("今の題名") for before, _ in before_and_after(window)))
    view, document = window.pane.view, main.document
    assert not window.pane.take_button.isEnabled()
    view.list.setFocus()
    view.list.setCurrentIndex(view.model.index(0, 0, view.model.index(0, 0)))
    press(Qt.Key.Key_Space)
    until(window.pane.take_button.isEnabled)
    QTest.mouseClick(window.pane.take_button, Qt.MouseButton.LeftButton)
    assert document.field("node", nodes(document)[0], "title") not in ("今の題名", "")
    assert "取り込みました" in window.pane.said.text()
    until(lambda: view.comparison is not None and not view.comparison.differences)
    press(Qt.Key.Key_Z, CONTROL)
    assert document.field("node", nodes(document)[0], "title") == "今の題名"
    until(lambda: len(before_and_after(window)) == 1)


def test_two_backups_are_compared_older_first_and_nothing_can_be_taken(window: BackupWindow) -> None:
    choose(window, row_of(window, "閉じたとき"))
    choose(window, row_of(window, "その日の初め"), CONTROL)
    assert window.two_button.isEnabled() and not window.restore_button.isEnabled()
    until(lambda: not window.pane.with_present and before_and_after(window))
    ((before, after),) = before_and_after(window)
    assert after.startswith("三番目の題名") and not before.startswith("今の題名")
    assert not window.pane.take_button.isVisible() and not window.pane.view.all_button.isVisible()


def test_restoring_makes_a_new_file_that_can_be_opened(window: BackupWindow, main: MainWindow, tmp_path: Path) -> None:
    choose(window, row_of(window, "閉じたとき"))
    (chosen,) = window.chosen()
    out = tmp_path / "復元.ictplan"
    window.restore(chosen, out)
    until(window.open_button.isVisible)
    assert "復元しました" in window.pane.said.text()
    restored = Repository(open_database(out, read_only=True))
    assert restored.read(Node, uid=nodes(main.document)[0])[0].title == "三番目の題名"
    restored.close()
    wanted: list[Path] = []
    main.open_requested.connect(wanted.append)
    QTest.mouseClick(window.open_button, Qt.MouseButton.LeftButton)
    assert wanted == [out]
    before = out.read_bytes()
    window.restore(chosen, out)
    until(lambda: "同じ名前" in window.pane.said.text())
    assert out.read_bytes() == before


def test_backup_by_hand_appears_in_the_list(window: BackupWindow) -> None:
    QTest.mouseClick(window.make_button, Qt.MouseButton.LeftButton)
    until(lambda: window.model.backups[0].last_edit and window.model.backups[0].made_at > NOW)


def test_another_file_is_compared_and_left_as_it_is(main: MainWindow, council_file: bytes, tmp_path: Path) -> None:
    other = tmp_path / "ほかの計画.ictplan"
    other.write_bytes(council_file)
    main.backup_desk.compare_file(other)
    found = main.backup_desk.compare_window
    assert isinstance(found, CompareWindow)
    until(lambda: found.pane.view.comparison is not None)
    assert found.pane.view.comparison is not None
    assert found.pane.view.comparison.differences[0].before.startswith("今の題名")
    assert other.read_bytes() == council_file
    view = found.pane.view
    view.list.setFocus()
    QTest.mouseDClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place_of_first(found))
    until(lambda: QApplication.activeWindow() is main)


@pytest.mark.parametrize("by", ["menu", "beside a backup"])
def test_a_file_of_a_folder_marked_as_shared_is_compared_by_its_bytes(
    by: str, main: MainWindow, window: BackupWindow, council_file: bytes, tmp_path: Path
) -> None:
    other = tmp_path / "NAS" / "ほかの計画.ictplan"
    other.parent.mkdir()
    other.write_bytes(council_file)
    load_preferences().treat_as_shared(other.with_name("印を付けた計画.ictplan"), True)
    with far_folder(other.parent, 0) as far:
        if by == "menu":
            main.backup_desk.compare_file(other)
            assert main.backup_desk.compare_window is not None
            pane = main.backup_desk.compare_window.pane
        else:
            window.compare_file(other)
            pane = window.pane
        until(lambda: pane.view.comparison is not None and pane.view.sides.other == other.name)
    assert far.calls and not far.by_sqlite and not far.by_window


def place_of_first(window: CompareWindow):  # type: ignore[no-untyped-def]
    view = window.pane.view
    index = view.model.index(0, 2, view.model.index(0, 0))
    QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=view.list.visualRect(index).center())
    return view.list.visualRect(index).center()


def test_file_that_cannot_be_read_says_why(main: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "違うもの.ictplan"
    other.write_bytes(b"no database at all" * 100)
    main.backup_desk.compare_file(other)
    found = main.backup_desk.compare_window
    assert found is not None
    until(lambda: "本アプリのデータではない" in found.pane.view.empty.text())


def test_closing_in_the_middle_of_a_comparison_ends_it(main: MainWindow) -> None:
    action(main, "控え…").trigger()
    main.close()
    finish_all()


def test_without_backups_the_window_says_how_they_come(document: Document, tmp_path: Path) -> None:
    main = MainWindow(document, Preferences())
    main.show()
    action(main, "控え…").trigger()
    found = main.backup_desk.window
    until(lambda: QApplication.activeWindow() is found)
    assert found is not None and found.empty.text() == NONE_YET and found.empty.isVisible()
    assert not found.restore_button.isEnabled() and not found.two_button.isEnabled()
    press(Qt.Key.Key_Escape)
    assert not found.isVisible()
    main.close()


def test_a_failed_backup_is_told_in_the_status_bar(document: Document, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("a file where the folder should be")
    main = MainWindow(document, Preferences())
    main.show()
    document.keep_backups_in(tmp_path / "b")
    document.set_field("node", nodes(document)[0], "title", "新しい題名")
    until(lambda: "控えを作れませんでした" in main.statusBar().currentMessage())
    main.close()
    finish_all()
