"""What a person presses in the bar of a shared board: each choice by a real click, and what must follow from it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from app.domain.metrics import Observation
from app.main import Program
from app.storage.database import open_database
from app.storage.repository import Repository
from tests.disks import away
from tests.storage.share_desk import Desk
from tests.ui.test_sharing import (
    buttons,
    colleague,
    desk_of,
    parted,
    place,
    program,
    shared_value,
    shown_figure,
    type_into_a_figure,
)
from tests.ui.working import until

__all__ = ["colleague", "place", "program"]
pytestmark = pytest.mark.usefixtures("offscreen", "theme")

PUT_BACK, COPY, READ = "このPCの版を共有フォルダに戻す", "控えを書き出す…", "閲覧で開く"
AGAIN, TELL = "もう一度", "空いたら知らせる"


def click(program: Program, choice: str) -> None:
    """Click a button of the bar with the mouse, where it stands."""
    desk = desk_of(program)
    assert program.window is not None
    program.window.show()
    button = next(button for button in desk.bar.buttons if button.text() == choice)
    until(lambda: button.isVisible() and button.isEnabled() and not button.visibleRegion().isEmpty())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the dialog of the system says that a copy is to go."""
    chosen = tmp_path / "控え" / "控え #1%.ictplan"
    chosen.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    return chosen


def value_in(path: Path, key: tuple[str, ...]) -> str | None:
    """Return a figure of a file as the program opens it."""
    repository = Repository(open_database(path, read_only=True))
    found = repository.read_one(Observation, key)
    repository.close()
    return found.value if found else None


def written(program: Program, copy: Path) -> bool:
    assert program.window is not None
    return copy.exists() and program.window.statusBar().currentMessage().startswith(f"控えを保存しました: {copy.name}")


def leave_it_for_later(program: Program) -> None:
    """Close a window that still has something to publish, by the button that says so."""
    window, desk = program.window, desk_of(program)
    assert window is not None
    window.close()
    until(lambda: desk._closing is not None and desk._closing.isVisible())
    QTest.mouseClick(desk._closing.later_button, Qt.MouseButton.LeftButton)
    until(lambda: not isValid(window) or not window.isVisible())
    program.window = None


def test_reading_goes_on_and_is_asked_again_only_of_somebody_else(
    program: Program, colleague: Desk, tmp_path: Path
) -> None:
    desk, window = desk_of(program), program.window
    assert window is not None
    colleague.save("2041-05", "52")
    until(lambda: READ in buttons(desk))
    click(program, READ)
    assert desk.bar.isHidden() and window.document.read_only and "編集中の人: 鈴木さん" in desk.label.text()
    colleague.save("2041-06", "53")
    until(lambda: window.document.repository.revision_of(colleague.typed[1]))
    assert desk.bar.isHidden()
    colleague.board.give_back()
    until(lambda: not window.document.read_only)
    other = Desk(desk.sharing.document.path, tmp_path / "PC3", "田中")
    other.save("2041-07", "54")
    until(lambda: READ in buttons(desk) and "田中さん" in desk.bar.words.text())
    other.leave()


def test_a_version_that_parted_is_written_out_whole(program: Program, place: Path, colleague: Desk, copy: Path) -> None:
    key = parted(program, place, colleague)
    click(program, COPY)
    until(lambda: written(program, copy))
    assert value_in(copy, key) == "77" and shared_value(place, key) != "77"
    assert buttons(desk_of(program)) == ["差分を見る…", COPY]  # it waits for a decision as before
    leave_it_for_later(program)


def test_once_more_publishes_at_once_where_the_next_look_is_far_off(program: Program, place: Path) -> None:
    desk = desk_of(program)
    with away(place.parent):
        _, key = type_into_a_figure(program, "77")
        until(lambda: buttons(desk) == [AGAIN] and not desk.sharing._line.busy)
        desk.sharing._looks.stop()
        until(lambda: not desk.sharing._line.busy)
    assert shared_value(place, key) != "77"
    click(program, AGAIN)
    until(lambda: shared_value(place, key) == "77" and not buttons(desk))
    desk.sharing._looks.start()


def test_that_the_board_is_free_is_told_until_it_is_closed(program: Program, colleague: Desk) -> None:
    desk, window = desk_of(program), program.window
    assert window is not None
    colleague.save("2041-05", "52")
    until(lambda: TELL in buttons(desk))
    click(program, TELL)
    assert desk.bar.isHidden() and window.document.read_only
    colleague.board.give_back()
    until(lambda: buttons(desk) == ["閉じる"] and desk.bar.words.text() == "編集できるようになりました。")
    click(program, "閉じる")
    assert desk.bar.isHidden() and not window.document.read_only


@pytest.mark.parametrize("trouble", ["damaged", "deleted"])
def test_this_pc_s_version_of_a_lost_file_is_written_out(
    trouble: str, program: Program, place: Path, copy: Path
) -> None:
    _, key = type_into_a_figure(program, "77")
    until(lambda: shared_value(place, key) == "77" and not desk_of(program).sharing._line.busy)
    if trouble == "deleted":
        place.unlink()
    else:
        place.write_bytes(place.read_bytes()[:5000])
    until(lambda: buttons(desk_of(program)) == [PUT_BACK, COPY])
    click(program, COPY)
    until(lambda: written(program, copy))
    assert value_in(copy, key) == "77" and buttons(desk_of(program)) == [PUT_BACK, COPY]


def test_a_shared_file_that_somebody_deletes_is_put_back_from_this_pc(program: Program, place: Path) -> None:
    desk = desk_of(program)
    place.unlink()
    until(lambda: buttons(desk) == [PUT_BACK, COPY])
    assert "消されたか、移されたか、名前が変わっています。このPCの版は無事です。" in desk.bar.words.text()
    _, key = type_into_a_figure(program, "77")
    until(lambda: "反映待ち 1件（計画ファイルがありません）" in desk.label.text())
    assert shown_figure(program, key) == "77" and not place.exists()
    click(program, PUT_BACK)
    until(lambda: not buttons(desk) and "反映済み" in desk.label.text())
    assert shared_value(place, key) == "77"
    again, other = type_into_a_figure(program, "78")
    until(lambda: shared_value(place, other) == "78")
    assert again is not None


def test_a_deleted_file_that_comes_back_by_itself_needs_no_decision(program: Program, place: Path) -> None:
    desk, away = desk_of(program), place.with_suffix(".bak")
    place.rename(away)
    until(lambda: buttons(desk) == [PUT_BACK, COPY])
    away.rename(place)
    until(lambda: not buttons(desk) and "反映済み" in desk.label.text())


def test_while_somebody_else_edits_a_deleted_file_is_his_to_put_back(
    program: Program, place: Path, colleague: Desk
) -> None:
    desk = desk_of(program)
    colleague.save("2041-05", "52")
    until(lambda: READ in buttons(desk))
    place.unlink()
    until(lambda: buttons(desk) == [COPY])
    assert "編集中の 鈴木さん（PC-鈴木）に、戻すよう伝えてください。" in desk.bar.words.text()
