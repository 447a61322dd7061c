"""The window that says what the program is, and shows the licences of what it is built from."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import paths
from app.ui.dialogs.about import NOT_BUILT, AboutDialog


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def test_version_and_places_are_shown_and_from_source_why_there_is_no_list(qapp: QApplication, home: Path) -> None:
    dialog = AboutDialog()
    assert paths.program_version().split()[1] in dialog.words.text()
    assert str(home) in dialog.words.text() and str(paths.program_folder()) in dialog.words.text()
    assert dialog.licences.toPlainText() == NOT_BUILT


def test_the_built_program_shows_the_licences_that_lie_beside_it(
    qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / paths.LICENCES).write_text("ライセンスの条文", encoding="utf-8-sig")
    monkeypatch.setattr(paths, "program_folder", lambda: home)
    assert AboutDialog().licences.toPlainText() == "ライセンスの条文"
