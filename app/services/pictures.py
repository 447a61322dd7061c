"""Pictures from outside made into what the file keeps: small, upright, PNG or JPEG, without a word of metadata.

Nothing of a picture is decoded before its first bytes and its declared size are known to be harmless, and only by the
one decoder that its first bytes name. Reading, shrinking and writing happen inside Qt, which leaves the window free
while they run in a job.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter

from app.domain.blocks import Image
from app.domain.errors import InputError
from app.domain.images import MOST_BYTES, MOST_OTHER_SIDE, MOST_SIDE, make_image
from app.domain.progress import Progress

MOST_FILE = 64_000_000  # bytes
MOST_PIXELS = 64_000_000  # 256 MB while it is decoded
MOST_AT_ONCE = 20
_QUALITIES = (90, 82, 74)
_SHRINK = 0.9
_HEADS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"BM", "bmp"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_AS_PNG = "PNGかJPEGで保存し直してから入れてください。"
_DEEP = {QImage.Format.Format_RGBA64, QImage.Format.Format_RGBX64, QImage.Format.Format_RGBA64_Premultiplied}
_KEPT_FORMATS = {
    QImage.Format.Format_RGB32,
    QImage.Format.Format_ARGB32,
    QImage.Format.Format_Grayscale8,
    QImage.Format.Format_Indexed8,
    QImage.Format.Format_Mono,
}


@dataclass(frozen=True, slots=True)
class PictureSource:
    """A picture as it came: a file, the bytes of one, or an image of the clipboard; `name` is for messages."""

    name: str
    content: Path | bytes | QImage


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of pictures from outside: those that can be kept, and for each other one a message."""

    pictures: tuple[Image, ...]
    refusals: tuple[str, ...]


def intake_task(sources: Sequence[PictureSource]) -> Callable[[], Iterator[Progress | Intake]]:
    """Return the job that prepares pictures; it yields its progress and last an Intake.

    At most MOST_AT_ONCE are taken, the others refused.
    """

    def work() -> Iterator[Progress | Intake]:
        pictures: list[Image] = []
        refusals: list[str] = []
        for place, source in enumerate(sources[:MOST_AT_ONCE]):
            yield Progress(f"画像「{source.name}」を読み込んでいます", place, len(sources))
            try:
                pictures.append(prepared(source.content))
            except InputError as error:
                refusals.append(f"「{source.name}」: {error.message}")
        if len(sources) > MOST_AT_ONCE:
            refusals.append(f"一度に入れられる画像は{MOST_AT_ONCE}枚までです。残りは分けて入れてください。")
        yield Intake(tuple(pictures), tuple(refusals))

    return work


def prepared(content: Path | bytes | QImage) -> Image:
    """Return a picture as the file keeps it.

    At most A4 at 300 dpi and MOST_BYTES, turned as its EXIF data say, the first frame of an animation; a photograph
    becomes JPEG, anything else PNG while it is small enough. Raises InputError with what to do for what is no picture.
    """
    if isinstance(content, QImage):
        buffer, kind = _buffer_of(content), "png"
    else:
        data = content if isinstance(content, bytes) else _file(content)
        kind = _kind(data)
        _refuse_cut_off(data, kind)
        buffer = _buffer(data)
    size = _declared(buffer, kind)
    share = min(1.0, MOST_SIDE / max(size.width(), size.height()), MOST_OTHER_SIDE / min(size.width(), size.height()))
    while True:
        image = _plain(_decoded(buffer, kind, size if share == 1 else _scaled(size, share)))
        written = b""
        for written in _written(image, kind):
            if len(written) <= MOST_BYTES:
                return make_image(written)
        share *= min(_SHRINK, sqrt(MOST_BYTES / len(written)))


def shown(data: bytes, bounds: QSize) -> QImage:
    """Return a stored picture decoded to fit into bounds in px, never enlarged; InputError where it cannot be read."""
    buffer, kind = _buffer(data), _kind(data)
    size = _declared(buffer, kind)
    fitting = size.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio)
    return _decoded(buffer, kind, fitting if fitting.width() < size.width() else size)


def _file(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InputError("ファイルではありません。画像のファイルを選んでください。")
        if path.stat().st_size > MOST_FILE:
            raise InputError(f"ファイルが大きすぎます（{MOST_FILE // 1_000_000}MBまで）。縮小してから入れてください。")
        return path.read_bytes()
    except OSError as error:
        raise InputError("ファイルを読めません。場所と、ほかのソフトで使用中でないかを確かめてください。") from error


def _kind(data: bytes) -> str:
    """Return the decoder for what the first bytes say; InputError for anything but PNG, JPEG, BMP and GIF."""
    if not data:
        raise InputError("ファイルが空です（0バイト）。元の画像を確かめてください。")
    if len(data) > MOST_FILE:
        raise InputError(f"画像が大きすぎます（{MOST_FILE // 1_000_000}MBまで）。縮小してから入れてください。")
    for head, kind in _HEADS:
        if data.startswith(head):
            return kind
    name = _other_kind(data)
    raise InputError(f"{name}は入れられません。{_AS_PNG}" if name else f"画像のファイルではありません。{_AS_PNG}")


def _other_kind(data: bytes) -> str:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!")) and b"<svg" in start):
        return "SVG画像"
    if b"%pdf-" in start:
        return "PDF"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        return "HEIC画像"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP画像"
    return "TIFF画像" if data[:4] in (b"II*\0", b"MM\0*") else ""


def _refuse_cut_off(data: bytes, kind: str) -> None:
    """Refuse a file that ends too soon where the decoder would fill the rest with grey and say nothing."""
    whole = True
    if kind == "png":
        whole = b"IEND" in data
    elif kind == "jpg":
        whole = data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda")
    elif kind == "bmp":
        whole = len(data) >= int.from_bytes(data[2:6], "little")
    elif kind == "gif":
        whole = data.rstrip(b"\0").endswith(b";")
    if not whole:
        raise _unreadable()


def _unreadable() -> InputError:
    return InputError("画像が壊れているか、途中で切れています。元の画像を開いて確かめ、PNGで保存し直してください。")


def _buffer(data: bytes) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _buffer_of(image: QImage) -> QBuffer:
    """Return an image of the clipboard as a quickly written PNG, which Qt then shrinks while it reads it."""
    if image.isNull() or image.width() * image.height() > MOST_PIXELS:
        raise _too_many_pixels() if not image.isNull() else _unreadable()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    writer = QImageWriter(buffer, b"png")
    writer.setCompression(0)
    if not writer.write(image):
        raise _unreadable()
    return buffer


def _too_many_pixels() -> InputError:
    most = MOST_PIXELS // 10_000
    return InputError(f"画像が大きすぎます（{most:,}万画素まで）。縮小してから入れてください。")


def _reader(buffer: QBuffer, kind: str) -> QImageReader:
    buffer.seek(0)
    reader = QImageReader(buffer, kind.encode())
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader


def _declared(buffer: QBuffer, kind: str) -> QSize:
    """Return the size in the picture's head, as it lies before it is turned; InputError where it is none or huge."""
    reader = _reader(buffer, kind)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise _unreadable()
    deep = reader.imageFormat() in _DEEP
    if size.width() * size.height() > MOST_PIXELS // (1 + deep):
        raise _too_many_pixels()
    return size


def _scaled(size: QSize, share: float) -> QSize:
    return QSize(max(1, int(size.width() * share)), max(1, int(size.height() * share)))


def _decoded(buffer: QBuffer, kind: str, size: QSize) -> QImage:
    reader = _reader(buffer, kind)
    if size != reader.size():
        reader.setScaledSize(size)
    image = reader.read()
    if image.isNull():
        raise _unreadable()
    return image


def _plain(image: QImage) -> QImage:
    """Return an image in the usual colours, 8 bits each, with neither texts nor a colour profile."""
    space = image.colorSpace()
    if space.isValid() and space != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    if image.format() not in _KEPT_FORMATS:
        alpha = image.hasAlphaChannel()
        image = image.convertToFormat(QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32)
    image.setColorSpace(QColorSpace())
    if not image.textKeys():
        return image
    if image.colorCount():
        image = image.convertToFormat(QImage.Format.Format_ARGB32)
    # Only the pixels: the copy of an image would take its texts along.
    return QImage(image.constBits(), image.width(), image.height(), image.bytesPerLine(), image.format()).copy()


def _written(image: QImage, kind: str) -> Iterator[bytes]:
    """Yield the bytes of an image, the best looking first."""
    if kind != "jpg":
        yield _bytes_of(image, "png", -1)
    if kind == "jpg" or _is_opaque(image):
        for quality in _QUALITIES:
            yield _bytes_of(image, "jpg", quality)


def _is_opaque(image: QImage) -> bool:
    if not image.hasAlphaChannel():
        return True
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    pixels, line = bytes(alpha.constBits()), alpha.bytesPerLine()
    starts = range(0, line * alpha.height(), line)
    return all(pixels.count(255, start, start + alpha.width()) == alpha.width() for start in starts)


def _bytes_of(image: QImage, kind: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind.encode())
    writer.setQuality(quality)
    if not writer.write(image):
        raise _unreadable()
    return bytes(buffer.data().data())
