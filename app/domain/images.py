"""Pictures as the file keeps them: PNG or JPEG named by the hash of its bytes, and what its head says of its size."""

from app.domain.blocks import Image
from app.domain.errors import InputError

MOST_BYTES = 1_000_000
MOST_SIDE, MOST_OTHER_SIDE = 3508, 2480  # px: A4 at 300 dpi
PNG, JPEG = "image/png", "image/jpeg"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_JPEG_HEAD = b"\xff\xd8\xff"
_NO_FRAME = {0xC4, 0xC8, 0xCC}  # in the range of a JPEG's frame markers, but tables
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}


def make_image(data: bytes) -> Image:
    """Return the row that keeps a PNG or JPEG.

    Raises InputError where the bytes are neither, are more than MOST_BYTES, or say to be larger than A4 at 300 dpi.
    """
    head = header_of(data)
    if head is None or len(data) > MOST_BYTES:
        raise InputError("画像として読めません。別の画像を選んでください。")
    mime, width, height = head
    from hashlib import sha256  # not needed to show pictures

    return Image(uid=sha256(data).hexdigest(), mime=mime, width=width, height=height, data=data)


def header_of(data: bytes) -> tuple[str, int, int] | None:
    """Return media type, width and height in px as a PNG's or JPEG's head says, None for anything else.

    A head that says to be larger than the program ever keeps is None too: such a picture is made to harm.
    """
    found: tuple[str, int, int] | None = None
    if data.startswith(_PNG_HEAD) and data[12:16] == b"IHDR":
        found = (PNG, int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
    elif data.startswith(_JPEG_HEAD):
        found = _jpeg_header(data)
    return found if found and _may_be(found[1], found[2]) else None


def _may_be(width: int, height: int) -> bool:
    return 0 < max(width, height) <= MOST_SIDE and 0 < min(width, height) <= MOST_OTHER_SIDE


def _jpeg_header(data: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            return JPEG, int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        if marker == 0xFF:  # padding before a marker
            at += 1
        else:
            at += 2 if marker in _WITHOUT_LENGTH else 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
