"""The unknown cells of a table beside its totals, as puzzles of whole numbers that share no line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from app.domain.metrics import LooseLine, Metric, Observation, Table, TableRow
from app.domain.proof.fill import Puzzle
from app.domain.proof.linear import linear
from app.domain.proof.stored import RECONSTRUCTED, Cell, loose_figures, stored_figures
from app.domain.report_goal import Scene
from app.domain.report_table import table_columns
from app.domain.series import canonical_period, exact, is_blank, months_in

_UNKNOWN = ("unknown", "as_printed")
_ADDED = ("sum", "gross")
_FINEST = 10**6

Line = tuple[str, str]
"""A row ('row', metric), what of a row its total does not count ('rest', metric), or a column ('column', period)."""


@dataclass(slots=True)
class Gaps:
    """What is not known of a table: the cells with the lines they lie in, what the lines lack, and loose figures."""

    table: Table
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[Cell, tuple[Line, Line]] = field(default_factory=dict)
    lacking: dict[Line, Fraction] = field(default_factory=dict)
    loose: dict[Line, tuple[Fraction, ...]] = field(default_factory=dict)
    blank: set[Cell] = field(default_factory=set)
    wrong: set[Line] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Part:
    """A puzzle with the cells of the table that its cells stand for, and how many units make one."""

    puzzle: Puzzle
    cells: dict[tuple[int, int], Cell]
    scale: int


def gaps_of(scene: Scene, table: Table) -> Iterator[Gaps]:
    """Yield the gaps of a table once for each of its total rows, once for its row totals where it has none."""
    columns = tuple(
        dict.fromkeys(canonical_period(item.period) for item in table_columns(scene, table) if item.kind == "result")
    )
    seen: set[str] = set()
    for total, parts in [*_total_rows(scene, table), (None, _value_rows(scene, table))]:
        fresh = tuple(uid for uid in parts if uid not in seen)
        if fresh and columns:
            seen |= set(parts)
            gaps = _gaps(scene, table, total, fresh if total is None else parts, columns)
            if gaps is not None and gaps.cells:
                yield gaps


def _value_rows(scene: Scene, table: Table) -> tuple[str, ...]:
    """Return the metrics of a table that months add up for, totals and rates left out."""
    rows = (row for row in scene.index.where(TableRow, "table", table.uid) if row.role == "value" and row.metric)
    metrics = (scene.index.get(Metric, row.metric or "") for row in rows)
    able = (metric.uid for metric in metrics if metric.aggregation in _ADDED and metric.scale != "percent")
    return tuple(dict.fromkeys(able))


def _total_rows(scene: Scene, table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the total rows of a table with the rows they add up: by their formula, else all rows with values."""
    rows = scene.index.where(TableRow, "table", table.uid)
    present = {row.metric for row in rows}
    for row in rows:
        metric = scene.index.one(Metric, row.metric)
        if metric is None:
            continue
        node = scene.book.formula_of(metric.uid) if metric.formula else None
        terms = (linear(node) if node is not None else None) or {}
        if len(terms) > 1 and set(terms.values()) == {1} and present.issuperset(terms):
            yield metric.uid, tuple(terms)
        elif row.role == "total" and not metric.formula:
            yield metric.uid, _value_rows(scene, table)


def _gaps(
    scene: Scene, table: Table, total: str | None, rows: tuple[str, ...], columns: tuple[str, ...]
) -> Gaps | None:
    """Return the gaps of some rows; None where a part is negative, which the search does not allow for."""
    found = Gaps(table, rows, columns)
    loose = scene.index.where(LooseLine, "table", table.uid)
    lost_rows = {line.metric: loose_figures(line) for line in loose if line.metric}
    lost_columns = {canonical_period(line.period): loose_figures(line) for line in loose if line.period}
    known: dict[Cell, Fraction] = {}
    for uid in rows:
        figures = stored_figures(scene, uid, reconstructed=True)
        for place, column in enumerate(columns):
            item = figures.get(column) or scene.book.observation(uid, column)
            lost = uid in lost_rows or column in lost_columns
            if lost or _is_gap(scene, uid, item, columns[place + 1 :]):
                found.cells[uid, column] = (("row", uid), ("column", column))
                if item is None or is_blank(item):
                    found.blank.add((uid, column))
            elif item is not None and item.value is not None:
                known[uid, column] = exact(item) or Fraction(0)
    if any(value < 0 for value in known.values()):
        return None
    for uid in rows:
        _row_total(scene, found, uid, columns, known)
    if total is not None:
        for column, item in stored_figures(scene, total).items():
            if column in columns:
                parts = (known.get((uid, column), Fraction(0)) for uid in rows)
                found.lacking["column", column] = (exact(item) or Fraction(0)) - sum(parts, Fraction(0))
    _take_loose(found, {("row", uid): figures for uid, figures in lost_rows.items() if uid in rows})
    if not found.loose:
        _take_loose(found, {("column", column): figures for column, figures in lost_columns.items()})
    return found


def _is_gap(scene: Scene, metric: str, item: Observation | None, later: tuple[str, ...]) -> bool:
    """Say whether a cell is unknown: marked so, taken from totals before, or blank before later figures of its row."""
    if item is None or is_blank(item):
        return any(scene.book.figure(metric, column).value is not None for column in later)
    return item.missing in _UNKNOWN or item.quality == RECONSTRUCTED


def _row_total(scene: Scene, found: Gaps, metric: str, columns: tuple[str, ...], known: dict[Cell, Fraction]) -> None:
    """Take in the stored total of a row; cells that it does not count belong to a line of their own."""
    totals = [code for code in stored_figures(scene, metric) if len(months_in(code)) > 1 and code not in columns]
    within = [code for code in totals if set(columns).issuperset(months_in(code))]
    if not within:
        return
    period = max(within, key=lambda code: len(months_in(code)))
    months = set(months_in(period))
    value = exact(stored_figures(scene, metric)[period]) or Fraction(0)
    counted = (number for (uid, column), number in known.items() if uid == metric and column in months)
    found.lacking["row", metric] = value - sum(counted, Fraction(0))
    for cell in [cell for cell in found.cells if cell[0] == metric and cell[1] not in months]:
        found.cells[cell] = (("rest", metric), found.cells[cell][1])


def _take_loose(found: Gaps, lines: dict[Line, tuple[Fraction, ...]]) -> None:
    for line, figures in lines.items():
        if any(line in both for both in found.cells.values()):
            whole = sum(figures, Fraction(0))
            if found.lacking.setdefault(line, whole) != whole:
                found.wrong.add(line)
            else:
                found.loose[line] = tuple(value for value in figures if value)


def proved_zeros(gaps: Gaps) -> set[Cell]:
    """Return the cells that lie in a line which lacks nothing."""
    return {cell for cell, lines in gaps.cells.items() if any(gaps.lacking.get(line) == 0 for line in lines)}


def cells_in(gaps: Gaps, line: Line) -> tuple[Cell, ...]:
    """Return the unknown cells of a line."""
    return tuple(cell for cell, lines in gaps.cells.items() if line in lines)


def contradicted(gaps: Gaps) -> Iterator[Line]:
    """Yield the lines that lack something though their crossing lines leave nothing for any of their cells."""
    zeros = proved_zeros(gaps)
    for line, lacks in gaps.lacking.items():
        cells = cells_in(gaps, line)
        if lacks > 0 and cells and zeros.issuperset(cells):
            yield line


def parts_of(gaps: Gaps) -> Iterator[Part]:
    """Yield the puzzles of a table, those that share no line apart; cells in no line with a total are left out."""
    zeros = proved_zeros(gaps)
    left = [
        cell for cell, lines in gaps.cells.items() if cell not in zeros and any(line in gaps.lacking for line in lines)
    ]
    scale = lcm(*(gaps.lacking[line].denominator for line in gaps.lacking))
    for cells in _connected(gaps, left) if scale <= _FINEST else ():
        yield _part(gaps, cells, scale)


def _connected(gaps: Gaps, cells: list[Cell]) -> Iterator[list[Cell]]:
    """Yield the groups of cells that hang together by lines with a total."""
    by_line: dict[Line, list[Cell]] = {}
    for cell in cells:
        for line in gaps.cells[cell]:
            if line in gaps.lacking:
                by_line.setdefault(line, []).append(cell)
    left = dict.fromkeys(cells)
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        for cell in group:  # grows while it is walked through
            for line in gaps.cells[cell]:
                fresh = [other for other in by_line.get(line, ()) if other in left]
                for other in fresh:
                    del left[other]
                group += fresh
        yield [cell for cell in cells if cell in set(group)]


def _part(gaps: Gaps, cells: list[Cell], scale: int) -> Part:
    """Return a puzzle whose rows are the loose lines, where there are any."""
    turned = any(line[0] == "column" for line in gaps.loose)
    lines = [(both[1], both[0]) if turned else both for both in (gaps.cells[cell] for cell in cells)]
    # Loose figures stand in the order of the table, which is not that of the cells.
    places = {name: place for place, name in enumerate((*gaps.rows, *gaps.columns))}
    rows, columns = (
        sorted({pair[side] for pair in lines}, key=lambda line: (places[line[1]], line)) for side in (0, 1)
    )
    order = {cell: (rows.index(row), columns.index(column)) for cell, (row, column) in zip(cells, lines, strict=True)}
    loose = {
        rows.index(line): tuple(int(value * scale) for value in gaps.loose[line]) for line in gaps.loose if line in rows
    }

    def lacks(line: Line) -> int | None:
        value = gaps.lacking.get(line)
        return None if value is None else int(value * scale)

    puzzle = Puzzle(frozenset(order.values()), tuple(map(lacks, rows)), tuple(map(lacks, columns)), loose)
    return Part(puzzle, {place: cell for cell, place in order.items()}, scale)
