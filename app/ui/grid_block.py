"""Blocks of selected cells: what is copied, where a pasted block goes, and what a selection adds up to."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QModelIndex

from app.domain import figures
from app.domain.errors import InputError
from app.domain.figures import AmbiguousBlank
from app.domain.narrative import LIVE
from app.domain.report import FigureView
from app.ui.grid_model import CellView, GridModel
from app.ui.tsv import format_tsv

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    def stretched(self, row: int, column: int) -> "Block":
        """Return the block with rows down to a cell, or columns up to it: to the side on which it is farther out."""
        down, right = max(0, row - self.bottom), max(0, column - self.right)
        if down >= right:
            return Block(self.top, self.left, self.bottom + down, self.right)
        return Block(self.top, self.left, self.bottom, self.right + right)

    def shifted(self, down: int, right: int, room: Place) -> "Block":
        """Return the block elsewhere in a table of so many rows and columns, whole."""
        down = max(-self.top, min(down, room[0] - 1 - self.bottom))
        right = max(-self.left, min(right, room[1] - 1 - self.right))
        return Block(self.top + down, self.left + right, self.bottom + down, self.right + right)


def copied(model: GridModel, indexes: Sequence[QModelIndex]) -> str:
    """Return the selected block as text for Excel; cells of the rectangle that are not selected stay empty."""
    places = {(index.row(), index.column()) for index in indexes}
    if not places:
        return ""
    rows, columns = sorted({row for row, _ in places}), sorted({column for _, column in places})
    return format_tsv([[_copy_text(model, row, column, places) for column in columns] for row in rows])


def _copy_text(model: GridModel, row: int, column: int, places: set[Place]) -> str:
    if (row, column) not in places:
        return ""
    view = model.cell(model.rows[row], column)
    if view.figure is not None and view.figure.state == "derived":
        return view.text.replace(",", "").replace("△", "-")  # which Excel takes for a word
    if LIVE.search(view.edit):  # elsewhere a live figure is the figure, not its mark
        return view.text
    return view.edit or view.mark + view.text


def cleared(model: GridModel, indexes: Sequence[QModelIndex]) -> dict[Place, str]:
    """Return the filled cells of a selection, each to be emptied."""
    views = {(index.row(), index.column()): model.cell_at(index) for index in indexes}
    return {place: "" for place, view in views.items() if view.text and view.role != "band"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Which cell takes what of a pasted block, how much falls outside, and the rows that would stand below the table.

    `left` is the first column of the block.
    """

    items: dict[Place, str]
    left: int = 0
    outside: int = 0
    below: tuple[tuple[str | None, ...], ...] = ()


def placed(model: GridModel, indexes: Sequence[QModelIndex], block: Sequence[Sequence[str | None]]) -> Placed:
    """Return where a block goes: from the selection's first cell on, again and again where that fills the selection.

    A single value fills every selected cell; bands are passed over, and what a merged cell covers (None) stays.
    """
    places = sorted((index.row(), index.column()) for index in indexes)
    if not places:
        return Placed({})
    if len(block) == 1 and len(block[0]) == 1:
        value = (block[0][0] or "").strip()
        return Placed({place: value for place in places if not _is_band(model, place[0])})
    top, left = places[0][0], min(column for _, column in places)
    run = _in_a_run(model, top, left, block)
    if run is not None:
        return run
    rows = [row for row in range(top, model.rowCount()) if not _is_band(model, row)]
    if model.can_add_rows and _ends_in_foreign_total(model, rows, left, block):
        rows.pop()
    lines = _repeated(block, places, rows)
    items: dict[Place, str] = {}
    outside = 0
    for row, line in zip(rows, lines, strict=False):
        for column, cell in enumerate(line, left):
            if cell is not None and column < model.columnCount():
                items[row, column] = cell.strip()
            elif cell:
                outside += 1
    below = tuple(tuple(line) for line in lines[len(rows) :] if any(line))
    if not model.can_add_rows:
        return Placed(items, left, outside + sum(bool(cell) for line in below for cell in line))
    return Placed(items, left, outside, below)


def _in_a_run(model: GridModel, top: int, left: int, block: Sequence[Sequence[str | None]]) -> Placed | None:
    """Return one row or column of values in the cells of a series, however the table lays that out; else None."""
    if len(block) == 1:
        values = list(block[0])
    elif all(len(line) == 1 for line in block):
        values = [line[0] for line in block]
    else:
        return None
    run = model.following(top, left)
    if not run:
        return None
    taken = {place: (cell or "").strip() for place, cell in zip(run, values, strict=False) if cell is not None}
    return Placed(taken, left, sum(bool(cell) for cell in values[len(run) :]))


def _ends_in_foreign_total(
    model: GridModel, rows: Sequence[int], left: int, block: Sequence[Sequence[str | None]]
) -> bool:
    """Say whether a block reaches the total at the table's foot with a line that is no total: a row more is meant."""
    if not rows or len(block) < len(rows):
        return False
    foot = model.cell(model.rows[rows[-1]], left)
    first = next(iter(block[len(rows) - 1]), None)
    return foot.role == "total" and (first or "").strip() != foot.text


def _repeated(
    block: Sequence[Sequence[str | None]], places: Sequence[Place], rows: Sequence[int]
) -> list[list[str | None]]:
    """Return the block as often as it fits a selection that is a multiple of it, else once."""
    chosen = {row for row, _ in places}
    down, right = len([row for row in rows if row in chosen]), len({column for _, column in places})
    wide = max(map(len, block))
    whole = not down % len(block) and not right % wide and len(places) >= down * right
    times = (down // len(block), right // wide) if whole else (1, 1)
    padded = [[*line, *([""] * (wide - len(line)))] if times[1] > 1 else list(line) for line in block]
    return [line * max(times[1], 1) for line in padded] * max(times[0], 1)


def filled_down(model: GridModel, indexes: Sequence[QModelIndex]) -> dict[Place, str]:
    """Return the cells below the first selected row with its texts; one row alone gets those of the row above."""
    rows = sorted({index.row() for index in indexes if not _is_band(model, index.row())})
    if len(rows) == 1:
        above = (row for row in range(rows[0] - 1, -1, -1) if not _is_band(model, row))
        rows = [*itertools.islice(above, 1), *rows]
    columns = sorted({index.column() for index in indexes})
    return {(row, column): _text(model, rows[0], column) for row in rows[1:] for column in columns}


def filled_right(model: GridModel, indexes: Sequence[QModelIndex]) -> dict[Place, str]:
    """Return the cells beside the first selected column with that column's texts; one alone gets those at its left."""
    rows = sorted({index.row() for index in indexes if not _is_band(model, index.row())})
    columns = sorted({index.column() for index in indexes})
    if len(columns) == 1 and columns[0]:
        columns = [columns[0] - 1, *columns]
    return {(row, column): _text(model, row, columns[0]) for row in rows for column in columns[1:]}


def filled_over(model: GridModel, source: Block, whole: Block) -> dict[Place, str]:
    """Return the cells of a stretched block that repeat those that it was stretched from."""
    rows, columns = _plain_rows(model, whole), range(whole.left, whole.right + 1)
    high, wide = len(_plain_rows(model, source)), source.right - source.left + 1
    return {
        (row, column): _text(model, rows[down % high], columns[right % wide])
        for down, row in enumerate(rows)
        for right, column in enumerate(columns)
        if row > source.bottom or column > source.right
    }


def reach(model: GridModel, block: Block) -> int:
    """Return the last row below a block down to which the cells at its left, else at its right, are filled."""
    sides = [column for column in (block.left - 1, block.right + 1) if 0 <= column < model.columnCount()]
    for column in sides:
        end = block.bottom
        while end + 1 < model.rowCount() and _goes_on(model, end + 1, column):
            end += 1
        if end > block.bottom:
            return end
    return block.bottom


def _goes_on(model: GridModel, row: int, column: int) -> bool:
    view = model.cell(model.rows[row], column)
    return view.role == "plain" and bool(view.text)


def landing(model: GridModel, source: Block, down: int, right: int) -> Block:
    """Return where a block comes to stand so far down and right: whole, in rows that are no headings."""
    moved = source.shifted(down, right, (model.rowCount(), model.columnCount()))
    rows = _plain_rows(model, Block(0, 0, model.rowCount() - 1, 0))
    high = len(_plain_rows(model, source))
    first = next((place for place, row in enumerate(rows) if row >= moved.top), len(rows))
    taken = rows[min(first, len(rows) - high) :][:high]
    return Block(taken[0], moved.left, taken[-1], moved.right)


def dragged(model: GridModel, source: Block, target: Block, *, keep: bool) -> dict[Place, str]:
    """Return the cells of a block that stands elsewhere now, and those that it leaves empty unless it is to `keep`.

    What would come to a cell that takes no text stays where it was.
    """
    went, left = dict[Place, str](), dict[Place, str]()
    for row, to_row in zip(_plain_rows(model, source), _plain_rows(model, target), strict=True):
        for column in range(source.left, source.right + 1):
            to = (to_row, column + target.left - source.left)
            went[to] = _text(model, row, column)
            if not keep and _is_open(model, *to) and _is_open(model, row, column):
                left[row, column] = ""
    return left | went


def _plain_rows(model: GridModel, block: Block) -> list[int]:
    return [row for row in range(block.top, block.bottom + 1) if not _is_band(model, row)]


def _is_open(model: GridModel, row: int, column: int) -> bool:
    return model.cell(model.rows[row], column).editable


def _text(model: GridModel, row: int, column: int) -> str:
    return model.cell(model.rows[row], column).edit


def _is_band(model: GridModel, row: int) -> bool:
    return model.cell(model.rows[row], 0).role == "band"


def ambiguous(model: GridModel, items: Mapping[Place, str]) -> list[Place]:
    """Return the figure cells that are to take a dash or なし, which may mean three things, and do not show it yet."""
    dashes = [(place, text) for place, text in items.items() if text and _is_dash(text)]
    views = ((place, text, model.cell(model.rows[place[0]], place[1])) for place, text in dashes)
    return [place for place, text, view in views if view.figure is not None and text != view.edit]


def _is_dash(text: str) -> bool:
    if any(sign.isdigit() for sign in text):
        return False
    try:
        figures.parse_figure(text, allow_text=True)
    except AmbiguousBlank:
        return True
    except InputError:
        return False
    return False


def outcome(label: str, taken: int, kept: int, outside: int, hidden: int = 0) -> str:
    """Return what was done in words; `hidden` is how many rows a filter keeps out of it."""
    if not taken and not kept:
        return f"{label}: 変わるところはありません。"
    words = f"{label}: 表示中の{taken}件" if hidden else f"{label}: {taken}件"
    if kept:
        words += f"（入力できない{kept}件はそのまま）"
    if outside:
        words += f"（表の外の{outside}件は入れていません）"
    return words


def summary(cells: Sequence[CellView], unit_of: Callable[[str], str] = lambda metric: "") -> str:
    """Return 「合計 22,218・平均 2,020・個数 11」 for several figures, for one cell why it looks as it does.

    Figures whose metrics have other units (`unit_of` a metric) add up to nothing, and it says so.
    """
    if len(cells) == 1:
        return cells[0].reason
    views = [cell.figure for cell in cells if cell.figure is not None and cell.figure.value is not None]
    values = [view.value for view in views if view.value is not None]
    if len(values) < 2:
        return ""
    total, count = sum(values, Fraction(0)), len(values)
    shares = {_share(view) for view in views}
    units = {unit_of(metric) for metric in {view.metric for view in views} if metric is not None}
    if len(units) > 1 or ("" in shares and len(shares) > 1):
        return f"個数 {count}（単位が違うため合計なし）"
    if shares == {""}:
        mean = figures.format_figure(total / count, digits=_digits(total / count))
        return f"合計 {figures.format_figure(total)}・平均 {mean}・個数 {count}"
    if len(shares) > 1:
        return f"個数 {count}"
    scaled = shares == {"scaled"}
    mean = figures.format_figure(total / count, digits=1, scale_percent=scaled)
    return f"平均 {mean}{'' if scaled else '%'}・個数 {count}"


def _share(view: FigureView) -> str:
    """Return how a figure is a share, which adds up to nothing: 'scaled' of one, 'percent' of a hundred, else ''."""
    if view.percent:
        return "scaled"
    return "percent" if "%" in view.text or "％" in view.text else ""


def _digits(mean: Fraction) -> int:
    """Return one decimal where the mean is small, none where it is large."""
    return 1 if abs(mean) < 100 and mean.denominator != 1 else 0
