"""What the window's tests share: the theme, and the council's board as a real file in a real document."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.theme import apply_theme
from tests.conftest import Noise

SEED = Path(__file__).parents[2] / "db" / "seed"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep preferences in the test's own folder."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> None:
    """Give windows the fonts and sizes that they have outside of tests."""
    apply_theme(qapp)


@pytest.fixture
def offscreen(noise: Noise) -> Iterator[None]:
    """Leave out what Qt's offscreen platform says of itself, as whenever a window opens over another."""
    yield
    noise.heard[:] = [text for text in noise.heard if "This plugin does not support" not in text]
