"""A shared board in the window: opened from a copy, followed, published, and what a person is told and chooses."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from app.domain.metrics import Metric, Observation
from app.main import Program
from app.paths import load_preferences
from app.services import sharing
from app.storage.lease import lease_path
from app.storage.repository import Repository, create_board
from app.ui.grid import Grid
from app.ui.main_window import MainWindow
from app.ui.share_desk import ShareDesk
from tests.disks import away
from tests.far_folder import far_folder
from tests.sample_board import sample_board
from tests.storage.share_desk import Desk
from tests.ui.working import press, show, type_keys, until

pytestmark = pytest.mark.usefixtures("offscreen", "theme")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a sample board on a shared folder that is looked at often."""
    monkeypatch.setattr(sharing, "LOOK_MS", 30)
    monkeypatch.setattr(sharing, "SOON_MS", 10)
    path = tmp_path / "共有" / "計画 #1%.ictplan"
    path.parent.mkdir()
    create_board(path, sample_board(), created_with="tests").close()
    load_preferences().treat_as_shared(path, True)
    return path


@pytest.fixture
def program(place: Path) -> Iterator[Program]:
    made = Program()
    made.begin(place)
    until(lambda: made.window is not None and desk_of(made).sharing.standing.state == "current")
    yield made
    if made.window is not None:
        close(made.window)


def desk_of(program: Program) -> ShareDesk:
    assert program.window is not None and program.window.share_desk is not None
    return program.window.share_desk


def close(window: MainWindow) -> None:
    window.close()
    until(lambda: not shiboken6.isValid(window) or not window.isVisible())
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what a running program's own loop does


def buttons(desk: ShareDesk) -> list[str]:
    return [] if desk.bar.isHidden() else [button.text() for button in desk.bar.buttons]


def test_the_window_works_on_a_copy_and_shows_the_shared_place(program: Program, place: Path) -> None:
    window = program.window
    assert window is not None and place.name in window.windowTitle()
    assert window.document.path == place
    assert window.document.repository.database.path is not None
    assert place.parent not in window.document.repository.database.path.parents
    assert "反映済み" in desk_of(program).label.text()


@pytest.fixture
def colleague(place: Path, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(place, tmp_path / "PC2", "鈴木")
    yield made
    made.leave()


def grid_of(program: Program) -> Grid:
    """Show the first goal and return its table with the focus in it."""
    window = program.window
    assert window is not None
    show(window)
    window.show_tab_number(1)
    grid = window.page().grid
    grid.setFocus()
    return grid


def type_into_a_figure(program: Program, text: str) -> tuple[Grid, tuple[str, ...]]:
    """Type a figure into the first cell that takes one; return the cell's key."""
    grid = grid_of(program)
    model = grid.grid_model
    row, column = next(
        (row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if (cell := model.cell_at(model.index(row, column))).figure is not None and cell.figure.key is not None
    )
    grid.go_to(row, column)
    key = model.cell_at(model.index(row, column)).figure.key
    type_keys(text)
    press(Qt.Key.Key_Return)
    return grid, key


def shown_figure(program: Program, key: tuple[str, ...]) -> str | None:
    """Return a figure as the open file has it."""
    assert program.window is not None
    found = program.window.document.repository.read_one(Observation, key)
    return found.value if found else None


def shared_value(place: Path, key: tuple[str, ...]) -> str | None:
    repository = Repository.from_bytes(place.read_bytes())
    found = repository.read_one(Observation, key)
    repository.close()
    return found.value if found else None


def test_what_is_typed_reaches_the_shared_folder(program: Program, place: Path) -> None:
    _, key = type_into_a_figure(program, "77")
    until(lambda: shared_value(place, key) == "77")
    until(lambda: "編集中の人: 自分" in desk_of(program).label.text() and "反映済み" in desk_of(program).label.text())
    assert lease_path(place).exists()


def test_a_reader_follows_with_the_place_kept(program: Program, colleague: Desk) -> None:
    grid = grid_of(program)
    grid.go_to(3, 2)
    colleague.save("2041-05", "52")
    window = program.window
    assert window is not None
    until(lambda: window.document.repository.revision_of(colleague.typed[0]))
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (3, 2)
    assert buttons(desk_of(program)) == ["閲覧で開く", "空いたら知らせる"]
    assert "いま 鈴木さん（PC-鈴木、" in desk_of(program).bar.words.text()
    assert "［閲覧のみ］" in window.windowTitle()


def test_a_reader_s_typing_stays_in_its_editor_until_the_board_is_free(
    program: Program, place: Path, colleague: Desk
) -> None:
    colleague.step(wish=True)
    desk = desk_of(program)
    until(lambda: buttons(desk))
    QTest.mouseClick(desk.bar.buttons[1], Qt.MouseButton.LeftButton)
    grid, key = type_into_a_figure(program, "77")
    assert grid.delegate.open_editor() is not None and grid.delegate.open_editor().text() == "77"
    colleague.board.give_back()
    until(lambda: desk.bar.words.text() == "編集できるようになりました。")
    press(Qt.Key.Key_Return)
    until(lambda: shared_value(place, key) == "77")


def test_a_board_that_does_not_move_is_taken_over_with_one_click(program: Program, colleague: Desk) -> None:
    desk = desk_of(program)
    clock = [0.0]
    desk.sharing._board.lease._now = lambda: clock[0]
    colleague.save("2041-05", "52")
    until(lambda: buttons(desk))
    clock[0] += 600
    until(lambda: buttons(desk) == ["本人に確認して引き継ぐ"])
    assert "PC-鈴木" in desk.bar.words.text()
    desk.bar.buttons[0].click()
    until(lambda: desk.sharing.standing.mine)
    assert colleague.step().lost_to is not None


def parted(program: Program, place: Path, colleague: Desk) -> tuple[str, ...]:
    """Let a figure be typed while a colleague's version is on its way, so that both have something; return its key."""
    window, desk = program.window, desk_of(program)
    assert window is not None
    colleague.save("2041-04", "51")
    colleague.board.give_back()
    until(lambda: window.document.revision == 1 and not window.document.read_only and not desk.sharing._line.busy)
    desk.sharing._looks.stop()
    key = (window.document.repository.read(Metric)[0].uid, "2041-06", "result", "")
    window.document.set_figure(key, "77")
    desk.sharing._soon.stop()
    colleague.save("2041-05", "52")
    desk.sharing.look()
    until(lambda: buttons(desk) == ["差分を見る…", "控えを書き出す…"])
    assert desk.sharing.standing.inputs == 1 and shared_value(place, key) != "77"
    desk.sharing._looks.start()
    return key


def test_what_could_not_be_published_is_compared_and_chosen(program: Program, place: Path, colleague: Desk) -> None:
    window, desk = program.window, desk_of(program)
    assert window is not None
    key = parted(program, place, colleague)
    QTest.mouseClick(desk.bar.buttons[0], Qt.MouseButton.LeftButton)
    until(lambda: desk.window is not None and desk.window.pane.view.comparison is not None)
    assert window.document.repository.revision_of(colleague.typed[0])
    pane = desk.window.pane
    mine = [one for one in pane.view.comparison.differences if one.key == key]
    assert [one.by for one in mine] == ["theirs"]
    pane.view.model.set_choices([one.uid for one in pane.view.comparison.differences], False)
    pane.view.model.set_choices([mine[0].uid], True)
    until(lambda: "鈴木さん" in pane.said.text())
    assert pane.take_button.isVisible() and not pane.take_button.isEnabled()
    colleague.board.give_back()
    until(pane.take_button.isEnabled)
    assert pane.view.chosen() == {mine[0].uid} and not pane.said.text()
    QTest.mouseClick(pane.take_button, Qt.MouseButton.LeftButton)
    until(lambda: shared_value(place, key) == "77")
    assert len(desk.sharing.kept_versions()) == 1
    desk.window.close()


def test_closing_publishes_and_gives_the_right_to_edit_back(program: Program, place: Path) -> None:
    desk = desk_of(program)
    _, key = type_into_a_figure(program, "77")
    desk.sharing._soon.stop()
    assert program.window is not None
    close(program.window)
    program.window = None
    assert shared_value(place, key) == "77" and not lease_path(place).exists()


def test_a_hanging_folder_does_not_hold_the_window_at_closing(program: Program, place: Path) -> None:
    window, desk = program.window, desk_of(program)
    assert window is not None
    with far_folder(place.parent) as far:
        far.answers.clear()
        _, key = type_into_a_figure(program, "77")
        window.close()
        until(lambda: desk._closing is not None and desk._closing.isVisible())
        assert window.isVisible() and "反映して" in desk._closing.words.text()
        QTest.mouseClick(desk._closing.later_button, Qt.MouseButton.LeftButton)
        until(lambda: not shiboken6.isValid(window) or not window.isVisible())
    program.window = None
    until(lambda: not any(thread.name == "shared folder" for thread in threading.enumerate()))
    again = Program()
    again.begin(place)
    until(lambda: shared_value(place, key) == "77")
    assert again.window is not None
    close(again.window)


def test_a_folder_that_is_gone_is_told_and_the_input_follows_when_it_is_back(program: Program, place: Path) -> None:
    desk = desk_of(program)
    with away(place.parent):
        _, key = type_into_a_figure(program, "77")
        until(lambda: "反映待ち 1件" in desk.label.text() and buttons(desk) == ["もう一度"])
        assert "見つかりません。入力はこのPCに保存して" in desk.bar.words.text() and not place.exists()
    until(lambda: shared_value(place, key) == "77" and not buttons(desk))


def test_a_damaged_shared_file_is_told_and_put_back_from_this_pc(program: Program, place: Path) -> None:
    desk = desk_of(program)
    damaged = bytearray(place.read_bytes())
    damaged[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
    place.write_bytes(damaged)
    until(lambda: buttons(desk) == ["このPCの版を共有フォルダに戻す", "控えを書き出す…"])
    assert "壊れています。このPCの版は無事です。" in desk.bar.words.text() and "壊れています" in desk.label.text()
    _, key = type_into_a_figure(program, "77")
    until(lambda: "反映待ち 1件（計画ファイルが壊れています）" in desk.label.text())
    assert "入力 1件" in desk.bar.code.toolTip() and place.read_bytes() == bytes(damaged)
    QTest.mouseClick(desk.bar.buttons[0], Qt.MouseButton.LeftButton)
    until(lambda: not buttons(desk) and "反映済み" in desk.label.text())
    assert shared_value(place, key) == "77"
    assert [aside.read_bytes() for aside in place.parent.glob("*.bak")] == [bytes(damaged)]


def test_the_window_never_waits_for_a_slow_folder(program: Program, place: Path) -> None:
    desk = desk_of(program)
    with far_folder(place.parent) as far:
        type_into_a_figure(program, "77")
        until(lambda: desk.sharing.standing.state == "current" and desk.sharing.standing.mine)
        until(lambda: desk.sharing.standing.inputs == 0 and not desk.sharing._line.busy)
    assert far.by_window == [] and not far.by_sqlite and far.calls > 10


def test_the_menu_offers_what_was_put_aside_and_takes_how_a_file_is_treated(program: Program, place: Path) -> None:
    window = program.window
    assert window is not None
    desk_of(program).sharing._board.copy.keep(place.read_bytes(), "入力の控え")
    menu = window.menus._share
    menu.aboutToShow.emit()
    treat, kept = menu.actions()[0], menu.actions()[2].menu()
    assert treat.isChecked() and treat.isEnabled() and len(kept.actions()) == 1
    kept.actions()[0].trigger()
    until(lambda: desk_of(program).window.pane.view.comparison is not None)
    assert not desk_of(program).window.pane.view.comparison.differences
    treat.trigger()
    assert not load_preferences().treats_as_shared(place)
