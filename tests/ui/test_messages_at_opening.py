"""What a person is told when a file does not open, and the ways out by their buttons; the rest of the damage is told
in test_recovery_dialog.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from app import paths
from app.main import Program
from app.services.jobs import finish_all
from app.storage.backup import make_backup
from app.storage.database import PAGE_SIZE, open_database
from app.storage.repository import Repository
from tests.disks import unreadable
from tests.storage.hostile_files import with_giant_cell
from tests.ui.test_keep_desk import MARCH, in_dialog, in_file
from tests.ui.test_recovery_dialog import box, drive, press
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[Program]:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "Documents").mkdir()
    running = Program()
    yield running
    for shown in QApplication.topLevelWidgets():
        shown.close()
    finish_all()


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    return path


def test_a_file_of_something_else_leads_to_another_file(program: Program, board: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "会議録.ictplan"
    wrong.write_bytes("会議録\n".encode() * 5000)
    program.begin(wrong)
    shown = box()
    assert shown.text() == "このファイルは本アプリのデータではないか、壊れています。"

    def choose(dialog: object) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.selectFile(str(board))
        dialog.accept()

    in_dialog(QFileDialog, choose)
    press(shown, "別のファイル…")
    until(lambda: program.window is not None and program.window.document.path == board)
    assert wrong.read_bytes() == "会議録\n".encode() * 5000


def test_a_file_that_is_gone_and_one_that_may_not_be_read_are_told_apart(program: Program, board: Path) -> None:
    program.begin(board.with_name("ない.ictplan"))
    assert box().text() == "ファイル（フォルダ）が見つかりません。移動したか、名前が変わったかもしれません。"
    assert program.card is not None and program.window is None
    box().close()
    until(lambda: not [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not program.card])
    if os.name == "nt":  # a test cannot take the right to read there
        return
    with unreadable(board):
        program.open(board)
        assert box().text() == "このファイル（フォルダ）を開く権限がありません。"
        assert box().informativeText() == "フォルダの管理者に確かめるか、別のファイルを選んでください。"
    assert program.window is None


def test_what_was_typed_after_the_backup_comes_back_with_it(
    program: Program, board: Path, council_file: bytes, tmp_path: Path
) -> None:
    moment = datetime.now().astimezone().replace(hour=10, minute=0)
    make_backup(paths.backups_folder(), council_file, origin=str(board), reason="30分ごと", moment=moment)
    program.begin(board)
    assert program.window is not None
    program.window.document.item_report("dx-chatbot")
    program.window.document.set_figure(MARCH, "1900")
    kept = [paths.backups_folder(), paths.recovery_folder()]
    for place in kept:  # as a power cut at this moment leaves them
        shutil.copytree(place, tmp_path / "left" / place.name)
    program.window.close()
    finish_all()
    program.window = None
    for place in kept:
        shutil.rmtree(place)
        shutil.copytree(tmp_path / "left" / place.name, place)
    data = board.read_bytes()
    board.write_bytes(data[: 20 * PAGE_SIZE] + b"\xff" * PAGE_SIZE + data[21 * PAGE_SIZE :])
    program.begin(board)
    assert box().text().startswith("ファイルの一部が壊れています。")
    seen: list[str] = []
    drive(tmp_path / "復元.ictplan", seen)
    press(box(), "復元…")
    assert "元のファイルはそのまま保全しました" in seen[0]
    until(lambda: program.window is not None and program.window.document.path == tmp_path / "復元.ictplan")
    assert in_file(tmp_path / "復元.ictplan") == "1900"


def test_the_choice_names_the_backup_s_moment_and_what_is_done_again(
    program: Program, board: Path, tmp_path: Path, council_file: bytes
) -> None:
    moment = datetime.now().astimezone().replace(hour=10, minute=0)
    repository = Repository(open_database(board))
    make_backup(paths.backups_folder(), repository.serialize(), origin=str(board), reason="試験", moment=moment)
    repository.close()
    board.write_bytes(board.read_bytes()[: 40 * PAGE_SIZE])
    program.begin(board)
    titles: list[str] = []

    def look(dialog: object) -> None:
        until(lambda: dialog.rescue is not None)  # type: ignore[attr-defined]
        titles.extend(one.text() for one in dialog.choices)  # type: ignore[attr-defined]
        dialog.reject()  # type: ignore[attr-defined]

    from app.ui.dialogs.recovery import RecoveryDialog

    in_dialog(RecoveryDialog, look)
    press(box(), "復元…")
    assert re.match(r"\d\d/\d\d 10:00の控えから復元", titles[0]) and "値だけ取り出して" in titles[1]


def test_a_giant_cell_is_told_and_the_other_values_are_taken_out(
    program: Program, board: Path, council_file: bytes, tmp_path: Path
) -> None:
    board.write_bytes(with_giant_cell(council_file, tmp_path, 70 << 20))
    size = board.stat().st_size
    program.begin(board)
    assert box().text().startswith("大きすぎる値（64 MBを超えるもの）があります。安全のため読み書きしません。")
    drive(tmp_path / "値.ictplan", [])
    press(box(), "値だけ取り出して新しいファイルへ…")
    until(lambda: program.window is not None and program.window.document.path == tmp_path / "値.ictplan")
    assert board.stat().st_size == size and in_file(tmp_path / "値.ictplan") is None


def test_a_file_that_somebody_else_holds_opens_once_it_is_free(program: Program, board: Path) -> None:
    other = sqlite3.connect(board, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    program.begin(board)
    assert box().text() == "ほかの人が保存中のため待っています。入力は残っています。"
    box().close()
    other.execute("ROLLBACK")
    other.close()
    assert program.open(board) and program.window is not None
