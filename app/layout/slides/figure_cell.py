"""A figure of a report as a cell: exact number, format, key, and a live formula where one gives the same value."""

from collections.abc import Callable
from fractions import Fraction

from app.domain import figures, formula
from app.domain.report import FigureView
from app.domain.report_goal import Scene
from app.domain.series import canonical_period
from app.layout.builder import SNAP, CellOptions, RowCell
from app.layout.page import Formula, Key
from app.layout.styles import NumberFormat, style_of
from app.layout.text_fit import figure_width, line_width

MOST_DIGITS = 15
SAME_AS_ABOVE = "〃"
_ROUNDED = {"down": "ROUNDDOWN", "half_up": "ROUND", "up": "ROUNDUP"}


def key_of(metric: str, period: str) -> Key:
    """Return the name under which formulas find a metric's figure at a period."""
    return (metric, canonical_period(period))


def number_format(view: FigureView, unit: str = "", pad: int = 0, bracketed: bool = True) -> NumberFormat:
    """Return the format that prints a figure as the report does; `pad` keeps room for a ※ in the same column."""
    unit = "".join(letter for letter in unit if letter.isprintable())
    unit = unit or ("%" if view.text.endswith("%") and not view.percent else "")
    if view.state == "printed" and bracketed:
        return NumberFormat(decimals(view), view.percent, "[", unit, "]")
    prefix = "約" if view.text.startswith("約") else ""
    room = 0 if view.mark else pad
    return NumberFormat(decimals(view), view.percent, prefix, unit, view.mark, room)


def decimals(view: FigureView) -> int:
    """Return how many decimals a figure prints."""
    if view.digits is not None:
        return max(view.digits, 0)
    fraction = view.text.partition(".")[2]
    return len(fraction) - len(fraction.lstrip("0123456789"))


def sheet_value(view: FigureView) -> Fraction | None:
    """Return the number that stands in the sheet: rounded as printed where the metric says how, else exact."""
    if view.value is None or view.digits is None:
        return view.value
    places = view.digits + (2 if view.percent else 0)
    return Fraction(figures.round_fraction(view.value, places, view.rounding))  # type: ignore[arg-type]


def in_sheet(view: FigureView) -> bool:
    """Say whether a figure stands in the sheet as a number: Excel keeps 15 digits, what has more is printed as text."""
    if view.value is None:
        return False
    digits = "".join(letter for letter in view.text if letter.isdigit()).strip("0")
    return len(digits) <= MOST_DIGITS


def cell_need(view: FigureView) -> int:
    """Return the least width in px of a figure's cell: in the smallest size, no room kept at its right."""
    value = sheet_value(view)
    if value is None or not in_sheet(view):
        return SNAP + line_width(view.text, style_of("missing" if value is None else "figure small"))
    return SNAP + figure_width(value, style_of("figure total small"), number_format(view))


def figure_cell(
    view: FigureView, width: int, style: str, live: Formula | None = None, pad: int = 0, above: str = ""
) -> RowCell:
    """Return the cell of a figure; without a value it says why (未集計, then 〃 below the same word)."""
    if view.value is None:
        word = view.text
        shown = SAME_AS_ABOVE if word and word == above and word == "未集計" else word or None
        missing = " ".join(
            ["missing", *(part for part in style.split()[1:] if part in ("total", "tinted", "shaded", "group_end"))]
        )
        return RowCell(width, shown, missing)
    if not in_sheet(view):
        return RowCell(width, view.text, style)
    options = CellOptions(number_format=number_format(view, pad=pad), formula=live)
    if view.metric and view.period:
        options["key"] = key_of(view.metric, view.period)
    return RowCell(width, sheet_value(view), style, options)


def live_formula(scene: Scene, view: FigureView) -> Formula | None:
    """Return the Excel formula of a derived figure over its parts at the same period, if those give its very value."""
    node = scene.book.formula_of(view.metric) if view.metric else None
    if node is None or view.state != "derived" or view.period is None or view.value is None:
        return None
    period = view.period
    uids = formula.references(node)
    parts = {uid: scene.book.figure(uid, period).value for uid in uids}
    known: Callable[[str], formula.Operand] = lambda uid: parts[uid] or Fraction(0)  # noqa: E731
    if any(value is None for value in parts.values()) or formula.evaluate(node, known) != view.value:
        return None
    try:
        text = formula.to_excel(node, lambda uid: f"{{{uids.index(uid)}}}")
    except formula.FormulaError:
        return None
    return Formula(_rounded(text, view), tuple(key_of(uid, period) for uid in uids))


def sum_formula(cells: list[FigureView], total: FigureView) -> Formula | None:
    """Return SUM over a run of cells, if the cells with a number give the total's very value."""
    keys = [
        key_of(cell.metric, cell.period) for cell in cells if cell.value is not None and cell.metric and cell.period
    ]
    known = sum((cell.value for cell in cells if cell.value is not None), Fraction(0))
    if not all(in_sheet(cell) for cell in (total, *cells) if cell.value is not None):
        return None
    if len(keys) < 2 or total.state != "derived" or known != total.value:
        return None
    return Formula(_rounded("SUM({0}:{1})", total), (keys[0], keys[-1]))


def _rounded(text: str, view: FigureView) -> str:
    if view.digits is None:
        return text
    return f"{_ROUNDED[view.rounding]}({text},{view.digits + (2 if view.percent else 0)})"
