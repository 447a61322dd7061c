"""How slides lie on paper: one or two a sheet, room for binding, and how small their text becomes."""

from dataclasses import dataclass
from typing import Literal

from app.layout.page import PAGE_HEIGHT, PAGE_WIDTH, Deck, Page, PrintSetup
from app.layout.styles import style_of
from app.paint.chart import smallest_chart_text

Paper = Literal["a4", "a4x2", "a3x2"]

PAPERS: dict[Paper, str] = {"a4": "A4横（1面）", "a4x2": "A4縦（2面）", "a3x2": "A3横（2面）"}
LEAST_TEXT_PT = 6.0  # pt: text below this is hard to read on paper
BINDING = 10.0  # mm kept free for holes or staples
MM_PER_PX = 25.4 / 96
_GAP = 6.0  # mm between two slides of a sheet
_SIZES: dict[Paper, tuple[float, float]] = {"a4": (297, 210), "a4x2": (210, 297), "a3x2": (420, 297)}  # mm
_GRIDS: dict[Paper, tuple[int, int]] = {"a4": (1, 1), "a4x2": (1, 2), "a3x2": (2, 1)}  # slides across, down


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How to print: the paper, whether its left is kept free for binding, and whether both sides are printed.

    On the back of a sheet printed on both sides the room for binding is at the right.
    """

    paper: Paper = "a4"
    binding: bool = False
    duplex: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and height of a sheet in mm."""
        return _SIZES[self.paper]

    @property
    def slides(self) -> int:
        """Return how many slides a sheet holds."""
        across, down = _GRIDS[self.paper]
        return across * down


@dataclass(frozen=True, slots=True)
class SlidePlace:
    """Where a slide stands on its sheet: its upper left corner in mm, and mm for each px of the slide."""

    x: float
    y: float
    mm_per_px: float


def place_of(plan: SheetPlan, index: int) -> SlidePlace:
    """Return where the slide of an index, counted from 0, stands on its sheet.

    Margins are the workbook's. A single slide hangs from the top margin as in the workbook, two stand in the middle of
    their halves. A slide is made smaller where it has to be, never larger.
    """
    setup = PrintSetup()
    across, down = _GRIDS[plan.paper]
    sheet, place = divmod(index, plan.slides)
    width, height = plan.size
    left = setup.side_margin + (BINDING if plan.binding and not (plan.duplex and sheet % 2) else 0)
    room = width - 2 * setup.side_margin - (BINDING if plan.binding else 0)
    cell_width = (room - _GAP * (across - 1)) / across
    cell_height = (height - setup.top_margin - setup.bottom_margin - _GAP * (down - 1)) / down
    scale = min(MM_PER_PX, cell_width / PAGE_WIDTH, cell_height / PAGE_HEIGHT)
    x = left + (place % across) * (cell_width + _GAP) + (cell_width - PAGE_WIDTH * scale) / 2
    spare = cell_height - PAGE_HEIGHT * scale if plan.slides > 1 else 0
    y = setup.top_margin + (place // across) * (cell_height + _GAP) + spare / 2
    return SlidePlace(x, y, scale)


def smallest_text_pt(deck: Deck, plan: SheetPlan) -> float:
    """Return the size in pt of the smallest text on the sheets; below LEAST_TEXT_PT a person should be warned."""
    scale = place_of(plan, 0).mm_per_px / MM_PER_PX
    return min((_smallest(page) for page in deck.pages), default=LEAST_TEXT_PT) * scale


def _smallest(page: Page) -> float:
    cells = [style_of(cell.style).font.size for cell in page.cells if cell.shown]
    return min([*cells, *map(smallest_chart_text, page.charts)], default=LEAST_TEXT_PT)
