"""Formulas that nobody types in good faith, and random ones."""

import random
from collections.abc import Iterator

UIDS = ("a", "b", "c")
PIECES = (
    *("9", "0", "1", "9" * 30, "0.1", ".5", "[a]", "[b]", "[c]", "[]", "[x", "]", "[a][b]", "[実績]", "実績", "目標"),
    *("+", "-", "*", "/", "(", ")", ",", "**", "^", "=", "<>", "<=", "かつ", "または", "and", "or", "not", "%", " "),
    *("SUM(", "AVG(", "MIN(", "MAX(", "ROUND(", "ROUNDUP(", "PREV(", "PREV([a])", "ROUND([a],-10)", "×", "÷", "（"),
    *("９", "é", "\0", "\u202e", "\ud800", "😀", "\n", "٣", "²", "½", "∞", "e9", "0x1F", "1_0", "__import__", ".", ";"),
)


def deep() -> Iterator[str]:
    """Yield formulas that nest, with and without an end."""
    for depth in (10, 30, 31, 166, 499, 100_000):
        for opening, closing in (("(", ")"), ("-", ""), ("SUM(", ")"), ("ROUND(", ",2)"), ("not ", ""), ("1+(", ")")):
            yield opening * depth + "[a]" + closing * depth
            yield opening * depth
            yield closing * depth


def huge() -> Iterator[str]:
    """Yield formulas whose numbers or values are huge, tiny or endless."""
    yield from ("9**9**9", "9**9**9**9", "9^9^9", "9e999999999", "1e9", "0x7fffffff", "1/0", "0/0", "1/(1-1)", "-1/0")
    yield from ("[a]/[b]", "[a]/([b]-[b])", "ROUND(1/3,10)/0", "AVG()", "SUM()", "MAX(1/0,1)", "PREV([a])/PREV([b])")
    for digits in (100, 499, 1_000_000):
        yield "9" * digits
        yield "0." + "0" * digits + "1"
        yield "1/" + "9" * digits
    for op in "*/":
        yield op.join(["9" * 61] * 8)
        yield op.join(["[a]"] * 120)
        yield op.join(["ROUND([a],10)"] * 30)
        yield "*".join(["(1" + "/7" * 8 + ")"] * 20)


def long() -> Iterator[str]:
    """Yield formulas that are too long."""
    for length in (500, 501, 10_000, 1_000_000):
        yield "1" + "+1" * (length // 2)
        yield " " * length
        yield "[" + "a" * length + "]"
        yield "SUM(" + "1," * (length // 2) + "1)"
        yield "あ" * length


def sly() -> Iterator[str]:
    """Yield formulas that would be something else to another reader."""
    yield from ("__import__('os').system('id')", "().__class__.__bases__[0]", "lambda: 1", "[x for x in y]", "f'{1}'")
    yield from ("=cmd|'/C calc'!A0", '=HYPERLINK("http://example.com")', "@SUM(1)", "'; DROP TABLE node; --", "{1}")
    yield from (
        "[a]]",
        "[[a]]",
        "[a\0]",
        "[../../etc]",
        "[" + "ａ" + "]",
        "１＋２",
        "٣+٤",
        "²",
        "½",
        "Ⅳ",
        "∞",
        "NaN",
        "inf",
    )
    yield from ("\ud800", "\u202e1+2", "1\u200b+2", "\x00", "\x1b[31m", "", " ", "　", "#REF!", "1;2", "1//2", "1<2<3")


def scrambled(chance: random.Random) -> str:
    """Return pieces of formulas in any order, or a formula of which one piece may be wrong."""
    if chance.random() < 0.5:
        return "".join(chance.choices(PIECES, k=chance.randrange(1, 60)))
    terms = chance.choices(("[a]", "[b]", "[c]", "9" * 30, "0", "PREV([a])", "MIN([a],[b])", "-(1/[b])"), k=20)
    pieces = [piece for term in terms for piece in (term, chance.choice("+-*/"))][:-1]
    if chance.random() < 0.5:
        pieces[chance.randrange(len(pieces))] = chance.choice(PIECES)
    return "".join(pieces)
