"""Grids are filled in exactly as many ways as trying everything finds."""

import time
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.proof.fill import MOST_STEPS, Cell, Puzzle, Ways, fill
from tests.data import council_facts as facts


def answer(puzzle: Puzzle) -> Ways:
    """Return what the search gives at its end."""
    *steps, last = fill(puzzle)
    assert last is not None and not any(steps)
    return last


def by_trying(puzzle: Puzzle) -> list[dict[Cell, int]]:
    """Return every way, by trying every number in every cell."""
    cells = sorted(puzzle.cells)
    most = max((total for total in (*puzzle.rows, *puzzle.columns) if total is not None), default=0)
    found = []
    for values in product(range(most + 1), repeat=len(cells)):
        grid = dict(zip(cells, values, strict=True))
        if all(
            _fits(puzzle, grid, line, side)
            for side in (0, 1)
            for line in range(len((puzzle.rows, puzzle.columns)[side]))
        ):
            found.append(grid)
    return found


def _fits(puzzle: Puzzle, grid: dict[Cell, int], line: int, side: int) -> bool:
    values = [grid[cell] for cell in sorted(grid) if cell[side] == line]
    if side == 0 and line in puzzle.loose:
        return tuple(value for value in values if value) == puzzle.loose[line]
    total = (puzzle.rows, puzzle.columns)[side][line]
    return total is None or sum(values) == total


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    """Make small puzzles, most of them from a filled grid, so that they have a way."""
    height, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    places = [(row, column) for row in range(height) for column in range(width)]
    cells = frozenset(draw(st.lists(st.sampled_from(places), min_size=1, max_size=6, unique=True)))
    grid = {cell: draw(st.integers(0, 3)) for cell in sorted(cells)}
    sums = [
        [sum(value for cell, value in grid.items() if cell[side] == line) for line in range(size)]
        for side, size in ((0, height), (1, width))
    ]
    loose = {
        row: tuple(value for cell, value in sorted(grid.items()) if cell[0] == row and value)
        for row in range(height)
        if draw(st.booleans()) and any(cell[0] == row for cell in cells)
    }
    rows = [draw(st.sampled_from([total, total, None, total + 1])) for total in sums[0]]
    columns = [draw(st.sampled_from([total, total, None])) for total in sums[1]]
    for row, figures in loose.items():
        rows[row] = sum(figures)
    assume(all(rows[row] is not None or columns[column] is not None for row, column in cells))
    # A line without cells lacks nothing, or there is no way: that is the caller's to see.
    rows = [total if any(cell[0] == line for cell in cells) else None for line, total in enumerate(rows)]
    columns = [total if any(cell[1] == line for cell in cells) else None for line, total in enumerate(columns)]
    return Puzzle(cells, tuple(rows), tuple(columns), loose)


@given(puzzles())
def test_ways_and_certain_cells_are_those_of_trying_everything(puzzle: Puzzle) -> None:
    expected = by_trying(puzzle)
    found = answer(puzzle)
    assert found.count == len(expected)
    seen = {cell: {grid[cell] for grid in expected} for cell in puzzle.cells}
    assert found.certain == {cell: values.pop() for cell, values in seen.items() if len(values) == 1}


def grid_of(whole: dict[str, str], loose: dict[str, str], with_places: bool = True) -> Puzzle:
    """Return a cashless table of the paper: rows whose months are lost, and what the month totals leave for them."""
    known = [[int(cell) for cell in text.split()[:-1]] for name, text in whole.items() if name != "総計"]
    totals = [int(cell) for cell in whole["総計"].split()[:-1]]
    room = tuple(total - sum(column) for total, column in zip(totals, zip(*known, strict=True), strict=True))
    figures = [tuple(map(int, text.split())) for text in loose.values()]
    cells = frozenset(product(range(len(figures)), range(12)))
    lost = {row: line[:-1] for row, line in enumerate(figures)} if with_places else {}
    return Puzzle(cells, tuple(line[-1] for line in figures), room, lost)


@pytest.mark.parametrize(
    ("puzzle", "ways", "certain"),
    [
        (grid_of(facts.QR_ROWS, facts.QR_LOOSE_ROWS), 1, 24),
        (grid_of(facts.CARD_ROWS, facts.CARD_LOOSE_ROWS), 17, 29),
        (grid_of(facts.QR_ROWS, facts.QR_LOOSE_ROWS, with_places=False), 209, 4),
    ],
)
def test_the_lost_months_of_the_paper(puzzle: Puzzle, ways: int, certain: int) -> None:
    found = answer(puzzle)
    assert (found.count, len(found.certain)) == (ways, certain)


def test_a_large_grid_is_too_many_to_count_and_says_so_soon() -> None:
    tall = Puzzle(frozenset(product(range(40), range(12))), (12,) * 40, (40,) * 12)
    huge = Puzzle(frozenset(product(range(300), range(12))), (12_000,) * 300, (300_000,) * 12)
    start = time.thread_time()
    assert answer(tall).count is None
    assert answer(huge).count is None
    assert answer(Puzzle(frozenset(product(range(2), range(2))), (10**9, 10**9), (10**9, 10**9))).count is None
    assert time.thread_time() - start < 3  # a second each, on a slow machine


def test_what_single_lines_prove_stays_certain_where_there_are_too_many_ways() -> None:
    cells = frozenset(product(range(6), range(6)))
    puzzle = Puzzle(cells, (10**6,) * 5 + (7,), (10**6,) * 5 + (7,))
    alone = Puzzle(cells | {(6, 6)}, (*puzzle.rows, 5), (*puzzle.columns, 5))
    assert answer(alone) == Ways(None, {(6, 6): 5})


def test_the_search_can_be_stopped_between_its_steps() -> None:
    search = fill(Puzzle(frozenset(product(range(30), range(12))), (500,) * 30, (1250,) * 12))
    assert next(search) is None
    search.close()
    steps = sum(1 for _ in fill(Puzzle(frozenset(product(range(30), range(12))), (500,) * 30, (1250,) * 12)))
    assert MOST_STEPS / 1000 < steps < MOST_STEPS
