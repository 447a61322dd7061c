"""Where files lie: the documents folder unless something synchronises it, and preferences that survive damage."""

import os
import sys
from pathlib import Path

import pytest

from app import paths


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_new_boards_go_to_a_documents_folder_of_this_pc(home: Path) -> None:
    (home / "Documents").mkdir()
    assert paths.board_folder() == (home / "Documents", "")


def test_new_boards_stay_out_of_a_synchronised_documents_folder_and_say_why(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "Documents").mkdir()
    monkeypatch.setenv("OneDriveCommercial", str(home / "Documents"))
    folder, reason = paths.board_folder()
    assert folder == home
    assert "同期" in reason and str(home) in reason


def test_without_a_documents_folder_the_reason_is_another(home: Path) -> None:
    folder, reason = paths.board_folder()
    assert folder == home and "ない" in reason


@pytest.mark.parametrize(
    ("place", "shared"),
    [
        ("//server/share/ICT", True),
        ("/home/someone/OneDrive - 瀬戸市/文書", True),
        ("/home/someone/Dropbox", True),
        ("/home/someone/Documents", False),
        ("/home/someone/OneNote/ノート", False),
    ],
)
def test_folders_of_other_machines_and_of_cloud_services_are_told_apart(place: str, shared: bool) -> None:
    assert paths.is_shared(Path(place)) is shared


def test_folders_mounted_from_other_machines_are_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    kinds = {"/": "ext4", "/mnt/ICT\\040共有": "cifs", "/mnt/ICT\\040共有/local": "ext4"}
    lines = (f"device {where} {kind} rw 0 0\n" for where, kind in kinds.items())
    mounts.write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(paths, "MOUNTS", mounts)
    assert paths.is_remote(Path("/mnt/ICT 共有/計画")) is (os.name == "posix")  # elsewhere nothing is mounted so
    assert not paths.is_remote(Path("/mnt/ICT 共有/local/計画")) and not paths.is_remote(Path("/mnt/ICT"))


def test_a_person_can_say_that_a_file_is_shared(tmp_path: Path) -> None:
    path, preferences = tmp_path / "計画.ictplan", paths.load_preferences()
    assert not preferences.treats_as_shared(path)
    preferences.treat_as_shared(path, True)
    assert paths.load_preferences().treats_as_shared(path)
    beside = tmp_path / "別の計画.ictplan"
    assert paths.load_preferences().reads_as_shared(beside) and not paths.load_preferences().treats_as_shared(beside)
    assert not paths.load_preferences().reads_as_shared(tmp_path / "下" / "計画.ictplan")
    paths.load_preferences().treat_as_shared(path, False)
    assert not paths.load_preferences().reads_as_shared(beside)
    assert not paths.load_preferences().treats_as_shared(path)


def test_the_program_s_own_folders_are_there() -> None:
    assert list(paths.seed_folder().glob("*.json"))
    assert list((paths.resources_folder() / "icons").glob("*.svg"))
    assert paths.log_file().parent.is_dir()


@pytest.fixture
def program(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a frozen program, beside which a marker makes it portable."""
    folder = home / "配布 #1 100%"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "ICT計画ボード.exe"))
    return folder


def test_a_frozen_program_keeps_its_settings_in_the_user_s_own_folder(program: Path, home: Path) -> None:
    assert paths.program_folder() == program
    assert paths.settings_folder() == home / "settings" / paths.PROGRAM_FOLDER
    assert list(program.iterdir()) == []


def test_a_portable_program_keeps_settings_and_logs_beside_itself(program: Path, home: Path) -> None:
    (program / "portable.txt").touch()
    assert paths.settings_folder() == program / "settings"
    assert paths.log_file().parent == program / "settings" / "logs"
    assert paths.running_folder().is_relative_to(program / "settings" / "running")
    assert not (home / "settings").exists()


def test_a_portable_program_whose_folder_refuses_goes_to_the_user_s_own_folder(program: Path, home: Path) -> None:
    (program / "portable.txt").touch()
    (program / "settings").write_text("a file stands in the way", encoding="utf-8")
    assert paths.settings_folder() == home / "settings" / paths.PROGRAM_FOLDER


def test_two_users_of_one_portable_folder_do_not_meet(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program / "portable.txt").touch()
    monkeypatch.setenv("USERNAME", "田中")
    first = paths.running_folder()
    monkeypatch.setenv("USERNAME", "佐藤")
    assert paths.running_folder() != first and first.parent == paths.running_folder().parent


def test_preferences_come_back_with_the_newest_file_first(home: Path) -> None:
    memory = paths.load_preferences()
    for number in [*range(12), 3]:
        memory.remember(home / f"{number}.ictplan")
    recent = [Path(place).stem for place in paths.load_preferences().recent]
    assert recent == ["3", "11", "10", "9", "8", "7", "6", "5"]


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '{"unknown": 1}', '"text"'])
def test_damaged_preferences_give_fresh_ones(text: str) -> None:
    (paths.settings_folder() / "preferences.json").write_text(text, encoding="utf-8")
    assert paths.load_preferences() == paths.Preferences()


def test_backups_of_a_portable_program_on_a_share_stay_on_the_pc(
    program: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (program / "portable.txt").touch()
    assert paths.backups_folder() == program / "settings" / "backups"
    monkeypatch.setenv("OneDrive", str(program))
    assert paths.backups_folder() == home / "settings" / paths.PROGRAM_FOLDER / "backups"
