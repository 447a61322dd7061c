"""Pictures of a board in the council workbook: their bytes, their words for those who cannot see them, their place."""

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from app.domain.blocks import Image
from app.domain.images import make_image
from app.export.workbook import write_workbook
from app.layout.deck import build_deck
from app.layout.page import Deck, Page, Rect
from app.services.document import Document
from app.services.tasks import scene_of
from tests.pictures import encoded, png, two_halves

NODE = "dx-rpa"
EMU_PER_PX = 9525
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@pytest.fixture
def deck(document: Document) -> Deck:
    """Return the paper of a board with a drawing and a photograph, laid out when its file is closed."""
    pictures = [make_image(png(400, 300)), make_image(encoded(two_halves(500, 300), "jpg"))]
    first, second = document.put_images(NODE, pictures)
    document.set_field("block", first, "alt_text", '机の上の "書類" <と> 機械')
    document.set_field("block", second, "caption", "読み取りの様子")
    return build_deck(scene_of(document.repository))


def write(deck: Deck, path: Path) -> ZipFile:
    for _ in write_workbook(deck, path):
        pass
    return ZipFile(path)


def page_with_pictures(deck: Deck) -> tuple[int, Page]:
    return next((place, page) for place, page in enumerate(deck.pages) if page.pictures)


def anchored(anchor: ElementTree.Element, page: Page) -> Rect:
    """Return the px rectangle of an anchor in a page's grid."""

    def corner(name: str) -> tuple[int, int]:
        found = anchor.find(f"{DRAWING}{name}")
        numbers = [int(part.text or "") for part in ([] if found is None else found)]
        col, right, row, down = numbers
        return page.column_edges()[col] + right // EMU_PER_PX, page.row_edges()[row] + down // EMU_PER_PX

    (x, y), (end, bottom) = corner("from"), corner("to")
    return Rect(x, y, end - x, bottom - y)


def test_pictures_stand_byte_for_byte_where_the_page_has_them(deck: Deck, tmp_path: Path) -> None:
    _, page = page_with_pictures(deck)
    with write(deck, tmp_path / "a.xlsx") as archive:
        media = {name: archive.read(name) for name in archive.namelist() if "/media/" in name}
        drawings = [name for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
        drawing = next(
            text for name in drawings if "<xdr:pic" in (text := archive.read(name).decode()) or "<pic" in text
        )
    assert sorted(name.rpartition(".")[2] for name in media) == ["jpeg", "png"]
    assert sorted(media.values()) == sorted(picture.data for picture in page.pictures)
    anchors = ElementTree.fromstring(drawing).findall(f"{DRAWING}twoCellAnchor")
    assert [anchored(anchor, page) for anchor in anchors[-2:]] == [picture.rect for picture in page.pictures]
    described = [element.get("descr") for element in ElementTree.fromstring(drawing).iter(f"{DRAWING}cNvPr")]
    assert sorted(text or "" for text in described[-2:]) == ['机の上の "書類" <と> 機械', "読み取りの様子"]


def test_the_same_board_gives_the_same_bytes(deck: Deck, document: Document, tmp_path: Path) -> None:
    write(deck, tmp_path / "a.xlsx").close()
    for _ in document.export_task(tmp_path / "b.xlsx")():
        pass
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_picture_broken_behind_its_head_goes_out_as_it_is(document: Document, tmp_path: Path) -> None:
    broken = Image(uid="broken", mime="image/png", width=40, height=30, data=png()[:60])
    document.put_images(NODE, [broken])
    with write(build_deck(scene_of(document.repository)), tmp_path / "a.xlsx") as archive:
        assert archive.read("xl/media/image1.png") == broken.data
