"""A shared board in a real window while other programs, processes of their own, work on it, hang, and go wrong."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.main import Program
from app.services import sharing
from app.storage import share_files
from app.storage.repository import create_board
from tests.disks import write_protected
from tests.faults.test_share import kept_by, uids_in
from tests.faults.test_share_halted import told
from tests.sample_board import sample_board
from tests.ui.test_sharing import (
    buttons,
    close,
    desk_of,
    place,
    program,
    shared_value,
    shown_figure,
    type_into_a_figure,
)
from tests.ui.working import press, until

__all__ = ["place", "program"]
pytestmark = pytest.mark.usefixtures("offscreen", "theme")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "PC2"


def click(program: Program, text: str) -> None:
    """Click a button of the bar over the page."""
    bar = desk_of(program).bar
    QTest.mouseClick(next(one for one in bar.buttons if one.text() == text), Qt.MouseButton.LeftButton)


def words(program: Program) -> str:
    """Return what the bar says, '' where it is not shown."""
    bar = desk_of(program).bar
    return "" if bar.isHidden() else bar.words.text()


def label(program: Program) -> str:
    """Return what the status bar says of the shared folder."""
    return desk_of(program).label.text()


def test_reading_on_while_somebody_edits(program: Program, place: Path, home: Path) -> None:
    window = program.window
    assert window is not None
    with told(place, home, "鈴木") as colleague:
        uid = colleague.tell("save")[1]
        until(lambda: buttons(desk_of(program)) == ["閲覧で開く", "空いたら知らせる"])
        assert words(program).startswith("いま 鈴木さん（PC-鈴木、") and words(program).endswith("閲覧はできます。")
        assert "編集中の人: 鈴木さん" in label(program) and "［閲覧のみ］" in window.windowTitle()
        click(program, "閲覧で開く")
        until(lambda: window.document.repository.revision_of(uid) is not None)
        second = colleague.tell("save")[1]
        until(lambda: window.document.repository.revision_of(second) is not None)
        assert not words(program)
        colleague.tell("rest")
        until(lambda: "［閲覧のみ］" not in window.windowTitle())
        assert not words(program)
    _, key = type_into_a_figure(program, "77")
    until(lambda: shared_value(place, key) == "77")


def test_a_program_that_hangs_is_asked_about_and_taken_over(program: Program, place: Path, home: Path) -> None:
    clock = [0.0]
    desk = desk_of(program)
    with told(place, home, "鈴木", "before") as hung:
        assert hung.tell("save")[0] == "halted"
        until(lambda: "鈴木さん" in words(program))
        desk.sharing._board.lease._now = lambda: clock[0]
        desk.sharing._board.lease._seen_at = 0.0
        clock[0] = 599.0
        assert buttons(desk) == ["閲覧で開く", "空いたら知らせる"]
        clock[0] = 600.0
        until(lambda: buttons(desk) == ["本人に確認して引き継ぐ"])
        assert "10分以上動きがありません" in words(program) and "PC-鈴木" in words(program)
        click(program, "本人に確認して引き継ぐ")
        until(lambda: desk.sharing.standing.mine and not words(program))
        _, key = type_into_a_figure(program, "77")
        until(lambda: shared_value(place, key) == "77")
        fate, uid = hung.tell("on")
        assert fate == "kept"
        hung.tell("look")
    assert shared_value(place, key) == "77" and uid in kept_by(place, home)


def test_a_right_to_edit_that_was_lost_costs_nothing_typed(
    program: Program, place: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(program)
    _, key = type_into_a_figure(program, "77")
    until(lambda: shared_value(place, key) == "77" and not desk.sharing._line.busy)
    desk.sharing._looks.stop()
    desk.sharing._soon.setInterval(60_000)
    type_into_a_figure(program, "78")
    until(lambda: shown_figure(program, key) == "78")
    with told(place, home, "鈴木") as colleague:
        uid = colleague.tell("seize")[1]
        desk.sharing.look()
        until(lambda: buttons(desk) == ["差分を見る…", "控えを書き出す…"])
        assert words(program) == "編集の権利が 鈴木さんへ移りました。保存できなかった入力 1件は残してあります。"
        assert shown_figure(program, key) == "78"
        copy = tmp_path / "控え.ictplan"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
        click(program, "控えを書き出す…")
        until(copy.exists)
        assert shared_value(copy, key) == "78"
        desk.sharing._looks.start()
        desk.sharing._soon.setInterval(10)
        click(program, "差分を見る…")
        until(lambda: desk.window is not None and desk.window.pane.view.comparison is not None)
        assert desk.window.pane.view.chosen() and uid in uids_in(place)
        colleague.tell("rest")
        until(desk.window.pane.take_button.isEnabled)
        QTest.mouseClick(desk.window.pane.take_button, Qt.MouseButton.LeftButton)
        until(lambda: shared_value(place, key) == "78")
        assert uid in uids_in(place)
        colleague.tell("look")


def test_a_version_that_comes_late_is_told_and_both_stay(
    program: Program, place: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, reached, go_on = desk_of(program), threading.Event(), threading.Event()
    move = share_files.put_in_place

    def hang_and_move(draft: Path, target: Path) -> None:
        reached.set()
        go_on.wait()
        move(draft, target)

    with told(place, home, "鈴木") as colleague:
        monkeypatch.setattr(share_files, "put_in_place", hang_and_move)  # between the last check and the replacement
        _, key = type_into_a_figure(program, "77")
        until(reached.is_set)
        fate, uid = colleague.tell("seize")
        assert fate == "published"
        go_on.set()
        until(lambda: buttons(desk) == ["閉じる"])
        assert "鈴木さんへ移ったあとに" in words(program) and "どちらの版も残っています" in words(program)
        assert shared_value(place, key) == "77"
        colleague.tell("look")
        colleague.tell("rest")
        click(program, "閉じる")
        until(lambda: not words(program))
    assert uid in kept_by(place, home) and uid not in uids_in(place)


def test_a_clock_that_is_decades_off_disturbs_nobody(program: Program, place: Path, home: Path) -> None:
    window = program.window
    assert window is not None
    with told(place, home, "鈴木", "clock") as colleague:
        uid = colleague.tell("save")[1]
        until(lambda: "（PC-鈴木、12月31日 23:59から）" in words(program))
        until(lambda: window.document.repository.revision_of(uid) is not None)
        assert "本人に確認して引き継ぐ" not in buttons(desk_of(program))
        colleague.tell("rest")
        until(lambda: not window.document.read_only)
        _, key = type_into_a_figure(program, "77")
        until(lambda: shared_value(place, key) == "77")
        assert colleague.tell("look")[0] == "looked"


@contextmanager
def held_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let another program have a file open. Elsewhere than on Windows, replacing it is refused as it is there."""
    line = [sys.executable, "-c", f"file = open({str(path)!r}, 'rb'); print(1, flush=True); input()"]
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target) == path:
            raise PermissionError(13, "somebody has it open", str(target))
        replace(source, target)

    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader, monkeypatch.context() as here:
        assert reader.stdout is not None and reader.stdin is not None
        reader.stdout.readline()
        if os.name != "nt":
            here.setattr(os, "replace", refuse)
        yield
        reader.communicate(b"\n")


def test_a_reader_that_holds_the_file_is_waited_for(
    program: Program, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(program)
    desk.sharing._board.times = desk.sharing._board.times._replace(patience=0.05, pause=0.01)
    with held_open(place, monkeypatch):
        _, key = type_into_a_figure(program, "77")
        until(lambda: "反映待ち 1件（ほかのプログラムが計画ファイルを読んでいます）" in label(program))
        assert buttons(desk) == ["もう一度"] and "このPCに保存してあり" in words(program)
        assert shared_value(place, key) != "77"
    until(lambda: shared_value(place, key) == "77" and "反映済み" in label(program) and not words(program))


def test_a_shared_folder_for_reading_only_says_so_and_offers_a_copy(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt":  # a test cannot take the rights of a folder there
        return
    with write_protected(place.parent):
        program = Program()
        program.begin(place)
        until(lambda: program.window is not None and buttons(desk_of(program)) == ["コピーして編集…", "閲覧で開く"])
        window = program.window
        assert window is not None and "［閲覧のみ］" in window.windowTitle()
        assert words(program) == sharing.READER_ONLY
        click(program, "閲覧で開く")
        grid, _ = type_into_a_figure(program, "77")
        assert grid.delegate.open_editor().text() == "77" and not words(program)
        press(Qt.Key.Key_Escape)
        copy = tmp_path / "写し.ictplan"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
        window.keep_desk.copy_and_edit()
        until(lambda: program.window is not window and program.window is not None)
    assert program.window is not None and program.window.document.path == copy
    assert not program.window.document.read_only
    close(program.window)


def test_a_synchronised_folder_is_warned_about_and_treated_as_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "LOOK_MS", 30)
    path = tmp_path / "OneDrive - 瀬戸市" / "計画.ictplan"
    path.parent.mkdir()
    create_board(path, sample_board(), created_with="tests").close()
    program = Program()
    program.begin(path)
    until(lambda: program.window is not None and program.window.share_desk is not None)
    assert "OneDriveなどの同期フォルダ" in words(program) and buttons(desk_of(program)) == ["閉じる"]
    until(lambda: "反映済み" in label(program))
    click(program, "閉じる")
    assert not words(program)
    _, key = type_into_a_figure(program, "77")
    until(lambda: shared_value(path, key) == "77")
    assert program.window is not None and not words(program)
    close(program.window)
