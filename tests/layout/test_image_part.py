"""Pictures on a slide: in block order, side by side or beside a text, never enlarged or distorted, words below."""

from dataclasses import replace
from itertools import pairwise

from app.domain.images import make_image
from app.domain.report import BlockView, ImageView, ItemReport
from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Page, Picture
from app.layout.slides.item import framed, item_pages
from tests.export.council import council_scene
from tests.layout.test_deck import FRAME, item_of, list_block, text_block, too_high
from tests.pictures import png

LANDSCAPE, UPRIGHT, SMALL = (1600, 1200), (900, 1200), (60, 40)
KEPT = {size: make_image(png(*size)) for size in (LANDSCAPE, UPRIGHT, SMALL)}
SCENE = replace(council_scene(), image={image.uid: image for image in KEPT.values()}.get)


def image_block(size: tuple[int, int] = LANDSCAPE, **words: str) -> BlockView:
    """Return a block with a picture of a size."""
    kept = KEPT[size]
    heading = words.pop("heading", "")
    view = ImageView(kept.uid, kept.mime, kept.width, kept.height, **words)
    return BlockView(uid="i", kind="image", heading=heading, as_of_label="", image=view, caption=view.caption)


def pages_of(report: ItemReport) -> list[Page]:
    builders = item_pages(SCENE, report, FRAME)
    return [framed(builder, FRAME, str(place)) for place, builder in enumerate(builders, 1)]


def page_of(*blocks: BlockView) -> Page:
    (page,) = pages_of(item_of(*blocks))
    return page


def is_in_shape(picture: Picture, size: tuple[int, int]) -> bool:
    return abs(picture.rect.width / picture.rect.height - size[0] / size[1]) < 0.02


def test_one_picture_takes_the_page_in_its_own_shape() -> None:
    (picture,) = page_of(image_block(alt_text="庁舎")).pictures
    assert picture.data == KEPT[LANDSCAPE].data and picture.alt_text == "庁舎"
    assert is_in_shape(picture, LANDSCAPE) and picture.rect.height > 500
    assert abs(picture.rect.x - (PAGE_WIDTH - picture.rect.right)) <= 1


def test_a_small_picture_is_not_enlarged() -> None:
    (picture,) = page_of(image_block(SMALL)).pictures
    assert (picture.rect.width, picture.rect.height) == SMALL


def test_three_pictures_stand_side_by_side_in_their_order() -> None:
    shown = [image_block(LANDSCAPE), image_block(UPRIGHT), image_block(LANDSCAPE)]
    pictures = page_of(*shown).pictures
    by_place = sorted(pictures, key=lambda picture: picture.rect.x)
    assert [picture.data for picture in by_place] == [KEPT[size].data for size in (LANDSCAPE, UPRIGHT, LANDSCAPE)]
    assert len({picture.rect.y for picture in pictures}) == 1
    assert all(left.rect.right < right.rect.x for left, right in pairwise(by_place))


def test_pictures_side_by_side_are_equally_high() -> None:
    pictures = page_of(image_block(LANDSCAPE), image_block(UPRIGHT)).pictures
    heights = [picture.rect.height for picture in pictures]
    assert max(heights) - min(heights) <= 4 and min(heights) > 400
    assert all(is_in_shape(one, LANDSCAPE if one.data == KEPT[LANDSCAPE].data else UPRIGHT) for one in pictures)


def test_four_pictures_stand_two_and_two() -> None:
    pictures = page_of(*[image_block()] * 4).pictures
    assert sorted({picture.rect.y for picture in pictures})[0] < 100
    assert [len([one for one in pictures if one.rect.y == y]) for y in {picture.rect.y for picture in pictures}] == [
        2,
        2,
    ]


def test_a_picture_stands_at_the_right_of_the_text_before_it() -> None:
    page = page_of(text_block("窓口で使っています。\n" * 6), image_block())
    (picture,) = page.pictures
    texts = [page.rect_of(cell) for cell in page.cells if cell.style.startswith("panel")]
    assert picture.rect.x >= max(rect.right for rect in texts)
    assert picture.rect.y < max(rect.bottom for rect in texts)


def test_pictures_keep_their_place_before_what_needs_the_whole_width() -> None:
    page = page_of(image_block(), list_block([f"{number}番目の手続き" for number in range(8)]))
    (picture,) = page.pictures
    rows = [page.rect_of(cell) for cell in page.cells if "番目" in cell.shown]
    assert picture.rect.right <= min(rect.x for rect in rows) or picture.rect.bottom <= min(rect.y for rect in rows)


def test_caption_and_source_stand_below_in_that_order() -> None:
    page = page_of(image_block(caption="講座の様子", source="総務省資料", heading="スマホ講座"))
    (picture,) = page.pictures
    heading, caption, source = (
        next(page.rect_of(cell) for cell in page.cells if cell.shown == text)
        for text in ("スマホ講座", "講座の様子", "出典: 総務省資料")
    )
    assert heading.bottom <= picture.rect.y < picture.rect.bottom <= caption.y < caption.bottom <= source.y
    assert picture.alt_text == "講座の様子"


def test_words_of_any_length_leave_room_for_the_picture() -> None:
    long = "長い説明です。" * 300
    for blocks in ([image_block(caption=long, source=long, heading=long)] * 3, [image_block(UPRIGHT, caption=long)]):
        for page in pages_of(item_of(*blocks)):
            assert all(picture.rect.height >= 200 for picture in page.pictures)
            assert not any(too_high(page, cell) for cell in page.cells)
            assert page.row_edges()[-1] <= PAGE_HEIGHT


def test_permission_and_notes_are_not_printed() -> None:
    page = page_of(image_block(permission="本人同意あり", caption="講座"))
    assert not any("同意" in cell.shown for cell in page.cells)


def test_a_place_that_waits_for_its_picture_is_not_printed() -> None:
    empty = BlockView(uid="i", kind="image", heading="", as_of_label="", image=ImageView(caption="講座"))
    lost = BlockView(uid="i", kind="image", heading="", as_of_label="", image=ImageView("gone", "image/png", 0, 0))
    assert pages_of(item_of(empty, lost)) == []
