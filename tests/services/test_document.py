"""Every verb of the document on the council board: snapshot, edit, undo, compare, redo, compare."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.blocks import Block
from app.domain.edits import change
from app.domain.entering import CellsError
from app.domain.errors import InputError, StorageError
from app.domain.metrics import Observation, TableRow
from app.domain.plan import Legend
from app.domain.report import TableView
from app.domain.rules import RuleLine
from app.services.document import Change, Document
from app.storage.database import open_database
from app.storage.repository import Repository, create_board
from tests.sample_board import sample_board

SEED = Path(__file__).parents[2] / "db" / "seed"
MARCH = ("chatbot-all", "2023-03", "result", "")


def contents(document: Document) -> dict[str, list[object]]:
    return {table: list(rows) for table, rows in document.repository.dump_rows().items() if table != "history"}


INDICATOR_VERBS: dict[str, Callable[[Document], object]] = {
    "set_target": lambda d: d.set_target("i1", "3,200人"),
    "clear_target": lambda d: d.set_target("i1", ""),
    "new_target": lambda d: d.set_target("i10", "20回"),
    "text_target": lambda d: d.set_target("i12", "おおむね100%"),
    "set_baseline": lambda d: d.set_baseline("i1", "120"),
    "change_baseline": lambda d: d.set_baseline("i2", "1,300"),
    "set_status": lambda d: d.set_status("i1", "reason-review", "見直しのため"),
    "change_status": lambda d: d.set_status("i7", "reason-behind", "未達のため"),
    "status_by_rule": lambda d: d.set_status("i7", None, None),
    "rename": lambda d: d.set_field("indicator", "i1", "title", "来訪者数"),
    "move_indicator": lambda d: d.move("indicator", "i1", 0),
    "delete_indicator": lambda d: d.delete("indicator", "i1"),
    "add_legend": lambda d: d.add_legend("中止"),
    "add_reason": lambda d: d.add_reason("中止"),
    "set_looks": lambda d: d.set_looks(d.index.all(Legend)[0].uid, "star", "status_review"),
    "fold_reason": lambda d: d.fold_reason("reason-good", None, True),
    "move_legend": lambda d: d.move_legend(d.index.all(Legend)[0].uid, 2),
    "delete_legend": lambda d: d.delete_legend(d.index.all(Legend)[0].uid),
    "set_rules": lambda d: d.set_rules([RuleLine("実績 >= 目標 * 経過", "reason-good")]),
    "delete_goal": lambda d: d.delete("node", "goal-1"),
    "add_goal": lambda d: d.add_node(None, "goal", "新しい目標"),
}


VERBS: dict[str, Callable[[Document], object]] = {
    "set_figure": lambda d: d.set_figure(MARCH, "１，９００件"),
    "clear_figure": lambda d: d.set_figure(("chatbot-all", "2022-04", "result", ""), ""),
    "set_figures": lambda d: d.set_figures(
        {MARCH: "1900", ("chatbot-excluded", "2023-03", "result", ""): "400"}, "貼り付け"
    ),
    "set_missing": lambda d: d.set_missing(("chatbot-all", "2023-02", "result", ""), "surveying"),
    "set_field": lambda d: d.set_field("node", "dx-chatbot", "title", "チャットボット"),
    "set_body": lambda d: d.set_field("block", "chatbot-now", "body", "・新しい文章です。"),
    "add_indicator": lambda d: d.add_indicator("goal-1", "来訪者数"),
    "paste_indicators": lambda d: d.paste_indicators(
        "goal-2",
        [["No", "指標", "単位", "基準値", "目標値", "R3", "R4"], ["1", "件数", "件", "10", "30", "15", "約20"]],
    ),
    "add_node": lambda d: d.add_node("goal-1", "measure", "にぎわい"),
    "add_table": lambda d: d.add_table("dx-rpa", "件数", "months", "2022-04", "2023-03"),
    "add_row": lambda d: d.add_row("chatbot-table", "新しい行", after="chatbot-table-chatbot-all"),
    "add_block": lambda d: d.add_block("dx-rpa", "text", "4月迄の状況"),
    "add_line": lambda d: d.add_line("chatbot-points", "費用"),
    "add_chart": lambda d: d.add_chart("dx-chatbot", "推移", "chatbot-table"),
    "add_event": lambda d: d.add_event("cgkids-program", "3/20", "DRPC"),
    "add_phase": lambda d: d.add_phase("cashless-roadmap", "移行後の運用"),
    "move_event": lambda d: d.move("event", "cgkids-program-2022-07-31", 1),
    "move_line": lambda d: d.move("list_item", "chatbot-points-01", 2),
    "delete_line": lambda d: d.delete("list_item", "chatbot-points-01"),
    "delete_event": lambda d: d.delete("event", "cgkids-program-2022-07-31"),
    "delete_item": lambda d: d.delete("node", "dx-rpa"),
    "delete_block": lambda d: d.delete("block", "chatbot-chart"),
    "delete_table": lambda d: d.delete("block", "chatbot-points"),
    "move_row": lambda d: d.move("table_row", "chatbot-table-chatbot-all", 3),
    "move_block": lambda d: d.move("block", "chatbot-now", 2),
    "move_node": lambda d: d.move_node("dx", "dx-rpa", 0),
    "leave_a_slide_out": lambda d: d.set_slide_printed("item:dx-chatbot", False),
    "move_slide": lambda d: d.move_slide("item:dx-chatbot", 2),
    "set_colour": lambda d: d.set_paper("print_colour", "#00552E"),
    "set_footer": lambda d: d.set_paper("print_footer", "デジタル推進課"),
    "set_number": lambda d: d.set_paper("paper_number", "資料１０－２"),
    "set_mark": lambda d: d.set_paper("paper_mark", "replaced"),
}


@pytest.mark.parametrize("name", VERBS)
def test_undo_takes_a_verb_back_whole_and_redo_does_it_again(document: Document, name: str) -> None:
    before = contents(document)
    VERBS[name](document)
    after = contents(document)
    assert after != before
    assert document.undo() is not None
    assert contents(document) == before
    assert document.redo() is not None
    assert contents(document) == after
    assert [change.label for change in reversed_history(document)][:1] == [f"やり直し: {document.undo_label}"]


@pytest.mark.parametrize("name", INDICATOR_VERBS)
def test_undo_takes_a_verb_on_indicators_back_whole(tmp_path: Path, qapp: object, name: str) -> None:
    path = tmp_path / "sample.ictplan"
    document = Document(create_board(path, sample_board(), created_with="tests"), path, who=None, pc=None)
    before, report = contents(document), document.goal_report("goal-1")
    INDICATOR_VERBS[name](document)
    if name != "move_indicator":  # it is alone under its initiative
        assert contents(document) != before
        document.undo()
    assert contents(document) == before
    assert document.goal_report("goal-1") == report
    document.close()


def reversed_history(document: Document) -> list[object]:
    from app.domain.history import History

    return sorted(document.repository.read(History), key=lambda item: -item.sequence)  # type: ignore[return-value]


@pytest.mark.parametrize("name", VERBS)
def test_reports_after_a_verb_are_those_of_a_freshly_opened_file(document: Document, name: str) -> None:
    for tab in document.tabs()[1:]:
        if tab.kind == "goal":
            document.goal_report(tab.node)
        for head in document.item_heads(tab.node):
            document.item_report(head.node)
    VERBS[name](document)
    fresh = Document(Repository(open_database(document.path, read_only=True)), document.path, who=None, pc=None)
    for tab in fresh.tabs()[1:]:
        if tab.kind == "goal":
            assert document.goal_report(tab.node) == fresh.goal_report(tab.node)
        for head in fresh.item_heads(tab.node):
            assert document.item_report(head.node) == fresh.item_report(head.node)
    fresh.close()


def test_a_typed_month_moves_its_total_and_tells_what_it_touched(document: Document) -> None:
    changes: list[Change] = []
    document.changed.connect(changes.append)
    document.set_figure(MARCH, "1900")
    table = next(block.table for block in document.item_report("dx-chatbot").blocks if block.table)
    totals = {row.label: row.total.text for row in table.rows if row.total}
    assert totals["全質問"] == "24,118"
    assert totals["応答"] == "17,386"
    assert table.rows[2].cells[-1].text == "未集計"
    assert "chatbot-all" in changes[0].metrics and "chatbot-responses" in changes[0].metrics
    assert changes[0].place is not None and changes[0].place.node == "dx-chatbot"


def test_a_pasted_status_counts_as_chosen_by_hand_and_an_unknown_one_is_refused(document: Document) -> None:
    head = ["指標", "単位", "R4", "状況"]
    rows = [["件数", "件", "5", "達成見込み"], ["回数", "回", "6", "▲"], ["人数", "人", "7", ""]]
    document.paste_indicators("goal-1", [head, *rows])
    shown = [(row.status.reason, row.status.mark, row.status.by_hand) for row in document.goal_report("goal-1").rows]
    assert shown == [("達成見込み", "●", True), ("推進中", "▲", True), ("", "", False)]
    before = contents(document)
    with pytest.raises(InputError, match="状況「すごい」"):
        document.paste_indicators("goal-1", [head, ["点数", "点", "8", "すごい"]])
    assert contents(document) == before


def test_a_renamed_row_renames_its_figures_everywhere(document: Document) -> None:
    row = document.add_row("chatbot-table", "新しい行")
    document.set_field("table_row", row, "label", "苦情")
    metric = next(item.metric for item in document.index.where(TableRow, "table", "chatbot-table") if item.uid == row)
    assert metric is not None and document.trend(metric).title == "苦情"
    document.undo()
    assert document.trend(metric).title == "新しい行"


def test_an_equal_value_is_no_edit(document: Document) -> None:
    revision = document.revision
    document.set_figure(("chatbot-all", "2022-04", "result", ""), "3202件")
    assert (document.revision, document.can_undo) == (revision, False)


def test_a_bad_block_changes_nothing_and_names_every_bad_cell(document: Document) -> None:
    before = contents(document)
    other = ("chatbot-all", "2023-02", "result", "")
    with pytest.raises(CellsError) as caught:
        document.set_figures({MARCH: "abc", other: "1900"}, "貼り付け")
    assert list(caught.value.cells) == [MARCH]
    assert contents(document) == before


def test_what_a_formula_needs_is_not_deleted(document: Document) -> None:
    row = document.add_row("chatbot-table", "仮の行")
    metric = next(item.metric for item in document.index.where(TableRow, "table", "chatbot-table") if item.uid == row)
    document.set_field("metric", "chatbot-no-answer", "formula", f"[chatbot-untitled]*[{metric}]")
    before = contents(document)
    with pytest.raises(InputError, match="計算式"):
        document.delete("table_row", row)
    assert contents(document) == before


def test_a_new_row_joins_the_total_and_a_deleted_one_leaves_it(document: Document) -> None:
    row = document.add_row("cashless-qr", "楽天ペイ")
    labels = [item.label for item in qr_table(document).rows]
    assert labels[-2:] == ["楽天ペイ", "総計"]
    cell = next(item for item in qr_table(document).rows if item.uid == row).cells[0]
    document.set_figure(cell.key or MARCH, "9")
    assert qr_table(document).rows[-1].cells[0].text == "60"
    document.delete("table_row", row)
    assert qr_table(document).rows[-1].cells[0].text == "51"
    document.delete("table_row", "cashless-qr-qr-paypay")
    assert qr_table(document).rows[-1].cells[0].text == "10"


def qr_table(document: Document) -> TableView:
    blocks = document.item_report("dx-cashless").blocks
    return next(block.table for block in blocks if block.table and block.table.uid == "cashless-qr")


def test_a_new_file_row_typed_elsewhere_is_a_conflict_and_the_undo_stack_stays(document: Document) -> None:
    document.set_figure(MARCH, "1900")
    other = Document(Repository(open_database(document.path)), document.path, who="別の人", pc="PC2")
    other.set_figure(MARCH, "1950")
    with pytest.raises(StorageError):
        document.undo()
    assert document.can_undo
    assert document.repository.read_one(Observation, MARCH).value == "1950"  # type: ignore[union-attr]
    other.close()


def test_untouched_rows_of_a_goal_are_the_same_objects(document: Document) -> None:
    first = document.add_indicator("goal-1", "指標A")
    second = document.add_indicator("goal-1", "指標B")
    before = {row.uid: row for row in document.goal_report("goal-1").rows}
    document.set_figure(before[first].years[1].key or MARCH, "5")
    after = {row.uid: row for row in document.goal_report("goal-1").rows}
    assert after[second] is before[second]
    assert after[first].years[1].text == "5"
    document.set_field("node", "dx-rpa", "title", "別の題")
    assert document.goal_report("goal-1").rows[0] is after[first]


def test_only_a_table_of_months_becomes_a_chart(document: Document) -> None:
    table = document.add_table("dx-rpa", "年度の推移", "years", "FY2021", "FY2022")
    with pytest.raises(InputError, match="月の表"):
        document.add_chart("dx-rpa", "推移", document.field("block", table, "table") or table)


def test_a_chart_over_years_that_another_program_wrote_is_no_end(document: Document) -> None:
    before = document.index.get(Block, "chatbot-chart")
    document._commit("年度", [change(before, replace(before, start="FY2022", end="FY2022"))])
    chart = next(block.chart for block in document.item_report("dx-chatbot").blocks if block.uid == before.uid)
    assert chart is not None and len(chart.periods) == 12
    document._commit(
        "逆", [change(document.index.get(Block, before.uid), replace(before, start="FY2023", end="FY2022"))]
    )
    assert next(block.chart for block in document.item_report("dx-chatbot").blocks if block.uid == before.uid) is None
