"""Pictures for tests, made on the spot: a blue half beside a red one, and files that harm careless readers."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

BLUE, RED = "#1f3a5f", "#c8102e"
TIFF_ORIENTATION, GPS_TAG, TURNED_RIGHT = 0x0112, 0x8825, 6


def two_halves(width: int, height: int) -> QImage:
    """Return an image whose left half is blue, its right half red."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(BLUE))
    painter = QPainter(image)
    painter.fillRect(width // 2, 0, width, height, QColor(RED))
    painter.end()
    return image


def encoded(image: QImage, kind: str = "png") -> bytes:
    """Return an image as the bytes of a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, -1)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a small PNG; another size is another picture."""
    return encoded(two_halves(width, height))


def turned_jpeg() -> bytes:
    """Return a photograph of 80 × 40 px that its EXIF data turn upright, with the place where it was taken."""
    exif = Image.Exif()
    exif[TIFF_ORIENTATION] = TURNED_RIGHT
    exif.get_ifd(GPS_TAG)[1] = "N"
    exif.get_ifd(GPS_TAG)[2] = (35.0, 13.0, 25.0)
    stream = BytesIO()
    Image.open(BytesIO(png(80, 40))).convert("RGB").save(stream, "jpeg", exif=exif, comment=b"secret words")
    return stream.getvalue()


def moving_gif() -> bytes:
    """Return an animation of a blue frame and a red one."""
    frames = [Image.new("RGB", (20, 10), colour) for colour in (BLUE, RED)]
    stream = BytesIO()
    frames[0].save(stream, "gif", save_all=True, append_images=frames[1:], duration=100)
    return stream.getvalue()


def declared(width: int, height: int, depth: int = 8, colours: int = 2) -> bytes:
    """Return a PNG that declares a size and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
