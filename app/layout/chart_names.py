"""How large the names under a chart are, and how many of them stand: one rule for the workbook and for the painter."""

from math import ceil

from app.layout.page import ChartSpec
from app.layout.text_fit import text_width

FEW = 12
"""So many categories are all named, if they can be."""

_SIZES = (9.0, 8.25, 7.5, 6.75, 6.0)  # pt
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two names: parts of a year or whole years
_AXIS_ROOM = 42  # px: what the figures of a value axis take of a chart's width
_GAP = 3  # px: what LibreOffice keeps free between two categories


def likely_room(chart: ChartSpec) -> float:
    """Return the px that are left for all categories before the axes are drawn."""
    return chart.rect.width - _AXIS_ROOM * len({one.axis for one in chart.series})


def name_size(chart: ChartSpec, room: float) -> tuple[float, int]:
    """Return the size in pt at which the widest name stands on one line in its share of room px, and 1.

    Where the least size is too wide, only each so many-th category can be named.
    """
    count = len(chart.categories)
    widest = {size: max(text_width(name, size) for name in chart.categories) for size in _SIZES}
    fitting = next((size for size in _SIZES if widest[size] + _GAP < room // count), None)
    if fitting is not None:
        return fitting, 1
    size = _SIZES[0] if count > FEW else _SIZES[-1]
    least = ceil(count * (widest[size] + _GAP) / max(room, 1))
    return size, next((step for step in _STEPS if step >= least), least)
