"""Which rows of a table are shown and in which order, on the screen only: the printed order never changes.

An order and a filter are taken at the moment at which they are chosen, as in a spreadsheet: a value typed afterwards
neither moves its row nor hides it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from app.domain.text import search_key

if TYPE_CHECKING:
    from app.ui.grid_model import CellView
    from app.ui.grid_rows import RowsModel

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a person chose: the column sorted by, by its key ('': the printed order), and the texts let through."""

    column: str = ""
    descending: bool = False
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.column or self.filters)


@dataclass(frozen=True, slots=True)
class Order:
    """An arrangement as it came out: the ids of all rows then, those of the shown ones in order."""

    known: frozenset[str] = frozenset()
    shown: tuple[str, ...] = ()
    sorted: bool = False

    def rows_of(self, model: "RowsModel", rows: Sequence[Any]) -> tuple[Any, ...]:
        """Return the rows to show: new ones behind the row that they are printed behind."""
        ids = [model.row_id(row) for row in rows]
        shown = set(self.shown)
        hidden = self.known - shown
        if not self.sorted:
            kept = tuple(row for name, row in zip(ids, rows, strict=True) if name not in hidden)
            return _without_lonely_bands(model, kept)
        by_id = dict(zip(ids, rows, strict=True))
        order = [name for name in self.shown if name in by_id]
        for place, name in enumerate(ids):
            if name not in self.known and model.cell(by_id[name], 0).role != "band":
                before = next((other for other in reversed(ids[:place]) if other in order), None)
                order.insert(order.index(before) + 1 if before else len(order), name)
        return tuple(by_id[name] for name in order)


def order_of(model: "RowsModel", rows: Sequence[Any], chosen: Arrangement) -> Order:
    """Return how an arrangement orders the rows that there are now."""
    places = {column.key: place for place, column in enumerate(model.columns)}
    passing = [row for row in rows if _passes(model, row, chosen.filters, places)]
    if chosen.column:
        passing = _sorted(model, passing, places[chosen.column], chosen.descending)
    ids = tuple(model.row_id(row) for row in passing)
    return Order(frozenset(model.row_id(row) for row in rows), ids, bool(chosen.column))


def values_of(model: "RowsModel", column: int, filters: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Return the texts of a column with how often each stands there, in order, blank last; other filters hold."""
    others = {key: texts for key, texts in filters.items() if key != model.columns[column].key}
    places = {item.key: place for place, item in enumerate(model.columns)}
    rows = [row for row in model.all_rows if is_plain(model, row) and _passes(model, row, others, places)]
    counts: dict[str, int] = {}
    for row in _sorted_plain(model, rows, column, descending=False):
        text = shown_text(model.cell(row, column))
        counts[text] = counts.get(text, 0) + 1
    return counts


def shown_text(view: "CellView") -> str:
    """Return a cell's text as it is drawn."""
    return view.mark + view.text


def is_plain(model: "RowsModel", row: Any) -> bool:
    """Say whether a row is neither a heading nor a total."""
    return model.cell(row, 0).role == "plain"


def _passes(model: "RowsModel", row: Any, filters: Mapping[str, frozenset[str]], places: Mapping[str, int]) -> bool:
    if not filters or not is_plain(model, row):
        return True
    return all(shown_text(model.cell(row, places[key])) in texts for key, texts in filters.items())


def _sorted(model: "RowsModel", rows: Sequence[Any], column: int, descending: bool) -> list[Any]:
    """Return rows sorted: within their groups where the model keeps those, else all together, totals last."""
    if model.sorts_within_groups:
        found: list[Any] = []
        for group in _groups(model, rows):
            plain = [row for row in group if is_plain(model, row)]
            ordered = iter(_sorted_plain(model, plain, column, descending))
            found += [next(ordered) if is_plain(model, row) else row for row in group]
        return found
    plain = [row for row in rows if is_plain(model, row)]
    totals = [row for row in rows if model.cell(row, 0).role == "total"]
    return [*_sorted_plain(model, plain, column, descending), *totals]


def _groups(model: "RowsModel", rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the rows from one heading to the next."""
    group: list[Any] = []
    for row in rows:
        if model.cell(row, 0).role == "band" and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _sorted_plain(model: "RowsModel", rows: Sequence[Any], column: int, descending: bool) -> list[Any]:
    """Return rows in the order of a column: figures, then words, then blanks whichever way round."""
    figures: list[tuple[Fraction, Any]] = []
    words: list[tuple[list[tuple[int, int, str]], Any]] = []
    blanks: list[Any] = []
    for row in rows:
        view = model.cell(row, column)
        if view.figure is not None and view.figure.value is not None:
            figures.append((view.figure.value, row))
        elif shown_text(view):
            words.append((_natural(view), row))
        else:
            blanks.append(row)
    figures.sort(key=itemgetter(0), reverse=descending)
    words.sort(key=itemgetter(0), reverse=descending)
    return [*(row for _, row in figures), *(row for _, row in words), *blanks]


def _natural(view: "CellView") -> list[tuple[int, int, str]]:
    """Return a key by which No 2 stands before No 10, width and kana making no difference."""
    parts = _NUMBER.split(search_key(shown_text(view)))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _without_lonely_bands(model: "RowsModel", rows: Sequence[Any]) -> tuple[Any, ...]:
    """Return rows without the headings under which a filter left nothing."""
    groups = list(_groups(model, rows))
    lonely = [group for group in groups if model.cell(group[0], 0).role == "band" and len(group) == 1]
    gone = {id(group[0]) for group in lonely}
    return tuple(row for row in rows if id(row) not in gone)
