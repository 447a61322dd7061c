"""In how many ways the unknown cells of a grid can be filled so that its totals come out, and what is the same in all.

Cells are whole numbers, none negative. The columns are taken one after the other; what is left of each row is the
state, so that ways are counted without listing them. The work is bounded: beyond MOST_STEPS there is no count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MOST_STEPS = 40_000
MOST_CELLS = 600
_STEP = 300
_ROUNDS = 8

Cell = tuple[int, int]
"""Row and column."""
State = tuple[int, ...]
"""For each row what is left of its total, or how many of its loose figures are placed; FREE where neither is known."""
FREE = -1


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Unknown cells, and what is left for them in each row and column: None where a total is not known.

    Every cell lies in a row or a column with a total. `loose` gives for a row the figures, none of them zero, that
    stand in its cells in this order, the other cells being zero.
    """

    cells: frozenset[Cell]
    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]
    loose: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ways:
    """How many ways there are, None for too many to count in time, and the cells that are the same in all of them."""

    count: int | None
    certain: Mapping[Cell, int]


def fill(puzzle: Puzzle) -> "Iterator[Ways | None]":
    """Yield None every few milliseconds, at the end the ways; a caller may stop at any time."""
    if len(puzzle.cells) > MOST_CELLS:
        yield Ways(None, {})
        return
    search = _Search(puzzle)
    states = dict.fromkeys([search.start])
    for column in range(len(puzzle.columns)):
        after: dict[State, None] = {}
        for state in states:
            for found in search.steps(column, state):
                if found is None:
                    yield None
                else:
                    after[found] = None
            if search.tried > MOST_STEPS:
                yield Ways(None, _bounded(puzzle))
                return
        states = after
    yield search.counted()


class _Search:
    """The steps from state to state, column by column; `tried` counts the values that were tried in cells."""

    def __init__(self, puzzle: Puzzle) -> None:
        self.puzzle = puzzle
        width = range(len(puzzle.columns))
        self.in_column = [tuple(sorted(row for row, place in puzzle.cells if place == column)) for column in width]
        self.later = {(row, c): sum((row, k) in puzzle.cells for k in width if k > c) for row, c in puzzle.cells}
        self.layers: list[dict[State, list[tuple[State, State]]]] = [{} for _ in width]
        self.tried = 0

    @property
    def start(self) -> State:
        """Return the state before the first column."""
        rows = enumerate(self.puzzle.rows)
        return tuple(0 if row in self.puzzle.loose else FREE if left is None else left for row, left in rows)

    def steps(self, column: int, state: State) -> Iterator[State | None]:
        """Yield the states that a column can lead to, and None every few hundred values; stops beyond MOST_STEPS."""
        found = self.layers[column][state] = []
        rows = self.in_column[column]
        # Depth first over the column's cells: how many are chosen, their values, the state, what the column lacks.
        waiting: list[tuple[State, State, int | None]] = [((), state, self.puzzle.columns[column])]
        while waiting and self.tried <= MOST_STEPS:
            values, now, left = waiting.pop()
            if len(values) == len(rows):
                if not left:
                    found.append((values, now))
                    yield now
                continue
            row = rows[len(values)]
            for value, rest in self._values((row, column), now[row], left, len(values) == len(rows) - 1):
                after = (*now[:row], rest, *now[row + 1 :])
                waiting.append(((*values, value), after, None if left is None else left - value))
                self.tried += 1
                if self.tried % _STEP == 0:
                    yield None
                if self.tried > MOST_STEPS:
                    return

    def _values(self, cell: Cell, state: int, left: int | None, is_last: bool) -> Iterator[tuple[int, int]]:
        """Yield the values of a cell, each with the state of its row after it."""
        line = self.puzzle.loose.get(cell[0])
        later = self.later[cell]
        must = left if is_last else None
        if line is not None:
            if not must and len(line) - state <= later:
                yield 0, state
            if state < len(line) and (left is None or line[state] <= left) and must in (None, line[state]):
                yield line[state], state + 1
            return
        bounds = [bound for bound in (None if state == FREE else state, left) if bound is not None]
        most = min(bounds)
        least = max(must or 0, state if state != FREE and not later else 0)
        for value in range(least, most + 1):
            yield value, FREE if state == FREE else state - value

    def counted(self) -> Ways:
        """Return the ways, counted from the last column back, with the cells that take one value in all of them."""
        ways: dict[State, int] | None = None
        seen: dict[Cell, set[int]] = {cell: set() for cell in self.puzzle.cells}
        for column in range(len(self.layers) - 1, -1, -1):
            here: dict[State, int] = {}
            for state, steps in self.layers[column].items():
                for values, after in steps:
                    count = 1 if ways is None else ways.get(after, 0)
                    if count:
                        here[state] = here.get(state, 0) + count
                        for row, value in zip(self.in_column[column], values, strict=True):
                            seen[row, column].add(value)
            ways = here
        certain = {cell: next(iter(values)) for cell, values in seen.items() if len(values) == 1}
        return Ways((ways or {}).get(self.start, 0), certain)


def _bounded(puzzle: Puzzle) -> dict[Cell, int]:
    """Return cells that are certain by their lines alone: what each may be at least and at most, narrowed in turns."""
    lines: dict[tuple[str, int], list[Cell]] = {}
    for row, column in sorted(puzzle.cells):
        lines.setdefault(("row", row), []).append((row, column))
        lines.setdefault(("column", column), []).append((row, column))
    totals = {("row", row): total for row, total in enumerate(puzzle.rows)}
    totals |= {("column", column): total for column, total in enumerate(puzzle.columns)}
    least = dict.fromkeys(puzzle.cells, 0)
    ends = {(row, column): (puzzle.rows[row], puzzle.columns[column]) for row, column in puzzle.cells}
    most = {cell: min(total for total in both if total is not None) for cell, both in ends.items()}
    known = [(total, cells) for line, cells in lines.items() if (total := totals[line]) is not None]
    for _ in range(_ROUNDS):
        if not any([_narrow(total, cells, least, most) for total, cells in known]):
            break
    return {cell: value for cell, value in least.items() if value == most[cell]}


def _narrow(total: int, cells: list[Cell], least: dict[Cell, int], most: dict[Cell, int]) -> bool:
    """Narrow the cells of one line; say whether any became narrower."""
    low, high = sum(least[cell] for cell in cells), sum(most[cell] for cell in cells)
    changed = False
    for cell in cells:
        bottom = max(least[cell], total - (high - most[cell]))
        top = min(most[cell], total - (low - least[cell]))
        if (bottom, top) != (least[cell], most[cell]):
            low, high = low + bottom - least[cell], high + top - most[cell]
            least[cell], most[cell] = bottom, top
            changed = True
    return changed
