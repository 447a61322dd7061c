"""What the window's tests share: the theme, and the council's board as a real file in a real document."""

from pathlib import Path

import pytest

SEED = Path(__file__).parents[2] / "db" / "seed"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep preferences in the test's own folder."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
