"""A formula as Excel text, its metrics in the cells that a resolver names."""

from collections.abc import Callable
from fractions import Fraction

from app.domain.formula_tree import Binary, Bool, Call, Compare, FormulaError, Node, Number, Ref, Unary, Variable

Address = Callable[[str], str]
_EXCEL_NAMES = {"AVG": "AVERAGE"}  # the others are called alike
_SUM, _PRODUCT, _SIGN, _ATOM = 1, 2, 3, 4


def to_excel(node: Node, address: Address, previous: Address | None = None) -> str:
    """Return Excel formula text without its '=', with no parentheses but those the tree needs.

    `address` gives the cell of a uid in the same period, `previous` in the year before. FormulaError where a previous
    year is needed and not to be had, and for status rules. Excel agrees only where every cell is a number: a text
    (未集計) makes + an error and is passed over by SUM, so write it where evaluate gives a number.
    """
    match node:
        case Number(value):
            return _decimal(value)
        case Ref(uid):
            return address(uid)
        case Unary(operand):
            return "-" + _part(operand, _SIGN, address, previous)
        case Binary(op, left, right):
            level = _level(node)
            # a-(b-c) is not a-b-c: on the right, an equal level needs its parentheses
            return _part(left, level, address, previous) + op + _part(right, level + 1, address, previous)
        case Call("PREV", (Ref(uid),)):
            if previous is None:
                raise FormulaError("前年の値がこのブックに無いため、Excelの式にできません。値で出力してください。")
            return previous(uid)
        case Call(name, args):
            return f"{_EXCEL_NAMES.get(name, name)}({','.join(to_excel(arg, address, previous) for arg in args)})"
        case Variable() | Compare() | Bool():
            raise FormulaError("状況の規則はExcelの式にできません。")


def _part(node: Node, least: int, address: Address, previous: Address | None) -> str:
    text = to_excel(node, address, previous)
    return text if _level(node) >= least else f"({text})"


def _level(node: Node) -> int:
    if isinstance(node, Binary):
        return _SUM if node.op in "+-" else _PRODUCT
    return _SIGN if isinstance(node, Unary) else _ATOM


def _decimal(value: Fraction) -> str:
    """Return an exact decimal; numbers come from typed decimals, so one exists."""
    places = 0
    while (10**places) % value.denominator:
        places += 1
    digits = str(value.numerator * 10**places // value.denominator).zfill(places + 1)
    return f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else digits
