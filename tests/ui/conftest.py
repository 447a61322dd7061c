"""What the window's tests share: the theme, and the council's board as a real file in a real document."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from app.storage.seed import seed_rows

SEED = Path(__file__).parents[2] / "db" / "seed"


@pytest.fixture(scope="session")
def council_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of the shipped board as a file."""
    path = tmp_path_factory.mktemp("council") / "council.ictplan"
    create_board(path, seed_rows(SEED), created_with="tests").close()
    return path.read_bytes()


@pytest.fixture
def document(council_file: bytes, tmp_path: Path, qapp: object) -> Iterator[Document]:
    """Return the council's board, open for writing."""
    path = tmp_path / "計画 #1%.ictplan"
    path.write_bytes(council_file)
    opened = Document(Repository(open_database(path)), path, who="試験", pc="PC")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep preferences in the test's own folder."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
