"""What the head of a picture says of it, read without decoding anything."""

import pytest
from PySide6.QtGui import QImage

from app.domain.images import MOST_OTHER_SIDE, MOST_SIDE, header_of
from tests.pictures import declared, encoded, png, turned_jpeg, two_halves


def test_png_and_jpeg_say_their_size() -> None:
    assert header_of(png(30, 20)) == ("image/png", 30, 20)
    assert header_of(encoded(two_halves(33, 21), "jpg")) == ("image/jpeg", 33, 21)
    assert header_of(turned_jpeg()) == ("image/jpeg", 80, 40)


def test_the_largest_picture_kept_is_a4_at_300_dpi_either_way() -> None:
    for size in ((MOST_SIDE, MOST_OTHER_SIDE), (MOST_OTHER_SIDE, MOST_SIDE)):
        assert header_of(declared(*size)) == ("image/png", *size)
    for size in ((MOST_SIDE + 1, 10), (MOST_OTHER_SIDE + 1, MOST_OTHER_SIDE + 1), (0, 10), (60_000, 60_000)):
        assert header_of(declared(*size)) is None


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\0", b"GIF89a", b"x" * 50]
)
def test_anything_else_has_no_head(data: bytes) -> None:
    assert header_of(data) is None


def test_a_jpeg_cut_at_any_place_is_read_or_refused_and_never_harms() -> None:
    whole = encoded(QImage(33, 21, QImage.Format.Format_RGB32), "jpg")
    assert {header_of(whole[:end]) for end in range(len(whole))} == {None, ("image/jpeg", 33, 21)}
