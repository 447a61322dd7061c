"""What a person who types a formula may mean: names of series and functions that begin with or hold the typed word."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.formula_tree import FUNCTIONS
from app.domain.text import search_key

MOST = 12
_ENDS = "+-*/(),<>=×÷≦≧≠＋－＊／（），＜＞＝−　 \n]"
_HINTS = {
    "SUM": "合計",
    "AVG": "平均",
    "MIN": "いちばん小さい値",
    "MAX": "いちばん大きい値",
    "ROUND": "四捨五入（式, 桁数）",
    "ROUNDDOWN": "切捨て（式, 桁数）",
    "ROUNDUP": "切上げ（式, 桁数）",
    "PREV": "前の年の同じ期間の値",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A series as formulas name it: `[全質問]`, the item where it belongs, and whether that is the formula's own."""

    shown: str
    item: str
    near: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be put in place of the typed word, and words that tell it from others."""

    text: str
    note: str


def word_at(text: str, cursor: int) -> tuple[int, int]:
    """Return the run of the word that ends at a cursor, with the bracket before it and one right behind it."""
    opening = text.rfind("[", 0, cursor)
    if opening >= 0 and "]" not in text[opening:cursor]:
        return opening, cursor + 1 if text[cursor : cursor + 1] == "]" else cursor
    start = cursor
    while start and text[start - 1] not in _ENDS:
        start -= 1
    return start, cursor


def completions(word: str, names: Iterable[Name]) -> tuple[Completion, ...]:
    """Return what a typed word may mean, at most MOST: names of the own item and those that begin so come first.

    A single bracket means any name of the own item. Width, kana and case do not matter.
    """
    bracket = word.startswith("[")
    key = search_key(word.removeprefix("["))
    if not key and not bracket:
        return ()
    ranked: list[tuple[bool, bool, int, Name]] = []
    for place, name in enumerate(names):
        known = search_key(name.shown.strip("[]"))
        if key in known and (key or name.near):
            ranked.append((not known.startswith(key), not name.near, place, name))
    found = [Completion(name.shown, name.item) for *_, name in sorted(ranked, key=lambda one: one[:3])]
    functions = [] if bracket else [name for name in FUNCTIONS if name.casefold().startswith(key)]
    return tuple([*(Completion(f"{name}(", _HINTS[name]) for name in functions), *found][:MOST])
