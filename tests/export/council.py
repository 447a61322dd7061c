"""The council board, its deck and its workbook, made once for the tests that read them."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from openpyxl import load_workbook

from app.domain.report_goal import Scene
from app.export.workbook import write_workbook
from app.layout.deck import build_deck
from app.layout.page import Deck
from app.services.tasks import scene_of
from app.storage.repository import Repository, create_board
from app.storage.seed import seed_rows

SEED = Path(__file__).parents[2] / "db" / "seed"
REFERENCE = Path(__file__).parents[1] / "reference" / "council_workbook.txt"


@cache
def council_scene() -> Scene:
    """Return the shipped board as its meeting sees it, read from a real file."""
    repository: Repository = create_board(Path(mkdtemp()) / "council.ictplan", seed_rows(SEED), created_with="tests")
    scene = scene_of(repository)
    repository.close()
    return scene


@cache
def council_deck() -> Deck:
    """Return the laid-out paper of the shipped board."""
    return build_deck(council_scene())


@cache
def council_workbook() -> Path:
    """Return a workbook file of the shipped board."""
    path = Path(mkdtemp()) / "資料.xlsx"
    for _ in write_workbook(council_deck(), path):
        pass
    return path


def workbook_lines(path: Path) -> list[str]:
    """Return every filled cell of the slides: sheet, place, value, and the formula where there is one."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    lines = []
    for page in council_deck().pages:
        name = next(name for name in values.sheetnames if name.startswith(f"{page.number} "))
        for row in values[name].iter_rows():
            for cell in row:
                formula = formulas[name][cell.coordinate].value
                live = f"\t{formula}" if isinstance(formula, str) and formula.startswith("=") else ""
                if cell.value is not None:
                    lines.append(f"{name}\t{cell.coordinate}\t{cell.value!r}{live}")
    return lines
