"""Formulas that cannot be used: F1 one that cannot be read, F2 formulas that need each other."""

from collections.abc import Iterator

from app.domain import formula
from app.domain.entity import key_of
from app.domain.errors import InputError
from app.domain.metrics import Metric
from app.domain.plan import Node
from app.domain.proof.finding import Finding, Spot
from app.domain.report_goal import Scene
from app.domain.report_table import node_of_metric

UNREADABLE, CIRCULAR = "F1", "F2"


def broken_formulas(scene: Scene) -> Iterator[Finding]:
    """Yield a finding for every formula that cannot be read, and for one circle of formulas."""
    nodes = {}
    for metric in scene.index.all(Metric):
        if metric.formula:
            try:
                nodes[metric.uid] = formula.parse(metric.formula)
            except InputError as error:
                yield _finding(scene, metric, UNREADABLE, error.message)
    cycle = formula.find_cycle(nodes)
    if cycle:
        names = {metric.uid: metric.name for metric in scene.index.all(Metric)}
        yield _finding(scene, scene.index.get(Metric, cycle[0]), CIRCULAR, formula.CycleError(cycle, names).message)


def _finding(scene: Scene, metric: Metric, code: str, message: str) -> Finding:
    node = scene.index.one(Node, node_of_metric(scene, metric))
    return Finding(
        code=code,
        spot=Spot(node.uid if node else "", metric.TABLE, key_of(metric), "formula"),
        item=node.title if node else "",
        subject=f"「{metric.name}」の計算式",
        printed=scene.index.shown_formula(metric),
        message=message,
    )
