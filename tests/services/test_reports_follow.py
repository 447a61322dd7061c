"""Reports after an edit are those of a file opened afresh, however little of them was built anew."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.edits import change
from app.domain.metrics import Metric
from app.domain.plan import Indicator
from app.services.document import Document
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from tests.sample_board import sample_board
from tests.services.test_document import INDICATOR_VERBS
from tests.services.test_planning import SAMPLE_VERBS
from tests.services.verbs import Worker


@pytest.fixture
def sample(tmp_path: Path, qapp: object) -> Iterator[Document]:
    path = tmp_path / "sample.ictplan"
    document = Document(create_board(path, sample_board(), created_with="tests"), path, who=None, pc=None)
    yield document
    document.close()


def metric_of(document: Document, indicator: str) -> Metric:
    return document.index.get(Metric, document.index.get(Indicator, indicator).metric)


def redefined(**values: object) -> Callable[[Document], object]:
    """Return the verb that gives the metric of the second indicator other words or another way to be computed."""

    def verb(document: Document) -> None:
        before = metric_of(document, "i2")
        document._commit("系列の変更", [change(before, replace(before, **values))])  # type: ignore[arg-type]

    return verb


def derived(document: Document) -> None:
    """Compute one indicator from another, then rename and redefine what it reads."""
    first, second = metric_of(document, "i1"), metric_of(document, "i2")
    document._commit("式", [change(first, replace(first, formula=f"[{second.uid}] * 2"))])
    document.goal_report("goal-1")
    second = metric_of(document, "i2")
    document._commit("名前", [change(second, replace(second, name="読まれる系列", unit="台"))])


def figures_and_unit(document: Document) -> None:
    """Change a unit and a figure as one step."""
    with document.one_step("貼り付け"):
        document.set_field("metric", metric_of(document, "i2").uid, "unit", "台")
        document.set_figure((metric_of(document, "i3").uid, "FY2022", "result", ""), "77")


METRIC_VERBS: dict[str, Callable[[Document], object]] = {
    "unit": redefined(unit="台"),
    "name": redefined(name="別の名前"),
    "direction": redefined(direction="down"),
    "digits": redefined(digits=2),
    "aggregation": redefined(aggregation="max"),
    "formula": redefined(formula="1 / 3", digits=1),
    "broken_formula": redefined(formula="1 / ("),
    "derived": derived,
    "figures_and_unit": figures_and_unit,
    "number": lambda d: d.set_field("indicator", "i2", "number", "十"),
    "remark": lambda d: d.set_field("indicator", "i2", "remark", "備考"),
    "new_department": lambda d: d.set_departments("indicator", "i2", "どこにもない課"),
    "no_department": lambda d: d.set_departments("indicator", "i2", ""),
}
ALL = {
    **{f"indicator {name}": verb for name, verb in INDICATOR_VERBS.items()},
    **{f"plan {name}": verb for name, verb in SAMPLE_VERBS.items()},
    **{f"metric {name}": verb for name, verb in METRIC_VERBS.items()},
}


def look(document: Document) -> list[object]:
    """Return all reports, the counts of the whole plan and all trends."""
    *_, counts = document.count()
    goals = [tab.node for tab in document.tabs() if tab.kind == "goal"]
    items = [head.node for tab in document.tabs()[1:] for head in document.item_heads(tab.node)]
    trends = [document.trend(metric.uid) for metric in document.index.all(Metric)]
    reports = [document.goal_report(node) for node in goals]
    return [*reports, *(document.item_report(node) for node in items), counts, trends]


def fresh(document: Document) -> list[object]:
    other = Document(Repository(open_database(document.path, read_only=True)), document.path, who=None, pc=None)
    if document.meeting is not None:
        other.set_meeting(document.meeting)
    seen = look(other)
    other.close()
    return seen


@pytest.mark.parametrize("read", ["as shown", "whole"])
@pytest.mark.parametrize("name", ALL)
def test_reports_follow_a_verb_its_undo_and_its_redo(sample: Document, name: str, read: str) -> None:
    if read == "whole":
        sample._ensure([metric.uid for metric in sample.index.all(Metric)], whole=True)
    look(sample)
    ALL[name](sample)
    if not sample.can_undo:  # where there was nothing to move
        return
    assert look(sample) == fresh(sample)
    sample.undo()
    assert look(sample) == fresh(sample)
    sample.redo()
    assert look(sample) == fresh(sample)


@pytest.mark.parametrize("seed", range(6))
def test_reports_follow_whatever_is_done(document: Document, sample: Document, seed: int) -> None:
    worked = document if seed % 2 else sample
    worker = Worker(worked, seed)
    for _ in range(25):
        look(worked)
        worker.work()
        if worked.can_undo and worker.random.random() < 0.2:
            worked.undo()
        assert look(worked) == fresh(worked), worker.done


def test_a_unit_changes_no_more_rows_than_its_own(sample: Document) -> None:
    before = {row.uid: row for row in sample.goal_report("goal-1").rows}
    sample.set_field("metric", metric_of(sample, "i2").uid, "unit", "台")
    after = {row.uid: row for row in sample.goal_report("goal-1").rows}
    assert [uid for uid, row in after.items() if row is not before[uid]] == ["i2"]
    assert after["i2"].unit == "台"


def test_a_title_builds_no_more_rows_than_its_own(sample: Document) -> None:
    sample.goal_report("goal-1")
    kept = dict(sample._rows["goal-1"])
    sample.set_field("indicator", "i1", "remark", "備考")
    assert kept.keys() - sample._rows["goal-1"].keys() == {"i1"}
