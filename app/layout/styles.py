"""Every look of a cell, named once: fonts, fills, borders, number formats.

A style name is a base and any number of modifiers, separated by blanks: `figure total`, `label bold shaded`. Sizes are
multiples of 0.75 pt, so that an em is a whole px. Body text is at least 10.5 pt, tables at least 9 pt.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Literal

TEXT_FONT = "BIZ UDPゴシック"
FIGURE_FONT = "BIZ UDゴシック"  # its digits are all half an em wide
NORMAL_SIZE = 9.0  # pt: one digit of the normal font is 6 px, the unit of Excel's column widths
INDENT_PX = 18  # one step of a cell's indent: three digits of the normal font

Horizontal = Literal["left", "center", "right"]
Vertical = Literal["top", "center", "bottom", "spread"]
Weight = Literal["hair", "thin", "medium", "thick"]

LINE_PX: dict[Weight, int] = {"hair": 1, "thin": 1, "medium": 2, "thick": 3}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is shown: decimals, sign, prefix, unit and mark; the same text on screen, in print and in Excel.

    `percent` shows a ratio times 100 with %. `pad` keeps half-width blanks free at the right, so that figures stand off
    their line; 2 of them are as wide as one ※, so that marked (pad 0) and plain figures of a column stay aligned.
    """

    digits: int = 0
    percent: bool = False
    prefix: str = ""
    unit: str = ""
    mark: str = ""
    pad: int = 1
    negative: str = "△"

    @property
    def code(self) -> str:
        """Return the format code for Excel."""
        figure = ("0" if self.percent else "#,##0") + ("." + "0" * self.digits if self.digits else "")
        figure += "%" if self.percent else ""
        tail = _quoted(self.unit + self.mark) + "_ " * self.pad
        positive = _quoted(self.prefix) + figure + tail
        return f"{positive};{_quoted(self.prefix + self.negative)}{figure}{tail}"

    @property
    def axis_code(self) -> str:
        """Return the format code for the figures of a chart, which need no room at the right."""
        return replace(self, pad=0).code

    def display(self, number: int | Decimal | Fraction) -> str:
        """Return the number as text, rounded half away from zero as Excel does, without the blanks at the right."""
        scaled = Fraction(number) * (100 if self.percent else 1)
        with localcontext() as context:
            context.prec = 60
            exact = Decimal(scaled.numerator) / Decimal(scaled.denominator)
            rounded = abs(exact).quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)
        # Excel keeps the sign of what it rounds away: -0.4 is shown as △0.
        sign = self.negative if exact < 0 else ""
        figure = f"{rounded:f}" if self.percent else f"{rounded:,f}"
        return f"{self.prefix}{sign}{figure}{'%' if self.percent else ''}{self.unit}{self.mark}"


def _quoted(text: str) -> str:
    return "".join(f'"{part}"' if part != '"' else '\\"' for part in _split_quotes(text))


def _split_quotes(text: str) -> list[str]:
    parts = text.replace('"', '\0"\0').split("\0")
    return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a cell: face, size in pt (a multiple of 0.75), weight and palette colour."""

    name: str = TEXT_FONT
    size: float = 10.5
    bold: bool = False
    colour: str = "ink"

    @property
    def em(self) -> int:
        """Return the em in px."""
        return round(self.size / 0.75)


@dataclass(frozen=True, slots=True)
class Line:
    """One edge of a cell: weight and palette colour."""

    weight: Weight = "thin"
    colour: str = "line"

    @property
    def strength(self) -> tuple[int, bool]:
        """Return the rank of a line where two meet: the thicker, then the one in a colour that says more, is seen."""
        return LINE_PX[self.weight], self.colour != "line"


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a cell; `fill` is a palette name or None, the four edges are lines or None.

    `vertical` spread sets the lines of a text at an even pitch over the whole height, a single one in the middle.
    """

    font: Font = Font()
    fill: str | None = None
    left: Line | None = None
    top: Line | None = None
    right: Line | None = None
    bottom: Line | None = None
    horizontal: Horizontal = "left"
    vertical: Vertical = "center"
    wrap: bool = False
    indent: int = 0


THIN = Line()
NAVY = Line("thin", "navy")
HEAVY = Line("medium", "navy")
WHITE = Line("thin", "blue_mid")


def _text(size: float, colour: str = "ink", bold: bool = False) -> Font:
    return Font(TEXT_FONT, size, bold, colour)


def _boxed(style: Style, line: Line = THIN) -> Style:
    return replace(style, left=line, top=line, right=line, bottom=line)


_FIGURE = Style(Font(FIGURE_FONT, 10.5), horizontal="right")

BASES: dict[str, Style] = {
    # furniture of a page
    "title": Style(_text(21, "white", bold=True), fill="navy", bottom=Line("thick", "rule"), indent=1),
    "legend": Style(_text(10.5), fill="white"),
    "rule": Style(bottom=Line("thick", "rule")),
    "subtitle": Style(_text(10.5, "grey"), indent=1),
    "stamp": _boxed(Style(_text(12, bold=True), horizontal="center"), Line("thin", "ink")),
    "office": Style(_text(10.5, "grey")),
    "page_number": Style(_text(15, "grey"), horizontal="right"),
    "cover_title": Style(_text(27, "navy", bold=True), horizontal="center", wrap=True),
    "cover_line": Style(_text(18), horizontal="center", wrap=True),
    # text
    "text": Style(_text(10.5), wrap=True, vertical="top"),
    "panel": Style(_text(10.5), fill="panel", wrap=True, indent=1, vertical="spread"),
    "heading": Style(_text(12, "navy", bold=True), bottom=HEAVY, indent=1),
    "heading_good": Style(_text(12, "status_good", bold=True), bottom=Line("medium", "status_good"), indent=1),
    "caption": Style(_text(10.5, "navy", bold=True)),
    "unit": Style(_text(9, "grey"), horizontal="right"),
    "note": Style(_text(9, "grey"), wrap=True, vertical="top"),
    "big_figure": Style(Font(FIGURE_FONT, 21, True, "status_good"), bottom=THIN, horizontal="right", indent=1),
    "figure_name": Style(_text(10.5, bold=True), fill="panel", wrap=True, indent=1),
    "figure_detail": Style(_text(9, "grey"), fill="panel", bottom=THIN, wrap=True, vertical="top", indent=1),
    # tables
    "head": _boxed(Style(_text(10.5, "white", bold=True), fill="navy", horizontal="center", wrap=True), WHITE),
    "head_pale": _boxed(Style(_text(10.5, "navy_deep", bold=True), fill="head", horizontal="center", wrap=True)),
    "label": _boxed(Style(_text(10.5), wrap=True)),
    "group": _boxed(Style(_text(10.5, bold=True), wrap=True)),
    "figure": _boxed(_FIGURE),
    "missing": _boxed(Style(_text(9, "grey"), horizontal="center")),
    "data_head": Style(_text(9, "navy_deep", bold=True), fill="head", bottom=NAVY, horizontal="center"),
    "data_text": Style(_text(9)),
    "data_figure": Style(Font(FIGURE_FONT, 9), horizontal="right"),
    "status_good": _boxed(Style(_text(15, "status_good"), fill="status_good_tint", horizontal="center")),
    "status_behind": _boxed(Style(_text(15, "status_behind"), fill="status_behind_tint", horizontal="center")),
    "status_done": _boxed(Style(_text(15, "status_done"), fill="status_done_tint", horizontal="center")),
    "status_review": _boxed(Style(_text(15, "status_review"), fill="status_review_tint", horizontal="center")),
}


def _colour(name: str) -> Callable[[Style], Style]:
    return lambda style: replace(style, font=replace(style.font, colour=name))


def _size(points: float) -> Callable[[Style], Style]:
    return lambda style: replace(style, font=replace(style.font, size=points))


def _grown(points: float) -> Callable[[Style], Style]:
    return lambda style: replace(style, font=replace(style.font, size=style.font.size + points))


def _bold(style: Style) -> Style:
    return replace(style, font=replace(style.font, bold=True))


def _total(style: Style) -> Style:
    return replace(_bold(style), fill="head", top=NAVY, bottom=HEAVY)


MODIFIERS: dict[str, Callable[[Style], Style]] = {
    "bold": _bold,
    "regular": lambda style: replace(style, font=replace(style.font, bold=False)),
    "small": _size(9),
    "medium": _size(9.75),
    "large": _size(12),
    "section": lambda style: replace(style, wrap=True),
    "grown": _grown(1.5),
    "grown_more": _grown(3),
    "title_small": _size(16.5),
    "title_smallest": _size(12),
    "grey": _colour("grey"),
    "navy": _colour("navy"),
    "red": _colour("red"),
    "good": _colour("status_good"),
    "behind": _colour("status_behind"),
    "done": _colour("status_done"),
    "review": _colour("status_review"),
    "shaded": lambda style: replace(style, fill="head"),
    "tinted": lambda style: replace(style, fill="panel"),
    "total": _total,
    "group_end": lambda style: replace(style, bottom=NAVY),
    "last": lambda style: replace(style, bottom=HEAVY),
    "line_left": lambda style: replace(style, left=NAVY),
    "line_top": lambda style: replace(style, top=NAVY),
    "line_right": lambda style: replace(style, right=NAVY),
    "line_bottom": lambda style: replace(style, bottom=NAVY),
    "underlined": lambda style: replace(style, bottom=THIN),
    "open": lambda style: replace(style, left=None, right=None),
    "open_left": lambda style: replace(style, left=None),
    "open_right": lambda style: replace(style, right=None),
    "left": lambda style: replace(style, horizontal="left"),
    "center": lambda style: replace(style, horizontal="center"),
    "right": lambda style: replace(style, horizontal="right"),
    "top": lambda style: replace(style, vertical="top"),
    "bottom_set": lambda style: replace(style, vertical="bottom"),
    "borderless": lambda style: replace(style, left=None, top=None, right=None, bottom=None),
    "middle": lambda style: replace(style, vertical="center"),
    "indent": lambda style: replace(style, indent=1),
    "flush": lambda style: replace(style, indent=0),
    "one_line": lambda style: replace(style, wrap=False),
}


@cache
def style_of(name: str) -> Style:
    """Return the style of a name: a base, then modifiers applied in order (KeyError for an unknown word)."""
    base, *modifiers = name.split()
    style = BASES[base]
    for modifier in modifiers:
        style = MODIFIERS[modifier](style)
    return style
