"""Find sums between the rows of a table from their numbers alone: one row is the sum of others in all columns but one.

A sum is proposed only where it cannot be chance: it holds in FEWEST or more columns in which the whole has two digits
and two of its parts are not zero, and those columns differ. Two parts are looked for, then three, then whole runs of
rows above or below a row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

FEWEST = 6
MOST_ROWS_FOR_TWO = 120
MOST_ROWS_FOR_THREE = 40
_STEP = 500

Row = Mapping[str, Fraction]
"""The known figures of a row by column."""


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is the sum of `parts` (places of rows); it holds in `holds` columns and breaks in at most one."""

    whole: int
    parts: tuple[int, ...]
    holds: tuple[str, ...]
    broken: tuple[str, ...] = ()


def find_sums(rows: Sequence[Row]) -> Iterator[Sum | None]:
    """Yield the sums between rows, none that follows from those before it; None every few milliseconds."""
    able = [place for place, row in enumerate(rows) if _is_telling(row)]
    span = Span()
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for found in _candidates(rows, able):
        if found is None:
            yield None
            continue
        if found in seen:
            continue
        seen.add(found)
        whole, parts = found
        proved = _proved(rows, whole, parts)
        if proved and span.add({whole: 1, **dict.fromkeys(parts, -1)}):
            yield proved


class Span:
    """The relations that follow from those added, as vectors over anything that can be sorted."""

    def __init__(self) -> None:
        self._reduced: dict[object, dict[object, Fraction]] = {}

    def add(self, terms: Mapping[object, int]) -> bool:
        """Take in a relation; False where it follows from those before."""
        rest = self._rest(terms)
        if not rest:
            return False
        pivot, lead = next(iter(rest.items()))
        self._reduced[pivot] = {name: value / lead for name, value in rest.items()}
        return True

    def holds(self, terms: Mapping[object, int]) -> bool:
        """Say whether a relation follows from those that were added."""
        return not self._rest(terms)

    def _rest(self, terms: Mapping[object, int]) -> dict[object, Fraction]:
        rest = {name: Fraction(value) for name, value in terms.items() if value}
        for pivot, known in self._reduced.items():
            times = rest.get(pivot)
            if times:
                for name, value in known.items():
                    rest[name] = rest.get(name, Fraction(0)) - times * value
                rest = {name: value for name, value in rest.items() if value}
        return rest


def _is_telling(row: Row) -> bool:
    """Say whether a row has enough figures that differ to prove anything."""
    return len(row) >= FEWEST and len(set(row.values())) > 1 and max(map(abs, row.values())) > 9


def _candidates(rows: Sequence[Row], able: list[int]) -> Iterator[tuple[int, tuple[int, ...]] | None]:
    anchors = _anchors(rows, able)
    for size, most in ((2, MOST_ROWS_FOR_TWO), (3, MOST_ROWS_FOR_THREE)):
        if len(able) <= most:
            for anchor in anchors:
                yield from _with_parts(rows, able, anchor, size)
    yield from _runs(rows)


def _anchors(rows: Sequence[Row], able: list[int]) -> list[str]:
    """Return the two columns known in most rows: a sum that breaks in one column holds in the other."""
    known: dict[str, int] = {}
    for place in able:
        for column, value in rows[place].items():
            known[column] = known.get(column, 0) + (abs(value) > 9)
    return sorted(known, key=lambda column: -known[column])[:2]


def _with_parts(
    rows: Sequence[Row], able: list[int], anchor: str, size: int
) -> Iterator[tuple[int, tuple[int, ...]] | None]:
    here = [place for place in able if anchor in rows[place]]
    values = {place: rows[place][anchor] for place in here}
    by_value: dict[Fraction, list[int]] = {}
    for place, value in values.items():
        by_value.setdefault(value, []).append(place)
    for count, parts in enumerate(combinations(here, size)):
        if count % _STEP == _STEP - 1:
            yield None
        for whole in by_value.get(sum((values[part] for part in parts), Fraction(0)), ()):
            if whole not in parts:
                yield whole, parts


def _runs(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each row with all runs of four or more rows that end above it or begin below it."""
    for whole, row in enumerate(rows):
        if not _is_telling(row):
            continue
        for step in (-1, 1):
            parts: list[int] = []
            place = whole + step
            while 0 <= place < len(rows):
                parts.append(place)
                if len(parts) > 3:
                    yield whole, tuple(sorted(parts))
                place += step


def _proved(rows: Sequence[Row], whole: int, parts: tuple[int, ...]) -> Sum | None:
    """Return the sum with the columns that prove it, None where they are too few or it breaks in two."""
    holds: list[str] = []
    broken: list[str] = []
    telling: set[tuple[Fraction, ...]] = set()
    count = 0
    for column, total in rows[whole].items():
        values = [rows[part].get(column) for part in parts]
        if any(value is None for value in values):
            continue
        known = [value for value in values if value is not None]
        if sum(known, Fraction(0)) != total:
            broken.append(column)
            if len(broken) > 1:
                return None
            continue
        holds.append(column)
        if abs(total) > 9 and sum(value != 0 for value in known) > 1:
            count += 1
            telling.add(tuple(known))
    enough = count >= FEWEST and len(telling) >= FEWEST - 1
    return Sum(whole, parts, tuple(holds), tuple(broken)) if enough else None
