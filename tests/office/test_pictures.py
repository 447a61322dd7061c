"""The council's pages look as they did when a person last looked at them."""

from pathlib import Path

import pytest
from PIL import Image

from tests.export.boards import deck
from tests.office.office import Printed, page_pictures
from tests.office.pictures import MOST_DIFFERENCE, REFERENCES, difference, page_name, read_reference

MOST_BYTES = 1_000_000
PAGES = len(deck("council").pages)
Pictures = list[Image.Image]


@pytest.fixture(scope="module")
def pages(printed: dict[str, Printed], tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    return page_pictures(printed["council"].pdf, PAGES, tmp_path_factory.mktemp("pages") / "council")


def differing(pages: Pictures) -> dict[str, int]:
    """Return the pages that differ from their references by more than the tolerance, and by how much."""
    found = {page_name(at): difference(page, read_reference(page_name(at))) for at, page in enumerate(pages, 1)}
    return {name: most for name, most in found.items() if most > MOST_DIFFERENCE}


def test_every_page_has_a_reference_and_no_reference_is_left_over(pages: Pictures) -> None:
    kept = sorted(file.stem for file in REFERENCES.glob("*.png"))
    assert kept == [page_name(number) for number in range(1, len(pages) + 1)]
    assert len(pages) == PAGES


def test_the_references_stay_small() -> None:
    assert sum(file.stat().st_size for file in REFERENCES.glob("*.png")) < MOST_BYTES


def test_the_pages_look_as_their_references(pages: Pictures) -> None:
    assert differing(pages) == {}, "look at the pages, then: python -m tests.office.make_reference"


def test_letters_drawn_by_another_painter_pass(printed: dict[str, Printed], tmp_path: Path, pages: Pictures) -> None:
    others = page_pictures(printed["council"].pdf, PAGES, tmp_path / "cairo", "pdftocairo")
    size = pages[0].size
    assert differing([other.crop((0, 0, *size)) for other in others]) == {}


def test_a_changed_figure_fails_on_its_page(printed: dict[str, Printed], tmp_path: Path, pages: Pictures) -> None:
    changed = page_pictures(printed["changed"].pdf, PAGES, tmp_path / "changed")
    wrong = [at for at, (new, old) in enumerate(zip(changed, pages, strict=True), 1) if new.tobytes() != old.tobytes()]
    assert wrong
    assert any(page_name(at) in differing(changed) for at in wrong)
    assert all(int(name.rpartition("-")[2]) in wrong for name in differing(changed))


def busiest() -> Image.Image:
    """Return the reference with the most ink: tables, text and charts."""
    pictures = [read_reference(page_name(number)) for number in range(1, PAGES + 1)]
    return min(pictures, key=lambda picture: sum(at * count for at, count in enumerate(picture.histogram())))


@pytest.mark.parametrize("step", [(2, 0), (0, 2), (0, -2)])
def test_a_block_that_moved_less_than_a_millimetre_fails(step: tuple[int, int]) -> None:
    page = busiest()
    across, down = step
    block = (100, 200, 400, 400)
    moved = page.copy()
    moved.paste(page.crop(block), (block[0] + across, block[1] + down))
    assert difference(moved, page) > MOST_DIFFERENCE


def test_a_line_of_text_that_is_cut_fails() -> None:
    page = busiest()
    inked = [
        row for row in range(60, page.height - 60) if page.crop((0, row, page.width, row + 1)).getextrema()[0] < 100
    ]
    cut = page.copy()
    cut.paste(255, (0, inked[0], page.width, inked[0] + 5))
    assert difference(cut, page) > MOST_DIFFERENCE


def test_a_page_of_another_size_fails() -> None:
    page = busiest()
    assert difference(page.resize((page.width, page.height - 1)), page) == 255
