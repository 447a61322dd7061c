"""Find and replace within one table: which cells hold a word, and what they would hold instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.narrative import beside_marks
from app.domain.text_runs import replaced, runs_of
from app.ui.grid_model import CellView, GridModel

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Replacement:
    """What each cell would hold, how many places that changes, and how many lie in cells that take no typing."""

    items: dict[Place, str]
    count: int = 0
    kept: int = 0


def cells_with(model: GridModel, wanted: str, places: Iterable[Place] | None = None) -> list[Place]:
    """Return the shown cells that hold a word, row by row; among `places`, where some are given."""
    chosen = sorted(places) if places is not None else _all(model)
    return [place for place in chosen if _runs(_view(model, place), wanted)]


def replacement(model: GridModel, wanted: str, new: str, places: Iterable[Place] | None = None) -> Replacement:
    """Return what replacing a word changes; a figure is searched as it is typed, without separators."""
    items: dict[Place, str] = {}
    count = kept = 0
    for place in cells_with(model, wanted, places):
        view = _view(model, place)
        if not view.editable:
            kept += _runs(view, wanted)
            continue
        items[place], found = _replaced(view.edit, _as_in(view, wanted), new)
        count += found
    return Replacement(items, count, kept)


def _replaced(text: str, wanted: str, new: str) -> tuple[str, int]:
    """Replace a word in a text as stored; live figures are no words and stay whole."""
    pieces = [(piece, 0) if live else replaced(piece, wanted, new) for live, piece in beside_marks(text)]
    return "".join(piece for piece, _ in pieces), sum(count for _, count in pieces)


def _runs(view: CellView, wanted: str) -> int:
    pieces = [piece for live, piece in beside_marks(view.edit or view.text) if not live]
    return sum(len(runs_of(piece, _as_in(view, wanted))) for piece in pieces)


def _as_in(view: CellView, wanted: str) -> str:
    """Return a word as the editor of a cell would show it."""
    figure = view.figure is not None and any(sign.isdigit() for sign in wanted)
    return wanted.replace(",", "").replace("，", "") if figure else wanted


def _view(model: GridModel, place: Place) -> CellView:
    return model.cell(model.rows[place[0]], place[1])


def _all(model: GridModel) -> list[Place]:
    return [(row, column) for row in range(len(model.rows)) for column in range(len(model.columns))]
