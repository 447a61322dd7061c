"""The program from its start to its first file, with real files in a home folder of the test's own."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox

from app import paths
from app.main import Program, free_path, start_log
from app.services.crashes import Crashes
from tests.conftest import Noise

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
    (tmp_path / "Documents").mkdir()
    return tmp_path


@pytest.fixture
def program(qapp: QApplication, noise: Noise) -> Iterator[Program]:
    running = Program()
    handlers = list(logging.getLogger().handlers)
    yield running
    for handler in [one for one in logging.getLogger().handlers if one not in handlers]:
        logging.getLogger().removeHandler(handler)
        handler.close()
    for shown in QApplication.topLevelWidgets():
        shown.close()
    noise.heard[:] = [text for text in noise.heard if "This plugin does not support" not in text]


def boxes() -> list[QMessageBox]:
    return [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


def test_the_first_start_shows_a_card_whose_words_come_from_the_shipped_board(program: Program, home: Path) -> None:
    program.begin(None)
    assert program.card is not None and program.card.isVisible() and program.window is None
    words = " ".join(part.text() for part in program.card.council_button.findChildren(QLabel))
    assert "瀬戸市の資料（令和5年3月20日）を開く" in words
    assert str(home / "Documents" / "瀬戸市の資料（令和5年3月20日）.ictplan") in words


def test_one_click_makes_the_council_s_board_and_the_next_start_opens_it(program: Program, home: Path) -> None:
    program.begin(None)
    assert program.card is not None
    QTest.mouseClick(program.card.council_button, Qt.MouseButton.LeftButton)
    path = home / "Documents" / "瀬戸市の資料（令和5年3月20日）.ictplan"
    assert path.is_file() and program.window is not None and program.window.isVisible()
    assert program.card is None
    program.window.close()
    again = Program()
    again.begin(None)
    assert again.window is not None and again.window.document.path == path


def test_a_file_that_is_no_board_is_told_about_and_the_card_stays(program: Program, home: Path) -> None:
    wrong = home / "会議録.ictplan"
    wrong.write_text("これは計画ファイルではありません。" * 300, encoding="utf-8")
    before = wrong.read_bytes()
    program.begin(wrong)
    assert program.card is not None and program.card.isVisible()
    assert [box.text() for box in boxes()] != []
    assert wrong.read_bytes() == before
    assert program.preferences.recent == []


def test_a_second_start_opens_its_file_in_the_running_window(program: Program, council_file: bytes, home: Path) -> None:
    for name in ("一.ictplan", "二 #1.ictplan"):
        (home / name).write_bytes(council_file)
    program.begin(home / "一.ictplan")
    first = program.window
    assert first is not None
    first.showMinimized()
    program.on_second_start(None)
    assert program.window is first and not first.isMinimized()
    program.on_second_start(home / "一.ictplan")
    assert program.window is first
    program.on_second_start(home / "二 #1.ictplan")
    assert program.window is not None and program.window.document.path == home / "二 #1.ictplan"
    assert not first.isVisible()


def test_a_second_start_does_not_take_the_file_away_under_an_open_dialog(
    program: Program, council_file: bytes, home: Path
) -> None:
    for name in ("一.ictplan", "二.ictplan"):
        (home / name).write_bytes(council_file)
    program.begin(home / "一.ictplan")
    dialog = QDialog(program.window)
    dialog.open()
    program.on_second_start(home / "二.ictplan")
    assert program.window is not None and program.window.document.path == home / "一.ictplan"
    assert "二.ictplan" in boxes()[0].text()
    dialog.close()


def test_an_unhandled_error_goes_to_the_log_and_a_box_names_it(
    program: Program, noise: Noise, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_log()
    program.begin(None)
    crashes = Crashes(program)
    crashes.happened.connect(program.on_unhandled)
    monkeypatch.setattr(sys, "excepthook", crashes.hear)
    QTimer.singleShot(0, fail)
    QApplication.processEvents()
    until_shown(boxes)
    box = boxes()[0]
    assert str(paths.log_file()) in box.informativeText()
    assert "思いがけない値" in box.detailedText()
    written = paths.log_file().read_text(encoding="utf-8")
    assert "builtins.ValueError" in written and " fail" in written and "思いがけない値" not in written
    assert "ValueError" in noise.take("unhandled error")
    box.close()
    QTimer.singleShot(0, fail)
    QApplication.processEvents()
    assert boxes() == [], "the same error is not told again at once"


def test_an_error_before_the_watch_has_begun_is_logged_and_told_too(program: Program, noise: Noise) -> None:
    program.begin(None)
    try:
        fail()
    except ValueError as error:
        before = sys.excepthook, threading.excepthook, qInstallMessageHandler(None)
        try:
            program.hear(ValueError, error, error.__traceback__)
        finally:
            sys.excepthook, threading.excepthook = before[:2]
            qInstallMessageHandler(before[2])
    assert "builtins.ValueError" in paths.log_file().read_text(encoding="utf-8")
    assert "思いがけない値" in boxes()[0].detailedText()
    assert "ValueError" in noise.take("unhandled error")


def fail() -> None:
    raise ValueError("思いがけない値")


def until_shown(found: Callable[[], object]) -> None:
    for _ in range(100):
        if found():
            return
        QApplication.processEvents()
    raise AssertionError("nothing was shown")


def test_qt_s_own_words_are_japanese() -> None:
    code = (
        "from app.main import make_application; from PySide6.QtCore import QCoreApplication as core;"
        "app = make_application(); print(ascii(core.translate('QPlatformTheme', 'Cancel')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    assert done.stdout.strip() == ascii("キャンセル")


def test_a_free_path_never_names_a_file_that_is_there(home: Path) -> None:
    first = free_path(home, '令和4年度: "計画" <案>')
    assert first.name == "令和4年度_ _計画_ _案_.ictplan"
    first.write_bytes(b"x")
    assert free_path(home, '令和4年度: "計画" <案>').name == "令和4年度_ _計画_ _案_ (2).ictplan"
