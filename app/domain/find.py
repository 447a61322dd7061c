"""Finding words and figures all over a board: what can be found, whether it matches, and where the hit is in it.

Width, kana, case, spaces, radicals and old forms make no difference (text.search_key). A typed number finds figures
that begin with it, with or without its thousands separators: 「2,0」 finds 2,020, and 「20」 does not.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.domain.entity import Key
from app.domain.text import search_key

Group = Literal["title", "figure", "text", "department", "event", "note"]
GROUPS: Mapping[Group, str] = {
    "title": "取組・指標・表の名前",
    "figure": "数値",
    "text": "文章",
    "department": "担当課",
    "event": "開催日と場所",
    "note": "メモ・注記・出典",
}
_NUMBER = re.compile(r"(?:約|おおむね|およそ)?([△▲-]?\d[\d,]*(?:\.\d*)?|[△▲-]?\.\d+)(.*)")
_SLOT, _LINE = "\x1f", "\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its text, where it stands in words, and the row that it is of.

    `key` is the text's search key. `start` counts the characters before it in the block's body that it is a line of,
    None for what is no such line.
    """

    group: Group
    text: str
    where: str
    node: str
    table: str
    row: Key
    key: str
    start: int | None = None


def entry(group: Group, text: str, where: str, node: str, table: str, row: Key, start: int | None = None) -> Entry:
    """Return an entry with the search key of its text."""
    return Entry(group, text, where, node, table, row, search_key(text), start)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: the words that must all be there, and the beginning of a figure where it reads as one.

    `unit` is what was typed behind the figure, as a search key.
    """

    words: tuple[str, ...]
    number: str = ""
    unit: str = ""


def read_query(typed: str) -> Query:
    """Return what a typed text asks for."""
    words = tuple(key for word in typed.split() if (key := search_key(word)))
    found = _NUMBER.fullmatch(search_key(typed))
    if found is None:
        return Query(words)
    return Query(words, plain_number(found[1]), found[2])


def plain_number(text: str) -> str:
    """Return a number as figures are kept for finding: no separators, '-' for a negative one."""
    return text.replace(",", "").replace("△", "-").replace("▲", "-")


def matching(entries: Iterable[Entry], query: Query) -> list[Entry]:
    """Return the entries that hold all words, those that begin with the first word first."""
    if not query.words:
        return []
    first, rest = query.words[0], query.words[1:]
    found = [item for item in entries if first in item.key and all(word in item.key for word in rest)]
    return sorted(found, key=lambda item: not item.key.startswith(first))


def spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where in a text the words (search keys) stand, as it is written, in order and without overlap."""
    key, origins = _origins(text)
    found: list[tuple[int, int]] = []
    for word in words:
        place = key.find(word) if word else -1
        if place >= 0:
            found.append((origins[place][0], origins[place + len(word) - 1][1]))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def number_span(text: str, number: str) -> tuple[tuple[int, int], ...]:
    """Return where a plain number stands in a figure as shown, over its separators; none where it is written else."""
    key, origins = _origins(text)
    kept = [place for place, sign in enumerate(key) if sign != ","]
    place = plain_number(key).find(number)
    return ((origins[kept[place]][0], origins[kept[place + len(number) - 1]][1]),) if place >= 0 else ()


def _origins(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text's search key with the run of characters that each sign of it comes from."""
    key, origins, start = "", [], 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (text[end] in "ﾞﾟ" or unicodedata.combining(text[end])):
            end += 1
        part = search_key(text[start:end])
        key += part
        origins += [(start, end)] * len(part)
        start = end
    return key, origins


class FigureLines:
    """Figures of many metrics, each metric's in one text with a line a figure: 240,000 of them in a few megabytes.

    A line holds the forms under which its figure is found: as shown, as stored, as printed.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._units: dict[str, str] = {}

    def put(self, metric: str, unit: str, lines: Sequence[Iterable[str]]) -> None:
        """Keep a metric's figures, each as its forms (plain numbers, or search keys of words)."""
        self._units[metric] = search_key(unit)
        self._texts[metric] = "".join(f"{_LINE}{_SLOT}{_SLOT.join(dict.fromkeys(line))}{_SLOT}" for line in lines)

    def drop(self, metrics: Iterable[str]) -> None:
        """Forget metrics."""
        for metric in metrics:
            self._texts.pop(metric, None)

    def keep(self, metrics: Collection[str]) -> None:
        """Forget all but these metrics."""
        self.drop([metric for metric in self._texts if metric not in metrics])

    def __contains__(self, metric: str) -> bool:
        return metric in self._texts

    def search(self, query: Query, most: int) -> tuple[list[tuple[str, int]], int]:
        """Return the first (metric, line) that match, exact ones first, and how many there are in all."""
        needle = _SLOT + query.number if query.number else query.words[0] if len(query.words) == 1 else ""
        if not needle:
            return [], 0
        held = {metric: text for metric, text in self._texts.items() if needle in text}
        if query.unit:
            held = {metric: text for metric, text in held.items() if self._units[metric].startswith(query.unit)}
        found = dict.fromkeys(_places(held, needle + _SLOT, most))
        if len(found) < most:
            found |= dict.fromkeys(_places(held, needle, most))
        return list(found)[:most], sum(_count_lines(text, needle) for text in held.values())


def _places(texts: Mapping[str, str], needle: str, most: int) -> list[tuple[str, int]]:
    """Return the first `most` (metric, line) whose line holds the needle."""
    found: list[tuple[str, int]] = []
    for metric, text in texts.items():
        place, line, passed = text.find(needle), -1, 0
        while place >= 0 and len(found) < most:
            line += text.count(_LINE, passed, place)
            found.append((metric, line))
            passed = place
            end = text.find(_LINE, place)
            place = text.find(needle, end) if end >= 0 else -1
        if len(found) == most:
            break
    return found


def _count_lines(text: str, needle: str) -> int:
    """Return how many lines of a text hold the needle; a line with two forms of one figure counts once."""
    count = text.count(needle)
    if count < 2 or text.count(_SLOT) == 2 * text.count(_LINE):
        return count
    return sum(needle in line for line in text.split(_LINE))
