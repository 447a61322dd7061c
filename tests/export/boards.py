"""Every board that the tests know, as a workbook: the council's, the sample board, and the plans of other places."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from app.domain.report_goal import Scene
from app.export.workbook import write_workbook
from app.layout.deck import build_deck
from app.layout.page import Deck
from app.services.tasks import scene_of
from app.storage.repository import create_board
from tests.cases.convert import CONVERTERS, convert
from tests.export.council import council_deck, council_scene, council_workbook
from tests.sample_board import sample_board

BOARDS = ("council", "sample", *CONVERTERS)


@cache
def scene(name: str) -> Scene:
    """Return a board of BOARDS as its last meeting sees it, read from a real file."""
    if name == "council":
        return council_scene()
    rows = sample_board() if name == "sample" else convert(name)
    repository = create_board(Path(mkdtemp()) / "board.ictplan", rows, created_with="tests")
    try:
        return scene_of(repository)
    finally:
        repository.close()


@cache
def deck(name: str) -> Deck:
    """Return the laid-out paper of a board."""
    return council_deck() if name == "council" else build_deck(scene(name))


@cache
def workbook(name: str) -> Path:
    """Return a workbook file of a board."""
    if name == "council":
        return council_workbook()
    path = Path(mkdtemp()) / f"{name}.xlsx"
    for _ in write_workbook(deck(name), path):
        pass
    return path
