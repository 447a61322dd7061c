"""The colours of a paper by name: the palette, or the palette in the city's own colour; sheet and painter ask here."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from app.domain.colour import BLACK, LEAST_CONTRAST, WHITE, contrast, distance, mixed, readable
from app.palette import COLOURS

_SHADES = {"blue_mid": 0.7, "blue_pale": 0.45, "panel": 0.05}  # how much of the city's colour is in each
_HEAD = 16  # hundredths: the most of the city's colour in the ground of heads
_DEEPER = 0.4
_TOO_NEAR = 120  # of `distance`: two lines of a chart that would be taken for one


@cache
def colours_of(accent: str | None) -> Mapping[str, str]:
    """Return name to '#rrggbb' of every colour of the palette, in the shades of `accent` (None: navy, as it is).

    `accent` is a colour that white is read on, as city_colour checks it. Colours of a status stay as they are.
    """
    if accent is None:
        return MappingProxyType(COLOURS)
    head = _head(accent)
    own = {name: mixed(WHITE, accent, share) for name, share in _SHADES.items()}
    own |= {"navy": accent, "head": head, "navy_deep": readable(accent, head), "rule": mixed(accent, BLACK, _DEEPER)}
    if distance(accent, COLOURS["red"]) < _TOO_NEAR:
        own["red"] = COLOURS["navy"]
    return MappingProxyType(COLOURS | own)


def _head(accent: str) -> str:
    """Return the ground of heads: as much of the accent as lets the grey of small words be read."""
    shades = (mixed(WHITE, accent, share / 100) for share in range(_HEAD, 0, -1))
    return next((shade for shade in shades if contrast(COLOURS["grey"], shade) >= LEAST_CONTRAST), WHITE)
