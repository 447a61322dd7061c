"""Cells: text where the layout put it, grounds and lines in their colours, nothing cut and nothing outside."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from app.layout.builder import CellOptions, PageBuilder
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Cell, Page, Picture, Rect
from app.layout.styles import Font, NumberFormat, style_of
from app.layout.text_fit import LINE_PITCH, cell_lines
from app.paint.canvas import Canvas
from app.paint.cells import text_lines
from app.paint.painter import paint_page
from app.palette import COLOURS, hex_of
from tests.export.council import council_deck
from tests.export.small_deck import red_square, small_deck
from tests.paint.ink import bands, colour_at, coloured, inked, is_palette, page_of, painted, painted_with_margin

BOX = Rect(100, 100, 300, 100)
SENTENCE = "市民課と税務課の窓口で運用中のキャッシュレス決済を、4月から庁外でも始めます（対象は体験料）。"


def ink_of(value: str | int, style: str, box: Rect = BOX) -> Rect:
    found = inked(painted(page_of((box, value, style))), box)
    assert found is not None
    return found


@pytest.fixture
def canvas() -> Iterator[Canvas]:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    yield Canvas(painter, COLOURS)
    painter.end()


def test_text_is_painted_in_its_cell_and_nowhere_else() -> None:
    image = painted(page_of((BOX, "状況", "legend")))
    whole = inked(image, Rect(0, 0, PAGE_WIDTH, PAGE_HEIGHT))
    assert whole is not None and whole == inked(image, BOX)


@pytest.mark.parametrize("style", ["title", "panel", "head", "label shaded", "status_good", "status_behind"])
def test_a_filled_cell_has_its_ground(style: str) -> None:
    fill = style_of(style).fill
    assert fill is not None
    assert is_palette(painted(page_of((BOX, None, style))), 250, 150, fill)


def test_a_ground_ends_where_its_cell_ends() -> None:
    found = coloured(painted(page_of((BOX, None, "panel"))), Rect(0, 0, PAGE_WIDTH, 300), "panel")
    assert found == BOX


def test_a_box_has_lines_on_all_four_edges() -> None:
    image = painted(page_of((BOX, None, "label")))
    for x, y in ((99, 150), (399, 150), (250, 99), (250, 199)):
        near = {colour_at(image, x + dx, y + dy) for dx in (0, 1) for dy in (0, 1)}
        assert hex_of("line") in near
    assert is_palette(image, 250, 150, "white")


def test_a_thick_line_is_thicker_than_a_thin_one() -> None:
    image = painted(page_of((BOX, None, "rule"), (Rect(500, 100, 300, 100), None, "label")))
    thick, thin = coloured(image, Rect(200, 190, 1, 20), "rule"), coloured(image, Rect(600, 190, 1, 20), "line")
    assert thick is not None and thin is not None
    assert (thick.height, thin.height) == (3, 1)


def test_no_pale_line_cuts_a_strong_one() -> None:
    boxes = [(Rect(x, y, 50, 30), None, "label group_end") for x in (100, 150, 200) for y in (100, 130)]
    image = painted(page_of(*boxes))
    for x in range(100, 250):
        assert hex_of("navy") in {colour_at(image, x, y) for y in (129, 130)}


def test_a_line_between_two_cells_is_the_stronger_of_both() -> None:
    image = painted(page_of((BOX, None, "label last"), (Rect(100, 200, 300, 50), None, "label")))
    assert {colour_at(image, 250, y) for y in (199, 200)} == {hex_of("navy")}


def test_text_keeps_to_the_side_that_its_style_names() -> None:
    left, centre, right = (ink_of("件数", f"legend {side}") for side in ("left", "center", "right"))
    assert left.x - BOX.x < 8 and BOX.right - right.right < 8
    assert abs((centre.x - BOX.x) - (BOX.right - centre.right)) <= 2


def test_text_keeps_to_the_height_that_its_style_names() -> None:
    top, middle, bottom = (ink_of("件数", f"legend {place}") for place in ("top", "middle", "bottom_set"))
    assert top.y - BOX.y < 10 and BOX.bottom - bottom.bottom < 10
    assert abs((middle.y - BOX.y) - (BOX.bottom - middle.bottom)) <= 2


def test_an_indent_moves_text_by_three_digits() -> None:
    assert ink_of("件数", "legend indent").x - ink_of("件数", "legend").x == 18


def test_wrapped_text_has_the_lines_that_the_layout_counted() -> None:
    count = len(cell_lines(SENTENCE, BOX.width, style_of("text")))
    assert count > 1
    assert bands(painted(page_of((BOX, SENTENCE, "text"))), BOX) == count


def test_lines_stand_one_pitch_apart(canvas: Canvas) -> None:
    page = page_of((BOX, SENTENCE, "text"))
    cell = next(cell for cell in page.cells if cell.value)
    first, second, *_ = text_lines(canvas, cell, BOX)
    assert second.baseline - first.baseline == pytest.approx(LINE_PITCH * style_of("text").font.em)


def test_spread_lines_share_the_height_evenly(canvas: Canvas) -> None:
    page = page_of((BOX, SENTENCE, "panel"))
    baselines = [line.baseline for line in text_lines(canvas, page.cells[0], page.rect_of(page.cells[0]))]
    steps = [lower - upper for upper, lower in pairwise(baselines)]
    assert steps == pytest.approx([BOX.height / len(baselines)] * len(steps))


def test_one_line_runs_over_empty_cells_but_not_over_full_ones() -> None:
    narrow, beside = Rect(100, 100, 40, 24), Rect(140, 100, 200, 24)
    free = painted(page_of((narrow, "進捗状況の説明", "legend"), (beside, None, "text")))
    assert inked(free, Rect(141, 100, 199, 24)) is not None
    full = painted(page_of((narrow, "進捗状況の説明", "legend"), (beside, "件", "text right")))
    assert inked(full, Rect(141, 100, 150, 24)) is None


def test_wrapped_text_never_leaves_its_cell() -> None:
    image = painted(page_of((Rect(100, 100, 40, 24), SENTENCE, "text")))
    assert inked(image, Rect(140, 0, 800, 300)) is None
    assert inked(image, Rect(0, 124, 400, 300)) is None


def test_a_figure_keeps_its_blanks_free_at_the_right() -> None:
    ends = []
    for pad in (0, 1, 2):
        builder = PageBuilder("試し", "試し")
        builder.add(BOX, 1900, "figure borderless", **CellOptions(number_format=NumberFormat(pad=pad)))
        found = inked(painted(builder.build()), BOX)
        assert found is not None
        ends.append(found.right)
    assert [ends[0] - end for end in ends] == [0, 7, 14]  # half an em of 14 px each


def test_a_negative_figure_shows_its_sign_and_is_wider() -> None:
    plain, negative = ink_of(12, "figure borderless"), ink_of(-12, "figure borderless")
    assert negative.x < plain.x and negative.right == plain.right


def test_a_text_too_wide_for_its_room_is_squeezed(canvas: Canvas) -> None:
    image = QImage(400, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    own, font = Canvas(painter, COLOURS), Font()
    assert own.width(SENTENCE, font) > 300
    own.write_within(SENTENCE, 50, 30, font, 300)
    painter.end()
    found = inked(image, Rect(0, 0, 400, 40))
    assert found is not None and found.x >= 49 and found.right <= 351 and found.width > 280


def test_a_picture_fills_its_place() -> None:
    builder = PageBuilder("試し", "試し")
    builder.add_picture(Picture(rect=Rect(200, 100, 60, 40), data=red_square(), alt_text="赤い四角"))
    image = painted(builder.build())
    assert coloured(image, Rect(0, 0, PAGE_WIDTH, PAGE_HEIGHT), "red") == Rect(200, 100, 60, 40)


def test_an_unreadable_picture_leaves_its_place_empty() -> None:
    builder = PageBuilder("試し", "試し")
    builder.add_picture(Picture(rect=Rect(200, 100, 60, 40), data=b"no picture", alt_text="壊れた画像"))
    assert inked(painted(builder.build()), Rect(0, 0, 400, 300)) is None


def test_the_painter_comes_back_as_it_was() -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(0.25, 0.25)
    painter.setClipRect(QRect(0, 0, 100, 100))
    before = painter.transform(), painter.clipBoundingRect(), painter.pen(), painter.renderHints()
    paint_page(painter, small_deck().pages[0])
    assert (painter.transform(), painter.clipBoundingRect(), painter.pen(), painter.renderHints()) == before
    painter.end()


@pytest.mark.parametrize("page", [*council_deck().pages, *small_deck().pages], ids=lambda page: page.title)
def test_nothing_is_painted_outside_a_page(page: Page) -> None:
    margin = 20
    image = painted_with_margin(page, margin)
    beside = (
        Rect(0, 0, image.width(), margin),
        Rect(0, margin + sum(page.rows), image.width(), margin),
        Rect(0, 0, margin, image.height()),
        Rect(margin + PAGE_WIDTH, 0, margin, image.height()),
    )
    assert [strip for strip in beside if inked(image, strip)] == []


def test_what_hangs_over_the_edge_of_a_page_is_cut_there() -> None:
    picture = Picture(rect=Rect(1000, 100, 60, 40), data=red_square(), alt_text="赤い四角")
    page = replace(small_deck().pages[0], pictures=(picture,))
    found = coloured(painted_with_margin(page, 20), Rect(980, 100, 104, 200), "red")
    assert found is not None and found.right == 20 + PAGE_WIDTH


def overflow(canvas: Canvas, page: Page, cell: Cell) -> str:
    """Return what of a cell's text its rectangle does not hold, in words for the message; empty where it holds all."""
    rect, font = page.rect_of(cell), style_of(cell.style).font
    lines = text_lines(canvas, cell, rect)
    width = max(canvas.width(line.text, font) for line in lines)
    squeezed = any(canvas.width(line.text, font) > line.room + 0.5 for line in lines)
    height = len(lines) * font.em * LINE_PITCH
    outside = any(line.x < rect.x or line.x + line.room > rect.right for line in lines)
    if squeezed or outside or height > rect.height + 1:
        return f"{page.number} {cell.shown!r} {cell.style}: {width:.0f} × {height:.0f} in {rect.width} × {rect.height}"
    return ""


def test_every_text_of_the_council_lies_in_its_cell(canvas: Canvas) -> None:
    pages = council_deck().pages
    found = [overflow(canvas, page, cell) for page in pages for cell in page.cells if cell.shown]
    assert list(filter(None, found)) == []


def test_a_cell_too_small_for_its_text_would_be_found(canvas: Canvas) -> None:
    page = page_of((Rect(100, 100, 60, 30), SENTENCE, "text"))
    assert [overflow(canvas, page, cell) for cell in page.cells if cell.shown] != [""]


def test_exact_figures_are_shown_as_the_sheet_shows_them() -> None:
    long, short = ink_of(Decimal("1234567"), "figure borderless"), ink_of(1, "figure borderless")  # type: ignore[arg-type]
    assert long.width > 8 * short.width
