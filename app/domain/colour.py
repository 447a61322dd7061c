"""The city's colour: whether white can be read on it, and its shades; colours are '#rrggbb'."""

import math
import re

from app.domain.errors import InputError
from app.domain.text import fold_width

LEAST_CONTRAST = 4.5  # JIS X 8341-3:2016, 1.4.3 (WCAG 2): text of the usual size against its ground
WHITE, BLACK = "#ffffff", "#000000"
_HEX = re.compile(r"#?([0-9a-f]{6})")
_STEPS = 50  # of darkening: each a fiftieth


def city_colour(typed: str) -> str:
    """Return a typed colour as '#rrggbb'; InputError where it is none or white cannot be read on it."""
    found = _HEX.fullmatch(fold_width(typed).strip().lower())
    if found is None:
        raise InputError("色は「#1f3a5f」のように、#と6桁の数字とaからfの英字で入れてください。")
    colour = f"#{found[1]}"
    if contrast(colour, WHITE) < LEAST_CONTRAST:
        raise InputError(
            f"{colour} は明るいため、帯の白い文字が読みにくくなります。"
            f"もっと暗い色にしてください（近い色: {readable(colour, WHITE)}）。"
        )
    return colour


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, ground: str) -> str:
    """Return a colour, darkened only as far as text in it is read on a light ground."""
    shades = (mixed(colour, BLACK, step / _STEPS) for step in range(_STEPS))
    return next((shade for shade in shades if contrast(shade, ground) >= LEAST_CONTRAST), BLACK)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share (0 to 1) of another in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (more - own) * share):02x}" for own, more in pairs)


def distance(one: str, other: str) -> float:
    """Return how far two colours are apart, 0 to 441: below some 120 they are taken for one another in a chart."""
    return math.dist(_channels(one), _channels(other))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
