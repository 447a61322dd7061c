"""How the series of a chart are told apart on paper, in grey too: by colour with pattern, marker and dash."""

from app.layout.page import FillPattern, LineDash, MarkerShape

BARS: tuple[tuple[str, FillPattern], ...] = (
    ("blue_pale", "solid"),
    ("navy", "solid"),
    ("red", "stripes"),
    ("grey", "dots"),
    ("status_review", "solid"),
    ("navy", "dots"),
    ("blue_pale", "stripes"),
    ("status_good", "stripes"),
)
LINE_COLOURS = ("red", "navy", "grey", "status_review", "status_good")
MARKERS: tuple[MarkerShape, ...] = ("circle", "square", "triangle", "diamond")
DASHES: tuple[LineDash, ...] = ("solid", "dash", "dot", "dash_dot")
