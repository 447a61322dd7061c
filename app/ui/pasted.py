"""What another program put on the clipboard, as cells: cleaned, with the gaps of merged cells left out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData

from app.domain import figures
from app.domain.errors import InputError
from app.domain.figures import AmbiguousBlank
from app.domain.text import CHANGE_LABELS, Change, clean_pasted
from app.ui.tsv import parse_tsv

_NAMED = 4  # kinds of repaired characters that are told one by one
_TOLD = ("radical", "vertical", "kana")  # of which the characters themselves say something


@dataclass(frozen=True, slots=True)
class Pasted:
    """A block of cells, None where a merged cell covers one, and what was repaired in their texts."""

    rows: tuple[tuple[str | None, ...], ...]
    changes: tuple[Change, ...] = ()

    @property
    def repairs(self) -> str:
        """Return what was repaired in words, '' for nothing."""
        counted = Counter[tuple[str, str]]()
        for change in self.changes:
            counted[change.kind, change.after] += change.count
        if not counted:
            return ""
        words = [_told(counted, kind) for kind in CHANGE_LABELS if any(one == kind for one, _ in counted)]
        return f"文字を{counted.total()}か所直しました（{'、'.join(words)}）。"


def _told(counted: Counter[tuple[str, str]], kind: str) -> str:
    """Return a kind of repair with what it gave; the signs before are none that a font need have."""
    given = [after for (one, after), _ in counted.most_common() if one == kind and kind in _TOLD]
    more = "ほか" if len(given) > _NAMED else ""
    return CHANGE_LABELS[kind] + (f"→{'・'.join(given[:_NAMED])}{more}" if given else "")  # type: ignore[index]


def read_clipboard(mime: QMimeData) -> Pasted:
    """Return the block that a clipboard holds.

    The text says what the cells hold, in Excel, LibreOffice and PDF readers alike. The table that Excel and LibreOffice
    offer beside it is only asked which cells others cover: those are no empty cells, and what is there stays; and where
    lines end within a cell, which LibreOffice's text has as spaces.
    """
    text = mime.text()
    rows = parse_tsv(text)
    covered, broken = _told_by_table(mime.html(), rows) if mime.hasHtml() else (set(), {})
    changes: list[Change] = []
    # Asked once of the whole: most blocks hold nothing to repair, and thousands of cells.
    dirty = any(change.before != "\r\n" for change in clean_pasted(text).changes)

    def clean(row: int, column: int, text: str) -> str | None:
        if not text and (row, column) in covered:
            return None
        text = _with_breaks(text, broken.get((row, column), ""))
        if dirty:
            cleaned = clean_pasted(text)
            changes.extend(change for change in cleaned.changes if change.kind != "newline")
            text = cleaned.text
        return _one_line(text) if "\n" in text else text

    cells = tuple(tuple(clean(row, place, text) for place, text in enumerate(line)) for row, line in enumerate(rows))
    return Pasted(cells, tuple(changes))


def _with_breaks(text: str, lines: str) -> str:
    """Return a cell's text with the line ends that the table has in it, where both say the same."""
    return lines if lines and "\n" not in text and text.split() == lines.split() else text


def one_cell(text: str) -> tuple[str, str]:
    """Return a text as the open editor of one cell takes it, and what was repaired in it in words, '' for nothing."""
    cleaned = clean_pasted(text)
    told = Pasted((), tuple(change for change in cleaned.changes if change.kind != "newline"))
    return _one_line(cleaned.text.rstrip("\n").replace("\t", " ")), told.repairs


def _one_line(text: str) -> str:
    """Return a cell's text in one line: lines are there to fit a column, and Japanese has no spaces between words."""
    lines = [line.strip() for line in text.split("\n")]  # strips the other half of \r\n too
    whole = lines[0]
    for line in lines[1:]:
        spaced = whole[-1:].isascii() and line[:1].isascii() and whole and line
        whole += f" {line}" if spaced else line
    return whole


class _Spans(HTMLParser):
    """Finds which cells of an HTML table others cover, and the words of those with line breaks.

    Rows that are not shown are Excel's own means.
    """

    def __init__(self) -> None:
        super().__init__()
        self.covered: set[tuple[int, int]] = set()
        self.words: dict[tuple[int, int], str] = {}
        self._place = (-1, -1)
        self.row, self.columns = -1, 0
        self._column = 0
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self._hidden = "display:none" in found.get("style", "").replace(" ", "")
            self.row, self._column = self.row + (not self._hidden), 0
        elif tag in ("td", "th") and not self._hidden:
            self._cell(_number(found.get("rowspan")), _number(found.get("colspan")))
        elif tag == "br" and self._place in self.words:
            self.words[self._place] += "\n"

    def handle_data(self, data: str) -> None:
        if self._place in self.words:
            self.words[self._place] += " ".join(data.split())  # a new line of the source is none of the cell

    def _cell(self, down: int, right: int) -> None:
        while (self.row, self._column) in self.covered:
            self._column += 1
        self._place = (self.row, self._column)
        self.words[self._place] = ""
        places = {(self.row + row, self._column + place) for row in range(down) for place in range(right)}
        self.covered |= places - {(self.row, self._column)}
        self._column += right
        self.columns = max(self.columns, self._column)


def _number(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 5 else 1


def _told_by_table(html: str, rows: Sequence[Sequence[str]]) -> tuple[set[tuple[int, int]], dict[tuple[int, int], str]]:
    """Return the covered cells and the words with line breaks of a table shaped as the text, none of another."""
    spans = _Spans()
    spans.feed(html)
    same = spans.row + 1 == len(rows) and spans.columns == max(map(len, rows), default=0)
    broken = {place: words for place, words in spans.words.items() if "\n" in words}
    return (spans.covered, broken) if same else (set(), {})


def spread(rows: Sequence[Sequence[str | None]], takes_figure: Callable[[int], bool]) -> list[list[str | None]]:
    """Return rows with figures that a PDF sets apart by spaces as cells of their own.

    Every line has to end in two figures or more; words before them are one cell, where the first column takes words.
    `takes_figure` says of a column, 0 for the first one pasted into, whether it holds figures.
    """
    lines = [row[0] or "" for row in rows if len(row) == 1]
    if not lines or len(lines) < len(rows) or not takes_figure(1):
        return [list(row) for row in rows]
    taken = [_parted(line, takes_figure(0)) for line in lines]
    whole = all(parts is not None for parts in taken) and (takes_figure(0) or len(taken) > 1)
    return [list(parts or ()) for parts in taken] if whole else [list(row) for row in rows]


def _parted(line: str, only_figures: bool) -> list[str] | None:
    words = line.split()
    if only_figures and _is_figure(line):
        return None
    place = len(words)
    while place and _is_figure(words[place - 1]):
        place -= 1
    head = "".join(words[:place])
    if len(words) - place < 2 or bool(head) == only_figures:
        return None
    return [*([head] if head else []), *words[place:]]


def _is_figure(text: str) -> bool:
    try:
        return not figures.parse_figure(text).empty
    except AmbiguousBlank:
        return True
    except InputError:
        return False
