"""What a person is told when saving fails: each message by a real situation in the real program, every button pressed.

Other programs are processes of their own; what was typed must still be there each time.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from app import paths
from app.main import Program
from app.services import keeping
from app.services.jobs import finish_all
from app.storage.backup import backups_of
from app.storage.database import open_database
from app.storage.repository import Repository
from app.ui.dialogs.leftovers import LeftoversDialog
from app.ui.main_window import MainWindow
from tests.another_program import holding, saves
from tests.conftest import Noise
from tests.disks import away, filled, refused_by_windows, small_disk, write_protected
from tests.ui.test_keep_desk import (
    MARCH,
    choices,
    choose,
    in_dialog,
    in_file,
    march_cell,
    march_text,
    name_file,
    open_file,
    type_march,
    wait_for_copy,
    words,
)
from tests.ui.working import CONTROL, until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")
NOT_YET = "まだ保存できません。入力は残っています。"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object, noise: Noise) -> Iterator[Program]:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "Documents").mkdir()
    running = Program()
    yield running
    finish(running)
    for shown in QApplication.topLevelWidgets():
        shown.close()
    finish_all()


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    return path


def finish(program: Program) -> None:
    if program.window is not None:
        program.window.keep_desk.leaving = True
        program.window.close()
        program.window = None


def begun(program: Program, path: Path) -> MainWindow:
    """Open a file and return its window once it lives, at the cell that waits to be typed."""
    program.begin(path)
    window = window_of(program, path)
    march_cell(window)
    return window


def window_of(program: Program, path: Path) -> MainWindow:
    until(lambda: program.window is not None and program.window.document.path == path)
    window = program.window
    assert window is not None
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is not None and window.isVisible())
    place = window.document.first_waiting_figure()
    if place is not None:
        window.lead_to(place)
    return window


def said(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def press_in(dialog: QWidget, text: str) -> None:
    found = next(one for one in dialog.findChildren(QPushButton) if one.text() == text)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def save_leftovers(expected: str) -> None:
    """Press 保存する in the offer of what the last session could not save."""
    until(lambda: isinstance(QApplication.activeModalWidget(), LeftoversDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeftoversDialog) and [line.after for line in dialog.lines] == [expected]
    press_in(dialog, "保存する")


def leave(window: MainWindow, button: str) -> None:
    """Press a button of the bar, and 閉じる in the question that follows."""
    in_dialog(QMessageBox, lambda box: press_in(box, "閉じる"))  # type: ignore[arg-type]
    choose(window, button)
    until(lambda: not window.isVisible())


def test_full_is_told_until_there_is_room_and_the_button_saves(
    program: Program, council_file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(keeping.RETRY_MS, "full", 600_000)
    with small_disk(tmp_path / "disk", 8) as disk:
        (disk / "計画.ictplan").write_bytes(council_file)
        window = begun(program, disk / "計画.ictplan")
        with filled(window.document.repository.database):
            window.document.set_field("block", "chatbot-now", "body", "長い文章です。" * 9000)
            type_march(window, "1900")
            choose(window, "もう一度保存")
            assert said(window) == NOT_YET and march_text(window) == "1,900"
            assert words(window).startswith("保存先の空き容量が足りません。入力した内容は画面に残っています")
            name_file(tmp_path / "控え")
            choose(window, "別の場所に控えを保存…")
            until(lambda: said(window) == "控えを保存しました: 控え.ictplan")
            assert in_file(tmp_path / "控え.ictplan") == "1900"
        choose(window, "もう一度保存")
        assert (in_file(disk / "計画.ictplan"), words(window)) == ("1900", "")
        assert window._saved.text().startswith("保存済み ")
        finish(program)


def test_full_is_saved_by_itself_once_there_is_room(
    program: Program, council_file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(keeping.RETRY_MS, "full", 50)
    with small_disk(tmp_path / "disk", 8) as disk:
        (disk / "計画.ictplan").write_bytes(council_file)
        window = begun(program, disk / "計画.ictplan")
        with filled(window.document.repository.database):
            window.document.set_field("block", "chatbot-now", "body", "長い文章です。" * 9000)
            assert words(window).startswith("保存先の空き容量が足りません。")
        until(lambda: words(window) == "" and not window.document.pending)
        assert window._saved.text().startswith("保存済み ")
        finish(program)


def test_another_program_s_lock_is_told_and_either_button_does_what_it_says(program: Program, board: Path) -> None:
    window = begun(program, board)
    window.keep_desk._patience.setInterval(50)
    with holding(board):
        type_march(window, "1900")
        until(lambda: words(window) != "")
        assert words(window).startswith("ほかの人が保存中のため待っています。入力は残っています。|")
        choose(window, "もう一度保存")
        assert said(window) == NOT_YET and march_text(window) == "1,900"
        choose(window, "中止")
        assert words(window).startswith("保存を中止しました。入力は残っています。|") and march_text(window) == "1,900"
    assert choices(window) == ["もう一度保存", "別の場所に控えを保存…"] and window.document.pending
    choose(window, "もう一度保存")
    assert (in_file(board), words(window)) == ("1900", "")


def test_once_another_program_lets_go_the_input_is_saved_by_itself(program: Program, board: Path) -> None:
    window = begun(program, board)
    window.keep_desk._patience.setInterval(50)
    with holding(board):
        type_march(window, "1900")
        until(lambda: words(window) != "")
    until(lambda: words(window) == "")
    assert in_file(board) == "1900" and window._saved.text().startswith("保存済み ")


@pytest.mark.parametrize(("button", "wanted"), [("54のまま", "54"), ("53にする", "53")])
def test_another_program_s_value_and_mine_are_told_and_one_is_taken(
    program: Program, board: Path, button: str, wanted: str
) -> None:
    window = begun(program, board)
    type_march(window, "52")
    saves(board, MARCH, "54")
    window.document.set_figure(MARCH, "53")
    told = "この値は 10:31 に 佐藤さんが 52→54 に変えています。あなたの入力は 53 です。|"
    assert words(window).startswith(told) and march_text(window) == "53"
    choose(window, "場所を見る")
    assert march_text(window) == "53" and window.document.pending
    choose(window, button)
    assert (in_file(board), words(window)) == (wanted, "")
    until(lambda: march_text(window) == wanted)


def test_a_file_for_reading_only_becomes_a_copy_that_is_edited_at_once(
    program: Program, council_file: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "配布"
    folder.mkdir()
    (folder / "計画.ictplan").write_bytes(council_file)
    with write_protected(folder):
        window = begun(program, folder / "計画.ictplan")
        until(lambda: words(window) != "")
        assert words(window).startswith(
            "このファイル（フォルダ）は書き込みが許されていません。閲覧だけできます。データは無事です。"
        )
        name_file(tmp_path / "写し.ictplan")
        choose(window, "コピーして編集…")
        copy = window_of(program, tmp_path / "写し.ictplan")
        assert not copy.document.read_only and words(copy) == ""
        type_march(copy, "1900")
        assert in_file(tmp_path / "写し.ictplan") == "1900"
        assert (folder / "計画.ictplan").read_bytes() == council_file
        finish(program)


def test_a_replaced_file_is_left_alone_and_both_buttons_keep_the_input(program: Program, board: Path) -> None:
    window = begun(program, board)
    other = open_file(board, board.parent / "other")
    list(other.copy_task(board.with_name("new.ictplan"))())
    other.close()
    if refused_by_windows(board.with_name("new.ictplan"), board):
        return
    os.replace(board.with_name("new.ictplan"), board)
    type_march(window, "1900")
    assert words(window).startswith("開いている間にファイルが移動・差し替えされました。保存を止めました。|")
    name_file(board.with_name("控え.ictplan"))
    choose(window, "入力の控えを保存…")
    wait_for_copy(window, board.with_name("控え.ictplan"))
    assert in_file(board.with_name("控え.ictplan")) == "1900" and in_file(board) is None
    choose(window, "開き直す")
    until(lambda: program.window is not window)
    again = window_of(program, board)
    save_leftovers("1,900件")
    assert in_file(board) == "1900"
    until(lambda: march_text(again) == "1,900")


def test_a_deleted_file_is_told_the_copy_is_whole_and_the_input_is_offered_when_it_is_back(
    program: Program, board: Path, tmp_path: Path
) -> None:
    window = begun(program, board)
    shutil.copy(board, tmp_path / "控えたもの")
    if refused_by_windows(board, tmp_path / "elsewhere"):
        return
    board.unlink()
    type_march(window, "1900")
    assert not window.document.try_again()
    assert words(window).startswith(
        "保存先につながりません。入力 1件はこのPCに控えました。つながると自動で保存します。|"
    )
    choose(window, "もう一度保存")
    assert said(window) == NOT_YET and march_text(window) == "1,900"
    name_file(tmp_path / "写し.ictplan")
    choose(window, "別の場所に控えを保存…")
    until(lambda: "写し" in said(window))
    kept = [tmp_path / "写し.ictplan", tmp_path / "写し.csv"]
    assert [one.exists() for one in kept].count(True) == 1, "the whole where it can be read, else what was typed"
    if kept[0].exists():
        assert in_file(kept[0]) == "1900"
    else:
        assert "1,900件" in kept[1].read_text(encoding="utf-8-sig")
    leave(window, "閉じる")
    program.window = None
    os.replace(tmp_path / "控えたもの", board)
    again = begun(program, board)
    save_leftovers("1,900件")
    assert in_file(board) == "1900"
    until(lambda: march_text(again) == "1,900")


def test_a_folder_that_is_away_for_a_moment_gets_the_input_by_itself(
    program: Program, board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("io", "missing", "moved"):
        monkeypatch.setitem(keeping.RETRY_MS, code, 50)
    window = begun(program, board)
    if refused_by_windows(board, tmp_path / "elsewhere"):
        return
    os.replace(board, tmp_path / "elsewhere")
    type_march(window, "1900")
    until(lambda: words(window).startswith("保存先につながりません。"))
    assert march_text(window) == "1,900" and window._saved.text() == "未保存 1件"
    os.replace(tmp_path / "elsewhere", board)
    until(lambda: words(window) == "")
    assert in_file(board) == "1900"


def test_a_drive_that_is_away_for_a_moment_gets_the_input_by_itself(
    program: Program, board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("io", "missing", "moved"):
        monkeypatch.setitem(keeping.RETRY_MS, code, 50)
    drive = tmp_path / "外付けのディスク"
    drive.mkdir()
    place = drive / board.name
    place.write_bytes(board.read_bytes())
    window = begun(program, place)
    window.document.set_figure(("chatbot-all", "2023-02", "result", ""), "1850")  # a first edit leaves the journal open
    if refused_by_windows(place, tmp_path / "elsewhere"):
        return
    with away(drive):
        type_march(window, "1900")
        until(lambda: words(window).startswith("保存先につながりません。"))
        assert march_text(window) == "1,900" and window._saved.text() == "未保存 1件" and not place.exists()
    until(lambda: words(window) == "")
    assert in_file(place) == "1900"


def test_a_backup_that_fails_is_told_and_the_data_is_saved(
    program: Program, board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "small", 1) as disk:
        monkeypatch.setattr(paths, "backups_folder", lambda: disk / "backups")
        if not os.path.ismount(disk):
            (disk / "backups").write_text("a file where the folder should be")
        window = begun(program, board)
        type_march(window, "1900")
        until(lambda: said(window) == "控えを作れませんでした（データ本体は無事）。")
        assert in_file(board) == "1900" and words(window) == ""
        window.close()
        program.window = None
        finish_all()
        assert backups_of(disk / "backups", uuid_of(board)) == []


def uuid_of(path: Path) -> str:
    repository = Repository(open_database(path, read_only=True))
    try:
        return repository.uuid
    finally:
        repository.close()


def test_ctrl_s_says_what_holds(program: Program, board: Path) -> None:
    window = begun(program, board)
    with holding(board):
        type_march(window, "1900")
        QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
        assert said(window) == NOT_YET
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert in_file(board) == "1900" and not window.document.pending


def test_what_waits_from_the_last_session_is_offered_although_another_program_holds_the_file_at_first(
    program: Program, board: Path, tmp_path: Path
) -> None:
    window = begun(program, board)
    with holding(board):
        type_march(window, "1900")
        in_dialog(QMessageBox, lambda box: press_in(box, "閉じる"))  # type: ignore[arg-type]
        assert window.close()
    program.window = None
    again = begun(program, board)
    with holding(board):
        until(lambda: "keep_desk" in vars(again))
        assert QApplication.activeModalWidget() is None
    save_leftovers("1,900件")
    assert in_file(board) == "1900" and again.isVisible()
