"""From a file that does not open to one that does, by the boxes and buttons that a person sees."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget

from app import paths
from app.main import Program
from app.storage.backup import make_backup
from app.storage.database import PAGE_SIZE, open_database
from app.storage.repository import Repository
from app.ui.dialogs.message import SMALL_PRINT
from app.ui.dialogs.recovery import RecoveryDialog
from tests.disks import held_by_another
from tests.ui.working import until

pytestmark = pytest.mark.usefixtures("theme", "offscreen")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "Documents").mkdir()
    running = Program()
    yield running
    for shown in QApplication.topLevelWidgets():
        shown.close()


@pytest.fixture
def board(council_file: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "計画.ictplan"
    path.write_bytes(council_file)
    return path


def back_up(board: Path) -> None:
    repository = Repository(open_database(board))
    moment = datetime.now().astimezone()
    make_backup(paths.backups_folder(), repository.serialize(), origin=str(board), reason="試験", moment=moment)
    repository.close()


def box() -> QMessageBox:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def press(parent: QWidget, text: str) -> None:
    button = next(one for one in parent.findChildren(QPushButton) if one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said(dialog: RecoveryDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def drive(out: Path, seen: list[str], choice: int = 0) -> None:
    """Take the way `choice` in the recovery dialog that is about to open, into the file `out`."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            assert field is not None
            field.setText(str(out))
            dialog.accept()
            return
        if isinstance(dialog, RecoveryDialog) and dialog.rescue is not None and not seen:
            seen.append(said(dialog))
            if not dialog.choices:
                dialog.reject()
                return
            dialog.choices[choice].setChecked(True)
            QTimer.singleShot(10, answer)
            QTest.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)
            return
        QTimer.singleShot(10, answer)

    QTimer.singleShot(0, answer)


DAMAGES = {
    "ファイルの一部が壊れています。元のファイルには手を加えていません。": (
        lambda data: data[: 20 * PAGE_SIZE] + b"\xff" * PAGE_SIZE + data[21 * PAGE_SIZE :],
        {"復元…", "閉じる"},
        "corrupt",
    ),
    "ファイルが途中で切れています（コピーの中断かもしれません）。": (
        lambda data: data[: 40 * PAGE_SIZE],
        {"別のファイル…", "復元…", "閉じる"},
        "truncated",
    ),
    "このファイルは本アプリのデータではないか、壊れています。": (
        lambda data: bytes(100) + data[100:],
        {"別のファイル…", "復元…", "閉じる"},
        "not_a_database",
    ),
}


@pytest.mark.parametrize("message", DAMAGES)
def test_a_damaged_file_says_so_and_leads_to_a_new_one_from_its_backup(
    program: Program, board: Path, tmp_path: Path, message: str
) -> None:
    back_up(board)
    damage, buttons, code = DAMAGES[message]
    data = damage(board.read_bytes())
    board.write_bytes(data)
    program.begin(board)
    shown = box()
    assert shown.text() == message and {one.text() for one in shown.buttons()} == buttons
    small = shown.findChild(QLabel, SMALL_PRINT)
    assert isinstance(small, QLabel) and small.text().startswith(code)
    assert program.card is not None and program.window is None, "a damaged file never looks like an empty one"
    seen: list[str] = []
    drive(tmp_path / "復元.ictplan", seen)
    press(shown, "復元…")
    assert "元のファイルはそのまま保全しました（計画（破損 " in seen[0] and "入るもの: 取組など" in seen[0]
    assert program.window is not None and program.window.document.path == tmp_path / "復元.ictplan"
    assert [head.node for head in program.window.document.item_heads("dx")] != []
    assert board.read_bytes() == data and len(list(tmp_path.glob("計画（破損 *.ictplan"))) == 1


def test_a_file_with_a_trigger_gives_its_values_to_a_new_file_and_nothing_is_executed(
    program: Program, board: Path, tmp_path: Path
) -> None:
    connection = sqlite3.connect(board)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON node BEGIN DELETE FROM indicator; END")
    connection.execute("CREATE VIEW v AS SELECT * FROM node")
    connection.commit()
    connection.close()
    data = board.read_bytes()
    program.begin(board)
    assert box().text().startswith("見覚えのない仕掛け（トリガー等）があります。開くのを止めました。")
    seen: list[str] = []
    drive(tmp_path / "値.ictplan", seen)
    press(box(), "値だけ取り出して新しいファイルへ…")
    assert program.window is not None and program.window.document.path == tmp_path / "値.ictplan"
    kinds = program.window.document.repository.database.rows("SELECT DISTINCT type FROM sqlite_schema ORDER BY 1")
    assert kinds == [("index",), ("table",)] and board.read_bytes() == data


OTHERS = {
    "ファイルが途中で切れています（コピーの中断かもしれません）。": "DELETE",
    "別のアプリのデータベースです。安全のため開きません。": "PRAGMA application_id=1",
}


@pytest.mark.parametrize("message", OTHERS)
def test_an_empty_file_and_another_program_s_are_told_apart(program: Program, board: Path, message: str) -> None:
    if OTHERS[message] == "DELETE":
        board.write_bytes(b"")
    else:
        connection = sqlite3.connect(board)
        connection.execute(OTHERS[message])
        connection.close()
    data = board.read_bytes()
    program.begin(board)
    assert box().text() == message and program.window is None and board.read_bytes() == data


def test_a_file_of_a_newer_version_opens_for_reading_and_says_so(program: Program, board: Path) -> None:
    connection = sqlite3.connect(board)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    data = board.read_bytes()
    program.begin(board)
    assert program.window is not None and "閲覧のみ" in program.window.windowTitle()
    assert (
        program.window.statusBar()
        .currentMessage()
        .startswith("新しい版のアプリで作られたファイルです。閲覧のみできます。")
    )
    program.window.close()
    assert board.read_bytes() == data


def test_of_a_file_of_nothing_the_dialog_says_that_nothing_is_there(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "会議録.ictplan"
    path.write_bytes("会議録\n".encode() * 5000)
    program.begin(path)
    seen: list[str] = []
    drive(tmp_path / "x.ictplan", seen)
    press(box(), "復元…")
    assert "何も読み取れず、控えも見つかりませんでした" in seen[0] and not (tmp_path / "x.ictplan").exists()


def test_damage_that_shows_while_the_file_is_open_leads_to_the_recovery_with_what_was_typed(
    program: Program, board: Path, tmp_path: Path
) -> None:
    back_up(board)
    program.begin(board)
    window = program.window
    assert window is not None
    window.document.item_report("dx-chatbot")
    march = ("chatbot-all", "2023-03", "result", "")
    window.document.set_figure(march, "1900")
    data = bytearray(board.read_bytes())
    with board.open("r+b") as file:  # a page of the disk goes bad under the open file
        for page in range(3, len(data) // PAGE_SIZE):
            file.seek(page * PAGE_SIZE)
            file.write(b"\xff" * PAGE_SIZE)
        for counter in (24, 92):  # so that SQLite reads the pages anew
            file.seek(counter)
            file.write(b"\x7f\x7f\x7f\x7f")
    window.document.set_figure(march, "1901")
    assert window.document.pending and window.document.pending[0].error.code in ("corrupt", "io")
    if window.document.pending[0].error.code == "io":
        assert not window.document.try_again()
    assert window.document.pending[0].error.code == "corrupt"
    seen: list[str] = []
    drive(tmp_path / "復元.ictplan", seen)
    button = next(one for one in window.keep_desk.bar.buttons if one.text() == "復元…")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: program.window is not None and program.window.document.path == tmp_path / "復元.ictplan")
    assert program.window is not None
    stored = program.window.document.repository.database.rows(
        "SELECT value FROM observation WHERE metric = ? AND period = ?", march[:2]
    )
    assert stored == [("1901",)]


@pytest.mark.parametrize(("answer", "leaves"), [("もどる", False), ("閉じる", True)])
def test_another_file_is_opened_over_unsaved_inputs_only_when_the_person_says_so(
    program: Program, board: Path, tmp_path: Path, answer: str, leaves: bool
) -> None:
    other = tmp_path / "別.ictplan"
    other.write_bytes(board.read_bytes())
    program.begin(board)
    first = program.window
    assert first is not None

    def click() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QMessageBox):
            press(asked, answer)
        else:
            QTimer.singleShot(10, click)

    with held_by_another(board):
        first.document.set_figure(("chatbot-all", "2023-03", "result", ""), "1900")
        QTimer.singleShot(0, click)
        assert program.open(other) is leaves
    assert program.window is not None and program.window.document.path == (other if leaves else board)
    program.window.keep_desk.leaving = True
