"""From text to tree: the parser of the formula language.

Derived metrics are arithmetic over references `[uid]`; status rules add variables, comparisons and and/or/not. The
stored form names metrics by uid; formula_names.py turns it into what a person reads and types.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, NoReturn, TypeVar, overload

from app.domain.formula_tokens import Token, tokenize
from app.domain.formula_tree import (
    COMPARISONS,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_LENGTH,
    MAX_NODES,
    ROUNDINGS,
    VARIABLES,
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

N = TypeVar("N")
_UID = re.compile(r"[A-Za-z0-9_.-]+")


@overload
def parse(text: str, *, allow_conditions: Literal[False] = False) -> Expression: ...


@overload
def parse(text: str, *, allow_conditions: Literal[True]) -> Condition: ...


def parse(text: str, *, allow_conditions: bool = False) -> Node:
    """Return the tree of a stored formula, or of a status rule with allow_conditions; raise FormulaError.

    At most MAX_LENGTH characters, MAX_NODES nodes and MAX_DEPTH levels are taken.
    """
    if len(text) > MAX_LENGTH:
        reject_length(MAX_LENGTH)
    tokens = list(tokenize(text, conditions=allow_conditions))
    for token in tokens:
        if token.kind == "ref" and not _UID.fullmatch(token.text):
            raise FormulaError(f"「{token.text}」は指標の識別子ではありません。指標を選び直してください。", token.start)
    return parse_tokens(tokens, allow_conditions=allow_conditions)


def reject_length(position: int) -> NoReturn:
    """Raise the FormulaError for a formula of more than MAX_LENGTH characters, which it passes at position."""
    raise FormulaError(
        f"式が長すぎます。{MAX_LENGTH}文字までにし、超える分は途中の計算を別の指標に分けてください。", position
    )


def parse_tokens(tokens: Sequence[Token], *, allow_conditions: bool) -> Node:
    """Return the tree of tokens whose references are uids; raise FormulaError as parse does, lengths apart."""
    return _Parser(tokens, allow_conditions).whole()


class _Parser:
    """Recursive descent, one method a level of precedence, loosest first; counts nodes and depth as it goes."""

    def __init__(self, tokens: Sequence[Token], allow_conditions: bool) -> None:
        self._tokens = tokens
        self._allow_conditions = allow_conditions
        self._index = 0
        self._nodes = 0
        self._depth = 0

    def whole(self) -> Node:
        if self._now.kind == "end":
            raise FormulaError("式が空です。[名前] と + - * / で書いてください。", 0)
        node = self._either()
        if self._now.kind != "end":
            self._reject_rest()
        return self._condition(node, self._tokens[0]) if self._allow_conditions else node

    @property
    def _now(self) -> Token:
        return self._tokens[self._index]

    def _take(self, *texts: str) -> Token | None:
        token = self._now
        if token.kind in ("op", "logic") and token.text in texts:
            self._index += 1
            return token
        return None

    def _reject_rest(self) -> NoReturn:
        token = self._now
        if token.text in (")", ","):
            hint = "括弧の数を確かめてください。" if token.text == ")" else "桁区切りは書かないでください。"
            raise FormulaError(f"「{token.text}」が余分です。{hint}", token.start)
        raise FormulaError("前の項との間に + - * / などがありません。", token.start)

    def _made(self, node: N, token: Token) -> N:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise FormulaError(
                f"式の部品が多すぎます。{MAX_NODES}個までにし、途中の計算を別の指標に分けてください。", token.start
            )
        return node

    def _nested(self, rule: Callable[[], N], token: Token) -> N:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(
                f"括弧や関数の入れ子が深すぎます。{MAX_DEPTH}段までにし、途中の計算を別の指標に分けてください。",
                token.start,
            )
        node = rule()
        self._depth -= 1
        return node

    def _number(self, node: Node, token: Token) -> Expression:
        if isinstance(node, Compare | Bool):
            raise FormulaError("条件は計算や比較に使えません。数になる式を書いてください。", token.start)
        return node

    def _condition(self, node: Node, token: Token) -> Condition:
        if isinstance(node, Compare | Bool):
            return node
        raise FormulaError("条件ではありません。「実績 >= 目標」のように比べる形で書いてください。", token.start)

    def _rules_only(self, token: Token, what: str) -> None:
        if not self._allow_conditions:
            raise FormulaError(
                f"{what}は状況の規則でだけ使えます。指標の式は数を計算する形で書いてください。", token.start
            )

    def _either(self) -> Node:
        return self._joined("or", self._both)

    def _both(self) -> Node:
        return self._joined("and", self._negated)

    def _joined(self, op: str, part: Callable[[], Node]) -> Node:
        start = self._now
        node = part()
        if self._now.kind != "logic" or self._now.text != op:
            return node
        self._rules_only(self._now, "「かつ」「または」")
        operands = [self._condition(node, start)]
        first = self._now
        while self._take(op):
            start = self._now
            operands.append(self._condition(part(), start))
        return self._made(Bool(op, tuple(operands)), first)

    def _negated(self) -> Node:
        token = self._take("not")
        if token is None:
            return self._comparison()
        self._rules_only(token, "not ")
        start = self._now
        inner = self._condition(self._nested(self._negated, token), start)
        return self._made(Bool("not", (inner,)), token)

    def _comparison(self) -> Node:
        start = self._now
        left = self._sum()
        token = self._take(*COMPARISONS)
        if token is None:
            return left
        self._rules_only(token, f"比較「{token.text}」")
        right_start = self._now
        right = self._number(self._sum(), right_start)
        if self._now.kind == "op" and self._now.text in COMPARISONS:
            raise FormulaError(
                "不等号は続けて書けません。「60 <= a かつ a < 100」のように分けてください。", self._now.start
            )
        return self._made(Compare(token.text, self._number(left, start), right), token)

    def _sum(self) -> Node:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._chain(("*", "/"), self._signed)

    def _chain(self, ops: tuple[str, str], part: Callable[[], Node]) -> Node:
        start = self._now
        node = part()
        while token := self._take(*ops):
            left = self._number(node, start)
            right_start = self._now
            node = self._made(Binary(token.text, left, self._number(part(), right_start)), token)
        return node

    def _signed(self) -> Node:
        token = self._take("-")
        if token is None:
            return self._primary()
        start = self._now
        return self._made(Unary(self._number(self._nested(self._signed, token), start)), token)

    def _primary(self) -> Node:
        token = self._now
        self._index += 1
        match token.kind:
            case "number":
                return self._made(Number(Fraction(token.text)), token)
            case "ref":
                return self._made(Ref(token.text), token)
            case "variable":
                self._rules_only(token, f"「{VARIABLES[token.text]}」")
                return self._made(Variable(token.text), token)
            case "function":
                return self._call(token)
            case "op" if token.text == "(":
                node = self._nested(self._either, token)
                self._close(token)
                return node
        raise FormulaError("ここには数、[名前]、関数のどれかが要ります。", token.start)

    def _close(self, opening: Token) -> None:
        if not self._take(")"):
            if self._now.kind == "end":
                raise FormulaError("「(」に対応する「)」がありません。", opening.start)
            self._reject_rest()

    def _call(self, name: Token) -> Expression:
        opening = self._take("(")
        if opening is None:
            raise FormulaError(f"{name.text} の後には「(」を書いてください。", name.start)
        args = self._nested(self._arguments, name)
        self._close(opening)
        _check_arguments(name, args)
        return self._made(Call(name.text, args), name)

    def _arguments(self) -> tuple[Expression, ...]:
        args: list[Expression] = []
        while not args or self._take(","):
            start = self._now
            args.append(self._number(self._either(), start))
        return tuple(args)


def _check_arguments(name: Token, args: tuple[Expression, ...]) -> None:
    if name.text == "PREV" and not (len(args) == 1 and isinstance(args[0], Ref)):
        raise FormulaError("PREV は PREV([名前]) のように、指標1つだけを囲んでください。", name.start)
    if name.text in ROUNDINGS and not (len(args) == 2 and _is_digits(args[1])):
        raise FormulaError(
            f"{name.text}(式, 桁数) の形で書き、桁数は -{MAX_DIGITS} から {MAX_DIGITS} の整数にしてください。",
            name.start,
        )


def _is_digits(node: Expression) -> bool:
    inner = node.operand if isinstance(node, Unary) else node
    return isinstance(inner, Number) and inner.value.denominator == 1 and inner.value <= MAX_DIGITS
