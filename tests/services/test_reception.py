"""One window for each person: real processes that start after one another with the same folder."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.services import reception
from app.services.reception import enter
from tests.conftest import Noise

ROOT = Path(__file__).parents[2]
FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.services.reception import enter
application = QCoreApplication([])
desk = enter(Path(sys.argv[1]), None)
desk.asked.connect(lambda place: print(ascii(str(place)), flush=True))
if sys.argv[2] == "takes":
    desk.open()
print("ready", flush=True)
if sys.argv[2] == "hangs":
    sys.stdin.read()
application.exec()
"""
First = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "設定 #1 100%"
    place.mkdir()
    return place


@pytest.fixture
def first(folder: Path) -> Iterator[First]:
    """Return what starts a first program that `takes` notes or `hangs`."""
    started: list[subprocess.Popen[str]] = []

    def start(kind: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", FIRST, str(folder), kind]
        started.append(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        assert line_of(started[-1]) == "ready"
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("name", ["計画 #1 100%.ictplan", None])
def test_a_second_start_hands_its_file_over_and_ends(folder: Path, first: First, name: str | None) -> None:
    running = first("takes")
    file = folder / name if name else None
    assert enter(folder, file) is None
    assert line_of(running) == ascii(str(file))
    assert list(folder.glob("*.note")) == []


def test_a_path_is_handed_over_whole_where_the_second_start_stands_in_another_folder(
    folder: Path, first: First, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = first("takes")
    monkeypatch.chdir(folder)
    assert enter(folder, Path("計画.ictplan")) is None
    assert line_of(running) == ascii(str(folder / "計画.ictplan"))


def test_what_a_killed_program_leaves_behind_keeps_nobody_out(folder: Path, first: First, qapp: QApplication) -> None:
    running = first("takes")
    running.kill()
    running.wait()
    (folder / "1-1.note").write_text('"left behind"', encoding="utf-8")
    begun = time.monotonic()
    desk = enter(folder, None)
    assert desk is not None and time.monotonic() - begun < reception.PATIENCE / 2
    assert list(folder.glob("*.note")) == []
    desk.close()


def test_a_program_that_hangs_is_left_alone(
    folder: Path, first: First, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception, "PATIENCE", 0.3)
    first("hangs")
    desk = enter(folder, folder / "計画.ictplan")
    assert desk is not None and list(folder.glob("*.note")) == []
    desk.close()


def test_the_first_takes_notes_that_came_before_it_listened(folder: Path, qapp: QApplication) -> None:
    desk = enter(folder, None)
    assert desk is not None
    asked: list[Path | None] = []
    desk.asked.connect(asked.append)
    (folder / "2-1.note").write_text("null", encoding="utf-8")
    (folder / "1-1.note").write_text('"/x/a.ictplan"', encoding="utf-8")
    desk.open()
    QCoreApplication.processEvents()
    assert asked == [Path("/x/a.ictplan"), None]
    desk.close()


def test_a_folder_that_is_not_there_costs_the_meeting_not_the_start(
    tmp_path: Path, qapp: QApplication, noise: Noise
) -> None:
    desk = enter(tmp_path / "none" / "here", None)
    if os.name == "nt":
        noise.take("unexpected locking error")  # Qt's own word for it, on Windows only
    assert desk is not None
    desk.open()
    desk.close()
