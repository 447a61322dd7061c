"""Sheets: slides within the margins, room for binding on the right side, a true word about the smallest text."""

from datetime import date
from itertools import product

import pytest

from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Rect, build_deck
from app.layout.page import Page as LaidOut
from app.paint.sheet import BINDING, LEAST_TEXT_PT, MM_PER_PX, PAPERS, SheetPlan, place_of, smallest_text_pt
from tests.export.council import council_deck
from tests.paint.ink import page_of

PLANS = [SheetPlan(paper, binding, duplex) for paper, binding, duplex in product(PAPERS, (False, True), (False, True))]


def span(plan: SheetPlan, index: int) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a slide in mm."""
    place = place_of(plan, index)
    return place.x, place.y, place.x + PAGE_WIDTH * place.mm_per_px, place.y + PAGE_HEIGHT * place.mm_per_px


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_slides_lie_within_the_margins_and_apart(plan: SheetPlan) -> None:
    width, height = plan.size
    for index in range(4):
        left, top, right, bottom = span(plan, index)
        assert left >= 8.99 and right <= width - 8.99 and top >= 11.99 and bottom <= height - 8.99
    if plan.slides == 2:
        first, second = span(plan, 0), span(plan, 1)
        assert second[0] >= first[2] or second[1] >= first[3]


def test_a_single_slide_is_printed_as_the_workbook_prints_it() -> None:
    place = place_of(SheetPlan(), 0)
    assert place.mm_per_px == MM_PER_PX and place.y == 12
    assert place.x == pytest.approx((297 - PAGE_WIDTH * MM_PER_PX) / 2)


@pytest.mark.parametrize("paper", PAPERS)
def test_binding_is_at_the_left_and_on_the_back_at_the_right(paper: str) -> None:
    one_sided, both = SheetPlan(paper, True), SheetPlan(paper, True, True)  # type: ignore[arg-type]
    back = both.slides  # the first slide of the second sheet
    assert span(one_sided, back) == span(one_sided, 0) == span(both, 0)
    assert span(both, 0)[0] - span(both, back)[0] == pytest.approx(BINDING)
    assert span(both, 2 * back) == span(both, 0)


def test_two_slides_on_a_sheet_make_small_text_that_is_warned_of() -> None:
    deck = council_deck()
    assert smallest_text_pt(deck, SheetPlan()) == 9
    assert LEAST_TEXT_PT < smallest_text_pt(deck, SheetPlan("a4x2")) < 9
    assert smallest_text_pt(deck, SheetPlan("a4x2", binding=True)) < LEAST_TEXT_PT


def test_only_text_that_is_printed_counts() -> None:
    def smallest(page: LaidOut) -> float:
        return smallest_text_pt(build_deck("題", "課", date(2023, 3, 20), (page,)), SheetPlan())

    large, small = (Rect(0, 0, 300, 40), "題", "title"), Rect(0, 60, 300, 40)
    assert smallest(page_of(large, (small, None, "note"))) == 21
    assert smallest(page_of(large, (small, "注", "note"))) == 9
