"""Pictures in a document: stored once, gone with the last block that shows them, and back with an undo."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.blocks import Block, Image
from app.domain.board_text import check_references, format_board, parse_board
from app.domain.errors import InputError
from app.domain.history import History
from app.domain.image_warnings import image_warnings
from app.domain.images import make_image
from app.domain.report import ImageView
from app.services.document import Document
from app.services.tasks import scene_of
from app.storage.repository import create_board
from tests.pictures import png

NODE = "dx-rpa"
ONE, TWO = (30, 20), (20, 30)


def picture(size: tuple[int, int] = ONE) -> Image:
    return make_image(png(*size))


def stored(document: Document) -> set[str]:
    return {image.uid for image in document.repository.read(Image)}


def view_of(document: Document, block: str) -> ImageView:
    found = next(view.image for view in document.item_report(NODE).blocks if view.uid == block)
    assert found is not None
    return found


def contents(document: Document) -> dict[str, list[object]]:
    return {table: list(rows) for table, rows in document.repository.dump_rows().items() if table != "history"}


def test_a_picture_is_in_the_report_with_its_size_and_words(document: Document) -> None:
    (block,) = document.put_images(NODE, [picture()])
    for name in ("caption", "alt_text", "source", "permission"):
        document.set_field("block", block, name, f"{name}の文")
    words = ("captionの文", "alt_textの文", "sourceの文", "permissionの文")
    assert view_of(document, block) == ImageView(picture().uid, "image/png", 30, 20, *words)
    assert document.image(picture().uid) == picture()


def test_the_same_picture_is_stored_once(document: Document) -> None:
    document.put_images(NODE, [picture(), picture(), picture(TWO)])
    document.put_images("dx-chatbot", [picture()])
    assert stored(document) == {picture().uid, picture(TWO).uid}


def test_pictures_stand_behind_their_block_in_the_order_they_came(document: Document) -> None:
    first = document.item_report(NODE).blocks[0].uid
    added = document.put_images(NODE, [picture(), picture(TWO), picture()], after=first)
    assert [view.uid for view in document.item_report(NODE).blocks][:4] == [first, *added]


def test_the_first_picture_fills_the_block_and_the_others_follow_it(document: Document) -> None:
    empty = document.add_block(NODE, "image", "", document.item_report(NODE).blocks[0].uid)
    added = document.put_images(NODE, [picture(), picture(TWO)], block=empty)
    assert added[0] == empty
    assert [view.uid for view in document.item_report(NODE).blocks][1:3] == list(added)
    assert view_of(document, empty).uid == picture().uid


def test_a_replaced_picture_leaves_the_file_unless_another_block_shows_it(document: Document) -> None:
    first, second = document.put_images(NODE, [picture(), picture()])
    document.put_images(NODE, [picture(TWO)], block=first)
    assert stored(document) == {picture().uid, picture(TWO).uid}
    document.put_images(NODE, [picture(TWO)], block=second)
    assert stored(document) == {picture(TWO).uid}


def test_a_picture_put_over_itself_is_no_edit(document: Document) -> None:
    (block,) = document.put_images(NODE, [picture()])
    revision = document.revision
    document.put_images(NODE, [picture()], block=block)
    assert document.revision == revision


def test_a_cleared_block_keeps_its_words(document: Document) -> None:
    (block,) = document.put_images(NODE, [picture()])
    document.set_field("block", block, "caption", "庁舎")
    document.clear_image(block)
    assert view_of(document, block) == ImageView(caption="庁舎")
    assert stored(document) == set()


VERBS: dict[str, Callable[[Document, str], object]] = {
    "add": lambda d, _: d.put_images(NODE, [picture(TWO), picture((5, 5))]),
    "replace": lambda d, block: d.put_images(NODE, [picture(TWO)], block=block),
    "clear": lambda d, block: d.clear_image(block),
    "delete block": lambda d, block: d.delete("block", block),
    "delete item": lambda d, _: d.delete("node", NODE),
}


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_is_one_step_that_undo_takes_back(document: Document, name: str) -> None:
    (block,) = document.put_images(NODE, [picture()])
    before, revision = contents(document), document.revision
    VERBS[name](document, block)
    after = contents(document)
    assert after != before and document.revision == revision + 1
    used = {row.image for row in document.index.all(Block) if row.image}
    assert stored(document) == used
    document.undo()
    assert contents(document) == before
    document.redo()
    assert contents(document) == after


def test_undo_leads_to_the_slide(document: Document) -> None:
    (block,) = document.put_images(NODE, [picture()])
    document.put_images(NODE, [picture(TWO)], block=block)
    change = document.undo()
    assert change is not None and change.place is not None
    assert (change.place.tab, change.place.node, change.place.key) == ("dx", NODE, (block,))


def test_the_history_names_pictures_and_does_not_hold_them(document: Document) -> None:
    document.put_images(NODE, [picture()])
    last = document.repository.read(History)[-1]
    assert picture().uid in last.edits and len(last.edits) < 1500


def test_a_dump_carries_pictures_to_another_file(document: Document, tmp_path: Path) -> None:
    document.put_images(NODE, [picture(), picture(TWO)])
    rows = parse_board(format_board(document.repository.dump_rows()))
    check_references(rows)
    again = create_board(tmp_path / "again.ictplan", rows, created_with="tests")
    assert {image.uid: image.data for image in again.read(Image)} == {
        one.uid: one.data for one in (picture(), picture(TWO))
    }
    assert format_board(again.dump_rows()) == format_board(document.repository.dump_rows())
    again.close()


def test_a_scene_read_whole_holds_the_printed_pictures_after_the_file_is_closed(document: Document) -> None:
    shown, hidden = document.put_images(NODE, [picture(), picture(TWO)])
    document.set_field("block", hidden, "printed", "")
    scene = scene_of(document.repository)
    document.repository.database.rows("SELECT 1")
    assert scene.image(picture().uid) == picture()
    assert scene.image(picture(TWO).uid) is None
    assert view_of(document, shown).width == 30


@pytest.mark.parametrize("data", [b"", b"<svg/>", bytes(2_000_000), png()[:20]])
def test_bytes_that_are_no_picture_are_never_kept(data: bytes) -> None:
    with pytest.raises(InputError):
        make_image(data)


def test_what_is_missing_of_pictures_is_listed_before_they_are_printed(document: Document) -> None:
    assert image_warnings(document.scene) == ()
    (kept,) = document.put_images(NODE, [picture()])
    empty = document.add_block(NODE, "image", "", kept)
    title = document.field("node", NODE, "title")
    found = image_warnings(document.scene)
    assert [(item.node, item.block) for item in found] == [(NODE, kept), (NODE, empty)]
    assert found[0].message.startswith(f"「{title}」の1枚目の画像: 代替テキストがありません。")
    assert found[1].message.startswith(f"「{title}」の2枚目の画像: 画像がありません。")
    document.set_field("block", kept, "alt_text", "機械が書類を読み取っている")
    document.delete("block", empty)
    assert image_warnings(document.scene) == ()


def test_a_stored_picture_that_cannot_be_read_is_listed_and_not_printed(document: Document) -> None:
    broken = Image(uid="broken", mime="image/png", width=30, height=20, data=b"no picture")
    (block,) = document.put_images(NODE, [broken])
    document.set_field("block", block, "heading", "庁舎")
    assert (view_of(document, block).uid, view_of(document, block).width) == ("broken", 0)
    (warning,) = image_warnings(document.scene)
    assert "画像「庁舎」: 画像を読めません。" in warning.message
