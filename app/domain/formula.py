"""Derived metrics and status rules: the door to the formula language.

Text becomes a tree (formula_parse.py), a tree becomes a value, an order of computing, or Excel text (formula_excel.py).
Values are exact fractions. What is missing makes everything computed from it missing; nothing raises on figures.
"""

import graphlib
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeVar, overload

from app.domain.errors import InputError
from app.domain.formula_excel import to_excel
from app.domain.formula_names import to_shown, to_stored
from app.domain.formula_parse import parse
from app.domain.formula_tree import (
    Binary,
    Bool,
    Call,
    Compare,
    Condition,
    Expression,
    FormulaError,
    Node,
    Number,
    Ref,
    Unary,
    Variable,
)

__all__ = [
    "Condition",
    "CycleError",
    "Dependents",
    "Expression",
    "FormulaError",
    "Missing",
    "NoValue",
    "Node",
    "Operand",
    "evaluate",
    "evaluation_order",
    "find_cycle",
    "parse",
    "references",
    "to_excel",
    "to_shown",
    "to_stored",
]

MAX_BITS = 4096  # of a numerator or denominator: far beyond any figure, small enough to stay fast
# Of several kinds the one that says least can be known wins; blank is the weakest, since it may just not be typed yet.
PRECEDENCE = ("unknown", "as_printed", "surveying", "not_counted", "not_applicable", "blank")


@dataclass(frozen=True, slots=True)
class Missing:
    """No figure, for a kind of PRECEDENCE: those of labels.MISSING_KINDS, and blank where nothing was typed."""

    kind: str


@dataclass(frozen=True, slots=True)
class NoValue:
    """All figures are there but the formula gives none: a division by zero, or a number beyond MAX_BITS."""

    reason: Literal["zero_division", "too_big"]


Operand = Fraction | Missing | NoValue
Lookup = Callable[[str], Operand]
BLANK = Missing("blank")
R = TypeVar("R", Fraction, bool)


def _nothing(uid: str) -> Operand:
    return BLANK


@dataclass(frozen=True, slots=True)
class _Scope:
    lookup: Lookup
    previous: Lookup
    variables: Mapping[str, Operand]


@overload
def evaluate(
    node: Expression, lookup: Lookup, *, previous: Lookup = ..., variables: Mapping[str, Operand] = ...
) -> Operand: ...


@overload
def evaluate(
    node: Condition, lookup: Lookup, *, previous: Lookup = ..., variables: Mapping[str, Operand] = ...
) -> bool | Missing | NoValue: ...


def evaluate(
    node: Node,
    lookup: Lookup,
    *,
    previous: Lookup = _nothing,
    variables: Mapping[str, Operand] = MappingProxyType({}),
) -> Operand | bool:
    """Return the exact value of a formula, or whether a condition holds (ask `is True`); never raises on figures.

    `lookup` gives the figure of a uid in the period computed, `previous` that of the year before, `variables` those of
    a status rule (absent ones are blank). Every part is looked at, also behind a false `and`: any missing part makes
    the whole Missing, the earliest kind of PRECEDENCE first, and missing figures come before NoValue.
    """
    scope = _Scope(lookup, previous, variables)
    if isinstance(node, Compare | Bool):
        return _holds(node, scope)
    return _value(node, scope)


def _value(node: Expression, scope: _Scope) -> Operand:
    value = _computed(node, scope)
    if isinstance(value, Fraction) and _is_too_big(value):
        return NoValue("too_big")
    return value


def _is_too_big(value: Fraction) -> bool:
    above, below = value.as_integer_ratio()
    return above.bit_length() > MAX_BITS or below.bit_length() > MAX_BITS


def _computed(node: Expression, scope: _Scope) -> Operand:
    match node:
        case Number(value):
            return value
        case Ref(uid):
            return scope.lookup(uid)
        case Variable(name):
            return scope.variables.get(name, BLANK)
        case Unary(operand):
            return _apply(operator.neg, [_value(operand, scope)])
        case Binary(op, left, right):
            return _apply(_ARITHMETIC[op], [_value(left, scope), _value(right, scope)])
        case Call("PREV", (Ref(uid),)):
            return scope.previous(uid)
        case Call(name, args):
            return _apply(_FUNCTIONS[name], [_value(arg, scope) for arg in args])


def _holds(node: Condition, scope: _Scope) -> bool | Missing | NoValue:
    if isinstance(node, Compare):
        return _apply(_COMPARE[node.op], [_value(node.left, scope), _value(node.right, scope)])
    return _apply(_LOGIC[node.op], [_holds(operand, scope) for operand in node.operands])


def _apply(
    function: Callable[..., R], operands: list[Operand] | list[bool | Missing | NoValue]
) -> R | Missing | NoValue:
    for operand in operands:
        if isinstance(operand, Missing | NoValue):
            return _lacking(operands)
    try:
        return function(*operands)
    except ZeroDivisionError:
        return NoValue("zero_division")


def _lacking(operands: list[Operand] | list[bool | Missing | NoValue]) -> Missing | NoValue:
    missing = [operand for operand in operands if isinstance(operand, Missing)]
    if missing:
        return min(missing, key=lambda operand: PRECEDENCE.index(operand.kind))
    return next(operand for operand in operands if isinstance(operand, NoValue))


def _sum(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0))


def _mean(*values: Fraction) -> Fraction:
    return _sum(*values) / len(values)


def _rounded(whole: Callable[[Fraction], int]) -> Callable[[Fraction, Fraction], Fraction]:
    """Return an Excel rounding from how it makes a positive number whole: the sign is set aside meanwhile."""

    def rounded(value: Fraction, digits: Fraction) -> Fraction:
        scale = Fraction(10) ** int(digits)
        size = whole(abs(value) * scale) / scale
        return -size if value < 0 else size

    return rounded


_ARITHMETIC: Mapping[str, Callable[..., Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_FUNCTIONS: Mapping[str, Callable[..., Fraction]] = {
    "SUM": _sum,
    "AVG": _mean,
    "MIN": lambda *values: min(values),
    "MAX": lambda *values: max(values),
    "ROUND": _rounded(lambda size: math.floor(size + Fraction(1, 2))),
    "ROUNDDOWN": _rounded(math.floor),
    "ROUNDUP": _rounded(math.ceil),
}
_COMPARE: Mapping[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_LOGIC: Mapping[str, Callable[..., bool]] = {
    "and": lambda *parts: all(parts),
    "or": lambda *parts: any(parts),
    "not": operator.not_,
}


def references(node: Node) -> tuple[str, ...]:
    """Return the uids that a formula reads, each once, in the order of the text; PREV reads its metric too."""
    return tuple(dict.fromkeys(_refs(node)))


def _refs(node: Node) -> Iterator[str]:
    match node:
        case Ref(uid):
            yield uid
        case Unary(operand):
            yield from _refs(operand)
        case Binary(_, left, right) | Compare(_, left, right):
            yield from _refs(left)
            yield from _refs(right)
        case Call(_, parts) | Bool(_, parts):
            for part in parts:
                yield from _refs(part)


class CycleError(InputError):
    """Formulas that need each other; `path` names uids, each reading the next, the first again at the end."""

    def __init__(self, path: tuple[str, ...], name_by_uid: Mapping[str, str]) -> None:
        shown = " → ".join(name_by_uid.get(uid, uid) for uid in path)
        super().__init__(f"計算が一巡してしまいます（{shown}）。このうち1つの式を、互いを使わない形に直してください。")
        self.path = path


def evaluation_order(formulas: Mapping[str, Node], name_by_uid: Mapping[str, str]) -> tuple[str, ...]:
    """Return the uids of formulas so that each comes after those it reads; raise CycleError with a path by names."""
    try:
        return tuple(uid for uid in _sorter(formulas).static_order() if uid in formulas)
    except graphlib.CycleError as error:
        raise CycleError(_path(error), name_by_uid) from None


def find_cycle(formulas: Mapping[str, Node]) -> tuple[str, ...] | None:
    """Return one cycle of formulas as CycleError.path gives it, or None where there is none."""
    try:
        _sorter(formulas).prepare()
    except graphlib.CycleError as error:
        return _path(error)
    return None


def _sorter(formulas: Mapping[str, Node]) -> "graphlib.TopologicalSorter[str]":
    return graphlib.TopologicalSorter({uid: references(node) for uid, node in formulas.items()})


def _path(error: graphlib.CycleError) -> tuple[str, ...]:
    return tuple(reversed(error.args[1]))  # graphlib goes from what is read to what reads it


class Dependents:
    """Who reads whom, turned round once so that what an edit affects is found in time with its own size.

    Takes no part in computing; built anew when a formula or a live text changes.
    """

    def __init__(self, references_by_uid: Mapping[str, Iterable[str]]) -> None:
        """Index what each uid (a formula, a live text, an indicator) reads."""
        self._readers: dict[str, list[str]] = {}
        for reader, read in references_by_uid.items():
            for uid in read:
                self._readers.setdefault(uid, []).append(reader)

    def affected(self, changed: Iterable[str]) -> frozenset[str]:
        """Return changed and all that reads them, directly or through others."""
        found = set(changed)
        waiting = list(found)
        while waiting:
            fresh = [uid for uid in self._readers.get(waiting.pop(), ()) if uid not in found]
            found.update(fresh)
            waiting.extend(fresh)
        return frozenset(found)
