"""The whole 検算 of a scene: figures item by item in the order of the paper, then its texts; a job for idle moments."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.history import History
from app.domain.metrics import Metric, Table
from app.domain.plan import FixedFigure
from app.domain.proof.finding import Finding
from app.domain.proof.formulas import broken_formulas
from app.domain.proof.identities import BROKEN, identity_findings
from app.domain.proof.printed import DIFFERS, printed_findings
from app.domain.proof.recovery import recovery_findings
from app.domain.proof.texts import text_findings
from app.domain.report_goal import Scene
from app.domain.report_table import node_of_metric
from app.domain.series import months_in
from app.domain.settlement import with_settlements

_METRICS_A_STEP = 8


def run_proof(
    scene: Scene, history: Iterable[History] = (), frozen: Iterable[FixedFigure] = ()
) -> Iterator[Finding | None]:
    """Yield every finding of a scene, and None every few milliseconds so that a caller can stop or wait.

    Findings that a person has settled carry the note. `history` and `frozen` are for the texts (see text_findings).
    """
    settled = with_settlements(scene.index)
    for found in _all(scene, history, frozen):
        yield settled(found) if found else None


def _all(scene: Scene, history: Iterable[History], frozen: Iterable[FixedFigure]) -> Iterator[Finding | None]:
    yield from broken_formulas(scene)
    for node, metrics in _items(scene):
        yield from _of_item(scene, metrics, scene.index.where(Table, "node", node) if node else ())
    yield from text_findings(scene, history, frozen)


def _items(scene: Scene) -> Iterator[tuple[str, tuple[Metric, ...]]]:
    """Yield the items in printed order with their metrics, at the end '' with the metrics of no item."""
    found: dict[str, list[Metric]] = {}
    for top in scene.index.children(None):
        for node in scene.index.below(top.uid):
            found.setdefault(node.uid, [])
    for metric in scene.index.all(Metric):
        found.setdefault(node_of_metric(scene, metric) or "", []).append(metric)
    for uid, metrics in found.items():
        yield uid, tuple(metrics)


def _of_item(scene: Scene, metrics: tuple[Metric, ...], tables: tuple[Table, ...]) -> Iterator[Finding | None]:
    """Yield the findings of one item: first the cells that break sums, which explain other differences."""
    sums: list[Finding] = []
    for found in identity_findings(scene, metrics, tables):
        if found:
            sums.append(found)
        else:
            yield None
    suspected = [found for found in sums if found.code == BROKEN]
    yield from suspected
    for place, metric in enumerate(metrics):
        for finding in printed_findings(scene, metric):
            yield _explained(scene, finding, suspected) if finding.code == DIFFERS else finding
        if place % _METRICS_A_STEP == 0:
            yield None
    yield from (found for found in sums if found.code != BROKEN)
    for table in tables:
        yield from recovery_findings(scene, table)
        yield None


def _explained(scene: Scene, finding: Finding, suspected: list[Finding]) -> Finding:
    """Return a difference that a suspected cell may cause with a hint at that cell."""
    metric, period = finding.spot.key[:2]
    for cause in suspected:
        source, month = cause.spot.key[:2]
        if metric in scene.book.affected([source]) and set(months_in(month)) <= set(months_in(period)):
            hint = f"先に「{cause.subject}」（{cause.period_label}）が{cause.computed}でないか確かめてください。"
            return replace(finding, why=f"{finding.why}。{hint}", sure="possible")
    return finding
