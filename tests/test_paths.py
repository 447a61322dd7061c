"""Where files lie: the documents folder unless something synchronises it, and preferences that survive damage."""

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


def test_the_program_s_own_folders_are_there() -> None:
    assert list(paths.seed_folder().glob("*.json"))
    assert list((paths.resources_folder() / "icons").glob("*.svg"))
    assert paths.log_file().parent.is_dir()


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
