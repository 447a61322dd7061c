"""Which cell is most likely wrong where sums break: the one whose change mends most of them and breaks none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.proof.slips import Context, explain
from app.domain.proof.stored import Cell

MOST_OTHERS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A sum over cells that should be zero; `gap` is what it is. `found`: no formula or total says so."""

    words: str
    terms: Mapping[Cell, int]
    gap: Fraction
    found: bool = False


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell with the value that mends checks; `others` are cells that would do as well."""

    cell: Cell
    right: Fraction
    mended: tuple[Check, ...]
    others: tuple[Cell, ...] = ()


def suspects(checks: Sequence[Check], cells: Mapping[Cell, Fraction]) -> Iterator[Suspect]:
    """Yield the likeliest wrong of `cells` one by one until no broken check is left that a single one explains.

    What stands in a check and not in `cells` is never suspected. A printed total or a formula that alone breaks is left
    to the verdict on its printed figure.
    """
    broken = [check for check in checks if check.gap]
    sound: dict[Cell, int] = {}
    for check in checks if broken else ():
        for cell in check.terms if not check.gap else ():
            sound[cell] = sound.get(cell, 0) + 1
    while broken:
        best = _best(broken, sound, cells)
        if best is None:
            return
        if len(best.mended) > 1 or best.mended[0].found:
            yield best
        broken = [check for check in broken if check not in best.mended]


def _best(broken: list[Check], sound: Mapping[Cell, int], cells: Mapping[Cell, Fraction]) -> Suspect | None:
    ranked: list[tuple[int, bool, Suspect]] = []
    for cell in dict.fromkeys(cell for check in broken for cell in check.terms if cell in cells):
        for change, mended in _changes(cell, broken).items():
            right = cells[cell] + change
            if right < 0 <= cells[cell]:
                continue
            gain = len(mended) - sound.get(cell, 0)
            slip = bool(explain(cells[cell], right, Context()))
            ranked.append((gain, slip, Suspect(cell, right, tuple(mended))))
    if not ranked:
        return None
    ranked.sort(key=lambda entry: entry[:2], reverse=True)
    gain, slip, best = ranked[0]
    if gain <= 0:
        return None
    same = [one.cell for *rank, one in ranked[1:] if rank == [gain, slip] and set(one.mended) & set(best.mended)]
    return Suspect(best.cell, best.right, best.mended, tuple(same[:MOST_OTHERS]))


def _changes(cell: Cell, broken: list[Check]) -> dict[Fraction, list[Check]]:
    """Return the changes of a cell that mend checks, each with the checks."""
    found: dict[Fraction, list[Check]] = {}
    for check in broken:
        if cell in check.terms:
            found.setdefault(-check.gap / check.terms[cell], []).append(check)
    return found
