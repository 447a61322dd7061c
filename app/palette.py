"""Colour names and their hex strings, used by the screen and by the sheet alike.

On paper `navy`, `navy_deep` (words on the ground of heads), `rule` and the blues follow the city's colour, see
layout/colours.py. A meaning colour never stands alone: a shape and a word go with it (STATUS_TINTS are the pale fills
under the shapes).
"""

COLOURS = {
    "navy": "#1f3a5f",
    "navy_deep": "#1f3a5f",
    "red": "#c8102e",
    "rule": "#c8102e",
    "white": "#ffffff",
    "ink": "#1c2430",
    "grey": "#5b6270",
    "line": "#b4bcc8",
    "line_strong": "#5b6270",
    "grid": "#e1e5ea",
    "panel": "#f4f6f9",
    "head": "#dce6f0",
    "blue_pale": "#9db3ce",
    "blue_mid": "#5f83ad",
    "status_good": "#197a4b",
    "status_behind": "#c74700",
    "status_done": "#5b6270",
    "status_review": "#7a2fa0",
    "status_good_tint": "#e2f3ea",
    "status_behind_tint": "#fdeee0",
    "status_done_tint": "#eceef1",
    "status_review_tint": "#f3e7f9",
    "error": "#ce0000",
    "warning_tint": "#fff4cc",
}


def hex_of(name: str) -> str:
    """Return the `#rrggbb` of a colour name (KeyError for an unknown name)."""
    return COLOURS[name]
