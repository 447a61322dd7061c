"""The tree of the formula language, its words and its limits; formula.py is the door to the whole."""

from dataclasses import dataclass
from fractions import Fraction

from app.domain.errors import InputError

MAX_LENGTH = 500  # characters of the stored text
MAX_NODES = 200
MAX_DEPTH = 30  # parentheses, functions and signs inside one another; a long plain sum is not deep
MAX_DIGITS = 10  # decimal places that ROUND and its kin accept, either side of the point

VARIABLES = {"result": "実績", "target": "目標", "baseline": "基準", "elapsed": "経過"}
ROUNDINGS = ("ROUND", "ROUNDDOWN", "ROUNDUP")
FUNCTIONS = ("SUM", "AVG", "MIN", "MAX", *ROUNDINGS, "PREV")
COMPARISONS = ("<", "<=", ">", ">=", "=", "<>")


class FormulaError(InputError):
    """A formula that cannot be used; `position` counts characters from 0 in the text that was given."""

    def __init__(self, message: str, position: int | None = None) -> None:
        """Keep message, with the place counted from 1 as people count when position is given."""
        super().__init__(message if position is None else f"{message}（{position + 1}文字目）")
        self.position = position


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed, never negative: a sign is a Unary of its own."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Ref:
    """The figure of another metric in the same period."""

    uid: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One of VARIABLES, known only to status rules."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """The operand with its sign turned."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands joined by + - * or /."""

    op: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """One of FUNCTIONS; the second argument of a rounding is a whole number, the argument of PREV a Ref."""

    name: str
    args: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers compared by one of COMPARISONS."""

    op: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Bool:
    """Conditions joined by `and` or `or`, or a single one turned by `not`."""

    op: str
    operands: tuple["Condition", ...]


Expression = Number | Ref | Variable | Unary | Binary | Call
Condition = Compare | Bool
Node = Expression | Condition
