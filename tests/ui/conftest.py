"""What the window's tests share: the theme, and the council's board as a real file in a real document."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.services.document import Document
from app.ui.goal_tab import GoalTab
from app.ui.grid import Grid
from app.ui.table_model import TableModel
from app.ui.theme import apply_theme
from tests.conftest import Noise
from tests.sample_board import sample_board
from tests.ui.working import block_of, opened, show

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


@pytest.fixture
def grid(document: Document) -> Iterator[Grid]:
    """Return the chatbot's table, shown, following the document, its model under watch."""
    model = TableModel(document)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)

    def follow() -> None:
        view = block_of(document, "dx-chatbot", "chatbot-table").table
        assert view is not None
        model.show_table(view)

    document.changed.connect(follow)
    follow()
    made = Grid(model, frozen=1)
    show(made, 790, 400)
    made.setFocus()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def goal_tab(tmp_path: Path, qapp: QApplication) -> Iterator[GoalTab]:
    """Return the tab of the sample board's first goal, which has indicators, shown, following its document."""
    with opened(sample_board(), tmp_path / "goals.ictplan") as document:
        tab = GoalTab(document, next(tab.node for tab in document.tabs() if tab.kind == "goal"))
        document.changed.connect(tab.refresh)
        show(tab)
        tab.grid.setFocus()
        yield tab
        tab.stop()
        tab.close()
        tab.deleteLater()
