"""The legend of the status marks at the right end of a goal's title band."""

from dataclasses import replace

from app.domain.report import LegendView
from app.layout.builder import PageBuilder
from app.layout.page import PAGE_WIDTH, Rect
from app.layout.parts import BAND_HEIGHT
from app.layout.styles import style_of
from app.layout.text_fit import line_width

MARK, LEAST_LABEL, MOST_LABEL = 26, 186, 300
MOST_CLASSES = 6
LABEL = "legend small one_line"
_TONES = ("good", "behind", "done", "review")


def telling(legend: tuple[LegendView, ...]) -> tuple[LegendView, ...]:
    """Return a legend without the marks that several of its classes share: those are told apart by words only."""
    marks = [item.mark for item in legend]
    return tuple(replace(item, mark="") if marks.count(item.mark) > 1 else item for item in legend)


def in_band(legend: tuple[LegendView, ...]) -> bool:
    """Say whether a legend has room in the title band: few classes, each with a name that one line holds."""
    widths = [line_width(item.label, style_of(LABEL)) for item in legend]
    return len(legend) <= MOST_CLASSES and all(width <= MOST_LABEL for width in widths)


def legend_width(legend: tuple[LegendView, ...]) -> int:
    """Return the width in px that a legend takes in the title band, 0 where it does not stand there."""
    return _columns(legend) * (MARK + _label_width(legend)) if legend and in_band(legend) else 0


def place_legend(builder: PageBuilder, legend: tuple[LegendView, ...]) -> None:
    """Place a legend in a box as high as the title band: up to two classes in one column, more in two."""
    if not legend_width(legend):
        return
    columns, label = _columns(legend), _label_width(legend)
    rows = -(-len(legend) // columns)
    edges = [BAND_HEIGHT * place // rows for place in range(rows + 1)]
    for place in range(rows * columns):
        row, column = divmod(place, columns)
        x, y, height = (
            PAGE_WIDTH - legend_width(legend) + column * (MARK + label),
            edges[row],
            edges[row + 1] - edges[row],
        )
        item = legend[place] if place < len(legend) else None
        lines = (" line_top" if row == 0 else "") + (" line_bottom" if row == rows - 1 else "")
        mark = f"legend center{_tone(item)}{lines}{' line_left' if column == 0 else ''}"
        builder.add(Rect(x, y, MARK, height), item.mark or None if item else None, mark)
        text = f"{LABEL}{lines}{' line_right' if column == columns - 1 else ''}"
        builder.add(Rect(x + MARK, y, label, height), item.label if item else None, text)


def _columns(legend: tuple[LegendView, ...]) -> int:
    return 1 if len(legend) <= 2 else 2


def _label_width(legend: tuple[LegendView, ...]) -> int:
    widest = max(line_width(item.label, style_of(LABEL)) for item in legend) + 6
    return min(max(LEAST_LABEL, widest), MOST_LABEL)


def _tone(item: LegendView | None) -> str:
    tone = (item.colour or "").removeprefix("status_") if item else ""
    return f" {tone}" if tone in _TONES else ""
