"""Pictures from outside: what is kept of them, and what harms or cannot be read is refused before it is decoded."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.domain.errors import InputError
from app.domain.images import MOST_BYTES
from app.domain.progress import Progress
from app.services.pictures import MOST_AT_ONCE, Intake, PictureSource, intake_task, prepared, shown
from tests.conftest import Noise
from tests.pictures import BLUE, RED, declared, encoded, moving_gif, png, turned_jpeg, two_halves

pytestmark = pytest.mark.usefixtures("qapp")


def colour_at(data: bytes, x: int, y: int) -> str:
    """Return which of the two colours a pixel has, as a JPEG keeps it."""
    red, green, blue = Image.open(BytesIO(data)).convert("RGB").getpixel((x, y))  # type: ignore[misc]
    near = {name: abs(QColor(name).red() - red) + abs(QColor(name).blue() - blue) for name in (BLUE, RED)}
    assert min(near.values()) < 20, (red, green, blue)
    return min(near, key=lambda name: near[name])


def noise_image(width: int, height: int, *, alpha: bool) -> QImage:
    """Return an image that no program can make small."""
    kind = QImage.Format.Format_ARGB32 if alpha else QImage.Format.Format_RGB32
    return QImage(random.Random(7).randbytes(width * height * 4), width, height, kind).copy()


@pytest.mark.parametrize("kind", ["png", "bmp"])
def test_a_drawing_becomes_png_with_the_same_pixels(kind: str) -> None:
    kept = prepared(encoded(two_halves(64, 48), kind))
    assert (kept.mime, kept.width, kept.height) == ("image/png", 64, 48)
    assert QImage.fromData(kept.data) == two_halves(64, 48).convertToFormat(QImage.fromData(kept.data).format())


def test_a_photograph_stays_jpeg() -> None:
    kept = prepared(encoded(two_halves(64, 48), "jpg"))
    assert (kept.mime, kept.width, kept.height) == ("image/jpeg", 64, 48)
    assert (colour_at(kept.data, 5, 5), colour_at(kept.data, 60, 5)) == (BLUE, RED)


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "写真.jpg"
    path.write_bytes(png())
    assert prepared(path).mime == "image/png"
    (tmp_path / "画像.png").write_text("これは文章です。", encoding="utf-8")
    with pytest.raises(InputError, match="画像のファイルではありません"):
        prepared(tmp_path / "画像.png")


def test_exif_turns_a_photograph_and_is_then_dropped() -> None:
    data = turned_jpeg()
    assert b"Exif" in data and b"secret words" in data
    kept = prepared(data)
    assert (kept.width, kept.height) == (40, 80)
    assert (colour_at(kept.data, 20, 5), colour_at(kept.data, 20, 75)) == (BLUE, RED)
    assert b"Exif" not in kept.data and b"secret words" not in kept.data
    assert not Image.open(BytesIO(kept.data)).getexif()


def test_texts_of_a_png_are_dropped_and_its_pixels_stay() -> None:
    image = two_halves(30, 20)
    image.setText("Author", "secret words")
    assert b"secret words" in encoded(image)
    kept = prepared(encoded(image))
    assert b"secret words" not in kept.data and b"tEXt" not in kept.data
    assert QImage.fromData(kept.data) == two_halves(30, 20)


def test_an_animation_gives_its_first_frame() -> None:
    kept = prepared(moving_gif())
    assert (kept.mime, kept.width, kept.height) == ("image/png", 20, 10)
    assert colour_at(kept.data, 10, 5) == BLUE


def test_transparency_is_kept() -> None:
    image = QImage(50, 50, QImage.Format.Format_ARGB32)
    image.fill(QColor(200, 16, 46, 80))
    kept = prepared(encoded(image))
    assert Image.open(BytesIO(kept.data)).convert("RGBA").getpixel((25, 25)) == (200, 16, 46, 80)


@pytest.mark.parametrize(("width", "height", "size"), [(5000, 2000, (3508, 1403)), (2000, 5000, (1403, 3508))])
def test_more_than_a4_prints_is_scaled_down(width: int, height: int, size: tuple[int, int]) -> None:
    kept = prepared(encoded(two_halves(width, height), "jpg"))
    assert (kept.width, kept.height) == size


@pytest.mark.parametrize(("alpha", "mime"), [(False, "image/jpeg"), (True, "image/png")])
def test_what_cannot_be_made_small_is_shrunk_until_it_is(alpha: bool, mime: str) -> None:
    kept = prepared(noise_image(1200, 900, alpha=alpha))
    assert kept.mime == mime and MOST_BYTES / 3 < len(kept.data) <= MOST_BYTES
    assert abs(kept.width / kept.height - 4 / 3) < 0.01


def test_an_image_of_the_clipboard_is_kept_like_a_file() -> None:
    assert prepared(two_halves(64, 48)).uid == prepared(encoded(two_halves(64, 48))).uid


HARMFUL = {
    "empty": (b"", "空です"),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG画像は入れられません。PNG"),
    "svg with external entity": (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "SVG画像"),
    "pdf": (b"%PDF-1.7\n", "PDFは入れられません"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC画像は入れられません"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "WebP画像は入れられません"),
    "tiff": (b"II*\0\x08\0\0\0", "TIFF画像は入れられません"),
    "huge": (declared(60_000, 60_000), "画像が大きすぎます（6,400万画素まで）"),
    "no width": (declared(0, 10), "壊れて"),
    "cut in its head": (png()[:20], "壊れて"),
    "cut png": (png(300, 300)[:-30], "壊れて"),
    "cut jpeg": (encoded(two_halves(300, 300), "jpg")[:-40], "壊れて"),
    "cut bmp": (encoded(two_halves(30, 30), "bmp")[:-40], "壊れて"),
    "cut gif": (moving_gif()[:-20], "壊れて"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_harms_or_cannot_be_read_is_refused(name: str, noise: Noise) -> None:
    data, message = HARMFUL[name]
    with pytest.raises(InputError, match=message):
        prepared(data)
    noise.heard[:] = [text for text in noise.heard if "libpng" not in text]


def test_deep_pixels_count_twice_against_the_limit() -> None:
    with pytest.raises(InputError, match="大きすぎます"):
        prepared(declared(8000, 8000, depth=16, colours=6))


def test_pixels_that_are_not_there_are_noticed(noise: Noise) -> None:
    with pytest.raises(InputError, match="壊れて"):
        prepared(declared(500, 500))
    noise.heard[:] = [text for text in noise.heard if "libpng" not in text]


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "ない.png"):
        with pytest.raises(InputError, match="ファイルではありません"):
            prepared(path)


def test_a_job_takes_what_it_can_and_says_what_it_cannot() -> None:
    sources = [PictureSource("a.png", png()), PictureSource("b.svg", b"<svg/>"), PictureSource("c.png", png(20, 20))]
    *steps, last = intake_task(sources)()
    assert [step.done for step in steps if isinstance(step, Progress)] == [0, 1, 2]
    assert isinstance(last, Intake)
    assert [picture.width for picture in last.pictures] == [40, 20]
    assert last.refusals == ("「b.svg」: SVG画像は入れられません。PNGかJPEGで保存し直してから入れてください。",)


def test_a_job_takes_a_limited_number_at_once() -> None:
    *_, last = intake_task([PictureSource("a.png", png())] * (MOST_AT_ONCE + 1))()
    assert isinstance(last, Intake)
    assert (len(last.pictures), len(last.refusals)) == (MOST_AT_ONCE, 1)


def test_a_picture_is_shown_fitted_and_never_enlarged(qapp: QApplication) -> None:
    assert shown(png(400, 300), QSize(100, 100)).size() == QSize(100, 75)
    assert shown(png(40, 30), QSize(100, 100)).size() == QSize(40, 30)
    with pytest.raises(InputError):
        shown(b"no picture", QSize(100, 100))
