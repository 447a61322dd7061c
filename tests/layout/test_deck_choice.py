"""The deck follows what a person chose: slides and order, numbers over what is printed, mark, foot and colour."""

from dataclasses import replace

import pytest

from app.domain.edits import change
from app.domain.errors import BoardError, InputError
from app.domain.outline import outline
from app.domain.paper_edits import MOST_FOOTER, moved_edits, printed_edits, setting_edits
from app.domain.report_goal import Scene
from app.domain.report_item import blocks_of
from app.layout.deck import SAMPLE_STAMP, build_deck, deck_pages, stamp_of
from app.layout.page import Page
from app.layout.styles import style_of
from app.layout.text_fit import line_width
from tests.domain.papers import after, keys, paper_of, printed
from tests.domain.scenes import BOARDS

CHATBOT, RPA = "item:dx-chatbot", "item:dx-rpa"


def chosen_paper() -> Scene:
    """Return the council's paper with a goal and an item left out and an item moved to the front."""
    scene = paper_of()
    for key in ("goal:goal-2", RPA):
        scene = after(scene, printed_edits(scene, key, False))
    return after(scene, moved_edits(scene, CHATBOT, 1))


def marked(number: str, mark: str) -> Scene:
    """Return the council's paper with a number and a mark."""
    scene = paper_of()
    scene = after(scene, setting_edits(scene, "paper_number", number))
    return after(scene, setting_edits(scene, "paper_mark", mark))


def cells_of(page: Page, base: str) -> list[tuple[str, int]]:
    """Return words and width in px of a page's cells in a style and its variants."""
    return [
        (cell.shown, page.rect_of(cell).width) for cell in page.cells if cell.style.split()[0] == base and cell.shown
    ]


@pytest.mark.parametrize("board", BOARDS)
def test_each_printed_slide_has_its_pages_in_the_order_of_the_outline(board: str) -> None:
    scene = paper_of(board)
    slides = list(deck_pages(scene))
    assert [slide.entry.key for slide in slides] == printed(scene)
    assert all(slide.pages for slide in slides)
    assert build_deck(scene).pages == tuple(page for slide in slides for page in slide.pages)


def test_pages_and_sections_are_numbered_over_what_is_printed() -> None:
    slides = list(deck_pages(chosen_paper()))
    assert [slide.entry.key for slide in slides][:4] == ["cover", CHATBOT, "section", "goal:goal-1"]
    pages = [page for slide in slides for page in slide.pages]
    assert [page.number for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
    assert all(cells_of(page, "page_number")[0][0] == page.number for page in pages)
    sections = [slide.pages[0] for slide in slides if slide.entry.kind == "section"]
    assert [cells_of(page, "title")[0][0] for page in sections] == ["1", "2"]


def test_what_is_left_out_is_not_on_the_data_sheets_either() -> None:
    scene = paper_of("sample")
    left_out = after(scene, printed_edits(scene, "goal:goal-1", False))
    for one, found in ((scene, True), (left_out, False)):
        tables = [table for sheet in build_deck(one).data_sheets for table in sheet.tables]
        words = {cell.value for table in tables for row in table.rows for cell in row}
        assert ("延べ参加者数（年間）" in words) == found


def test_a_section_whose_items_have_nothing_to_print_is_left_out_unless_wanted() -> None:
    scene = paper_of()
    items = [entry.node or "" for entry in outline(scene) if entry.kind == "item"]
    for block in (block for node in items for block in blocks_of(scene, node)):
        emptied = replace(block, kind="text", body=" ", table=None, heading=None)
        scene = after(scene, [change(block, emptied)])
    assert "section:dx" in printed(scene)
    assert "section:dx" not in [slide.entry.key for slide in deck_pages(scene) if slide.pages]
    for node in items:
        scene = after(scene, printed_edits(scene, f"item:{node}", False))
    wanted = after(scene, printed_edits(scene, "section:dx", True))
    assert "section:dx" in [slide.entry.key for slide in deck_pages(wanted) if slide.pages]


def test_a_paper_without_a_page_is_no_paper() -> None:
    scene = paper_of()
    for key in keys(scene):
        scene = after(scene, printed_edits(scene, key, False))
    with pytest.raises(BoardError, match="印刷するページがありません"):
        build_deck(scene)


@pytest.mark.parametrize(
    ("number", "mark", "words"),
    [
        ("資料１", "draft", "資料１（案）"),
        ("資料１０－２", "replaced", "資料１０－２（差替）"),
        ("参考資料１０", "tabled", "参考資料１０（机上配布）"),
        ("資料１", "", "資料１"),
        ("", "tabled", "机上配布"),
    ],
)
def test_the_box_says_number_and_mark_whole_on_every_page_with_a_head(number: str, mark: str, words: str) -> None:
    slides = list(deck_pages(marked(number, mark)))
    for slide in slides:
        for page in slide.pages:
            found = cells_of(page, "stamp")
            assert [text for text, _ in found] == ([] if slide.entry.kind in ("section", "closing") else [words])
            assert all(line_width(text, style_of("stamp")) + 12 <= width for text, width in found)


def test_a_sample_says_so_whatever_its_mark_and_a_paper_without_both_has_no_box() -> None:
    scene = after(paper_of("sample"), setting_edits(paper_of("sample"), "paper_mark", "draft"))
    assert stamp_of(scene) == SAMPLE_STAMP
    assert stamp_of(marked("", "")) is None


def test_the_foot_is_the_division_as_chosen_and_the_longest_one_is_whole() -> None:
    name = "課" * MOST_FOOTER
    scene = after(paper_of(), setting_edits(paper_of(), "print_footer", name))
    pages = build_deck(scene).pages
    assert all([text for text, _ in cells_of(page, "office")] == [name] for page in pages)
    presenter = paper_of().meeting
    assert presenter and presenter.presenter in [cell.shown for cell in pages[0].cells]


def test_the_city_s_colour_is_the_deck_s() -> None:
    scene = after(paper_of(), setting_edits(paper_of(), "print_colour", "#00552e"))
    assert build_deck(scene).accent == "#00552e"
    assert build_deck(scene).colours["navy"] == "#00552e"
    assert build_deck(paper_of()).colours["navy"] == "#1f3a5f"
    assert build_deck(scene).pages == build_deck(paper_of()).pages


def test_a_loaded_colour_that_cannot_be_printed_is_refused_with_what_to_do() -> None:
    scene = paper_of()
    board = scene.index.board
    with pytest.raises(InputError, match="もっと暗い色"):
        build_deck(after(scene, [change(board, replace(board, print_colour="#ffff00"))]))
