"""A workbook of 200 pages: it counts up to its end, can be stopped anywhere, and never leaves half a file."""

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.export.workbook import write_workbook
from app.layout.builder import PageBuilder
from app.layout.page import Deck, Page, Rect, build_deck

PAGES = 200
STEPS = PAGES + 2  # no chart, so no data sheet; then packing and saving


def page(number: int) -> Page:
    """Return a page with a title, its number, and a small table."""
    builder = PageBuilder(f"{number}頁の表題", f"{number} 頁", str(number))
    builder.add(Rect(0, 0, 600, 40), builder.title, "title")
    for row in range(5):
        builder.add(Rect(0, 60 + row * 20, 200, 20), f"項目{row}", "label")
        builder.add(Rect(200, 60 + row * 20, 100, 20), number * 1000 + row, "figure")
    return builder.build()


@pytest.fixture(scope="module")
def deck() -> Deck:
    return build_deck("多い頁", "情報政策課", date(2023, 3, 20), tuple(page(number) for number in range(1, PAGES + 1)))


def test_progress_counts_each_page_up_to_the_end(deck: Deck, tmp_path: Path) -> None:
    target = tmp_path / "多い頁.xlsx"
    steps = []
    for step in write_workbook(deck, target):
        steps.append(step)
        assert target.exists() == (step.done == STEPS), "the file appears whole, at the end"
    assert [step.done for step in steps] == list(range(STEPS + 1))
    assert {step.total for step in steps} == {STEPS}
    assert [step.text for step in steps[:PAGES]] == [
        f"「{number}頁の表題」を書いています" for number in range(1, PAGES + 1)
    ]
    assert [file.name for file in tmp_path.iterdir()] == [target.name]
    book = CalamineWorkbook.from_path(target)
    assert len(book.sheet_names) == PAGES
    last = [value for row in book.get_sheet_by_index(PAGES - 1).to_python() for value in row if value != ""]
    assert last[0] == f"{PAGES}頁の表題" and last[-1] == PAGES * 1000 + 4


@pytest.mark.parametrize("taken", [1, PAGES // 2, PAGES + 1, STEPS])
@pytest.mark.parametrize("before", [None, b"old"])
def test_stopping_leaves_neither_a_new_file_nor_a_draft(
    deck: Deck, tmp_path: Path, taken: int, before: bytes | None
) -> None:
    target = tmp_path / "多い頁.xlsx"
    if before is not None:
        target.write_bytes(before)
    task = write_workbook(deck, target)
    for _ in range(taken):
        next(task)
    task.close()  # type: ignore[attr-defined]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == ({target.name: before} if before else {})
