"""Sums between the rows of a table, found from the numbers or written as formulas, and the cell that breaks one.

I1 a sum that holds in all columns and is no formula yet; I2 a cell that breaks what holds everywhere else, with the
value that would mend it; I3 a sum that holds and that a formula says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain import figures
from app.domain.edits import change
from app.domain.entity import key_of
from app.domain.metrics import Metric, Table, TableRow
from app.domain.plan import Node
from app.domain.proof.blame import Check, Suspect, suspects
from app.domain.proof.expected import expected
from app.domain.proof.finding import Finding, Mend, Spot
from app.domain.proof.linear import linear
from app.domain.proof.search import Span, Sum, find_sums
from app.domain.proof.slips import Context, explain
from app.domain.proof.stored import RECONSTRUCTED, Cell, Stored, name_of, period_name, stored_figures, stored_table
from app.domain.report_goal import Scene
from app.domain.series import canonical_period, months_in

_ADDED = ("sum", "gross")
_SKIPPED = ("not_counted", "not_applicable")
PROPOSED, BROKEN, WRITTEN = "I1", "I2", "I3"


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum between rows of a table, by metric, with the columns in which it holds and breaks."""

    table: Table
    whole: str
    parts: tuple[str, ...]
    holds: tuple[str, ...]
    broken: tuple[str, ...]
    written: bool

    @property
    def terms(self) -> dict[str, int]:
        """Return the identity as a sum that is zero."""
        return {self.whole: 1, **dict.fromkeys(self.parts, -1)}


def identity_findings(scene: Scene, metrics: tuple[Metric, ...], tables: tuple[Table, ...]) -> Iterator[Finding | None]:
    """Yield what is found about the sums of an item's metrics and tables; None between steps."""
    found: list[Identity] = []
    for table in tables:
        for identity in find_identities(scene, stored_table(scene, table)):
            if identity is None:
                yield None
                continue
            found.append(identity)
            if not identity.broken:
                yield _holding(scene, identity)
    yield None
    known = _all_stored(scene, metrics, tables)
    checks = [
        *_of_identities(scene, found, known),
        *_of_formulas(scene, metrics, known),
        *_of_totals(scene, metrics, known),
    ]
    firm = {(uid, period): known[uid, period] for uid, period in known if not _is_reconstructed(scene, uid, period)}
    for suspect in suspects(checks, firm):
        finding = _suspected(scene, suspect, firm)
        if finding:
            yield finding


def _all_stored(scene: Scene, metrics: tuple[Metric, ...], tables: tuple[Table, ...]) -> dict[Cell, Fraction]:
    """Return the stored figures of the metrics that tables, formulas and totals of an item compare."""
    uids = dict.fromkeys(row.metric for table in tables for row in scene.index.where(TableRow, "table", table.uid))
    for metric in metrics:
        uids |= dict.fromkeys(_formula_terms(scene, metric) or ())
    stored = {uid: stored_figures(scene, uid, reconstructed=True) for uid in uids if uid}
    return {(uid, code): Fraction(item.value or 0) for uid, items in stored.items() for code, item in items.items()}


def _is_reconstructed(scene: Scene, metric: str, period: str) -> bool:
    found = scene.book.observation(metric, period)
    return found is not None and found.quality == RECONSTRUCTED


def find_identities(scene: Scene, stored: Stored) -> Iterator[Identity | None]:
    """Yield the sums between the rows of a table that one unit shares; None between steps."""
    written = _written_sums(scene)
    by_unit: dict[str | None, list[str]] = {}
    for uid in stored.rows:
        by_unit.setdefault(scene.index.get(Metric, uid).unit, []).append(uid)
    for uids in by_unit.values():
        rows = [
            {column: stored.cells[uid, column] for column in stored.columns if (uid, column) in stored.cells}
            for uid in uids
        ]
        for found in find_sums(rows):
            yield _identity(stored, uids, found, written) if found else None


def _identity(stored: Stored, uids: list[str], found: Sum, written: Span) -> Identity | None:
    whole, parts = uids[found.whole], tuple(uids[part] for part in found.parts)
    holds, broken = list(found.holds), list(found.broken)
    for period in stored.totals:
        known = [stored.cells.get((uid, period)) for uid in (whole, *parts)]
        if None not in known:
            total, *values = [value for value in known if value is not None]
            (holds if total == sum(values, Fraction(0)) else broken).append(period)
    terms: dict[object, int] = {whole: 1, **dict.fromkeys(parts, -1)}
    return Identity(stored.table, whole, parts, tuple(holds), tuple(broken), written.holds(terms))


def _written_sums(scene: Scene) -> Span:
    span = Span()
    for metric in scene.index.all(Metric):
        terms = _formula_terms(scene, metric)
        if terms:
            span.add(terms)  # type: ignore[arg-type]
    return span


def _formula_terms(scene: Scene, metric: Metric) -> dict[str, int] | None:
    """Return a metric's formula as a sum that is zero, None where it is no plain sum."""
    node = scene.book.formula_of(metric.uid) if metric.formula else None
    parts = linear(node) if node is not None else None
    if not parts or metric.uid in parts:
        return None
    return {metric.uid: 1, **{uid: -times for uid, times in parts.items()}}


def _holding(scene: Scene, identity: Identity) -> Finding:
    words = _words(scene, identity.whole, identity.parts)
    count = f"{len(identity.holds)}列すべてで成り立っています"
    row = next(row for row in scene.index.where(TableRow, "table", identity.table.uid) if row.metric == identity.whole)
    code = WRITTEN if identity.written else PROPOSED
    mends = () if identity.written else _as_formula(scene, identity)
    advice = "計算式にしておくと、合わなくなったときに分かります。" if mends else ""
    return Finding(
        code=code,
        spot=Spot(identity.table.node, row.TABLE, key_of(row)),
        item=scene.index.get(Node, identity.table.node).title,
        subject=f"{identity.table.title}「{name_of(scene, identity.whole)}」",
        computed=words,
        message=f"{words} が{count}。" + (advice if code == PROPOSED else "計算式のとおりです。"),
        why="行と行の数値から見つけた関係です。" if code == PROPOSED else "印字値どうしで確かめました。",
        sure="likely" if code == PROPOSED else "certain",
        mends=mends,
    )


def _as_formula(scene: Scene, identity: Identity) -> tuple[Mend, ...]:
    """Return what makes the whole a formula of its parts, nothing where one has a formula that reads it."""
    metric = scene.index.get(Metric, identity.whole)
    if metric.formula or not scene.book.affected([metric.uid]).isdisjoint(identity.parts):
        return ()
    formula = "+".join(f"[{uid}]" for uid in identity.parts)
    label = f"「{metric.name}」を「{'＋'.join(name_of(scene, uid) for uid in identity.parts)}」の計算式にする"
    return (Mend(label, (change(metric, replace(metric, formula=formula)),)),)


def _words(scene: Scene, whole: str, parts: tuple[str, ...]) -> str:
    return f"{name_of(scene, whole)}＝{'＋'.join(name_of(scene, uid) for uid in parts)}"


def _of_identities(scene: Scene, found: list[Identity], cells: dict[Cell, Fraction]) -> Iterator[Check]:
    """Yield a check for each column of the identities that no formula says."""
    for identity in found:
        if not identity.written:
            words = _words(scene, identity.whole, identity.parts)
            for period in (*identity.holds, *identity.broken):
                terms = {(uid, period): times for uid, times in identity.terms.items()}
                yield _check(f"{words}（{period_name(scene, period)}）", terms, cells, found=True)


def _of_formulas(scene: Scene, metrics: tuple[Metric, ...], cells: dict[Cell, Fraction]) -> Iterator[Check]:
    """Yield a check for each period in which a formula's metric and all its parts are stored."""
    for metric in metrics:
        terms = _formula_terms(scene, metric)
        if not terms:
            continue
        for _, period in [cell for cell in cells if cell[0] == metric.uid]:
            own = {(uid, period): times for uid, times in terms.items()}
            if own.keys() <= cells.keys():
                yield _check(f"{metric.name}の計算式（{period_name(scene, period)}）", own, cells)


def _of_totals(scene: Scene, metrics: tuple[Metric, ...], cells: dict[Cell, Fraction]) -> Iterator[Check]:
    """Yield a check for each stored total of months that are all stored, or left out on purpose."""
    able = {metric.uid: metric for metric in metrics if metric.aggregation in _ADDED}
    for uid, period in [cell for cell in cells if cell[0] in able and len(months_in(cell[1])) > 1]:
        terms: dict[Cell, int] = {(uid, period): 1}
        for month in months_in(period):
            if (uid, month) in cells:
                terms[uid, month] = -1
            elif scene.book.figure(uid, month).missing not in _SKIPPED:
                break
        else:
            yield _check(f"「{able[uid].name}」の計（{period_name(scene, period)}）", terms, cells)


def _check(words: str, terms: dict[Cell, int], cells: dict[Cell, Fraction], found: bool = False) -> Check:
    gap = sum((times * cells[cell] for cell, times in terms.items()), Fraction(0))
    return Check(words, terms, gap, found)


def _suspected(scene: Scene, suspect: Suspect, cells: dict[Cell, Fraction]) -> Finding | None:
    """Return the finding of a cell that breaks sums; None where the verdict on a printed figure says it already."""
    uid, period = suspect.cell
    item = stored_figures(scene, uid)[period]
    metric = scene.index.get(Metric, uid)
    told = expected(scene, metric, item).value
    if told == suspect.right and (metric.formula or len(months_in(period)) > 1):
        return None
    printed, right = _figure(cells[suspect.cell]), _figure(suspect.right)
    slips = explain(cells[suspect.cell], suspect.right, Context())
    slip = f"（{slips[0].words}）" if slips else ""
    others = "、".join(f"「{name_of(scene, cell[0])}」" for cell in suspect.others)
    after = replace(item, value=figures.canonical(suspect.right), printed=None)
    node = metric.node or ""
    title = scene.index.one(Node, node)
    place = f"「{metric.name}」の{period_name(scene, period)}"
    return Finding(
        code=BROKEN,
        spot=Spot(node, item.TABLE, key_of(item), "value"),
        item=title.title if title else "",
        subject=metric.name,
        period_label=item.period_label or scene.period_label(item.period, "era_long"),
        printed=item.printed or printed,
        computed=right,
        message=f"{place}は{printed}ではなく{right}のようです{slip}。"
        + (f"{others}の誤りかもしれません。" if others else ""),
        why=f"{right}なら成り立ちます: {'、'.join(check.words for check in suspect.mended[:4])}。",
        sure="likely" if not suspect.others else "possible",
        mends=(Mend(f"{place}を{right}にする", (change(item, after),)),),
        also=_also(scene, suspect),
    )


def _also(scene: Scene, suspect: Suspect) -> tuple[Spot, ...]:
    """Return the stored figures that the broken sums compare with the suspected one."""
    cells = dict.fromkeys(cell for check in suspect.mended for cell, times in check.terms.items() if times > 0)
    spots = []
    for uid, period in cells:
        if (uid, period) != suspect.cell:
            item = stored_figures(scene, uid)[canonical_period(period)]
            spots.append(Spot(scene.index.get(Metric, uid).node or "", item.TABLE, key_of(item), "value"))
    return tuple(spots)


def _figure(value: Fraction) -> str:
    return figures.format_figure(value)
