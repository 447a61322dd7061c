"""Turns styles by name into openpyxl's fonts, fills, borders and alignments."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.styles import Font as SheetFont
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from app.layout.page import Choice
from app.layout.styles import FIGURE_FONT, NORMAL_SIZE, Font, Line, Style, style_of

Edges = tuple[Line | None, Line | None, Line | None, Line | None]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides how one grid cell looks: a style name, a format code, settled edges and three switches.

    `across` centres over the selection; `risky` marks a text that would become a formula when edited; `broken` a text
    with line breaks of its own.
    """

    style: str
    code: str
    edges: Edges
    across: bool
    risky: bool
    broken: bool


class Looks:
    """Keeps one openpyxl style record for each look: making one costs far more than copying it."""

    def __init__(self, sheet: Worksheet, colours: Mapping[str, str]) -> None:
        self._colours = colours
        self._model: Any = SheetCell(sheet, row=1, column=1)
        self._records: dict[Look, Any] = {}

    def dress(self, target: Any, look: Look) -> None:
        """Give a sheet's cell a look."""
        if look not in self._records:
            self._records[look] = self._made(look)
        target._style = copy(self._records[look])

    def _made(self, look: Look) -> Any:
        style, model = style_of(look.style), self._model
        model.font = sheet_font(style.font, self._colours)
        model.fill = PatternFill("solid", fgColor=argb(self._colours[style.fill])) if style.fill else PatternFill()
        left, top, right, bottom = (self._side(line) for line in look.edges)
        model.border = Border(left=left, top=top, right=right, bottom=bottom)
        model.alignment = Alignment(
            horizontal="centerContinuous" if look.across else style.horizontal,
            vertical=_vertical(style),
            wrap_text=style.wrap or look.broken,
            indent=style.indent,
        )
        model.number_format = look.code
        model.quotePrefix = look.risky
        return copy(model._style)

    def _side(self, line: Line | None) -> Side:
        return Side(style=line.weight, color=argb(self._colours[line.colour])) if line else Side()


def set_normal_font(workbook: Workbook, colours: Mapping[str, str]) -> None:
    """Set the normal font twice, as the first font and in the Normal style: Excel measures columns by it."""
    normal = sheet_font(Font(FIGURE_FONT, NORMAL_SIZE), colours)
    book: Any = workbook
    book._fonts.clear()
    book._fonts.add(normal)
    book._named_styles["Normal"].font = copy(normal)


def choice_rule(choice: Choice, colours: Mapping[str, str]) -> Rule:
    """Return the rule that gives a cell a choice's colours while it holds the choice's value."""
    style = style_of(choice.style)
    word = choice.value.replace('"', '""')
    fill = PatternFill(bgColor=argb(colours[style.fill])) if style.fill else None
    look = DifferentialStyle(font=SheetFont(color=argb(colours[style.font.colour])), fill=fill)
    return Rule(type="cellIs", operator="equal", formula=[f'"{word}"'], dxf=look)


def sheet_font(font: Font, colours: Mapping[str, str]) -> SheetFont:
    """Return the openpyxl font of a font."""
    # The character set (Shift-JIS) makes Excel take another Japanese face where this one is missing.
    family = 3 if font.name == FIGURE_FONT else 2
    colour = argb(colours[font.colour])
    return SheetFont(name=font.name, sz=font.size, b=font.bold, color=colour, charset=128, family=family)


def argb(colour: str) -> str:
    """Return a colour '#rrggbb' as openpyxl wants it."""
    return "FF" + colour.removeprefix("#").upper()


def _vertical(style: Style) -> Literal["top", "center", "bottom", "distributed"]:
    if style.vertical != "spread":
        return style.vertical
    # LibreOffice wraps what is distributed, so a text that shall stay on one line is centred.
    return "distributed" if style.wrap else "center"
