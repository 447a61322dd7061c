"""The manual's pages: their order and groups from the index page, and the search over all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QTextDocument

from app.domain.text import search_key

INDEX = "00-index.md"
_LINK = re.compile(r"\[([^\]]+)\]\(([^)#]+\.md)\)")
_SIGN = re.compile("[^\uff9e\uff9f\u3099\u309a][\uff9e\uff9f\u3099\u309a]?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the index names it: its file's name, its title, and the heading that it stands under."""

    name: str
    title: str
    group: str


class Manual:
    """The pages of a folder. A page's plain text is that of its QTextDocument, so that hits are places in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries = tuple(_entries(self.source(INDEX)))
        self._texts: dict[str, Folded] = {}

    def source(self, name: str) -> str:
        """Return a page's Markdown, '' where it is not there."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def hits(self, name: str, typed: str) -> list[tuple[int, int]]:
        """Return (start, end) of each place of a page that has a typed word, [] unless it has all of them."""
        found = [self._text(name).places(key) for word in typed.split() if (key := search_key(word))]
        return sorted(place for places in found for place in places) if found and all(found) else []

    def _text(self, name: str) -> "Folded":
        if name not in self._texts:
            document = QTextDocument()
            document.setMarkdown(self.source(name))
            self._texts[name] = Folded(document.toPlainText())
        return self._texts[name]


class Folded:
    """A text as its search key, line by line, with the place that each sign of the key comes from."""

    def __init__(self, text: str) -> None:
        self._lines = [_folded(match[0], match.start()) for match in re.finditer("[^\n]+", text)]

    def places(self, key: str) -> list[tuple[int, int]]:
        """Return (start, end) of each place in the text whose search key is `key`."""
        return [place for line, spans in self._lines for place in _found(line, spans, key)]


def _folded(line: str, start: int) -> tuple[str, list[tuple[int, int]]]:
    key, spans = "", []
    for match in _SIGN.finditer(line):
        folded = _key_of(match[0])
        key += folded
        spans += [(start + match.start(), start + match.end())] * len(folded)
    return key, spans


def _found(line: str, spans: Sequence[tuple[int, int]], key: str) -> Iterator[tuple[int, int]]:
    at = line.find(key)
    while at >= 0:
        yield spans[at][0], spans[at + len(key) - 1][1]
        at = line.find(key, at + len(key))


@lru_cache(maxsize=4096)
def _key_of(sign: str) -> str:
    return search_key(sign)


def _entries(index: str) -> Iterator[Entry]:
    group = ""
    for line in index.splitlines():
        if line.startswith("## "):
            group = line[3:].strip()
        yield from (Entry(name, title, group) for title, name in _LINK.findall(line) if line.startswith("- "))
