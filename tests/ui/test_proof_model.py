"""The list of findings as a model: groups, order, filter, copying, and what screen readers and tooltips say."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.domain.judged import Judged, Verdict
from app.domain.proof.finding import Finding, Spot
from app.ui.proof_model import CODE, DIFFERENCE, MESSAGE, PLACE, ProofModel

pytestmark = pytest.mark.usefixtures("qapp")


def line(verdict: Verdict, subject: str = "全質問", item: str = "チャットボット", **fields: str) -> Judged:
    """Return a finding of a verdict at a figure of its own."""
    spot = Spot("dx-chatbot", "observation", (subject, "2022-04", "result", ""))
    given = {"message": "違います。", "printed": "22,218件", "computed": "22,200件"} | fields
    code = {"differs": "P4", "agrees": "P1"}.get(verdict, "E1")
    return Judged(Finding(code=code, spot=spot, item=item, subject=subject, period_label="R4", **given), verdict)


def shown(*lines: Judged) -> ProofModel:
    """Return a watched model that shows all of some findings."""
    model = ProofModel()
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)  # type: ignore[attr-defined]
    model.show_lines(lines, lambda line: True)
    return model


def text(model: ProofModel, group: int, row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> object:
    """Return what a cell of a finding says."""
    return model.data(model.index(row, column, model.index(group, 0)), role)


def test_findings_stand_under_their_items_the_worst_first() -> None:
    model = shown(line("agrees", "a"), line("differs", "b"), line("warning", "c", "テレワーク"))

    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == [
        "チャットボット　2件",
        "テレワーク　1件",
    ]
    assert [text(model, 0, row, PLACE) for row in range(2)] == ["b　R4", "a　R4"]


def test_a_cell_says_shape_word_and_difference() -> None:
    model = shown(line("differs"))

    assert text(model, 0, 0, CODE) == "▲ P4"
    assert text(model, 0, 0, CODE, Qt.ItemDataRole.AccessibleTextRole) == "不一致 P4"
    assert text(model, 0, 0, DIFFERENCE) == "+18件"
    assert text(model, 0, 0, MESSAGE, Qt.ItemDataRole.ToolTipRole) == "違います。"


@pytest.mark.parametrize(
    ("printed", "computed", "gap"),
    [
        ("8.6%", "8.66%", "△0.06ポイント"),
        ("22,218", "22218件", "0件"),
        ("約110", "108", "+2"),
        ("5件", "5人", ""),
        ("約9割（", "9", ""),
        ("", "3", ""),
        ("未集計", "3", ""),
    ],
)
def test_the_difference_is_that_of_the_figures_as_shown(printed: str, computed: str, gap: str) -> None:
    assert text(shown(line("differs", printed=printed, computed=computed)), 0, 0, DIFFERENCE) == gap


def test_a_filter_leaves_only_its_findings_and_no_empty_item() -> None:
    model = shown(line("agrees", "a"), line("differs", "b", "テレワーク"))

    model.show_lines((line("agrees", "a"), line("differs", "b", "テレワーク")), lambda line: line.waits)

    assert [group.title for group in model.groups] == ["テレワーク"]
    assert model.find(line("agrees", "a").identity).isValid() is False
    assert model.line_at(model.find(line("differs", "b").identity)) == line("differs", "b", "テレワーク")


def test_copied_findings_are_lines_of_fields_parted_by_tabs() -> None:
    model = shown(line("differs", message="一行目\n二行目"))

    copied = model.copied([model.index(0, 0), model.index(0, 0, model.index(0, 0))])

    head, row = (part.split("\t") for part in copied.split("\n"))
    assert head == ["判定", "取組", "コード", "場所", "印字値", "計算値", "差", "内容"]
    assert row == ["不一致", "チャットボット", "P4", "全質問 R4", "22,218件", "22,200件", "+18件", "一行目 二行目"]
