"""Missing cells of a table from its row and column totals: what can be known, and in how many ways the rest.

R1 recoverable cells; R2 cells that cannot be known; R3 totals that no figures can fill; R4 reconstructed values that
the totals prove; R5 reconstructed values that they do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain import figures
from app.domain.edits import RowEdit, change, insertion
from app.domain.entity import Key, key_of
from app.domain.metrics import Observation, Table
from app.domain.plan import Node
from app.domain.proof.fill import Ways, fill
from app.domain.proof.finding import Finding, Mend, Spot
from app.domain.proof.gaps import Gaps, Part, cells_in, contradicted, gaps_of, parts_of, proved_zeros
from app.domain.proof.stored import RECONSTRUCTED, Cell, name_of, period_name
from app.domain.report_goal import Scene
from app.domain.series import exact

RECOVERABLE, UNKNOWABLE, IMPOSSIBLE, PROVED, UNPROVED = "R1", "R2", "R3", "R4", "R5"
_MOST_NAMED = 8
_WHY = "行の計と列の計（と、位置の分からない印字の数）に合う、0以上の数の入り方をすべて調べました。"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the totals of a table say of its unknown cells.

    `certain` gives the cells that have one value, `open` the groups of cells that have several, each with the number of
    ways (None: too many to count), `impossible` groups that nothing can fill.
    """

    gaps: Gaps
    certain: dict[Cell, Fraction]
    open: tuple[tuple[tuple[Cell, ...], int | None], ...]
    impossible: tuple[tuple[Cell, ...], ...]

    @property
    def ways(self) -> int | None:
        """Return the number of ways to fill all unknown cells, None for too many to count; 0 where none fits."""
        if self.impossible:
            return 0
        ways = 1
        for _, count in self.open:
            if count is None:
                return None
            ways *= count
        return ways


def recover(scene: Scene, table: Table) -> Iterator[Recovery | None]:
    """Yield a recovery for each total row of a table that has gaps; None every few milliseconds."""
    for gaps in gaps_of(scene, table):
        certain = {cell: Fraction(0) for cell in proved_zeros(gaps)}
        open_groups: list[tuple[tuple[Cell, ...], int | None]] = []
        impossible = [cells_in(gaps, line) for line in (*sorted(gaps.wrong), *contradicted(gaps))]
        for part in parts_of(gaps) if not gaps.wrong else ():
            cells = tuple(part.cells.values())
            if any(left is not None and left < 0 for left in (*part.puzzle.rows, *part.puzzle.columns)):
                impossible.append(cells)
                continue
            for ways in fill(part.puzzle):
                if ways is None:
                    yield None
                elif ways.count == 0:
                    impossible.append(cells)
                else:
                    certain |= _certain(part, ways)
                    if ways.count != 1:
                        open_groups.append((cells, ways.count))
        yield Recovery(gaps, certain, tuple(open_groups), tuple(impossible))


def _certain(part: Part, ways: Ways) -> dict[Cell, Fraction]:
    return {part.cells[place]: Fraction(value, part.scale) for place, value in ways.certain.items()}


def recovery_findings(scene: Scene, table: Table) -> Iterator[Finding | None]:
    """Yield what can be said of the unknown cells of a table; None between steps."""
    for found in recover(scene, table):
        if found is None:
            yield None
            continue
        for uid in dict.fromkeys(cell[0] for cell in found.gaps.cells):
            yield from _of_row(scene, found, uid)
        for cells, count in found.open:
            if not found.gaps.blank.issuperset(cells):
                yield _unknowable(scene, found, cells, count)
        for cells in found.impossible:
            yield _impossible(scene, table, cells)


def _of_row(scene: Scene, found: Recovery, metric: str) -> Iterator[Finding]:
    """Yield what is certain of a row: to be taken, taken and right, or taken without proof."""
    new: dict[Cell, Fraction] = {}
    right: dict[Cell, Fraction] = {}
    doubtful: dict[Cell, Fraction | None] = {}
    lost = {cell for cells in found.impossible for cell in cells}
    for cell in [cell for cell in found.gaps.cells if cell[0] == metric and cell not in lost]:
        item = scene.book.observation(*cell)
        value, stored = found.certain.get(cell), exact(item) if item else None
        taken = item is not None and item.quality == RECONSTRUCTED
        if stored is None:
            if value is not None:
                new[cell] = value
        elif value == stored:
            if taken:
                right[cell] = value
        elif taken or value is not None:
            doubtful[cell] = value
    if new:
        yield _recoverable(scene, found, new)
    if right:
        words = _list(scene, right)
        message = f"復元した値は、計から一通りに決まる値のとおりです（{words}）。"
        yield _finding(scene, found.gaps.table, PROVED, tuple(right), message, computed=words, why=_WHY)
    if doubtful:
        yield _unproved(scene, found, doubtful)


def _recoverable(scene: Scene, found: Recovery, new: dict[Cell, Fraction]) -> Finding:
    words = _list(scene, new)
    mend = Mend(f"復元した値として入れる（{words}）", tuple(_taken(scene, cell, value) for cell, value in new.items()))
    message = f"計から復元できます: {words}。入れた値には復元の印（※）が付きます。"
    made = _finding(scene, found.gaps.table, RECOVERABLE, tuple(new), message, computed=words, why=_WHY, mends=(mend,))
    return replace(made, sure="likely" if found.gaps.blank.issuperset(new) else "certain")


def _unproved(scene: Scene, found: Recovery, doubtful: dict[Cell, Fraction | None]) -> Finding:
    other = {cell: value for cell, value in doubtful.items() if value is not None}
    names = "、".join(period_name(scene, cell[1]) for cell in doubtful)
    message = f"{names}の値は計からは決まりません。"
    mends: tuple[Mend, ...] = ()
    if other:
        words = _list(scene, other)
        message = f"計から決まる値と違います。計から決まるのは {words} です。"
        mends = (
            Mend(f"復元した値に直す（{words}）", tuple(_taken(scene, cell, value) for cell, value in other.items())),
        )
    return _finding(scene, found.gaps.table, UNPROVED, tuple(doubtful), message, why=_WHY, mends=mends)


def _unknowable(scene: Scene, found: Recovery, cells: tuple[Cell, ...], count: int | None) -> Finding:
    """Return the finding of cells with several values: how many ways, and what is certain among them."""
    ways = "多すぎて数えられない" if count is None else f"{count:,}通り"
    names = "、".join(dict.fromkeys(f"「{name_of(scene, uid)}」" for uid, _ in cells))
    sure = sorted(set(cells) & found.certain.keys(), key=lambda cell: (found.gaps.columns.index(cell[1]), cell))
    known = [f"「{name_of(scene, cell[0])}」の{_list(scene, {cell: found.certain[cell]})}" for cell in sure]
    more = f" など{len(known)}か所" if len(known) > _MOST_NAMED else ""
    certain = f"確かなのは {'、'.join(known[:_MOST_NAMED])}{more} だけです。" if known else "確かな欄はありません。"
    how = "埋め方が多すぎて数えられず" if count is None else f"埋め方が{ways}あり"
    message = f"{names}の月別は、計に合う{how}、決まりません。{certain}"
    made = _finding(scene, found.gaps.table, UNKNOWABLE, cells, message, computed=ways, why=_WHY)
    return replace(made, spot=_table_spot(found.gaps.table), subject=found.gaps.table.title, period_label="")


def _impossible(scene: Scene, table: Table, cells: tuple[Cell, ...]) -> Finding:
    names = "、".join(dict.fromkeys(f"「{name_of(scene, uid)}」" for uid, _ in cells))
    message = f"{names}の不明の欄に何を入れても、行の計と列の計に合いません。計か、分かっている値が違います。"
    made = _finding(scene, table, IMPOSSIBLE, cells, message, why=_WHY)
    return replace(made, spot=_table_spot(table), subject=table.title, period_label="")


def _finding(
    scene: Scene,
    table: Table,
    code: str,
    cells: tuple[Cell, ...],
    message: str,
    *,
    computed: str = "",
    why: str = "",
    mends: tuple[Mend, ...] = (),
) -> Finding:
    spots = tuple(Spot(table.node, Observation.TABLE, _key(scene, cell), "value") for cell in cells)
    return Finding(
        code=code,
        spot=spots[0],
        item=scene.index.get(Node, table.node).title,
        subject=name_of(scene, cells[0][0]),
        period_label=scene.period_label(cells[0][1], "era_long") if len(cells) == 1 else "",
        computed=computed,
        message=message,
        why=why,
        mends=mends,
        also=spots[1:],
    )


def _table_spot(table: Table) -> Spot:
    return Spot(table.node, table.TABLE, key_of(table))


def _key(scene: Scene, cell: Cell) -> Key:
    item = scene.book.observation(*cell)
    return key_of(item) if item else (*cell, "result", "")


def _taken(scene: Scene, cell: Cell, value: Fraction) -> RowEdit:
    """Return the edit that puts a recovered value into its cell, marked as reconstructed."""
    item = scene.book.observation(*cell)
    fields = {"value": figures.canonical(value), "missing": None, "quality": RECONSTRUCTED, "printed": None}
    if item is None:
        return insertion(Observation(metric=cell[0], period=cell[1], **fields))  # type: ignore[arg-type]
    return change(item, replace(item, **fields))  # type: ignore[arg-type]


def _list(scene: Scene, cells: dict[Cell, Fraction]) -> str:
    """Return 「6月＝1、7月＝1、ほかの10か月は0」."""
    shown = {cell: value for cell, value in cells.items() if value or len(cells) == 1}
    zeros = len(cells) - len(shown)
    words = [f"{period_name(scene, cell[1])}＝{figures.format_figure(value)}" for cell, value in shown.items()]
    if zeros:
        words.append(f"ほかの{zeros}欄は0" if words else f"{zeros}欄とも0")
    return "、".join(words)
