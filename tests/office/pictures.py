"""Pictures of pages against those that a person has looked at, kept as small PNG files in 16 greys."""

from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

REFERENCES = Path(__file__).parents[1] / "reference" / "pages"
# Measured on the council's pages: letters drawn by another painter differ by at most 45, half a pixel aside (0.19 mm)
# by 23; a block moved by two pixels differs by 80, a rule that is gone by 59, a figure with another digit more by 96.
MOST_DIFFERENCE = 50
_AROUND = 2  # px on each side of a pixel that are averaged before comparing
_GREYS = 16
_STEP = 255 // (_GREYS - 1)


def difference(page: Image.Image, reference: Image.Image) -> int:
    """Return the largest difference, 0 to 255, between the surroundings of any two pixels; 255 where sizes differ."""
    if page.size != reference.size:
        return 255
    blur = ImageFilter.BoxBlur(_AROUND)
    _least, most = ImageChops.difference(page.filter(blur), reference.filter(blur)).getextrema()
    return int(most)


def read_reference(name: str) -> Image.Image:
    """Return a kept picture as grey values."""
    with Image.open(REFERENCES / f"{name}.png") as picture:
        return picture.convert("L")


def write_reference(name: str, page: Image.Image) -> None:
    """Keep a picture: four bits a pixel, a third of its size."""
    small = Image.frombytes("P", page.size, bytes((value + _STEP // 2) // _STEP for value in page.tobytes()))
    small.putpalette([part for grey in range(_GREYS) for part in (grey * _STEP,) * 3])
    small.save(REFERENCES / f"{name}.png", optimize=True, bits=4)


def page_name(number: int) -> str:
    """Return the name of a page's kept picture; numbers count from 1."""
    return f"council-{number:02}"
