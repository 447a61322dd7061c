"""Tables, rows and loose metrics in the tree of the plan: every verb, its undo and redo, and what is refused."""

from collections.abc import Callable

import pytest

from app.domain.blocks import Block
from app.domain.branch import Branch
from app.domain.branch_settings import Setting
from app.domain.errors import InputError
from app.domain.metrics import Metric, Table, TableRow
from app.domain.sums import sum_parts
from app.services.document import Document
from tests.services.test_planning import all_branches, branch, check_round_trip

QR = "cashless-qr"


def one(document: Document, table: str, title: str, parent: str | None = None) -> Branch:
    found = (item for item in all_branches(document.plan_tree()) if (item.table, item.title) == (table, title))
    return next(item for item in found if parent in (None, item.parent))


def titles(document: Document, parent: str) -> list[str]:
    return [item.title for item in branch(document, parent).below]


def first_row(document: Document) -> Branch:
    return branch(document, QR).below[0]


def with_metric(document: Document) -> Branch:
    return branch(document, document.add_branch("dx-chatbot", "metric", "予備の系列"))


VERBS: dict[str, Callable[[Document], object]] = {
    "add_table": lambda d: d.add_branch("dx-chatbot", "table_view", "新しい表"),
    "add_table_behind": lambda d: d.add_branch("dx-cashless", "table_view", "新しい表", QR),
    "add_row": lambda d: d.add_branch(QR, "table_row", "新しい行", first_row(d).uid),
    "add_metric": lambda d: d.add_branch("dx-chatbot", "metric", "予備の系列"),
    "rename_table": lambda d: d.rename_branch(branch(d, QR), "決済"),
    "rename_row": lambda d: d.rename_branch(first_row(d), "もも決済"),
    "move_table_down": lambda d: d.move_branch(branch(d, QR), "dx-cashless", 1),
    "move_table_away": lambda d: d.move_branch(branch(d, QR), "dx-chatbot", 0),
    "move_row_down": lambda d: d.move_branch(first_row(d), QR, 2),
    "move_row_away": lambda d: d.move_branch(first_row(d), "cashless-card", 0),
    "copy_table": lambda d: d.copy_branch(branch(d, QR)),
    "copy_row": lambda d: d.copy_branch(first_row(d)),
    "copy_item_with_tables": lambda d: d.copy_branch(branch(d, "dx-cashless")),
    "copy_table_to": lambda d: d.copy_branch_to(branch(d, QR), "dx-chatbot", 0),
    "copy_row_to": lambda d: d.copy_branch_to(first_row(d), "cashless-card", 0),
    "delete_row": lambda d: d.delete_branch(first_row(d)),
    "set_departments": lambda d: d.set_branch_departments(first_row(d), "会計課／みらい課"),
    "paste_names": lambda d: d.paste_names(["一", "二"], "table_row", QR, first_row(d).uid),
}


@pytest.mark.parametrize("name", VERBS)
def test_undo_takes_a_verb_back_whole_and_redo_does_it_again(document: Document, name: str) -> None:
    check_round_trip(document, VERBS[name])


METRIC_VERBS: dict[str, Callable[[Document, Branch], object]] = {
    "rename": lambda d, b: d.rename_branch(b, "別の名"),
    "move_away": lambda d, b: d.move_branch(b, "dx-cashless", 0),
    "into_a_table": lambda d, b: d.move_branch(b, QR, 1),
    "copy": lambda d, b: d.copy_branch(b),
    "copy_to": lambda d, b: d.copy_branch_to(b, "dx-cashless", 0),
    "delete": lambda d, b: d.delete_branch(b),
    "departments": lambda d, b: d.set_branch_departments(b, "みらい課"),
}


@pytest.mark.parametrize("name", METRIC_VERBS)
def test_a_metric_of_its_own_has_every_verb(document: Document, name: str) -> None:
    made = with_metric(document)
    check_round_trip(document, lambda d: METRIC_VERBS[name](d, made))


def test_a_moved_table_takes_its_figures_and_its_place_on_the_slide(document: Document) -> None:
    row = first_row(document)
    metric = str(document.field("table_row", row.uid, "metric"))
    document.move_branch(branch(document, QR), "dx-chatbot", 0)
    assert document.index.get(Metric, metric).node == "dx-chatbot"
    shown = [block.table.title for block in document.item_report("dx-chatbot").blocks if block.table]
    assert shown[0] == "QR/バーコード"
    assert all(block.table is None or block.table.uid != QR for block in document.item_report("dx-cashless").blocks)


def test_tables_change_places_on_the_slide(document: Document) -> None:
    document.move_branch(branch(document, QR), "dx-cashless", 1)
    shown = [block.table.uid for block in document.item_report("dx-cashless").blocks if block.table]
    assert shown == ["cashless-card", QR]
    assert titles(document, "dx-cashless")[:2] == ["クレジットカード・電子マネー", "QR/バーコード"]


def test_a_row_that_goes_to_another_table_leaves_the_total_and_joins_the_other(document: Document) -> None:
    row = first_row(document)
    metric = str(document.field("table_row", row.uid, "metric"))
    document.move_branch(row, "cashless-card", 0)
    for table, there in ((QR, False), ("cashless-card", True)):
        totals = [item for item in document.index.where(TableRow, "table", table) if item.role == "total"]
        parts = sum_parts(document.index.get(Metric, str(totals[0].metric)).formula) or ()
        assert (metric in parts) is there


def test_a_copied_table_reads_its_own_figures_and_has_none(document: Document) -> None:
    uid = document.copy_branch(branch(document, QR))
    rows = document.index.where(TableRow, "table", uid)
    metrics = {str(row.metric) for row in rows}
    total = next(row for row in rows if row.role == "total")
    assert set(sum_parts(document.index.get(Metric, str(total.metric)).formula) or ()) <= metrics
    assert not list(document.repository.read_observations(sorted(metrics)))


def test_deleting_a_table_takes_its_part_of_the_slide_and_says_what_went(document: Document) -> None:
    uid = document.copy_branch(branch(document, QR))
    row = document.index.where(TableRow, "table", uid)[0]
    document.set_figure((str(row.metric), "2022-04", "result", ""), "12")
    words = document.delete_branch(branch(document, uid))
    assert words == "行6行・数値1件"
    assert document.index.one(Table, uid) is None
    assert not document.index.where(Block, "table", uid)


def test_what_formulas_and_lists_read_is_not_deleted(document: Document) -> None:
    loose = [item for item in all_branches(document.plan_tree()) if item.table == "metric"]
    assert loose
    refused = 0
    for item in loose:
        try:
            document.delete_branch(item)
        except InputError as error:
            refused += 1
            assert "使われています" in error.message
        else:
            document.undo()
    assert refused


def test_a_table_whose_total_a_chart_draws_says_so_and_stays(document: Document) -> None:
    with pytest.raises(InputError, match="計算式で使われています"):
        document.delete_branch(branch(document, QR))
    assert document.index.one(Table, QR) is not None


def test_places_that_make_no_sense_are_refused(document: Document) -> None:
    made = with_metric(document)
    group = branch(document, "dx-chatbot").parent
    for item, parent in (
        (first_row(document), "dx-chatbot"),
        (branch(document, QR), None),
        (branch(document, QR), "cashless-card"),
        (branch(document, QR), group),
        (branch(document, "dx-chatbot"), QR),
        (made, None),
    ):
        with pytest.raises(InputError):
            document.move_branch(item, parent, 0)
    with pytest.raises(InputError):
        document.rename_branch(first_row(document), " ")
    with pytest.raises(InputError):
        document.set_branch_departments(branch(document, QR), "会計課")


def test_parts_of_another_meeting_do_not_stand_in_the_way_of_a_move(document: Document) -> None:
    from tests.services.test_planning import NEXT

    document.add_meeting(NEXT, True)
    order = [block.uid for block in document.item_report("dx-cashless").blocks]
    document.move("block", order[0], 1)
    assert [block.uid for block in document.item_report("dx-cashless").blocks][:2] == [order[1], order[0]]


# settings


def setting(document: Document, branch: Branch, name: str) -> Setting:
    return next(one for one in document.branch_settings(branch) if one.name == name)


def change(document: Document, uid: str, name: str, typed: str) -> None:
    found = branch(document, uid)
    document.change_setting(setting(document, found, name), typed)


SETTINGS: dict[str, Callable[[Document], object]] = {
    "unit": lambda d: change(d, first_row(d).uid, "unit", "回"),
    "direction": lambda d: change(d, first_row(d).uid, "direction", "down"),
    "digits": lambda d: change(d, first_row(d).uid, "digits", "1"),
    "span": lambda d: change(d, QR, "span", "令和5年度"),
    "axis": lambda d: change(d, QR, "axis", "years"),
    "orientation": lambda d: change(d, QR, "orientation", "down"),
    "no_total": lambda d: change(d, QR, "total_label", ""),
    "role": lambda d: change(d, first_row(d).uid, "role", "rate"),
    "subtitle": lambda d: change(d, "dx-chatbot", "subtitle", "副題"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_one_step(document: Document, name: str) -> None:
    check_round_trip(document, SETTINGS[name])


def test_a_span_is_read_in_every_form_and_shown_as_understood(document: Document) -> None:
    for typed, words in (
        ("R5", "令和5年4月〜令和6年3月"),
        ("Ｒ５．６～Ｒ５．１１", "令和5年6月〜令和5年11月"),
    ):
        change(document, QR, "span", typed)
        assert setting(document, branch(document, QR), "span").value == words
    change(document, QR, "axis", "years")
    change(document, QR, "span", "H29〜R5")
    table = document.index.get(Table, QR)
    assert (table.start, table.end) == ("FY2017", "FY2023")


@pytest.mark.parametrize(
    ("uid", "name", "typed", "reason"),
    [
        (QR, "span", "いつか", "期間が読めません"),
        (QR, "span", "", "期間が読めません"),
        (QR, "axis", "events", "数値が入っている"),
        (QR, "orientation", "斜め", "一覧から選んで"),
        ("row", "value_type", "text", "数値が入っている"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_reason(
    document: Document, uid: str, name: str, typed: str, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        change(document, first_row(document).uid if uid == "row" else uid, name, typed)
    assert not document.can_undo


def test_a_new_row_may_become_any_kind_of_value(document: Document) -> None:
    uid = document.add_branch(QR, "table_row", "新しい行")
    change(document, uid, "value_type", "ratio")
    metric = str(document.field("table_row", uid, "metric"))
    assert document.index.get(Metric, metric).value_type == "ratio"
