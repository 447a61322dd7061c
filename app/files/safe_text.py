"""Makes any text fit for a workbook: what Excel and its file format cannot hold is taken out or escaped."""

import re
import unicodedata
from collections.abc import Iterable

from app.domain.text import with_line_feeds

MOST_LETTERS = 32_767  # UTF-16 units that a cell holds
MOST_NAME = 31  # UTF-16 units that a sheet's name holds

# Controls except tab and line feed, lone surrogates, and the two code points that no XML may hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_START = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

# Excel forbids \ / ? * [ ] : in a sheet's name; older ones their full-width forms too.
_NAME_SIGNS = str.maketrans("\\/?*[]:＼／？＊［］：", "---×()-－－－×（）－")
_APOSTROPHES = "'＇’‘"


def clean_text(text: str) -> str:
    """Return text without what cannot be written, its line ends as line feeds, cut to what a cell holds."""
    return _cut(_writable(text), MOST_LETTERS)


def cell_pieces(text: str) -> list[str]:
    """Return text as so many cells hold it, at least one: what goes over a cell's limit continues in the next."""
    rest = _writable(text)
    pieces = [_cut(rest, MOST_LETTERS)]
    while len(pieces[-1]) < len(rest):
        rest = rest[len(pieces[-1]) :]
        pieces.append(_cut(rest, MOST_LETTERS))
    return pieces


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", with_line_feeds(text))


def cell_text(text: str) -> str:
    """Return cleaned text as a cell stores it: `_x0041_` would be read as the letter A, so its `_` is escaped.

    The limit of a cell counts the letters that are read, so the escape may make the stored text longer.
    """
    return _ESCAPE.sub("_x005F_", clean_text(text))


def looks_like_formula(text: str) -> bool:
    """Return whether a text would become a formula when a person edits its cell."""
    return text.startswith(_FORMULA_START)


def sheet_names(wishes: Iterable[str]) -> tuple[str, ...]:
    """Return legal sheet names in the order of the wishes, no two the same to Excel."""
    names: list[str] = []
    taken: set[str] = set()
    for wish in wishes:
        name = _unused(_legal(wish), taken)
        taken.add(_folded(name))
        names.append(name)
    return tuple(names)


def _legal(wish: str) -> str:
    name = _writable(wish).replace("\n", " ").replace("\t", " ").translate(_NAME_SIGNS)
    name = _cut(name.strip().strip(_APOSTROPHES).strip(), MOST_NAME).rstrip(_APOSTROPHES + " ")
    reserved = {"history", "履歴"}  # Excel keeps these for the history of a shared workbook
    return f"{name}_" if name.casefold() in reserved else name or "シート"


def _unused(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while _folded(candidate) in taken:
        number += 1
        mark = f" ({number})"
        candidate = _cut(name, MOST_NAME - len(mark)).rstrip(_APOSTROPHES + " ") + mark
    return candidate


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _cut(text: str, most: int) -> str:
    """Cut to a number of UTF-16 units without halving a letter."""
    if len(text) * 2 <= most:
        return text
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")
